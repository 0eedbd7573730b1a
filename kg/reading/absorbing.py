"""Findings that give way to others of the same report, which take over their evidence.

What one sentence holds possible gives way to what another states, a finding without a place to the
same one with a place, a general name to a specific one, and a finding at a vertebra or a segment to
the same one beside it. Candidates are looked up by type and level, so that the time grows with the
number of findings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.anatomy.levels import LEVELS, LevelKind
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.qualities import Status
from kg.reading.finding_groups import FindingGroups
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["Merging", "absorb", "agree", "place_of"]

#: Where a piece of evidence stands and what it says of degree and side.
Place = tuple[object, ...]

#: A name and the one that a later look puts in its place (data/GOLD.md, Settled wordings).
_REVISED = {"CompressionFracture": frozenset({"BurstFracture"})}


def _beside() -> dict[str, tuple[str, ...]]:
    """Return the vertebrae of each segment, and the segments that touch each vertebra."""
    beside: dict[str, tuple[str, ...]] = {}
    for name, level in LEVELS.items():
        if level.kind is LevelKind.INTERVERTEBRAL:
            beside[name] = (level.upper, level.lower)
            for vertebra in (level.upper, level.lower):
                beside[vertebra] = (*beside.get(vertebra, ()), name)
    return beside


_BESIDE: Mapping[str, tuple[str, ...]] = _beside()


@dataclass(slots=True)
class Merging:
    """The findings of a report while they are merged, by position, and their evidence by place.

    `renamed` says which finding each one became; None where no finding causes another, as nothing
    then asks for it.
    """

    renamed: dict[FindingKey, FindingKey] | None
    findings: list[Finding] = field(default_factory=list)
    evidence: list[dict[Place, Evidence]] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)

    def add(self, finding: Finding) -> int:
        """Add a finding, still without evidence, and return its position."""
        self.findings.append(finding)
        self.evidence.append({})
        self.gone.append(False)
        return len(self.findings) - 1

    def rename(self, one: Finding, other: Finding) -> None:
        """Note that a finding became another."""
        if self.renamed is not None:
            self.renamed[one.key] = other.key

    def give(self, general: int, taker: int) -> bool:
        """Give the evidence of a finding to another; say whether that one has gained by it."""
        pieces, gained = self.evidence[taker], False
        for place, piece in self.ordered(general):
            if pieces.get(place) != piece:
                pieces[place] = piece
                gained = True
        if self.renamed is not None:
            self.renamed.setdefault(self.findings[general].key, self.findings[taker].key)
        return gained

    def ordered(self, position: int) -> list[tuple[Place, Evidence]]:
        """Return the evidence of a finding in the order of the text."""
        return sorted(
            self.evidence[position].items(), key=lambda item: (item[1].start, item[1].end)
        )


def place_of(piece: Evidence) -> Place:
    """Return what tells a piece of evidence from others of the same finding."""
    return piece.start, piece.end, piece.degree, piece.side


def agree(one: Finding, other: Finding) -> bool:
    """Say whether side and degree of two findings are the same or left open by one of them."""
    return (one.side is None or other.side is None or one.side is other.side) and (
        one.severity is None or other.severity is None or one.severity is other.severity
    )


def absorb(merging: Merging, vocabulary: Vocabulary, groups: FindingGroups) -> None:
    """Let each finding that is a lesser form of others give way to them."""
    lookup = _Lookup(merging.findings, vocabulary, groups)
    for takers_of in (lookup.settling, lookup.placing, lookup.specifying, lookup.beside):
        _absorb(merging, takers_of)


def _absorb(merging: Merging, takers_of: Callable[[Finding], Iterable[int]]) -> None:
    """Apply one rule; a finding that has just taken over evidence stays."""
    gained: set[int] = set()
    for position, general in enumerate(merging.findings):
        if merging.gone[position] or position in gained:
            continue
        takers = [taker for taker in takers_of(general) if not merging.gone[taker]]
        for taker in sorted(takers):
            if merging.give(position, taker):
                gained.add(taker)
        merging.gone[position] = bool(takers)


class _Lookup:
    """Finds the findings to which one gives way, by type and level."""

    def __init__(
        self, findings: list[Finding], vocabulary: Vocabulary, groups: FindingGroups
    ) -> None:
        self._findings = findings
        self._regions = vocabulary.level_sets
        self._groups = groups
        self._places: dict[str, dict[str | None, list[int]]] = defaultdict(dict)
        for position, finding in enumerate(findings):
            self._places[finding.type].setdefault(finding.level, []).append(position)
        self._specific = {
            general: [
                name for name in self._places if name != general and self._names(general, name)
            ]
            for general in (*groups.general, *_REVISED)
            if general in self._places
        }

    def _names(self, general: str, name: str) -> bool:
        """Say whether a type is a specific name for what a general one names."""
        if name in _REVISED.get(general, ()):
            return True
        return general in self._groups.general and general in self._groups.ancestors.get(name, ())

    def _at(self, name: str, levels: Iterable[str | None]) -> Iterator[tuple[int, Finding]]:
        """Yield the findings of a type at one of `levels`."""
        places = self._places.get(name, {})
        for level in levels:
            for position in places.get(level, ()):
                yield position, self._findings[position]

    def settling(self, doubted: Finding) -> Iterator[int]:
        """Yield the findings that state what one holds possible: "probable", then sure."""
        if doubted.status is not Status.POSSIBLE:
            return
        for position, stated in self._at(doubted.type, (doubted.level,)):
            if (
                stated.status is Status.PRESENT
                and doubted.temporality is stated.temporality
                and doubted.extraspinal is stated.extraspinal
                and agree(doubted, stated)
            ):
                yield position

    def placing(self, general: Finding) -> Iterator[int]:
        """Yield the same findings with a place, of one that has no level or only a region."""
        if general.status is not Status.PRESENT or general.extraspinal:
            return
        if general.evidence[0].level_rule == "level.general":
            # "Multilevel disc disease" says more than the disease of one level.
            return
        if general.level is None:
            levels = [level for level in self._places[general.type] if level is not None]
        elif region := self._regions.get(general.level):
            levels = list(region.levels)
        else:
            return
        for position, placed in self._at(general.type, levels):
            if (
                placed.status is Status.PRESENT
                and general.temporality is placed.temporality
                and (general.severity is None or general.severity is placed.severity)
                and (general.side is None or general.side is placed.side)
            ):
                yield position

    def specifying(self, general: Finding) -> Iterator[int]:
        """Yield the findings with a specific name for what one names in general."""
        if general.status is not Status.PRESENT or general.extraspinal:
            return
        for name in self._specific.get(general.type, ()):
            levels = self._places[name] if general.level is None else (general.level,)
            for position, specific in self._at(name, levels):
                if (
                    specific.status is Status.PRESENT
                    and general.temporality is specific.temporality
                    and agree(general, specific)
                ):
                    yield position

    def beside(self, one: Finding) -> Iterator[int]:
        """Yield the same findings at the vertebrae beside a segment, or the other way round.

        A finding between two vertebrae stays at the segment, any other one at the vertebra.
        """
        level = LEVELS.get(one.level or "")
        keeps_segment = one.type in self._groups.intervertebral
        if level is None or keeps_segment is (level.kind is LevelKind.INTERVERTEBRAL):
            return
        for position, other in self._at(one.type, _BESIDE.get(level.name, ())):
            if (
                one.status is other.status
                and one.temporality is other.temporality
                and agree(one, other)
            ):
                yield position
