"""The stemma as a drawing (SVG), for Graphviz (DOT), and as provenance (PROV-O, JSON-LD).

PROV-O (W3C 2013): a copy and an excerpt repeat their source's words, so they `wasQuotedFrom`; all else `wasDerivedFrom`, of which the
former is a kind. Score, relation and evidence stand in the qualified form; places are Text Position Selectors of Web Annotation.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from twicetold.brief import phrases
from twicetold.brief.charts.stemma import Drawing, drawing
from twicetold.brief.charts.svg import element, group
from twicetold.brief.html import asset, web_address
from twicetold.brief.schema import BriefRetelling
from twicetold.brief.stemma import Stemma
from twicetold.types import Relation

QUOTED: frozenset[Relation] = frozenset(("copy", "excerpt"))
NAMESPACE = "urn:twicetold:"
PAD, HEADING, LEAST = 16, 30, 640  # px
LEGEND = "Dashed box: an origin that is not among the reports. Filled arrow: the report says so itself; hollow: inferred from the texts."
ORIGIN = "origin:"


# ------------------------------------------------------------------------------------------------------------- drawing


def svg(found: Stemma) -> str:
    """One drawing of all stories that have a retelling, one below the other; ends with a newline."""
    parts, top, widths = [element("text", LEGEND, x=PAD, y=PAD + 10, class_="note")], PAD + 26, [LEAST]
    for story in found.view().stories:
        drawn = drawing(story, lambda r: web_address(r.data.url))
        if drawn is not None:
            parts += [element("text", phrases.shorten(story.title, 100), x=PAD, y=top + 14, class_="title"), _placed(drawn, top + HEADING)]
            top += HEADING + round(drawn.height) + PAD
            widths.append(round(drawn.width))
            if story.alone:
                names = phrases.shorten(phrases.series([r.short for r in story.alone]), 140)
                parts.append(element("text", f"No retelling found: {names}", x=PAD, y=top + 2, class_="note"))
                top += 2 * PAD
    if len(widths) == 1:
        parts.append(element("text", "No retelling was found between these reports.", x=PAD, y=top + 14, class_="title"))
        top += HEADING
    top += PAD
    width = 2 * PAD + max(widths)
    style = Markup("<style>{}</style>").format(Markup(_style()))
    label = f"Who retells whom: {phrases.plural(len(found.retellings), 'retelling')}"
    return str(
        element("svg", style, element("rect", width=width, height=top, class_="paper"), *parts, xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {width} {top}", width=width, height=top, role="img", aria_label=label)
    ) + "\n"  # fmt: skip


def _placed(one: Drawing, top: int) -> Markup:
    return group(*one.parts, class_="stemma", transform=f"translate({PAD} {top})")


def _style() -> str:
    """The page's own colours and the rules for drawings."""
    lines = asset("brief.css").split("\n")
    colours = "\n".join(lines[: lines.index("*, *::before, *::after { box-sizing: border-box; }")])
    rules = "\n".join(line for line in lines if line.startswith(".stemma ") and "min-width" not in line)
    own = ".paper { fill: var(--paper); } .title { font: 600 14px var(--serif); fill: var(--ink); }"
    return f"{colours}\n{rules}\n{own} .note {{ font: 11.5px var(--sans); fill: var(--dim); }}\n"


# ----------------------------------------------------------------------------------------------------------------- DOT


def dot(found: Stemma) -> str:
    """For Graphviz: a cluster a story, dashed boxes for origins not at hand, hollow arrows where a retelling is inferred."""
    view = found.view()
    lines = [
        "digraph stemma {",
        "  rankdir=LR;",
        '  node [shape=box, fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
    ]
    for story in view.stories:
        lines += [f"  subgraph cluster_{story.number} {{", f"    label={_dotted(story.title)};"]
        lines += [f"    {_dotted(r.data.id)} [label={_dotted(r.name, r.when or 'undated')}];" for r in story.reports]
        lines.append("  }")
    lines += [f"  {_dotted(ORIGIN + name)} [label={_dotted(name)}, style=dashed];" for name in found.origins]
    for r in found.retellings:
        head = "normal" if r.credited else "empty"
        lines.append(f"  {_dotted(r.parent)} -> {_dotted(r.child)} [label={_dotted(f'{r.relation} {r.score:.2f}')}, arrowhead={head}];")
    return "\n".join([*lines, "}"]) + "\n"


def _dotted(*text: str) -> str:
    """A quoted string of DOT; several are lines of a label."""
    clean = (phrases.one_line(t).replace("\\", "\\\\").replace('"', '\\"') for t in text)
    return '"' + "\\n".join(clean) + '"'


# ---------------------------------------------------------------------------------------------------------------- PROV


def prov(found: Stemma) -> str:
    """PROV-O as JSON-LD; ends with a newline."""
    context = {
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "dcterms": "http://purl.org/dc/terms/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "twicetold": NAMESPACE + "terms:",
    }
    told: dict[str, list[BriefRetelling]] = {d.id: [] for d in found.documents}
    for r in found.retellings:
        told[r.child].append(r)
    graph = [
        _entity(d.id, told[d.id], {"dcterms:title": d.title, "dcterms:publisher": d.outlet, "dcterms:creator": d.author,
                                   "dcterms:issued": d.published, "dcterms:source": web_address(d.url)})
        for d in found.documents
    ]  # fmt: skip
    graph += [_entity(ORIGIN + name, [], {"rdfs:label": name, "rdfs:comment": "not among the documents"}) for name in found.origins]
    return json.dumps({"@context": context, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _entity(key: str, told: list[BriefRetelling], facts: dict[str, str | None]) -> dict[str, Any]:
    out: dict[str, Any] = {"@id": _iri(key), "@type": "prov:Entity", **{k: v for k, v in facts.items() if v}}
    for quoted, plain, qualified in ((True, "wasQuotedFrom", "qualifiedQuotation"), (False, "wasDerivedFrom", "qualifiedDerivation")):
        ours = [r for r in told if (r.relation in QUOTED) == quoted]
        if ours:
            out[f"prov:{plain}"] = [{"@id": _iri(r.parent)} for r in ours]
            out[f"prov:{qualified}"] = [_derivation(r, "prov:Quotation" if quoted else "prov:Derivation") for r in ours]
    return out


def _derivation(r: BriefRetelling, kind: str) -> dict[str, Any]:
    evidence = [
        {"twicetold:child": _selector(e.child), **({"twicetold:parent": _selector(e.parent)} if e.parent else {})} for e in r.evidence
    ]
    return {
        "@type": kind, "prov:entity": {"@id": _iri(r.parent)}, "twicetold:relation": r.relation, "twicetold:score": r.score,
        "twicetold:credited": r.credited, "rdfs:comment": r.reason, "twicetold:evidence": evidence,
    }  # fmt: skip


def _selector(span: tuple[int, int]) -> dict[str, Any]:
    return {"@type": "oa:TextPositionSelector", "oa:start": span[0], "oa:end": span[1]}


def _iri(key: str) -> str:
    """A name for a document or an origin; ids are percent-encoded."""
    if key.startswith(ORIGIN):
        return f"{NAMESPACE}origin:{quote(key.removeprefix(ORIGIN), safe='')}"
    return f"{NAMESPACE}document:{quote(key, safe='')}"
