"""RadGraph's graph of one report: entities over its own tokens, and the relations between them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from kg.adapters.json_fields import JsonFields
from kg.adapters.strict_json import JsonValue
from kg.adapters.token_places import Span, compact, token_places
from kg.errors import InvalidValue, RefusedFindings
from kg.findings.qualities import Status
from kg.findings.report import MAXIMUM_TEXT_LENGTH

__all__ = ["Entity", "RadGraph", "Relation", "read_graph"]

#: Entities of one report, and characters of one: far more than any has.
_MOST_ENTITIES, _LONGEST_ENTITY = 2_000, 200
#: Labels of RadGraph and of RadGraph-XL, in lower case -> the status of an observation.
_LABELS: Mapping[str, Status | None] = MappingProxyType(
    {
        "anat-da": None,
        "anat-dp": None,
        "anat-u": None,
        "anatomy::definitely absent": None,
        "anatomy::definitely present": None,
        "anatomy::uncertain": None,
        "obs-da": Status.ABSENT,
        "obs-dp": Status.PRESENT,
        "obs-u": Status.POSSIBLE,
        "observation::definitely absent": Status.ABSENT,
        "observation::definitely present": Status.PRESENT,
        "observation::uncertain": Status.POSSIBLE,
    }
)


class Relation(StrEnum):
    """How one entity bears on another."""

    MODIFY = "modify"
    LOCATED_AT = "located_at"
    SUGGESTIVE_OF = "suggestive_of"


class Entity(NamedTuple):
    """One entity: where it stands in the report, its status if it is an observation."""

    name: str
    status: Status | None
    place: Span
    pointer: str


@dataclass(frozen=True, slots=True)
class RadGraph:
    """The entities of one report by name; relations from entity to entity, and back."""

    entities: Mapping[str, Entity]
    targets: Mapping[tuple[str, Relation], list[str]]
    sources: Mapping[tuple[str, Relation], list[str]]

    def related(self, name: str, relation: Relation) -> list[str]:
        """Return the entities to which a relation leads from an entity."""
        return self.targets.get((name, relation), [])

    def relating(self, name: str, relation: Relation) -> list[str]:
        """Return the entities from which a relation leads to an entity."""
        return self.sources.get((name, relation), [])


def read_graph(value: JsonValue, text: str) -> RadGraph:
    """Return the graph that RadGraph made of a text, its entities placed in that text.

    Raises RefusedFindings when it is not RadGraph's form, or the graph of another text.
    """
    form = JsonFields.of(value, "")
    tokens = form.needed_text("text", longest=2 * MAXIMUM_TEXT_LENGTH).split()
    try:
        places = token_places(tokens, text)
    except InvalidValue as error:
        raise RefusedFindings("/text", str(error)) from error
    listed = form.values.get("entities")
    if not isinstance(listed, dict):
        raise RefusedFindings("/entities", "expected an object")
    if len(listed) > _MOST_ENTITIES:
        raise RefusedFindings("/entities", f"has more than {_MOST_ENTITIES} entries")
    forms = {
        name: JsonFields.of(part, _pointer(name, number))
        for number, (name, part) in enumerate(listed.items())
    }
    entities = {name: _entity(name, part, tokens, places) for name, part in forms.items()}
    targets: dict[tuple[str, Relation], list[str]] = defaultdict(list)
    sources: dict[tuple[str, Relation], list[str]] = defaultdict(list)
    for name, part in forms.items():
        for relation, target in _relations(part, entities):
            targets[name, relation].append(target)
            sources[target, relation].append(name)
    return RadGraph(entities, targets, sources)


def _pointer(name: str, number: int) -> str:
    """Return the pointer of an entity, by its place where its name is no number but words."""
    return f"/entities/{name if name.isdecimal() and len(name) < 9 else f'#{number}'}"


def _entity(name: str, form: JsonFields, tokens: list[str], places: tuple[Span, ...]) -> Entity:
    label = form.needed_text("label").lower()
    if label not in _LABELS:
        raise RefusedFindings(form.at("label"), "is no label of RadGraph")
    first, last = form.needed_count("start_ix"), form.needed_count("end_ix")
    if not first <= last < len(places):
        raise RefusedFindings(form.at("end_ix"), "is not the place of a token")
    place = (places[first][0], places[last][1])
    if place[1] - place[0] > _LONGEST_ENTITY:
        raise RefusedFindings(form.pointer, f"is longer than {_LONGEST_ENTITY} characters")
    said = form.needed_text("tokens")
    if compact(said) != compact(" ".join(tokens[first : last + 1])):
        raise RefusedFindings(form.at("tokens"), "are not the tokens at that place")
    return Entity(name, _LABELS[label], place, form.pointer)


def _relations(form: JsonFields, known: Mapping[str, Entity]) -> Iterator[tuple[Relation, str]]:
    for value, pointer in form.parts("relations"):
        match value:
            case [str() as relation, str() | int() as target] if str(target) in known:
                if relation not in list(Relation):
                    raise RefusedFindings(pointer, f"is none of {', '.join(Relation)}")
                yield Relation(relation), str(target)
            case _:
                raise RefusedFindings(pointer, "is no relation to an entity")
