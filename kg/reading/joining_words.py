"""Data: the small words that join, link and separate the parts of a sentence."""

from typing import Final

__all__ = [
    "COPULAS",
    "FRESH_START",
    "JOINING",
    "LEFT_STOPS",
    "LINKING",
    "LINKING_VERBS",
    "RIGHT_PASSED",
    "SEEN",
    "SIDED_BY",
    "SIDED_PASSED",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that may stand between the sites, or the forms, of one list.
JOINING: Final = _words(
    ", and or nor & / a an the both ( ) of on upon to no also as well either any with its their "
    "respective + than within in "
)

#: Words that may stand between a form and its site: "effacement of the ventral thecal sac".
LINKING: Final = _words(
    "itself themselves "
    "of on upon to into against in the a an at within along involving for over ( level "
    "levels these this that up toward arising originating "
)

#: Words before those that only say that it is there: "desiccation is seen in the discs".
SEEN: Final = _words(
    "is are was were again seen noted present identified demonstrated evident phenomena "
    "observed found visible visualized visualised "
    "nevertheless also however still "
)

#: Words between a site and the form that is said of it: "the canal is narrowed".
COPULAS: Final = _words(
    "is are was were appear appears appeared remain remains be been seems seem has have had "
    "shows demonstrates show demonstrate being looks demonstrated showed which noted seen "
)

#: Words after "and" or a comma that open a statement of its own.
FRESH_START: Final = _words(
    "there a an the is are at mild it this these multilevel with normal in on has "
)

#: Verbs that show that a stretch of words is a statement and not a list item.
LINKING_VERBS: Final = _words("is are was were shows has have demonstrates ")

#: Words that end the noun phrase of a mention on its left.
LEFT_STOPS: Final = _words(
    "of in on at from by into upon through is are was were there shows demonstrates "
    "reveals has have had and or nor ; : . ( ) which that as for than & within between "
    "where "
)

#: Words passed over on the right before a degree or a side is looked for.
RIGHT_PASSED: Final = _words(
    "is are was were present seen noted identified at the in level levels of degree "
    "severity being appears appear which both each evident again there on side aspect "
    "joint joints and "
)

#: Words directly after a finding that bring the side of what it comes from or lies at.
SIDED_BY: Final = _words(
    "arising arises from projecting projects surrounding surrounds envelops enveloping encases "
    "encasing traversing traverses occupying occupies upon originating originates filling within "
    "centered centred located in of"
)

#: Words passed over between one of those and the side.
SIDED_PASSED: Final = SIDED_BY | _words("of on the a in into at exiting traversing descending")
