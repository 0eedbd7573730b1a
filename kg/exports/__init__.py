"""Findings out of the store: linked data, its description, charts; de-identified by default."""
