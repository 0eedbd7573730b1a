"""Questions to answers: the query catalogue, typed bindings, plain words."""
