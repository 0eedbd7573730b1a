"""The findings of a report while those that say the same become one."""

from collections.abc import Iterable

from kg.findings.evidence import Evidence
from kg.reading.stated_finding import StatedFinding

__all__ = ["Merging", "agree"]

#: Where a piece of evidence stands and what it says of degree and side.
Place = tuple[object, ...]


class Merging:
    """The findings of a report while they are merged, by position.

    `evidence` has, by place, that of the findings which took over some from others; None stands for
    the finding's own.
    """

    __slots__ = ("evidence", "findings")

    def __init__(self) -> None:
        self.findings: list[StatedFinding] = []
        self.evidence: list[dict[Place, Evidence] | None] = []

    def add(self, finding: StatedFinding) -> int:
        """Add a finding and return its position."""
        self.findings.append(finding)
        self.evidence.append(None)
        return len(self.findings) - 1

    def support(self, position: int, pieces: Iterable[Evidence]) -> bool:
        """Add evidence for a finding; say whether it has gained by it."""
        evidence = self.evidence[position]
        if evidence is None:
            own = self.findings[position].evidence
            evidence = self.evidence[position] = {_place(piece): piece for piece in own}
        gained = False
        for piece in pieces:
            place = _place(piece)
            if evidence.get(place) != piece:
                evidence[place] = piece
                gained = True
        return gained

    def give(self, general: int, taker: int) -> bool:
        """Give the evidence of a finding to another; say whether that one has gained by it."""
        one = self.findings[general]
        one.became = one.became or self.findings[taker]
        return self.support(taker, self.supporting(general))

    def supporting(self, position: int) -> tuple[Evidence, ...]:
        """Return the evidence of a finding in the order of the text."""
        evidence = self.evidence[position]
        if evidence is None:
            return self.findings[position].evidence
        return tuple(sorted(evidence.values(), key=lambda piece: (piece.start, piece.end)))


def _place(piece: Evidence) -> Place:
    """Return what tells a piece of evidence from others of the same finding."""
    return piece.start, piece.end, piece.degree, piece.side


def agree(one: StatedFinding, other: StatedFinding) -> bool:
    """Say whether side and degree of two findings are the same or left open by one of them."""
    return (one.side is None or other.side is None or one.side is other.side) and (
        one.severity is None or other.severity is None or one.severity is other.severity
    )
