"""Which findings a sentence mentions: phrases as they stand, and sites joined with forms.

"Compressing the thecal sac and the exit nerve roots" is one form with two sites, "central canal or
foraminal stenosis" two sites with one form; each pair that the lexicon knows is a mention.
"""

from typing import Final

from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.site_pairs import each_finding, paired
from kg.reading.sited_elsewhere import Elsewhere, sited_elsewhere
from kg.reading.sites import (
    names_extraspinal,
    names_of,
    site_chain,
    subject_of,
)
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import FINDING, FORM, NAMING, SITE, Meaning
from kg.vocabulary.token_trie import Match

__all__ = ["find_mentions"]

#: The class of a spine finding's name that is said of something outside the spine.
_SOMETHING_EXTRASPINAL: Final = "ExtraspinalFinding"


def find_mentions(
    marks: Marks, lexicon: Lexicon, heading_sites: tuple[str, ...] = ()
) -> list[Mention]:
    """Return the mentions of a sentence, in the order of their heads.

    A form without a site near it is said of the subject of the sentence ("the cord is normal,
    without abnormal signal") or of the heading that it stands under (`heading_sites`).
    """
    found: list[Mention] = []
    if NAMING.isdisjoint(marks.phrase_kinds):
        return found
    elsewhere = Elsewhere(subject_of(marks), heading_sites, names_extraspinal(marks, lexicon))
    for position, phrase in enumerate(marks.phrases):
        if not NAMING.isdisjoint(phrase.kinds):
            found.extend(_named_by(marks, lexicon, position, elsewhere))
    if len(found) < 2:
        return found
    return _in_order(_without_covered(found))


def _in_order(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions in the order of their heads; most are found in it."""
    head, first = -1, -1
    for mention in mentions:
        if mention.head < head or (mention.head == head and mention.first < first):
            return sorted(mentions, key=lambda mention: (mention.head, mention.first))
        head, first = mention.head, mention.first
    return mentions


def _named_by(marks: Marks, lexicon: Lexicon, position: int, elsewhere: Elsewhere) -> list[Mention]:
    """Return what the phrase at `position` names, with the sites that it is said of."""
    phrase = marks.phrases[position]
    forms = phrase.names.get(FORM, ())
    found = paired(marks, lexicon, position, forms) if forms else []
    if forms and not found:
        found = sited_elsewhere(marks, lexicon, position, elsewhere)
    if found:
        return found
    outside = elsewhere.may_be_extraspinal and _extraspinal_site(marks, lexicon, position)
    if findings := phrase.names.get(FINDING):
        return [_phrase_mention(phrase, findings[0], outside or None, lexicon)]
    return [] if outside else _alone(phrase, forms, lexicon)


def _phrase_mention(
    phrase: Match[Meaning], finding: str, outside: str | None, lexicon: Lexicon
) -> Mention:
    """Return the mention of a phrase; `outside` is the site that it is said of if extraspinal."""
    mention = Mention(finding, phrase.first, phrase.last, phrase.last, "finding.phrase")
    if finding in lexicon.extraspinal_findings:
        mention.extraspinal = True
    elif outside is not None:
        mention.finding, mention.site, mention.extraspinal = _SOMETHING_EXTRASPINAL, outside, True
    return mention


def _alone(phrase: Match[Meaning], forms: tuple[str, ...], lexicon: Lexicon) -> list[Mention]:
    """Return what the first form that needs no site means alone."""
    for form in forms:
        if pattern := lexicon.patterns.get(("", form)):
            model = Mention(
                finding=pattern.findings[0],
                first=phrase.first,
                last=phrase.last,
                head=phrase.last,
                rule="finding.form",
            )
            return each_finding(model, pattern)
    return []


def _extraspinal_site(marks: Marks, lexicon: Lexicon, position: int) -> str | None:
    """Return the site outside the spine of which the phrase at `position` is said, if any."""
    for direction in (-1, 1):
        for site in site_chain(marks, position, direction)[:1]:
            names = names_of(site, SITE)
            outside = bool(names) and lexicon.extraspinal_sites.issuperset(names)
            return names[0] if outside else None
    return None


def _without_covered(mentions: list[Mention]) -> list[Mention]:
    """Drop a mention of the same finding whose words lie inside another's."""
    if len({mention.finding for mention in mentions}) == len(mentions):
        return mentions
    return [
        one
        for one in mentions
        if not any(
            other is not one
            and other.finding == one.finding
            and other.first <= one.first
            and one.last <= other.last
            and (other.first, other.last) != (one.first, one.last)
            for other in mentions
        )
    ]
