"""PROV-O (W3C 2013, JSON-LD): which report was quoted or derived from which, as `twicetold stemma --format prov` tells it."""

from __future__ import annotations

from twicetold.brief.schema import Brief
from twicetold.brief.stemma import Stemma
from twicetold.brief.stemma_forms import ORIGIN, prov

ABOUT = "PROV-O (JSON-LD): which report was quoted or derived from which"


def export(brief: Brief) -> str:
    """The provenance of the reports."""
    parents = dict.fromkeys(r.parent for r in brief.retellings if r.parent.startswith(ORIGIN))
    origins = [name.removeprefix(ORIGIN) for name in parents]
    return prov(Stemma(documents=brief.documents, stories=brief.stories, origins=origins, retellings=brief.retellings, roots={}))
