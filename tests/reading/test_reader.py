"""What holds for every text: exact quotes, the same answer twice, no exception."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.findings.finding import Finding
from kg.findings.qualities import Change, Section, Status
from kg.findings.report import Report
from kg.findings.unplaced import unplaced_levels
from kg.reading.reader import RuleReader

DATA = Path(__file__).parents[3] / "shared" / "data"
SEED = DATA / "seed-report.txt"

FRAGMENTS = st.sampled_from(
    [
        "Disc bulge",
        "at L4-L5",
        "without",
        "cord compression",
        "T12",
        ",",
        ";",
        ".",
        ":",
        "\n",
        "FINDINGS:",
        "IMPRESSION:",
        "mild",
        "severe",
        "left",
        "bilateral",
        "no",
        "possible",
        "and",
        "or",
        "foraminal stenosis",
        "L4-L5:",
        "epidural extension",
        "metastases",
        "in C5, C6",
        "through",
        "respectively",
        "has resolved",
        "2.3 x 1.8 cm",
        "thecal sac",
        "compressing",
        "lumbar spine",
        "HISTORY:",
        "-",
        "\u2022",
        "(",
        ")",
        "T14",
        "T2-weighted",
        "\u00e9",
        " ",
    ]
)
TEXTS = st.one_of(
    st.lists(FRAGMENTS, min_size=1, max_size=40).map(" ".join),
    st.text(min_size=1, max_size=400),
).filter(lambda text: bool(text.strip()))


def read(reader: RuleReader, text: str) -> tuple[Finding, ...]:
    return reader.read(Report("any", text)).findings


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_quote_is_found_where_it_says(reader: RuleReader, text: str) -> None:
    for finding in read(reader, text):
        for piece in finding.evidence:
            assert text[piece.start : piece.end] == piece.quote


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_findings(reader: RuleReader, text: str) -> None:
    assert read(reader, text) == read(reader, text)


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_finding_is_said_twice_and_causes_are_findings_of_the_report(
    reader: RuleReader, text: str
) -> None:
    findings = read(reader, text)
    keys = [(finding.key, finding.structure) for finding in findings]
    assert len(keys) == len(set(keys))
    known = {finding.key for finding in findings}
    for finding in findings:
        assert set(finding.causes) <= known
        assert finding.part_of is None or finding.part_of in known


def test_history_and_technique_make_no_finding(reader: RuleReader) -> None:
    text = (
        "CLINICAL HISTORY: Known metastasis of T4. INDICATION: cord compression? "
        "COMPARISON: CT with fracture of L1. TECHNIQUE: MRI of the lumbar spine. "
        "FINDINGS: Disc bulge at L4-L5."
    )
    findings = reader.read(Report("case", text)).findings
    assert [(finding.type, finding.level) for finding in findings] == [("DiscBulge", "L4-L5")]


def test_said_in_both_sections_is_one_finding_with_two_pieces_of_evidence(
    reader: RuleReader,
) -> None:
    text = (
        "FINDINGS: Moderate cord compression at T9. IMPRESSION: Significant cord compression at T9."
    )
    (finding,) = reader.read(Report("case", text)).findings
    assert [piece.section for piece in finding.evidence] == [Section.FINDINGS, Section.IMPRESSION]
    assert [piece.degree for piece in finding.evidence] == ["Moderate", "Significant"]


def test_sections_that_disagree_keep_both_findings(reader: RuleReader) -> None:
    text = "FINDINGS: Mild cord compression at T9. IMPRESSION: Severe cord compression at T9."
    findings = reader.read(Report("case", text)).findings
    assert sorted(finding.severity or "" for finding in findings) == ["mild", "severe"]


def test_the_epidural_component_belongs_to_the_lesion_and_causes_the_compression(
    reader: RuleReader,
) -> None:
    text = (
        "Metastasis in the T8 vertebral body with a soft tissue component extending into the "
        "epidural space, resulting in severe cord compression."
    )
    by_type = {finding.type: finding for finding in reader.read(Report("case", text)).findings}
    extension = by_type["EpiduralExtension"]
    assert extension.part_of == by_type["OsseousMetastasis"].key
    assert extension.causes == (by_type["SpinalCordCompression"].key,)


def test_a_text_that_never_speaks_of_the_spine_gives_nothing(reader: RuleReader) -> None:
    assert reader.read(Report("case", "Fracture of the distal radius. No mass.")).findings == ()


def test_an_impossible_level_is_a_warning_without_text(reader: RuleReader) -> None:
    reading = reader.read(Report("case", "Compression fracture of T14."))
    assert reading.warnings == ("no such level: T14, at character 24",)
    assert {finding.level for finding in reading.findings} <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "FINDINGS: L4-L5: Disc bulge. L6-L7: Disc herniation.",
        "FINDINGS: L4-L5: Disc bulge.\nL6-L7:\nDisc herniation.",
        "FINDINGS: Disc bulge at L4-L5. Disc herniation at L6-L7.",
    ],
)
def test_a_finding_at_an_impossible_level_takes_no_other_s_level(
    text: str, reader: RuleReader
) -> None:
    reading = reader.read(Report("case", text))
    levels = {finding.type: finding.level for finding in reading.findings}
    assert levels == {"DiscBulge": "L4-L5", "DiscHerniation": None}
    (unplaced,) = unplaced_levels(reading)
    assert text[unplaced.start :].startswith(unplaced.written)


def test_an_impossible_level_is_found_again_in_a_text_as_written(reader: RuleReader) -> None:
    text = "FINDINGS:   Disc   bulge\n   at  L4-L5.\n\n\nMetastasis   at T14."
    (unplaced,) = unplaced_levels(reader.read(Report("case", text)))
    assert text[unplaced.start :] == "T14."


@pytest.mark.parametrize(
    ("sentence", "structure"),
    [
        ("Fracture of the right pedicle of L3.", "Pedicle"),
        ("Fracture of the left lamina of T12.", "Lamina"),
        ("No disc herniation.", "IntervertebralDisc"),
        ("Severe spinal canal stenosis at L4-L5.", "SpinalCanal"),
    ],
)
def test_the_structure_is_the_one_that_the_words_name(
    sentence: str, structure: str, reader: RuleReader
) -> None:
    (finding,) = reader.read(Report("case", sentence)).findings
    assert finding.structure == structure


@pytest.mark.parametrize(
    "sentence",
    [
        "No interval worsening of the L4-L5 canal stenosis.",
        "No further collapse of the L4 fracture.",
        "No evidence of significant interval increase of the L4 metastasis.",
    ],
)
def test_what_does_not_change_is_stable(reader: RuleReader, sentence: str) -> None:
    findings = reader.read(Report("one", sentence)).findings
    assert findings
    assert {(one.status, one.change) for one in findings} == {(Status.PRESENT, Change.STABLE)}


def test_what_is_absent_has_no_size(reader: RuleReader) -> None:
    sentence = "There is a meningioma at T6, without cord compression, 2 cm."
    sizes = {
        one.status: [str(size.value) for size in one.measurements]
        for one in reader.read(Report("one", sentence)).findings
    }
    assert sizes == {Status.PRESENT: ["2"], Status.ABSENT: []}


def test_a_size_goes_to_the_nearest_finding(reader: RuleReader) -> None:
    text = "Disc extrusion at L4-L5 measures 9 mm. Facet arthropathy."
    by_type = {finding.type: finding for finding in reader.read(Report("case", text)).findings}
    (size,) = by_type["DiscExtrusion"].measurements
    assert (str(size.value), size.unit, size.text) == ("9", "mm", "9 mm")
    assert by_type["FacetArthropathy"].measurements == ()


def test_a_long_text_is_read_in_linear_time(reader: RuleReader) -> None:
    sentence = "Disc bulge at L4-L5 with mild foraminal stenosis, no cord compression. "
    reading = reader.read(Report("case", sentence * 3000))
    assert len(reading.findings) == 3


@pytest.mark.skipif(not SEED.is_file(), reason="the seed report is not beside the checkout")
class TestSeedReport:
    """The report that the project was born from (issue 2, "done when")."""

    @pytest.fixture
    def findings(self, reader: RuleReader) -> tuple[Finding, ...]:
        return read(reader, SEED.read_text(encoding="utf-8"))

    def test_findings_are_exactly_the_gold(self, findings: tuple[Finding, ...]) -> None:
        gold = json.loads((DATA / "gold-seed.jsonl").read_text(encoding="utf-8"))
        wanted = {
            (entry["finding"], level, entry["certainty"], entry["laterality"], entry["severity"])
            for entry in gold["findings"]
            for level in entry["levels"] or [None]
        }
        names = {"LumbarSpine": "lumbar"}
        found = {
            (f.type, names.get(f.level or "", f.level), f.status.value, f.side, f.severity)
            for f in findings
            if not f.extraspinal
        }
        assert found == wanted

    def test_the_epidural_extension_is_of_the_t12_lesion_and_causes_the_compression(
        self, findings: tuple[Finding, ...]
    ) -> None:
        by_place = {(f.type, f.level): f for f in findings}
        extension = by_place["EpiduralExtension", "T12"]
        assert extension.part_of == by_place["OsseousMetastasis", "T12"].key
        assert by_place["SpinalCordCompression", "T12"].key in extension.causes

    def test_masses_outside_the_spine_are_kept_apart(self, findings: tuple[Finding, ...]) -> None:
        outside = {(f.type, f.structure) for f in findings if f.extraspinal}
        assert ("ExtraspinalMass", "Liver") in outside
        assert ("ExtraspinalNodule", "Lung") in outside
        assert ("ExtraspinalNodule", "Peritoneum") in outside

    def test_both_sections_are_evidence_and_their_disagreement_is_visible(
        self, findings: tuple[Finding, ...]
    ) -> None:
        (compression,) = [
            f for f in findings if f.type == "SpinalCordCompression" and f.level == "T12"
        ]
        stated = {piece.section.value: piece.degree for piece in compression.evidence}
        assert stated == {"findings": "moderate", "impression": "significant"}
