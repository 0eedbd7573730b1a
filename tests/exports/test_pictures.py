"""Heat maps, intervals and timelines: what they show, from tables of the catalogue and lesions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rdflib import Literal

from kg.errors import InvalidValue
from kg.exports.charts import write_chart
from kg.exports.heat_maps import co_occurrence_map, level_heat_map
from kg.exports.interval_charts import prevalence_chart, sins_chart
from kg.exports.timelines import lesion_timeline
from kg.findings.report import Report
from kg.reading.reader import RuleReader
from kg.reasoning.course import PatientCourse
from kg.reasoning.lesion_courses import LesionHistory, lesion_history
from kg.store.interface import Table
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

pytest.importorskip("altair", reason="the pictures need the extra notebooks")


def table(columns: str, *rows: tuple[object, ...]) -> Table:
    return Table(
        tuple(columns.split()), tuple(tuple(Literal(cell) for cell in row) for row in rows)
    )


BY_LEVEL = table(
    "finding level patients",
    ("disc bulge", "L4-L5", 5),
    ("disc bulge", "L2-L3", 1),
    ("metastasis", "T12", 3),
    ("rare", "C2", 1),
)
PAIRS = table(
    "finding other_finding patients", ("disc bulge", "stenosis", 4), ("stenosis", "disc bulge", 4)
)
PREVALENCE = table(
    "level percent low high counted imaged", ("T12", 4.5, 1.3, 15.1, 2, 44), ("L1", 0, 0, 8, 0, 44)
)
SINS = table("report level lowest highest", ("r1", "T12", 6, 18), ("r2", "L3", 2, 17))


@pytest.fixture(scope="module")
def history() -> LesionHistory:
    reader = RuleReader(load_lexicon(), load_vocabulary())
    texts = {
        date(2024, 1, 10): "Metastasis at T8. Epidural mass at L2 measuring 2.0 cm.",
        date(2024, 4, 10): "Stable metastasis at T8. Epidural mass at L2 measuring 3.0 cm.",
    }
    return lesion_history(
        PatientCourse.of(
            reader.read(Report(f"{day}", f"MRI whole spine.\nFINDINGS: {text}", "p", day))
            for day, text in texts.items()
        )
    )


def layers(chart: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (altair is optional)
    """Return the layers, each with the rows that it draws."""
    drawn = chart.to_dict()
    found = []
    for layer in drawn["layer"]:
        data = layer.get("data", drawn.get("data"))
        rows = data["values"] if "values" in data else drawn["datasets"][data["name"]]
        found.append({**layer, "rows": rows})
    return found


def test_the_spine_stands_upright_and_only_frequent_kinds_are_shown() -> None:
    cells = layers(level_heat_map(BY_LEVEL, most=2))[0]
    assert cells["encoding"]["x"]["scale"]["domain"] == ["disc bulge", "metastasis"]
    levels = cells["encoding"]["y"]["scale"]["domain"]
    assert levels == ["T12", "L1", "L2", "L2-L3", "L3", "L4", "L4-L5"]


def test_pairs_that_are_there_both_ways_have_one_order() -> None:
    cells = layers(co_occurrence_map(PAIRS))[0]
    assert cells["encoding"]["x"]["scale"] == cells["encoding"]["y"]["scale"]


def test_prevalence_shows_its_interval_and_its_denominator() -> None:
    lines, points, words = layers(prevalence_chart(PREVALENCE))
    assert (lines["encoding"]["x"]["field"], lines["encoding"]["x2"]["field"]) == ("low", "high")
    assert points["encoding"]["x"]["field"] == "percent"
    assert words["rows"][0]["of"] == "2 of 44"


def test_a_score_is_a_range_before_the_published_categories() -> None:
    bands, ranges, *_ = layers(sins_chart(SINS))
    assert [band["name"] for band in bands["rows"]] == [
        "stable",
        "potentially unstable",
        "unstable",
    ]
    assert [row["range"] for row in ranges["rows"]] == ["6 to 18", "2 to 17"]
    assert "not medical advice" in sins_chart(SINS).to_dict()["title"]["subtitle"]


def test_a_timeline_has_a_row_for_each_lesion_and_says_states_by_colour_and_shape(
    history: LesionHistory,
) -> None:
    _, marks, sizes = layers(lesion_timeline(history))
    assert marks["encoding"]["y"]["scale"]["domain"] == [
        "T8 vertebral osseous metastasis",
        "L2 epidural mass",
    ]
    for channel in ("color", "shape"):
        scale = marks["encoding"][channel]["scale"]
        assert scale["domain"] == ["first seen", "larger", "stable"]
        assert len(set(scale["range"])) == 3
    assert {row["size"] for row in sizes["rows"]} == {"", "20 mm", "30 mm"}


@pytest.mark.parametrize(
    "draw",
    [
        lambda _: level_heat_map(BY_LEVEL),
        lambda _: co_occurrence_map(PAIRS),
        lambda _: prevalence_chart(PREVALENCE),
        lambda _: sins_chart(SINS),
        lesion_timeline,
    ],
)
def test_each_can_be_written_as_a_picture(
    draw: Callable[[LesionHistory], Any], history: LesionHistory, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    write_chart(draw(history), path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size > 3_000


@pytest.mark.parametrize("draw", [level_heat_map, co_occurrence_map, prevalence_chart, sins_chart])
def test_what_has_nothing_to_draw_is_refused(draw: Callable[[Table], Any]) -> None:
    with pytest.raises(InvalidValue, match="no column"):
        draw(table("level"))
    columns = "finding other_finding level report patients percent low high counted imaged"
    with pytest.raises(InvalidValue, match="nothing to draw"):
        draw(table(f"{columns} lowest highest"))
    with pytest.raises(InvalidValue, match="no lesions"):
        lesion_timeline(LesionHistory((), ()))
