"""Where triples are kept: one interface, several engines, and adding reports to them."""
