"""The synthetic families in tests/data, as the program gets them and as their gold says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FAMILIES = Path(__file__).parent / "data" / "families"
INPUT_KEYS = ("id", "outlet", "published", "title", "text", "url", "language")


def family(name: str) -> dict[str, Any]:
    """A family with its truth (see tests/data/README.md)."""
    loaded: dict[str, Any] = json.loads((FAMILIES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def documents(name: str) -> list[dict[str, str]]:
    """The documents of a synthetic family as the program gets them."""
    return [{k: d[k] for k in INPUT_KEYS if d.get(k)} for d in family(name)["documents"]]


def write_lines(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path
