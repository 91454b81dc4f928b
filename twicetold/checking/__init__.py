"""A draft against its sources: every quotation, statement, number, date and name of it.

>>> from twicetold import checking                                    # doctest: +SKIP
>>> checked = checking.check("draft.md", "sources/")                  # doctest: +SKIP
>>> [f.message for f in checked.failing()]                            # doctest: +SKIP
['Found, but changed: another number.']
"""

from __future__ import annotations

from twicetold.checking.checker import check, check_documents, check_reports, check_text
from twicetold.checking.found import FAILING, NOTES, PROBLEMS, Checked, Finding, Place, Problem

__all__ = [
    "FAILING",
    "NOTES",
    "PROBLEMS",
    "Checked",
    "Finding",
    "Place",
    "Problem",
    "check",
    "check_documents",
    "check_reports",
    "check_text",
]
