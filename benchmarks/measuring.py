"""Rounds of reading the same texts with several engines, so that only ratios count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Protocol

__all__ = ["Engine", "InProcess", "Timing", "timings"]


class Engine(Protocol):
    """Something that can read the texts of the benchmark."""

    name: str

    def round(self) -> float:
        """Return the seconds in which it read each text once."""
        ...

    def found(self) -> float:
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

    def __init__(self, reader: Reads, texts: Sequence[str]) -> None:
        self.name = reader.name
        self._read, self._texts = reader.read, texts

    def round(self) -> float:
        """Return the seconds in which it read each text once."""
        started = perf_counter()
        for text in self._texts:
            self._read(text)
        return perf_counter() - started

    def found(self) -> float:
        """Return how many things it finds in a text, on average."""
        return sum(map(self._read, self._texts)) / len(self._texts)


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast one engine is: seconds of a round, and what a round reads."""

    name: str
    best: float
    median: float
    texts: int
    size: int
    found: float

    def record(self) -> Mapping[str, float | str]:
        """Return what is printed, by the name of its column."""
        return {
            "engine": self.name,
            "ms per report": 1000 * self.best / self.texts,
            "median ms": 1000 * self.median / self.texts,
            "reports/s": self.texts / self.best,
            "MB/s": self.size / 1_000_000 / self.best,
            "found per report": self.found,
        }


def timings(engines: Sequence[Engine], texts: Sequence[str], *, rounds: int) -> tuple[Timing, ...]:
    """Return the timing of each engine; they take turns, so that each has quiet and busy times."""
    found = [engine.found() for engine in engines]
    seconds: list[list[float]] = [[] for _ in engines]
    for _ in range(rounds):
        for engine, taken in zip(engines, seconds, strict=True):
            taken.append(engine.round())
    size = sum(len(text.encode()) for text in texts)
    return tuple(
        Timing(engine.name, min(taken), median(taken), len(texts), size, count)
        for engine, taken, count in zip(engines, seconds, found, strict=True)
    )
