"""Findings in the published form, `ontology/finding.schema.json`, back to a reading.

The inverse of `kg.findings.json_form`: strict, all or nothing for each report.
"""

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from kg.adapters.checks import Sections
from kg.adapters.json_fields import JsonFields, whole_number
from kg.adapters.strict_json import JsonValue
from kg.anatomy.levels import LEVELS
from kg.errors import InvalidFinding, RefusedFindings
from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey
from kg.findings.measurement import UNITS, Measurement
from kg.findings.numbering import NumberingScheme
from kg.findings.qualities import Change, Section, Severity, Side, Status, Temporality
from kg.findings.report import Reading, Report
from kg.vocabulary.vocabulary import Vocabulary

__all__ = [
    "EVIDENCE_KEYS",
    "FINDING_KEYS",
    "MEASUREMENT_KEYS",
    "REPORT_KEYS",
    "reading_from_json",
]

REPORT_KEYS = frozenset(
    {"id", "patient", "date", "title", "extractor", "coverage", "numbering", "warnings", "findings"}
)
FINDING_KEYS = frozenset(
    {
        "type",
        "status",
        "level",
        "structure",
        "side",
        "severity",
        "grade",
        "measurements",
        "temporality",
        "change",
        "causes",
        "part_of",
        "extraspinal",
        "evidence",
    }
)
MEASUREMENT_KEYS = frozenset({"value", "unit", "text", "dimension"})
EVIDENCE_KEYS = frozenset(field.name for field in fields(Evidence))
_EVIDENCE_NEEDED = frozenset({"quote", "start", "end", "section", "rule"})
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
_LONGEST_NAME = 100


def reading_from_json(value: JsonValue, report: Report, vocabulary: Vocabulary) -> Reading:
    """Return the reading of a report that a value in the published form stands for.

    Raises RefusedFindings with the JSON pointer of the first thing that is not as the schema has
    it, names no term of the ontology, or is not what the report says; it repeats no value.
    """
    return _Form(report, vocabulary, Sections.of(report)).reading(value)


@dataclass(frozen=True, slots=True)
class _Form:
    report: Report
    vocabulary: Vocabulary
    sections: Sections

    def reading(self, value: JsonValue) -> Reading:
        form = JsonFields.of(value, "").only(
            REPORT_KEYS, required=frozenset({"id", "extractor", "findings"})
        )
        self._refuse_other_report(form)
        parts = [
            JsonFields.of(part, pointer).only(
                FINDING_KEYS, required=frozenset({"type", "status", "evidence"})
            )
            for part, pointer in form.parts("findings")
        ]
        findings = [self._finding(part) for part in parts]
        keys = [finding.key for finding in findings]
        _refuse_repeated(keys, parts)
        linked = (
            _linked(finding, part, keys) for finding, part in zip(findings, parts, strict=True)
        )
        return Reading(
            self.report,
            tuple(linked),
            form.needed_text("extractor", longest=_LONGEST_NAME).strip(),
            self._coverage(form),
            form.texts("warnings"),
            self._numbering(form),
        )

    def _refuse_other_report(self, form: JsonFields) -> None:
        report = self.report
        date = report.study_date.isoformat() if report.study_date else None
        for key, own in (("id", report.identifier), ("patient", report.patient), ("date", date)):
            if form.text(key) not in (None, own):
                raise RefusedFindings(form.at(key), "is not that of the report")

    def _coverage(self, form: JsonFields) -> tuple[str, ...]:
        names = form.texts("coverage")
        if any(name not in self.vocabulary.level_sets for name in names):
            raise RefusedFindings(form.at("coverage"), "names no level set of the ontology")
        return tuple(sorted(set(names)))

    def _numbering(self, form: JsonFields) -> tuple[NumberingScheme, ...]:
        try:
            return tuple(sorted({NumberingScheme(name) for name in form.texts("numbering")}))
        except ValueError:
            raise RefusedFindings(form.at("numbering"), "names no numbering scheme") from None

    def _finding(self, form: JsonFields) -> Finding:
        name = form.needed_text("type")
        if name not in self.vocabulary.findings:
            raise RefusedFindings(form.at("type"), "is no finding class of the ontology")
        status = form.member("status", Status)
        if status is None:
            raise RefusedFindings(form.at("status"), "is missing")
        try:
            return Finding(
                type=name,
                status=status,
                evidence=self._all_evidence(form, status),
                level=self._level(form),
                structure=self._structure(form),
                side=form.member("side", Side),
                severity=form.member("severity", Severity),
                grade=form.text("grade"),
                measurements=tuple(_measurement(*part) for part in form.parts("measurements")),
                temporality=form.member("temporality", Temporality) or Temporality.CURRENT,
                change=form.member("change", Change),
                extraspinal=self._extraspinal(form, name),
            )
        except InvalidFinding as error:
            raise RefusedFindings(form.pointer, str(error)) from error

    def _extraspinal(self, form: JsonFields, name: str) -> bool:
        known = self.vocabulary.is_a(name, "ExtraspinalFinding")
        if form.truth("extraspinal") not in (None, known):
            raise RefusedFindings(form.at("extraspinal"), "is not as the ontology has it")
        return known

    def _level(self, form: JsonFields) -> str | None:
        level = form.text("level")
        if level is None or level in LEVELS or level in self.vocabulary.level_sets:
            return level
        raise RefusedFindings(form.at("level"), "is no level or level set of the ontology")

    def _structure(self, form: JsonFields) -> str | None:
        structure = form.text("structure")
        if structure is None or structure in self.vocabulary.structures:
            return structure
        raise RefusedFindings(form.at("structure"), "is no structure of the ontology")

    def _all_evidence(self, form: JsonFields, status: Status) -> tuple[Evidence, ...]:
        parts = form.parts("evidence")
        pieces = tuple(self._evidence(*part) for part in parts)
        if not pieces:
            raise RefusedFindings(form.at("evidence"), "is empty: no sentence supports the finding")
        states = [
            piece.section.states_findings and self.sections.stating(piece.start, piece.end)
            for piece in pieces
        ]
        if status is Status.PRESENT and not any(states):
            raise RefusedFindings(
                form.at("evidence"), "stands in no section that states findings, such as history"
            )
        return pieces

    def _evidence(self, value: JsonValue, pointer: str) -> Evidence:
        form = JsonFields.of(value, pointer).only(EVIDENCE_KEYS, required=_EVIDENCE_NEEDED)
        start, end = form.needed_count("start"), form.needed_count("end")
        section = form.member("section", Section)
        if section is None:
            raise RefusedFindings(form.at("section"), "is missing")
        quote = form.needed_text("quote", longest=len(self.report.text))
        if start >= end or self.report.text[start:end] != quote:
            raise RefusedFindings(form.at("quote"), "is not what the report says from start to end")
        words = {key: form.text(key) for key in sorted(EVIDENCE_KEYS - _EVIDENCE_NEEDED)}
        return Evidence(quote, start, end, section, form.needed_text("rule"), **words)


def _measurement(value: JsonValue, pointer: str) -> Measurement:
    form = JsonFields.of(value, pointer).only(
        MEASUREMENT_KEYS, required=frozenset({"value", "unit", "text"})
    )
    number = form.needed_text("value")
    if not _NUMBER.fullmatch(number):
        raise RefusedFindings(form.at("value"), "is no number written as 12 or 4.50")
    if (unit := form.needed_text("unit")) not in UNITS:
        raise RefusedFindings(form.at("unit"), f"is none of {', '.join(sorted(UNITS))}")
    return Measurement(Decimal(number), unit, form.needed_text("text"), form.text("dimension"))


def _refuse_repeated(keys: list[FindingKey], parts: list[JsonFields]) -> None:
    seen: dict[FindingKey, str] = {}
    for key, part in zip(keys, parts, strict=True):
        if seen.setdefault(key, part.pointer) != part.pointer:
            raise RefusedFindings(
                part.pointer, f"is the same finding as {seen[key]}; give one all the evidence"
            )


def _linked(finding: Finding, form: JsonFields, keys: list[FindingKey]) -> Finding:
    """Return the finding with its causes and its lesion, given as positions."""
    causes = dict.fromkeys(_key(*part, finding, keys) for part in form.parts("causes"))
    lesion = form.values.get("part_of")
    part_of = None if lesion is None else _key(lesion, form.at("part_of"), finding, keys)
    return replace(finding, causes=tuple(causes), part_of=part_of)


def _key(value: JsonValue, pointer: str, finding: Finding, keys: list[FindingKey]) -> FindingKey:
    position = whole_number(value, pointer)
    if position is None or position >= len(keys) or keys[position] == finding.key:
        raise RefusedFindings(pointer, "is not the position of another finding")
    return keys[position]
