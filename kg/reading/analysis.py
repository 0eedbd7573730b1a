"""What the words of one sentence say, wherever it stands: mentions, status, qualities, sizes.

Where a finding is can depend on the sentences before (`kg/reading/statements.py`); nothing here
does, so that a sentence met again need not be analysed again.
"""

from kg.findings.measurement import Measurement
from kg.findings.qualities import ABSENT, PRESENT, Status
from kg.reading.alternatives import with_alternatives, without_identified
from kg.reading.assertion import Assertion, assert_mention
from kg.reading.clauses import Clause, split_clauses
from kg.reading.cues import ABSENT_BEFORE
from kg.reading.effects import find_effects
from kg.reading.finding_groups import FindingGroups
from kg.reading.grades import find_grade, states_grade
from kg.reading.level_groups import NamedPlace
from kg.reading.level_references import names_levels
from kg.reading.marks import Marks, read_marks
from kg.reading.measurements import find_measurements, has_sizes
from kg.reading.mention import Mention
from kg.reading.mentions import find_mentions
from kg.reading.qualities import find_qualities
from kg.reading.quality_values import Qualities
from kg.reading.rules import spelling_tolerated
from kg.reading.scopes import Scope, find_scopes
from kg.vocabulary.lexicon import Lexicon

__all__ = ["Analysis", "Said", "analyse"]


class Said:
    """One mention with all that its sentence says of it but the level.

    `parts` are its qualities with their status, one a side that is graded apart; `rule` how it was
    recognised; `words` its own, in lower case; `causes` the positions of the mentions it causes.
    """

    __slots__ = (
        "assertion",
        "causes",
        "grade",
        "mention",
        "parts",
        "rule",
        "sizes",
        "structure",
        "words",
    )

    def __init__(  # noqa: PLR0913
        self,
        mention: Mention,
        assertion: Assertion,
        parts: tuple[tuple[Qualities, Status], ...],
        sizes: tuple[Measurement, ...],
        grade: str | None,
        structure: str | None,
        rule: str,
        words: tuple[str, ...],
        causes: tuple[int, ...],
    ) -> None:
        self.mention = mention
        self.assertion = assertion
        self.parts = parts
        self.sizes = sizes
        self.grade = grade
        self.structure = structure
        self.rule = rule
        self.words = words
        self.causes = causes


class Analysis:
    """The marks of a sentence, offsets counted from its start, what each cue acts on, what is said.

    Hypothetical mentions ("rule out fracture") are left out; `mentions` are the others, each with
    its status. There are no `clauses` where the sentence names no level.
    """

    __slots__ = ("clauses", "marks", "mentions", "said", "scopes")

    def __init__(
        self,
        marks: Marks,
        scopes: tuple[Scope, ...],
        said: tuple[Said, ...] = (),
        mentions: tuple[tuple[Mention, Status], ...] = (),
        clauses: tuple[Clause, ...] = (),
    ) -> None:
        self.marks = marks
        self.scopes = scopes
        self.said = said
        self.mentions = mentions
        self.clauses = clauses


def analyse(
    text: str,
    places: tuple[NamedPlace, ...],
    heading_sites: tuple[str, ...],
    *,
    lexicon: Lexicon,
    groups: FindingGroups,
) -> Analysis:
    """Return what the sentence `text` says; `places` are the levels in it, from its start."""
    marks = read_marks(text, lexicon=lexicon, places=places)
    scopes = tuple(find_scopes(marks)) if marks.cues else ()
    mentions = find_mentions(marks, lexicon, heading_sites)
    if not mentions:
        return Analysis(marks, scopes)
    asserted = [(mention, assert_mention(marks, mention, scopes)) for mention in mentions]
    asserted = with_alternatives(marks, asserted)
    asserted = without_identified(marks, asserted, groups.unidentified)
    kept = [(mention, found) for mention, found in asserted if not found.hypothetical]
    only = [mention for mention, _ in kept]
    return Analysis(
        marks,
        scopes,
        said=_said(marks, kept, lexicon, groups),
        mentions=tuple([(mention, found.status) for mention, found in kept]),
        clauses=tuple(split_clauses(marks, only)) if names_levels(marks) else (),
    )


def _said(
    marks: Marks, kept: list[tuple[Mention, Assertion]], lexicon: Lexicon, groups: FindingGroups
) -> tuple[Said, ...]:
    mentions = [mention for mention, _ in kept]
    sizes = find_measurements(marks, _sized(kept)) if has_sizes(marks) else []
    is_graded = states_grade(marks)
    effects = find_effects(marks, mentions)
    said: list[Said] = []
    for position, (mention, assertion) in enumerate(kept):
        is_disc_contour = mention.finding in groups.disc_contour
        qualities = find_qualities(marks, mention, mentions, is_disc_contour=is_disc_contour)
        said.append(
            Said(
                mention,
                assertion,
                _with_status(marks, qualities, assertion),
                tuple([size for owner, size in sizes if owner is mention]) if sizes else (),
                find_grade(marks, mention, groups) if is_graded else None,
                _structure(marks, mention, lexicon),
                _rule(marks, mention) if marks.respelled else mention.rule,
                tuple(marks.words[mention.first : mention.last + 1]),
                effects.get(position, ()),
            )
        )
    return tuple(said)


def _sized(kept: list[tuple[Mention, Assertion]]) -> list[Mention]:
    """Return the mentions that can have a size: those that are there, where there are any."""
    there = [mention for mention, found in kept if found.status is not ABSENT]
    return there or [mention for mention, _ in kept]


def _with_status(
    marks: Marks, qualities: list[Qualities], assertion: Assertion
) -> tuple[tuple[Qualities, Status], ...]:
    """Return the qualities, each with its status: "moderate right and no left narrowing"."""
    if len(qualities) < 2:
        return ((qualities[0], assertion.status),)
    return tuple([(part, _status_of_part(marks, part, assertion)) for part in qualities])


def _status_of_part(marks: Marks, part: Qualities, assertion: Assertion) -> Status:
    if part.side_word is None:
        return assertion.status
    for cue in marks.cues_of(ABSENT_BEFORE):
        following = marks.cue_at[cue.last + 1] if cue.last + 1 < len(marks.words) else None
        if following and marks.quoted(following.first, following.last) == part.side_word:
            return ABSENT
    return PRESENT


def _structure(marks: Marks, mention: Mention, lexicon: Lexicon) -> str | None:
    """Return the structure that the words of the site name, or the only one of its site."""
    if mention.site is None or mention.site_first is None or mention.site_last is None:
        return lexicon.structures.get(mention.site or "")
    words = marks.folded[mention.site_first : mention.site_last + 1]
    named = lexicon.labels.meanings_of(words)
    return named[0] if len(named) == 1 else lexicon.structures.get(mention.site)


def _rule(marks: Marks, mention: Mention) -> str:
    if marks.respelled.isdisjoint(range(mention.first, mention.last + 1)):
        return mention.rule
    return spelling_tolerated(mention.rule)
