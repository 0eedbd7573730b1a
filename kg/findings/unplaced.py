"""A level that a report names and no spine has, such as T14 or a vertebra C8, and where it stands.

A reading keeps it as one of its warnings, without any text of the report but the level's name.
"""

import re
from dataclasses import dataclass

from kg.findings.report import Reading

__all__ = ["UnplacedLevel", "unplaced_levels"]

_WARNING = re.compile(r"no such level: (?P<written>.+), at character (?P<start>\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class UnplacedLevel:
    """A level as written, and the character of the report at which its name starts, from 0."""

    written: str
    start: int

    @property
    def warning(self) -> str:
        """Return the warning by which a reading keeps it.

        >>> UnplacedLevel("T14", 57).warning
        'no such level: T14, at character 57'
        """
        return f"no such level: {self.written}, at character {self.start}"


def unplaced_levels(reading: Reading) -> tuple[UnplacedLevel, ...]:
    """Return the levels among the warnings of a reading that no spine has."""
    matches = (_WARNING.fullmatch(warning) for warning in reading.warnings)
    return tuple(UnplacedLevel(match["written"], int(match["start"])) for match in matches if match)
