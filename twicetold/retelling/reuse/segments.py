"""What an index is on disk: append-only folders of arrays, and a manifest that is replaced in one step.

    manifest.json      which model and segments count; nothing else in the folder does
    model-N.npz        statistics and furniture, fixed until the next `refresh`
    segment-N/         words, their information and their seeds, as .npy files that are mapped, not read

Every file is on the disk before the manifest that names it takes its place: a writer can be killed at any moment, and the index is what the
last manifest says. What an interrupted writer left is removed by the next one.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.reuse.information import Information, Statistics
from twicetold.retelling.reuse.postings import Postings
from twicetold.retelling.reuse.words import Ints, Shingles, Words, emptied, together

VERSION = 3
SIEVE_KEYS = 2  # as a power of two: 2 to 4 shingles to a number of 64 bits of the sieve, 2 to 4 bytes for each
MANIFEST, LOCK = "manifest.json", "lock"
_COLUMNS = ("hashes", "start", "size", "first", "nats", "shingle", "place", "sieve")


class IndexDamaged(Exception):
    """The folder is no index of this version, or files that its manifest names are missing."""


class IndexInUse(Exception):
    """Another process is writing to the index."""


@dataclass(frozen=True, slots=True)
class Model:
    """What all segments of an index were made with: statistics, furniture, and the evidence wanted, in nats / SCALE."""

    statistics: Statistics
    furniture: Shingles
    seed: int
    passage: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Some texts of an index, their arrays mapped from disk."""

    ids: tuple[str, ...]
    publishers: tuple[str | None, ...]
    words: Words
    known: Information
    postings: Postings
    sieve: Shingles


@dataclass(frozen=True, slots=True)
class Manifest:
    """Names of the files that count, and the number that the next ones take."""

    model: str = ""
    segments: tuple[str, ...] = ()
    next: int = 1
    version: int = VERSION


def read_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`; an empty one where there is none. Raises IndexDamaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{folder / MANIFEST} cannot be read ({error}).") from error
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise IndexDamaged(f"{folder} is no index of version {VERSION}; make a new one from the documents.")
    return Manifest(told["model"], tuple(told["segments"]), told["next"])


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put `manifest` in place of the one that is there: from here on it counts, also after a power cut."""
    path = folder / f".{MANIFEST}.new"
    with path.open("w", encoding="utf-8") as out:
        json.dump(asdict(manifest), out)
        out.flush()
        os.fsync(out.fileno())
    path.replace(folder / MANIFEST)
    sync(folder)


def sync(path: Path) -> None:
    """Have the entries of a folder, or the contents of a file, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only writer. Raises IndexInUse; the lock goes with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexInUse(f"{folder} is being written to by another process.") from error
        yield


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what no manifest names."""
    for path in folder.iterdir():
        if path.name.startswith(("segment-", "model-", ".")) and path.name not in (*manifest.segments, manifest.model):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_model(folder: Path, name: str, model: Model) -> None:
    """Write a model so that it is on the disk."""
    told = model.statistics
    numbers = np.array([told.runs, told.words, model.seed, model.passage])
    with (folder / name).open("wb") as out:
        np.savez(out, single=told.single, pair=told.pair, triple=told.triple, numbers=numbers, furniture=model.furniture)
        out.flush()
        os.fsync(out.fileno())


def read_model(folder: Path, name: str) -> Model:
    """A model. Raises IndexDamaged."""
    try:
        with np.load(folder / name, allow_pickle=False) as told:
            runs, words, seed, passage = told["numbers"].tolist()
            statistics = Statistics(told["single"], told["pair"], told["triple"], runs, words)
            return Model(statistics, told["furniture"], seed, passage)
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(f"{folder / name} cannot be read ({error}).") from error


def write_segment(folder: Path, name: str, segment: Segment) -> None:
    """Write a segment so that it is on the disk."""
    place = folder / name
    place.mkdir()
    words, known, postings = segment.words, segment.known, segment.postings
    columns: Sequence[NDArray[Any]] = (
        words.hashes, words.start, words.size, words.first, known.nats, *postings, segment.sieve,
    )  # fmt: skip
    for column, row in zip(_COLUMNS, columns, strict=True):
        np.save(place / f"{column}.npy", row, allow_pickle=False)
        sync(place / f"{column}.npy")
    (place / "ids.json").write_text(json.dumps([segment.ids, segment.publishers]), encoding="utf-8")
    sync(place / "ids.json")
    sync(place)


def read_segment(folder: Path, name: str) -> Segment:
    """A segment, mapped. Raises IndexDamaged."""
    place = folder / name
    try:
        ids, publishers = json.loads((place / "ids.json").read_text(encoding="utf-8"))
        row: list[Any] = [_mapped(place / f"{column}.npy") for column in _COLUMNS]
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{place} cannot be read ({error}).") from error
    return Segment(tuple(ids), tuple(publishers), Words(*row[:4]), Information(row[4]), Postings(*row[5:7]), row[7])


def _mapped(path: Path) -> NDArray[Any]:
    whole: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return whole.view(np.ndarray)


def joined(parts: list[Segment]) -> Segment:
    """Several segments as one. `parts` is emptied, so that no more than one column is there twice."""
    ids, publishers = tuple(k for s in parts for k in s.ids), tuple(k for s in parts for k in s.publishers)
    starts: Ints = np.cumsum([0, *[len(s.words) for s in parts]])
    words, nats, shingle, place = zip(*((s.words, s.known.nats, *s.postings) for s in parts), strict=True)
    columns: list[list[NDArray[Any]]] = [[row.ravel() for row in nats], list(shingle), list(place)]
    whole = list(words)
    parts.clear()
    del words, nats, shingle, place
    columns[2] = [row + start for row, start in zip(columns[2], starts.tolist(), strict=False)]
    known = Information(emptied(columns[0], np.uint8).reshape(-1, 3))
    everything = together(whole)
    return made(ids, publishers, everything, known, Postings(emptied(columns[1], np.uint64), emptied(columns[2], np.int64)))


def made(ids: tuple[str, ...], publishers: tuple[str | None, ...], words: Words, known: Information, found: Postings) -> Segment:
    """A segment from postings in any order."""
    order = np.argsort(found.shingle, kind="stable")
    postings = found.rows(order)
    return Segment(ids, publishers, words, known, postings, _sieve(postings.shingle))


def marks(shingle: Shingles) -> Shingles:
    """The three bits of a number of 64 that stand for each shingle in a sieve."""
    one, six = np.uint64(1), np.uint64(63)
    return np.asarray(one << (shingle & six) | one << (shingle >> np.uint64(6) & six) | one << (shingle >> np.uint64(12) & six), np.uint64)


def _sieve(shingle: Shingles) -> Shingles:
    """A Bloom filter in blocks (Putze, Sanders & Singler 2007): the first bits of a shingle choose a number, the last ones bits of it."""
    bits = max(1, len(shingle).bit_length() - SIEVE_KEYS)
    row = (shingle >> np.uint64(64 - bits)).astype(np.int64)
    out = np.zeros(1 << bits, np.uint64)
    first = np.flatnonzero(np.diff(row, prepend=-1))
    if len(first):
        out[row[first]] = np.bitwise_or.reduceat(marks(shingle), first)
    return out


def maybe(segment: Segment, shingle: Shingles, marked: Shingles) -> Ints:
    """The indices of `shingle` (whose `marks` are `marked`) that the segment may hold: all that it holds, and few of the others."""
    bits = (len(segment.sieve) - 1).bit_length()
    found = segment.sieve[(shingle >> np.uint64(64 - bits)).astype(np.int64)]
    return np.flatnonzero(found & marked == marked)
