"""Print how many reports a second are added to a new store, with one job and with more.

python benchmarks/adding.py --reports 300 --jobs 1 2
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from composed_reports import composed_reports

from kg import Report, open_workspace
from kg.store.embedded import EmbeddedStore
from kg.store.terms import to_n_triples
from kg.triples.compiled_shapes import CompiledShapes
from kg.triples.identifiers import Identifiers
from kg.triples.shapes import Shapes
from kg.triples.to_triples import reading_triples
from kg.workspace.extraction import rule_reader

#: Reports on which the single steps are timed; pySHACL takes long.
_STEPS_OF = 20
_REPORTS_OF_A_PATIENT = 3


def main() -> None:
    """Measure and print."""
    chosen = _arguments()
    texts = composed_reports(chosen.reports)
    reports = [
        Report(f"R{number}", text, patient=f"P{number // _REPORTS_OF_A_PATIENT}")
        for number, text in enumerate(texts)
    ]
    rule_reader().read(reports[0])
    # The same key each time, so that the stores can be compared.
    os.environ["SPINEKG_KEY"] = "b3" * 32
    added = [_added(reports, jobs) for jobs in chosen.jobs]
    contents = {str(one.pop("content")) for one in added}
    if len(contents) > 1:
        sys.exit("the stores differ: several jobs must give what one gives")
    steps = _steps(reports[:_STEPS_OF])
    if chosen.json:
        result = {"reports": len(reports), "jobs": added, "ms per report": steps}
        json.dump(result, sys.stdout, indent=2)
        print()
        return
    print(f"{len(reports)} composed reports into a new store\n\njobs  reports/s  ms/report")
    for one in added:
        print(f"{one['jobs']:>4}{one['reports/s']:>11.1f}{one['ms per report']:>11.1f}")
    print("\nstep, in one process      ms/report")
    for step, milliseconds in steps.items():
        print(f"{step:26}{milliseconds:>9.2f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300, help="how many; 300 by default")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="1 2 by default")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def _added(reports: Sequence[Report], jobs: int) -> dict[str, float | int]:
    with tempfile.TemporaryDirectory() as folder, open_workspace(folder) as workspace:
        _ = workspace.store
        started = perf_counter()
        summary = workspace.add_reports(reports, jobs=jobs)
        seconds = perf_counter() - started
        if summary.added < len(reports):
            sys.exit(f"only {summary.added} of {len(reports)} reports were added")
        content = hash(
            frozenset(
                triple
                for graph in workspace.stored.all_reports()
                for triple in workspace.store.graph_triples(graph)
            )
        )
    return {
        "jobs": jobs,
        "reports/s": len(reports) / seconds,
        "ms per report": 1000 * seconds / len(reports),
        "content": content,
    }


def _steps(reports: Sequence[Report]) -> Mapping[str, float]:
    """Return how long each step takes, one after the other."""
    identifiers, shapes = Identifiers(b"a key for the benchmark"), Shapes.load()
    compiled = CompiledShapes.of(shapes.graph)
    assert compiled is not None
    taken: dict[str, float] = {}

    def timed(step: str, do: Callable[[], list[Any]]) -> list[Any]:
        started = perf_counter()
        result = do()
        taken[step] = 1000 * (perf_counter() - started) / len(reports)
        return result

    readings = timed("reading", lambda: [rule_reader().read(report) for report in reports])
    graphs = timed(
        "triples",
        lambda: [
            reading_triples(reading, identifiers=identifiers, ontology_version="benchmark")
            for reading in readings
        ],
    )
    timed("shapes, compiled", lambda: [compiled.surely_pass(graph) for graph in graphs])
    timed("shapes, pySHACL", lambda: [shapes.violations(graph) for graph in graphs])
    lines = timed("N-Triples", lambda: [to_n_triples(graph) for graph in graphs])
    names = [identifiers.report(report.identifier) for report in reports]
    contents = dict(zip(names, lines, strict=True))
    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder)) as store:
        timed("storing", lambda: [store.replace_contents(contents)])
    return taken


if __name__ == "__main__":
    main()
