"""spinekg with its reader compiled, in a process and a virtual environment of its own."""

from pathlib import Path

from piped_engine import PipedEngine

__all__ = ["CompiledSpineKg"]

_SCRIPT = Path(__file__).with_name("compiled_engine.py")


class CompiledSpineKg(PipedEngine):
    """The compiled rule reader, with its memory of sentences or without."""

    def __init__(self, python: Path, *, remembers: bool) -> None:
        """Start a reader; raises EngineFailed when it cannot be started or is not compiled."""
        super().__init__(
            "spinekg compiled, as it comes" if remembers else "spinekg compiled",
            python,
            _SCRIPT,
            {"remembers": remembers},
            made_by="make compiled",
        )
