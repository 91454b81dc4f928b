"""PDF: the Markdown brief, typeset. Letters come from fonts of the machine where it has them, else from those that reportlab brings.

The page of `--format html`, printed from a browser, is the finer copy: it has the drawings.
"""

from __future__ import annotations

import io
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from twicetold.brief import markdown
from twicetold.brief.schema import Brief

ABOUT = "the brief as a PDF file"

FOLDERS: Final = (
    Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path("/System/Library/Fonts/Supplemental"),
    Path("C:/Windows/Fonts"),
)  # fmt: skip
FAMILIES: Final = (  # regular, bold; the first family found is taken: they cover Latin, Greek and Cyrillic
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    ("Georgia.ttf", "Georgia Bold.ttf"),
    ("times.ttf", "timesbd.ttf"),
)
OWN: Final = ("Vera.ttf", "VeraBd.ttf")
INK, DIM, RULE = "#1c1a17", "#6b655c", "#d8d2c6"
INDENT: Final = 14
DEEPEST: Final = 6  # levels of lists that are indented further


def export(brief: Brief) -> bytes:
    """The PDF; the same brief gives the same bytes on one machine."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    title = brief.stories[0].title if brief.stories else "No story"
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=24 * mm, rightMargin=24 * mm, topMargin=22 * mm, bottomMargin=22 * mm,
        title=_printable(title), author="Twicetold", creator="Twicetold", invariant=1,
    )  # fmt: skip
    root = SyntaxTreeNode(MarkdownIt("commonmark").parse(markdown.render(brief)))
    page.build([flow for node in root.children for flow in _flows(node, 0)], onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


@cache
def _fonts() -> tuple[str, str]:
    """Registers a regular and a bold font; their names."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pair = next((found for names in FAMILIES if (found := _files(names))), OWN)
    for name, file in zip(("Brief", "Brief-Bold"), pair, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily("Brief", normal="Brief", bold="Brief-Bold", italic="Brief", boldItalic="Brief-Bold")
    return "Brief", "Brief-Bold"


def _files(names: tuple[str, ...]) -> tuple[Path, ...] | None:
    for folder in FOLDERS:
        if folder.is_dir():
            found = {name: next(iter(sorted(folder.rglob(name))), None) for name in names}
            if all(found.values()):
                return tuple(path for path in found.values() if path)
    return None


@cache
def _covered() -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    return frozenset(pdfmetrics.getFont(_fonts()[0]).face.charToGlyph)


def _printable(text: str) -> str:
    """Text with what the font lacks shown as a box rather than left out."""
    known = _covered()
    return "".join(c if ord(c) in known or c.isspace() else "\ufffd" if 0xFFFD in known else "?" for c in text)


@cache
def _style(kind: str, depth: int) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    regular, bold = _fonts()
    if kind.startswith("h"):
        size = {1: 21, 2: 14, 3: 11.5}.get(int(kind[1:]), 10)
        return ParagraphStyle(
            kind, fontName=bold, fontSize=size, leading=size * 1.25, spaceBefore=0 if kind == "h1" else size, spaceAfter=size * 0.45,
            textColor=INK, keepWithNext=True,
        )  # fmt: skip
    size, leading, after = (9.5, 13.5, 4) if depth < 2 else (8.5, 12, 2)
    return ParagraphStyle(
        f"{kind}{depth}", fontName=regular, fontSize=size, leading=leading, spaceAfter=after, leftIndent=INDENT * depth,
        bulletIndent=INDENT * (depth - 1), textColor=INK if depth < 2 else DIM,
    )  # fmt: skip


def _flows(node: SyntaxTreeNode, depth: int, bullet: str | None = None) -> list[Any]:
    """What is laid out for a block of Markdown."""
    from reportlab.platypus import Paragraph

    if node.type in ("bullet_list", "ordered_list"):
        deeper = min(depth + 1, DEEPEST)
        marks = ("•" if node.type == "bullet_list" else f"{n}." for n in range(1, len(node.children) + 1))
        return [flow for item, mark in zip(node.children, marks, strict=True) for flow in _item(item, deeper, mark)]
    if node.type == "heading":
        return [Paragraph(_inline(node), _style(node.tag, 0))]
    if node.type == "paragraph":
        return [Paragraph(_inline(node), _style("p", depth), bulletText=bullet)]
    return [flow for child in node.children for flow in _flows(child, depth)]


def _item(item: SyntaxTreeNode, depth: int, mark: str) -> list[Any]:
    flows = []
    for n, child in enumerate(item.children):
        flows += _flows(child, depth, mark if n == 0 else None)
    return flows


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a block in reportlab's little markup: bold kept, everything else escaped text."""
    if node.type == "text":
        return escape(_printable(node.content))
    if node.type in ("softbreak", "hardbreak"):
        return " "
    inside = "".join(_inline(child) for child in node.children)
    if node.type == "strong":
        return f"<b>{inside}</b>"
    return inside or escape(_printable(re.sub(r"\s+", " ", node.content or ""))) if not node.is_root else inside


def _foot(canvas: Any, page: Any) -> None:
    """The number of the page, under a thin rule."""
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.line(page.leftMargin, 40, page.pagesize[0] - page.rightMargin, 40)
    canvas.setFont(_fonts()[0], 8)
    canvas.setFillColor(DIM)
    canvas.drawRightString(page.pagesize[0] - page.rightMargin, 28, str(canvas.getPageNumber()))
    canvas.restoreState()
