"""The ordered anatomy of the spine: levels, ranges of levels, structures."""
