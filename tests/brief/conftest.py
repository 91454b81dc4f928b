"""Briefs by name, and what each of them looks like as a page."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html as lxml_html

from twicetold.brief import html


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("brief_examples", Path(__file__).with_name("examples.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLES = _load()


@pytest.fixture(scope="session")
def examples() -> ModuleType:
    return EXAMPLES


@pytest.fixture(params=sorted(EXAMPLES.ALL))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def brief(name: str):
    return EXAMPLES.ALL[name]()


@cache
def _page(name: str) -> str:
    return html.render(EXAMPLES.ALL[name]())


@cache
def _tree(name: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(_page(name))


@pytest.fixture
def page(name: str) -> str:
    """A brief as HTML, rendered once for all tests."""
    return _page(name)


@pytest.fixture
def tree(name: str) -> lxml_html.HtmlElement:
    """The page as a tree; tests only look at it."""
    return _tree(name)
