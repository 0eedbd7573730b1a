"""What a sentence states where it stands: its findings at their levels, each with its evidence."""

from dataclasses import replace

from kg.anatomy.levels import INTERVERTEBRAL, LEVELS, VERTEBRAL
from kg.findings.evidence import Evidence
from kg.findings.qualities import ABSENT, Section, Severity
from kg.reading.analysis import Analysis, Said
from kg.reading.ellipsis import Ellipsis, find_ellipses
from kg.reading.finding_groups import AT_SEGMENTS, FindingGroups
from kg.reading.level_context import LevelContext
from kg.reading.level_links import link_levels
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.new_values import new_evidence
from kg.reading.placing import LevelLink
from kg.reading.quality_values import Qualities
from kg.reading.stated_finding import StatedFinding

__all__ = ["Occurrence", "Statement", "state"]


class Occurrence:
    """Where a sentence stands in a report: its section, its offsets in the text, as written."""

    __slots__ = ("end", "quote", "section", "start")

    def __init__(self, section: Section, start: int, end: int, quote: str) -> None:
        self.section = section
        self.start = start
        self.end = end
        self.quote = quote


class Statement:
    """The findings of one mention, and the positions in the sentence of the mentions it causes.

    `words` are those of the mention, in lower case.
    """

    __slots__ = ("causes", "findings", "mention", "words")

    def __init__(
        self,
        mention: Mention,
        words: tuple[str, ...],
        findings: list[StatedFinding],
        causes: tuple[int, ...] = (),
    ) -> None:
        self.mention = mention
        self.words = words
        self.findings = findings
        self.causes = causes


def state(
    analysis: Analysis, occurrence: Occurrence, context: LevelContext, *, groups: FindingGroups
) -> list[Statement]:
    """Return what a sentence states where it stands, one statement a mention, in order."""
    marks, said = analysis.marks, analysis.said
    if not said:
        return []
    links = link_levels(marks, analysis.mentions, context, clauses=analysis.clauses, groups=groups)
    between = groups.intervertebral
    statements = [
        Statement(
            one.mention,
            one.words,
            _findings(marks, one, link, occurrence, between),
            one.causes,
        )
        for one, link in zip(said, links, strict=True)
    ]
    if not marks.levels:
        return statements
    return _with_ellipses(marks, statements, {link.levels for link in links})


def _with_ellipses(
    marks: Marks, statements: list[Statement], used: set[tuple[str, ...]]
) -> list[Statement]:
    """Add the findings of places that repeat a mention: "at T9 but not at T10"."""
    mentions = [statement.mention for statement in statements]
    for ellipsis in find_ellipses(marks, mentions, used):
        statement = statements[ellipsis.position]
        model = statement.findings[0] if statement.findings else None
        if model is None or model.extraspinal:
            continue
        if ellipsis.excepts and model.status is not ABSENT:
            continue
        evidence = (_repeated(model.evidence[0], ellipsis),)
        statement.findings.extend(
            [_at_place(model, level, ellipsis, evidence) for level in ellipsis.levels]
        )
    return statements


def _at_place(
    model: StatedFinding, level: str, ellipsis: Ellipsis, evidence: tuple[Evidence, ...]
) -> StatedFinding:
    """Return the finding of a mention at a level that repeats it."""
    repeated = model.at(level, evidence)
    repeated.status = ellipsis.status
    repeated.severity = ellipsis.severity or _kept_severity(model, ellipsis)
    repeated.side = ellipsis.side or model.side
    repeated.measurements = ()
    return repeated


def _kept_severity(model: StatedFinding, ellipsis: Ellipsis) -> Severity | None:
    """Return the degree of a mention for a place that changes its side only."""
    return model.severity if ellipsis.side is not None else None


def _repeated(piece: Evidence, ellipsis: Ellipsis) -> Evidence:
    """Return the evidence of a mention for a place that repeats it."""
    denied = ellipsis.status is ABSENT
    graded = not denied and ellipsis.severity is not None
    return replace(
        piece,
        rule="finding.repeated",
        cue=ellipsis.words if denied else None,
        status_rule="status.absent-before" if denied else "status.stated",
        degree=ellipsis.words if graded else piece.degree,
        severity_rule="severity.before" if graded else piece.severity_rule,
        place=ellipsis.place,
        level_rule="level.clause",
    )


def _findings(
    marks: Marks,
    said: Said,
    link: LevelLink,
    occurrence: Occurrence,
    between: frozenset[str],
) -> list[StatedFinding]:
    found: list[StatedFinding] = []
    mention, levels = said.mention, link.levels
    finding_type = mention.finding
    if mention.requires_level and mention.first <= 1 and link.rule == "level.sentence-before":
        # "The lesion is …" speaks of one that was named before.
        return found
    if mention.requires_level or (mention.site is None and levels):
        kinds = {LEVELS[level].kind for level in levels if level in LEVELS}
        needed = INTERVERTEBRAL if finding_type in between else VERTEBRAL
        if mention.requires_level and needed not in kinds and finding_type not in AT_SEGMENTS:
            return found
        if mention.site is None and levels and VERTEBRAL not in kinds:
            finding_type = AT_SEGMENTS.get(finding_type, finding_type)
    extraspinal, temporality = mention.extraspinal, said.assertion.temporality
    in_turn = 1 < len(said.parts) == len(levels) and "respectively" in marks.word_set
    for place, (quality, status) in enumerate(said.parts):
        evidence = (_evidence(marks, said, link, quality, occurrence),)
        mine = levels[place : place + 1] if in_turn else levels
        for level in (None,) if extraspinal else mine or (None,):
            found.append(
                StatedFinding(
                    type=finding_type,
                    status=status,
                    evidence=evidence,
                    level=level,
                    structure=said.structure,
                    side=quality.side,
                    severity=quality.severity,
                    grade=said.grade,
                    measurements=said.sizes,
                    temporality=temporality,
                    change=quality.change,
                    extraspinal=extraspinal,
                )
            )
    return found


def _evidence(
    marks: Marks, said: Said, link: LevelLink, quality: Qualities, occurrence: Occurrence
) -> Evidence:
    assertion = said.assertion
    # By position: a call from compiled code takes a fifth longer with the names.
    return new_evidence(
        occurrence.quote,
        occurrence.start,
        occurrence.end,
        occurrence.section,
        said.rule,
        assertion.cue,
        quality.degree_word,
        quality.side_word,
        _place(marks, link),
        assertion.rule,
        link.rule,
        quality.side_rule,
        quality.severity_rule,
    )


def _place(marks: Marks, link: LevelLink) -> str | None:
    """Return the report's own words for the level, where the sentence itself has them."""
    if link.group is None:
        return None
    return marks.quoted(link.group.first, link.group.last)
