"""Data: words by which the layout of a report is read when its line breaks say nothing."""

__all__ = ["CONNECTORS", "MAIN_HEADINGS", "NUMBERED_WORDS", "OPENERS"]

#: Headings that end the line before them wherever they stand, in capitals or with one.
MAIN_HEADINGS = (
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
#: Words that open a statement; with a capital after a word without one they open a sentence.
OPENERS = (
    "No",
    "There",
    "The",
    "Mild",
    "Moderate",
    "Severe",
    "Normal",
    "Multilevel",
    "Minimal",
    "Bilateral",
    "These",
    "This",
)
#: Words that cannot end a statement: a line that ends with one goes on in the next.
CONNECTORS = frozenset(
    """
    a about an and anterior approximately are as at be between both but by central deg
    degree degrees demonstrates due during for from grade greater has have in into
    involving is its large lateral left likely measuring mild mildly minimal
    moderate moderately modic multiple no nor of on or over possible posterior probable
    right severe severely show showed shows small stage than that the there these this
    through to type upon via was were which with within without
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
#: Words after which a number is no list mark: "grade 1. Mild …".
NUMBERED_WORDS = frozenset({"fig", "figure", "grade", "image", "modic", "no", "stage", "type"})
