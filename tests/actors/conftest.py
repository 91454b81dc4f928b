"""A reader for short texts, with the shipped model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from twicetold import actors, language
from twicetold.types import Cast, Document, Parsed, Span

Read = Callable[..., tuple[Parsed, Cast]]


@pytest.fixture
def read() -> Read:
    def reading(
        text: str, published: str | None = "2023-03-22", outlet: str | None = None, title: str | None = None
    ) -> tuple[Parsed, Cast]:
        whole = f"{title}\n\n{text}" if title else text
        start = len(whole) - len(text)
        document = Document(
            id="d1",
            source="test",
            text=whole,
            body=(Span(start, len(whole)),),
            title=title,
            title_span=Span(0, len(title)) if title else None,
            outlet=outlet,
            published=published,
            language="en",
        )
        parsed = language.parse(document)
        return parsed, actors.within(parsed)

    return reading
