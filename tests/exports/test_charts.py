"""Histograms of findings by level, for a page and for a terminal."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.errors import InvalidValue, MissingExtra
from kg.exports.charts import LevelCount, histogram_lines, level_histogram, write_chart
from kg.findings.qualities import Status

COUNTS = (
    LevelCount("L4-L5", 7),
    LevelCount("T12", 4),
    LevelCount("L1", 2, Status.ABSENT),
    LevelCount("T12", 1, Status.POSSIBLE),
    LevelCount("LumbarSpine", 3),
)


def test_levels_stand_cranial_to_caudal_with_gaps_and_regions_last() -> None:
    pytest.importorskip("altair", reason="the extra 'notebooks' is not installed")
    encoding = level_histogram(COUNTS).to_dict()["encoding"]
    levels = ["T12", "L1", "L2", "L3", "L4", "L4-L5", "lumbar spine"]
    assert encoding["y"]["scale"]["domain"] == levels
    assert encoding["color"]["scale"]["domain"] == ["present", "possible", "absent"]


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_chart_is_written_as_a_picture(tmp_path: Path, ending: str, start: bytes) -> None:
    pytest.importorskip("vl_convert", reason="the extra 'notebooks' is not installed")
    path = tmp_path / f"levels.{ending}"
    write_chart(level_histogram(COUNTS), path)
    assert path.read_bytes().startswith(start)


def test_picture_names_its_levels_and_links_to_nothing(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="the extra 'notebooks' is not installed")
    path = tmp_path / "levels.svg"
    write_chart(level_histogram(COUNTS, title="Metastases"), path)
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    words = {element.text for element in root.iter() if element.text}
    assert {"Metastases", "T12", "L4-L5"} <= words
    assert not [element for element in root.iter() if element.tag.endswith("image")]


def test_unknown_ending_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="the extra 'notebooks' is not installed")
    with pytest.raises(InvalidValue, match=r"'\.bmp'"):
        write_chart(level_histogram(COUNTS), tmp_path / "levels.bmp")


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(InvalidValue, match="no findings"):
        level_histogram([])


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match=r"spinekg\[notebooks\]"):
        level_histogram(COUNTS)


def test_terminal_bars_are_in_proportion_and_fit_the_width() -> None:
    lines = histogram_lines({"T12": 40, "L1": 10, "L3": 1}, width=30)
    assert [line.split()[0] for line in lines] == ["T12", "L1", "L2", "L3"]
    assert [line.count("█") for line in lines] == [23, 5, 0, 0]
    assert all(len(line) <= 30 for line in lines)
    assert "▌" in lines[3] or "▋" in lines[3]


def test_terminal_histogram_of_nothing_has_no_lines() -> None:
    assert histogram_lines({}) == ()


def test_a_count_is_never_negative() -> None:
    with pytest.raises(InvalidValue):
        LevelCount("T12", -1)
