"""What several commands are told about findings that another extractor hands in."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kg.adapters.handed_in_records import FindingsFormat
from kg.cli.consoles import say
from kg.cli.options import refuse_if_all_missing
from kg.store.findings_files import HandedInFindings, read_findings
from kg.vocabulary.lexicon import load_lexicon
from kg.vocabulary.vocabulary import load_vocabulary

__all__ = ["FindingsFile", "FindingsLayout", "findings_of", "tell_what_was_refused"]

#: Single refusals that are named one by one; of more, the reasons are counted.
_NAMED = 20

FindingsFile = Annotated[
    str | None,
    typer.Option(
        "--findings",
        metavar="FILE",
        help="Take the findings of FILE (.jsonl, .json) instead of reading the reports.",
    ),
]
FindingsLayout = Annotated[
    FindingsFormat,
    typer.Option(
        "--findings-format",
        help="What FILE holds: the published form, a language model's answers, RadGraph's graphs.",
    ),
]


def findings_of(file: str | None, layout: FindingsFormat) -> HandedInFindings | None:
    """Return the findings that are handed in, None where the reports are to be read.

    Raises UnreadableInput when the file cannot be read; one that is not there is wrong usage.
    """
    if file is None:
        return None
    refuse_if_all_missing([file])
    return read_findings(Path(file), layout, lexicon=load_lexicon(), vocabulary=load_vocabulary())


def tell_what_was_refused(given: HandedInFindings | None) -> bool:
    """Say on standard error which records and single findings were refused, and whether any was.

    What was only left out, and words that the lexicon does not know, are counted.
    """
    if given is None:
        return False
    for record in given.refused:
        say(str(record), lead="refused:")
    findings = given.reader.refused
    for one in findings[:_NAMED]:
        say(str(one), lead="finding refused:")
    if len(findings) > _NAMED:
        for reason, count in Counter(one.reason for one in findings).most_common():
            say(f"{count} times: {reason}", lead="findings refused:")
    for count, what in (
        (len(given.reader.left_out), "sides, degrees and times that are not known, left out"),
        (given.reader.unknown, "observations that name no known finding, kept as warnings"),
    ):
        if count:
            say(f"{what}: {count}", lead="note:", style="yellow")
    return bool(given.refused or findings)
