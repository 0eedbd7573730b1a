"""Which findings a sentence mentions: phrases as they stand, and sites joined with forms.

"Compressing the thecal sac and the exit nerve roots" is one form with two sites, "central canal or
foraminal stenosis" two sites with one form; each pair that the lexicon knows is a mention.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.cues import GRADING, CueKind
from kg.reading.joining_words import COPULAS, JOINING, LINKING, SEEN
from kg.reading.marks import Marks
from kg.vocabulary.lexicon import Lexicon, Meaning, MeaningKind
from kg.vocabulary.lexicon_source import Pattern
from kg.vocabulary.token_trie import Match

__all__ = ["Mention", "find_mentions"]

_SHORT_GAP, _LONG_GAP = 2, 7
#: Phrases; no list of sites or forms is longer, so that reading stays linear.
_LONGEST_CHAIN = 12
_UNITS = frozenset({"%", "cm", "mm", "percent"})
_NAMING = frozenset({MeaningKind.FORM, MeaningKind.FINDING})
#: Tokens from the start of a sentence in which its subject stands.
_SUBJECT_WITHIN = 4
#: Data: negations between a site and what is said of it: "the cord is neither compressed nor …".
_PREDICATE_NEGATIONS = frozenset({"free", "neither", "no", "nor", "not"})
_BEFORE_LEVEL = frozenset({"at", "the", "level"})
_EXTRASPINAL = "ExtraspinalSite"
#: The class of a spine finding's name that is said of something outside the spine.
_SOMETHING_EXTRASPINAL = "ExtraspinalFinding"
#: Words of which a list has one between its parts, and those that no form reaches over.
_CONJUNCTIONS = frozenset({",", "and", "or", "nor", "&", "/"})
_SEPARATING = frozenset({",", ":", "and", "or", "nor", "&"})
_BREAKS = frozenset({CueKind.CLAUSE_BREAK, CueKind.DEPENDENT_BREAK})


class Mention(NamedTuple):
    """One finding named in a sentence, by token positions.

    `head` is the token that carries the assertion (the form, or the phrase's last word); `site`
    the lexicon's site when the finding was read from parts; `rule` how it was recognised.
    """

    finding: str
    first: int
    last: int
    head: int
    rule: str
    site: str | None = None
    site_first: int | None = None
    site_last: int | None = None
    form_first: int | None = None
    implies_absent: bool = False
    requires_level: bool = False
    extraspinal: bool = False


def find_mentions(
    marks: Marks, lexicon: Lexicon, heading_sites: tuple[str, ...] = ()
) -> list[Mention]:
    """Return the mentions of a sentence, in the order of their heads.

    A form without a site near it is said of the subject of the sentence ("the cord is normal,
    without abnormal signal") or of the heading that it stands under (`heading_sites`).
    """
    found: list[Mention] = []
    subject = _subject(marks)
    for position, phrase in enumerate(marks.phrases):
        if _NAMING.isdisjoint(phrase.kinds):
            continue
        forms = _names(phrase, MeaningKind.FORM)
        paired = list(_paired(marks, lexicon, position, forms)) if forms else []
        if forms and not paired and (subject is not None or heading_sites):
            paired = _sited_elsewhere(marks, lexicon, position, (subject, heading_sites))
        if paired:
            found.extend(paired)
        elif findings := _names(phrase, MeaningKind.FINDING):
            found.append(_phrase_mention(marks, lexicon, position, findings[0]))
        else:
            found.extend(_alone(marks, lexicon, position, forms))
    if len(found) < 2:
        return found
    return sorted(_without_covered(found), key=lambda mention: (mention.head, mention.first))


def _sited_elsewhere(
    marks: Marks,
    lexicon: Lexicon,
    position: int,
    sites: tuple[Match[Meaning] | None, tuple[str, ...]],
) -> list[Mention]:
    """Return what a form says of the subject of its sentence, or else of the heading above."""
    if _has_site(marks, position):
        return []
    (subject, heading_sites), phrase = sites, marks.phrases[position]
    if subject is not None and subject.last < phrase.first:
        pairs = _pair(lexicon, subject, _names(phrase, MeaningKind.FORM))
        found = [
            mention._replace(first=phrase.first, rule="finding.subject")
            for site, pattern in pairs
            for mention in _part_mentions(marks, lexicon, site, position, pattern)
        ]
        if found:
            return found
    return list(_under_heading(marks, lexicon, position, heading_sites))


def _has_site(marks: Marks, position: int) -> bool:
    """Say whether a site stands near the form at `position`, even one without a pattern."""
    return any(next(_site_chain(marks, position, step), None) for step in (-1, 1))


def _subject(marks: Marks) -> Match[Meaning] | None:
    """Return the site that is the subject of the sentence: "the cord is …", "facet joints: …"."""
    first = next((phrase for phrase in marks.phrases if phrase.first <= _SUBJECT_WITHIN), None)
    if first is None or MeaningKind.SITE not in first.kinds:
        return None
    if not _NAMING.isdisjoint(first.kinds):
        return None
    following = first.last + 1
    while following < len(marks.words) and (
        marks.levels_at[following] is not None or marks.words[following] in _BEFORE_LEVEL
    ):
        following += 1
    if following >= len(marks.words):
        return None
    return first if marks.words[following] in COPULAS or marks.words[following] == ":" else None


def _under_heading(
    marks: Marks, lexicon: Lexicon, position: int, sites: tuple[str, ...]
) -> Iterator[Mention]:
    """Yield the finding of a form that is said of the site in the heading above it."""
    phrase = marks.phrases[position]
    for form in _names(phrase, MeaningKind.FORM):
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


def _names(phrase: Match[Meaning], kind: MeaningKind) -> tuple[str, ...]:
    return phrase.names.get(kind, ())


def _paired(
    marks: Marks, lexicon: Lexicon, position: int, forms: tuple[str, ...]
) -> Iterator[Mention]:
    """Yield a mention for each site that shares the form at `position`."""
    verbal = marks.words[marks.phrases[position].first].endswith(("ing", "es", "s"))
    directions = (1, -1) if verbal else (-1, 1)
    for direction in directions:
        chain = [
            _spinal_beside(marks, lexicon, site) for site in _site_chain(marks, position, direction)
        ]
        pairs = [pair for site in chain for pair in _pair(lexicon, site, forms)]
        if pairs:
            for site, pattern in pairs:
                yield from _part_mentions(marks, lexicon, site, position, pattern)
            return


def _spinal_beside(marks: Marks, lexicon: Lexicon, site: Match[Meaning]) -> Match[Meaning]:
    """Return the site of the spine directly before an extraspinal one: "paraspinal chest wall"."""
    before = marks.phrase_at[site.first - 1] if site.first else None
    if before is None or MeaningKind.SITE not in before.kinds or not _is_outside(lexicon, site):
        return site
    return site if _is_outside(lexicon, before) else before


def _is_outside(lexicon: Lexicon, site: Match[Meaning]) -> bool:
    return lexicon.extraspinal_sites.issuperset(_names(site, MeaningKind.SITE))


def _pair(
    lexicon: Lexicon, site: Match[Meaning], forms: tuple[str, ...]
) -> Iterator[tuple[Match[Meaning], Pattern]]:
    for name in _names(site, MeaningKind.SITE):
        key = _EXTRASPINAL if name in lexicon.extraspinal_sites else name
        for form in forms:
            if pattern := lexicon.patterns.get((key, form)):
                yield site, pattern
                return


def _site_chain(marks: Marks, position: int, direction: int) -> Iterator[Match[Meaning]]:
    """Yield the sites joined to the form at `position`, nearest first."""
    edge, joined = marks.phrases[position], False
    following = position + direction
    farthest = position + direction * _LONGEST_CHAIN
    while 0 <= following < len(marks.phrases) and following != farthest:
        phrase = marks.phrases[following]
        low, high = (edge.last, phrase.first) if direction > 0 else (phrase.last, edge.first)
        gap = range(low + 1, high)
        if MeaningKind.SITE not in phrase.kinds or MeaningKind.FORM in phrase.kinds:
            if _is_passed(marks, phrase, gap, direction) and not joined:
                edge = phrase if MeaningKind.FORM in phrase.kinds else edge
                following += direction
                continue
            return
        if not (_is_joining(marks, gap) if joined else _is_bridge(marks, gap, direction)):
            return
        if joined and (_is_governed(marks, following) or _has_own_form(marks, following)):
            return
        yield phrase
        edge, joined = phrase, True
        following += direction


def _is_governed(marks: Marks, position: int) -> bool:
    """Say whether a site belongs to the form before it: "indentation of the thecal sac and …"."""
    site = marks.phrases[position]
    before = marks.phrases[position - 1] if position else None
    if before is None or MeaningKind.FORM not in before.kinds:
        return False
    return marks.words[before.last + 1 : site.first][:1] in (["of"], ["on"], ["upon"])


def _has_own_form(marks: Marks, position: int) -> bool:
    """Say whether a site has a form directly after it: "…, L3 transverse process fracture"."""
    after = marks.phrases[position + 1] if position + 1 < len(marks.phrases) else None
    return (
        after is not None
        and after.first == marks.phrases[position].last + 1
        and MeaningKind.FORM in after.kinds
    )


def _is_passed(marks: Marks, phrase: Match[Meaning], gap: range, direction: int) -> bool:
    """Say whether a form reaches past a phrase: a region, or a form that shares its site.

    In "free of epidural abscess or haematoma" both are epidural.
    """
    if MeaningKind.FORM in phrase.kinds:
        return _is_joining(marks, gap)
    return MeaningKind.LEVEL_SET in phrase.kinds


def _is_joining(marks: Marks, gap: range) -> bool:
    if not gap:
        return False
    words = [marks.words[index] for index in gap if not _is_quality(marks, index)]
    if not words:
        return False
    return (
        len(words) <= _LONG_GAP
        and JOINING.issuperset(words)
        and not _CONJUNCTIONS.isdisjoint(words)
    )


def _is_bridge(marks: Marks, gap: range, direction: int) -> bool:
    """Say whether a form reaches its nearest site over the tokens of `gap`."""
    if not gap:
        return True
    words = [marks.words[i] for i in gap if not _is_quality(marks, i)]
    if not _SEPARATING.isdisjoint(words):
        return False
    for index in gap:
        if _is_break(marks, index, direction):
            return False
    if direction > 0:
        after_verb = next((word for word in words if word not in SEEN), "")
        linked = after_verb in LINKING
    else:
        linked = not COPULAS.isdisjoint(words)
    return len(words) <= (_LONG_GAP if linked else _SHORT_GAP)


def _is_quality(marks: Marks, index: int) -> bool:
    """Say whether a token only grades, places or numbers what stands around it."""
    if marks.levels_at[index] is not None:
        return True
    cue, word = marks.cue_at[index], marks.words[index]
    if cue is not None and not GRADING.isdisjoint(cue.kinds):
        return True
    return word in _UNITS or word[0].isdigit()


def _is_break(marks: Marks, index: int, direction: int) -> bool:
    """Say whether a form cannot reach over a token; only "not" lies between a site and a form."""
    cue = marks.cue_at[index]
    if cue is None:
        return marks.words[index] == ";"
    kinds = cue.kinds.keys()
    if CueKind.ABSENT_BEFORE in kinds:
        return direction > 0 or marks.words[cue.first] not in _PREDICATE_NEGATIONS
    return not _BREAKS.isdisjoint(kinds)


def _part_mentions(
    marks: Marks, lexicon: Lexicon, site: Match[Meaning], position: int, pattern: Pattern
) -> Iterator[Mention]:
    form = marks.phrases[position]
    name = _names(site, MeaningKind.SITE)[0]
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
    yield from _each(model, pattern)


def _each(model: Mention, pattern: Pattern) -> Iterator[Mention]:
    """Yield a mention for each finding of a pattern; `model` is the one for the first."""
    yield model
    for finding in pattern.findings[1:]:
        yield model._replace(finding=finding)


def _phrase_mention(marks: Marks, lexicon: Lexicon, position: int, finding: str) -> Mention:
    phrase = marks.phrases[position]
    model = Mention(
        finding=finding,
        first=phrase.first,
        last=phrase.last,
        head=phrase.last,
        rule="finding.phrase",
        extraspinal=finding in lexicon.extraspinal_findings,
    )
    if model.extraspinal:
        return model
    site = _extraspinal_site(marks, lexicon, position)
    if site is None:
        return model
    return model._replace(finding=_SOMETHING_EXTRASPINAL, site=site, extraspinal=True)


def _alone(
    marks: Marks, lexicon: Lexicon, position: int, forms: tuple[str, ...]
) -> Iterator[Mention]:
    if _extraspinal_site(marks, lexicon, position):
        return
    phrase = marks.phrases[position]
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
            yield from _each(model, pattern)
            return


def _extraspinal_site(marks: Marks, lexicon: Lexicon, position: int) -> str | None:
    """Return the site outside the spine of which the phrase at `position` is said, if any."""
    for direction in (-1, 1):
        for site in _site_chain(marks, position, direction):
            names = _names(site, MeaningKind.SITE)
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
