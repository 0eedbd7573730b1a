"""The findings of a report while those that say the same become one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.findings.evidence import Evidence
from kg.findings.finding import Finding, FindingKey

__all__ = ["Merging", "agree"]

#: Where a piece of evidence stands and what it says of degree and side.
Place = tuple[object, ...]


@dataclass
class Merging:
    """The findings of a report while they are merged, by position.

    `evidence` has, by place, that of the findings which took over some from others; None stands for
    the finding's own. `renamed` says which finding each one became, for the types of `caused`: for
    those that findings are said to cause, as nothing asks for others.
    """

    caused: set[str]
    renamed: dict[FindingKey, FindingKey] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    evidence: list[dict[Place, Evidence] | None] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)

    def add(self, finding: Finding) -> int:
        """Add a finding and return its position."""
        self.findings.append(finding)
        self.evidence.append(None)
        self.gone.append(False)
        return len(self.findings) - 1

    def rename(self, one: Finding, other: Finding) -> None:
        """Note that a finding became another."""
        if one.type in self.caused:
            self.renamed[one.key] = other.key

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
        one, other = self.findings[general], self.findings[taker]
        if one.type in self.caused:
            self.renamed.setdefault(one.key, other.key)
            self.caused.add(other.type)
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


def agree(one: Finding, other: Finding) -> bool:
    """Say whether side and degree of two findings are the same or left open by one of them."""
    return (one.side is None or other.side is None or one.side is other.side) and (
        one.severity is None or other.severity is None or one.severity is other.severity
    )
