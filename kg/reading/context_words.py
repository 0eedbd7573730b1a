"""Data: the words that show that a text speaks of the spine, and of imaging."""

import re
from typing import Final

__all__ = ["IMAGING", "IMAGING_WORDS", "SPINE"]

#: A text without any of these states no spine finding, whatever fractures or masses it names.
SPINE: Final = re.compile(
    r"\b(?:spin(?:e|al|es)|intraspinal|paraspinal|prevertebral|vertebra\w*|paravertebral|spondyl\w*|thecal|"
    r"cauda equina|conus|facets?|"
    r"(?<!vocal )(?<!umbilical )(?<!spermatic )cord|"
    r"intervertebral|lumbar|lumbosacral|sacrum|coccyx|thoracolumbar|atlas|"
    r"odontoid|(?:neuro|neural |exit )\s?foram\w*|foraminal (?:stenosis|narrowing|compromise)|"
    r"(?:neural|exit|central) canals?|canal (?:stenosis|narrowing)|"
    r"facet (?:joints?|arthro\w*|hypertrophy)|epidural|"
    r"ligamentum flavum|intramedullary|listhesis|antero?listhesis|retrolisthesis|"
    r"nerve roots?|laminectom\w*|kypho\w*|scolio\w*|discitis|syrin\w*|myel(?:itis|opathy|omalacia)|"
    r"dis[ck]s? (?:bulg|hernia|protru|extru|desic|degen|disease|space|height|material|osteo)\w*|"
    r"cord (?:compress|signal|edema|oedema|atrophy|expansion|lesion|imping)\w*|lss|[csl] ?spine|"
    r"cervical (?:cord|canal|dis[ck]|spondyl|lordosis|level)\w*|sacroilii?tis|sacro-?iliac)\b",
    re.IGNORECASE,
)

#: Words of an examination; a region beside them is what was imaged.
IMAGING: Final = re.compile(
    r"\b(?:mri|mr|ct|mrt|magnetic resonance|computed tomography|radiographs?|x-?rays?|"
    r"plain films?|myelogra\w+|scans?|pet|scintigraphy|films?|exam(?:ination)?|imaging|"
    r"images?|study|views?|series)\b",
    re.IGNORECASE,
)

#: The first words of those of an examination; a sentence without any names none.
IMAGING_WORDS: Final = frozenset(
    """
    computed ct exam examination film films image images imaging magnetic mr mri mrt myelogram
    myelograms myelographic myelography pet plain radiograph radiographs scan scans scintigraphy
    series study view views x xray xrays
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
