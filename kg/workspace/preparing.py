"""The work that processes do for a workspace: made anew in each of them from little."""

from collections.abc import Callable
from functools import cache, partial

from kg.errors import InvalidValue
from kg.findings.report import Reading, Report
from kg.store.preparation import Preparation, Prepared
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.vocabulary.vocabulary import load_vocabulary
from kg.workspace.rule_reading import rule_reader
from kg.workspace.worker_pool import WorkerPool, all_cores

__all__ = ["preparing_pool", "reading_pool", "shipped_shapes"]


@cache
def shipped_shapes() -> Shapes:
    """Return the shapes that ship with the package, read once."""
    return Shapes.load()


def preparing_pool(identifiers: Identifiers, jobs: int | None) -> WorkerPool[Report, Prepared]:
    """Return processes that make reports ready to be stored, as many as there are cores for None.

    Raises InvalidValue when `jobs` is less than one.
    """
    return WorkerPool(partial(_prepares, identifiers.key), jobs=_checked(jobs))


def reading_pool(jobs: int | None) -> WorkerPool[Report, Reading]:
    """Return processes that read reports; see `preparing_pool`."""
    return WorkerPool(_reads, jobs=_checked(jobs))


def _prepares(key: bytes) -> Callable[[Report], Prepared]:
    preparation = Preparation.of(
        rule_reader(),
        identifiers=Identifiers(key),
        shapes=shipped_shapes(),
        ontology_version=load_vocabulary().version,
    )
    return preparation.prepare


def _reads() -> Callable[[Report], Reading]:
    return rule_reader().read


def _checked(jobs: int | None) -> int:
    if jobs is not None and jobs < 1:
        raise InvalidValue(f"{jobs} jobs are none at all; it needs one or more")
    return all_cores() if jobs is None else jobs
