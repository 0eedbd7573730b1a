"""Two workers give what one process gives, whatever happens to them."""

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
from distributed import Client, LocalCluster

from kg.demo.corpus import demo_corpus
from kg.distributed.adding import add_with_dask
from kg.distributed.parts import load_parts
from kg.errors import UnreadableInput
from kg.findings.report import Report
from kg.store.embedded import EmbeddedStore
from kg.workspace import open_workspace

REPORTS = [one.report for one in demo_corpus()][:48]
KEY = bytes.fromhex("5a" * 32)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def graphs(folder: Path) -> dict[str, object]:
    """Return what the graphs of reports hold."""
    with EmbeddedStore(folder / "oxigraph") as store:
        return {
            str(graph): store.graph_triples(graph)
            for graph in store.graphs()
            if "/report/" in graph
        }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_two_workers_store_what_one_process_stores(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPINEKG_KEY", KEY.hex())
    with open_workspace(tmp_path / "one") as workspace:
        workspace.add_reports(REPORTS)
        findings = workspace.info().findings
    parts = tmp_path / "parts"
    unreadable = UnreadableInput("a place", "a reason")
    found = add_with_dask(
        client, [*REPORTS[:5], unreadable, *REPORTS[5:]], target=parts, key=KEY, batch_size=6
    )
    assert (found.stored, found.refused, found.set_aside) == (len(REPORTS), (unreadable,), ())
    names = sorted(path.name for path in parts.iterdir())
    assert {path.stat().st_mode & 0o777 for path in parts.iterdir()} == {0o600}
    with EmbeddedStore(tmp_path / "many" / "oxigraph") as store:
        assert load_parts(parts, store) == len(REPORTS)
    assert graphs(tmp_path / "many") == graphs(tmp_path / "one")
    table = pyarrow.parquet.read_table(
        [path for path in parts.iterdir() if path.suffix == ".parquet"]
    )
    assert table.num_rows == findings
    assert all(name.startswith("finding/") for name in table["finding"].to_pylist())
    # Again, with a worker that is lost in the middle: the same files.
    lost = next(iter(client.run(os.getpid).values()))

    def reports_and_a_loss() -> Iterator[Report]:
        for number, report in enumerate(REPORTS):
            if number == 30:
                os.kill(lost, signal.SIGKILL)
            yield report

    again = add_with_dask(client, reports_and_a_loss(), target=parts, key=KEY, batch_size=6)
    assert again.stored == len(REPORTS)
    assert set(names) <= {path.name for path in parts.iterdir()}
    with EmbeddedStore(tmp_path / "many" / "oxigraph") as store:
        before = store.sequence
        load_parts(parts, store)
        assert store.sequence == before


def test_a_part_that_was_touched_is_refused(tmp_path: Path) -> None:
    (tmp_path / "part-0123.nq").write_bytes(
        b"<https://a/s> <https://a/p> <https://a/o> <https://a/g> .\n"
    )
    with (
        EmbeddedStore(tmp_path / "oxigraph", background=()) as store,
        pytest.raises(UnreadableInput, match="part-0123"),
    ):
        load_parts(tmp_path, store)
