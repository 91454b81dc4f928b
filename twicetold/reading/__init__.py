"""paths, globs, folders and standard input -> `Document`s; one small reader a format; furniture."""

from collections.abc import Iterable, Iterator

from twicetold.types import Document, Failure


def read(paths: Iterable[str]) -> Iterator[Document | Failure]:
    """Read every document under `paths`."""
    raise NotImplementedError
