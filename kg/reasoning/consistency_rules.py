"""The rules of consistency as the ontology gives them: which findings each is about."""

import re
from dataclasses import dataclass
from functools import cache

from kg.findings.finding import Finding
from kg.reasoning.rule_terms import RuleTerm, rule_terms
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["ConsistencyRule", "consistency_rules", "contradiction_rule"]


@dataclass(frozen=True, slots=True)
class ConsistencyRule:
    """One rule of `ontology/consistency.ttl`: its term and the finding classes it speaks of."""

    term: RuleTerm

    @property
    def name(self) -> str:
        """Return the local name of the rule."""
        return self.term.name

    def concerns(self, finding: Finding) -> bool:
        """Say whether the rule speaks of findings of this class; never of extraspinal ones."""
        return not finding.extraspinal and _concerns(self.name, finding.type)

    def limits_denial(self, finding: Finding) -> bool:
        """Say whether a denial is limited, as "no new fracture" and "no severe stenosis" are.

        Such a denial does not deny what was there already, or is there to a lesser degree.
        """
        if finding.severity is not None or finding.change is not None:
            return True
        limiting = frozenset(self.term.names("deniedWithWord"))
        words = {word for piece in finding.evidence for word in _words(piece.quote)}
        return not limiting.isdisjoint(words)


@cache
def consistency_rules(kind: str) -> tuple[ConsistencyRule, ...]:
    """Return the rules of a class, such as "ImpossibilityRule", by name.

    Raises InvalidOntology when a file is missing or broken or a rule lacks its label or source.
    """
    return tuple(ConsistencyRule(term) for term in rule_terms(kind))


def contradiction_rule(name: str) -> ConsistencyRule | None:
    """Return the contradiction rule called `name`, None where an ontology has left it out."""
    return next((one for one in consistency_rules("ContradictionRule") if one.name == name), None)


@cache
def _concerns(rule: str, finding_class: str) -> bool:
    vocabulary = load_vocabulary()
    terms = {
        one.name: one
        for kind in ("ContradictionRule", "ImpossibilityRule", "NeuralTargetRule")
        for one in rule_terms(kind)
    }
    term = terms[rule]
    return any(vocabulary.is_a(finding_class, one) for one in term.names("concernsClass")) and not (
        any(vocabulary.is_a(finding_class, one) for one in term.names("excludesClass"))
    )


def _words(quote: str) -> list[str]:
    return re.findall(r"[a-z]+", quote.casefold())
