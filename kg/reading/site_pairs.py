"""Which findings a form makes with the sites beside it."""

from typing import Final

from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.sites import (
    names_of,
    site_chain,
    spinal_beside,
)
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.lexicon_source import Pattern
from kg.vocabulary.meanings import SITE, Meaning
from kg.vocabulary.token_trie import Match

__all__ = ["each_finding", "known_pair", "paired", "part_mentions"]

#: Data: verbs that tell where something reaches, and nothing of the site before them.
_REACHING_FROM: Final = frozenset({"extended", "extending", "extends"})
_EXTRASPINAL: Final = "ExtraspinalSite"


def paired(marks: Marks, lexicon: Lexicon, position: int, forms: tuple[str, ...]) -> list[Mention]:
    """Return a mention for each site that shares the form at `position`."""
    if SITE not in marks.phrase_kinds:
        return []
    phrase = marks.phrases[position]
    word = marks.words[phrase.first]
    verbal = word.endswith("ing") or (word.endswith("s") and not word.endswith(("is", "ss", "us")))
    # "Canal stenosis and compression of the cord": what follows "of" is the site.
    after = phrase.last + 1
    names_it = after < len(marks.words) and marks.words[after] == "of"
    near_left, near_right = _sites_beside(marks, position)
    if near_left and not word.endswith("ing"):
        # "Canal stenosis and …", "disc bulges with …": nouns, with their site before them.
        verbal = False
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
            for pair in known_pair(lexicon, spinal_beside(marks, lexicon, site), forms)
        ]
        if pairs:
            return [
                mention
                for site, pattern in pairs
                for mention in part_mentions(marks, lexicon, site, position, pattern)
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


def known_pair(
    lexicon: Lexicon, site: Match[Meaning], forms: tuple[str, ...]
) -> tuple[tuple[Match[Meaning], Pattern], ...]:
    """Return the site with what it means together with the first form that it has a pattern for."""
    for name in names_of(site, SITE):
        key = _EXTRASPINAL if name in lexicon.extraspinal_sites else name
        for form in forms:
            if pattern := lexicon.patterns.get((key, form)):
                return ((site, pattern),)
    return ()


def part_mentions(
    marks: Marks, lexicon: Lexicon, site: Match[Meaning], position: int, pattern: Pattern
) -> list[Mention]:
    """Return the mentions of a site and the form at `position` that `pattern` makes together."""
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
        extraspinal=name in lexicon.extraspinal_sites,
    )
    return each_finding(model, pattern)


def each_finding(model: Mention, pattern: Pattern) -> list[Mention]:
    """Return a mention for each finding of a pattern; `model` is the one for the first.

    What else the pattern says holds for each of them, and is set here.
    """
    model.implies_absent = pattern.implies_absent
    model.requires_level = pattern.requires_level
    if len(pattern.findings) == 1:
        return [model]
    return [model, *(model.named(finding) for finding in pattern.findings[1:])]
