"""The ledger: only added to, last line holds, a torn line harms nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.assessment.resolutions import Expected, Resolution, append, as_line, from_line, holding, outcomes, read

ONE = Expected(
    id="f1", holder="An institute", event="The truce will probably collapse", certainty="likely", range=(0.55, 0.8),
    horizon="by autumn", since="2020-01-01", until="2020-11-30", story="Truce", documents=("d1", "d2"),
)  # fmt: skip
CAME = Resolution(forecast=ONE, outcome="yes", date="2020-10-01", source="https://example.org/a", note="on the first day")


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "ledger.jsonl"
    assert read(path) == ([], [])
    append(path, CAME)
    append(path, replace(CAME, outcome="void", note="two lines\nin one"))
    kept, broken = read(path)
    assert (kept[0], len(kept), broken) == (CAME, 2, [])
    assert outcomes(kept) == {"f1": "void"}
    assert [r.outcome for r in holding(kept)] == ["void"]


@pytest.mark.parametrize("cut", [1, 20, -2])
def test_a_line_cut_short_is_left_out_and_does_not_swallow_the_next(tmp_path, cut):
    path = tmp_path / "ledger.jsonl"
    append(path, CAME)
    with path.open("a", encoding="utf-8") as out:
        out.write(as_line(CAME)[:cut])
    append(path, replace(CAME, outcome="no"))
    kept, broken = read(path)
    assert ([r.outcome for r in kept], broken) == (["yes", "no"], [2])


def test_many_may_write_at_once(tmp_path):
    path = tmp_path / "ledger.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda k: append(path, replace(CAME, note=f"{k}" * 500)), range(40)))
    kept, broken = read(path)
    assert (len(kept), broken) == (40, [])


@given(st.text(max_size=60) | st.sampled_from(["{}", "[]", "null", "1", '{"schema":"twicetold.resolution/1"}']))
def test_nothing_else_is_taken_for_a_resolution(line):
    with pytest.raises(ValueError):
        from_line(line)


@given(st.text(), st.text(), st.sampled_from(["yes", "no", "void"]), st.none() | st.just((0.2, 0.45)))
def test_every_line_comes_back(event, note, outcome, band):
    one = Resolution(forecast=replace(ONE, event=event, range=band), outcome=outcome, date="2024-02-29", source="s", note=note)
    assert "\n" not in as_line(one)[:-1]
    assert from_line(as_line(one)) == one


def test_due():
    assert ONE.is_due("2020-11-30") and not ONE.is_due("2020-11-29")
    assert not replace(ONE, until=None).is_due("2999-01-01")
