"""spinekg: the knowledge graph of spine imaging findings."""
