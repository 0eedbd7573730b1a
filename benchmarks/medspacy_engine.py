"""medspaCy with rules that are handed over; run by `medspacy_process.py` in its own environment.

Reads requests from standard input and answers on standard output, one line of JSON each. The first
request holds the rules and which sentence splitter to use; the others hold texts, and whether the
findings are asked for or the seconds in which they were found. Imports nothing of spinekg.
"""

import gc
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

#: Sections in which no finding is stated, by the names of medspaCy's own section rules.
_SILENT = frozenset(
    {
        "allergies",
        "allergy",
        "chief_complaint",
        "family_history",
        "history_of_present_illness",
        "medications",
        "past_medical_history",
        "patient_education",
        "patient_instructions",
        "reason_for_examination",
        "signature",
        "social_history",
    }
)
_FIRST = {"LOWER": {"REGEX": r"^(th|[ctls])\d{1,2}$"}}
_SECOND = {"LOWER": {"REGEX": r"^(th|[ctls])?\d{1,2}$"}}
_LEVEL_PATTERNS = ([_FIRST, {"ORTH": {"IN": ["-", "/"]}}, _SECOND], [_FIRST])
#: What medspaCy calls a status, and the side on which a cue before or after a finding looks for it.
_CATEGORIES = {
    "absent": "NEGATED_EXISTENCE",
    "possible": "POSSIBLE_EXISTENCE",
    "historical": "HISTORICAL",
    "hypothetical": "HYPOTHETICAL",
}
_DIRECTIONS = {"before": "FORWARD", "after": "BACKWARD"}
#: Tokens between a word of degree or side and its finding.
_NEAR = 5
_CERTAINTIES = (
    ("is_negated", "absent"),
    ("is_uncertain", "possible"),
)


def main() -> None:
    """Answer requests until there are no more."""
    # Whatever the packages print goes to standard error; only answers go to standard output.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import time

    started = time.perf_counter()
    first = json.loads(sys.stdin.readline())
    nlp = _pipeline(first["rules"], splitter=first["splitter"])
    loaded = time.perf_counter() - started
    # As spinekg's `settle_garbage`: both look for garbage equally rarely.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*first["thresholds"])
    _answer(answers, {"load": loaded, "pipes": nlp.pipe_names, "versions": _versions()})
    for line in sys.stdin:
        request = json.loads(line)
        started = time.perf_counter()
        findings = [_findings(nlp, text) for text in request["texts"]]
        seconds = time.perf_counter() - started
        _answer(answers, seconds if request["timed"] else findings)


def _answer(answers: Any, value: object) -> None:  # noqa: ANN401
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def _versions() -> Mapping[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("medspacy", "spacy", "PyRuSH")} | {
        "python": sys.version.split()[0]
    }


def _pipeline(rules: Mapping[str, Sequence[tuple[str, str]]], *, splitter: str) -> Any:  # noqa: ANN401
    """Return medspaCy with its own rules of context and sections, and with those handed over."""
    from loguru import logger

    # Its sentence splitter logs every token of a report, which would be slow and no secret kept.
    logger.disable("PyRuSH")
    import medspacy
    from medspacy.target_matcher import TargetRule

    if splitter == "pyrush":
        nlp = medspacy.load()
    else:
        nlp = medspacy.load(medspacy_disable={"medspacy_pyrush"})
        nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("medspacy_sectionizer")
    nlp.get_pipe("medspacy_target_matcher").add(
        [TargetRule(phrase, key) for phrase, key in rules["finding"]]
    )
    nlp.get_pipe("medspacy_context").add(_context_rules(rules))
    return nlp


def _context_rules(rules: Mapping[str, Sequence[tuple[str, str]]]) -> list[Any]:
    from medspacy.context import ConTextRule

    cues = []
    for phrase, kind in rules["status"]:
        status, where = kind.split()
        cues.append(ConTextRule(phrase, _CATEGORIES[status], direction=_DIRECTIONS[where]))
    degrees = [
        ConTextRule(
            word, "SEVERITY", direction="FORWARD", max_scope=_NEAR, metadata={"value": value}
        )
        for word, value in rules["severity"]
    ]
    sides = [
        ConTextRule(
            word, "SIDE", direction="BIDIRECTIONAL", max_scope=_NEAR, metadata={"value": value}
        )
        for word, value in rules["side"]
    ]
    levels = [
        ConTextRule("level", "LEVEL", pattern=pattern, direction="BIDIRECTIONAL")
        for pattern in _LEVEL_PATTERNS
    ]
    return [*cues, *degrees, *sides, *levels]


def _findings(nlp: Any, text: str) -> list[dict[str, object]]:  # noqa: ANN401
    """Return what an annotator would write of a text."""
    found = []
    for entity in nlp(text).ents:
        if entity._.section_category in _SILENT or entity._.is_hypothetical:
            continue
        values: dict[str, list[str]] = {"LEVEL": [], "SEVERITY": [], "SIDE": []}
        for modifier in entity._.modifiers:
            if modifier.category == "LEVEL":
                start, end = modifier.modifier_span
                values["LEVEL"].append(_level(entity.doc[start:end].text))
            elif modifier.category in values:
                values[modifier.category].append(modifier.rule.metadata["value"])
        found.append(
            {
                "finding": entity.label_,
                "levels": sorted({level for level in values["LEVEL"] if level}),
                "certainty": _certainty(entity),
                "severity": next(iter(values["SEVERITY"]), None),
                "laterality": next(iter(values["SIDE"]), None),
                "temporality": "historical" if entity._.is_historical else "current",
                "quote": text[entity.start_char : entity.end_char],
                "start": entity.start_char,
                "end": entity.end_char,
                "sentence": entity.sent.text,
            }
        )
    return found


def _certainty(entity: Any) -> str:  # noqa: ANN401
    for attribute, certainty in _CERTAINTIES:
        if getattr(entity._, attribute):
            return certainty
    return "present"


def _level(text: str) -> str:
    """Return a level as it is named: "l4 - 5" is L4-L5."""
    named = re.findall(r"(th|[ctls])?(\d{1,2})", text.lower())
    letter, levels = "", []
    for own, number in named:
        letter = (own or letter).replace("th", "t").upper()
        levels.append(f"{letter}{number}")
    return "-".join(levels)


if __name__ == "__main__":
    main()
