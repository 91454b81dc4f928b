"""What is kept of a source for the next check: the same as worked out anew, and nothing from elsewhere is believed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checking.making import report
from twicetold.checking import prepared
from twicetold.checking.cache import Cache
from twicetold.packing import Unreadable
from twicetold.types import Failure, Report

TEXT = "The envoys can't sign on 3 May 2019. They met 1,200 times; the first talks were on Friday.\n“We will not go,” she said."


@given(st.text(max_size=200))
def test_what_is_kept_is_what_was_worked_out(text: str) -> None:
    one = report(text)
    made = prepared.prepare(one)
    assert prepared.unpack(prepared.pack(made), one) == made


def test_dates_and_words_are_kept() -> None:
    made = prepared.prepare(report(TEXT, published="2019-05-06"))
    assert [len(t) for t in made.times][:2] == [1, 1]
    assert "envoy" in made.keys[0] and made.plain.clipped


@pytest.mark.parametrize("change", [[0, "x"], [1, [-1]], [3, [1]], [5, []], [6, [[[0, 10**6, 1, 1, "at"]]]], [2, "abc"], [4, [None]]])
def test_bytes_from_elsewhere_are_refused(change: list[object]) -> None:
    one = report(TEXT)
    values = json.loads(prepared.pack(prepared.prepare(one)))
    values[change[0]] = change[1]  # type: ignore[index]
    with pytest.raises(Unreadable):
        prepared.unpack(json.dumps(values).encode(), one)
    with pytest.raises(Unreadable):
        prepared.unpack(b"\x80\x04.", one)


def _reports(folder: Path, kept: Cache) -> list[Report]:
    return [r for r in kept.reports([str(folder)]) if isinstance(r, Report)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files of a folder, and a report without the reader model for each document."""
    monkeypatch.setattr("twicetold.checking.cache.report", lambda d: report(d.text, d.id))
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text("The talks ended on Friday without a result, the ministry said.\n", encoding="utf-8")
    (folder / "b.txt").write_text("The envoys will meet again in the spring, an official said.\n", encoding="utf-8")
    (tmp_path / "cache").mkdir()
    return folder


def test_a_file_is_opened_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(place.parent / "cache")
    first = _reports(place, kept)
    monkeypatch.setattr("twicetold.checking.cache.take_apart", lambda item: pytest.fail(f"{item.source} was opened again"))
    assert [r.document for r in _reports(place, kept)] == [r.document for r in first]


def test_a_changed_file_is_read_again(place: Path) -> None:
    kept = Cache(place.parent / "cache")
    _reports(place, kept)
    (place / "a.txt").write_text("The talks ended on Sunday without a result, the ministry said.\n", encoding="utf-8")
    assert "Sunday" in _reports(place, kept)[0].document.text


@pytest.mark.parametrize("data", [b"[]x", b'["../../etc/passwd"]', b'{"a": 1}', b'["0123456789012345678901234567890123456789"]'])
def test_a_damaged_index_is_written_anew(place: Path, data: bytes) -> None:
    kept = Cache(place.parent / "cache")
    first = _reports(place, kept)
    for index in (place.parent / "cache").glob("*.twi"):
        index.write_bytes(data)
    assert [r.document for r in _reports(place, kept)] == [r.document for r in first]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_cannot_be_opened_is_a_failure(place: Path) -> None:
    (place / "a.txt").chmod(0)
    assert isinstance(next(iter(Cache(place.parent / "cache").reports([str(place)]))), Failure)
