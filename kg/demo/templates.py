"""The words of the demonstration corpus, read from its word files.

A story is what happens to one kind of patient: cases (one patient each) and visits (one report
each). Every entry of a visit is a sentence, a list of sentences of which one is taken, `$pool` for
one sentence of a pool, or `?pool` for one that is only sometimes said.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["GROUPS", "Entry", "Story", "Study", "Visit", "Words", "load_words"]

#: Groups of patients, in the order in which they are numbered; each has a word file.
GROUPS = ("metastatic", "degenerative", "infection", "trauma", "postoperative", "normal")

Entry = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """One kind of imaging study: its title and how reports describe its technique."""

    title: str
    techniques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One report of a story; `after` is the least and most days since the one before."""

    study: str
    after: tuple[int, int]
    findings: tuple[Entry, ...]
    impression: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What the reports of one kind of patient say, in the order of their visits."""

    group: str
    name: str
    layouts: tuple[str, ...]
    histories: tuple[str, ...]
    cases: tuple[Mapping[str, str], ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the corpus is composed of."""

    stories: tuple[Story, ...]
    studies: Mapping[str, Study]
    choices: Mapping[str, tuple[str, ...]]
    pools: Mapping[str, tuple[str, ...]]
    headings: tuple[Mapping[str, str], ...]
    first_comparisons: tuple[str, ...]
    later_comparisons: tuple[str, ...]


@cache
def load_words() -> Words:
    """Return the words of all word files."""
    shared = _read("shared")
    return Words(
        stories=tuple(_story(group, table) for group in GROUPS for table in _read(group)["story"]),
        studies={
            name: Study(table["title"], tuple(table["techniques"]))
            for name, table in shared["studies"].items()
        },
        choices=_tuples(shared["choices"]),
        pools=_tuples(shared["pools"]),
        headings=tuple(shared["headings"]),
        first_comparisons=tuple(shared["comparisons"]["first"]),
        later_comparisons=tuple(shared["comparisons"]["later"]),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(
        files("kg.demo").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    )


def _story(group: str, table: Mapping[str, Any]) -> Story:
    return Story(
        group=group,
        name=table["name"],
        layouts=tuple(table["layouts"]),
        histories=tuple(table["histories"]),
        cases=tuple(table["cases"]),
        visits=tuple(_visit(visit) for visit in table["visits"]),
    )


def _visit(table: Mapping[str, Any]) -> Visit:
    least, most = table.get("after", (0, 0))
    return Visit(
        study=table["study"],
        after=(least, most),
        findings=tuple(_entry(entry) for entry in table["findings"]),
        impression=tuple(_entry(entry) for entry in table.get("impression", ())),
    )


def _entry(entry: str | list[str]) -> Entry:
    return entry if isinstance(entry, str) else tuple(entry)


def _tuples(table: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(entries) for name, entries in table.items()}
