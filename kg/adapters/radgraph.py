"""RadGraph's entities and relations, turned into findings.

An observation with its modifiers and the anatomy where it is located is read as a short phrase of
the report's own words: which finding that is, at which level, on which side and how severe says
the lexicon. What the lexicon does not know is kept as words and counted, never guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from kg.adapters.answers import Answer, taken_in_turn
from kg.adapters.checks import Sections
from kg.adapters.entity_phrases import EntityPhrase
from kg.adapters.radgraph_graph import Entity, RadGraph, Relation, read_graph
from kg.adapters.strict_json import JsonValue
from kg.adapters.wording import Wording
from kg.errors import RefusedFindings
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.qualities import Severity, Side, Status
from kg.findings.report import Report
from kg.reading.level_lists import find_level_groups
from kg.reading.phrases import PhraseKind
from kg.reading.quality_words import MIDLINE_DISC_WORDS

__all__ = ["findings_of_graph"]

#: Characters from the first to the last word of an observation; farther, only itself is quoted.
_LONGEST_QUOTE = 500
#: Entities that one observation draws on.
_MOST_PARTS = 12
_DISC_CONTOURS = ("DiscBulge", "DiscHerniation")
_OPPOSITE = {Status.PRESENT: Status.ABSENT, Status.ABSENT: Status.PRESENT}

_Value = TypeVar("_Value", bound=StrEnum)


def findings_of_graph(
    value: JsonValue, report: Report, wording: Wording, *, extractor: str
) -> Answer:
    """Return the findings of RadGraph's graph of a report.

    The labels give the status, `located_at` and `modify` the words. An observation that names no
    known finding is kept as a note; one at an impossible level, or in a section that states no
    findings, is refused. Raises RefusedFindings when the graph is broken or of another text.
    """
    graph = read_graph(value, report.text)
    reader = _GraphReader(graph, report.text, wording, extractor, Sections.of(report))
    observations = [one for one in graph.entities.values() if one.status is not None]
    answer = taken_in_turn(reader.in_turn(observations))
    return answer._replace(notes=tuple(reader.notes))


@dataclass(frozen=True, slots=True)
class _GraphReader:
    graph: RadGraph
    text: str
    wording: Wording
    extractor: str
    sections: Sections
    notes: list[str] = field(default_factory=list)

    def in_turn(self, observations: Sequence[Entity]) -> Iterator[tuple[str, Iterable[Finding]]]:
        """Yield the findings of each observation; one that only modifies another has none."""
        used: set[str] = set()
        heads = [one for one in observations if not self._modifies_observation(one)]
        for entity in heads:
            used.update(part.name for part in self._modified(entity))
            yield entity.pointer, self._findings(entity)
        for entity in observations:
            if entity.name not in used:
                yield entity.pointer, self._findings(entity)

    def _modifies_observation(self, entity: Entity) -> bool:
        targets = self.graph.related(entity.name, Relation.MODIFY)
        return any(
            self.graph.entities[name].status is not None and name != entity.name for name in targets
        )

    def _modified(self, entity: Entity) -> list[Entity]:
        """Return an entity with all that modify it, directly or through another."""
        found = [entity.name]
        for name in found:
            more = self.graph.relating(name, Relation.MODIFY)
            found.extend(one for one in dict.fromkeys(more) if one not in found)
            if len(found) >= _MOST_PARTS:
                break
        return [self.graph.entities[name] for name in found[:_MOST_PARTS]]

    def _sites(self, core: Iterable[Entity]) -> list[list[Entity]]:
        """Return the anatomy where an observation is located, each with its own modifiers."""
        names = dict.fromkeys(
            target for part in core for target in self.graph.related(part.name, Relation.LOCATED_AT)
        )
        sites: list[list[Entity]] = []
        for name in list(names)[:_MOST_PARTS]:
            beside = self.graph.related(name, Relation.MODIFY)
            whole = [self.graph.entities[one] for one in beside]
            anatomy = [one for one in whole if one.status is None]
            sites.append([*self._modified(self.graph.entities[name]), *anatomy])
        return sites

    def _findings(self, entity: Entity) -> Iterator[Finding]:
        core = self._modified(entity)
        sites = self._sites(core)
        named = self._named(entity, core, sites)
        whole = self._phrase([*core, *(part for site in sites for part in site)])
        if find_level_groups(whole.words).impossible:
            raise RefusedFindings(entity.pointer, "is at no level of the spine")
        if not named:
            self.notes.append(" ".join(whole.words.split()))
            return
        piece = self._evidence(entity, whole)
        levels = [level for level, _ in whole.levels()]
        for name, is_denied in named:
            extraspinal = self.wording.is_extraspinal(name)
            for level in (levels if not extraspinal else ()) or (None,):
                yield Finding(
                    type=name,
                    status=_status(entity, is_denied=is_denied),
                    evidence=(piece,),
                    level=level,
                    side=_side(whole.values(PhraseKind.SIDE)) or self._midline(name, whole),
                    severity=_single(whole.values(PhraseKind.SEVERITY), Severity),
                    extraspinal=extraspinal,
                )

    def _named(
        self, entity: Entity, core: list[Entity], sites: list[list[Entity]]
    ) -> list[tuple[str, bool]]:
        """Return the finding classes of an observation, and whether the words deny each.

        Words of the observation and of one site together go before those of the observation
        alone, which count only where its sites are known or none is given: a fracture located at
        a bone that the lexicon does not know is none of the spine.
        """
        found = [
            named for site in sites for named in self._phrase([*core, *site]).findings(entity, site)
        ]
        if not found and (not sites or any(self._phrase(site).is_known for site in sites)):
            found = self._phrase(core).findings(entity, ())
        return list(dict.fromkeys(found))

    def _phrase(self, entities: Iterable[Entity]) -> EntityPhrase:
        return EntityPhrase.of(self.text, entities, self.wording)

    def _midline(self, name: str, whole: EntityPhrase) -> Side | None:
        """Return the midline for a "central" bulge or herniation; other findings have no centre."""
        words = {word.lower() for word in whole.words.split()}
        is_contour = any(self.wording.vocabulary.is_a(name, one) for one in _DISC_CONTOURS)
        return Side.MIDLINE if is_contour and words & MIDLINE_DISC_WORDS else None

    def _evidence(self, entity: Entity, whole: EntityPhrase) -> Evidence:
        start, end = whole.stretch
        if end - start > _LONGEST_QUOTE:
            start, end = entity.place
        section = self.sections.stating(start, end)
        if section is None:
            raise RefusedFindings(entity.pointer, "stands in no section that states findings")
        return Evidence(
            self.text[start:end],
            start,
            end,
            section,
            self.extractor,
            degree=whole.word(PhraseKind.SEVERITY),
            side=whole.word(PhraseKind.SIDE),
            place=next((word for _, word in whole.levels()), None),
        )


def _status(entity: Entity, *, is_denied: bool) -> Status:
    status = entity.status or Status.PRESENT
    return _OPPOSITE.get(status, status) if is_denied else status


def _single(values: set[str], kind: type[_Value]) -> _Value | None:
    """Return the only value, None for none or for several, between which nothing decides."""
    return kind(next(iter(values))) if len(values) == 1 else None


def _side(values: set[str]) -> Side | None:
    return Side.BILATERAL if {Side.LEFT, Side.RIGHT} <= values else _single(values, Side)
