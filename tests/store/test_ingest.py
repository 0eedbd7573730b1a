"""Adding reports twice changes nothing; what does not pass is set aside, and the rest goes on."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rdflib import DCTERMS, Graph, Literal

from kg.errors import InvalidFinding, StoreError, UnknownIdentifier, UnreadableInput
from kg.findings.report import Reading, Report
from kg.store.ingest import BATCH_SIZE, AddSummary, Intake, Reader
from kg.store.interface import Store
from kg.store.removal import remove_patient, remove_report
from kg.store.set_aside import SetAsideRecord
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.to_triples import reading_triples
from kg.vocabulary.namespaces import SPINE

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spine: <https://w3id.org/spinekg/spine#> .
spine:ReportShape a sh:NodeShape ; sh:targetClass spine:Report ;
    sh:property [ sh:path spine:studyDate ; sh:minCount 1 ; sh:message "A study has a date." ] .
spine:FindingShape a sh:NodeShape ; sh:targetClass spine:Finding ;
    sh:property [ sh:path spine:atLevel ; sh:in ( spine:L3-L4 spine:L4-L5 spine:L5-S1 ) ;
        sh:message "A herniation is at a level that exists." ] .
"""
DAY = date(2024, 1, 3)
HERNIATION = Report("r1", "A herniation at L4-L5.", patient="p1", study_date=DAY)
NORMAL = Report("r2", "There is no herniation at L5-S1.", patient="p1", study_date=DAY)
OTHER = Report("r3", "Herniation at L3-L4? A herniation at L3-L4.", patient="p2", study_date=DAY)
IMPOSSIBLE = Report("r4", "Jane has a herniation at T40-T41.", patient="p2", study_date=DAY)


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes(Graph().parse(data=SHAPES, format="turtle"))


@pytest.fixture
def record(tmp_path: Path) -> SetAsideRecord:
    return SetAsideRecord(tmp_path / "set_aside.jsonl")


@pytest.fixture
def intake(
    store: Store, reader: Reader, identifiers: Identifiers, shapes: Shapes, record: SetAsideRecord
) -> Intake:
    return Intake(store, reader, identifiers, shapes, "0.1.0", record)


def counts(summary: AddSummary) -> tuple[int, int, int, int, int]:
    refused, set_aside = len(summary.refused), len(summary.set_aside)
    return summary.added, summary.replaced, summary.unchanged, set_aside, refused


def test_a_report_is_stored_with_the_triples_of_its_reading(
    intake: Intake, identifiers: Identifiers
) -> None:
    assert counts(intake.add([HERNIATION])) == (1, 0, 0, 0, 0)
    stored = intake.store.graph_triples(identifiers.report("r1"))
    assert stored == reading_triples(
        intake.reader.read(HERNIATION), identifiers=identifiers, ontology_version="0.1.0"
    )


def test_adding_everything_twice_changes_no_quad_and_reads_nothing(intake: Intake) -> None:
    intake.add([HERNIATION, NORMAL, OTHER])
    before, reads = list(intake.store.quads()), _read_count(intake)
    assert counts(intake.add([OTHER, HERNIATION, NORMAL])) == (0, 0, 3, 0, 0)
    assert list(intake.store.quads()) == before
    assert _read_count(intake) == reads


@pytest.mark.parametrize(
    "changed",
    [
        replace(HERNIATION, text="There is no herniation at L4-L5."),
        replace(HERNIATION, patient="p9"),
        replace(HERNIATION, patient=None),
        replace(HERNIATION, study_date=date(2025, 1, 3)),
        replace(HERNIATION, title="MRI"),
    ],
    ids=["text", "patient", "no patient", "date", "title"],
)
def test_a_changed_report_replaces_what_was_stored(
    intake: Intake, identifiers: Identifiers, changed: Report
) -> None:
    intake.add([HERNIATION, NORMAL])
    assert counts(intake.add([changed])) == (0, 1, 0, 0, 0)
    assert intake.store.graph_triples(identifiers.report("r1")) == reading_triples(
        intake.reader.read(changed), identifiers=identifiers, ontology_version="0.1.0"
    )


def test_another_ontology_or_extractor_reads_again(intake: Intake) -> None:
    intake.add([HERNIATION])
    assert counts(replace(intake, ontology_version="0.2.0").add([HERNIATION])) == (0, 1, 0, 0, 0)
    assert counts(intake.add([HERNIATION])) == (0, 1, 0, 0, 0)


def test_the_second_report_of_an_identifier_is_refused_with_its_place(intake: Intake) -> None:
    second = replace(NORMAL, identifier="r1", place="more.jsonl:7")
    summary = intake.add([HERNIATION, second, replace(HERNIATION, place="more.jsonl:8")])
    assert counts(summary) == (1, 0, 1, 0, 1)
    assert str(summary.refused[0]).startswith("more.jsonl:7: another report")
    assert "r1" not in str(summary.refused[0])


def test_unreadable_input_is_passed_on_and_the_rest_is_added(intake: Intake) -> None:
    bad = UnreadableInput("reports.jsonl:7", "broken JSON")
    summary = intake.add([HERNIATION, bad, NORMAL])
    assert counts(summary) == (2, 0, 0, 0, 1)
    assert summary.refused == (bad,)


def test_a_report_that_fails_the_shapes_is_set_aside_and_the_rest_is_added(
    intake: Intake, identifiers: Identifiers, record: SetAsideRecord
) -> None:
    summary = intake.add([HERNIATION, IMPOSSIBLE, OTHER])
    assert counts(summary) == (2, 0, 0, 1, 0)
    assert summary.set_aside[0].report == identifiers.report("r4")
    assert summary.set_aside[0].reasons == ("A herniation is at a level that exists.",)
    assert not intake.store.has_graph(identifiers.report("r4"))
    assert record.entries() == summary.set_aside


def test_the_record_of_set_aside_reports_is_private_and_tells_nothing_of_them(
    intake: Intake, record: SetAsideRecord
) -> None:
    intake.add([IMPOSSIBLE])
    content = record.path.read_text(encoding="utf-8")
    assert record.path.stat().st_mode & 0o777 == 0o600
    assert all(word not in content for word in ("Jane", "r4", "p2", "T40"))
    assert set(json.loads(content)) == {"report", "reasons"}


def test_a_report_that_passes_later_is_no_longer_set_aside(
    intake: Intake, record: SetAsideRecord
) -> None:
    intake.add([IMPOSSIBLE, replace(OTHER, study_date=None)])
    assert len(record.entries()) == 2
    summary = intake.add([replace(IMPOSSIBLE, text="A herniation at L4-L5.")])
    assert counts(summary) == (1, 0, 0, 0, 0)
    assert [entry.reasons for entry in record.entries()] == [("A study has a date.",)]


def test_a_changed_report_that_fails_leaves_what_was_stored(
    intake: Intake, identifiers: Identifiers
) -> None:
    intake.add([HERNIATION])
    before = intake.store.graph_triples(identifiers.report("r1"))
    summary = intake.add([replace(HERNIATION, text="A herniation at T40-T41.")])
    assert counts(summary) == (0, 0, 0, 1, 0)
    assert intake.store.graph_triples(identifiers.report("r1")) == before


def test_a_reading_that_contradicts_itself_sets_its_report_aside(intake: Intake) -> None:
    class Contradicting:
        extractor = "contradicting 1"

        def read(self, report: Report) -> Reading:
            if report.identifier == "r1":
                raise InvalidFinding("Fracture has no evidence: no sentence supports it")
            return intake.reader.read(report)

    summary = replace(intake, reader=Contradicting()).add([HERNIATION, OTHER])
    assert counts(summary) == (1, 0, 0, 1, 0)
    assert summary.set_aside[0].reasons[0].startswith("Fracture has no evidence")


def test_more_reports_than_a_batch_are_all_added_and_counted_as_they_are_stored(
    intake: Intake,
) -> None:
    reports = [
        Report(f"r{number}", "A herniation at L4-L5.", study_date=DAY)
        for number in range(2 * BATCH_SIZE + 3)
    ]
    progress: list[tuple[int, int | None]] = []
    stored: list[int] = []

    def note(done: int, total: int | None) -> None:
        progress.append((done, total))
        table = intake.store.select(f"SELECT ?r WHERE {{ ?r a <{SPINE.Report}> }}")
        stored.append(len(table.rows))

    assert counts(intake.add(reports, note)) == (len(reports), 0, 0, 0, 0)
    assert progress[-1] == (len(reports), len(reports))
    assert [done for done, _ in progress] == stored
    assert counts(intake.add(iter(reports), lambda done, total: progress.append((done, total))))[
        2
    ] == len(reports)
    assert str(progress[-1]) == f"({len(reports)}, None)"


def test_another_key_is_refused_before_anything_is_stored_twice(intake: Intake) -> None:
    intake.add([HERNIATION])
    before = list(intake.store.quads())
    stranger = replace(intake, identifiers=Identifiers(b"another key, also only for tests"))
    with pytest.raises(StoreError, match="another key"):
        stranger.add([HERNIATION])
    assert list(intake.store.quads()) == before


def test_a_removed_report_is_gone_and_the_patient_stays(
    intake: Intake, identifiers: Identifiers
) -> None:
    intake.add([HERNIATION, NORMAL])
    assert remove_report(intake.store, "r1", identifiers=identifiers) == identifiers.report("r1")
    patients = intake.store.select(f"SELECT ?id WHERE {{ ?p <{DCTERMS.identifier}> ?id }}")
    assert set(patients.column("id")) == {Literal("p1"), Literal("r2")}
    with pytest.raises(UnknownIdentifier):
        remove_report(intake.store, "r1", identifiers=identifiers)


def test_a_removed_patient_leaves_nothing(intake: Intake, identifiers: Identifiers) -> None:
    intake.add([OTHER])
    before = list(intake.store.quads())
    unnamed = replace(NORMAL, identifier="r5", patient=None)
    intake.add([HERNIATION, NORMAL, unnamed])
    assert len(remove_patient(intake.store, "p1", identifiers=identifiers)) == 2
    assert len(remove_patient(intake.store, "r5", identifiers=identifiers)) == 1
    assert list(intake.store.quads()) == before
    with pytest.raises(UnknownIdentifier):
        remove_patient(intake.store, "p1", identifiers=identifiers)


def _read_count(intake: Intake) -> Callable[[], int]:
    count: Callable[[], int] = intake.reader.read_count  # type: ignore[attr-defined]
    return count
