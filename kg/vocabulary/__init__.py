"""The ontology as Python sees it: namespaces, terms, lexicon, closure, consistency."""
