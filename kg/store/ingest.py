"""Adding reports: read, write as triples, check against the shapes, store each wholly or not."""

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from rdflib import URIRef

from kg.errors import InvalidValue, UnreadableInput
from kg.findings.report import Reading, Report
from kg.store.identity import bind_to_key
from kg.store.interface import Store
from kg.store.set_aside import SetAside, SetAsideRecord
from kg.triples.identifiers import Identifiers
from kg.triples.report_triples import SOURCE_PROPERTIES, ReportNodes, source_triples
from kg.triples.shapes import Shapes
from kg.triples.terms import Triple
from kg.triples.to_triples import reading_triples
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["BATCH_SIZE", "AddSummary", "Intake", "OnProgress", "Reader", "SetAside", "add_reports"]

#: Reports that are checked and synced together: pySHACL and the disk take their time per call.
BATCH_SIZE = 50

#: Called with the number of reports that are dealt with, and how many there are when known.
OnProgress = Callable[[int, int | None], None]


class Reader(Protocol):
    """Whatever turns a report into findings; the same text must give the same findings."""

    @property
    def extractor(self) -> str:
        """Return its name and version, such as "spinekg-rules 0.1.0"."""
        ...

    def read(self, report: Report) -> Reading:
        """Return what the report says."""
        ...


@dataclass(frozen=True, slots=True)
class AddSummary:
    """What became of the reports: how many are new, changed or known; which did not go in."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    set_aside: tuple[SetAside, ...] = ()
    refused: tuple[UnreadableInput, ...] = ()

    @property
    def total(self) -> int:
        """Return how many reports, or pieces of unreadable input, there were."""
        counted = self.added + self.replaced + self.unchanged
        return counted + len(self.set_aside) + len(self.refused)


@dataclass(frozen=True, slots=True)
class Intake:
    """All that adding needs; `record` is where reports that are set aside are noted."""

    store: Store
    reader: Reader
    identifiers: Identifiers
    shapes: Shapes
    ontology_version: str
    record: SetAsideRecord | None = None

    def add(
        self, reports: Iterable[Report | UnreadableInput], on_progress: OnProgress | None = None
    ) -> AddSummary:
        """Add reports and return what became of each.

        A report that is stored as it is, read by the same extractor with the same ontology, is
        not even read again; a changed one replaces what was stored. One that fails the shapes is
        set aside, and what was stored of it before stays. When two reports have one identifier,
        the second is refused unless it is the same. `on_progress` counts a report once it is
        on the disk, so what it has counted survives a crash.

        Raises StoreError or a kind of it when the store fails; what it counted is stored. Raises
        it as well when the store's identifiers were made with another key.
        """
        bind_to_key(self.store, self.identifiers)
        total = len(reports) if isinstance(reports, Sized) else None
        run = _Run(self)
        reported = 0
        for report in reports:
            run.take(report)
            if on_progress is not None and run.dealt_with > reported:
                reported = run.dealt_with
                on_progress(reported, total)
        run.store_batch()
        if on_progress is not None and run.dealt_with > reported:
            on_progress(run.dealt_with, total)
        return run.summary()


def add_reports(  # noqa: PLR0913 (all that adding needs, by name)
    store: Store,
    reports: Iterable[Report | UnreadableInput],
    *,
    reader: Reader,
    identifiers: Identifiers,
    shapes: Shapes,
    record: SetAsideRecord | None = None,
    on_progress: OnProgress | None = None,
) -> AddSummary:
    """Add reports with the ontology of this package; see `Intake.add`."""
    version = load_vocabulary().version
    intake = Intake(store, reader, identifiers, shapes, version, record)
    return intake.add(reports, on_progress)


@dataclass(slots=True)
class _Run:
    """One adding under way."""

    intake: Intake
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    refused: list[UnreadableInput] = field(default_factory=list)
    #: Read and written as triples, but neither checked nor stored yet.
    batch: dict[URIRef, tuple[Triple, ...]] = field(default_factory=dict)
    #: Could not be written as triples, and is not noted yet.
    failed: list[SetAside] = field(default_factory=list)
    #: What each identifier stood for, as a hash.
    sources: dict[URIRef, bytes] = field(default_factory=dict)

    @property
    def dealt_with(self) -> int:
        stored = self.added + self.replaced + self.unchanged
        return stored + len(self.set_aside) + len(self.refused)

    def summary(self) -> AddSummary:
        return AddSummary(
            self.added, self.replaced, self.unchanged, tuple(self.set_aside), tuple(self.refused)
        )

    def take(self, report: Report | UnreadableInput) -> None:
        if isinstance(report, UnreadableInput):
            self.refused.append(report)
            return
        graph = self.intake.identifiers.report(report.identifier)
        source = _source_digest(report)
        if self.sources.setdefault(graph, source) != source:
            self.refused.append(_second_of_its_name(report))
        elif graph in self.batch or self._is_stored(report):
            self.unchanged += 1
        else:
            self._read(report, graph)

    def _is_stored(self, report: Report) -> bool:
        """Say whether the store holds this very source, read by this extractor and ontology."""
        intake = self.intake
        nodes = ReportNodes.of(
            report,
            extractor=intake.reader.extractor,
            identifiers=intake.identifiers,
            ontology_version=intake.ontology_version,
        )
        # The graph's name is a hash made here, so it cannot break out of its brackets.
        table = intake.store.select(
            f"SELECT ?property ?value WHERE {{ {nodes.report.n3()} ?property ?value }}"
        )
        stored = {(name, value) for name, value in table.rows if name in SOURCE_PROPERTIES}
        return stored == {(name, value) for _, name, value in source_triples(report, nodes)}

    def _read(self, report: Report, graph: URIRef) -> None:
        intake = self.intake
        try:
            self.batch[graph] = reading_triples(
                intake.reader.read(report),
                identifiers=intake.identifiers,
                ontology_version=intake.ontology_version,
            )
        except InvalidValue as error:
            self.failed.append(SetAside(graph, (str(error),)))
        if len(self.batch) + len(self.failed) >= BATCH_SIZE:
            self.store_batch()

    def store_batch(self) -> None:
        batch, failed = self.batch, self.failed
        self.batch, self.failed = {}, []
        reasons = _reasons(self.intake.shapes, batch) if batch else {}
        passing = {graph: triples for graph, triples in batch.items() if graph not in reasons}
        known = {graph for graph in passing if self.intake.store.has_graph(graph)}
        changed = self.intake.store.replace_graphs(passing)
        self.added += len(changed - known)
        self.replaced += len(changed & known)
        self.unchanged += len(passing) - len(changed)
        failed += [SetAside(graph, reasons[graph]) for graph in batch if graph in reasons]
        if self.intake.record is not None and (failed or passing):
            self.intake.record.update(failed, passed=passing.keys())
        self.set_aside += failed


def _reasons(
    shapes: Shapes, batch: dict[URIRef, tuple[Triple, ...]]
) -> dict[URIRef, tuple[str, ...]]:
    """Return why reports of the batch fail, by report; those that pass are not in it."""
    violations = shapes.violations(triple for triples in batch.values() for triple in triples)
    if not violations:
        return {}
    if len(batch) > 1:
        # One by one, so that a node shared by several reports lays no fault at the others.
        suspects = {violation.report for violation in violations}
        everyone = not suspects <= batch.keys()
        return {
            graph: reasons
            for graph, triples in batch.items()
            if everyone or graph in suspects
            for reasons in _reasons(shapes, {graph: triples}).values()
        }
    graph = next(iter(batch))
    return {graph: tuple(sorted({violation.message for violation in violations}))}


def _source_digest(report: Report) -> bytes:
    source = (report.text, report.patient, report.study_date, report.title)
    return sha256(repr(source).encode("utf-8", "surrogatepass")).digest()


def _second_of_its_name(report: Report) -> UnreadableInput:
    return UnreadableInput(
        report.place or "a report",
        "another report with the same identifier but other content came before",
    )
