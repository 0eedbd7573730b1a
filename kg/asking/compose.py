"""A Question as SPARQL: fixed patterns, with every value in a `VALUES` block of RDF terms.

One hop through the closure finds subclasses and level sets; no property paths, no GRAPH, so that
the text runs on any SPARQL 1.1 engine.
"""

from collections.abc import Iterable

from rdflib import XSD, Literal

from kg.asking.bindings import RdfTerm, values_block
from kg.asking.question import Condition, Question, Wanted
from kg.findings.qualities import Side
from kg.vocabulary.namespaces import PREFIXES, SPINE

__all__ = ["COLUMNS", "question_sparql"]

#: Variables of the answer, one row for each sentence that a finding rests on.
COLUMNS = (
    "patient",
    "report",
    "date",
    "finding",
    "level",
    "status",
    "severity",
    "side",
    "sentence",
    "start",
    "node",
)
_USED = ("dcterms", "oa", "rdfs", "spine", "xsd")
_SIDES = {
    Side.LEFT: ("Left", "Bilateral"),
    Side.RIGHT: ("Right", "Bilateral"),
    Side.BILATERAL: ("Bilateral",),
    Side.MIDLINE: ("Midline",),
}


def question_sparql(question: Question) -> str:
    """Return the SPARQL SELECT query that answers a question, with the columns COLUMNS."""
    wanted = [condition for condition in question.conditions if not condition.excluded]
    excluded = [condition for condition in question.conditions if condition.excluded]
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in _USED]
    lines.append("SELECT DISTINCT " + " ".join(f"?{name}" for name in COLUMNS))
    lines.append("WHERE {")
    lines.extend(_indent(_wanted(wanted, question)))
    for number, condition in enumerate(excluded):
        lines.extend(_indent(_excluded(condition, f"out{number}", question)))
    lines.append("}")
    lines.append("ORDER BY " + " ".join(f"?{name}" for name in COLUMNS))
    return "\n".join(lines) + "\n"


def _wanted(conditions: list[Condition], question: Question) -> list[str]:
    if not conditions:
        return _everyone(question)
    branches = []
    for position, condition in enumerate(conditions):
        others = [other for place, other in enumerate(conditions) if place != position]
        branches.append(_branch(condition, others, question))
    if len(branches) == 1:
        return branches[0]
    lines: list[str] = []
    for position, branch in enumerate(branches):
        lines.extend([*(["UNION"] if position else []), "{", *_indent(branch), "}"])
    return lines


def _everyone(question: Question) -> list[str]:
    """Return all patients, or reports, that a question can only take some out of."""
    lines = ["?patientNode a spine:Patient .", *_patient(question)]
    if question.wanted is Wanted.REPORTS or question.since or question.until:
        lines.append("?reportNode spine:ofPatient ?patientNode .")
        lines.append("?reportNode a spine:Report .")
        lines.append("?reportNode dcterms:identifier ?report .")
        lines.extend(_dates(question))
    return lines


def _branch(condition: Condition, others: list[Condition], question: Question) -> list[str]:
    """Return the findings of one condition in patients, or reports, that meet the others too."""
    lines = _choice(condition, "node", question)
    for number, other in enumerate(others):
        lines.extend(_choice(other, f"other{number}", question))
    lines.extend(_details(question))
    return lines


def _choice(condition: Condition, node: str, question: Question) -> list[str]:
    """Return one condition as a query of its own, each row of it once.

    Engines join such short tables at once; the patterns of two conditions side by side they join
    in an order of their own, which took a hundred times as long in 1,800 reports (measured).
    """
    columns = ["patientNode"]
    if node == "node":
        columns.append(node)
    if question.same_level:
        columns.append("levelNode")
    if question.wanted is Wanted.REPORTS:
        columns.append("reportNode")
    shown = " ".join(f"?{name}" for name in columns)
    pattern = _beside(condition, node, question)
    if question.patient is not None:
        pattern.extend(_patient(question))
    return [f"{{ SELECT DISTINCT {shown} WHERE {{", *_indent(pattern), "} }"]


def _beside(condition: Condition, node: str, question: Question) -> list[str]:
    """Return a condition on the same patient, or report, and level if that is asked for."""
    level = "levelNode" if question.same_level else f"{node}Level"
    lines = _pattern(condition, node, level, must_have_level=question.same_level)
    if question.wanted is Wanted.REPORTS:
        lines.append(f"?{node} spine:inReport ?reportNode .")
    return lines


def _pattern(condition: Condition, node: str, level: str, *, must_have_level: bool) -> list[str]:
    lines: list[str] = []
    if condition.types:
        lines.append(values_block(f"{node}Type", _terms(condition.types)))
        lines.append(f"?{node} spine:findingType ?{node}Class .")
        lines.append(f"?{node}Class rdfs:subClassOf ?{node}Type .")
    lines.append(values_block(f"{node}Status", [SPINE[condition.status.value.capitalize()]]))
    lines.append(f"?{node} spine:status ?{node}Status .")
    lines.append(f"?{node} spine:ofPatient ?patientNode .")
    if condition.places:
        lines.append(values_block(f"{node}Place", _terms(condition.places)))
        lines.append(f"?{node} spine:atLevel ?{level} .")
        lines.append(f"?{level} spine:within ?{node}Place .")
    elif must_have_level:
        lines.append(f"?{node} spine:atLevel ?{level} .")
    if condition.structures:
        lines.append(values_block(f"{node}Structure", _terms(condition.structures)))
        lines.append(f"?{node} spine:inStructure ?{node}Structure .")
    lines.extend(_qualities(condition, node))
    return lines


def _qualities(condition: Condition, node: str) -> list[str]:
    lines: list[str] = []
    if condition.side:
        lines.append(values_block(f"{node}Side", _terms(_SIDES[condition.side])))
        lines.append(f"?{node} spine:laterality ?{node}Side .")
    if condition.lowest_rank is not None or condition.highest_rank is not None:
        lines.append(f"?{node} spine:severity ?{node}Severity .")
        lines.append(f"?{node}Severity spine:rank ?{node}Rank .")
    for rank, sign in ((condition.lowest_rank, ">="), (condition.highest_rank, "<=")):
        if rank is not None:
            bound = f"{node}{'Lowest' if sign == '>=' else 'Highest'}"
            lines.append(values_block(bound, [Literal(rank)]))
            lines.append(f"FILTER(?{node}Rank {sign} ?{bound})")
    if condition.change:
        lines.append(f"?{node} spine:change spine:{condition.change.value.capitalize()} .")
    time = condition.temporality.value if condition.temporality else "current"
    lines.append(f"?{node} spine:temporality spine:{time.capitalize()} .")
    return lines


def _details(question: Question) -> list[str]:
    """Return what the answer shows of each finding, and the restrictions of patient and date."""
    return [
        "?node spine:inReport ?reportNode .",
        "?reportNode dcterms:identifier ?report .",
        *_patient(question),
        *_dates(question),
        "?node spine:findingType ?class .",
        "?class rdfs:label ?finding .",
        "OPTIONAL { ?node spine:atLevel ?shownLevel . ?shownLevel rdfs:label ?level . }",
        "?node spine:status ?shownStatus .",
        "?shownStatus rdfs:label ?status .",
        "OPTIONAL { ?node spine:severity ?shownSeverity . ?shownSeverity rdfs:label ?severity . }",
        "OPTIONAL { ?node spine:laterality ?shownSide . ?shownSide rdfs:label ?side . }",
        "?node spine:evidence ?evidence .",
        "?evidence oa:exact ?sentence .",
        "?evidence oa:start ?start .",
    ]


def _patient(question: Question) -> list[str]:
    lines = ["?patientNode dcterms:identifier ?patient ."]
    if question.patient is not None:
        lines.append(values_block("patient", [Literal(question.patient)]))
    return lines


def _dates(question: Question) -> list[str]:
    lines = ["OPTIONAL { ?reportNode spine:studyDate ?date . }"]
    for day, name, sign in ((question.since, "since", ">="), (question.until, "until", "<=")):
        if day is not None:
            lines.append(values_block(name, [Literal(day.isoformat(), datatype=XSD.date)]))
            lines.append(f"FILTER(?date {sign} ?{name})")
    return lines


def _excluded(condition: Condition, node: str, question: Question) -> list[str]:
    """Return what takes a patient, a report, or a level of one, out of the answer."""
    return ["MINUS {", *_indent(_beside(condition, node, question)), "}"]


def _terms(names: Iterable[str]) -> list[RdfTerm]:
    return [SPINE[name] for name in names]


def _indent(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
