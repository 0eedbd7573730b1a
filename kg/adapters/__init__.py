"""Findings that other extractors hand in, turned into readings by the same checks."""
