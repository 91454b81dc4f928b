"""The room's main job: from paths to documents, one at a time.

1. expand    the paths into single inputs, each with a name for its documents (`inputs`); addresses are fetched (`web`)
2. open      each input, tell its format from its suffix and its first bytes, and let that format's reader take it apart (`formats`)
3. assemble  what the reader gives into a document: furniture, body, headline, date, language (`assemble`)
4. name      it: ids are unique, and the same in whatever order inputs come as long as they bring their own
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from twicetold.reading import formats
from twicetold.reading.assemble import document
from twicetold.reading.decode import NotText
from twicetold.reading.formats.common import Refused
from twicetold.reading.inputs import Input, expand
from twicetold.reading.limits import SNIFFED
from twicetold.reading.raw import Raw
from twicetold.types import Document, Failure

if TYPE_CHECKING:
    from twicetold.reading.fetch import Fetcher

Reader = Callable[[BinaryIO, Input], Iterator[Raw | Failure]]


def read(paths: Iterable[str], fetcher: Fetcher | None = None) -> Iterator[Document | Failure]:
    """Read every document under `paths`: files, folders, globs, addresses (http, https), or '-' for standard input.

    An address is fetched by `fetcher`, or by one of its own that keeps nothing; nothing else is ever fetched. That of a feed, an OPML
    outline or a sitemap stands for the pages it lists.

    Documents come as soon as they are read; of JSON Lines and folders no more than one is held at a time. What cannot be read
    comes as a Failure that says in one sentence what is wrong, where, and what to do; nothing is raised for bad input.
    """
    names = Names()
    with ExitStack() as stack:
        for item in expand(paths):  # 1
            if isinstance(item, Failure):
                yield item
                continue
            if item.address and fetcher is None:
                from twicetold.reading.fetch import Fetcher  # slow to load, and not needed for files

                fetcher = stack.enter_context(Fetcher())
            for raw in _raws(item, fetcher):  # 2
                one = raw if isinstance(raw, Failure) else document(raw)  # 3
                yield one if isinstance(one, Failure) else names.named(one)  # 4


def _raws(item: Input, fetcher: Fetcher | None) -> Iterator[Raw | Failure]:
    if item.address is None or fetcher is None:
        return take_apart(item)
    from twicetold.reading import web

    return web.pages(item.address, fetcher, take_apart)


def take_apart(item: Input) -> Iterator[Raw | Failure]:
    """Stage 2 for one input that is at hand. What is wrong is said in one line, whatever names and addresses the input holds."""
    for found in _parts(item):
        yield replace(found, reason=" ".join(found.reason.split())) if isinstance(found, Failure) else found


def _parts(item: Input) -> Iterator[Raw | Failure]:
    try:
        with item.open() as stream:
            head = stream.peek(SNIFFED)[:SNIFFED]
            yield from formats.reader(item.kind, head)(stream, item)
    except (NotText, Refused) as error:
        yield Failure(item.source, f"{item.source} {error}.")
    except OSError as error:
        yield Failure(
            item.source, f"{item.source} cannot be read ({(error.strerror or str(error)).lower()}); check the path and its permissions."
        )


DISTINCT: Final = 6
"""Hexadecimal digits of the text's hash that tell apart documents with one id: 16 million values for what is a handful."""


class Names:
    """Ids given so far. The first document with an id keeps it; another gets the id and a hash of its text."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def named(self, document: Document) -> Document:
        name = re.sub(r"\s+", " ", document.id).strip() or "document"
        print_ = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
        if name not in self._seen:
            self._seen[name] = print_
            return document if name == document.id else replace(document, id=name)
        what = "The same text" if self._seen[name] == print_ else "Another document"
        other, count = f"{name}~{print_[:DISTINCT]}", 1
        while other in self._seen:
            count += 1
            other = f"{name}~{print_[:DISTINCT]}-{count}"
        self._seen[other] = print_
        return replace(document, id=other, warnings=(*document.warnings, f"{what} has the id '{name}' too; this one is called '{other}'."))
