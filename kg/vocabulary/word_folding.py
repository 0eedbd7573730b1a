"""Data: spellings that are one word to the reader, and words that stemming would confuse."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["IRREGULAR_FORMS", "SPELLING_VARIANTS", "UNSTEMMED_WORDS"]

#: Other spellings, British and older ones, replaced inside a word before it is stemmed.
SPELLING_VARIANTS: Final[tuple[tuple[str, str], ...]] = (
    ("oedem", "edem"),
    ("haem", "hem"),
    ("tumour", "tumor"),
    ("disk", "disc"),
    ("grey", "gray"),
    ("centre", "center"),
    ("oesoph", "esoph"),
    ("ischaem", "ischem"),
    ("calibre", "caliber"),
)

#: Whole words whose stem would differ from that of their base form.
IRREGULAR_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bodies": "body",
        "cysts": "cyst",
        "degenerated": "degenerate",
        "degeneration": "degenerate",
        "degenerative": "degenerate",
        "extruded": "extrusion",
        "extruding": "extrusion",
        "extension": "extend",
        "extensions": "extend",
        "foci": "focus",
        "foramina": "foramen",
        "foraminae": "foramen",
        "foraminal": "foramen",
        "foramens": "foramen",
        "fused": "fusion",
        "fx": "fracture",
        "fxs": "fracture",
        "hernia": "herniate",
        "hypertrophic": "hypertrophy",
        "hypertrophied": "hypertrophy",
        "laminae": "lamina",
        "ligamenta": "ligamentum",
        "ligamentous": "ligament",
        "metastases": "metastasis",
        "mets": "metastasis",
        "neuroforamina": "neuroforamen",
        "neuroforaminal": "neuroforamen",
        "protruded": "protrusion",
        "protrudes": "protrusion",
        "protruding": "protrusion",
        "retropulsed": "retropulsion",
        "sequestered": "sequestration",
        "sequestrated": "sequestration",
        "sequestrum": "sequestration",
        "spondolytic": "spondylotic",
        "spondylitic": "spondylotic",
        "stenoses": "stenosis",
        "stenosed": "stenosis",
        "stenotic": "stenosis",
        "vertebrae": "vertebra",
        "vertebral": "vertebra",
    }
)

#: Words kept as written: their stems are those of other words ("several" and "severe").
UNSTEMMED_WORDS: Final = frozenset(
    {
        "enhancing",
        "general",
        "generalised",
        "generalized",
        "generally",
        "likely",
        "lumbarisation",
        "lumbarised",
        "lumbarization",
        "lumbarized",
        "news",
        "organ",
        "sacralisation",
        "sacralised",
        "sacralization",
        "sacralized",
        "several",
    }
)
