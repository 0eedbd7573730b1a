"""Two names in one sentence: alternatives ("bulge or protrusion"), and what a mass is."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kg.findings.qualities import PRESENT
from kg.reading.assertion import Assertion
from kg.reading.assertion_cues import IDENTIFYING, UNDECIDED
from kg.reading.cues import DEPENDENT_BREAK
from kg.reading.marks import Marks
from kg.reading.mention import Mention

__all__ = ["with_alternatives", "without_identified"]

#: Tokens between the two, the article of the second included.
_LONGEST_JOINT: Final = 4
_ALTERNATIVE: Final = UNDECIDED | {"or"}
_RULE: Final = "status.alternative"
#: Data: words for what is not said to be anything yet.
_COLLECTIONS: Final = frozenset({"collection", "collections", "material"})
#: Data: a lesion, and the change of signal that is all that it is said to be.
_DESCRIBED: Final = {"IntramedullaryTumor": "CordSignalAbnormality"}


def with_alternatives(
    marks: Marks, asserted: Sequence[tuple[Mention, Assertion]]
) -> list[tuple[Mention, Assertion]]:
    """Return the mentions with those made possible that an alternative leaves open.

    Of "X or Y" the second is possible, of "X versus Y" both are (data/GOLD.md, Fields); a negation
    stands: "no fracture or listhesis".
    """
    found = list(asserted)
    if _ALTERNATIVE.isdisjoint(marks.word_set):
        return found
    for position, (mention, _) in enumerate(found):
        # "Myelomalacia versus edema": whatever the other is, the first is open.
        after = "".join(marks.words[mention.last + 1 : mention.last + 2])
        if after in UNDECIDED:
            found[position] = _left_open(found[position], after)
    for first, second in pairwise(range(len(found))):
        word = _joint(marks, found[first][0], found[second][0])
        if word is None:
            continue
        for position in (first, second) if word in UNDECIDED else (second,):
            found[position] = _left_open(found[position], word)
    return found


def _left_open(said: tuple[Mention, Assertion], word: str) -> tuple[Mention, Assertion]:
    """Return a mention as `word` leaves it: what is present becomes possible, the rest stands."""
    mention, assertion = said
    if assertion.status is PRESENT and not mention.implies_absent:
        return mention, assertion.left_open(word, _RULE)
    return said


def without_identified(
    marks: Marks, asserted: list[tuple[Mention, Assertion]], unidentified: frozenset[str]
) -> list[tuple[Mention, Assertion]]:
    """Return the mentions without the masses that the sentence itself identifies.

    A mass "consistent with a meningioma" is a meningioma only (data/GOLD.md, Settled wordings);
    one that is held to be possible leaves the mass standing. `unidentified` are classes of masses.
    """
    if len(asserted) < 2:
        return asserted
    gone = {
        i
        for i, (mention, _) in enumerate(asserted)
        if (marks.words[mention.head] in _COLLECTIONS or mention.finding in _DESCRIBED)
        and _is_named(marks, mention, asserted)
    }
    if DEPENDENT_BREAK not in marks.cue_kinds and not gone:
        return asserted
    for cue in marks.cues_of(DEPENDENT_BREAK):
        if marks.words_of(cue) not in IDENTIFYING:
            continue
        masses = [
            i
            for i, (mention, _) in enumerate(asserted)
            if mention.last < cue.first
            and (mention.finding in unidentified or marks.words[mention.head] == "collection")
        ]
        names = [i for i, (mention, _) in enumerate(asserted) if mention.first > cue.last]
        if not masses or not names:
            continue
        (mass, found), (name, sure) = asserted[masses[-1]], asserted[names[0]]
        if name.finding != mass.finding and found.status is sure.status is PRESENT:
            gone.add(masses[-1])
            name.identifies = mass
    return [one for position, one in enumerate(asserted) if position not in gone]


def _is_named(
    marks: Marks, mention: Mention, asserted: Sequence[tuple[Mention, Assertion]]
) -> bool:
    """Say whether another mention says what a collection holds, or what a lesion of the cord is.

    "An epidural collection, likely a hematoma", "hyperintense cord lesions".
    """
    word = marks.words[mention.head]
    return any(
        other is not mention
        and other.site_first == mention.site_first is not None
        and (
            (word in _COLLECTIONS and other.rule == "finding.subject")
            or _DESCRIBED.get(mention.finding) == other.finding
        )
        for other, _ in asserted
    )


def _joint(marks: Marks, one: Mention, other: Mention) -> str | None:
    """Return the word that joins two mentions as alternatives, or None."""
    if one.finding == other.finding or one.head >= other.head:
        return None
    if one.form_first is not None and one.form_first == other.form_first:
        return None
    between = marks.words[one.last + 1 : other.first]
    if one.last >= other.first:
        between = marks.words[one.head + 1 : other.head]
    if len(between) > _LONGEST_JOINT:
        return None
    return next((word for word in between if word in _ALTERNATIVE), None)
