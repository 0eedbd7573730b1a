"""Any text ends without an exception, and its white space does not change what is read."""

import json
import random
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.demo.corpus import demo_corpus
from kg.findings.finding import FindingKey
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

DEV_TEXTS = Path(__file__).parents[3] / "shared" / "data" / "reports-dev.jsonl"

#: Finding key, side, degree, sizes.
Said = tuple[FindingKey, str, str, tuple[str, ...]]

#: Repeated to a long text; each could make a rule that looks back or ahead take square time.
HOSTILE = (
    *("a", "A", "1", " ", "\n", "\r\n", "\t", "\u00a0", ".", ",", ":", ";", "(", ")", "-", "/"),
    *("L4-5, ", "L4-5 and ", "T14 ", "L1 to ", "L4-L5:\n", "no ", "and ", "or ", "No ", "The "),
    *("A: ", "AB CD\n", "HISTORY: ", "FINDINGS ", "MRI: ", "1. ", "- ", "* ", "\u2022", "e.g. "),
    *("fracture ", "fracture, no ", "possible fracture or ", "Fracture at L1. ", "grade 1 "),
    *("9 mm, ", "1.5 x ", "(((no ", "\\n", "\\", "'s ", "a-", "_", "\x00", "\x85", "\u2028"),
    *("\u0130", "\u0301", "\u200b", "\u200f", "\ud800", "\u00b2", "\uff14", "\u0664", "\U0001f9b4"),
)
#: Each has a character that a step of the reader could take for another, or for none.
ODD = (
    "Fracture at L4\u2013L5\u00b2.",
    "Fracture at L\uff14, \uff14.\uff15 mm.",
    "Fracture at \u017f1.",
    "\u0130\u0130\u0130 fracture at L4-L5, \u0130 mm.",
    "\u202eFracture\u202c at \u200fL4-L5.",
    "Frac\u00adture, frac\u200bture and fra\u0301cture at L4-L5.",
    "Frac\x00ture at L4-L5\x00.",
    "\ufeffFINDINGS:\u2028Fracture at L4-L5.",
    "Fracture at L4-L5 \ud800 and \udfff L5-S1.",
    "Fracture at L\u06644-L\u06645, \u0664 mm.",
    "STRA\u00dfE fracture, \ufb01ssure of L4.",
)
#: Words with which a report can be composed that reads the same however its lines are broken.
STATEMENTS = (
    "There is a moderate disc bulge at L4-L5 without foraminal stenosis.",
    "No fracture, listhesis or cord compression.",
    "A 9 mm metastasis in the T12 vertebral body compresses the thecal sac.",
    "The previously seen epidural abscess at L3-L4 has resolved.",
    "Mild right and moderate left foraminal stenosis at L3-L4 and L4-L5, respectively.",
    "Additional metastases are seen in C5, C6, T5 and L3 without epidural extension.",
    "Possible discitis at L5-S1.",
    "The conus medullaris is normal.",
    "Grade 1 anterolisthesis of L4 on L5 is unchanged.",
)
HEADINGS = ("FINDINGS:", "IMPRESSION:", "COMPARISON:")

#: One report as the systems that reports pass through write it.
LAYOUTS = (
    "FINDINGS: No fracture. There is a mass at\nL4-L5.",
    "FINDINGS: No fracture. There is a mass at L4-L5.",
    "FINDINGS:\nNo fracture.\nThere is a mass at L4-L5.",
    "FINDINGS:\r\n\r\n\tNo fracture.  There is\r\n\ta mass at L4-L5.\r\n",
    "FINDINGS:\n\u00a0No\u00a0fracture.\u2028There is\u00a0a mass\fat L4-L5.",
)


def said(reader: RuleReader, text: str) -> list[Said]:
    """Return what a report says, apart from where it says it."""
    return sorted(
        (
            finding.key,
            finding.side or "",
            finding.severity or "",
            tuple(" ".join(size.text.split()) for size in finding.measurements),
        )
        for finding in reader.read(Report("r", text)).findings
    )


def one_line(text: str) -> str:
    return " ".join(text.split())


def wrapped(text: str, width: int) -> str:
    return textwrap.fill(
        one_line(text), width, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )


def respaced(text: str, seed: int) -> str:
    """Return the text with each run of white space as another one."""
    chosen = random.Random(seed)
    runs = (" ", "  ", "\n", "\t", " \n ", "\r\n", "\u00a0", "\n  ", "\u2003", "\n\n\n")
    return re.sub(r"\s+", lambda _: chosen.choice(runs), text)


def holds_exactly(reader: RuleReader, text: str) -> None:
    findings = reader.read(Report("r", text)).findings
    for finding in findings:
        for evidence in finding.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


@pytest.fixture(scope="module")
def forgetful() -> RuleReader:
    """A reader that keeps no analysis of a sentence."""
    return RuleReader(load_lexicon(), load_vocabulary(), remembered=0)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=()), min_size=1, max_size=8),
            st.sampled_from((*STATEMENTS, *HEADINGS, *HOSTILE, *ODD)),
        ),
        min_size=1,
    ).map(" ".join)
)
def test_any_unicode_is_read_with_exact_quotes_and_the_same_twice(
    reader: RuleReader, forgetful: RuleReader, text: str
) -> None:
    if text.strip():
        holds_exactly(reader, text)
        assert forgetful.read(Report("r", text)) == reader.read(Report("r", text))


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_characters_are_no_obstacle(reader: RuleReader, text: str) -> None:
    holds_exactly(reader, text)


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_a_long_text_of_one_thing_is_read(forgetful: RuleReader, unit: str) -> None:
    holds_exactly(
        forgetful, "Fracture at L4-L5. " + unit * (6_000 // len(unit)) + " Bulge at L1-2."
    )


def test_all_writings_of_a_report_say_the_same(reader: RuleReader) -> None:
    assert len({str(said(reader, text)) for text in LAYOUTS}) == 1
    assert {(key[0], key[2]) for key, *_ in said(reader, LAYOUTS[0])} >= {
        ("VertebralFracture", "absent")
    }


@settings(deadline=None, max_examples=200)
@given(
    parts=st.lists(
        st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(STATEMENTS), min_size=1)),
        min_size=1,
        max_size=3,
    ),
    width=st.integers(20, 120),
    seed=st.integers(0, 10_000),
)
def test_prose_says_the_same_however_its_lines_are_broken(
    reader: RuleReader, parts: list[tuple[str, list[str]]], width: int, seed: int
) -> None:
    text = "\n\n".join(f"{heading}\n" + "\n".join(body) for heading, body in parts)
    expected = said(reader, text)
    for changed in (one_line(text), wrapped(text, width), respaced(text, seed)):
        assert said(reader, changed) == expected, changed


@pytest.mark.parametrize(
    "text",
    [
        "No fracture\nNo listhesis\nMild stenosis at L4-L5",
        "No fracture No listhesis Mild stenosis at L4-L5",
        "- No fracture\n- No listhesis\n- Mild stenosis at L4-L5",
        "1. No fracture\n2. No listhesis\n3. Mild stenosis at L4-L5",
        "1. No fracture 2. No listhesis 3. Mild stenosis at L4-L5",
    ],
)
def test_a_list_without_full_stops_is_read_as_statements(reader: RuleReader, text: str) -> None:
    assert {(key[0], key[1], key[2]) for key, *_ in said(reader, text)} == {
        ("VertebralFracture", "", "absent"),
        ("Spondylolisthesis", "", "absent"),
        ("SpinalCanalStenosis", "L4-L5", "present"),
    }


def _demo_texts() -> Iterator[str]:
    for given_report in demo_corpus():
        yield given_report.report.text


def _dev_texts() -> list[str]:
    if not DEV_TEXTS.exists():
        pytest.skip(f"{DEV_TEXTS.name} is not here: it is not part of the repository")
    lines = DEV_TEXTS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return [text for text in texts if text.strip()]


@pytest.mark.parametrize("texts", [_demo_texts, _dev_texts], ids=["demo", "dev"])
def test_white_space_changes_nothing(
    reader: RuleReader, texts: Callable[[], Iterable[str]]
) -> None:
    for seed, text in enumerate(texts()):
        expected = said(reader, text)
        for changed in (
            one_line(text),
            wrapped(text, 40 + seed % 60),
            respaced(text, seed),
            f" \t{text}\n  \n",
        ):
            assert said(reader, changed) == expected
