"""Which findings a sentence mentions: phrases as they stand, and sites joined with forms.

"Compressing the thecal sac and the exit nerve roots" is one form with two sites, "central canal or
foraminal stenosis" two sites with one form; each pair that the lexicon knows is a mention.
"""

from collections.abc import Iterator
from typing import Final

from kg.reading.assertion_cues import IDENTIFYING
from kg.reading.cues import POSSIBLE_BEFORE
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.sites import (
    has_site,
    names_extraspinal,
    names_of,
    site_before,
    site_chain,
    spinal_beside,
    subject_of,
)
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.lexicon_source import Pattern
from kg.vocabulary.meanings import FINDING, FORM, NAMING, SITE, Meaning
from kg.vocabulary.token_trie import Match

__all__ = ["find_mentions"]

#: Data: what a form is said of when it names the site before: "touches the cord without … it".
_IT: Final = (["it"], ["them"])
_WITHIN: Final = (["in"], ["of"], ["within"])
#: Tokens before a name that hold what says that it is one, and an article or adjectives.
_BEFORE_NAME: Final = 4
#: Data: verbs that tell where something reaches, and nothing of the site before them.
_REACHING_FROM: Final = frozenset({"extended", "extending", "extends"})
_EXTRASPINAL: Final = "ExtraspinalSite"
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
    elsewhere = _Elsewhere(subject_of(marks), heading_sites, names_extraspinal(marks, lexicon))
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


class _Elsewhere:
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


def _named_by(
    marks: Marks, lexicon: Lexicon, position: int, elsewhere: _Elsewhere
) -> list[Mention]:
    """Return what the phrase at `position` names, with the sites that it is said of."""
    phrase = marks.phrases[position]
    forms = phrase.names.get(FORM, ())
    found = _paired(marks, lexicon, position, forms) if forms else []
    if forms and not found:
        found = _sited_elsewhere(marks, lexicon, position, elsewhere)
    if found:
        return found
    outside = elsewhere.may_be_extraspinal and _extraspinal_site(marks, lexicon, position)
    if findings := phrase.names.get(FINDING):
        return [_phrase_mention(phrase, findings[0], outside or None, lexicon)]
    return [] if outside else _alone(phrase, forms, lexicon)


def _sited_elsewhere(
    marks: Marks, lexicon: Lexicon, position: int, elsewhere: _Elsewhere
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
        pairs = _pair(lexicon, subject, names_of(phrase, FORM))
        found = [
            mention
            for site, pattern in pairs
            for mention in _part_mentions(marks, lexicon, site, position, pattern)
        ]
        for mention in found:
            mention.first, mention.rule = phrase.first, "finding.subject"
        if found:
            return found
    return list(_under_heading(marks, lexicon, position, heading_sites))


def _identified_site(marks: Marks, lexicon: Lexicon, position: int) -> Match[Meaning] | None:
    """Return the site of what a form identifies: "an epidural collection, likely a hematoma"."""
    phrase = marks.phrases[position]
    for index in range(phrase.first - 1, max(phrase.first - _BEFORE_NAME, -1), -1):
        cue = marks.cue_at[index]
        if cue is None:
            continue
        words = " ".join(marks.words[cue.first : cue.last + 1])
        if words in IDENTIFYING or POSSIBLE_BEFORE in cue.kinds:
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
                    implies_absent=pattern.implies_absent,
                    requires_level=pattern.requires_level,
                )
                yield from _each(model, pattern)
                return


def _paired(marks: Marks, lexicon: Lexicon, position: int, forms: tuple[str, ...]) -> list[Mention]:
    """Return a mention for each site that shares the form at `position`."""
    if SITE not in marks.phrase_kinds:
        return []
    phrase = marks.phrases[position]
    verbal = marks.words[phrase.first].endswith(("ing", "es", "s"))
    # "Canal stenosis and compression of the cord": what follows "of" is the site.
    names_it = marks.words[phrase.last + 1 : phrase.last + 2] == ["of"]
    near_left, near_right = _sites_beside(marks, position)
    rightwards = verbal or names_it or (near_right and not near_left)
    directions = (1, -1) if rightwards else (-1, 1)
    for direction in directions:
        if direction < 0 and names_it and not near_left:
            continue
        if direction < 0 and marks.words[phrase.first] in _REACHING_FROM:
            # "A collection in the epidural space extends from T9": the site is where it is.
            continue
        chain = site_chain(marks, position, direction)
        pairs = [
            pair
            for site in chain
            for pair in _pair(lexicon, spinal_beside(marks, lexicon, site), forms)
        ]
        if pairs:
            return [
                mention
                for site, pattern in pairs
                for mention in _part_mentions(marks, lexicon, site, position, pattern)
            ]
    return []


def _sites_beside(marks: Marks, position: int) -> tuple[bool, bool]:
    """Say whether a site stands directly before, and directly after, the form at `position`."""
    phrases, phrase = marks.phrases, marks.phrases[position]
    before = phrases[position - 1] if position else None
    after = phrases[position + 1] if position + 1 < len(phrases) else None
    return (
        before is not None and before.last == phrase.first - 1 and SITE in before.kinds,
        after is not None and after.first == phrase.last + 1 and SITE in after.kinds,
    )


def _pair(
    lexicon: Lexicon, site: Match[Meaning], forms: tuple[str, ...]
) -> tuple[tuple[Match[Meaning], Pattern], ...]:
    """Return the site with what it means together with the first form that it has a pattern for."""
    for name in names_of(site, SITE):
        key = _EXTRASPINAL if name in lexicon.extraspinal_sites else name
        for form in forms:
            if pattern := lexicon.patterns.get((key, form)):
                return ((site, pattern),)
    return ()


def _part_mentions(
    marks: Marks, lexicon: Lexicon, site: Match[Meaning], position: int, pattern: Pattern
) -> list[Mention]:
    form = marks.phrases[position]
    name = names_of(site, SITE)[0]
    model = Mention(
        finding=pattern.findings[0],
        first=min(site.first, form.first),
        last=max(site.last, form.last),
        head=form.last,
        rule="finding.parts",
        site=name,
        site_first=site.first,
        site_last=site.last,
        form_first=form.first,
        implies_absent=pattern.implies_absent,
        requires_level=pattern.requires_level,
        extraspinal=name in lexicon.extraspinal_sites,
    )
    return _each(model, pattern)


def _each(model: Mention, pattern: Pattern) -> list[Mention]:
    """Return a mention for each finding of a pattern; `model` is the one for the first."""
    if len(pattern.findings) == 1:
        return [model]
    return [model, *(model.named(finding) for finding in pattern.findings[1:])]


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
                implies_absent=pattern.implies_absent,
                requires_level=pattern.requires_level,
            )
            return _each(model, pattern)
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
