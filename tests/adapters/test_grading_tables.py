"""Tables of gradings: what each cell says, what is refused, and that nothing is lost."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg import open_workspace
from kg.adapters.grading_scheme import grading_scheme, grading_schemes
from kg.adapters.grading_tables import TableRow, table_readings
from kg.errors import InvalidValue, UnreadableInput
from kg.findings.finding import Finding
from kg.findings.qualities import Severity, Side, Status
from kg.findings.report import Reading
from kg.store.grading_files import read_grading_file
from kg.vocabulary.vocabulary import load_vocabulary

SHARED = Path(__file__).parents[3] / "shared" / "data"

SPIDER_ROW = {
    "Patient": "7",
    "IVD label": "2",
    "Modic": "2",
    "UP endplate": "1",
    "LOW endplate": "0",
    "Spondylolisthesis": "0",
    "Disc herniation": "1",
    "Disc narrowing": "0",
    "Disc bulging": "0",
    "Pfirrman grade": "4",
}


def read(kind: str, *rows: Mapping[str, str]) -> list[Reading | UnreadableInput]:
    listed = (TableRow(f"made.csv:{n}", row) for n, row in enumerate(rows, 2))
    return list(table_readings(grading_scheme(kind), listed))


def reading(kind: str, *rows: Mapping[str, str]) -> Reading:
    [found] = read(kind, *rows)
    assert isinstance(found, Reading)
    return found


def by_type(found: Reading) -> dict[str, Finding]:
    assert len({finding.type for finding in found.findings}) == len(found.findings)
    return {finding.type: finding for finding in found.findings}


@pytest.mark.parametrize("kind", grading_schemes())
def test_a_scheme_names_what_the_ontology_has(kind: str) -> None:
    scheme, vocabulary = grading_scheme(kind), load_vocabulary()
    for columns in scheme.columns:
        for grading in columns.values.values():
            assert grading.type in vocabulary.findings, grading.type
    assert set(scheme.coverage) <= vocabulary.level_sets.keys()


def test_a_row_of_a_disc_is_a_finding_for_each_grading() -> None:
    found = by_type(reading("spider", SPIDER_ROW))
    assert {finding.level for finding in found.values()} == {"L4-L5"}
    assert {name: finding.status.value for name, finding in found.items()} == {
        "ModicType2": "present",
        "EndplateChange": "present",
        "Spondylolisthesis": "absent",
        "DiscHerniation": "present",
        "DiscHeightLoss": "absent",
        "DiscBulge": "absent",
        "DiscDegeneration": "present",
    }
    assert found["DiscDegeneration"].grade == "Pfirrmann 4"
    assert found["ModicType2"].grade == "Modic 2"


def test_two_endplates_are_one_finding_with_the_cells_that_support_it() -> None:
    found = by_type(reading("spider", SPIDER_ROW))["EndplateChange"]
    assert [one.quote for one in found.evidence] == ["IVD label 2, UP endplate: 1"]
    both = by_type(reading("spider", {**SPIDER_ROW, "UP endplate": "0"}))["EndplateChange"]
    assert (both.status, len(both.evidence)) == (Status.ABSENT, 2)


def test_every_quote_stands_where_it_is_said_to() -> None:
    found = reading("spider", SPIDER_ROW, {**SPIDER_ROW, "IVD label": "1"})
    assert len(found.findings) == 14
    for finding in found.findings:
        for one in finding.evidence:
            assert found.report.text[one.start : one.end] == one.quote


def test_a_label_that_stands_for_no_level_gives_findings_without_one_and_says_so() -> None:
    found = reading("spider", {**SPIDER_ROW, "IVD label": "0"})
    assert {finding.level for finding in found.findings} == {None}
    assert found.warnings == ("level '0' of the table stands for no level; kept without one",)


def test_columns_may_hold_side_and_level() -> None:
    row = {
        "study_id": "9",
        "left_neural_foraminal_narrowing_l4_l5": "Severe",
        "right_neural_foraminal_narrowing_l4_l5": "Normal/Mild",
        "spinal_canal_stenosis_l1_l2": "Moderate",
        "spinal_canal_stenosis_l5_s1": "",
    }
    left, right, canal = reading("rsna2024", row).findings
    assert (left.type, left.side, left.severity, left.level) == (
        "ForaminalStenosis",
        Side.LEFT,
        Severity.SEVERE,
        "L4-L5",
    )
    assert (right.side, right.status, right.severity) == (
        Side.RIGHT,
        Status.POSSIBLE,
        Severity.MILD,
    )
    assert (canal.side, canal.level, canal.grade) == (None, "L1-L2", "RSNA Moderate")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Modic": "4"}, "the value of 'Modic' is not one of the known"),
        ({"IVD label": "12"}, "the value of 'Modic' is not one of the known"),
        ({"Patient": " "}, "'Patient' is missing or empty"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_whole(
    change: Mapping[str, str], reason: str
) -> None:
    [refused] = read("spider", {**SPIDER_ROW, **change})
    assert isinstance(refused, UnreadableInput)
    assert (refused.place, refused.reason) == ("made.csv:2", reason)


def test_a_second_row_for_a_level_is_refused() -> None:
    refused, first = read("spider", SPIDER_ROW, {**SPIDER_ROW, "Modic": "0"})
    assert isinstance(refused, UnreadableInput)
    assert refused.reason == "a second row of this study for the same level"
    assert isinstance(first, Reading)
    assert "ModicType2" in by_type(first)


def written(folder: Path, text: str) -> Path:
    path = folder / "made.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        InvalidValue, match="no kind of table 'nothing'; there are rsna2024, spider"
    ):
        grading_scheme("nothing")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("study_id,weight\n1,2\n", "no column is one of a table 'rsna2024'"),
        ("id,spinal_canal_stenosis_l1_l2\n1,Severe\n", "the columns 'study_id' are missing"),
        ("", "the columns 'study_id' are missing"),
        ("study_id,spinal_canal_stenosis_l1_l2\n1\n", "has 1 cells for 2 columns; mend the file"),
        ('study_id,spinal_canal_stenosis_l1_l2\n1,"x"y\n', "not a row of CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_grading_file(written(tmp_path, text), "rsna2024")
    assert caught.value.reason == reason


def test_a_table_answers_questions(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "study_id,left_neural_foraminal_narrowing_l4_l5,right_neural_foraminal_narrowing_l4_l5\n"
        "1,Severe,Normal/Mild\n2,Moderate,Severe\n3,Severe,Severe\n4,,\n5,Worst,Severe\n",
    )
    with open_workspace(tmp_path / "store") as workspace:
        summary = workspace.add_table(path, "rsna2024")
        assert (summary.added, len(summary.refused), summary.set_aside) == (3, 1, ())
        answer = workspace.ask("patients with severe left foraminal stenosis at L4-L5")
        assert [row.patient for row in answer.rows] == ["rsna2024-1", "rsna2024-3"]
        again = workspace.add_table(path, "rsna2024")
        assert (again.added, again.unchanged) == (0, 3)


def counts(path: Path, kind: str) -> Counter[tuple[str, str | None, str | None, str | None]]:
    """Return how many findings there are of each grade, at each level and side."""
    table = read_grading_file(path, kind)
    assert table.refused == ()
    return Counter(
        (finding.type, finding.level, finding.side and finding.side.value, finding.grade)
        for one in table.reader.readings.values()
        for finding in one.findings
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with data of others is not here")
def test_counts_are_those_of_the_table_of_stenoses() -> None:
    path = SHARED / "rsna2024_train.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    types = {
        "spinal_canal_stenosis": "SpinalCanalStenosis",
        "neural_foraminal_narrowing": "ForaminalStenosis",
        "subarticular_stenosis": "LateralRecessStenosis",
    }
    expected: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
    for row in rows:
        for column, value in row.items():
            condition, upper, lower = column.rsplit("_", 2) if "_l" in column else ("", "", "")
            side = next((one for one in ("left", "right") if condition.startswith(one)), None)
            name = condition.removeprefix(f"{side}_") if side else condition
            if name in types and value:
                level = f"{upper.upper()}-{lower.upper()}"
                expected[types[name], level, side, f"RSNA {value}"] += 1
    assert expected.total() > 48_000
    assert counts(path, "rsna2024") == expected


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with data of others is not here")
def test_counts_are_those_of_the_table_of_discs(tmp_path: Path) -> None:
    path = SHARED / "spider_gradings.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    levels = {"1": "L5-S1", "2": "L4-L5", "3": "L3-L4", "4": "L2-L3", "5": "L1-L2", "6": "T12-L1"}
    levels |= {"7": "T11-T12", "8": "T10-T11", "9": "T9-T10"}
    expected: Counter[tuple[str, str]] = Counter()
    for row in rows:
        level = levels.get(row["IVD label"], "")
        expected["DiscDegeneration", level] += int(row["Pfirrman grade"]) > 2
        expected["DiscBulge", level] += row["Disc bulging"] == "1"
        expected["DiscHerniation", level] += row["Disc herniation"] == "1"
        expected["DiscHeightLoss", level] += row["Disc narrowing"] == "1"
        expected["Spondylolisthesis", level] += row["Spondylolisthesis"] == "1"
        expected["EndplateChange", level] += "1" in (row["UP endplate"], row["LOW endplate"])
        expected[f"ModicType{row['Modic']}", level] += row["Modic"] != "0"
    with open_workspace(tmp_path / "store") as workspace:
        assert workspace.add_table(path, "spider").added == len({row["Patient"] for row in rows})
        table = workspace.sparql(
            "PREFIX spine: <https://w3id.org/spinekg/spine#> SELECT ?type ?level (COUNT(*) AS ?n) {"
            " ?finding spine:findingType ?type ; spine:status spine:Present ."
            " OPTIONAL { ?finding spine:atLevel ?level } } GROUP BY ?type ?level"
        )
    found = {
        (str(kind).rpartition("#")[2], str(level or "").rpartition("#")[2]): int(str(count))
        for kind, level, count in table.rows  # type: ignore[union-attr]
    }
    assert found == {key: count for key, count in expected.items() if count}
