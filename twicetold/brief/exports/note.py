"""The Markdown brief with front matter (YAML), as Obsidian, Hugo, Jekyll and Zettlr take it: title, date, tags, aliases."""

from __future__ import annotations

import json
import re

from twicetold.brief import markdown
from twicetold.brief.schema import Brief

ABOUT = "the Markdown brief with front matter, for Obsidian and Hugo"


def export(brief: Brief) -> str:
    """Front matter, then the brief."""
    days = sorted(d.published for d in brief.documents if d.published)
    fields = {
        "title": brief.stories[0].title if brief.stories else "No story",
        "date": next((d[:10] for d in reversed(days) if len(d) >= 10), None),
        "tags": ["twicetold", *sorted({_tag(a.name) for a in brief.actors if a.kind in ("state", "organisation")} - {""})[:12]],
        "reports": len(brief.documents),
        "origins": sum(s.independent_origins for s in brief.stories),
        "sources": [d.url or d.source for d in brief.documents],
    }
    # JSON is YAML: strings in it cannot break out of the front matter, whatever stands in a headline
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value is not None]
    return "\n".join(["---", *(re.sub("[\u0085\u2028\u2029\x7f]", " ", line) for line in lines), "---", "", markdown.render(brief)])


def _tag(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name.casefold()).strip("-")
