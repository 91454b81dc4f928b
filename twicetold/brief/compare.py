"""Two documents side by side, as data: `twicetold compare A B`.

`compare` takes two documents as they were read and analysed (`compose.report`), so a web page can call it with documents from an archive;
`compare_paths` reads them first. `compare_html.page` and `compare_terminal.render` tell what comes out.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from twicetold.brief.compose import report
from twicetold.brief.schema import Brief, Model, Range
from twicetold.types import Document, Failure, Report, Span

SCHEMA = "twicetold.comparison/1"
LISTED = 12  # ids of records named in an error


class Unusable(Exception):
    """What was given is not one document; the message says why and what to do."""


class SharedPassage(Model):
    """A stretch of the left document and what stands for it in the right one."""

    left: Range
    right: Range
    kind: Literal["verbatim", "edited", "paraphrased"]
    similarity: float = Field(description="0..1: share of words kept in order; of a paraphrase, likeness of the sentences")
    moved: bool = Field(description="does not stand in the order of the other passages")


class SideShares(Model):
    """Shares of the characters of one document's article, 0..1; together 1."""

    verbatim: float
    edited: float
    paraphrased: float
    only: float


class Comparison(Model):
    """Two documents side by side. Spans are code points of the texts as read."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    left: str = Field(description="id of the left document in `brief`")
    right: str
    passages: list[SharedPassage] = Field(description="in the order of the left document")
    left_only: list[Range] = Field(description="sentences that the right document has nothing of")
    right_only: list[Range]
    left_shares: SideShares
    right_shares: SideShares
    brief: Brief = Field(description="both documents as one story: claims with shifts, quotations with drift, who retells whom")
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self, *, indent: int | None = 1) -> str:
        """JSON with keys in the order of the schema, ending without a newline."""
        return self.model_dump_json(by_alias=True, indent=indent)


def compare(left: Report, right: Report) -> Comparison:
    """What two documents share, moved, changed and leave out. Documents with one id get different ones."""
    from twicetold import actors, retelling
    from twicetold.brief.tell import tell
    from twicetold.retelling import sides
    from twicetold.retelling.stemma import origins

    if left.document.id == right.document.id:
        right = replace(right, document=replace(right.document, id=f"{right.document.id} (2)"))
    both = [left, right]
    roster = actors.across({r.document.id: r.cast for r in both})
    retold = retelling.compare(both, roster, one_story=True)
    brief = tell(both, roster, retold, origins(both, retold.retellings))
    found = sides.align(left, right)
    return Comparison(
        left=left.document.id,
        right=right.document.id,
        passages=[
            SharedPassage(left=_range(m.left), right=_range(m.right), kind=m.kind, similarity=m.similarity, moved=m.moved)
            for m in found.matches
        ],
        left_only=[_range(s) for s in found.left_only],
        right_only=[_range(s) for s in found.right_only],
        left_shares=SideShares(**found.left._asdict()),
        right_shares=SideShares(**found.right._asdict()),
        brief=brief,
    )


def _range(span: Span) -> tuple[int, int]:
    return span.start, span.end


def compare_paths(left: str, right: str) -> Comparison:
    """Read two documents and compare them. Each is a path, or PATH#ID for one record of a file that holds several.

    Raises Unusable where one of them is not exactly one readable document.
    """
    return compare(report(one_document(left)), report(one_document(right)))


def one_document(place: str) -> Document:
    """The document at `place`: a path, or PATH#ID. Raises Unusable."""
    from twicetold import reading

    path, _, record = place.rpartition("#") if "#" in place and not Path(place).exists() else (place, "", "")
    items = list(reading.read([path]))
    documents = [d for d in items if isinstance(d, Document)]
    if not documents:
        reasons = [f.reason for f in items if isinstance(f, Failure)]
        raise Unusable(f"{path}: {reasons[0] if reasons else 'nothing to read was found.'}")
    if record:
        documents = [d for d in documents if record in (d.id, d.source.rpartition("#")[2])]
    if len(documents) == 1:
        return documents[0]
    ids = [d.id for d in items if isinstance(d, Document)]
    listed = ", ".join(ids[:LISTED]) + (" …" if len(ids) > LISTED else "")
    what = f"has no record {record}" if record else f"holds {len(ids)} documents"
    raise Unusable(f"{path} {what}; name one of them as {path}#ID, where ID is one of {listed}.")
