"""What placing the mentions of a sentence looks at, and the link that it makes for each."""

from collections.abc import Sequence

from kg.findings.qualities import Status
from kg.reading.clauses import Clause
from kg.reading.finding_groups import FindingGroups
from kg.reading.level_context import LevelContext
from kg.reading.marks import Marks
from kg.reading.mention import Mention
from kg.reading.placed_levels import PlacedLevels

__all__ = ["LevelLink", "Placing"]


class LevelLink:
    """The levels of one mention, none where nothing names them, and the rule that found them.

    `group` is the place of the sentence that names them, where one does.
    """

    __slots__ = ("group", "levels", "rule")

    def __init__(
        self, levels: tuple[str, ...], rule: str, group: PlacedLevels | None = None
    ) -> None:
        self.levels = levels
        self.rule = rule
        self.group = group


class Placing:
    """All that placing one mention of a sentence needs to look at."""

    __slots__ = ("clauses", "context", "groups", "marks", "mentions")

    def __init__(
        self,
        marks: Marks,
        clauses: Sequence[Clause],
        mentions: Sequence[tuple[Mention, Status]],
        context: LevelContext,
        groups: FindingGroups,
    ) -> None:
        self.marks = marks
        self.clauses = clauses
        self.mentions = mentions
        self.context = context
        self.groups = groups
