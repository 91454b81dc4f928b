"""A brief as flat tables: what spreadsheets, databases and data frames want. Names of columns are those of the schema (docs/exports.md).

Lists are joined by '; ' in cells; positions stay numbers. Every table has keys into the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from twicetold.brief.schema import Brief, BriefMention

Row = Mapping[str, Any]


def tables(brief: Brief) -> dict[str, list[Row]]:
    """All tables by name, each a list of rows with the same columns in the same order."""
    return {name: list(make(brief)) for name, make in TABLES.items()}


def _documents(b: Brief) -> Iterator[Row]:
    for d in b.documents:
        yield {
            "id": d.id, "story": d.story, "outlet": d.outlet, "title": d.title, "author": d.author, "published": d.published, "url": d.url,
            "language": d.language, "source": d.source, "characters": d.characters, "capture": d.capture, "warnings": "; ".join(d.warnings),
        }  # fmt: skip


def _stories(b: Brief) -> Iterator[Row]:
    for s in b.stories:
        yield {"id": s.id, "title": s.title, "documents": len(s.documents), "independent_origins": s.independent_origins}


def _actors(b: Brief) -> Iterator[Row]:
    for a in b.actors:
        yield {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "aliases": "; ".join(a.aliases)}


def _attributions(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for t in b.attributions:
        text = b.texts.get(t.document, "")
        yield {
            "id": t.id, "document": t.document, "kind": t.kind, "actor": t.actor, "actor_name": name.get(t.actor or ""), "parent": t.parent,
            "negated": t.negated, "source": _ranges(t.source), "cue": _ranges(t.cue), "content": _ranges(t.content),
            "source_text": _words(text, t.source), "cue_text": _words(text, t.cue), "content_text": _words(text, t.content),
        }  # fmt: skip


def _claims(b: Brief) -> Iterator[Row]:
    for c in b.claims:
        yield {
            "id": c.id, "text": c.text, "independent_sources": c.independent_sources, "documents": len(c.documents),
            "mentions": len(c.mentions), "shifts": "; ".join(dict.fromkeys(s.kind for s in c.shifts)),
        }  # fmt: skip


def _mentions(b: Brief) -> Iterator[Row]:
    holders = chain_names(b)
    for c in b.claims:
        for n, m in enumerate(c.mentions):
            yield {
                "claim": c.id, "mention": n, **_place(b, m), "holders": " > ".join(holders(m.chain)), "certainty": m.certainty,
                "low": m.range[0] if m.range else None, "high": m.range[1] if m.range else None, "cue_phrase": m.cue_phrase,
                "polarity": m.polarity,
            }  # fmt: skip


def _shifts(b: Brief) -> Iterator[Row]:
    for c in b.claims:
        for s in c.shifts:
            yield {
                "claim": c.id, "kind": s.kind, "from_document": s.source.document, "from_mention": s.source.mention,
                "to_document": s.target.document, "to_mention": s.target.mention,
            }  # fmt: skip


def _quotes(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for q in b.quotes:
        for v in q.variants:
            best = q.reference is not None and (v.document, v.start, v.end) == (
                q.reference.document,
                q.reference.start,
                q.reference.end,
            )
            yield {
                "quote": q.id, "document": v.document, "start": v.start, "end": v.end, "text": v.text, "speaker": name.get(v.speaker or ""),
                "similarity": v.similarity, "drift": "; ".join(v.drift), "is_reference": best,
            }  # fmt: skip


def _retellings(b: Brief) -> Iterator[Row]:
    for r in b.retellings:
        yield {
            "child": r.child, "parent": r.parent, "relation": r.relation, "score": r.score, "credited": r.credited, "reason": r.reason,
            "evidence": len(r.evidence),
        }  # fmt: skip


def _commitments(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for k in b.commitments:
        for m in k.mentions:
            yield {
                "commitment": k.id, "party": name.get(k.party, k.party), "toward": name.get(k.toward or ""), "act": k.act,
                "domain": k.domain, "level": k.level, "status": k.status, "joint": k.joint, "condition": k.condition,
                "deadline": k.deadline, "amount": k.amount, "independent_sources": k.independent_sources, **_place(b, m),
            }  # fmt: skip


def _balance(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for x in b.balance:
        yield {
            "first": name.get(x.parties[0], x.parties[0]), "second": name.get(x.parties[1], x.parties[1]), "index": x.index, "low": x.low,
            "high": x.high, "given_first": x.given[0], "given_second": x.given[1], "sign_share": x.sign_share,
        }  # fmt: skip


def _forecasts(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for f in b.forecasts:
        for m in f.mentions:
            yield {
                "forecast": f.id, "holder": name.get(f.holder or ""), "event": f.event, "horizon": f.horizon.text if f.horizon else None,
                "from": f.horizon.since if f.horizon else None, "until": f.horizon.until if f.horizon else None, "certainty": f.certainty,
                "low": f.range[0] if f.range else None, "high": f.range[1] if f.range else None, "outcome": f.outcome, **_place(b, m),
            }  # fmt: skip


def _wording(b: Brief) -> Iterator[Row]:
    name = actor_names(b)
    for w in b.wording:
        yield {
            **_place(b, w), "phrase": w.phrase, "speaker": name.get(w.speaker or ""), "meaning": w.meaning, "established": w.established,
            "reference": w.reference,
        }  # fmt: skip


def _timeline(b: Brief) -> Iterator[Row]:
    for t in b.timeline:
        for m in t.mentions:
            yield {"date": t.date, "precision": t.precision, "event": t.event, **_place(b, m)}


def _failures(b: Brief) -> Iterator[Row]:
    for f in b.failures:
        yield {"source": f.source, "reason": f.reason}


TABLES: Final[Mapping[str, Callable[[Brief], Iterator[Row]]]] = {
    "documents": _documents, "stories": _stories, "actors": _actors, "attributions": _attributions, "claims": _claims,
    "mentions": _mentions, "shifts": _shifts, "quotes": _quotes, "retellings": _retellings, "commitments": _commitments,
    "balance": _balance, "forecasts": _forecasts, "wording": _wording, "timeline": _timeline, "failures": _failures,
}  # fmt: skip


def actor_names(b: Brief) -> dict[str, str]:
    return {a.id: a.name for a in b.actors}


def chain_names(b: Brief) -> Callable[[list[str]], list[str]]:
    """Names of the holders of a chain of attributions, outermost first; the words of the source where it is nobody known."""
    name, held = actor_names(b), {t.id: t for t in b.attributions}

    def told(chain: list[str]) -> list[str]:
        found = (held[i] for i in chain if i in held)
        return [name.get(t.actor or "") or _words(b.texts.get(t.document, ""), t.source) or "somebody" for t in found]

    return told


def _place(b: Brief, m: BriefMention) -> Row:
    text = b.texts.get(m.document)
    return {"document": m.document, "start": m.start, "end": m.end, "words": text[m.start : m.end] if text is not None else None}


def _ranges(ranges: list[tuple[int, int]]) -> str:
    return "; ".join(f"{start}-{end}" for start, end in ranges)


def _words(text: str, ranges: list[tuple[int, int]]) -> str:
    return " … ".join(text[start:end] for start, end in ranges)
