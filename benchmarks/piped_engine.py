"""An engine in a process and a virtual environment of its own, which takes its turn."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

__all__ = ["EngineFailed", "PipedEngine"]

_LAST = 2_000


class EngineFailed(Exception):
    """An engine could not be run; says what its process wrote last."""


class PipedEngine:
    """A script that answers requests, one line of JSON each; the texts go to it through a pipe."""

    def __init__(
        self, name: str, python: Path, script: Path, first: Mapping[str, Any], *, made_by: str
    ) -> None:
        """Start `script` and send it its `first` request; `made_by` makes its environment.

        Raises EngineFailed when it cannot be started.
        """
        if not python.is_file():
            raise EngineFailed(f"no Python for {name} at {python}; `{made_by}` makes it")
        self.name = name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed on exit)
        self._process = subprocess.Popen(
            [python, script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
        )
        #: What the script says of itself: seconds from import to a loaded engine, versions.
        self.about: Mapping[str, Any] = self._asked(first)

    def round(self, texts: Sequence[str]) -> float:
        """Return the seconds in which it read each text once."""
        return float(self._asked({"texts": texts, "timed": True}))

    def found(self, texts: Sequence[str]) -> float:
        """Return how many findings it reads in a text, on average."""
        return sum(map(len, self.findings(texts))) / len(texts)

    def findings(self, texts: Sequence[str]) -> Sequence[Sequence[Mapping[str, Any]]]:
        """Return the findings of each text as annotations."""
        answer: list[list[dict[str, Any]]] = self._asked({"texts": texts, "timed": False})
        return answer

    def __enter__(self) -> Self:
        """Return the engine; leaving the block ends its process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._errors.close()

    def _asked(self, request: object) -> Any:  # noqa: ANN401
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError) as error:
            self._process.wait()
            self._errors.seek(0)
            last = self._errors.read()[-_LAST:].decode(errors="replace")
            raise EngineFailed(f"{self.name} ended before its answer:\n{last}") from error
