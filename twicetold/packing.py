"""A report as bytes, to be kept: what the archive stores of a document, and what a cache of read documents holds.

No pickle: bytes from elsewhere can at worst be refused. The layout, all numbers little-endian:

    'TWR' and the version, one byte | size of the head, 4 bytes | the head, JSON packed by zlib | the sentence vectors

The head is {"fields": {type: [names]}, "vectors": [dtype, rows, columns], "report": [values]}: every dataclass and named tuple of
`twicetold.types` is a list of its values, and `fields` says in which order. So a type may gain fields with a default, or change their
order, and old bytes stay readable; a report with a field that this program does not know comes from a newer one and is refused.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache, partial
from itertools import chain
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from twicetold import types
from twicetold.types import DocumentClaims, Report, Span

VERSION: Final = 1
MAGIC: Final = b"TWR"
HEAD: Final = struct.Struct("<3sBI")
MOST: Final = 1 << 26  # bytes of an unpacked head: six for a character of news are usual, so ten million characters; stops zlib bombs
DIMENSIONS: Final = 384  # of a sentence vector
Precision = Literal["float16", "float32"]
Vectors = NDArray[np.float32]
Read = Callable[[Any], Any]


class Unreadable(ValueError):
    """Bytes that are no report of this program; the message is a sentence that says why."""


def pack(report: Report, *, precision: Precision = "float16") -> bytes:
    """`report` as bytes; the same report gives the same bytes.

    float16 halves the size and moves a cosine by less than 0.001; float32 gives back the very same report.
    """
    vectors = np.ascontiguousarray(report.vectors, dtype=np.dtype(precision).newbyteorder("<"))
    head = {"fields": _layout(), "vectors": [precision, *_shape(vectors)], "report": report}
    packed = zlib.compress(json.dumps(head, default=_values, separators=(",", ":"), allow_nan=False).encode("ascii"))
    return HEAD.pack(MAGIC, VERSION, len(packed)) + packed + vectors.tobytes()


def unpack(data: bytes) -> Report:
    """The report behind `data`. Raises Unreadable for anything else: every type, span and index is checked."""
    head, rest = _head(data)
    try:
        reader = _Reader({name: tuple(names) for name, names in head["fields"].items()})
        report: Report = reader.read(Report, head["report"])
        vectors = _vectors(head["vectors"], rest)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Unreadable(f"These bytes are no report that this program can read ({error}).") from error
    _check(report, reader.furthest, vectors)
    return _with_vectors(report, vectors)


def _head(data: bytes) -> tuple[dict[str, Any], bytes]:
    if len(data) < HEAD.size or not data.startswith(MAGIC):
        raise Unreadable("These bytes are no report that Twicetold packed.")
    _, version, size = HEAD.unpack_from(data)
    if version > VERSION:
        raise Unreadable(f"This report was packed by a newer Twicetold (layout {version}, this one reads up to {VERSION}); upgrade.")
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(data[HEAD.size : HEAD.size + size], MOST)
        if not inflate.eof:
            raise Unreadable("This packed report is cut off or unpacks to more than any document needs.")
        head = json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f"This packed report is damaged ({error}).") from error
    if not isinstance(head, dict):
        raise Unreadable("This packed report is damaged (no table of fields).")
    return head, data[HEAD.size + size :]


# ------------------------------------------------------------------------------------------------------------ writing


def _values(value: object) -> Any:
    """What JSON does not know by itself: dataclasses as lists of values, numbers of numpy; the vectors go behind the head."""
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, name) for name in _names(type(value))]
    if isinstance(value, np.ndarray):
        return None
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a report holds a {type(value).__name__}, which cannot be kept")


@lru_cache(maxsize=1)
def _layout() -> dict[str, tuple[str, ...]]:
    """The field names of every type that a report can hold, in their order."""
    return {kind.__name__: _names(kind) for kind in sorted(_kinds(Report), key=lambda k: k.__name__)}


def _kinds(kind: Any) -> set[type]:
    """`kind` and every record type below it."""
    found: set[type] = set()
    todo = [kind]
    while todo:
        one = todo.pop()
        if get_args(one):
            todo += get_args(one)
        elif _is_record(one) and one not in found:
            found.add(one)
            todo += _hints(one).values()
    return found


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields"))


@lru_cache(maxsize=64)
def _names(kind: Any) -> tuple[str, ...]:
    """The fields that make a value; not those that are worked out from them."""
    return tuple(kind._fields) if hasattr(kind, "_fields") else tuple(f.name for f in fields(kind) if f.init)


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind, vars(types))
    return {name: hints[name] for name in _names(kind)}


def _shape(vectors: NDArray[Any]) -> tuple[int, int]:
    return (vectors.shape[0], vectors.shape[1]) if vectors.ndim == 2 else (0, DIMENSIONS)


# ------------------------------------------------------------------------------------------------------------ reading


class _Reader:
    """Builds values of the types that a report declares from lists, in the order of fields in which they were written.

    `furthest` is the last character that any span seen so far reaches.
    """

    def __init__(self, layout: dict[str, tuple[str, ...]]) -> None:
        self._layout = layout
        self.furthest = 0
        self._readers: dict[Any, Read] = {str: _exactly(str), int: _exactly(int), bool: _exactly(bool), float: _number, NoneType: _none}

    def read(self, kind: Any, value: Any) -> Any:
        return self._reader(kind)(value)

    def _reader(self, kind: Any) -> Read:
        if kind not in self._readers:
            self._readers[kind] = self._make(kind)
        return self._readers[kind]

    def _make(self, kind: Any) -> Read:
        origin, inside = get_origin(kind), get_args(kind)
        if kind is Span:  # by far the most frequent
            return self._span
        if _is_record(kind):
            return self._record(kind)
        if origin is Literal:
            return partial(_one_of, frozenset(inside))
        if origin in (Union, UnionType):
            return partial(_optional, self._reader(next(k for k in inside if k is not NoneType)))
        if origin is tuple and inside[1:] == (...,):
            return partial(_tuple, self._reader(inside[0]))
        if origin is tuple:
            return partial(_fixed, tuple(map(self._reader, inside)))
        if origin is dict:
            return partial(_dict, self._reader(inside[1]))
        if origin is np.ndarray:
            return _none
        raise TypeError(f"no way to read {kind}")

    def _record(self, kind: type) -> Read:
        hints, written = _hints(kind), self._layout[kind.__name__]
        if unknown := [name for name in written if name not in hints]:
            raise ValueError(f"{kind.__name__} has the unknown field {unknown[0]}: a newer Twicetold packed it")
        if missing := [name for name in hints if name not in written and not _has_default(kind, name)]:
            raise ValueError(f"{kind.__name__} lacks the field {missing[0]}")
        readers = tuple(self._reader(hints[name]) for name in written)
        placed = hints.keys() >= {"start", "end"}  # words with a place of their own

        def build(values: Any) -> Any:
            made = kind(**dict(zip(written, _fixed(readers, values), strict=True)))
            if placed:
                self._place(made.start, made.end)
            return made

        return build

    def _span(self, value: Any) -> Span:
        start, end = _list(value)
        self._place(start, end)
        return Span(start, end)

    def _place(self, start: Any, end: Any) -> None:
        if type(start) is not int or type(end) is not int or not 0 <= start <= end:
            raise ValueError(f"{start}, {end} is no span")
        self.furthest = max(self.furthest, end)


def _has_default(kind: Any, name: str) -> bool:
    if hasattr(kind, "_fields"):
        return name in kind._field_defaults
    return any(f.name == name and (f.default is not MISSING or f.default_factory is not MISSING) for f in fields(kind))


def _exactly(kind: type) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected, {type(value).__name__} found")
        return value

    return read


def _number(value: Any) -> float:
    if type(value) not in (float, int):
        raise TypeError(f"a number expected, {type(value).__name__} found")
    return float(value)


def _none(value: Any) -> None:
    if value is not None:
        raise TypeError("null expected")


def _one_of(allowed: frozenset[str], value: Any) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(allowed))}")
    return value


def _optional(read: Read, value: Any) -> Any:
    return None if value is None else read(value)


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise TypeError(f"a list expected, {type(value).__name__} found")
    return value


def _tuple(read: Read, value: Any) -> tuple[Any, ...]:
    return tuple([read(v) for v in _list(value)])


def _fixed(readers: tuple[Read, ...], value: Any) -> tuple[Any, ...]:
    return tuple([read(v) for read, v in zip(readers, _list(value), strict=True)])


def _dict(read: Read, value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError(f"a table expected, {type(value).__name__} found")
    return {key: read(v) for key, v in value.items()}


def _vectors(shape: Any, data: bytes) -> Vectors:
    precision, rows, columns = shape
    if precision not in get_args(Precision) or type(rows) is not int or type(columns) is not int or min(rows, columns) < 0:
        raise ValueError(f"{shape} is no shape of vectors")
    kept = np.dtype(precision).newbyteorder("<")
    if len(data) != rows * columns * kept.itemsize:
        raise ValueError(f"{len(data)} bytes of vectors, {rows * columns * kept.itemsize} expected")
    return np.frombuffer(data, kept).reshape(rows, columns).astype(np.float32)


def _with_vectors(report: Report, vectors: Vectors) -> Report:
    object.__setattr__(report, "vectors", vectors)  # made a moment ago, seen by nobody: not worth a copy of the whole
    return report


# ----------------------------------------------------------------------------------------------------------- checking


def _check(report: Report, furthest: int, vectors: Vectors) -> None:
    """Every span lies in the text, every index has its target, every vector is one. Raises Unreadable."""
    if furthest > len(report.document.text):
        raise Unreadable("This packed report points at characters that its text does not have.")
    if not all(0 <= index < count for index, count in _indices(report)):
        raise Unreadable("This packed report points at parts that it does not have.")
    if len(vectors) != len(report.sentences) or not np.isfinite(vectors).all():
        raise Unreadable("The sentence vectors of this packed report are damaged.")


def _indices(report: Report) -> Iterator[tuple[int, int]]:
    """Every index of the report with the length of what it points into."""
    claims: DocumentClaims = report.claims
    told = len(claims.attributions)
    for quotation in report.quotations:
        if quotation.continues is not None:
            yield quotation.continues, len(report.quotations)
    for attribution in claims.attributions:
        if attribution.parent is not None:
            yield attribution.parent, told
        if attribution.continues is not None:
            yield attribution.continues, told
    for quote in claims.quotes:
        if quote.attribution is not None:
            yield quote.attribution, told
    for claim in claims.claims:
        yield claim.sentence, max(1, len(report.sentences))
    chains = chain((c.chain for c in claims.claims), (c.chain for c in claims.commitments), (f.chain for f in claims.forecasts))
    yield from ((k, told) for k in chain.from_iterable(chains))
