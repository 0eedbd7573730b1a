"""The questions that ship with the package: one `.rq` file each, described by its header.

A file is valid SPARQL as it stands. Its header declares parameters; each is a block
`VALUES ?name { … }` in the text, whose content is replaced when a value is given.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import InvalidQuery, UnknownQuery
from kg.resources import resource_folder
from kg.store.values_block import VALUES_BLOCK

__all__ = [
    "Catalogue",
    "CatalogueQuery",
    "Parameter",
    "ParameterKind",
    "load_catalogue",
    "read_query",
]


class ParameterKind(StrEnum):
    """What a parameter takes."""

    FINDING_CLASS = "finding class"
    PLACE = "place"
    STATUS = "status"
    SIDE = "side"
    SEVERITY = "severity"
    DATE = "date"
    TEXT = "text"
    INTEGER = "integer"
    IRI = "iri"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `written` is the default, or the example of one that must be given."""

    name: str
    kind: ParameterKind
    description: str
    written: str | None
    is_required: bool


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """One query of the catalogue: what it answers, its parameters, its SPARQL text.

    `interval` says of which two columns an interval is to be worked out ("counted of imaged"):
    SPARQL has no square root.
    """

    name: str
    summary: str
    question: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    text: str
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All queries by name."""

    queries: Mapping[str, CatalogueQuery]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all queries, sorted."""
        return tuple(sorted(self.queries))

    def query(self, name: str) -> CatalogueQuery:
        """Return one query; raises UnknownQuery with the nearest names for an unknown one."""
        try:
            return self.queries[name]
        except KeyError:
            near = get_close_matches(name, self.queries, n=3, cutoff=0.4)
            advice = f"did you mean {' or '.join(near)}?" if near else "list them with --list"
            raise UnknownQuery(f"no query {name!r}; {advice}") from None


_PARAMETER = re.compile(
    r"(?P<name>[a-z]\w*) \((?P<kind>[a-z ]+), "
    r"(?:(?P<optional>optional)|(?P<how>default|example) (?P<written>[^)]+))\): (?P<text>.+)"
)
_KEYS = ("summary", "question", "parameters", "returns")
#: Not every query has these.
_OPTIONAL_KEYS = ("interval",)


def read_query(name: str, text: str) -> CatalogueQuery:
    """Return the query that a file's text describes.

    Raises InvalidQuery, with the line, for a header that is incomplete or not understood, and for
    a parameter that does not have exactly one block in the query.
    """
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    key = ""
    for number, line in _header(name, text):
        if line.startswith("   ") and key == "parameters":
            parameters.append(_parameter(name, number, line))
            continue
        key, colon, value = line.strip().partition(":")
        if not colon or key not in _KEYS + _OPTIONAL_KEYS or key in fields:
            raise InvalidQuery(
                f"{name}.rq:{number}: expected one each of {', '.join(_KEYS)}, "
                f"and at most one of {', '.join(_OPTIONAL_KEYS)}"
            )
        fields[key] = value.strip()
    missing = [key for key in _KEYS if key not in fields]
    if missing:
        raise InvalidQuery(f"{name}.rq: the header lacks {', '.join(missing)}")
    _check_blocks(name, text, parameters)
    return CatalogueQuery(
        name=name,
        summary=fields["summary"],
        question=fields["question"],
        parameters=tuple(parameters),
        returns=tuple(column.strip() for column in fields["returns"].split(",")),
        text=text,
        interval=fields.get("interval"),
    )


def _header(query: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of the header without their mark; a marked line below it is an error."""
    is_over = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            is_over = True
        elif is_over:
            raise InvalidQuery(f"{query}.rq:{number}: a line of the header stands below it")
        else:
            yield number, line.removeprefix("#+")


def _check_blocks(query: str, text: str, parameters: list[Parameter]) -> None:
    names = [parameter.name for parameter in parameters]
    blocks = [block["name"] for block in VALUES_BLOCK.finditer(text) if block["name"]]
    for name in names:
        if names.count(name) != 1 or blocks.count(name) != 1:
            raise InvalidQuery(
                f"{query}.rq: {name!r} is declared {names.count(name)} times and has "
                f"{blocks.count(name)} blocks VALUES ?{name} {{ … }}; it needs one of each"
            )


def _parameter(query: str, number: int, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line.strip())
    if match is None or match["kind"] not in set(ParameterKind):
        raise InvalidQuery(
            f"{query}.rq:{number}: expected `name (kind, default VALUE): description`, "
            f"with a kind of {', '.join(ParameterKind)}"
        )
    return Parameter(
        name=match["name"],
        kind=ParameterKind(match["kind"]),
        description=match["text"],
        written=match["written"],
        is_required=match["how"] == "example",
    )


def _read_files(paths: Iterable[Path]) -> dict[str, CatalogueQuery]:
    queries: dict[str, CatalogueQuery] = {}
    for path in sorted(paths):
        if path.stem in queries:
            raise InvalidQuery(f"two queries are called {path.stem!r}; rename one")
        queries[path.stem] = read_query(path.stem, path.read_text(encoding="utf-8"))
    return queries


@cache
def load_catalogue() -> Catalogue:
    """Return the shipped catalogue, read once."""
    return Catalogue(MappingProxyType(_read_files(resource_folder("queries").rglob("*.rq"))))
