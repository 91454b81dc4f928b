"""The stemma alone, as data: `twicetold stemma PATH...`. `stemma_forms` writes it as SVG, DOT and PROV-O."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ConfigDict, Field, PrivateAttr

from twicetold.brief.compose import Progress, gather, in_order, read_reports
from twicetold.brief.schema import Brief, BriefDocument, BriefFailure, BriefRetelling, BriefStory, Model
from twicetold.brief.view import View
from twicetold.types import Failure, Report

SCHEMA = "twicetold.stemma/1"


class Stemma(Model):
    """Who retells whom among documents. `roots`: where each document goes back to, ids of documents and 'origin:NAME'."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    documents: list[BriefDocument]
    stories: list[BriefStory]
    origins: list[str] = Field(description="names of origins that are not among the documents")
    retellings: list[BriefRetelling]
    roots: dict[str, list[str]]
    failures: list[BriefFailure] = Field(default_factory=list)
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    _texts: dict[str, str] = PrivateAttr(default_factory=dict)

    def view(self) -> View:
        """The stemma as the brief's drawings and terminal read it."""
        told = Brief(documents=self.documents, stories=self.stories, retellings=self.retellings, failures=self.failures)
        return View(told.with_texts(self._texts))

    def to_json(self, *, indent: int | None = 1) -> str:
        """JSON with keys in the order of the schema, ending without a newline."""
        return self.model_dump_json(by_alias=True, indent=indent)


def stemma(paths: Iterable[str], *, progress: Progress | None = None) -> Stemma:
    """Read everything under `paths` and say who retells whom. Raises NothingReadable when no input can be read."""
    return trace(*gather(read_reports(paths), progress))


def trace(reports: Iterable[Report], failures: Iterable[Failure] = ()) -> Stemma:
    """Who retells whom among documents that were read before."""
    from twicetold import actors, retelling
    from twicetold.brief.tell import tell
    from twicetold.retelling.stemma import origins

    ordered = in_order(reports)
    roster = actors.across({r.document.id: r.cast for r in ordered})
    retold = retelling.lineage(ordered, roster)
    roots = origins(ordered, retold.retellings)
    brief = tell(ordered, roster, retold, roots, sorted(failures, key=lambda f: f.source))
    out = Stemma(
        documents=brief.documents,
        stories=brief.stories,
        origins=sorted({r.parent.removeprefix("origin:") for r in brief.retellings if r.parent.startswith("origin:")}),
        retellings=brief.retellings,
        roots={key: sorted(found) for key, found in sorted(roots.items())},
        failures=brief.failures,
    )
    out._texts.update(brief.texts)
    return out
