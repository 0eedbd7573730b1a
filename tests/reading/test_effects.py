"""Which finding causes which, by words of cause and by what one does to another."""

import pytest

from kg.findings.report import Report
from kg.reading.reader import RuleReader


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        (
            "Left disc extrusion at L5-S1 compressing the left S1 nerve root.",
            {("DiscExtrusion", "NerveRootCompression")},
        ),
        (
            "Metastasis at T8 compresses the spinal cord.",
            {("OsseousMetastasis", "SpinalCordCompression")},
        ),
        (
            "Disc bulge at L5-S1 effacing the thecal sac and compressing the cord.",
            {("DiscBulge", "ThecalSacCompression"), ("DiscBulge", "SpinalCordCompression")},
        ),
        (
            "Disc bulge at L4-L5 resulting in canal stenosis.",
            {("DiscBulge", "SpinalCanalStenosis")},
        ),
        (
            "Canal stenosis at L4-L5 due to facet arthropathy.",
            {("FacetArthropathy", "SpinalCanalStenosis")},
        ),
        (
            "Disc extrusion at L4-L5 measuring 5 mm, which compresses the right L5 nerve root.",
            {("DiscExtrusion", "NerveRootCompression")},
        ),
        ("Disc bulge at L3-L4, which does not compress the L4 nerve root.", set()),
        ("Facet arthropathy; the cord is compressed at T8.", set()),
        ("Disc bulge and canal stenosis at L4-L5.", set()),
    ],
)
def test_a_cause_is_linked_to_what_it_does(
    sentence: str, pairs: set[tuple[str, str]], reader: RuleReader
) -> None:
    findings = reader.read(Report("case", sentence)).findings
    assert {(one.type, key[0]) for one in findings for key in one.causes} == pairs
