"""Apache Parquet: a table a file, with types, for data frames and query engines."""

from __future__ import annotations

import io
from typing import Any, Final

from twicetold.brief.exports.rows import Row, tables
from twicetold.brief.schema import Brief

ABOUT = "the same tables as Parquet files"

NUMBERS: Final = ("low", "high", "similarity", "index", "given_first", "given_second", "sign_share", "score")
TRUTHS: Final = ("negated", "is_reference", "joint", "credited")
COUNTS: Final = (
    "characters", "documents", "end", "evidence", "from_mention", "independent_origins", "independent_sources", "level", "mention",
    "mentions", "start", "to_mention",
)  # fmt: skip
"""Columns that are no text; a column has one type in every brief, whichever cells happen to be empty."""


def export(brief: Brief) -> dict[str, bytes]:
    """'claims.parquet' and so on; tables without rows are left out."""
    return {f"{name}.parquet": _parquet(rows) for name, rows in tables(brief).items() if rows}


def _parquet(rows: list[Row]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    types = {**dict.fromkeys(NUMBERS, pa.float64()), **dict.fromkeys(TRUTHS, pa.bool_()), **dict.fromkeys(COUNTS, pa.int64())}
    columns: dict[str, Any] = {name: pa.array([row[name] for row in rows], types.get(name, pa.string())) for name in rows[0]}
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, compression="zstd")
    return out.getvalue()
