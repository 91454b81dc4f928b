"""What holds for any input."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from twicetold import reading
from twicetold.reading import dates
from twicetold.reading.decode import decode
from twicetold.reading.page import read_page
from twicetold.reading.raw import Raw
from twicetold.reading.units import units
from twicetold.types import Document, Failure

PIECES = st.sampled_from(
    [
        "Read also: more of this", "By A. Writer", "© 2020", "“Yes,” she said.", "1. One point", "- item", "# Heading", "***",
        "\t", "\r\n", "\n\n", "\n", " | ",
        "The ministers met on Monday, and they agreed that the talks would go on in the autumn.",
        "date 2023-03", "\u2028", "\x0b", "\x85", "Related:",
    ]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map("\n".join))


def check(document: Document) -> None:
    end = 0
    for span in document.body:
        assert end <= span.start < span.end <= len(document.text)
        assert document.text[span.start : span.end].strip() != ""
        end = span.end
    if document.title_span is not None:
        start, stop = document.title_span
        assert 0 <= start < stop <= len(document.text)
        assert all(span.overlap(document.title_span) == 0 for span in document.body)


@given(TEXT, st.none() | st.text(max_size=40))
@example("date 2023-03Nobody came.", None)
def test_spans_lie_in_the_text_sorted_and_apart(text, title):
    found = reading.document(Raw(source="x", fallback_id="x", text=text, title=title))
    if isinstance(found, Document):
        assert found.text == text
        check(found)
    else:
        assert not text.strip()


@given(TEXT)
def test_units_cover_all_that_is_not_blank(text):
    inside = set()
    for unit in units(text):
        assert unit.span.start < unit.span.end
        inside |= set(range(*unit.span))
    assert all(k in inside for k, c in enumerate(text) if not c.isspace() and c not in "\x1c\x1d\x1e\x85")


@given(TEXT)
def test_the_same_text_gives_the_same_document(text):
    first, second = (reading.document(Raw(source="x", fallback_id="x", text=text)) for _ in range(2))
    assert first == second


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1, max_size=200))
def test_utf8_survives(text):
    try:
        assert decode(text.encode("utf-8"))[0] == text
    except ValueError:
        raise
    except Exception as error:  # too many control characters: not text
        assert "binary" in str(error) or "is " in str(error)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=share>",
                "</div>",
                "<a href=x>",
                "</a>",
                "<b>",
                "word ",
                "&amp;",
                "<script>",
                "</script>",
                "<br>",
                "<li>",
            ]
        ),
        max_size=60,
    )
)
def test_pages_of_any_shape_are_read(parts):
    page = read_page("".join(parts))
    for unit in page.units:
        assert " ".join(page.text[unit.span.start : unit.span.end].split()) == unit.text
    assert "<p>" not in page.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda v: (
        st.lists(v, max_size=4) | st.dictionaries(st.sampled_from(["text", "title", "date", "id", "source", "x", "authors"]), v, max_size=5)
    ),
    max_leaves=15,
)


@given(st.lists(JSON, max_size=6))
def test_json_lines_of_any_values_are_read_or_explained(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("json") / "values.jsonl"
    path.write_text("".join(json.dumps(v) + "\n" for v in values), encoding="utf-8")
    found = list(reading.read([str(path)]))
    for item in found:
        if isinstance(item, Failure):
            assert item.reason.endswith(".") and "Traceback" not in item.reason
        else:
            check(item)
            item.text.encode("utf-8")
    ids = [item.id for item in found if isinstance(item, Document)]
    assert len(ids) == len(set(ids))


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y/%m/%d", "%b. %d, %Y"]))
def test_dates_survive_their_notations(day, notation):
    if day.year in dates.YEARS:
        assert dates.normalise(day.strftime(notation)) == day.isoformat()


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(text):
    iso = dates.normalise(text)
    assert iso is None or iso[:4].isdigit()
    for found in dates.find(text):
        assert 0 <= found.start < found.end <= len(text)
