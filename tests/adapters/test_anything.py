"""Whatever JSON comes in: a reading that passes the shapes, or an error of this package."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.adapters.handed_in import HandedInReader
from kg.adapters.handed_in_records import FindingsFormat, HandedInRecord, records_of
from kg.adapters.strict_json import strict_json
from kg.errors import KgError, RefusedFindings
from kg.findings.json_form import reading_to_json
from kg.findings.report import Reading, Report
from kg.reading.reader import RuleReader
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.to_triples import reading_triples
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

TEXT = (
    "HISTORY: Disc bulge.\nFINDINGS: L4-L5: Moderate left foraminal narrowing. Disc bulge. "
    "No fracture.\nIMPRESSION: Possible metastasis at T12."
)
REPORT = Report("R1", TEXT)
SHAPES = Shapes.load()
IDENTIFIERS = Identifiers(b"k" * 32)
TOKENS = TEXT.replace(":", " :").replace(".", " .").replace("-", " - ").split()
RULES = RuleReader(load_lexicon(), load_vocabulary())

WORDS = [
    "DiscBulge",
    "foraminal narrowing",
    "no fracture",
    "renal cyst",
    "L4-L5",
    "T14",
    "lumbar",
    "T12 vertebral body",
    "present",
    "absent",
    "possible",
    "left",
    "R",
    "moderate-to-severe",
    "Disc bulge",
    "left foraminal  narrowing",
    "Possible metastasis at T12",
    "findings",
    "current",
    "",
    "OBS-DP",
    "ANAT-DP",
]
KEYS = [
    "finding",
    "findings",
    "type",
    "levels",
    "level",
    "status",
    "negated",
    "side",
    "severity",
    "quote",
    "evidence",
    "text",
    "start",
    "end",
    "section",
    "rule",
    "id",
    "extractor",
    "coverage",
    "warnings",
    "causes",
    "entities",
    "tokens",
    "label",
    "start_ix",
    "end_ix",
    "relations",
    "measurements",
]
LEAVES = [*WORDS, "\0"]
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(LEAVES)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=25,
)


def reading_of(value: object, findings_format: FindingsFormat) -> Reading:
    """Return the reading of a JSON value, handed in as a file would hand it in."""
    parsed = strict_json(json.dumps(value))
    records = list(records_of(parsed, findings_format, "findings.jsonl:1"))
    for record in records:
        if isinstance(record, RefusedFindings):
            raise record
    reader = HandedInReader(
        [record for record in records if isinstance(record, HandedInRecord)],
        findings_format,
        lexicon=load_lexicon(),
        vocabulary=load_vocabulary(),
        digest="0",
    )
    return reader.read(REPORT)


def check(value: object, findings_format: FindingsFormat) -> Reading | None:
    try:
        reading = reading_of(value, findings_format)
    except KgError:
        return None
    for finding in reading.findings:
        for piece in finding.evidence:
            assert TEXT[piece.start : piece.end] == piece.quote
    triples = reading_triples(reading, identifiers=IDENTIFIERS, ontology_version="1")
    assert SHAPES.violations(triples) == ()
    return reading


SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(values, st.sampled_from(list(FindingsFormat)))
def test_any_json(value: object, findings_format: FindingsFormat) -> None:
    check(value, findings_format)


answer_findings = st.fixed_dictionaries(
    {
        "finding": st.sampled_from(WORDS),
        "status": st.sampled_from(["present", "absent", "possible", "maybe", True]),
        "quote": st.sampled_from(["Disc bulge", "No fracture", "metastasis at\nT12", "zebra", ""]),
    },
    optional={
        "levels": st.lists(st.sampled_from(WORDS), max_size=3) | st.sampled_from(WORDS),
        "side": st.sampled_from(WORDS),
        "severity": st.sampled_from(WORDS),
        "temporality": st.sampled_from(["current", "past", "soon"]),
    },
)


@SLOW
@given(st.lists(answer_findings, max_size=6))
def test_answers_that_are_nearly_right(findings: list[dict[str, object]]) -> None:
    reading = check({"id": "R1", "findings": findings}, FindingsFormat.LLM)
    assert reading is not None
    refused = [one for one in reading.warnings if one.startswith("finding refused: ")]
    assert bool(reading.findings) or len(refused) == len(findings)


entities = st.builds(
    lambda first, length, label, relations: {
        "tokens": " ".join(TOKENS[first : first + length + 1]),
        "label": label,
        "start_ix": first,
        "end_ix": min(first + length, len(TOKENS) - 1),
        "relations": relations,
    },
    st.integers(0, len(TOKENS) - 1),
    st.integers(0, 3),
    st.sampled_from(["OBS-DP", "OBS-DA", "OBS-U", "ANAT-DP", "Observation::uncertain"]),
    st.lists(
        st.tuples(
            st.sampled_from(["modify", "located_at", "suggestive_of"]),
            st.integers(1, 5).map(str),
        ),
        max_size=3,
    ),
)


@SLOW
@given(st.lists(entities, min_size=5, max_size=9))
def test_graphs_of_any_shape(found: list[dict[str, Any]]) -> None:
    graph = {
        "0": {"text": " ".join(TOKENS), "entities": dict(zip("123456789", found, strict=False))}
    }
    assert check(graph, FindingsFormat.RADGRAPH) is not None


@SLOW
@given(st.data())
def test_a_good_form_with_one_thing_changed(data: st.DataObject) -> None:
    form: Any = reading_to_json(RULES.read(REPORT))
    assert check(form, FindingsFormat.SPINEKG) is not None
    where = form
    while isinstance(where, dict | list) and where:
        keys = list(where) if isinstance(where, dict) else list(range(len(where)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(where[key], dict | list) or data.draw(st.integers(0, 4)) == 0:
            where[key] = data.draw(leaves)
            break
        where = where[key]
    check(form, FindingsFormat.SPINEKG)


@pytest.mark.parametrize("findings_format", list(FindingsFormat))
def test_a_report_without_findings_is_refused(findings_format: FindingsFormat) -> None:
    with pytest.raises(KgError):
        reading_of([], findings_format)
