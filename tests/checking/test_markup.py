"""Markdown blanked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twicetold.checking.markup import blanked


@given(st.text(alphabet=st.sampled_from("ab *_#>[]()1.-\n`^“”é"), max_size=60))
def test_length_and_lines_stay(text: str) -> None:
    out = blanked(text)
    assert len(out) == len(text)
    assert [k for k, c in enumerate(out) if c == "\n"] == [k for k, c in enumerate(text) if c == "\n"]


def test_words_stay_in_their_places() -> None:
    text = "# Title\n\n- **Ann Lee**: _we_ go [there](https://example.org/x)\n> quoted"
    out = blanked(text)
    for word in ("Title", "Ann Lee", "we", "go", "there", "quoted"):
        assert out.index(word) == text.index(word)
    assert "example" not in out and "*" not in out
