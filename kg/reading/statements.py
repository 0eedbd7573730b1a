"""What one sentence states: each finding at each level, with status, qualities and sizes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.anatomy.levels import LEVELS, LevelKind
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.measurement import Measurement
from kg.findings.qualities import Status
from kg.reading.alternatives import with_alternatives, without_identified
from kg.reading.assertion import Assertion, Scope, assert_mention
from kg.reading.assertion_cues import CAUSED_BY, CAUSING
from kg.reading.cues import CueKind
from kg.reading.ellipsis import Ellipsis, find_ellipses
from kg.reading.finding_groups import AT_SEGMENTS, FindingGroups
from kg.reading.grades import find_grade
from kg.reading.level_links import LevelContext, LevelLink, link_levels
from kg.reading.marks import Marks
from kg.reading.measurements import find_measurements
from kg.reading.mentions import Mention, find_mentions
from kg.reading.qualities import Qualities, find_qualities
from kg.reading.rules import spelling_tolerated
from kg.vocabulary.lexicon import Lexicon

__all__ = ["Statement", "read_statements"]


class Statement(NamedTuple):
    """The findings of one mention, and the positions in the sentence of the mentions it causes.

    `words` are those of the mention, in lower case.
    """

    mention: Mention
    words: tuple[str, ...]
    findings: tuple[Finding, ...]
    causes: tuple[int, ...] = ()


class _Said(NamedTuple):
    """One mention with all that was found of it but its qualities."""

    mention: Mention
    assertion: Assertion
    link: LevelLink
    sizes: tuple[Measurement, ...]
    grade: str | None


def read_statements(
    marks: Marks,
    lexicon: Lexicon,
    context: LevelContext,
    *,
    scopes: list[Scope],
    groups: FindingGroups,
) -> list[Statement]:
    """Return what a sentence states, one statement a mention, in order."""
    mentions = find_mentions(marks, lexicon, context.heading_sites)
    if not mentions:
        return []
    asserted = with_alternatives(
        marks, [(mention, assert_mention(marks, mention, scopes)) for mention in mentions]
    )
    asserted = without_identified(marks, asserted, groups.unidentified)
    kept = [(mention, assertion) for mention, assertion in asserted if not assertion.hypothetical]
    links = link_levels(
        marks,
        [(mention, assertion.status) for mention, assertion in kept],
        context,
        groups=groups,
    )
    only = [mention for mention, _ in kept]
    sizes = find_measurements(marks, only)
    effects = _effects(marks, only)
    statements: list[Statement] = []
    for position, ((mention, assertion), link) in enumerate(zip(kept, links, strict=True)):
        said = _Said(
            mention,
            assertion,
            link,
            sizes=tuple(size for owner, size in sizes if owner is mention),
            grade=find_grade(marks, mention, groups.ancestors.get(mention.finding, frozenset())),
        )
        is_disc_contour = mention.finding in groups.disc_contour
        qualities = find_qualities(marks, mention, only, is_disc_contour=is_disc_contour)
        findings = tuple(_findings(marks, said, qualities, lexicon))
        statements.append(
            Statement(
                mention,
                words=tuple(marks.words[mention.first : mention.last + 1]),
                findings=findings,
                causes=effects.get(position, ()),
            )
        )
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
        piece = _repeated(model.evidence[0], ellipsis)
        repeated = (
            replace(
                model,
                level=level,
                status=ellipsis.status,
                severity=ellipsis.severity,
                evidence=(piece,),
                measurements=(),
            )
            for level in ellipsis.levels
        )
        statements[ellipsis.position] = statement._replace(
            findings=(*statement.findings, *repeated)
        )
    return statements


def _repeated(piece: Evidence, ellipsis: Ellipsis) -> Evidence:
    """Return the evidence of a mention for a place that repeats it."""
    denied = ellipsis.severity is None
    return replace(
        piece,
        rule="finding.repeated",
        cue=ellipsis.words if denied else None,
        status_rule="status.absent-before" if denied else "status.stated",
        degree=None if denied else ellipsis.words,
        severity_rule=None if denied else "severity.before",
        place=ellipsis.place,
        level_rule="level.clause",
    )


def _findings(
    marks: Marks, said: _Said, qualities: list[Qualities], lexicon: Lexicon
) -> Iterator[Finding]:
    mention, levels = said.mention, said.link.levels
    finding_type = mention.finding
    if mention.site is None and levels and not any(_is_vertebra(level) for level in levels):
        finding_type = AT_SEGMENTS.get(finding_type, finding_type)
    if mention.requires_level and not any(_is_vertebra(level) for level in levels):
        return
    in_turn = len(qualities) > 1 and len(qualities) == len(levels) and "respectively" in marks.words
    for place, quality in enumerate(qualities):
        evidence = _evidence(marks, said, quality)
        mine = levels[place : place + 1] if in_turn else levels
        for level in (None,) if mention.extraspinal else mine or (None,):
            yield Finding(
                type=finding_type,
                status=_status_of_part(marks, quality, said.assertion, len(qualities)),
                evidence=(evidence,),
                level=level,
                structure=_structure(marks, mention, lexicon),
                side=quality.side,
                severity=quality.severity,
                grade=said.grade,
                measurements=said.sizes,
                temporality=said.assertion.temporality,
                change=quality.change,
                extraspinal=mention.extraspinal,
            )


def _structure(marks: Marks, mention: Mention, lexicon: Lexicon) -> str | None:
    """Return the structure that the words of the site name, or the only one of its site."""
    if mention.site is None or mention.site_first is None or mention.site_last is None:
        return lexicon.structures.get(mention.site or "")
    words = marks.folded[mention.site_first : mention.site_last + 1]
    named = lexicon.labels.meanings_of(words)
    return named[0] if len(named) == 1 else lexicon.structures.get(mention.site)


def _is_vertebra(level: str) -> bool:
    return level in LEVELS and LEVELS[level].kind is LevelKind.VERTEBRAL


def _status_of_part(marks: Marks, quality: Qualities, assertion: Assertion, parts: int) -> Status:
    """Return the status of one graded side: "moderate right and no left narrowing"."""
    if parts < 2 or quality.side_word is None:
        return assertion.status
    for cue in marks.cues_of(CueKind.ABSENT_BEFORE):
        following = marks.cue_at[cue.last + 1] if cue.last + 1 < len(marks.words) else None
        if following and marks.text[slice(*marks.quote(following.first, following.last))] == (
            quality.side_word
        ):
            return Status.ABSENT
    return Status.PRESENT


def _evidence(marks: Marks, said: _Said, quality: Qualities) -> Evidence:
    mention, assertion = said.mention, said.assertion
    start, end = marks.sentence.start, marks.sentence.end
    words = range(mention.first, mention.last + 1)
    rule = mention.rule
    if not marks.respelled.isdisjoint(words):
        rule = spelling_tolerated(rule)
    return Evidence(
        quote=marks.text[start:end],
        start=start,
        end=end,
        section=marks.section,
        rule=rule,
        cue=assertion.cue,
        degree=quality.degree_word,
        side=quality.side_word,
        place=_place(marks, said.link),
        status_rule=assertion.rule,
        level_rule=said.link.rule,
        side_rule=quality.side_rule,
        severity_rule=quality.severity_rule,
    )


def _place(marks: Marks, link: LevelLink) -> str | None:
    """Return the report's own words for the level, where the sentence itself has them."""
    if link.group is None:
        return None
    return marks.text[slice(*marks.quote(link.group.first, link.group.last))]


def _effects(marks: Marks, mentions: list[Mention]) -> dict[int, tuple[int, ...]]:
    """Return for each mention that causes others the positions of those, as the sentence says."""
    effects: dict[int, tuple[int, ...]] = {}
    for match in marks.cues_of(CueKind.DEPENDENT_BREAK):
        words = " ".join(marks.words[match.first : match.last + 1])
        before = [i for i, other in enumerate(mentions) if other.head < match.first]
        after = [i for i, other in enumerate(mentions) if other.first > match.last]
        if not before or not after or words not in {*CAUSING, *CAUSED_BY}:
            continue
        cause, effect = before[-1], after[0]
        if words in CAUSED_BY:
            cause, effect = effect, cause
        if mentions[cause].finding != mentions[effect].finding:
            effects[cause] = (*effects.get(cause, ()), effect)
    return effects
