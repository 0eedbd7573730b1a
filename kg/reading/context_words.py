"""Data: the words that show that a text speaks of the spine, and of imaging."""

import re

__all__ = ["IMAGING", "SPINE"]

#: A text without any of these states no spine finding, whatever fractures or masses it names.
SPINE = re.compile(
    r"\b(?:spin(?:e|al|es)|vertebra\w*|spondyl\w*|thecal|cauda|conus|(?:inter)?dis[ck]al?|"
    r"dis[ck]s?|lumbar|lumbosacral|sacr(?:al|um)|coccyx|cervical|thoracolumbar|foramin\w*|"
    r"foramen|facets?|epidural|ligamentum flavum|cord|nerve roots?|lss|[CTL]\d{1,2}[-/][CTLS]?\d{1,2}|"
    r"[TL]\d{1,2} (?:fracture|compression|lesion|vertebra)|laminectom\w*|kypho\w*|scolio\w*|"
    r"atlas|odontoid|paraspinal|paravertebral|para spinal)\b",
    re.IGNORECASE,
)

#: Words of an examination; a region beside them is what was imaged.
IMAGING = re.compile(
    r"\b(?:mri|mr|ct|mrt|magnetic resonance|computed tomography|radiographs?|x-?rays?|"
    r"plain films?|myelogra\w+|scans?|pet|scintigraphy|films?|exam(?:ination)?|imaging|"
    r"images?|study|views?|series)\b",
    re.IGNORECASE,
)
