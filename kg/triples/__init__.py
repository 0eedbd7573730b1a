"""Findings to RDF and back, and the shapes that RDF must pass."""
