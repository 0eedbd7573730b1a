"""medspaCy in a process and a virtual environment of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from piped_engine import PipedEngine

from kg.workspace.garbage import THRESHOLDS

__all__ = ["MedspaCy"]

_SCRIPT = Path(__file__).with_name("medspacy_engine.py")


class MedspaCy(PipedEngine):
    """One medspaCy pipeline."""

    def __init__(
        self,
        python: Path,
        rules: Mapping[str, Sequence[tuple[str, str]]],
        *,
        splitter: str,
    ) -> None:
        """Start a pipeline with `rules`; raises EngineFailed when it cannot be started."""
        super().__init__(
            f"medspaCy, {splitter}",
            python,
            _SCRIPT,
            {"rules": rules, "splitter": splitter, "thresholds": THRESHOLDS},
            made_by="make benchmark",
        )
