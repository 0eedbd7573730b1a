"""Adding reports: read, write as triples, check against the shapes, store each wholly or not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from hashlib import sha256

from rdflib import URIRef

from kg.errors import UnreadableInput
from kg.findings.report import Report
from kg.reading.interface import Reader
from kg.store.identity import bind_to_key
from kg.store.interface import Store
from kg.store.preparation import Preparation, PrepareAll, Prepared
from kg.store.set_aside import SetAside, SetAsideRecord
from kg.triples.identifiers import Identifiers
from kg.triples.report_triples import SOURCE_PROPERTIES, ReportNodes, source_triples
from kg.triples.shapes import Shapes
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = [
    "BATCH_SIZE",
    "AddSummary",
    "Intake",
    "OnProgress",
    "OnStored",
    "Reader",
    "SetAside",
    "add_reports",
]

#: Reports that are stored together: the disk takes its time per call.
BATCH_SIZE = 50
#: When so many of one adding are stored, more are taken together: a thousand new reports are loaded
#: in bulk, and a crash costs the reading of no more than that.
_MANY, _LARGE_BATCH = 1_000, 1_000

#: Called with graphs that were stored, as N-Triples.
OnStored = Callable[[Mapping[URIRef, bytes]], None]
#: Called with the number of reports that are dealt with, and how many there are when known.
OnProgress = Callable[[int, int | None], None]


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
    """All that adding needs; `record` is where reports that are set aside are noted.

    `prepare_all` reads and checks the reports, in this process or, with the same result, in others;
    by default in this one. `on_stored` is given each batch once it is on the disk.
    """

    store: Store
    reader: Reader
    identifiers: Identifiers
    shapes: Shapes
    ontology_version: str
    record: SetAsideRecord | None = None
    prepare_all: PrepareAll | None = None
    on_stored: OnStored | None = None

    def add(
        self, reports: Iterable[Report | UnreadableInput], on_progress: OnProgress | None = None
    ) -> AddSummary:
        """Add reports and return what became of each.

        A report that is stored as it is, read by the same extractor with the same ontology, is
        not even read again; a changed one replaces what was stored. One that fails the shapes is
        set aside, and what was stored of it before stays. When two reports have one identifier,
        the second is refused unless it is the same. `on_progress` counts a report once it is
        on the disk, so what it has counted survives a crash.

        Raises StoreError or a kind of it when the store fails, WorkerDied when a process that
        prepares reports does; what was counted is stored. Raises StoreError as well when the
        store's identifiers were made with another key.
        """
        bind_to_key(self.store, self.identifiers)
        total = len(reports) if isinstance(reports, Sized) else None
        run = _Run(self, total, on_progress)
        for prepared in self._prepared(run.to_prepare(reports)):
            run.keep(prepared)
        run.store_batch()
        return run.summary()

    def _prepared(self, reports: Iterable[Report]) -> Iterator[Prepared]:
        if self.prepare_all is not None:
            return self.prepare_all(reports)
        preparation = Preparation.of(
            self.reader,
            identifiers=self.identifiers,
            shapes=self.shapes,
            ontology_version=self.ontology_version,
        )
        return map(preparation.prepare, reports)


def add_reports(  # noqa: PLR0913 (all that adding needs, by name)
    store: Store,
    reports: Iterable[Report | UnreadableInput],
    *,
    reader: Reader,
    identifiers: Identifiers,
    shapes: Shapes,
    record: SetAsideRecord | None = None,
    on_progress: OnProgress | None = None,
    prepare_all: PrepareAll | None = None,
    on_stored: OnStored | None = None,
) -> AddSummary:
    """Add reports with the ontology of this package; see `Intake.add`."""
    version = load_vocabulary().version
    intake = Intake(store, reader, identifiers, shapes, version, record, prepare_all, on_stored)
    return intake.add(reports, on_progress)


@dataclass(slots=True)
class _Run:
    """One adding under way."""

    intake: Intake
    total: int | None
    on_progress: OnProgress | None
    reported: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    refused: list[UnreadableInput] = field(default_factory=list)
    #: Prepared, but neither stored nor noted yet.
    batch: list[Prepared] = field(default_factory=list)
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

    def to_prepare(self, reports: Iterable[Report | UnreadableInput]) -> Iterator[Report]:
        """Yield the reports that have to be read, and deal with the others."""
        for report in reports:
            if isinstance(report, UnreadableInput):
                self.refused.append(report)
            elif self._is_new(report):
                yield report
            self._tell()

    def _is_new(self, report: Report) -> bool:
        graph = self.intake.identifiers.report(report.identifier)
        source, before = _source_digest(report), self.sources.get(graph)
        if before is not None and before != source:
            self.refused.append(_second_of_its_name(report))
            return False
        self.sources[graph] = source
        if before is not None or self._is_stored(report):
            self.unchanged += 1
            return False
        return True

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

    def keep(self, prepared: Prepared) -> None:
        self.batch.append(prepared)
        if len(self.batch) >= (_LARGE_BATCH if self.added >= _MANY else BATCH_SIZE):
            self.store_batch()

    def store_batch(self) -> None:
        batch, self.batch = self.batch, []
        passing = {one.graph: one.content for one in batch if not one.reasons}
        known = {graph for graph in passing if self.intake.store.has_graph(graph)}
        changed = self.intake.store.replace_contents(passing)
        if self.intake.on_stored is not None:
            self.intake.on_stored({graph: passing[graph] for graph in changed})
        self.added += len(changed - known)
        self.replaced += len(changed & known)
        self.unchanged += len(passing) - len(changed)
        failed = [SetAside(one.graph, one.reasons) for one in batch if one.reasons]
        if self.intake.record is not None and batch:
            self.intake.record.update(failed, passed=passing.keys())
        self.set_aside += failed
        self._tell()

    def _tell(self) -> None:
        if self.on_progress is not None and self.dealt_with > self.reported:
            self.reported = self.dealt_with
            self.on_progress(self.reported, self.total)


def _source_digest(report: Report) -> bytes:
    source = (report.text, report.patient, report.study_date, report.title)
    return sha256(repr(source).encode("utf-8", "surrogatepass")).digest()


def _second_of_its_name(report: Report) -> UnreadableInput:
    return UnreadableInput(
        report.place or "a report",
        "another report with the same identifier but other content came before",
    )
