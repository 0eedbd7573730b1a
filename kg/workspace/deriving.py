"""Keeping derived facts up to date: one graph a patient, beside the reports, rebuilt from them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rdflib import PROV, RDF, XSD, Literal, URIRef

from kg.reasoning.course import PatientCourse
from kg.reasoning.lesion_decisions import LesionDecision
from kg.store.background import CONTENT_DIGEST, background_digest
from kg.store.ingest import OnProgress, OnStored
from kg.store.interface import Store
from kg.store.terms import to_n_triples
from kg.triples.derived_triples import RULES_VERSION, derived_triples
from kg.triples.identifiers import Identifiers
from kg.triples.membership_triples import membership_triples
from kg.triples.terms import Triple, sorted_triples
from kg.vocabulary.class_rules import load_class_rules
from kg.vocabulary.namespaces import DERIVED_GRAPH, SPINE
from kg.workspace.stored_reports import StoredReports

__all__ = ["Deriving", "DerivingSummary"]

_RECORD = URIRef(DERIVED_GRAPH)
#: Patients whose facts are written in one go.
_TOGETHER = 200
#: IRIs in one query.
_ASKED_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class DerivingSummary:
    """How many patients were looked at, and of how many the derived facts changed."""

    patients: int
    changed: int


@dataclass(frozen=True, slots=True)
class Deriving:
    """Derives facts from the reports of a store and writes them into it.

    `decisions` are a person's, about lesions; `on_stored` is given each batch of graphs once it is
    on the disk.
    """

    store: Store
    identifiers: Identifiers
    decisions: tuple[LesionDecision, ...] = ()
    on_stored: OnStored | None = None

    def derive_all(self, on_progress: OnProgress | None = None) -> DerivingSummary:
        """Derive everything anew; facts of patients who have no report left go."""
        patients = {*self._patients_of_reports(None), *self._patients_of_facts(None)}
        return self._derive(patients, on_progress)

    def derive_changed(
        self, reports: Iterable[URIRef], on_progress: OnProgress | None = None
    ) -> DerivingSummary:
        """Derive anew what rests on these reports, and on those that changed unnoticed.

        A derivation that was cut short is caught up on, and facts that an earlier version derived
        are all derived anew.
        """
        missed = self._changed_since_last()
        if missed is None:
            return self.derive_all(on_progress)
        changed = {*reports, *missed}
        patients = {*self._patients_of_reports(changed), *self._patients_of_facts(changed)}
        return self._derive(patients, on_progress)

    def _changed_since_last(self) -> frozenset[URIRef] | None:
        """Return the graphs that changed since facts were derived last, None for all of them."""
        noted = {name: str(value) for _, name, value in self.store.graph_triples(_RECORD)}
        if noted.get(CONTENT_DIGEST) != _rules_digest():
            return None
        return self.store.changed_graphs(int(noted.get(SPINE.derivedUpTo, "0")))

    def _derive(
        self, patients: Iterable[URIRef], on_progress: OnProgress | None
    ) -> DerivingSummary:
        up_to = self.store.last_commit() or 0
        ordered, done, changed = sorted(patients), 0, 0
        for group in _groups(ordered, _TOGETHER):
            facts = {graph: to_n_triples(triples) for graph, triples in self._facts(group)}
            written = self.store.replace_contents(facts)
            if self.on_stored is not None:
                self.on_stored({graph: facts[graph] for graph in written})
            changed += len(written)
            done += len(group)
            if on_progress is not None:
                on_progress(done, len(ordered))
        if ordered:  # else there is nothing to note, and a store that stays as it is
            self.store.replace_graph(_RECORD, _record(up_to))
        return DerivingSummary(len(ordered), changed)

    def _facts(self, patients: Sequence[URIRef]) -> Iterator[tuple[URIRef, Iterable[Triple]]]:
        """Yield the graph of each patient with its triples, none when no report is left."""
        stored = StoredReports(self.store, self.identifiers)
        reports = self._reports_of(patients)
        memberships = self._memberships(patients)
        for patient in patients:
            graph = self.identifiers.derived_graph(patient)
            if reports[patient]:
                readings = (stored.report(str(one)) for one in reports[patient])
                course = PatientCourse.of(readings, self.decisions)
                facts = (*derived_triples(course, self.identifiers), *memberships[patient])
                yield graph, sorted_triples(facts)
            else:
                yield graph, ()

    def _memberships(self, patients: Sequence[URIRef]) -> Mapping[URIRef, Sequence[Triple]]:
        """Return the defined classes of the findings of each patient, as the rules find them."""
        found: dict[URIRef, list[Triple]] = defaultdict(list)
        for rule in load_class_rules():
            for row in self.store.select(rule.select(tuple(patients))).rows:
                patient, *evidence = (URIRef(str(one)) for one in row)
                found[patient] += membership_triples(rule.name, patient, evidence, self.identifiers)
        return found

    def _reports_of(self, patients: Sequence[URIRef]) -> Mapping[URIRef, Sequence[URIRef]]:
        found: dict[URIRef, list[URIRef]] = defaultdict(list)
        rows = self._pairs(
            f"?report a <{SPINE.Report}> ; <{SPINE.ofPatient}> ?patient", "patient", patients
        )
        for patient, report in rows:
            found[patient].append(report)
        return found

    def _patients_of_reports(self, reports: Iterable[URIRef] | None) -> Iterator[URIRef]:
        pattern = f"?report a <{SPINE.Report}> ; <{SPINE.ofPatient}> ?patient"
        return (patient for patient, _ in self._pairs(pattern, "report", reports))

    def _patients_of_facts(self, reports: Iterable[URIRef] | None) -> Iterator[URIRef]:
        pattern = (
            f"?facts <{RDF.type}> <{SPINE.Derivation}> ; <{SPINE.aboutPatient}> ?patient ; "
            f"<{PROV.used}> ?report"
        )
        return (patient for patient, _ in self._pairs(pattern, "report", reports))

    def _pairs(
        self, pattern: str, variable: str, values: Iterable[URIRef] | None
    ) -> Iterator[tuple[URIRef, URIRef]]:
        """Yield patients and reports of a pattern, in which a variable takes only `values`.

        All are IRIs of this store: hashes that cannot break out of their brackets.
        """
        groups = [None] if values is None else _groups(sorted(values), _ASKED_TOGETHER)
        for group in groups:
            block = (
                f"VALUES ?{variable} {{ {' '.join(one.n3() for one in group)} }} " if group else ""
            )
            query = f"SELECT DISTINCT ?patient ?report WHERE {{ {block}{pattern} }}"
            for patient, report in self.store.select(query).rows:
                yield URIRef(str(patient)), URIRef(str(report))


def _record(up_to: int) -> tuple[Triple, ...]:
    return (
        (_RECORD, SPINE.derivedUpTo, Literal(str(up_to), datatype=XSD.integer)),
        (_RECORD, CONTENT_DIGEST, Literal(_rules_digest())),
    )


def _rules_digest() -> str:
    """Return what changes whenever the same reports could give other facts."""
    return f"{RULES_VERSION}-{background_digest()}"


def _groups(items: Iterable[URIRef], size: int) -> Iterator[list[URIRef]]:
    remaining = iter(items)
    while group := list(islice(remaining, size)):
        yield group
