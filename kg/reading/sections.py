"""Which part of a report each stretch of its text belongs to."""

import re
from collections.abc import Iterator
from string import ascii_letters
from typing import Final, NamedTuple

from kg.findings.qualities import Section
from kg.reading.layout_words import MAIN_HEADINGS
from kg.reading.section_headings import HEADINGS

__all__ = ["SectionSpan", "find_sections"]

#: A heading: at the start of a line or of a sentence, words, a colon.
_HEADING: Final = re.compile(
    r"(?:(?<=\n)|(?<=\A)|(?<=[.,;!?]\s)|(?<=[.,;!?])|(?<=\s\s)|(?<=[.!?]\s\s))[ \t*#_]*"
    r"(?P<words>[A-Za-z][A-Za-z /&()'-]{0,48}?)[ \t*_]*(?P<colon>:)",
)
#: The characters that such a heading is made of: it lies in the stretch of them before its colon.
_HEADING_CHARACTERS: Final = f"{ascii_letters} /&()'-\t*#_"
#: A line that names an examination: "MRI C-spine, 12/1/92:".
_EXAMINATION: Final = re.compile(r"(?:MRI|MR|CT|X-?rays?|Radiographs?)\b")
_IMAGING_HEADING: Final = re.compile(
    r"(?:(?<=\n)|(?<=\A)|(?<=[.,;]))[ \t*]*"
    rf"(?P<words>{_EXAMINATION.pattern}[^:.\n]{{0,40}}):"
)
#: An all-capitals heading alone on its line needs no colon.
_CAPITALS_LINE: Final = re.compile(
    r"^[ \t*#_]*(?P<words>[A-Z][A-Z /&'-]{3,48}?)[ \t*_:.]*$", re.MULTILINE
)


_DASHES: Final = ("- ", "\u2013 ", "\u2014 ")
_DASHED_HEADING: Final = re.compile(
    r"(?:(?<=\n)|(?<=\A)|(?<=[.;] ))"
    rf"(?P<words>{'|'.join(name.capitalize() for name in MAIN_HEADINGS)})\s[-\u2013\u2014] "
)
#: Sections that can stand as one sentence among the findings.
_ASIDES: Final = frozenset({Section.COMPARISON, Section.TECHNIQUE})
_STOP: Final = re.compile(r"(?<![\s.][A-Za-z])\.(?=[\s,]|$)")


class SectionSpan(NamedTuple):
    """One section: its kind and where its body starts and ends."""

    section: Section
    start: int
    end: int


class _Heading(NamedTuple):
    section: Section
    start: int
    end: int


def find_sections(text: str) -> tuple[SectionSpan, ...]:
    """Return the sections of `text` in order, covering it without its headings.

    Text before the first heading, or a text without headings, is narrative. An unknown heading in
    capitals ends a section that states no findings and opens narrative.
    """
    headings = _headings(text)
    spans: list[SectionSpan] = []
    first = headings[0].start if headings else len(text)
    if text[:first].strip():
        spans.append(SectionSpan(Section.NARRATIVE, 0, first))
    for position, heading in enumerate(headings):
        last = position + 1 == len(headings)
        end = len(text) if last else headings[position + 1].start
        spans.append(SectionSpan(heading.section, heading.end, end))
    return tuple(_resumed(text, spans))


def _resumed(text: str, spans: list[SectionSpan]) -> Iterator[SectionSpan]:
    """Yield the spans, the findings going on after an aside: "Comparison: MRI of 2019. There …".

    A heading of comparison or technique among the findings governs its first sentence, and so does
    one of comparison in a report that has no heading of findings.
    """
    in_findings = False
    has_findings = any(span.section is Section.FINDINGS for span in spans)
    for span in spans:
        is_aside = (in_findings and span.section in _ASIDES) or (
            span.section is Section.COMPARISON and not has_findings
        )
        if is_aside and (stop := _STOP.search(text, span.start, span.end)):
            yield SectionSpan(span.section, span.start, stop.end())
            if text[stop.end() : span.end].strip():
                yield SectionSpan(Section.FINDINGS, stop.end(), span.end)
            continue
        in_findings = span.section is Section.FINDINGS
        yield span


def _headings(text: str) -> list[_Heading]:
    matches = (*_before_colons(text), *_before_dashes(text), *_capitals_lines(text))
    found = [heading for match in matches if (heading := _heading(match))]
    found.extend(_imaging_heading(match) for match in _imaging_headings(text))
    found.sort(key=lambda heading: heading.start)
    kept: list[_Heading] = []
    for heading in found:
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _before_colons(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a heading before each colon."""
    after, colon = 0, text.find(":")
    while colon >= 0:
        start = after + len(text[after:colon].rstrip(_HEADING_CHARACTERS))
        if start < colon and (match := _HEADING.search(text, start, colon + 1)):
            yield match
        after, colon = colon + 1, text.find(":", colon + 1)


def _before_dashes(text: str) -> Iterator[re.Match[str]]:
    """Yield the main headings that a dash follows: "Findings - …"."""
    if any(map(text.__contains__, _DASHES)):
        yield from _DASHED_HEADING.finditer(text)


def _capitals_lines(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines that are a heading in capitals."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.isupper() and (match := _CAPITALS_LINE.match(text, start, end)):
            yield match
        start = end + 1


def _imaging_headings(text: str) -> Iterator[re.Match[str]]:
    """Yield what names an examination before a colon."""
    after, colon = 0, text.find(":")
    while colon >= 0:
        start = max(after, text.rfind(".", after, colon) + 1, text.rfind("\n", after, colon) + 1)
        if _EXAMINATION.search(text, start, colon) and (
            match := _IMAGING_HEADING.search(text, start, colon + 1)
        ):
            yield match
        after, colon = colon + 1, text.find(":", colon + 1)


def _imaging_heading(match: re.Match[str]) -> _Heading:
    return _Heading(Section.NARRATIVE, match.start("words"), match.end())


def _heading(match: re.Match[str]) -> _Heading | None:
    words = match["words"].strip()
    section = HEADINGS.get(" ".join(words.lower().replace("-", " ").split()))
    if section is not None and (words[0].isupper() or match.start("words") == 0):
        return _Heading(section, match.start("words"), match.end())
    if section is None and words.isupper() and len(words) > 3 and "colon" in match.groupdict():
        return _Heading(Section.NARRATIVE, match.start("words"), match.end())
    return None
