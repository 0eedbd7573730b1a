"""One finding for what a report says twice; both where it disagrees with itself.

Statements of one type, level, status and time are one finding when side and degree agree or one of
them leaves them open; the fuller wording stands, the evidence of all is kept. What then is only a
general or a doubted form of another finding gives way to it (`kg/reading/absorbing.py`).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from kg.findings.finding import Finding, FindingKey
from kg.reading.absorbing import absorb
from kg.reading.finding_groups import FindingGroups
from kg.reading.merged_findings import Merging, agree
from kg.reading.new_values import changed_finding
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["merge_findings"]

#: What two statements must share to be one finding.
_Subject = tuple[object, ...]
#: What a later statement can add to an earlier one.
_FILLED: Final = ("structure", "side", "severity", "grade", "measurements", "change")


def merge_findings(
    findings: Iterable[Finding], vocabulary: Vocabulary, groups: FindingGroups
) -> tuple[Finding, ...]:
    """Return each finding once, in the order first said, with all evidence.

    A general word ("fracture") gives way to the specific one said of the same level, a finding
    without level or with a region to the same one with levels, a bone finding at a motion segment
    to the same one at its vertebrae, and a disc finding at a vertebra to the same one at the
    segment. Takes time in proportion to the number of findings.
    """
    stated = list(findings)
    merging = _said_once(stated)
    absorb(merging, vocabulary, groups)
    kept = [
        finding
        if merging.evidence[position] is None
        else changed_finding(finding, evidence=merging.supporting(position))
        for position, finding in enumerate(merging.findings)
        if not merging.gone[position]
    ]
    if not merging.caused:
        return tuple(kept)
    known = {finding.key for finding in kept if finding.type in merging.caused}
    return tuple([_relinked(finding, merging.renamed, known) for finding in kept])


def _said_once(stated: list[Finding]) -> Merging:
    """Return the findings with those that say the same joined."""
    merging = Merging(caused={key[0] for finding in stated for key in finding.causes})
    alike: dict[_Subject, list[int]] = defaultdict(list)
    for finding in stated:
        candidates = alike[_subject(finding)]
        for position in candidates:
            former = merging.findings[position]
            if agree(finding, former):
                merging.support(position, finding.evidence)
                joined = merging.findings[position] = _joined(former, finding)
                merging.rename(finding, joined)
                merging.rename(former, joined)
                break
        else:
            candidates.append(merging.add(finding))
    return merging


def _subject(finding: Finding) -> _Subject:
    return (
        finding.type,
        finding.level,
        finding.status,
        finding.temporality,
        finding.structure if finding.extraspinal else False,
    )


def _joined(one: Finding, other: Finding) -> Finding:
    """Return a finding with what it leaves open filled from another statement of it."""
    filled: dict[str, Any] = {
        name: value
        for name in _FILLED
        if not getattr(one, name) and (value := getattr(other, name))
    }
    if other.causes:
        filled["causes"] = tuple(dict.fromkeys((*one.causes, *other.causes)))
    return changed_finding(one, **filled) if filled else one


def _relinked(
    finding: Finding, renamed: dict[FindingKey, FindingKey], known: set[FindingKey]
) -> Finding:
    """Point causes at the findings that the merged ones became."""
    if not finding.causes:
        return finding
    causes = (_final(key, renamed) for key in finding.causes)
    kept = dict.fromkeys(key for key in causes if key in known and key != finding.key)
    return changed_finding(finding, causes=tuple(kept))


def _final(key: FindingKey, renamed: dict[FindingKey, FindingKey]) -> FindingKey:
    seen: set[FindingKey] = set()
    while key in renamed and renamed[key] != key and key not in seen:
        seen.add(key)
        key = renamed[key]
    return key
