"""A report packed and unpacked is the same report; bytes that are none are refused with a sentence."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.made import reports
from twicetold import packing
from twicetold.packing import HEAD, MAGIC, Unreadable, pack, unpack
from twicetold.types import Cast, Document, DocumentClaims, Report, Span

REPORTS = list(reports(12))


def same(one: Report, other: Report) -> bool:
    return all(getattr(one, f) == getattr(other, f) for f in ("document", "sentences", "quotations", "cast", "claims")) and np.array_equal(
        one.vectors, other.vectors
    )


def empty(text: str, **facts: str) -> Report:
    document = Document(id="d", source="s", text=text, body=(Span(0, len(text)),), **facts)  # type: ignore[arg-type]
    return Report(document, (), np.zeros((0, 384), np.float32), (), Cast(), DocumentClaims())


def edited(change: dict[str, object] | None = None, *, report: Report = REPORTS[0], **head: object) -> bytes:
    """A packed report whose head was tampered with."""
    packed = pack(report)
    size = HEAD.unpack_from(packed)[2]
    table = json.loads(zlib.decompress(packed[HEAD.size : HEAD.size + size])) | head
    for name, value in (change or {}).items():
        table["report"][table["fields"]["Report"].index(name)] = value
    told = zlib.compress(json.dumps(table).encode())
    return HEAD.pack(MAGIC, 1, len(told)) + told + packed[HEAD.size + size :]


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.document.id)
def test_float32_gives_back_the_very_same_report(report: Report) -> None:
    assert same(unpack(pack(report, precision="float32")), report)


@pytest.mark.parametrize("report", REPORTS[:4], ids=lambda r: r.document.id)
def test_float16_gives_back_everything_but_last_places_of_the_vectors(report: Report) -> None:
    kept = unpack(pack(report))
    assert same(replace(kept, vectors=report.vectors), report)
    assert np.allclose(kept.vectors, report.vectors, atol=2**-11)
    assert kept.vectors.dtype == np.float32
    assert pack(kept) == pack(report), "packing again changes nothing"


@given(st.text(st.characters(exclude_categories=())), st.text())
def test_any_text_survives_also_halves_of_surrogate_pairs(text: str, title: str) -> None:
    report = empty(text, title=title)
    assert same(unpack(pack(report)), report)


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    for candidate in (data, MAGIC + data, HEAD.pack(MAGIC, 1, len(data)) + data):
        with pytest.raises(Unreadable):
            unpack(candidate)


@given(st.integers(0, 20_000), st.integers(1, 255))
def test_one_flipped_byte_never_gives_anything_but_a_report_or_a_refusal(place: int, mask: int) -> None:
    data = bytearray(pack(REPORTS[0]))
    data[place % len(data)] ^= mask
    try:
        assert isinstance(unpack(bytes(data)), Report)
    except Unreadable as error:
        assert str(error).endswith(".")


def test_a_report_of_a_newer_program_says_so() -> None:
    packed = bytearray(pack(REPORTS[0]))
    packed[3] = packing.VERSION + 1
    with pytest.raises(Unreadable, match="newer Twicetold"):
        unpack(bytes(packed))
    fields = {**packing._layout(), "Document": (*packing._layout()["Document"], "mood")}
    with pytest.raises(Unreadable, match="unknown field mood"):
        unpack(edited(fields=fields))


def test_fields_may_be_missing_or_in_another_order() -> None:
    layout = packing._layout()
    report = empty("Words.")
    names = [n for n in layout["Document"] if n != "warnings"]  # as a program wrote it that had no warnings yet
    values = [getattr(report.document, n) for n in reversed(names)]
    fields = {**layout, "Document": tuple(reversed(names))}
    assert same(unpack(edited({"document": values}, report=report, fields=fields)), report)


def test_spans_outside_the_text_are_refused() -> None:
    text = REPORTS[0].document.text
    beyond = [[0, 5]] * (len(REPORTS[0].sentences) - 1) + [[0, len(text) + 1]]
    for sentences in (beyond, [[5, 2]] * 9, [[-1, 2]] * 9, [[0.0, 2]] * 9, [[True, 2]] * 9):
        with pytest.raises(Unreadable):
            unpack(edited({"sentences": sentences}))
    with pytest.raises(Unreadable):
        unpack(edited({"quotations": [[0, len(text) + 5, 0, None, False]]}))


def test_indices_without_a_target_are_refused() -> None:
    with pytest.raises(Unreadable, match="parts"):
        unpack(edited({"quotations": [[0, 5, 0, 7, False]]}))


def test_a_bomb_is_refused() -> None:
    told = zlib.compress(b" " * (packing.MOST + 10))
    with pytest.raises(Unreadable, match="more than any document"):
        unpack(HEAD.pack(MAGIC, 1, len(told)) + told)
    with pytest.raises(Unreadable):
        unpack(edited(vectors=["float16", 2**40, 2**40]))
    deep = zlib.compress(b'{"fields": ' + b"[" * 200_000)
    with pytest.raises(Unreadable):
        unpack(struct.pack("<3sBI", MAGIC, 1, len(deep)) + deep)


def test_a_packed_report_is_small() -> None:
    """The vectors are most of it; the rest takes less than twice the text."""
    for report in REPORTS:
        assert len(pack(report)) - report.vectors.size * 2 < 2 * len(report.document.text)
