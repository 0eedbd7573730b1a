"""Whether a finding of one study may be the same lesion as one of another, and what speaks against.

Both must be at the same level, under classes that may be one lesion, on no two sides and in no two
structures. Which classes may be one lesion is data (`ontology/courses.ttl`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.findings.qualities import Side
from kg.reasoning.course_rules import CourseRules
from kg.reasoning.lesion_mentions import Mention
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["Fit", "LesionFit", "WithheldFor"]

#: Rules that need no list of classes, from the strongest on; those with a list come after them.
SAME_CLASS = "LinkedBySameClass"
GENERAL_CLASS = "LinkedByGeneralClass"


class WithheldFor(StrEnum):
    """Why findings of two studies were not taken for the same lesion."""

    SIDE = "side"
    STRUCTURE = "structure"
    CLASS = "class"
    AMBIGUITY = "ambiguity"
    REGION = "region"
    DATE = "date"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """A rule by which two mentions may be one lesion; the smaller, the better they agree."""

    weakness: tuple[int, int, int]
    rule: str


@dataclass(frozen=True, slots=True)
class LesionFit:
    """Compares mentions by the rules of the ontology."""

    rules: CourseRules
    vocabulary: Vocabulary

    def compare(self, mention: Mention, earlier: Iterable[Mention]) -> Fit | WithheldFor | None:
        """Return how a mention fits all earlier ones of a lesion, or what speaks against it.

        The last of `earlier` is the latest one. None says that nothing suggests a link: another
        level, or a class that is never the same lesion as the latest one's.
        """
        known = tuple(earlier)
        latest = known[-1]
        if mention.level != latest.level or mention.level is None:
            return None
        rule = self.class_rule(mention.type, latest.type)
        if rule is None:
            return None
        if any(self.class_rule(mention.type, one.type) is None for one in known):
            return WithheldFor.CLASS
        if any(_sides_conflict(mention.side, one.side) for one in known):
            return WithheldFor.SIDE
        if any(self._structures_conflict(mention.structure, one.structure) for one in known):
            return WithheldFor.STRUCTURE
        rank, name = rule
        other_side = int(mention.side is not latest.side)
        return Fit((rank, other_side, int(mention.structure != latest.structure)), name)

    def class_rule(self, one: str, other: str) -> tuple[int, str] | None:
        """Return the strongest rule by which two classes may be one lesion, with its rank."""
        if one == other:
            return (0, SAME_CLASS)
        if self.vocabulary.is_a(one, other) or self.vocabulary.is_a(other, one):
            return (1, GENERAL_CLASS)
        named = [rule.name for rule in self.rules.links if {one, other} <= rule.classes]
        return (2, named[0]) if named else None

    def denies(self, absence: Mention, lesion: Mention) -> bool:
        """Say whether the absence of a class denies a lesion, its place apart.

        "No vertebral lesion" denies a metastasis; "no lytic lesion" does not. An absence on one
        side, or in one structure, denies nothing that may be elsewhere.
        """
        sides = {None, Side.BILATERAL, lesion.side}
        usual = self.vocabulary.findings.get(absence.type)
        places = {None, lesion.structure, usual.usual_structure if usual else None}
        return (
            self.vocabulary.is_a(lesion.type, absence.type)
            and absence.side in sides
            and (absence.structure in places or self._is_part(lesion.structure, absence.structure))
        )

    def _structures_conflict(self, one: str | None, other: str | None) -> bool:
        if one is None or other is None or one == other:
            return False
        return not (self._is_part(one, other) or self._is_part(other, one))

    def _is_part(self, part: str | None, whole: str | None) -> bool:
        return whole is not None and whole in self.rules.wholes.get(part or "", ())


def _sides_conflict(one: Side | None, other: Side | None) -> bool:
    """Say whether two sides are said; "bilateral" is two lesions and fits no single side."""
    return one is not None and other is not None and one is not other
