"""What a form is said of whose site does not stand beside it: a subject, a heading, "it"."""

from collections.abc import Iterator
from typing import Final

from kg.reading.assertion_cues import IDENTIFYING
from kg.reading.cues import ABSENT_BEFORE, POSSIBLE_BEFORE
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.site_pairs import each_finding, known_pair, part_mentions
from kg.reading.sites import (
    has_site,
    names_of,
    site_before,
)
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import FORM, Meaning
from kg.vocabulary.token_trie import Match

__all__ = ["Elsewhere", "sited_elsewhere"]

#: Data: what a form is said of when it names the site before: "touches the cord without … it".
_IT: Final = (["it"], ["them"])
_WITHIN: Final = (["in"], ["of"], ["within"])
#: Tokens before a name that hold what says that it is one, and an article or adjectives.
_BEFORE_NAME: Final = 4


class Elsewhere:
    """The sites that a form without one near it can be said of, and whether any is extraspinal."""

    __slots__ = ("heading_sites", "may_be_extraspinal", "subject")

    def __init__(
        self,
        subject: Match[Meaning] | None,
        heading_sites: tuple[str, ...],
        may_be_extraspinal: bool,
    ) -> None:
        self.subject = subject
        self.heading_sites = heading_sites
        self.may_be_extraspinal = may_be_extraspinal


def sited_elsewhere(
    marks: Marks, lexicon: Lexicon, position: int, elsewhere: Elsewhere
) -> list[Mention]:
    """Return what a form says of the subject of its sentence, or else of the heading above."""
    subject, heading_sites = elsewhere.subject, elsewhere.heading_sites
    phrase = marks.phrases[position]
    following = marks.words[phrase.last + 1 : phrase.last + 3]
    if following[:1] in _IT or (following[:1] in _WITHIN and following[1:] in _IT):
        subject = site_before(marks, position, lexicon) or subject
    if identified := _identified_site(marks, lexicon, position):
        subject = identified
    elif (subject is None and not heading_sites) or has_site(marks, position):
        return []
    if subject is not None and subject.last < phrase.first:
        pairs = known_pair(lexicon, subject, names_of(phrase, FORM))
        found = [
            mention
            for site, pattern in pairs
            for mention in part_mentions(marks, lexicon, site, position, pattern)
        ]
        for mention in found:
            mention.first, mention.rule = phrase.first, "finding.subject"
        if found:
            return found
    return list(_under_heading(marks, lexicon, position, heading_sites))


def _identified_site(marks: Marks, lexicon: Lexicon, position: int) -> Match[Meaning] | None:
    """Return the site of what a form identifies: "an epidural collection, likely a hematoma".

    So it does where the form is only denied of it: "flattening the cord without signal change".
    """
    phrase = marks.phrases[position]
    is_alone = any(("", form) in lexicon.patterns for form in names_of(phrase, FORM))
    for index in range(phrase.first - 1, max(phrase.first - _BEFORE_NAME, -1), -1):
        cue = marks.cue_at[index]
        if cue is None:
            continue
        words = marks.words_of(cue)
        if (
            words in IDENTIFYING
            or POSSIBLE_BEFORE in cue.kinds
            or (ABSENT_BEFORE in cue.kinds and words.startswith("with") and not is_alone)
        ):
            return site_before(marks, position, lexicon)
    return None


def _under_heading(
    marks: Marks, lexicon: Lexicon, position: int, sites: tuple[str, ...]
) -> Iterator[Mention]:
    """Yield the finding of a form that is said of the site in the heading above it."""
    phrase = marks.phrases[position]
    for form in names_of(phrase, FORM):
        for site in sites:
            if pattern := lexicon.patterns.get((site, form)):
                model = Mention(
                    finding=pattern.findings[0],
                    first=phrase.first,
                    last=phrase.last,
                    head=phrase.last,
                    rule="finding.heading",
                    site=site,
                    form_first=phrase.first,
                )
                yield from each_finding(model, pattern)
                return
