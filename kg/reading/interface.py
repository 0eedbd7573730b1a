"""What a reader is: whatever turns a report into findings that quote it."""

from typing import Protocol

from kg.findings.report import Reading, Report

__all__ = ["Reader"]


class Reader(Protocol):
    """Turns a report into findings; the same report must give the same findings.

    `RuleReader` of `kg.reading.reader` is the default. Every other reader passes the same checks:
    a quote that is not in the text is refused, before the findings are stored and once more then.
    """

    @property
    def extractor(self) -> str:
        """Return its name and, after the last space, its version: "spinekg-rules 0.1.0".

        A stored report that was read by this very extractor is not read again. A reader whose
        findings can change while its name does not must answer with a name of its own here and
        with the extractor's in its readings, so that nothing is taken for read.
        """
        ...

    def read(self, report: Report) -> Reading:
        """Return what the report says.

        Raises InvalidValue or a kind of it when there is no valid reading of this report.
        """
        ...
