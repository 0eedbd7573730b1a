"""Which texts are measured: spine reports of 300 to 320 words, composed from made-up sentences."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["composed_reports", "composed_text"]

_SENTENCES = Path(__file__).with_name("composed_reports.toml")
_SHORTEST, _LONGEST = 300, 320
#: More than enough: a composition that does not come to the right length is thrown away.
_ATTEMPTS = 1000


def composed_reports(count: int, *, seed: int = 20) -> tuple[str, ...]:
    """Return `count` reports of the kinds in turn; one seed always gives the same ones."""
    content = tomllib.loads(_SENTENCES.read_text(encoding="utf-8"))
    kinds, choices = content["kind"], content["choices"]
    random = Random(seed)
    return tuple(_report(kinds[number % len(kinds)], choices, random) for number in range(count))


def composed_text(length: int, *, seed: int = 20) -> str:
    """Return a text of exactly `length` characters, made of different composed reports."""
    shortest_report = 1_500
    reports = composed_reports(length // shortest_report + 1, seed=seed)
    return "\n\n".join(reports)[:length]


def _report(kind: Mapping[str, Any], choices: Mapping[str, Sequence[str]], random: Random) -> str:
    for _ in range(_ATTEMPTS):
        text = _attempt(kind, choices, random)
        if _SHORTEST <= len(text.split()) <= _LONGEST:
            return text
    raise RuntimeError(f"no report of {kind['name']!r} came to the right length")


def _attempt(kind: Mapping[str, Any], choices: Mapping[str, Sequence[str]], random: Random) -> str:
    def say(templates: Sequence[str], level: str | None = None) -> str:
        return _filled(random.choice(templates), kind["levels"], choices, random, level=level)

    findings = [say(kind["opening"])]
    at_levels = random.sample(kind["at_level"] * 2, len(kind["levels"]))
    for level, template in zip(kind["levels"], at_levels, strict=True):
        sentence = kind["heading"] + template
        findings.append(_filled(sentence, kind["levels"], choices, random, level=level))
    impression = [
        f"{number}. " + _filled(template, kind["levels"], choices, random)
        for number, template in enumerate(kind["impression"], start=1)
    ]
    around = (
        f"{kind['title']}\n\nHISTORY: {say(kind['history'])}\n\n"
        f"TECHNIQUE: {say(kind['technique'])}\n\nCOMPARISON: {say(kind['comparison'])}\n\n"
        "FINDINGS:\n{findings}\n\nIMPRESSION:\n" + "\n".join(impression) + "\n"
    )
    extra = random.sample(kind["elsewhere"], len(kind["elsewhere"]))
    while extra and len(around.split()) + len(" ".join(findings).split()) <= _SHORTEST:
        findings.append(_filled(extra.pop(), kind["levels"], choices, random))
    between = "\n" if kind["heading"].startswith("{") else " "
    return around.format(findings=between.join(findings))


def _filled(
    template: str,
    levels: Sequence[str],
    choices: Mapping[str, Sequence[str]],
    random: Random,
    *,
    level: str | None = None,
) -> str:
    """Return a sentence with its slots filled, each one anew."""
    place = levels.index(level) if level else random.randrange(len(levels) - 1)
    named = {
        "level": levels[place],
        "next": levels[min(place + 1, len(levels) - 1)],
        "far": random.choice(levels),
    }
    parts = []
    for piece in template.split("{"):
        name, brace, rest = piece.partition("}")
        parts.append((named.get(name) or random.choice(choices[name])) + rest if brace else piece)
    text = "".join(parts)
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in text.split(". "))
