"""Findings that give way to others of the same report, which take over their evidence.

What one sentence holds possible gives way to what another states, a finding without a place to the
same one with a place, a general name to a specific one, and a finding at a vertebra or a segment to
the same one beside it. Candidates are looked up by type and level, so that the time grows with the
number of findings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS
from kg.findings.qualities import ABSENT, POSSIBLE, PRESENT
from kg.reading.finding_groups import FindingGroups
from kg.reading.merged_findings import Merging, agree
from kg.reading.stated_finding import StatedFinding
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["absorb"]

#: The part of the vertebra that is not its arch.
_BODY: Final = "VertebralBody"


def _beside() -> dict[str, tuple[str, ...]]:
    """Return the vertebrae of each segment, and the segments that touch each vertebra."""
    beside: dict[str, tuple[str, ...]] = {}
    for name, level in LEVELS.items():
        if level.kind is INTERVERTEBRAL:
            beside[name] = (level.upper, level.lower)
            for vertebra in (level.upper, level.lower):
                beside[vertebra] = (*beside.get(vertebra, ()), name)
    return beside


_BESIDE: Final[Mapping[str, tuple[str, ...]]] = _beside()


def absorb(merging: Merging, vocabulary: Vocabulary, groups: FindingGroups) -> None:
    """Let each finding that is a lesser form of others give way to them."""
    lookup = _Lookup(merging.findings, vocabulary, groups)
    for lesser, takers_of in (
        (lookup.doubted(), lookup.settling),
        (lookup.unplaced(), lookup.placing),
        (lookup.general(), lookup.specifying),
        (lookup.repeated(), lookup.beside),
    ):
        _absorb(merging, lesser, takers_of)


def _absorb(
    merging: Merging, lesser: Iterable[int], takers_of: Callable[[StatedFinding], Iterable[int]]
) -> None:
    """Apply one rule to those that it can concern; one that has just taken over evidence stays."""
    gained: set[int] = set()
    for position in lesser:
        finding = merging.findings[position]
        if finding.became is not None or position in gained:
            continue
        takers = [place for place in takers_of(finding) if merging.findings[place].became is None]
        if takers:
            gained.update([taker for taker in sorted(takers) if merging.give(position, taker)])


class _Lookup:
    """Finds the findings to which one gives way, by type and level."""

    def __init__(
        self, findings: list[StatedFinding], vocabulary: Vocabulary, groups: FindingGroups
    ) -> None:
        self._findings = findings
        self._regions = vocabulary.level_sets
        self._groups = groups
        self._places: dict[str, dict[str | None, list[int]]] = defaultdict(dict)
        for position, finding in enumerate(findings):
            self._places[finding.type].setdefault(finding.level, []).append(position)
        self._specific = {
            general: groups.specific[general].intersection(self._places)
            for general in self._places
            if general in groups.specific
        }

    def doubted(self) -> list[int]:
        """Return the findings that are held possible."""
        return [
            position
            for position, finding in enumerate(self._findings)
            if finding.status is POSSIBLE
        ]

    def unplaced(self) -> list[int]:
        """Return the findings without a level, or with a region for it."""
        return [
            position
            for position, finding in enumerate(self._findings)
            if finding.level is None or finding.level in self._regions
        ]

    def general(self) -> list[int]:
        """Return the findings with a general name for another of the report."""
        if not any(self._specific.values()):
            return []
        return [
            position
            for position, finding in enumerate(self._findings)
            if finding.type in self._specific
        ]

    def repeated(self) -> list[int]:
        """Return the findings whose type is said of several places, one beside the other."""
        return sorted(
            [
                position
                for places in self._places.values()
                if len(places) > 1
                for level, positions in places.items()
                if not places.keys().isdisjoint(_BESIDE.get(level or "", ()))
                for position in positions
            ]
        )

    def _at(self, name: str, levels: Iterable[str | None]) -> Iterator[tuple[int, StatedFinding]]:
        """Yield the findings of a type at one of `levels`."""
        places = self._places.get(name, {})
        for level in levels:
            for position in places.get(level, ()):
                yield position, self._findings[position]

    def settling(self, doubted: StatedFinding) -> Iterator[int]:
        """Yield the findings that state what one holds possible: "probable", then sure."""
        if doubted.status is not POSSIBLE:
            return
        for position, stated in self._at(doubted.type, (doubted.level,)):
            if (
                stated.status is PRESENT
                and doubted.temporality is stated.temporality
                and doubted.extraspinal is stated.extraspinal
                and agree(doubted, stated)
            ):
                yield position

    def placing(self, general: StatedFinding) -> Iterator[int]:
        """Yield the same findings with a place, of one that has no level or only a region."""
        if general.status is ABSENT or general.extraspinal:
            return
        if (
            general.evidence[0].level_rule == "level.general"
            and general.type not in self._groups.lesions
        ):
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
                placed.status is general.status
                and general.temporality is placed.temporality
                and (general.severity is None or general.severity is placed.severity)
                and (general.side is None or general.side is placed.side)
            ):
                yield position

    def specifying(self, general: StatedFinding) -> Iterator[int]:
        """Yield the findings with a specific name for what one names in general."""
        if general.status is not PRESENT or general.extraspinal:
            return
        for name in sorted(self._specific.get(general.type, ())):
            if general.structure == _BODY and name in self._groups.of_arch:
                # A fracture of the body does not give way to one of the arch.
                continue
            levels = self._places[name] if general.level is None else (general.level,)
            for position, specific in self._at(name, levels):
                if (
                    specific.status is PRESENT
                    and general.temporality is specific.temporality
                    and agree(general, specific)
                ):
                    yield position

    def beside(self, one: StatedFinding) -> Iterator[int]:
        """Yield the same findings at the vertebrae beside a segment, or the other way round.

        A finding between two vertebrae stays at the segment, any other one at the vertebra.
        """
        level = LEVELS.get(one.level or "")
        keeps_segment = one.type in self._groups.intervertebral
        if level is None or keeps_segment is (level.kind is INTERVERTEBRAL):
            return
        for position, other in self._at(one.type, _BESIDE.get(level.name, ())):
            if (
                one.status is other.status
                and one.temporality is other.temporality
                and agree(one, other)
            ):
                yield position
