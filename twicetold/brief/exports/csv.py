"""CSV: a table a file (RFC 4180, UTF-8), ready for a spreadsheet. Cells that a spreadsheet would run as formulas are disarmed."""

from __future__ import annotations

import csv
import io
from typing import Any

from twicetold.brief.exports.rows import Row, tables
from twicetold.brief.schema import Brief

ABOUT = "tables as CSV files: documents, claims, mentions, shifts, quotes, commitments and the rest"


def export(brief: Brief) -> dict[str, str]:
    """'claims.csv' and so on; tables without rows are left out."""
    return {f"{name}.csv": _csv(rows) for name, rows in tables(brief).items() if rows}


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
