"""The outlet as the page's own copyright line names it."""

from __future__ import annotations

import pytest

from twicetold.reading import read
from twicetold.types import Document

ARTICLE = "The minister said on Tuesday that the talks would go on until Friday.\n\nOfficials in the capital confirmed the date.\n\n"


def outlet(tmp_path, line):
    path = tmp_path / "page.txt"
    path.write_text(ARTICLE + line + "\n", encoding="utf-8")
    (document,) = read([str(path)])
    assert isinstance(document, Document)
    return document.outlet


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© The Harbour Gazette. We use cookies.", "The Harbour Gazette"),
        ("Copyright 2021 Lakeside Tribune, all rights reserved", "Lakeside Tribune"),
        ("© 2019-2020 Highland Post | Privacy | Terms", "Highland Post"),
        ("All rights reserved. © 2020", None),
        ("© Getty Images", None),
        ("© One Paper. Copyright Another Paper.", None),
    ],
)
def test_outlet_from_the_copyright_line(tmp_path, line, name):
    assert outlet(tmp_path, line) == name
