"""Rounds of reading with several engines that take turns, so that only ratios count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Protocol

__all__ = ["Engine", "InProcess", "Reads", "Timing", "timings"]


class Engine(Protocol):
    """Something that can read the texts of the benchmark."""

    name: str

    def round(self, texts: Sequence[str]) -> float:
        """Return the seconds in which it read each text once."""
        ...

    def found(self, texts: Sequence[str]) -> float:
        """Return how many things it finds in a text, on average."""
        ...


class Reads(Protocol):
    """Reads one text and returns how many things it found."""

    name: str

    def read(self, text: str) -> int:
        """Return how many things it found."""
        ...


class InProcess:
    """An engine of this process."""

    def __init__(self, reader: Reads) -> None:
        self.name = reader.name
        self._read = reader.read

    def round(self, texts: Sequence[str]) -> float:
        """Return the seconds in which it read each text once."""
        started = perf_counter()
        for text in texts:
            self._read(text)
        return perf_counter() - started

    def found(self, texts: Sequence[str]) -> float:
        """Return how many things it finds in a text, on average."""
        return sum(map(self._read, texts)) / len(texts)


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast one engine is: seconds and megabytes per second of its best and median round."""

    name: str
    best: float
    median: float
    megabytes: float
    found: float

    def record(self) -> Mapping[str, float | str]:
        """Return what is printed, by the name of its column."""
        return {
            "engine": self.name,
            "ms per report": 1000 * self.best,
            "median ms": 1000 * self.median,
            "reports/s": 1 / self.best,
            "MB/s": self.megabytes / self.best,
            "found per report": self.found,
        }


def timings(
    engines: Sequence[Engine], first: Sequence[str], others: Iterable[Sequence[str]]
) -> tuple[Timing, ...]:
    """Return the timing of each engine over rounds, each round with texts of its own.

    The engines take turns, so that each has quiet and busy times. The `first` texts are read by
    each before, so that its words are at hand, and counted.
    """
    found = [engine.found(first) for engine in engines]
    seconds: list[list[float]] = [[] for _ in engines]
    sizes = []
    for texts in others:
        sizes.append(sum(len(text.encode()) for text in texts) / len(texts))
        for engine, taken in zip(engines, seconds, strict=True):
            taken.append(engine.round(texts) / len(texts))
    megabytes = median(sizes) / 1_000_000
    return tuple(
        Timing(engine.name, min(taken), median(taken), megabytes, count)
        for engine, taken, count in zip(engines, seconds, found, strict=True)
    )
