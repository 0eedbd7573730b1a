"""A person's decisions about lesions: a file beside the store, which can be changed and undone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnknownIdentifier, UnreadableInput
from kg.findings.reference import FindingReference
from kg.reasoning.lesion_decisions import (
    LesionDecision,
    decisions_from_json,
    decisions_to_json,
)
from kg.store.engine_files import replace_private_file

__all__ = ["DecisionsFile"]


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """The decisions in the JSON file at `path`, of each pair of findings at most one."""

    path: Path

    def decisions(self) -> tuple[LesionDecision, ...]:
        """Return all decisions, none without a file; raises UnreadableInput for a broken one."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(str(self.path), "cannot be read") from error
        return decisions_from_json(text, str(self.path))

    def decide(self, decision: LesionDecision) -> None:
        """Note a decision in the place of an earlier one about the same two findings."""
        others = (one for one in self.decisions() if one.pair != decision.pair)
        self._write((*others, decision))

    def undo(self, first: FindingReference, second: FindingReference) -> None:
        """Take back what was decided about two findings; raises UnknownIdentifier for nothing."""
        before = self.decisions()
        left = tuple(one for one in before if one.pair != {first, second})
        if len(left) == len(before):
            raise UnknownIdentifier("nothing was decided about these two findings")
        self._write(left)

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Leave out all decisions about findings of reports that are gone."""
        before = self.decisions()
        left = tuple(
            one for one in before if not (is_gone(one.first.report) or is_gone(one.second.report))
        )
        if len(left) < len(before):
            self._write(left)

    def _write(self, decisions: Iterable[LesionDecision]) -> None:
        replace_private_file(self.path, decisions_to_json(decisions))
