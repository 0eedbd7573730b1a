"""One finding for what a report says twice; both where it disagrees with itself.

Statements of one type, level, status and time are one finding when side and degree agree or one of
them leaves them open; the fuller wording stands, the evidence of all is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.anatomy.levels import LEVELS, LevelKind
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.qualities import Status
from kg.reading.finding_groups import FindingGroups
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["merge_findings"]

#: A name and the one that a later look puts in its place (data/GOLD.md, Settled wordings).
_REVISED = frozenset({("CompressionFracture", "BurstFracture")})


def merge_findings(
    findings: Iterable[Finding], vocabulary: Vocabulary, groups: FindingGroups
) -> tuple[Finding, ...]:
    """Return each finding once, in the order first said, with all evidence.

    A general word ("fracture") gives way to the specific one said of the same level, a finding
    without level or with a region to the same one with levels, a bone finding at a motion segment
    to the same one at its vertebrae, and a disc finding at a vertebra to the same one at the
    segment.
    """
    merged: list[Finding] = []
    evidence: list[list[Evidence]] = []
    places: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    renamed: dict[FindingKey, FindingKey] = {}
    for finding in findings:
        candidates = places[finding.type, finding.level]
        same = next((i for i in candidates if _is_same(finding, merged[i])), None)
        if same is None:
            candidates.append(len(merged))
            merged.append(finding)
            evidence.append(list(finding.evidence))
            continue
        former = merged[same].key
        merged[same] = _joined(merged[same], finding)
        evidence[same].extend(finding.evidence)
        renamed[finding.key] = renamed[former] = merged[same].key
    merged = [
        replace(finding, evidence=_united(pieces))
        for finding, pieces in zip(merged, evidence, strict=True)
    ]
    for absorbs in (
        _is_settled_by,
        lambda one, other: _is_placed_by(one, other, vocabulary),
        lambda one, other: _is_specified_by(one, other, vocabulary, groups.general),
        lambda one, other: _is_beside(one, other, one.type in groups.intervertebral),
    ):
        merged = _absorbed(merged, absorbs, renamed)
    return tuple(_relinked(finding, renamed, {f.key for f in merged}) for finding in merged)


def _is_same(one: Finding, other: Finding) -> bool:
    return (
        (one.type, one.level, one.status, one.temporality, one.extraspinal)
        == (other.type, other.level, other.status, other.temporality, other.extraspinal)
        and (not one.extraspinal or one.structure == other.structure)
        and _agree(one.side, other.side)
        and _agree(one.severity, other.severity)
    )


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _joined(one: Finding, other: Finding) -> Finding:
    return replace(
        one,
        structure=one.structure or other.structure,
        side=one.side or other.side,
        severity=one.severity or other.severity,
        grade=one.grade or other.grade,
        measurements=one.measurements or other.measurements,
        change=one.change or other.change,
        causes=tuple(dict.fromkeys((*one.causes, *other.causes))),
    )


def _united(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return each piece of evidence once, in the order of the text."""
    once = {(piece.start, piece.end, piece.degree, piece.side): piece for piece in pieces}
    return tuple(once[place] for place in sorted(once, key=lambda place: place[:2]))


def _absorbed(
    findings: list[Finding],
    absorbs: Callable[[Finding, Finding], bool],
    renamed: dict[FindingKey, FindingKey],
) -> list[Finding]:
    """Give the evidence of each general finding to the specific ones that replace it."""
    kept = list(findings)
    for general in findings:
        takers = [i for i, other in enumerate(kept) if absorbs(general, other)]
        if not takers or general not in kept:
            continue
        for position in takers:
            taker = kept[position]
            kept[position] = replace(taker, evidence=_united((*taker.evidence, *general.evidence)))
            renamed.setdefault(general.key, taker.key)
        kept.remove(general)
    return kept


def _is_settled_by(doubted: Finding, stated: Finding) -> bool:
    """Say whether what one sentence holds possible is stated by another: "probable", then sure."""
    return (
        (doubted.status, stated.status) == (Status.POSSIBLE, Status.PRESENT)
        and (doubted.type, doubted.level) == (stated.type, stated.level)
        and doubted.temporality is stated.temporality
        and doubted.extraspinal is stated.extraspinal
        and _agree(doubted.side, stated.side)
        and _agree(doubted.severity, stated.severity)
    )


def _is_placed_by(general: Finding, placed: Finding, vocabulary: Vocabulary) -> bool:
    """Say whether a finding without level, or of a region, is the same as one that names it."""
    region = vocabulary.level_sets.get(general.level or "")
    return (
        placed.level is not None
        and (general.level is None or (region is not None and placed.level in region.levels))
        and general.status is placed.status is Status.PRESENT
        and (general.type, general.temporality) == (placed.type, placed.temporality)
        and (general.severity is None or general.severity == placed.severity)
        and (general.side is None or general.side == placed.side)
        and not general.extraspinal
    )


def _is_specified_by(
    general: Finding, specific: Finding, vocabulary: Vocabulary, general_names: frozenset[str]
) -> bool:
    """Say whether a finding is a general word for a more specific one at the same place."""
    return (
        general.type != specific.type
        and general.status is specific.status is Status.PRESENT
        and general.temporality is specific.temporality
        and general.level in {None, specific.level}
        and _agree(general.severity, specific.severity)
        and _agree(general.side, specific.side)
        and (
            (general.type, specific.type) in _REVISED
            or (general.type in general_names and vocabulary.is_a(specific.type, general.type))
        )
        and not general.extraspinal
    )


def _is_beside(one: Finding, other: Finding, keeps_segment: bool) -> bool:
    """Say whether a finding gives way to the same one at the vertebra or segment beside it."""
    segment, vertebra = LEVELS.get(one.level or ""), LEVELS.get(other.level or "")
    if segment is None or vertebra is None:
        return False
    if keeps_segment:
        segment, vertebra = vertebra, segment
    return (
        (one.type, one.status, one.temporality) == (other.type, other.status, other.temporality)
        and segment.kind is LevelKind.INTERVERTEBRAL
        and vertebra.kind is LevelKind.VERTEBRAL
        and vertebra.name in {segment.upper, segment.lower}
        and _agree(one.severity, other.severity)
        and _agree(one.side, other.side)
    )


def _relinked(
    finding: Finding, renamed: dict[FindingKey, FindingKey], known: set[FindingKey]
) -> Finding:
    """Point causes at the findings that the merged ones became."""
    causes = (_final(key, renamed) for key in finding.causes)
    kept = dict.fromkeys(key for key in causes if key in known and key != finding.key)
    return replace(finding, causes=tuple(kept))


def _final(key: FindingKey, renamed: dict[FindingKey, FindingKey]) -> FindingKey:
    seen: set[FindingKey] = set()
    while key in renamed and renamed[key] != key and key not in seen:
        seen.add(key)
        key = renamed[key]
    return key
