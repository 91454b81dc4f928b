"""What else checks quotations, on the same drafts: run by a Python that has the packages `citations` and `proof-citations`.

    python -m evaluation.drafts --quotations quotations.json
    PEERS/bin/python evaluation/drafts/peers.py quotations.json

Both take a quotation and a text; neither finds quotations in a draft, nor knows who says them. They are given every quotation as it stands
between its marks, and pass it when one of the sources has it. `quotecheck-mcp` could not be had from the index that was at hand (2026-11).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path


def citations() -> Callable[[str, str], bool]:
    from citations import verify

    return lambda quote, text: verify.resolve_in(quote, text).state != "not found"


def proof() -> Callable[[str, str], bool]:
    from proof_citations import verify_citation

    def passes(quote: str, text: str) -> bool:
        with contextlib.redirect_stdout(io.StringIO()):
            told = verify_citation(
                "https://example.org/", quote, "q", snapshot=text, skip_live_fetch=True, prefer_snapshot=True, oa_lookup=False
            )
        return told["status"] == "verified"

    return passes


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for name, make in (("citations", citations), ("proof-citations", proof)):
        passes = make()
        seen, caught = Counter[str](), Counter[str]()
        for row in rows:
            kind = row["error"] or "faithful"
            seen[kind] += 1
            caught[kind] += not all(any(passes(q, text) for text in row["sources"]) for q in row["quotations"])
        print(name)
        for kind in sorted(seen):
            print(f"  {kind:28}{seen[kind]:5} flagged {caught[kind] / seen[kind]:.3f}")


if __name__ == "__main__":
    main()
