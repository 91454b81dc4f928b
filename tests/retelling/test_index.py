"""The index of passages on disk: new against existing, in any division into batches, through kills at any moment."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from twicetold.retelling.reuse import index as indexing
from twicetold.retelling.reuse import segments
from twicetold.retelling.reuse.index import Entry, Index
from twicetold.retelling.reuse.seeds import FOLLOWERS, PLACES
from twicetold.types import Passage

TALE = (
    "The delegations met in the old customs house on the quay and signed a memorandum about the ferry line, "
    "the lighthouse on the northern skerry and the price of smoked herring, which had doubled since the winter."
)
SYLLABLES = ("ba", "cor", "del", "fi", "gan", "hul", "jor", "ket", "lum", "mar", "nis", "pol", "quin", "rast", "sev", "tor", "ven", "zim")

NEW = 9 * 10**6  # a seed that no document has; random takes -1 and 1 for the same one


def filler(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))) for _ in range(words)) + "."


def entries(count: int, first: int = 0) -> list[Entry]:
    """Documents of which every third tells the tale, or part of it."""
    told = [TALE if k % 6 == 0 else TALE[: len(TALE) // 2] if k % 6 == 3 else "" for k in range(first, first + count)]
    return [Entry(f"d{k:05d}", f"Outlet {k}", f"{filler(k)} {told[k - first]} {filler(10**6 + k)}") for k in range(first, first + count)]


def pairs(found: list[Passage]) -> set[tuple[str, str]]:
    return {(p.left_document, p.right_document) for p in found}


def test_new_documents_meet_those_that_are_there(tmp_path: Path) -> None:
    documents = entries(12)
    with Index(tmp_path) as index:
        first = index.add(documents[:6])
    with Index(tmp_path) as index:
        second = index.add(documents[6:])
    assert pairs(first) == {("d00000", "d00003")}
    assert pairs(second) == {("d00000", "d00006"), ("d00000", "d00009"), ("d00003", "d00006"), ("d00003", "d00009"), ("d00006", "d00009")}


def test_passages_stand_where_they_are_said_to(tmp_path: Path) -> None:
    documents = entries(7)
    with Index(tmp_path) as index:
        index.add(documents[:3])
        found = index.add(documents[3:])
    whole = next(p for p in found if (p.left_document, p.right_document) == ("d00000", "d00006"))
    for document, span in ((documents[0], whole.left), (documents[6], whole.right)):
        assert document.text[span.start : span.end].startswith(TALE.rstrip("."))
        assert span.end - span.start < len(TALE) + 20  # a word or two behind it may be the same by chance


@pytest.mark.parametrize("size", [1, 4, 50])
def test_the_division_into_batches_makes_no_difference(tmp_path: Path, size: int) -> None:
    def added(folder: str, batch: int) -> list[Passage]:
        out = []
        with Index(tmp_path / folder) as index:
            index.add(entries(30, 1_000))
            index.refresh()
            fresh = entries(24)
            for k in range(0, len(fresh), batch):
                out += index.add(fresh[k : k + batch])
        return sorted(out, key=lambda p: (p.left_document, p.right_document, p.left))

    assert added("one", 24) == added("many", size)


def test_a_document_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.add(entries(6))
        assert index.add(entries(6)) == []
        assert len(index) == 6
        assert "d00003" in index


def test_a_query_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        assert index.query(entries(1)) == []
        index.add(entries(6))
        found = index.query(entries(6, 6))
        assert pairs(found) == {("d00000", "d00006"), ("d00000", "d00009"), ("d00003", "d00006"), ("d00003", "d00009")}
        assert len(index) == 6


def test_many_small_batches_become_few_segments(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        for entry in entries(40):
            index.add([entry])
        found = index.query(entries(1, 60))
    assert len(segments.read_manifest(tmp_path).segments) < indexing.JOIN + 2
    assert {p.left_document for p in found} == {f"d{k:05d}" for k in range(0, 40, 3)}


def test_of_what_everybody_prints_the_latest_are_paired_in_whatever_segments_they_are(tmp_path: Path) -> None:
    def told(folder: str, batch: int) -> set[tuple[str, str]]:
        with Index(tmp_path / folder) as index:
            index.add(entries(30, 1_000))
            index.refresh()
            prints = [Entry(f"p{k:03d}", f"Outlet {k}", f"{filler(k + 2_000)} {TALE}") for k in range(PLACES + 20)]
            for k in range(0, len(prints), batch):
                index.add(prints[k : k + batch])
            return pairs(index.query([Entry("z", "Outlet z", f"{filler(78)} {TALE}")]))

    whole = told("one", PLACES + 20)
    assert whole == {(f"p{k:03d}", "z") for k in range(PLACES + 20 - FOLLOWERS, PLACES + 20)}
    assert told("many", 40) == whole


def test_a_refresh_joins_segments_up_to_the_largest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "LARGEST", 1_000)
    documents = entries(12)
    with Index(tmp_path) as index:
        for entry in documents:  # some 260 words each
            index.add([entry])
        index.refresh()
        assert len(segments.read_manifest(tmp_path).segments) == 4
        found = index.query([Entry("new", None, f"{filler(NEW)} {TALE}")])
    assert {p.left_document for p in found if p.left.end - p.left.start > len(TALE) // 3} == {f"d{k:05d}" for k in range(0, 12, 3)}


def test_furniture_that_was_known_stays_known_after_a_refresh(tmp_path: Path) -> None:
    footer = "Subscribe to the gull and get every tide table of the season delivered to your pier for nothing at all."
    documents = [Entry(f"g{k}", "The Gull", f"{filler(k)}\n{footer}") for k in range(14)]
    with Index(tmp_path) as index:
        assert index.add(documents[:12]) == []
        index.refresh()
        assert index.add(documents[12:]) == []


def test_only_one_process_writes(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.add(entries(6))
        with pytest.raises(segments.IndexInUse):
            Index(tmp_path)
        with Index(tmp_path, readonly=True) as reader:
            assert len(reader) == 6
            assert reader.query(entries(1, 6))
            with pytest.raises(segments.IndexInUse):
                reader.add(entries(1, 7))


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"version": 99}'])
def test_a_folder_that_is_no_index_is_said_to_be_none(tmp_path: Path, told: str) -> None:
    (tmp_path / segments.MANIFEST).write_text(told)
    with pytest.raises(segments.IndexDamaged):
        Index(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.add(entries(6))
    (tmp_path / segments.read_manifest(tmp_path).segments[0] / "hashes.npy").unlink()
    with pytest.raises(segments.IndexDamaged):
        Index(tmp_path)


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.add(entries(6))
    (tmp_path / "segment-999999").mkdir()
    (tmp_path / "model-999998.npz").write_bytes(b"half")
    with Index(tmp_path) as index:
        assert len(index) == 6
    assert not (tmp_path / "segment-999999").exists()
    assert not (tmp_path / "model-999998.npz").exists()


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from test_index import entries
from twicetold.retelling.reuse.index import Index
with Index({folder!r}) as index:
    for k in range(len(index), 100_000, 3):
        index.add(entries(3, k))
        print(k + 3, flush=True)
"""


def test_an_index_survives_its_writer_being_killed_at_any_moment(tmp_path: Path) -> None:
    """Nothing acknowledged is lost, nothing is there by half, and what is there answers as if nothing had happened."""
    rng = random.Random(11)
    folder = tmp_path / "index"
    program = WRITER.format(tests=str(Path(__file__).parent), folder=str(folder))
    acknowledged = 0
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            line = writer.stdout.readline()
            assert line, "the writer could not go on"
            time.sleep(rng.random() * 0.3)
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().splitlines(keepends=True)
        acknowledged = max(int(told) for told in [line, *rest] if told.endswith("\n"))
        with Index(folder, readonly=True) as index:
            count = len(index)
            assert acknowledged <= count <= acknowledged + 3
            assert all(f"d{k:05d}" in index for k in range(count))
            found = index.query([Entry("new", None, f"{filler(NEW)} {TALE}")])
        assert {p.left_document for p in found if p.left.end - p.left.start > len(TALE) // 3} == {f"d{k:05d}" for k in range(0, count, 3)}
    assert acknowledged >= 12
