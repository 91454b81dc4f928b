"""`twicetold passages`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from twicetold.cli.brief import FILE
from twicetold.cli.output import Reporter, in_a_folder, open_output
from twicetold.types import Document, Failure, Passage, Span

FORMATS = ("terminal", "jsonl", "tsv")
BATCH = 1_000  # documents added to an index at once: what they share is told before the next are read
SHOWN = 200  # characters of a passage in the terminal
ANY_FAILED, NOTHING_USABLE = 1, 3


@dataclass(slots=True)
class _Read:
    """Documents as they are read; texts are kept only to be shown."""

    reporter: Reporter
    show: bool
    ids: list[str] = field(default_factory=list)
    outlets: list[str | None] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def documents(self, paths: Iterable[str]) -> Iterator[Document]:
        from twicetold.reading import read

        for one in read(paths):
            if isinstance(one, Failure):
                self.failures.append(one)
                continue
            self.ids.append(one.id)
            self.outlets.append(one.outlet)
            if self.show:
                self.texts[one.id] = one.text
            self.reporter.progress("reading", len(self.ids))
            yield one


@click.command("passages")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-f", "--format", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to tell it.")
@click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")
@click.option(
    "--index",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Compare with the documents of an index as well, and add these to it; it is made where there is none.",
)
@click.option("--query", is_flag=True, help="With --index: compare with its documents only, and add nothing.")
@click.option("--refresh", is_flag=True, help="With --index: make its statistics anew afterwards (after it has grown much).")
@click.option("--workers", type=click.IntRange(1), help="Threads.  [default: as many as there are processors]")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
def passages_command(
    paths: tuple[str, ...],
    format: str,
    output: Path | None,
    folder: Path | None,
    query: bool,
    refresh: bool,
    workers: int | None,
    quiet: bool,
) -> None:
    """Find every stretch of words that two documents share, verbatim or edited.

    PATH is a file, a folder, a glob in quotes, an address, or - for standard input. Places count characters of the text as read. The order
    of the documents makes no difference. With --index the rows are what the new documents share with those that are there and with each
    other. Exit code 0 fine, 1 some inputs could not be read, 2 wrong usage, 3 nothing could be read.
    """
    if (query or refresh) and folder is None:
        raise click.UsageError("--query and --refresh belong to --index FOLDER.")
    reporter = Reporter(quiet=quiet, verbose=False)
    read = _Read(reporter, show=format == "terminal")
    with reporter, open_output(output) as out:
        threads = workers or os.cpu_count() or 1
        found = _searched(read, paths, threads) if folder is None else _indexed(read, paths, folder, query, refresh)
        _tell(found, format, read, out)
    reporter.failures(read.failures)
    sys.exit(NOTHING_USABLE if not read.ids else ANY_FAILED if read.failures else 0)


def _searched(read: _Read, paths: Iterable[str], workers: int) -> Iterator[Passage]:
    import numpy as np

    from twicetold.retelling.passages import article
    from twicetold.retelling.reuse import furniture, search, words

    found = words.read(article(d) for d in read.documents(paths))
    order = sorted(range(len(read.ids)), key=read.ids.__getitem__)
    owners = furniture.owners([read.outlets[k] for k in order], len(order))
    shared = search.search_words(words.taken(found, np.array(order, np.int64)), owners, workers=workers)
    ids = [read.ids[k] for k in order]
    for row in zip(*(column.tolist() for column in shared), strict=True):
        a, a_start, a_end, b, b_start, b_end, _, similarity = row
        yield Passage(ids[a], Span(a_start, a_end), ids[b], Span(b_start, b_end), round(similarity, 4))


def _indexed(read: _Read, paths: Iterable[str], folder: Path, query: bool, refresh: bool) -> Iterator[Passage]:
    from twicetold.retelling.passages import article
    from twicetold.retelling.reuse.index import Entry, Index
    from twicetold.retelling.reuse.segments import IndexDamaged, IndexInUse

    if query and not folder.is_dir():
        raise click.UsageError(f"there is no index {folder}.")
    entries = (Entry(d.id, d.outlet, article(d)) for d in read.documents(paths))
    try:
        with Index(folder, readonly=query and not refresh) as index:
            while batch := list(islice(entries, BATCH)):
                yield from index.query(batch) if query else index.add(batch)
            if refresh:
                index.refresh()
    except (IndexDamaged, IndexInUse) as error:
        raise click.ClickException(str(error)) from error


def _tell(found: Iterable[Passage], form: str, read: _Read, out: TextIO) -> None:
    count = 0
    for p in found:
        count += 1
        print(_line(p) if form == "jsonl" else _row(p) if form == "tsv" else _shown(p, read.texts), file=out)
    if form == "terminal":
        documents = f"{len(read.ids)} {'document' if len(read.ids) == 1 else 'documents'}"
        print(f"{count} shared {'passage' if count == 1 else 'passages'} in {documents}.", file=out)


def _line(p: Passage) -> str:
    told = {
        "left": p.left_document, "left_start": p.left.start, "left_end": p.left.end,
        "right": p.right_document, "right_start": p.right.start, "right_end": p.right.end,
        "similarity": p.similarity,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _row(p: Passage) -> str:
    clean = [key.replace("\t", " ").replace("\n", " ") for key in (p.left_document, p.right_document)]
    return "\t".join(map(str, (*clean, p.left.start, p.left.end, p.right.start, p.right.end)))


def _shown(p: Passage, texts: dict[str, str]) -> str:
    places = f"{p.left_document} {p.left.start}-{p.left.end}  =  {p.right_document} {p.right.start}-{p.right.end}"
    head = f"{_printable(places)}  ({p.similarity:.0%} of the words)"
    key, span = (p.left_document, p.left) if p.left_document in texts else (p.right_document, p.right)
    words = " ".join(texts.get(key, "")[span.start : span.end].split())
    words = words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"
    return f"{head}\n  {_printable(words)}\n"


def _printable(text: str) -> str:
    """Without control characters, which could command a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
