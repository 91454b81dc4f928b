"""Conventional diplomatic wording with its accepted reading (docs/wording.md). The lexicon is data/wording.csv."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from twicetold.claims.chains import Chains
from twicetold.claims.lexicon import rows
from twicetold.claims.phrases import Lexicon, longest
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, Span, Wording


@cache
def _lexicon() -> Lexicon[tuple[str, str, str, str]]:
    entries = [(r["phrase"], r["meaning"], r["reference"], r["established"]) for r in rows("wording.csv")]
    return Lexicon((e[0], e, False) for e in entries)


def wording(tree: Tree, cast: Cast, attributions: Sequence[Attribution]) -> list[Wording]:
    """Every phrase of the register in the body; `speaker` is the innermost holder of the words, else the actor who does it."""
    parsed, chains = tree.parsed, Chains(tree, attributions)
    title = parsed.document.title_span
    out: list[Wording] = []
    for sentence in parsed.sentences:
        if title is not None and title.overlap(sentence.span):
            continue
        for found in longest(_lexicon().find(parsed, sentence)):
            phrase, meaning, reference, established = found.entry
            if not _names(tree, found.tokens):
                out.append(
                    Wording(found.span, phrase, _speaker(tree, cast, chains, found.tokens, found.span), meaning, reference, established)
                )
    return out


def _names(tree: Tree, tokens: tuple[int, ...]) -> bool:
    """'the New Era Foundation': part of a name, no wording."""
    return all(tree.tokens[k].upos == "PROPN" for k in tokens)


def _speaker(tree: Tree, cast: Cast, chains: Chains, tokens: tuple[int, ...], span: Span) -> str | None:
    chain = chains.at(span)
    for k in reversed(chain):
        if chains.all[k].actor is not None:
            return chains.all[k].actor
    clause = tree.clause_of(tokens[0])
    for subject in tree.below(clause, "nsubj"):
        if (actor := cast.at(tree.tokens[subject].span)) is not None:
            return actor
    return None
