"""Stores on other machines, reached by the SPARQL 1.1 protocols."""
