"""A report as the rows that are stored of it. Worked out before the transaction, so that writers hold each other up shortly."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from twicetold.archive.records import number_of
from twicetold.archive.texts import packed_text, storable
from twicetold.assessment.forecasting import forecast_id
from twicetold.packing import pack
from twicetold.retelling import stream
from twicetold.retelling.stream import Clue, Traits
from twicetold.types import Actor, ClaimMention, Document, Report

HEX: Final = 10  # digits of a document's id: 40 bits; two of a hundred thousand documents share one with odds of 1 to 200
TRAITS: Final = struct.Struct("<II")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything of one document but its numbers: those are given out in the transaction."""

    report: Report  # under its id in the archive
    document: Row
    text: bytes
    packed: bytes
    traits: Traits
    clues: tuple[Clue, ...]
    actors: tuple[Actor, ...]
    statements: tuple[Row, ...]  # `actor` is a key of the cast; likewise below
    commitments: tuple[Row, ...]
    forecasts: tuple[Row, ...]

    @property
    def day(self) -> int | None:
        return number_of(self.report.document.published)


def identity(document: Document) -> str:
    """SHA-256 of what makes a document this one: its text and, as far as they are known, where, by whom and when it was published.

    A page is its address and its text: a feed and the page itself often disagree about the date.
    """
    where = (document.url,) if document.url else (document.outlet, document.title, document.author, document.published)
    told = json.dumps([document.text, *where], separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def prepare(report: Report, *, hex_digits: int = HEX) -> Prepared:
    """The rows of `report`, under the id that its identity gives it."""
    told = identity(report.document)
    report = replace(report, document=replace(report.document, id=f"d{told[:hex_digits]}"))
    traits = stream.traits(report)
    return Prepared(
        report=report,
        document=_document(report, told),
        text=packed_text(report.document.text),
        packed=pack(report),
        traits=traits,
        clues=stream.clues(report, traits),
        actors=tuple(report.cast.actors.values()),
        statements=tuple(_statements(report)),
        commitments=tuple(_commitments(report)),
        forecasts=tuple(_forecasts(report)),
    )


def pack_traits(found: Traits) -> bytes:
    """Sentences, mean vector as float16, terms and opening."""
    vector = found.vector.astype("<f2").tobytes()
    told = json.dumps({"bag": dict(found.bag), "opening": found.opening}, separators=(",", ":"))
    return TRAITS.pack(found.sentences, len(vector)) + vector + zlib.compress(told.encode("ascii"))


def unpack_traits(data: bytes, row: Mapping[str, Any]) -> Traits:
    """Traits from what `pack_traits` wrote and the document's row."""
    sentences, size = TRAITS.unpack_from(data)
    vector = np.frombuffer(data, "<f2", size // 2, TRAITS.size).astype(np.float64)
    told: dict[str, Any] = json.loads(zlib.decompress(data[TRAITS.size + size :]))
    document = Document(
        id=row["id"], source="", text="", body=(), title=row["title"], outlet=row["outlet"], published=row["published"], url=row["url"]
    )
    return Traits(document, told["bag"], vector, sentences, told["opening"])


# ----------------------------------------------------------------------------------------------------------------- rows


def _document(report: Report, told: str) -> Row:
    d = report.document
    return {
        "id": d.id, "hash": told, "address": storable(d.url), "source": storable(d.source), "url": storable(d.url),
        "title": storable(d.title), "outlet": storable(d.outlet), "author": storable(d.author), "published": storable(d.published),
        "language": storable(d.language), "characters": len(d.text), "day": number_of(d.published), "capture": storable(d.capture),
    }  # fmt: skip


def _statements(report: Report) -> Iterator[Row]:
    for place, claim in enumerate(report.claims.claims):
        holders = [report.claims.attributions[k].actor for k in claim.chain] or [None]
        for depth, holder in enumerate(holders):
            yield _statement(place, depth, claim, holder)


def _statement(place: int, depth: int, claim: ClaimMention, holder: str | None) -> Row:
    return {
        "place": place, "depth": depth, "start": claim.span.start, "end": claim.span.end, "actor": holder,
        "certainty": claim.certainty.level,
    }  # fmt: skip


def _commitments(report: Report) -> Iterator[Row]:
    for place, c in enumerate(report.claims.commitments):
        yield {
            "place": place, "start": c.span.start, "end": c.span.end, "party": c.party, "toward": c.toward, "act": storable(c.act),
            "domain": c.domain, "level": c.level, "status": c.status, "joint": c.joint, "day": number_of(report.document.published),
        }  # fmt: skip


def _forecasts(report: Report) -> Iterator[Row]:
    for place, f in enumerate(report.claims.forecasts):
        name = report.cast.actors[f.holder].name if f.holder in report.cast.actors else report.document.outlet if f.holder is None else None
        low, high = f.certainty.range or (None, None)
        yield {
            "place": place, "id": forecast_id(name, f.event, report.document.text), "start": f.span.start, "end": f.span.end,
            "holder": f.holder, "name": storable(name), "event": storable(f.event), "certainty": f.certainty.level, "low": low,
            "high": high, "horizon": storable(f.horizon.text) if f.horizon else None,
            "since": f.horizon.since if f.horizon else None, "until": f.horizon.until if f.horizon else None,
        }  # fmt: skip
