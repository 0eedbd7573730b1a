"""What can go wrong in spinekg, as one tree of exceptions.

    KgError
    ├── MissingResources      the package was installed without its ontology or queries
    ├── MissingExtra          a part of spinekg that was not installed with it
    ├── InvalidValue          a value that no clinician could mean
    │   ├── UnknownLevel      no such vertebra or intervertebral level
    │   ├── InvalidFinding    a finding whose parts contradict each other
    │   └── RefusedFindings   findings handed in by another extractor that fail a check
    ├── UnreadableInput       a file, a line or a record that cannot be read
    ├── UnwritableOutput      a file that cannot be written
    ├── InvalidOntology       the ontology is inconsistent, incomplete or stale
    ├── ShapesViolated        a report's triples do not pass the shapes
    ├── WorkerDied            a process that reads reports has ended before its answer
    ├── StoreError            the store cannot do what was asked
    │   ├── StoreLocked       another process writes to it
    │   ├── StoreDamaged      its files cannot be read
    │   ├── StoreFull         no space is left on the device
    │   ├── UnknownStore      there is no store in the folder
    │   ├── ReadOnlyStore     it takes nothing in
    │   ├── RemoteFailed      a server of findings did not do what it was asked
    │   │   ├── RemoteUnreachable  it cannot be reached, or is too busy
    │   │   ├── RemoteRefused      it does not let us in
    │   │   ├── RemoteTimeout      it did not answer in time
    │   │   └── RemoteTruncated    it gave or kept only a part
    │   ├── InvalidBackup     a backup is not what was backed up
    │   └── UnknownIdentifier no such patient, report or finding in it
    └── QueryError            a question that cannot be answered
        ├── UnknownQuery      no such query in the catalogue
        ├── InvalidParameter  a parameter is missing, unknown or of the wrong type
        ├── InvalidQuery      text that is not a SPARQL query
        ├── RefusedQuery      a query that spinekg does not run
        ├── NotColumnar       a query that the columnar snapshot leaves to another engine
        └── NotUnderstood     plain words in which no finding was recognised

A message names the fact, shows the value and says what to do; it never holds report text.
"""

__all__ = [
    "InvalidBackup",
    "InvalidFinding",
    "InvalidOntology",
    "InvalidParameter",
    "InvalidQuery",
    "InvalidValue",
    "KgError",
    "MissingExtra",
    "MissingResources",
    "NotColumnar",
    "NotUnderstood",
    "QueryError",
    "ReadOnlyStore",
    "RefusedFindings",
    "RefusedQuery",
    "RemoteFailed",
    "RemoteRefused",
    "RemoteTimeout",
    "RemoteTruncated",
    "RemoteUnreachable",
    "ShapesViolated",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "UnknownIdentifier",
    "UnknownLevel",
    "UnknownQuery",
    "UnknownStore",
    "UnreadableInput",
    "UnwritableOutput",
    "WorkerDied",
]


class KgError(Exception):
    """Anything that spinekg reports as wrong."""


class MissingResources(KgError):
    """The package was installed without its ontology or queries."""


class MissingExtra(KgError):
    """A part of spinekg that was not installed with it; `extra` is what to install."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"this needs the extra {extra!r}: pip install 'spinekg[{extra}]', "
            f"or '.[{extra}]' in a checkout"
        )
        self.extra = extra


class InvalidValue(KgError):
    """A value that no clinician could mean."""


class UnknownLevel(InvalidValue):
    """No such vertebra or intervertebral level."""


class InvalidFinding(InvalidValue):
    """A finding whose parts contradict each other."""


class RefusedFindings(InvalidValue):
    """Findings that another extractor handed in and that fail a check; `place` says where."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class UnreadableInput(KgError):
    """A file, a line or a record that cannot be read; `place` says which."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class UnwritableOutput(KgError):
    """A file that cannot be written; `place` says which."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class InvalidOntology(KgError):
    """The ontology is inconsistent, incomplete or stale."""


class ShapesViolated(KgError):
    """A report's triples do not pass the shapes; `reasons` lists why."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class WorkerDied(KgError):
    """A process that reads reports has ended before its answer."""

    def __init__(self) -> None:
        super().__init__(
            "a process that reads reports has ended before its answer, perhaps for lack of "
            "memory; what was stored until now stays stored: run the command again, with "
            "--jobs 1 if it happens again"
        )


class StoreError(KgError):
    """The store cannot do what was asked."""


class StoreLocked(StoreError):
    """Another process writes to the store."""


class StoreDamaged(StoreError):
    """The store's files cannot be read."""


class StoreFull(StoreError):
    """No space is left on the device."""


class UnknownStore(StoreError):
    """There is no store in the folder."""


class ReadOnlyStore(StoreError):
    """The store takes nothing in."""


class InvalidBackup(StoreError):
    """A backup is not what was backed up."""

    def __init__(self, folder: object, reason: str) -> None:
        super().__init__(f"the backup {folder} is not used: {reason}; restore another")


class RemoteFailed(StoreError):
    """A server of findings did not do what it was asked; the message never has its words."""


class RemoteUnreachable(RemoteFailed):
    """The server cannot be reached, or is too busy to answer."""


class RemoteRefused(RemoteFailed):
    """The server does not let us in with these credentials."""


class RemoteTimeout(RemoteFailed):
    """The server did not answer in time."""


class RemoteTruncated(RemoteFailed):
    """The server gave only a part of an answer, or kept only a part of what it was given."""


class UnknownIdentifier(StoreError):
    """No such patient, report or finding in the store."""


class QueryError(KgError):
    """A question that cannot be answered."""


class UnknownQuery(QueryError):
    """No such query in the catalogue."""


class InvalidParameter(QueryError):
    """A query parameter is missing, unknown or of the wrong type."""


class InvalidQuery(QueryError):
    """Text that is not a SPARQL query."""


class RefusedQuery(QueryError):
    """A query that spinekg does not run."""


class NotColumnar(QueryError):
    """A query that the columnar snapshot leaves to another engine; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the columnar snapshot does not answer this query: {reason}")
        self.reason = reason


class NotUnderstood(QueryError):
    """Plain words in which no finding was recognised."""
