"""The whole graph of one report, from what was read in it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib import URIRef

from kg.errors import InvalidFinding
from kg.findings.finding import Finding, FindingKey
from kg.findings.report import Reading
from kg.triples.finding_triples import finding_triples
from kg.triples.identifiers import Identifiers
from kg.triples.report_triples import ReportNodes, patient_triples, report_triples, run_triples
from kg.triples.terms import Triple, sorted_triples

__all__ = ["Triple", "reading_triples"]

#: What an ontology term may be called: a local name, or the whole IRI of a user's own term;
#: anything else would be no valid IRI.
_TERM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|(?:https?://|urn:)[^\x00-\x20<>\"{}|^`\\]+")


def reading_triples(
    reading: Reading, *, identifiers: Identifiers, ontology_version: str
) -> tuple[Triple, ...]:
    """Return the data graph of a reading: sorted, each triple once, without blank nodes.

    The same reading gives the same triples, in whatever order its findings and their evidence
    come. Findings that are part of a lesion share its node with the finding that names it.
    Only present and current findings are instances of their disease class.

    Raises InvalidFinding when two findings have the same key, when one points at a finding that
    the report does not have, when a quote is not in the text, or when a name is not that of a term.
    """
    _check(reading)
    nodes = ReportNodes.of(
        reading.report,
        extractor=reading.extractor,
        identifiers=identifiers,
        ontology_version=ontology_version,
    )
    return sorted_triples(_all_triples(reading, ontology_version, nodes))


def _all_triples(reading: Reading, ontology_version: str, nodes: ReportNodes) -> Iterator[Triple]:
    yield from report_triples(reading, nodes)
    yield from patient_triples(reading.report, nodes)
    yield from run_triples(reading.extractor, ontology_version, nodes)
    lesions = _lesions(reading, nodes)
    for finding in reading.findings:
        own = lesions.get(finding.key, frozenset())
        yield from finding_triples(finding, nodes=nodes, lesions=own)


def _lesions(reading: Reading, nodes: ReportNodes) -> Mapping[FindingKey, frozenset[URIRef]]:
    """Return the lesions that each finding describes: as a part of them, or as the whole."""
    lesions: dict[FindingKey, set[URIRef]] = defaultdict(set)
    for finding in reading.findings:
        if finding.part_of is not None:
            lesion = nodes.identifiers.lesion(nodes.identifier, finding.part_of)
            lesions[finding.key].add(lesion)
            lesions[finding.part_of].add(lesion)
    return {key: frozenset(nodes) for key, nodes in lesions.items()}


def _check(reading: Reading) -> None:
    keys = {finding.key for finding in reading.findings}
    if len(keys) < len(reading.findings):
        raise InvalidFinding(f"two findings share a key: {_first_shared_key(reading.findings)}")
    for level_set in reading.coverage:
        _check_name("level set", level_set)
    for finding in reading.findings:
        _check_names(finding)
        _check_quotes(finding, reading.report.text)
        for key in (*finding.causes, *((finding.part_of,) if finding.part_of else ())):
            if key not in keys or key == finding.key:
                raise InvalidFinding(
                    f"{_shown(finding.key)} points at {_shown(key)}, "
                    f"which is not another finding of its report"
                )


def _check_names(finding: Finding) -> None:
    _check_name("finding class", finding.type)
    if finding.level is not None:
        _check_name("level", finding.level)
    if finding.structure is not None:
        _check_name("structure", finding.structure)


def _check_name(kind: str, name: str) -> None:
    if not _TERM_NAME.fullmatch(name):
        raise InvalidFinding(f"{name!r} cannot be the name of a {kind}")


def _check_quotes(finding: Finding, text: str) -> None:
    for evidence in finding.evidence:
        if text[evidence.start : evidence.end] != evidence.quote:
            raise InvalidFinding(
                f"the evidence of {_shown(finding.key)} from {evidence.start} to "
                f"{evidence.end} is not what the report says there"
            )


def _first_shared_key(findings: tuple[Finding, ...]) -> str:
    seen: set[FindingKey] = set()
    for finding in findings:
        if finding.key in seen:
            return _shown(finding.key)
        seen.add(finding.key)
    return ""


def _shown(key: FindingKey) -> str:
    return " ".join(part for part in key if part)
