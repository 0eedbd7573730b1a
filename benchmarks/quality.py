"""How well the engines read: F1 on the made-up reports of the demonstration, which have gold."""

from collections.abc import Mapping, Sequence
from typing import Any

from medspacy_process import MedspaCy
from spinekg_engine import SpineKg

from kg.anatomy.levels import LEVELS
from kg.demo.corpus import demo_corpus
from kg.evaluation.annotations import Annotations, Units, annotated_units, units_read
from kg.evaluation.scores import ALL, ANY_LEVEL, ScoredReport, score_groups
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["scores"]

_CORPUS = demo_corpus()
_TEXTS = [one.report.text for one in _CORPUS]


def scores(engines: Sequence[SpineKg | MedspaCy]) -> list[Mapping[str, float | str]]:
    """Return the strict F1 of each engine, and F1 with the level ignored."""
    vocabulary = load_vocabulary()
    known = Annotations.of(vocabulary)
    gold = [_units([one.record() for one in report.gold], known) for report in _CORPUS]
    result: list[Mapping[str, float | str]] = []
    for engine in engines:
        read: list[Units]
        if isinstance(engine, SpineKg):
            read = [units_read(engine.reading(text), vocabulary, known) for text in _TEXTS]
        else:
            found = engine.findings(_TEXTS)
            read = [_units(_with_known_levels(findings), known) for findings in found]
        groups = score_groups(
            [
                ScoredReport(report.report.identifier, stated, units)
                for report, stated, units in zip(_CORPUS, gold, read, strict=True)
            ]
        )
        values = {"F1": groups[ALL].f1, "F1, level ignored": groups[ANY_LEVEL].f1}
        result.append({"engine": engine.name, **values})
    return result


def _units(findings: Sequence[Mapping[str, Any]], known: Annotations) -> Units:
    return annotated_units([dict(finding) for finding in findings], known)


def _with_known_levels(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return findings with the levels that there are: "T5-T7" is none."""
    return [
        {**finding, "levels": [level for level in finding["levels"] if level in LEVELS]}
        for finding in findings
    ]
