"""Data: words by which the layout of a report is read when its line breaks say nothing."""

from typing import Final

__all__ = [
    "CAPITAL_OPENERS",
    "CONNECTORS",
    "HEAD_NOUNS",
    "MAIN_HEADINGS",
    "NAMES",
    "NOUN_MODIFIERS",
    "NUMBERED_WORDS",
]

#: Headings that end the line before them wherever they stand, in capitals or with one.
MAIN_HEADINGS: Final = (
    "clinical history",
    "clinical indication",
    "clinical information",
    "comparison",
    "conclusion",
    "findings",
    "history",
    "impression",
    "indication",
    "interpretation",
    "opinion",
    "recommendation",
    "recommendations",
    "reason for exam",
    "reason for examination",
    "technique",
)
#: Words in capitals throughout that open a statement in a text that is written so.
CAPITAL_OPENERS: Final = ("NO", "THERE")
#: Words that have a capital wherever they stand, and open no statement: eponyms, products, kinds.
NAMES: Final = frozenset(
    """
    achilles adamkiewicz anderson andersson april august baastrup babinski bartynski batson
    bechterew bertolotti bronzini brown brucella castellvi chance charcot chiari clay
    cobb cushing dandy december denis dixon doppler dotarem effendi escherichia ewing
    february fleischner forestier foley frankel fuji gadavist gadovist gadolinium gallium gaucher
    genant gill grade guillain hadley harrington harris hill hirayama hitachi hodgkin
    hoffmann horner hounsfield hurst isovue jakob january jefferson july june
    klippel kummell kümmell langerhans lenke lhermitte lisfranc magerl magnevist march
    marfan mayfield meyerding modic morquio multihance myerding november october
    omnipaque omniscan paget pancoast parkinson pfirrmann philips polly pott
    potts prohance risser romanus samsung scheuermann schmorl
    schwann september siemens sjogren sprengel staphylococcus steinert
    sunday monday tuesday wednesday thursday friday saturday tarlov tesla tokuhashi torg
    toshiba trendelenburg type virchow waldenstrom weber wiltse
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
#: Words that cannot end a statement: a line that ends with one goes on in the next.
CONNECTORS: Final = frozenset(
    """
    a about an and anterior approximately are as at be between both but by central compatible
    concerning confirm confirmed confirms consistent deg degree degrees demonstrate demonstrated
    demonstrates demonstrating due during for from grade greater had has have having in include
    included includes including indicate indicated indicates into involving is its known large
    lateral left likely measuring mild mildly minimal moderate moderately modic multiple no nor of
    on or over possible posterior presumed probable received represent represented representing
    represents reveal revealed revealing reveals right see severe severely show showed showing
    shows small stage suggest suggested suggesting suggestive suggests suspected taking than that
    the that there these this through to type underwent upon versus via vs was were which with
    within without
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
#: A capital on one of these is no start behind one of those: "a disc Herniation".
HEAD_NOUNS: Final = frozenset(
    """
    arthropathy bodies body bulge bulges bulging canal column cord degeneration desiccation disease
    extrusion foramen foramina fracture height herniation hypertrophy joint joints material
    narrowing protrusion root roots sac sequestration space stenosis
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
NOUN_MODIFIERS: Final = frozenset(
    """
    annular canal compression cord disc disk epidural facet flavum foraminal intervertebral
    intraspinal ligamentum nerve neural sacral spinal thecal vertebral
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
#: Words after which a number is no list mark: "grade 1. Mild …".
NUMBERED_WORDS: Final = frozenset(
    {"fig", "figure", "grade", "image", "modic", "no", "stage", "type"}
)
