"""The result of a run of `stores.py` as Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from store_questions import QUESTIONS

__all__ = ["as_markdown"]


def as_markdown(result: Mapping[str, Any]) -> str:
    """Return everything that was measured."""
    parts = [part for run in result["runs"] for part in _of_run(run)]
    goals = [
        (
            f"{one['reports']:,}",
            one["goal"],
            one["asked"],
            f"{one['measured']:.3g}",
            "met" if one["met"] else "MISSED",
        )
        for one in result["goals"]
    ]
    parts.append(_table(("reports", "goal", "asked", "measured", ""), goals))
    return "\n".join(parts)


def _of_run(run: Mapping[str, Any]) -> Iterator[str]:
    corpus, engines = run["corpus"], run["engines"]
    yield (
        f"## {corpus['reports']:,} reports, {corpus['findings']:,} findings, "
        f"{corpus['quads']:,} triples\n"
    )
    names = [one["engine"] for one in engines]
    yield "Milliseconds, warm (cold):\n"
    rows = [
        (question.name, *(_answer(one["questions"].get(question.name, {})) for one in engines))
        for question in QUESTIONS
    ]
    yield _table(("question", *names), [*rows, ("rows", *("" for _ in names))][:-1])
    yield "Loading and size:\n"
    yield _table(
        ("", *names),
        [
            ("findings/s", *(_rate(one, corpus["findings"]) for one in engines)),
            ("seconds of loading", *(_steps(one) for one in engines)),
            ("bytes of disk per finding", *(_disk(one, corpus["findings"]) for one in engines)),
            ("bytes of memory per finding", *(_memory(one, corpus["findings"]) for one in engines)),
        ],
    )


def _answer(answer: Mapping[str, Any]) -> str:
    if answer.get("is_wrong"):
        return f"WRONG: {answer['rows']} rows"
    if "warm" not in answer:
        return str(answer.get("failed", "not asked"))
    return f"{1000 * answer['warm']:,.1f} ({1000 * answer['cold']:,.0f})"


def _rate(engine: Mapping[str, Any], findings: int) -> str:
    seconds = sum(engine.get("load", {}).get("seconds", {}).values())
    return f"{findings / seconds:,.0f}" if seconds else ""


def _steps(engine: Mapping[str, Any]) -> str:
    steps = engine.get("load", {}).get("seconds", {})
    return ", ".join(f"{name} {seconds:,.1f}" for name, seconds in steps.items())


def _disk(engine: Mapping[str, Any], findings: int) -> str:
    parts = engine.get("load", {}).get("disk", {})
    return ", ".join(f"{name} {size / findings:,.0f}" for name, size in parts.items())


def _memory(engine: Mapping[str, Any], findings: int) -> str:
    return f"{engine['memory'] / findings:,.0f}" if "memory" in engine else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
