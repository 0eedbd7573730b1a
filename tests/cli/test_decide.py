"""What persons decide about lesions, what then follows, and the timeline that tells of it."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Command

STUDIES = (
    (
        "S1",
        "2024-01-10",
        "MRI whole spine.\nFINDINGS: Metastasis at T8. Epidural mass at L2, 2.0 cm.",
    ),
    (
        "S2",
        "2024-04-10",
        "MRI whole spine.\nFINDINGS: Metastasis at T9. Larger epidural mass at L2.",
    ),
    ("S3", "2024-05-10", "MRI lumbar spine.\nFINDINGS: No epidural mass at L2."),
)
COUNT = ("query", "lesions_over_time", "--type", "OsseousMetastasis", "--format", "json")


@pytest.fixture
def store(tmp_path: Path, spinekg: Command) -> Path:
    path = tmp_path / "studies.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": name, "patient": "P1", "date": day, "text": text}) + "\n"
            for name, day, text in STUDIES
        ),
        encoding="utf-8",
    )
    assert spinekg("--store", tmp_path / "store", "add", path).code == 0
    return tmp_path / "store"


def finding(spinekg: Command, store: Path, report: str, kind: str) -> str:
    """Return the number under which a report shows its finding of a kind."""
    shown = json.loads(spinekg("--store", store, "show", "report", report, "--format", "json").out)
    types = [one["type"] for one in shown[0]["findings"]]
    return f"{report}#{types.index(kind) + 1}"


def lesions(spinekg: Command, store: Path) -> int:
    rows = json.loads(spinekg("--store", store, *COUNT).out)
    return len({row["lesion"] for row in rows})


def test_a_decision_makes_a_link_and_undoing_it_leaves_no_trace(
    store: Path, spinekg: Command
) -> None:
    pair = [finding(spinekg, store, one, "OsseousMetastasis") for one in ("S1", "S2")]
    assert lesions(spinekg, store) == 2
    made = spinekg("--store", store, "decide", "same", *pair, "--reason", "counted anew")
    assert (made.code, lesions(spinekg, store)) == (0, 1)
    links = json.loads(spinekg("--store", store, "query", "lesion_links", "--format", "json").out)
    assert "decided by a person" in {row["rule"] for row in links}
    listed = json.loads(spinekg("--store", store, "decide", "--list", "--format", "json").out)
    assert [(one["decision"], one["reason"]) for one in listed] == [("same lesion", "counted anew")]
    assert stat.S_IMODE((store / "lesion_decisions.json").stat().st_mode) == 0o600
    # Deriving anew keeps it, as it is recorded; taking it back undoes it.
    assert spinekg("--store", store, "derive").code == 0
    assert lesions(spinekg, store) == 1
    assert spinekg("--store", store, "decide", "undo", *reversed(pair)).code == 0
    assert lesions(spinekg, store) == 2
    assert spinekg("--store", store, "decide", "undo", *pair).code != 0


def test_a_decision_that_cannot_be_is_refused(store: Path, spinekg: Command) -> None:
    pair = [finding(spinekg, store, one, "OsseousMetastasis") for one in ("S1", "S2")]
    command = ("--store", store, "decide")
    assert "--reason" in spinekg(*command, "same", *pair).err
    assert "two findings" in spinekg(*command, "same", pair[0]).err
    assert spinekg(*command, "same", pair[0], pair[0], "--reason", "x").code == 1
    assert spinekg(*command, "same", pair[0], "S2#99", "--reason", "x").code == 1
    assert not (store / "lesion_decisions.json").exists()


def test_erasing_a_patient_forgets_what_was_decided(store: Path, spinekg: Command) -> None:
    pair = [finding(spinekg, store, one, "OsseousMetastasis") for one in ("S1", "S2")]
    assert spinekg("--store", store, "decide", "same", *pair, "--reason", "counted").code == 0
    assert spinekg("--store", store, "remove", "patient", "P1", "--erase").code == 0
    assert "S1" not in (store / "lesion_decisions.json").read_text(encoding="utf-8")


def test_a_broken_file_of_decisions_is_named(store: Path, spinekg: Command) -> None:
    (store / "lesion_decisions.json").write_text("{", encoding="utf-8")
    failed = spinekg("--store", store, "decide", "--list")
    assert failed.code != 0
    assert "lesion_decisions.json" in failed.err


def test_the_timeline_goes_from_study_to_study(store: Path, spinekg: Command) -> None:
    shown = spinekg("--store", store, "show", "patient", "P1", "--timeline")
    assert shown.code == 0
    for word in ("epidural mass at L2", "first seen", "20 mm", "larger", "resolved", "not imaged"):
        assert word in shown.out, shown.out
    rows = json.loads(
        spinekg("--store", store, "show", "patient", "P1", "--timeline", "--format", "json").out
    )
    assert [row["state"] for row in rows if row["level"] == "L2"] == [
        "first seen",
        "larger",
        "resolved",
    ]


def test_the_timeline_is_of_patients(store: Path, spinekg: Command) -> None:
    assert spinekg("--store", store, "show", "report", "S1", "--timeline").code == 2
    assert spinekg("--store", store, "show", "patient", "nobody", "--timeline").code == 1
