"""The rules by which lesions are followed over time, as the ontology gives them.

Which findings are followed, which classes may be one lesion, and from which difference of two
sizes on it has changed: all of it is data in `ontology/courses.ttl`, each with its source, and an
ontology that extends the shipped one adds to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from kg.reasoning.rule_terms import RuleTerm, linked_terms, rule_terms
from kg.vocabulary.relations import reach
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["ChangeThreshold", "CourseRules", "LinkRule", "load_course_rules"]


@dataclass(frozen=True, slots=True)
class LinkRule:
    """Finding classes under any of which one lesion may be reported, and who says so.

    `denied` holds the classes whose denial without a level counts, for rules about denials.
    """

    name: str
    label: str
    classes: frozenset[str]
    denied: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class ChangeThreshold:
    """From which difference on a size in `unit` has changed, for findings of `classes`.

    A size is larger when it has grown by `least_increase` in the unit and by
    `least_percent_increase` of the size before, whichever are given; smaller in the same way.
    Two sizes of which neither reaches `smallest` are not judged.
    """

    name: str
    label: str
    classes: frozenset[str]
    unit: str
    source: str
    least_increase: Decimal | None
    least_decrease: Decimal | None
    least_percent_increase: Decimal | None
    least_percent_decrease: Decimal | None
    smallest: Decimal | None


@dataclass(frozen=True, slots=True)
class CourseRules:
    """Which findings are followed, how they are linked, when their sizes have changed.

    `wholes` holds what each structure is part of, near and far.
    """

    followed: frozenset[str]
    left_out: frozenset[str]
    too_general: frozenset[str]
    links: tuple[LinkRule, ...]
    thresholds: tuple[ChangeThreshold, ...]
    wholes: Mapping[str, frozenset[str]]

    def follows(self, finding_class: str, vocabulary: Vocabulary) -> bool:
        """Say whether findings of a class are followed over time."""
        return (
            finding_class not in self.too_general
            and any(vocabulary.is_a(finding_class, one) for one in self.followed)
            and not any(vocabulary.is_a(finding_class, one) for one in self.left_out)
        )

    def threshold(
        self, finding_class: str, unit: str, vocabulary: Vocabulary
    ) -> ChangeThreshold | None:
        """Return what judges two sizes of a class in a unit, None where nothing is published."""
        for threshold in self.thresholds:
            if threshold.unit == unit and any(
                vocabulary.is_a(finding_class, one) for one in threshold.classes
            ):
                return threshold
        return None


@cache
def load_course_rules() -> CourseRules:
    """Return the rules of the ontology, read once.

    Raises InvalidOntology when a file is missing or broken or a rule lacks its label or source.
    """
    scopes = rule_terms("LesionScope")
    return CourseRules(
        followed=_values(scopes, "followsClass"),
        left_out=_values(scopes, "leavesOutClass"),
        too_general=_values(scopes, "leavesOutOnly"),
        links=tuple(_link(one) for one in rule_terms("LesionLinkRule")),
        thresholds=tuple(_threshold(one) for one in rule_terms("ChangeThreshold")),
        wholes=MappingProxyType(_wholes()),
    )


def _values(terms: tuple[RuleTerm, ...], property_name: str) -> frozenset[str]:
    return frozenset(value for term in terms for value in term.names(property_name))


def _link(term: RuleTerm) -> LinkRule:
    return LinkRule(
        name=term.name,
        label=term.label,
        classes=frozenset(term.names("linksClass")),
        denied=frozenset(term.names("deniesClass")),
        source=term.source,
    )


def _threshold(term: RuleTerm) -> ChangeThreshold:
    return ChangeThreshold(
        name=term.name,
        label=term.label,
        classes=frozenset(term.names("thresholdFor")),
        unit=term.one("sizeUnit"),
        source=term.source,
        least_increase=_number(term, "leastIncrease"),
        least_decrease=_number(term, "leastDecrease"),
        least_percent_increase=_number(term, "leastPercentIncrease"),
        least_percent_decrease=_number(term, "leastPercentDecrease"),
        smallest=_number(term, "smallestJudged"),
    )


def _number(term: RuleTerm, property_name: str) -> Decimal | None:
    return Decimal(term.one(property_name)) if term.names(property_name) else None


def _wholes() -> dict[str, frozenset[str]]:
    """Return what each structure is part of, near and far."""
    steps = linked_terms("partOf")
    return {part: reach(part, steps) for part in steps}
