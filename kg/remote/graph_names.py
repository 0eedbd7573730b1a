"""The graphs that a remote store keeps for itself, and which graphs of a server are ours."""

from rdflib import URIRef

from kg.vocabulary.namespaces import DATA, ONTOLOGY

__all__ = ["OURS", "UNFINISHED", "UNION", "is_ours", "ours_filter"]

#: What the name of every graph of ours starts with; a server may hold others' graphs.
OURS = str(DATA).removesuffix("data/")
#: The set of the triples of all our graphs: what a query without GRAPH sees.
UNION = URIRef(f"{ONTOLOGY}/union")
#: Names the graphs whose writing has begun and not ended.
UNFINISHED = URIRef(f"{ONTOLOGY}/unfinished")
_OWN = (UNION, UNFINISHED)


def is_ours(graph: URIRef) -> bool:
    """Say whether a graph may be written to and shown as one of the store's."""
    return str(graph).startswith(OURS) and graph not in _OWN


def ours_filter(variable: str, *others: URIRef) -> str:
    """Return a FILTER that lets through our graphs but the store's own and `others`."""
    hidden = ", ".join(name.n3() for name in (*_OWN, *others))
    return f'FILTER(STRSTARTS(STR({variable}), "{OURS}") && {variable} NOT IN ({hidden}))'
