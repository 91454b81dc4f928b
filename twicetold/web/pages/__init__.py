"""The pages, a module each."""

from __future__ import annotations

from twicetold.web.pages import adding, checking, comparing, documents, forecasts, ledger, login, searching, stories

PAGES = tuple(m.router for m in (stories, documents, comparing, ledger, forecasts, searching, adding, checking, login))
