"""A report is laid out by its words: where statements start, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.layout import lay_out


@pytest.mark.parametrize(
    "parts",
    [
        ("MRI of the spine", "Mild disc bulge at L4-L5", "Small annular tear at L5-S1"),
        ("Lumbosacral MRI", "Features of muscle spasm", "Adequate spinal canal"),
        ("Old fracture of T12 is noted", "Hemangioma of L1 (stable)", "The cord is normal"),
        ("DISC BULGE AT L4-L5", "NO CANAL STENOSIS", "THERE IS NO FRACTURE"),
        ("There is no fracture.", "IMPRESSION: Normal study.", "L4-L5: Bulge", "L5-S1: Normal"),
        ("- No fracture", "- No listhesis", "- Mild stenosis at L4-L5"),
        ("1. No fracture", "2. No listhesis", "3. Mild stenosis at L4-L5"),
    ],
    ids=lambda parts: str(parts[-1]),
)
def test_statements_without_full_stops_are_parted(parts: tuple[str, ...]) -> None:
    text = lay_out(" ".join(parts)).text
    started = [text.index(part) for part in parts[1:] if not part.startswith("The cord")]
    assert all(text[place - 1] == "\n" or text[place - 2] == "." for place in started), text


@pytest.mark.parametrize(
    "text",
    [
        "The endplates show Modic changes and Schmorl nodes.",
        "There is a large Tarlov cyst and grade 1 Baastrup disease.",
        "No evidence of disc Herniation or nerve Root compression.",
        "The differential diagnosis included Amyotrophy, Polymyositis and Epidural hematoma.",
        "At L4-L5 Disc bulge without stenosis.",
        "MRI Lumbar Spine without contrast.",
        "A bulge is noted at L4-L5 level Compressing the thecal sac.",
        "A bulge is noted at L4-L5 level Mildly compressing the thecal sac.",
        "Left - T1 and L4 - L5 are asymmetric.",
        "Stenosis of grade 1. Mild bulge.",
    ],
)
def test_a_capital_that_has_another_reason_parts_nothing(text: str) -> None:
    assert "\n" not in lay_out(text).text


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "no",
                    "No",
                    "disc",
                    "L4-L5:",
                    "1.",
                    "-",
                    "IMPRESSION:",
                    "FINDINGS",
                    "x.",
                    "(A",
                    "B)",
                ]
            ),
            st.sampled_from([" ", "\n", "\r\n\r\n", "\t", "  ", "\u00a0", "\\n ", "\u2028"]),
        ),
        min_size=1,
    )
)
def test_the_kind_of_white_space_never_matters(words: list[tuple[str, str]]) -> None:
    written = "".join(word + white for word, white in words)
    layout = lay_out(written)
    assert layout.text == lay_out(" ".join(word for word, _ in words)).text
    for place, character in enumerate(layout.text):
        if not character.isspace():
            start, end = layout.original(place, place + 1)
            assert written[start:end] == character
