"""Two documents side by side as one HTML file that needs nothing else; `fragment` is its inside, for a page that has a frame of its own.

A frame that takes the fragment in needs `styles()` and `scripts()` on the page, once.
"""

from __future__ import annotations

from markupsafe import Markup

from twicetold.brief.charts import scale as scale_chart
from twicetold.brief.compare import Comparison
from twicetold.brief.compare_view import CompareView
from twicetold.brief.html import AXIS, asset, digest, environment


def page(found: Comparison) -> str:
    """The whole page, ending with a newline. The same comparison gives the same text."""
    style, script = styles(), scripts()
    return environment().get_template("compare.html.j2").render(
        **_told(found), style=Markup(style), script=Markup(script), style_hash=digest(style), script_hash=digest(script),
    ) + "\n"  # fmt: skip


def fragment(found: Comparison) -> Markup:
    """What stands inside the page's <main>, headline included."""
    return Markup(environment().get_template("compare_inside.html.j2").render(**_told(found)))


def styles() -> str:
    return asset("brief.css") + asset("compare.css")


def scripts() -> str:
    return asset("brief.js") + asset("compare.js")


def _told(found: Comparison) -> dict[str, object]:
    seen = CompareView(found)
    return {"seen": seen, "view": seen.view, "axis": scale_chart.axis(AXIS), "single": True}
