"""The ontology's IRI and the start of its terms' IRIs, apart from what needs rdflib.

Reading reports needs no more of RDF than these; importing rdflib takes longer than reading some
fifty reports.
"""

__all__ = ["ONTOLOGY", "TERMS"]

#: The ontology's IRI; the graph that holds its source files. Not yet registered with w3id.org.
ONTOLOGY = "https://w3id.org/spinekg/spine"
#: What comes before the local name of a term.
TERMS = f"{ONTOLOGY}#"
