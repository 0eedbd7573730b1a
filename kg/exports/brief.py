"""Readings as annotation records: what an annotator would write down, to compare the two.

One record a report: `{"id", "findings": [{"finding", "levels", "laterality", "severity",
"certainty", "temporality", "quote"}]}`. A finding is called by its annotation key, and one
mention that names several levels is one entry with several levels.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from kg.anatomy.levels import LEVELS
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.report import Reading
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["brief_record"]


def brief_record(reading: Reading, vocabulary: Vocabulary) -> dict[str, object]:
    """Return the annotation record of a reading, its findings in the order of their quotes.

    Left out are extraspinal findings and those whose class annotators have no key for.
    """
    mentions: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in reading.findings:
        key = vocabulary.annotation_key(finding.type)
        if key is not None and not finding.extraspinal:
            mentions[_mention(key, finding)].append(finding)
    ordered = sorted(mentions.items(), key=lambda item: (_first(item[1][0]).start, item[0]))
    return {
        "id": reading.report.identifier,
        "findings": [_entry(key[0], found, vocabulary) for key, found in ordered],
    }


def _mention(key: str, finding: Finding) -> tuple[str, ...]:
    """Return what findings share that differ by level only, and in no other word."""
    quote = _first(finding)
    kind = "nowhere" if finding.level is None else "level" if finding.level in LEVELS else "region"
    qualities = (finding.status, finding.side, finding.severity, finding.temporality)
    return (key, *(value or "" for value in qualities), kind, str(quote.start), str(quote.end))


def _entry(key: str, findings: Iterable[Finding], vocabulary: Vocabulary) -> dict[str, object]:
    first, *others = findings
    names = dict.fromkeys(one.level for one in (first, *others) if one.level is not None)
    return {
        "finding": key,
        "levels": _levels(names, vocabulary),
        "laterality": first.side,
        "severity": first.severity,
        "certainty": first.status,
        "temporality": first.temporality,
        "quote": _first(first).quote,
    }


def _levels(names: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return levels in anatomical order, and level sets by their notation."""
    levels = sorted((LEVELS[name] for name in names if name in LEVELS), key=lambda one: one.order)
    regions = (_region(name, vocabulary) for name in names if name not in LEVELS)
    return list(chain((level.name for level in levels), dict.fromkeys(filter(None, regions))))


def _region(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the notation of a level set, or of the smallest set with one that comprises it.

    None for a set that is larger than every region, such as the whole spine.
    """
    own = vocabulary.level_sets.get(name)
    if own is None or own.notation is not None:
        return own.notation if own else None
    sizes: Mapping[str, int] = {
        other.notation: len(other.levels)
        for other in vocabulary.level_sets.values()
        if other.notation is not None and set(own.levels) <= set(other.levels)
    }
    return min(sizes, key=lambda notation: sizes[notation], default=None)


def _first(finding: Finding) -> Evidence:
    return min(finding.evidence, key=lambda evidence: (evidence.start, evidence.end))
