"""Which sites of a sentence a form is said of: the nearest, those joined to it, the subject."""

from collections.abc import Iterator

from kg.reading.cues import GRADING, CueKind
from kg.reading.joining_words import COPULAS, JOINING, LINKING, SEEN
from kg.reading.marks import Marks
from kg.vocabulary.lexicon import Lexicon, Meaning, MeaningKind
from kg.vocabulary.token_trie import Match

__all__ = ["has_site", "names_of", "site_chain", "spinal_beside", "subject_of"]

#: Phrases; no list of sites or forms is longer, so that reading stays linear.
_LONGEST_CHAIN = 12
_SHORT_GAP, _LONG_GAP = 2, 7
_NAMING = frozenset({MeaningKind.FORM, MeaningKind.FINDING})
_UNITS = frozenset({"%", "cm", "mm", "percent"})
#: Tokens from the start of a sentence in which its subject stands.
_SUBJECT_WITHIN = 4
#: Data: negations between a site and what is said of it: "the cord is neither compressed nor …".
_PREDICATE_NEGATIONS = frozenset({"free", "neither", "no", "nor", "not"})
_BEFORE_LEVEL = frozenset({"at", "the", "level"})
#: Words of which a list has one between its parts, and those that no form reaches over.
_CONJUNCTIONS = frozenset({",", "and", "or", "nor", "&", "/"})
_SEPARATING = frozenset({",", ":", "and", "or", "nor", "&"})
_BREAKS = frozenset({CueKind.CLAUSE_BREAK, CueKind.DEPENDENT_BREAK})


def names_of(phrase: Match[Meaning], kind: MeaningKind) -> tuple[str, ...]:
    """Return the names of all that a phrase can mean of one kind."""
    return phrase.names.get(kind, ())


def has_site(marks: Marks, position: int) -> bool:
    """Say whether a site stands near the form at `position`, even one without a pattern."""
    return any(next(site_chain(marks, position, step), None) for step in (-1, 1))


def subject_of(marks: Marks) -> Match[Meaning] | None:
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


def spinal_beside(marks: Marks, lexicon: Lexicon, site: Match[Meaning]) -> Match[Meaning]:
    """Return the site of the spine directly before an extraspinal one: "paraspinal chest wall"."""
    before = marks.phrase_at[site.first - 1] if site.first else None
    if before is None or MeaningKind.SITE not in before.kinds or not _is_outside(lexicon, site):
        return site
    return site if _is_outside(lexicon, before) else before


def _is_outside(lexicon: Lexicon, site: Match[Meaning]) -> bool:
    return lexicon.extraspinal_sites.issuperset(names_of(site, MeaningKind.SITE))


def site_chain(marks: Marks, position: int, direction: int) -> Iterator[Match[Meaning]]:
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
