"""SVG written by hand: elements with escaped attributes and text."""

from __future__ import annotations

from markupsafe import Markup, escape

from twicetold.brief import phrases


def element(name: str, *children: str | Markup, **attributes: object) -> Markup:
    """An element; attribute names lose a trailing underscore and turn inner ones into hyphens; None leaves an attribute out.

    >>> str(element("text", "a < b", x=1, text_anchor="end"))
    '<text x="1" text-anchor="end">a &lt; b</text>'
    """
    told = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(_number(v))}"' for k, v in attributes.items() if v is not None)
    inner = Markup("").join(escape(c if isinstance(c, Markup) else phrases.clean(c)) for c in children)
    return Markup(f"<{name}{told}>{inner}</{name}>") if inner else Markup(f"<{name}{told}/>")


def group(*children: str | Markup, **attributes: object) -> Markup:
    return element("g", *children, **attributes)


def _number(value: object) -> object:
    """Coordinates with one decimal at most: enough on any screen, and the same bytes everywhere."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else phrases.clean(value) if isinstance(value, str) else value
