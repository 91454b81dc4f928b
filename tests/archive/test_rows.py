"""What is stored of a document for sorting and finding."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks.made import reports
from tests.archive.test_archive import plain
from twicetold.archive.records import day_of, number_of
from twicetold.archive.rows import identity, pack_traits, prepare, unpack_traits
from twicetold.retelling.stream import Traits

REPORTS = list(reports(4))


def test_traits_come_back() -> None:
    made = prepare(REPORTS[0])
    opening = replace(made.traits, opening="The President spoke today with")
    found = unpack_traits(pack_traits(opening), made.document)
    assert {f.name for f in fields(Traits)} == {"document", "bag", "vector", "sentences", "opening"}, "a new trait must be stored too"
    assert (found.bag, found.sentences, found.opening) == (opening.bag, opening.sentences, opening.opening)
    assert np.allclose(found.vector, opening.vector, atol=2**-11)
    assert found.document.title == REPORTS[0].document.title


def test_identity_is_text_and_address_or_text_and_origin() -> None:
    page = plain("Words.", url="https://a.example/1", published="2024-01-01").document
    assert identity(page) == identity(replace(page, id="x", source="y", published="2024-01-02", title="T"))
    assert identity(page) != identity(replace(page, text="Words!"))
    assert identity(page) != identity(replace(page, url="https://a.example/2"))
    copy = plain("Words.", outlet="A", published="2024-01-01").document
    assert identity(copy) == identity(replace(copy, id="x", source="y"))
    assert identity(copy) != identity(replace(copy, outlet="B"))


def test_ids_come_from_the_identity() -> None:
    assert prepare(REPORTS[0]).report.document.id == "d" + identity(REPORTS[0].document)[:10]
    assert prepare(REPORTS[0], hex_digits=12).report.document.id.startswith(prepare(REPORTS[0]).report.document.id)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("1970-01-01", 0),
        ("1970-01-02T23:59:00Z", 1),
        ("1970", 0),
        ("1970-02", 31),
        (None, None),
        ("", None),
        ("soon", None),
        ("2024-13", None),
    ],
)
def test_days(day: str | None, number: int | None) -> None:
    assert number_of(day) == number
    if number is not None:
        assert number_of(day_of(number)) == number
