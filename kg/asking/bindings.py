"""Values for the parameters of a query, checked and written into it as RDF terms.

Nothing but the content of a parameter's own `VALUES` block changes, and only by RDF terms as
`kg.asking.sparql_terms` writes them: no value can become a part of the query's text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from rdflib import XSD, Literal, URIRef

from kg.anatomy.levels import LEVELS
from kg.asking.catalogue import CatalogueQuery, Parameter, ParameterKind
from kg.asking.sparql_terms import RdfTerm, sparql_term
from kg.errors import InvalidParameter
from kg.findings.qualities import Severity, Side, Status
from kg.store.values_block import VALUES_BLOCK
from kg.vocabulary.namespaces import SPINE
from kg.vocabulary.vocabulary import LevelSet, Term, Vocabulary

__all__ = ["RdfTerm", "bind", "values_block"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: A side asked for includes the findings on both sides.
_SIDES = {
    Side.LEFT: (SPINE.Left, SPINE.Bilateral),
    Side.RIGHT: (SPINE.Right, SPINE.Bilateral),
    Side.BILATERAL: (SPINE.Bilateral,),
    Side.MIDLINE: (SPINE.Midline,),
}


def values_block(variable: str, terms: Iterable[RdfTerm]) -> str:
    """Return `VALUES ?variable { … }` for terms; without any, the variable stays unbound."""
    content = " ".join(map(sparql_term, terms))
    return f"VALUES ?{variable} {{ {content or 'UNDEF'} }}"


def bind(
    query: CatalogueQuery, given: Mapping[str, str | Iterable[str]], vocabulary: Vocabulary
) -> str:
    """Return the SPARQL text of a query with its parameters set.

    A parameter takes one value or several, of which any counts. Raises InvalidParameter for an
    unknown name, a missing value, or a value that does not fit, with what would.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            raise InvalidParameter(f"{query.name} has no parameter {name!r}; it has {names}")
    blocks = dict(_blocks(query, given, vocabulary))
    # All places are found before any is filled: a value may itself look like a block.
    return VALUES_BLOCK.sub(lambda block: blocks.get(block["name"], block[0]), query.text)


def _blocks(
    query: CatalogueQuery, given: Mapping[str, str | Iterable[str]], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """Yield each given parameter with its new block."""
    for parameter in query.parameters:
        name = parameter.name
        if name in given:
            value = given[name]
            values = (value,) if isinstance(value, str) else tuple(value)
            terms = [term for one in values for term in _terms(parameter, one, vocabulary)]
            yield name, values_block(name, terms)
        elif parameter.is_required:
            raise InvalidParameter(
                f"{query.name} needs {name!r} ({parameter.kind}): {parameter.description}"
            )


def _terms(parameter: Parameter, value: str, vocabulary: Vocabulary) -> tuple[RdfTerm, ...]:
    return _READ[parameter.kind](parameter, value.strip(), vocabulary)


def _finding_class(parameter: Parameter, value: str, vocabulary: Vocabulary) -> tuple[RdfTerm, ...]:
    if value.lower() == "finding":  # the root of them all, which no report states
        return (SPINE.Finding,)
    return (SPINE[_named(parameter, value, vocabulary.findings)],)


def _place(parameter: Parameter, value: str, vocabulary: Vocabulary) -> tuple[RdfTerm, ...]:
    for name in (value, value.upper(), value.upper().replace("/", "-")):
        if name in LEVELS:
            return (SPINE[name],)
    return (SPINE[_named(parameter, value, vocabulary.level_sets)],)


def _named(
    parameter: Parameter, value: str, terms: Mapping[str, Term] | Mapping[str, LevelSet]
) -> str:
    """Return the name of the term that a value names or labels, whatever its case."""
    by_words: dict[str, str] = {}
    for name, term in terms.items():
        for words in (name, term.label, *term.synonyms, *term.hidden):
            by_words.setdefault(words.lower(), name)
    if value.lower() in by_words:
        return by_words[value.lower()]
    near = get_close_matches(value.lower(), by_words, n=3, cutoff=0.5)
    hint = f"; did you mean {', '.join(dict.fromkeys(by_words[word] for word in near))}?"
    raise _misfit(parameter, value, hint if near else "")


def _status(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if value.lower() not in set(Status):
        raise _misfit(parameter, value, f"; expected {', '.join(Status)}")
    return (SPINE[value.capitalize()],)


def _side(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if value.lower() not in set(Side):
        raise _misfit(parameter, value, f"; expected {', '.join(Side)}")
    return _SIDES[Side(value.lower())]


def _severity(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if value.lower() not in set(Severity):
        raise _misfit(parameter, value, f"; expected {', '.join(Severity)}")
    return (Literal(Severity(value.lower()).rank),)


def _date(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    try:
        day = date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        raise _misfit(parameter, value, "; expected a date such as 2024-03-31")
    return (Literal(day.isoformat(), datatype=XSD.date),)


def _text(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if not value:
        raise _misfit(parameter, value, "; it is empty")
    return (Literal(value),)


def _integer(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if not re.fullmatch(r"[+-]?\d{1,9}", value):
        raise _misfit(parameter, value, "; expected a whole number")
    return (Literal(int(value)),)


def _iri(parameter: Parameter, value: str, _: Vocabulary) -> tuple[RdfTerm, ...]:
    if not re.fullmatch(r"(?:https?://|urn:)[^\s<>\"{}|^`\\]+", value):
        raise _misfit(parameter, value, "; expected an IRI such as https://…")
    return (URIRef(value),)


def _misfit(parameter: Parameter, value: str, advice: str) -> InvalidParameter:
    return InvalidParameter(f"{value!r} is no {parameter.kind} for {parameter.name!r}{advice}")


_READ: Mapping[ParameterKind, Callable[[Parameter, str, Vocabulary], tuple[RdfTerm, ...]]] = {
    ParameterKind.FINDING_CLASS: _finding_class,
    ParameterKind.PLACE: _place,
    ParameterKind.STATUS: _status,
    ParameterKind.SIDE: _side,
    ParameterKind.SEVERITY: _severity,
    ParameterKind.DATE: _date,
    ParameterKind.TEXT: _text,
    ParameterKind.INTEGER: _integer,
    ParameterKind.IRI: _iri,
}
