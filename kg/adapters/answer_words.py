"""Data: the keys and words with which language models and annotation tools say what a finding is.

Keys and words are in lower case, with single spaces in place of hyphens and underscores.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kg.findings.qualities import Severity, Side, Status, Temporality

__all__ = [
    "FIELD_KEYS",
    "FINDINGS_KEYS",
    "FLAGS",
    "NOTHING_SAID",
    "SEVERITY_WORDS",
    "SIDE_WORDS",
    "STATUS_WORDS",
    "TIME_WORDS",
]

#: Keys under which an answer lists its findings.
FINDINGS_KEYS = ("findings", "results", "observations", "entities", "annotations")

#: What is said of a finding -> the keys that say it, the first one there counts.
FIELD_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "finding": ("finding", "type", "name", "label", "term", "observation", "concept", "key"),
        "levels": ("levels", "level", "vertebral levels", "vertebral level", "segments", "segment"),
        "status": ("status", "certainty", "assertion", "presence", "polarity"),
        "side": ("side", "laterality"),
        "severity": ("severity", "degree"),
        "time": ("temporality", "time"),
        "quote": ("quote", "quotes", "evidence", "sentence", "span", "snippet", "text"),
    }
)

#: Keys that are true or false -> the status that each of the two stands for, if any.
FLAGS: Mapping[str, Mapping[bool, Status]] = MappingProxyType(
    {
        "present": {True: Status.PRESENT, False: Status.ABSENT},
        "absent": {True: Status.ABSENT},
        "negated": {True: Status.ABSENT, False: Status.PRESENT},
        "negation": {True: Status.ABSENT, False: Status.PRESENT},
        "uncertain": {True: Status.POSSIBLE},
    }
)

#: Words that stand for nothing said.
NOTHING_SAID = frozenset(
    {
        "",
        "-",
        "n/a",
        "na",
        "nil",
        "none",
        "not applicable",
        "not given",
        "not mentioned",
        "not reported",
        "not specified",
        "not stated",
        "null",
        "unknown",
        "unspecified",
    }
)

STATUS_WORDS: Mapping[str, Status] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "affirmed",
                "asserted",
                "confirmed",
                "definite",
                "definitely present",
                "positive",
                "present",
                "true",
                "yes",
            ),
            Status.PRESENT,
        ),
        **dict.fromkeys(
            (
                "absent",
                "definitely absent",
                "denied",
                "excluded",
                "false",
                "negated",
                "negative",
                "no",
                "not present",
                "ruled out",
            ),
            Status.ABSENT,
        ),
        **dict.fromkeys(
            (
                "cannot exclude",
                "equivocal",
                "hedged",
                "indeterminate",
                "likely",
                "may be present",
                "possible",
                "possibly present",
                "probable",
                "questionable",
                "suspected",
                "suspicious",
                "uncertain",
            ),
            Status.POSSIBLE,
        ),
    }
)

#: Beside the words of `kg.reading.quality_words`: short forms that no sentence would use.
SIDE_WORDS: Mapping[str, Side] = MappingProxyType(
    {
        "b": Side.BILATERAL,
        "b/l": Side.BILATERAL,
        "bl": Side.BILATERAL,
        "center": Side.MIDLINE,
        "central": Side.MIDLINE,
        "centre": Side.MIDLINE,
        "l": Side.LEFT,
        "median": Side.MIDLINE,
        "r": Side.RIGHT,
    }
)

SEVERITY_WORDS: Mapping[str, Severity] = MappingProxyType(
    {
        "mild/moderate": Severity.MILD_MODERATE,
        "moderate/severe": Severity.MODERATE_SEVERE,
    }
)

TIME_WORDS: Mapping[str, Temporality] = MappingProxyType(
    {
        **dict.fromkeys(("current", "now", "present", "recent"), Temporality.CURRENT),
        **dict.fromkeys(
            ("historical", "history", "past", "previous", "prior", "resolved"),
            Temporality.HISTORICAL,
        ),
    }
)
