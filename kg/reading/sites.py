"""Which sites of a sentence a form is said of: the nearest, those joined to it, the subject."""

from typing import Final

from kg.reading.joining_words import COPULAS
from kg.reading.marks import Marks
from kg.reading.site_bridges import is_bridge, is_joining
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import FORM, LEVEL_SET, NAMING, SITE, Meaning, MeaningKind
from kg.vocabulary.token_trie import Match

__all__ = [
    "has_site",
    "names_extraspinal",
    "names_of",
    "site_before",
    "site_chain",
    "spinal_beside",
    "subject_of",
]

#: Phrases; no list of sites or forms is longer, so that reading stays linear.
_LONGEST_CHAIN: Final = 12
#: Tokens from the start of a sentence in which its subject stands.
_SUBJECT_WITHIN: Final = 4
#: Data: what else opens what is said of a subject: "cord: normal", "conus without injury".
_PREDICATE_OPENERS: Final = frozenset({":", "without"})
#: Data: verbs between a form and its site: "edema involves the marrow of L4".
_REACHING: Final = frozenset({"involves", "involve", "involving", "affects", "affecting"})
#: Data: words between an adjective and its site: "a swollen lower thoracic cord".
_PARTS: Final = frozenset({"distal", "lower", "mid", "proximal", "upper", "visualized"})
#: Data: adjectives that say how a site is, over which another form reaches it.
_STATES: Final = frozenset({"enlarged", "expanded", "swollen", "thickened", "widened"})
_BEFORE_LEVEL: Final = frozenset({"at", "the", "level"})


def names_of(phrase: Match[Meaning], kind: MeaningKind) -> tuple[str, ...]:
    """Return the names of all that a phrase can mean of one kind."""
    return phrase.names.get(kind, ())


def has_site(marks: Marks, position: int) -> bool:
    """Say whether a site stands near the form at `position`, even one without a pattern."""
    return any(site_chain(marks, position, step) for step in (-1, 1))


def names_extraspinal(marks: Marks, lexicon: Lexicon) -> bool:
    """Say whether a sentence names a site outside the spine at all."""
    if SITE not in marks.phrase_kinds:
        return False
    for phrase in marks.phrases:
        sites = phrase.names.get(SITE)
        if sites is not None and lexicon.extraspinal_sites.issuperset(sites):
            return True
    return False


def subject_of(marks: Marks) -> Match[Meaning] | None:
    """Return the site that is the subject of the sentence: "the cord is …", "facet joints: …"."""
    first = marks.phrases[0] if marks.phrases else None
    if first is None or first.first > _SUBJECT_WITHIN or SITE not in first.kinds:
        return None
    if not NAMING.isdisjoint(first.kinds):
        return None
    following = first.last + 1
    while following < len(marks.words) and (
        marks.levels_at[following] is not None or marks.words[following] in _BEFORE_LEVEL
    ):
        following += 1
    if following >= len(marks.words):
        return None
    word = marks.words[following]
    return first if word in COPULAS or word in _PREDICATE_OPENERS else None


def site_before(marks: Marks, position: int, lexicon: Lexicon) -> Match[Meaning] | None:
    """Return the nearest site before the phrase at `position`, also one inside a finding's name."""
    for index in range(marks.phrases[position].first - 1, -1, -1):
        phrase = marks.phrase_at[index]
        if phrase is None:
            continue
        if SITE in phrase.kinds and NAMING.isdisjoint(phrase.kinds):
            return phrase
        for inner in lexicon.phrases.matches(marks.folded[index : index + 1]):
            if inner.kinds.keys() == {SITE}:
                return Match(index, index, inner.meanings, inner.kinds, inner.names)
    return None


def spinal_beside(marks: Marks, lexicon: Lexicon, site: Match[Meaning]) -> Match[Meaning]:
    """Return the site of the spine directly before an extraspinal one: "paraspinal chest wall"."""
    before = marks.phrase_at[site.first - 1] if site.first else None
    if before is None or SITE not in before.kinds or not _is_outside(lexicon, site):
        return site
    return site if _is_outside(lexicon, before) else before


def _is_outside(lexicon: Lexicon, site: Match[Meaning]) -> bool:
    return lexicon.extraspinal_sites.issuperset(names_of(site, SITE))


def site_chain(marks: Marks, position: int, direction: int) -> list[Match[Meaning]]:
    """Return the sites joined to the form at `position`, nearest first."""
    chain: list[Match[Meaning]] = []
    if SITE not in marks.phrase_kinds:
        return chain
    phrases = marks.phrases
    edge, following = phrases[position], position + direction
    farthest = position + direction * _LONGEST_CHAIN
    while 0 <= following < len(phrases) and following != farthest:
        phrase = phrases[following]
        low, high = (edge.last, phrase.first) if direction > 0 else (phrase.last, edge.first)
        is_both = FORM in phrase.kinds and (bool(chain) or low + 1 < high)
        if SITE not in phrase.kinds or is_both:
            if (
                chain
                or not _is_passed(marks, phrase, low + 1, high)
                or (direction > 0 and _turns_to_verb(marks, edge, phrase))
            ):
                return chain
            edge = phrase if FORM in phrase.kinds else edge
        elif not chain:
            if not is_bridge(marks, low + 1, high, direction):
                return chain
            chain.append(phrase)
            edge = phrase
        elif (
            not is_joining(marks, low + 1, high)
            or _is_governed(marks, following)
            or _has_own_form(marks, following)
        ):
            return chain
        else:
            chain.append(phrase)
            edge = phrase
        following += direction
    return chain


def _is_governed(marks: Marks, position: int) -> bool:
    """Say whether a site belongs to the form before it: "indentation of the thecal sac and …"."""
    site = marks.phrases[position]
    before = marks.phrases[position - 1] if position else None
    if before is None or FORM not in before.kinds:
        return False
    return marks.words[before.last + 1 : site.first][:1] in (["of"], ["on"], ["upon"])


def _has_own_form(marks: Marks, position: int) -> bool:
    """Say whether a site has a form directly after it: "…, L3 transverse process fracture"."""
    after = marks.phrases[position + 1] if position + 1 < len(marks.phrases) else None
    return (
        after is not None
        and after.first == marks.phrases[position].last + 1
        and FORM in after.kinds
    )


def _is_passed(marks: Marks, phrase: Match[Meaning], first: int, end: int) -> bool:
    """Say whether a form reaches past a phrase: a region, or a form that shares its site.

    In "free of epidural abscess or haematoma" both are epidural.
    """
    if FORM in phrase.kinds:
        if marks.words[phrase.first] in _REACHING and phrase.first == phrase.last:
            return True
        if _describes_site(marks, phrase) and is_bridge(marks, first, end, 1):
            return True
        return is_joining(marks, first, end)
    return LEVEL_SET in phrase.kinds


def _describes_site(marks: Marks, phrase: Match[Meaning]) -> bool:
    """Say whether a form is an adjective of the site behind it: "signal in a swollen cord"."""
    if marks.words[phrase.first] not in _STATES:
        return False
    for index in range(phrase.last + 1, len(marks.words)):
        following = marks.phrase_at[index]
        if following is not None and SITE in following.kinds:
            return True
        is_region = following is not None and LEVEL_SET in following.kinds
        if not is_region and marks.words[index] not in _PARTS:
            return False
    return False


def _turns_to_verb(marks: Marks, form: Match[Meaning], phrase: Match[Meaning]) -> bool:
    """Say whether a verb with a site of its own follows: "T2 hyperintense, flattening the cord"."""
    return (
        FORM in phrase.kinds
        and marks.words[phrase.first - 1] == ","
        and marks.words[phrase.first].endswith("ing")
        and not marks.words[form.first].endswith(("ing", "es", "s"))
    )
