"""How a demonstration report is laid out: sections, one paragraph, level headings, a terse note."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LAYOUTS", "Parts", "lay_out"]

#: sections: a heading above each section; paragraph: everything in one paragraph, headings within;
#: lines: sections with one line for each statement; note: a title and short lines, no sections.
LAYOUTS = ("sections", "paragraph", "lines", "note")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one report before they are laid out."""

    title: str
    history: str
    technique: str
    comparison: str
    findings: tuple[str, ...]
    impression: tuple[str, ...]


def lay_out(parts: Parts, layout: str, headings: Mapping[str, str]) -> str:
    """Return the text of a report; `headings` are its words for the sections."""
    if layout == "note":
        return "\n".join([parts.title.upper(), *(f"- {line}" for line in parts.findings)]) + "\n"
    if layout == "paragraph":
        return " ".join(f"{heading}: {text}" for heading, text in _sections(parts, headings, " "))
    between = "\n" if layout == "lines" else " "
    blocks = (f"{heading}:\n{text}" for heading, text in _sections(parts, headings, between))
    return "\n\n".join([parts.title.upper(), *blocks]) + "\n"


def _sections(
    parts: Parts, headings: Mapping[str, str], between: str
) -> tuple[tuple[str, str], ...]:
    impression = parts.impression
    if between == "\n" and len(impression) > 1:
        impression = tuple(f"{number}. {text}" for number, text in enumerate(impression, 1))
    sections = (
        (headings["history"], parts.history),
        (headings["technique"], parts.technique),
        (headings["comparison"], parts.comparison),
        (headings["findings"], between.join(parts.findings)),
        (headings["impression"], between.join(impression)),
    )
    return tuple((heading, text) for heading, text in sections if text)
