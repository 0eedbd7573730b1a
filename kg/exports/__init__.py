"""The graph as files that others read; report text and identifiers stay behind by default."""
