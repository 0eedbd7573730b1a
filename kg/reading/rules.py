"""Data: the rules by which a finding is read, each by its identifier and in one sentence.

The identifiers stand in the evidence of every finding, so that an answer can say why.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from kg.reading.cues import CueKind

__all__ = ["RULES", "spelling_tolerated", "status_rule"]

_TOLERATED: Final = ".respelled"

_FINDING: Final[dict[str, str]] = {
    "finding.phrase": "the words are a label of the finding class",
    "finding.parts": "a site and a form that name the finding together",
    "finding.subject": "a form said of the site that is the subject of the sentence",
    "finding.heading": "a form said of the site in the heading above",
    "finding.form": "a form that names the finding without a site",
    "finding.repeated": "a place after a negation or a degree repeats the finding before it",
}
_STATUS: Final[dict[str, str]] = {
    "status.stated": "the sentence states it and nothing denies or doubts it",
    "status.implied": "the wording itself says that it is not there",
    "status.alternative": "the report names it as one of two and does not decide",
    "status.part": "only one of two sides is denied",
}
_CUES: Final[dict[CueKind, str]] = {
    CueKind.ABSENT_BEFORE: "a negation before it in its clause",
    CueKind.ABSENT_AFTER: "a negation after it in its clause",
    CueKind.POSSIBLE_BEFORE: "a word of doubt before it in its clause",
    CueKind.POSSIBLE_AFTER: "a word of doubt after it in its clause",
    CueKind.HISTORICAL_BEFORE: "a word before it says that it is gone",
    CueKind.HISTORICAL_AFTER: "a word after it says that it is gone",
}
_LEVEL: Final[dict[str, str]] = {
    "level.clause": "the level named in its own clause",
    "level.clause-before": "the level of the clause that its own belongs to",
    "level.same-level": '"this level" points back to a level',
    "level.opening": "the level with which the sentence opens",
    "level.heading": "the level heading above",
    "level.region-heading": "the region in the heading of the section",
    "level.lesion-before": "the level of the lesion described before, of which this is the name",
    "level.sentence-before": "the level of the sentence before",
    "level.sentence-after": "the sentence after goes on about the finding and places it",
    "level.respectively": "the sentence gives each finding a level of its own",
    "level.general": "the sentence speaks of many levels and names none",
    "level.none": "nothing names a level",
}
_SIDE: Final[dict[str, str]] = {
    "side.before": "a word of side before it, in its noun phrase",
    "side.respectively": "the sentence gives each level a side of its own",
    "side.shared": "the side of the site that it is joined to",
    "side.after": "a word of side after it",
}
_SEVERITY: Final[dict[str, str]] = {
    "severity.before": "a word of degree before it, in its noun phrase",
    "severity.after": "a word of degree after it",
    "severity.respectively": "the sentence gives each level a degree of its own",
    "severity.shared": "the degree of the finding that it is joined to",
}


@cache
def status_rule(kind: CueKind) -> str:
    """Return the identifier of the rule that a cue of this kind stands for."""
    return f"status.{kind.value.replace(' ', '-')}"


def spelling_tolerated(rule: str) -> str:
    """Return the identifier of a finding rule where a misspelt word was read as one it is near."""
    return f"{rule}{_TOLERATED}"


#: Identifier -> what the rule says.
RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **_FINDING,
        **{
            spelling_tolerated(name): f"{text}; a misspelt word was read as the one it is near"
            for name, text in _FINDING.items()
        },
        **_STATUS,
        **{status_rule(kind): text for kind, text in _CUES.items()},
        **_LEVEL,
        **_SIDE,
        **_SEVERITY,
    }
)
