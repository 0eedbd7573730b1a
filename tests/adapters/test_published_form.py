"""The published form: what the rule reader writes comes back, everything else is refused."""

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from kg.adapters.published_form import (
    EVIDENCE_KEYS,
    FINDING_KEYS,
    MEASUREMENT_KEYS,
    REPORT_KEYS,
    reading_from_json,
)
from kg.adapters.strict_json import strict_json
from kg.errors import InvalidValue, RefusedFindings
from kg.findings.json_form import reading_to_json
from kg.findings.report import Reading, Report
from kg.reading.reader import RuleReader
from kg.resources import resource_folder
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

SECRET = "Marigold"

Form = dict[str, Any]
Change = Callable[[Form], object]


@pytest.fixture(scope="session")
def reader() -> RuleReader:
    return RuleReader(load_lexicon(), load_vocabulary())


@pytest.fixture
def reading(report: Report, reader: RuleReader) -> Reading:
    return reader.read(report)


@pytest.fixture
def form(reading: Reading) -> Form:
    return copy.deepcopy(dict(reading_to_json(reading)))


def read_back(form: Form, report: Report) -> Reading:
    return reading_from_json(strict_json(json.dumps(form)), report, load_vocabulary())


def test_what_the_rule_reader_writes_comes_back(
    form: Form, reading: Reading, report: Report
) -> None:
    again = read_back(form, report)
    assert len(again.findings) >= 7
    assert reading_to_json(again) == reading_to_json(reading)
    assert (again.extractor, again.coverage) == (reading.extractor, reading.coverage)


LESION = (
    "FINDINGS: Metastasis of the T12 vertebral body measuring 1.9 x 1.4 cm, with epidural "
    "extension causing moderate cord compression."
)


def test_sizes_lesions_and_causes_come_back(reader: RuleReader) -> None:
    report = Report("R2", LESION)
    reading = reader.read(report)
    again = read_back(dict(reading_to_json(reading)), report)
    assert reading_to_json(again) == reading_to_json(reading)
    assert [one.part_of for one in again.findings] == [one.part_of for one in reading.findings]
    assert [one.causes for one in again.findings] == [one.causes for one in reading.findings]


def test_the_least_form_will_do(report: Report) -> None:
    start = report.text.index("Disc bulge")
    evidence = {
        "quote": "Disc bulge",
        "start": start,
        "end": start + 10,
        "section": "findings",
        "rule": "by hand",
    }
    finding = {"type": "DiscBulge", "status": "present", "evidence": [evidence]}
    reading = read_back({"id": "R1", "extractor": "hand 1", "findings": [finding]}, report)
    assert [one.key for one in reading.findings] == [
        ("DiscBulge", "", "present", "", "", "current", "")
    ]


def first(form: Form) -> Form:
    finding: Form = form["findings"][0]
    return finding


def piece(form: Form) -> Form:
    evidence: Form = first(form)["evidence"][0]
    return evidence


#: What is done to a good form -> where it is then refused.
REFUSED: dict[str, tuple[Change, str]] = {
    "no id": (lambda form: form.pop("id"), "/id"),
    "another id": (lambda form: form.update(id=SECRET), "/id"),
    "another patient": (lambda form: form.update(patient=SECRET), "/patient"),
    "a date": (lambda form: form.update(date="2024-01-01"), "/date"),
    "an extra key": (lambda form: form.update({SECRET: 1}), "/"),
    "a blank extractor": (lambda form: form.update(extractor=" "), "/extractor"),
    "a long extractor": (lambda form: form.update(extractor="x" * 101), "/extractor"),
    "coverage of Mars": (lambda form: form.update(coverage=[SECRET]), "/coverage"),
    "a warning that is none": (lambda form: form.update(warnings=[1]), "/warnings/0"),
    "findings by name": (lambda form: form.update(findings={}), "/findings"),
    "a finding that is none": (lambda form: form["findings"].append(SECRET), "/findings/N"),
    "too many findings": (
        lambda form: form.update(findings=form["findings"] * 10_001),
        "/findings",
    ),
    "a repeated finding": (
        lambda form: form["findings"].append(dict(first(form), causes=[], part_of=None)),
        "/findings/N",
    ),
    "an unknown type": (lambda form: first(form).update(type=SECRET), "/findings/0/type"),
    "no type": (lambda form: first(form).pop("type"), "/findings/0/type"),
    "another status": (lambda form: first(form).update(status="maybe"), "/findings/0/status"),
    "T14": (lambda form: first(form).update(level="T14"), "/findings/0/level"),
    "a list of levels": (lambda form: first(form).update(level=["L4"]), "/findings/0/level"),
    "an unknown structure": (
        lambda form: first(form).update(structure=SECRET),
        "/findings/0/structure",
    ),
    "another side": (lambda form: first(form).update(side="up"), "/findings/0/side"),
    "another degree": (lambda form: first(form).update(severity=3), "/findings/0/severity"),
    "outside the spine": (
        lambda form: first(form).update(extraspinal=True),
        "/findings/0/extraspinal",
    ),
    "an extra key of a finding": (lambda form: first(form).update({SECRET: 1}), "/findings/0"),
    "causing itself": (lambda form: first(form).update(causes=[0]), "/findings/0/causes/0"),
    "causing nothing": (lambda form: first(form).update(causes=[99]), "/findings/0/causes/0"),
    "causing half": (lambda form: first(form).update(causes=[1.5]), "/findings/0/causes/0"),
    "a huge cause": (lambda form: first(form).update(causes=[10**30]), "/findings/0/causes/0"),
    "part of nothing": (lambda form: first(form).update(part_of=-1), "/findings/0/part_of"),
    "no evidence": (lambda form: first(form).update(evidence=[]), "/findings/0/evidence"),
    "another quote": (
        lambda form: piece(form).update(quote=SECRET),
        "/findings/0/evidence/0/quote",
    ),
    "a shifted quote": (
        lambda form: piece(form).update(start=piece(form)["start"] + 1),
        "/findings/0/evidence/0/quote",
    ),
    "a true offset": (lambda form: piece(form).update(start=True), "/findings/0/evidence/0/start"),
    "a negative offset": (lambda form: piece(form).update(end=-4), "/findings/0/evidence/0/end"),
    "a huge offset": (lambda form: piece(form).update(end=10**12), "/findings/0/evidence/0/end"),
    "no rule": (lambda form: piece(form).pop("rule"), "/findings/0/evidence/0/rule"),
    "another section": (
        lambda form: piece(form).update(section="attic"),
        "/findings/0/evidence/0/section",
    ),
    "a long cue": (lambda form: piece(form).update(cue="x" * 1001), "/findings/0/evidence/0/cue"),
    "a size in feet": (
        lambda form: first(form).update(
            measurements=[{"value": "1", "unit": "ft", "text": "1 ft"}]
        ),
        "/findings/0/measurements/0/unit",
    ),
    "a size that is no number": (
        lambda form: first(form).update(
            measurements=[{"value": "1e99999", "unit": "mm", "text": "1 mm"}]
        ),
        "/findings/0/measurements/0/value",
    ),
    "a size as a number": (
        lambda form: first(form).update(measurements=[{"value": 1, "unit": "mm", "text": "1 mm"}]),
        "/findings/0/measurements/0/value",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_anything_else_is_refused_by_its_pointer(name: str, form: Form, report: Report) -> None:
    change, place = REFUSED[name]
    change(form)
    with pytest.raises(RefusedFindings) as caught:
        read_back(form, report)
    last = str(len(form["findings"]) - 1)
    assert caught.value.place == place.replace("N", last)
    assert SECRET not in str(caught.value)


def test_a_present_finding_does_not_rest_on_history(form: Form, report: Report) -> None:
    quote = "Known disc protrusion"
    start = report.text.index(quote)
    piece(form).update(quote=quote, start=start, end=start + len(quote), section="findings")
    first(form).update(status="present")
    with pytest.raises(RefusedFindings, match="stands in no section that states findings"):
        read_back(form, report)


@pytest.mark.parametrize(
    "text",
    [
        '{"id": NaN}',
        '{"id": Infinity}',
        '{"id": "a", "id": "b"}',
        '{"id": "\\ud800"}',
        '{"id": "\\u0000"}',
        '{"id": ' + "9" * 10_000 + "}",
        '{"id": ' + "[" * 50 + "]" * 50 + "}",
        "[" * 1_000_000,
        '{"a":' * 100_000,
        "",
        SECRET,
    ],
)
def test_json_beyond_limits_is_refused_without_its_words(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        strict_json(text)
    assert SECRET not in str(caught.value)


def test_what_passes_here_passes_the_schema(form: Form) -> None:
    path = resource_folder("ontology") / "finding.schema.json"
    jsonschema.validate(form, json.loads(path.read_text(encoding="utf-8")))


def test_the_schema_asks_for_nothing_that_is_refused() -> None:
    """The schema and the checks speak of the same keys."""
    path = resource_folder("ontology") / "finding.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert set(schema["properties"]) == REPORT_KEYS
    assert set(schema["$defs"]["finding"]["properties"]) == FINDING_KEYS
    assert set(schema["$defs"]["measurement"]["properties"]) == MEASUREMENT_KEYS
    assert set(schema["$defs"]["evidence"]["properties"]) <= EVIDENCE_KEYS
