"""Data: the words that say how a finding compares with an earlier examination."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.findings.qualities import Change

__all__ = ["CHANGES", "NO_CHANGE", "NO_FURTHER"]

#: What denies a change, and so tells that there is something that could have changed.
NO_CHANGE: Final = tuple(
    f"{lead} {amount}{change}"
    for lead in ("no", "without", "no evidence of", "without evidence of")
    for amount in (
        "",
        "interval ",
        "significant ",
        "significant interval ",
        "appreciable ",
        "definite ",
        "further ",
        "obvious ",
    )
    for change in (
        "change",
        "decrease",
        "enlargement",
        "growth",
        "improvement",
        "increase",
        "progression",
        "worsening",
    )
)
#: The same for what gets worse by more of itself: "no further loss of height".
NO_FURTHER: Final = tuple(
    f"{lead} further {what}"
    for lead in ("no", "without")
    for what in ("collapse", "compression", "height loss", "loss of height", "retropulsion")
)
_CHANGES: Final[dict[Change, tuple[str, ...]]] = {
    Change.NEW: (
        "new",
        "newly",
        "interval development of",
        "has developed",
        "interval appearance of",
    ),
    Change.LARGER: (
        "larger",
        "increased in size",
        "interval increase",
        "enlarged",
        "has increased",
        "have increased",
        "progression of",
        "has progressed",
        "worsened",
        "has worsened",
        "interval progression",
        "interval worsening",
        "has enlarged",
        "progressed",
        "worsening",
        "increased in extent",
        "interval enlargement",
    ),
    Change.SMALLER: (
        "smaller",
        "decreased in size",
        "interval decrease",
        "has decreased",
        "have decreased",
        "regressed",
        "has regressed",
        "improved",
        "has improved",
        "interval improvement",
        "interval reduction",
        "improvement of",
        "reduction of",
        "partially resolved",
    ),
    Change.STABLE: (
        "stable",
        "unchanged",
        *NO_CHANGE,
        *NO_FURTHER,
        "similar to prior",
        "not significantly changed",
        "again seen",
        "again noted",
        "persistent",
        "similar in appearance",
        "redemonstrated",
        "redemonstration of",
        "not changed",
    ),
    Change.RESOLVED: (
        "resolved",
        "has resolved",
        "have resolved",
        "resolution of",
        "no longer seen",
        "interval resolution of",
        "is no longer seen",
        "has completely resolved",
    ),
}
CHANGES: Final[Mapping[str, Change]] = MappingProxyType(
    {word: change for change, words in _CHANGES.items() for word in words}
)
