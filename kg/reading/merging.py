"""One finding for what a report says twice; both where it disagrees with itself.

Statements of one type, level, status and time are one finding when side and degree agree or one of
them leaves them open; the fuller wording stands, the evidence of all is kept. What then is only a
general or a doubted form of another finding gives way to it (`kg/reading/absorbing.py`).
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.reading.absorbing import absorb
from kg.reading.finding_groups import FindingGroups
from kg.reading.merged_findings import Merging, agree
from kg.reading.stated_finding import StatedFinding
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["merge_findings"]

#: What two statements must share to be one finding.
_Subject = tuple[object, ...]


def merge_findings(
    findings: Iterable[StatedFinding], vocabulary: Vocabulary, groups: FindingGroups
) -> list[StatedFinding]:
    """Return each finding once, in the order first said, with all evidence.

    A general word ("fracture") gives way to the specific one said of the same level, a finding
    without level or with a region to the same one with levels, a bone finding at a motion segment
    to the same one at its vertebrae, and a disc finding at a vertebra to the same one at the
    segment. Takes time in proportion to the number of findings.
    """
    merging = _said_once(findings)
    absorb(merging, vocabulary, groups)
    kept: list[StatedFinding] = []
    for position, finding in enumerate(merging.findings):
        if finding.became is None:
            finding.evidence = merging.supporting(position)
            kept.append(finding)
    return kept


def _said_once(stated: Iterable[StatedFinding]) -> Merging:
    """Return the findings with those that say the same joined."""
    merging = Merging()
    alike: dict[_Subject, list[int]] = defaultdict(list)
    for finding in stated:
        candidates = alike[_subject(finding)]
        for position in candidates:
            former = merging.findings[position]
            if agree(finding, former):
                merging.support(position, finding.evidence)
                _fill(former, finding)
                finding.became = former
                break
        else:
            candidates.append(merging.add(finding))
    return merging


def _subject(finding: StatedFinding) -> _Subject:
    return (
        finding.type,
        finding.level,
        finding.status,
        finding.temporality,
        finding.structure if finding.extraspinal else False,
    )


def _fill(one: StatedFinding, other: StatedFinding) -> None:
    """Fill what a finding leaves open from another statement of it."""
    one.structure = one.structure or other.structure
    one.side = one.side or other.side
    one.severity = one.severity or other.severity
    one.grade = one.grade or other.grade
    one.measurements = one.measurements or other.measurements
    one.change = one.change or other.change
    one.causes = (*one.causes, *other.causes)
