"""Times in words."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.claims.calendar import easter
from twicetold.claims.dates import RESOLVERS, published, times
from twicetold.claims.lexicon import table

SUNDAY = date(2014, 9, 7)


def only(text, anchor=SUNDAY):
    found = times(text, 0, len(text), anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("signed on 5 September 2014", "2014-09-05", "2014-09-05", "day"),
        ("signed on Sept. 5, 2014", "2014-09-05", "2014-09-05", "day"),
        ("signed on 5 September", "2014-09-05", "2014-09-05", "day"),
        ("on 12.02.2015", "2015-02-12", "2015-02-12", "day"),
        ("signed on Friday", "2014-09-05", "2014-09-05", "day"),
        ("he'll sign on Friday", "2014-09-12", "2014-09-12", "day"),
        ("said the deal would be signed on Friday", "2014-09-12", "2014-09-12", "day"),
        ("they met late on Saturday", "2014-09-06", "2014-09-06", "day"),
        ("will meet on Tuesday", "2014-09-09", "2014-09-09", "day"),
        ("two days ago", "2014-09-05", "2014-09-05", "day"),
        ("in August", "2014-08-01", "2014-08-31", "month"),
        ("in the autumn of 2014", "2014-09-01", "2014-11-30", "year"),
        ("before winter", "2014-09-07", "2014-11-30", "year"),
        ("through the autumn", "2014-09-07", "2014-11-30", "year"),
        ("before the end of the year", "2014-09-07", "2014-12-31", "year"),
        ("by the end of the decade", "2014-09-07", "2019-12-31", "year"),
        ("by next summer", "2014-09-07", "2015-08-31", "year"),
        ("by 2020", "2014-09-07", "2020-12-31", "year"),
        ("before 2020", "2014-09-07", "2019-12-31", "year"),
        ("in the coming months", "2014-09-07", "2015-03-10", "year"),
        ("within six months", "2014-09-07", "2015-03-07", "year"),
        ("for a month or two", "2014-09-07", "2014-11-07", "year"),
    ],
)
def test_resolved(text, first, last, precision):
    time = only(text)
    assert (time.first.isoformat(), time.last.isoformat(), time.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "first", "last", "relation"),
    [
        ("by Friday", "2014-09-12", "2014-09-12", "by"),
        ("until the spring of 2015", "2014-09-07", "2015-02-28", "before"),
        ("to survive the winter", "2014-09-07", "2015-02-28", "by"),
        ("no later than 5 October", "2014-10-05", "2014-10-05", "by"),
        ("by early 2015", "2014-09-07", "2015-05-04", "by"),
        ("in late October", "2014-10-21", "2014-10-31", "at"),
        ("before Christmas", "2014-12-25", "2014-12-25", "before"),
        ("at Easter 2015", "2015-04-05", "2015-04-05", "at"),
        ("in the second quarter of 2015", "2015-04-01", "2015-06-30", "at"),
        ("by year-end", "2014-12-31", "2014-12-31", "by"),
        ("next spring", "2015-03-01", "2015-05-31", "at"),
        ("last winter", "2013-12-01", "2014-02-28", "at"),
        ("about a week away", "2014-09-07", "2014-09-14", "coming"),
        ("over the next two years", "2014-09-07", "2016-09-07", "coming"),
        ("throughout the whole year", "2014-09-07", "2014-12-31", "by"),
        ("after 2030", "2030-12-31", "2030-12-31", "after"),
        ("by the middle of the century", "2014-09-07", "2059-12-31", "by"),
    ],
)
def test_a_preposition_says_how_a_period_is_meant(text, first, last, relation):
    time = only(text)
    assert (time.first.isoformat(), time.last.isoformat(), time.relation) == (first, last, relation)


RULES = [row for kind in ("periods", "counted") for row in table("dates.toml")[kind]["rules"]]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row["example"])
def test_every_rule_reads_its_example(row):
    assert row["days"] in RESOLVERS
    only(row["example"])


@pytest.mark.parametrize("year, day", [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25")])
def test_easter(year, day):
    assert easter(year).isoformat() == day


def test_a_long_text_is_read_in_linear_time():
    text = "in the in the by the end of the next coming " * 2000
    assert times(text, 0, len(text), SUNDAY) is not None


def test_nothing_is_guessed_without_a_date_of_publication():
    assert times("on Friday, in August, before winter, next year", 0, 46, None) == []
    assert only("in 1972", None).first == date(1972, 1, 1)


@pytest.mark.parametrize("text", ["even today", "it may rain", "the march of time", "31 June 2014 or so"])
def test_what_is_no_day(text):
    assert all(t.precision != "day" for t in times(text, 0, len(text), SUNDAY))


@pytest.mark.parametrize(
    ("stamp", "day"), [("2014-09-07T10:00:00Z", SUNDAY), ("2014-09-07", SUNDAY), ("2014-09", None), (None, None), ("2014-13-40", None)]
)
def test_published(stamp, day):
    assert published(stamp) == day


@given(st.text(alphabet="0123456789 .-abceinorstuy,Marchthedayof", max_size=80), st.dates())
def test_spans_lie_in_the_text_and_do_not_overlap(text, anchor):
    found = times(text, 0, len(text), anchor)
    assert found == times(text, 0, len(text), anchor)
    for t in found:
        assert 0 <= t.span.start < t.span.end <= len(text)
        assert t.first <= t.last
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
