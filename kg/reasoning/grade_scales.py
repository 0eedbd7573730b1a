"""The grading scales of the ontology: components with their options, and rules that narrow them.

All of it is data (`ontology/grades.ttl`), with its source.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.errors import InvalidOntology
from kg.findings.qualities import Change, Severity, Side, Status
from kg.reasoning.rule_terms import RuleTerm, rule_terms, severity_named

__all__ = ["Category", "Component", "GradeRule", "Scale", "grading_scales"]


@dataclass(frozen=True, slots=True)
class GradeRule:
    """Which options of a component a statement leaves, and what the statement must be like.

    A condition that is None or empty asks for nothing. The losses are percentages.
    """

    name: str
    label: str
    source: str
    allows: frozenset[str]
    levels: frozenset[str]
    classes: tuple[str, ...]
    status: Status | None
    severities: frozenset[Severity]
    side: Side | None
    change: Change | None
    structures: frozenset[str]
    more_than: Decimal | None
    less_than: Decimal | None
    exactly: Decimal | None

    @property
    def needs_percent(self) -> bool:
        """Say whether only a measured loss makes it hold."""
        return not (self.more_than is self.less_than is self.exactly is None)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a scale: its options in their order, and the rules that narrow them."""

    name: str
    label: str
    options: tuple[str, ...]
    rules: tuple[GradeRule, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """What the scores from `lowest` to `highest` are called."""

    name: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A published scale; it is computed where a finding of one of `classes` is present."""

    name: str
    source: str
    components: tuple[Component, ...]
    categories: tuple[Category, ...]
    classes: tuple[str, ...]

    def category(self, score: int) -> str:
        """Return the name of a score's category; raises InvalidOntology when it has none."""
        for one in self.categories:
            if one.lowest <= score <= one.highest:
                return one.name
        raise InvalidOntology(f"spine:{self.name} has no category for a score of {score}")


@cache
def grading_scales() -> tuple[Scale, ...]:
    """Return all scales that are computed, by name.

    Raises InvalidOntology when one is not written as `ontology/grades.ttl` says.
    """
    applied: dict[str, list[str]] = {}
    for one in rule_terms("GradeApplicability"):
        applied.setdefault(one.one("scaleApplied"), []).extend(one.names("concernsClass"))
    return tuple(
        Scale(
            scale.name,
            scale.source,
            _components(scale.name),
            _categories(scale.name),
            tuple(applied[scale.name]),
        )
        for scale in rule_terms("GradingScale")
        if scale.name in applied
    )


def _components(scale: str) -> tuple[Component, ...]:
    found = [one for one in rule_terms("GradeComponent") if one.one("partOfScale") == scale]
    rules = [_rule(one) for one in rule_terms("GradeRule")]
    of_component = {one.name: one.one("ruleOfComponent") for one in rule_terms("GradeRule")}
    return tuple(
        Component(
            one.name,
            one.label.rpartition(": ")[2],
            one.names("hasOption"),
            tuple(rule for rule in rules if of_component[rule.name] == one.name),
        )
        for one in sorted(found, key=lambda one: int(one.one("componentNumber")))
    )


def _categories(scale: str) -> tuple[Category, ...]:
    return tuple(
        Category(one.name, int(one.one("fromScore")), int(one.one("toScore")))
        for one in rule_terms("GradeCategory")
        if one.one("categoryOfScale") == scale
    )


def _rule(term: RuleTerm) -> GradeRule:
    def quality(name: str) -> str | None:
        return term.one(name).lower() if term.names(name) else None

    def number(name: str) -> Decimal | None:
        return Decimal(term.one(name)) if term.names(name) else None

    status, side, change = quality("needsStatus"), quality("needsSide"), quality("needsChange")
    return GradeRule(
        name=term.name,
        label=term.label.rpartition(": ")[2],
        source=term.source,
        allows=frozenset(term.names("allowsOption")),
        levels=frozenset(term.names("appliesAtLevel")),
        classes=term.names("concernsClass"),
        status=Status(status) if status else None,
        severities=frozenset(severity_named(one) for one in term.names("needsSeverity")),
        side=Side(side) if side else None,
        change=Change(change) if change else None,
        structures=frozenset(term.names("needsStructure")),
        more_than=number("moreThanPercent"),
        less_than=number("lessThanPercent"),
        exactly=number("exactlyPercent"),
    )
