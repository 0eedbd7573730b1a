"""Taking reports out again: one, or all of a patient."""

from rdflib import URIRef

from kg.errors import UnknownIdentifier
from kg.store.interface import Store
from kg.triples.identifiers import Identifiers
from kg.vocabulary.namespaces import SPINE

__all__ = ["remove_patient", "remove_report", "reports_of_patient"]


def remove_report(store: Store, identifier: str, *, identifiers: Identifiers) -> URIRef:
    """Remove the report that its source calls `identifier`; return its IRI.

    Raises UnknownIdentifier when there is none. The triples are gone from every answer, while
    the engine's files may keep their bytes until the store is built anew.
    """
    report = identifiers.report(identifier)
    if not store.remove_graph(report):
        raise UnknownIdentifier("no such report in the store; its identifier is the source's own")
    return report


def remove_patient(
    store: Store, identifier: str, *, identifiers: Identifiers
) -> tuple[URIRef, ...]:
    """Remove all reports of the patient whom the source calls `identifier`; return their IRIs.

    A patient whom no source names is known by the identifier of the report.

    Raises UnknownIdentifier when there is none; `remove_report` says what stays on the disk.
    """
    reports = reports_of_patient(store, identifier, identifiers=identifiers)
    if not reports:
        raise UnknownIdentifier("no such patient in the store; the identifier is the source's own")
    store.replace_graphs(dict.fromkeys(reports, ()))
    return reports


def reports_of_patient(
    store: Store, identifier: str, *, identifiers: Identifiers
) -> tuple[URIRef, ...]:
    """Return the IRIs of all reports of a patient, sorted; none when there is no such patient."""
    patients = (identifiers.patient(identifier), identifiers.patient_of_report(identifier))
    # IRIs that are hashes made here cannot break out of their brackets.
    table = store.select(
        "SELECT DISTINCT ?report WHERE { "
        f"VALUES ?patient {{ {' '.join(patient.n3() for patient in patients)} }} "
        f"?report a {SPINE.Report.n3()} ; {SPINE.ofPatient.n3()} ?patient }}"
    )
    return tuple(sorted(URIRef(str(report)) for report in table.column("report")))
