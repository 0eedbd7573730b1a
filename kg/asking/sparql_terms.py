"""RDF terms as the text of a query, so that every engine reads back the very term."""

import re

from rdflib import Literal
from rdflib.term import IdentifiedNode

from kg.errors import InvalidParameter

__all__ = ["RdfTerm", "sparql_term"]

RdfTerm = IdentifiedNode | Literal

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\n\r\t]')
#: A written backslash before a u. SPARQL 1.1 (19.2) replaces codepoint escapes before it looks at
#: strings, and rdflib does so even behind a backslash that is escaped itself: the u is escaped too.
_BEFORE_U = re.compile(r"(?<=\\\\)[uU]")
_CODEPOINTS = {"u": "\\U00000075", "U": "\\U00000055"}
#: An IRI that can stand between angle brackets as it is (SPARQL 1.1, IRIREF).
_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")


def sparql_term(term: RdfTerm) -> str:
    r"""Return `term` as it stands in a query.

    rdflib's own `n3` writes some texts so that no parser reads them (`a\n\"`) and others so that
    its own parser reads something else (`\u0022`).

    Raises InvalidParameter for a text or an IRI that no query can hold.

    >>> sparql_term(Literal('say "T12"'))
    '"say \\"T12\\""'
    """
    if isinstance(term, Literal):
        text = _quoted(str(term))
        if term.language:
            return f"{text}@{term.language}"
        return f"{text}^^{_iri(str(term.datatype))}" if term.datatype else text
    return _iri(str(term))


def _quoted(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidParameter("the value holds half a character; write it again") from None
    escaped = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
    return f'"{_BEFORE_U.sub(lambda match: _CODEPOINTS[match[0]], escaped)}"'


def _iri(iri: str) -> str:
    if not _IRI.fullmatch(iri):
        raise InvalidParameter(f"{iri!r} is no IRI")
    return f"<{iri}>"
