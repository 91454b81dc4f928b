"""Bad input: one clear sentence, the right exit code, and nothing else lost."""

from __future__ import annotations

import json

import pytest

from tests.families import documents, write_lines

GOOD = "A ministry said on Monday that the talks would resume next week, according to two officials in the capital.\n"


def brief(twicetold, *paths, **options):
    done = twicetold("brief", *paths, "--format", "json", **options)
    assert "Traceback" not in done.stderr
    return done, (json.loads(done.stdout) if done.stdout else None)


def test_missing_path(twicetold, tmp_path):
    done, told = brief(twicetold, tmp_path / "nowhere.txt")
    assert (done.returncode, told) == (3, None)
    assert "nowhere.txt" in done.stderr


def test_no_arguments_is_wrong_usage(twicetold):
    assert twicetold("brief").returncode == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("junk.txt", bytes(range(256)) * 40),
        ("page.html", b"<html><head><title></title></head><body><script>x()</script></body></html>"),
    ],
)
def test_one_bad_file_does_not_stop_the_good_one(twicetold, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done, told = brief(twicetold, tmp_path)
    assert done.returncode == 1
    assert [d["source"].endswith("good.txt") for d in told["documents"]] == [True]
    assert [f["source"].endswith(name) for f in told["failures"]] == [True]
    assert name in done.stderr


def test_a_broken_line_is_named_and_the_others_are_read(twicetold, tmp_path):
    path = write_lines(tmp_path / "lines.jsonl", [{"id": f"n{k}", "text": GOOD} for k in range(1, 21)])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[16] = '{"id": "n17", "text": "cut of'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done, told = brief(twicetold, path)
    assert done.returncode == 1
    assert len(told["documents"]) == 19
    assert "17" in told["failures"][0]["source"] + told["failures"][0]["reason"]


def test_two_documents_with_one_id_both_stay(twicetold, tmp_path):
    path = write_lines(tmp_path / "same.jsonl", [{"id": "x", "text": GOOD}, {"id": "x", "text": GOOD.replace("Monday", "Friday")}])
    _, told = brief(twicetold, path)
    ids = [d["id"] for d in told["documents"]]
    assert len(ids) == len(set(ids)) == 2


def test_wrong_encoding_is_detected_and_said(twicetold, tmp_path):
    text = "Der Außenminister sagte am Montag, die Gespräche würden nächste Woche in Zürich fortgeführt. " * 5
    (tmp_path / "latin.txt").write_bytes(text.encode("cp1252"))
    _, told = brief(twicetold, tmp_path / "latin.txt")
    assert told["documents"][0]["characters"] == len(text)
    assert told["documents"][0]["warnings"]


def test_an_unsupported_language_is_said_and_still_has_a_body(twicetold, tmp_path):
    text = "Der Minister sagte am Montag, dass die Verhandlungen in der nächsten Woche fortgesetzt werden. Das Amt schwieg dazu.\n" * 4
    (tmp_path / "deutsch.txt").write_text(text, encoding="utf-8")
    done, told = brief(twicetold, tmp_path / "deutsch.txt")
    document = told["documents"][0]
    assert done.returncode == 0
    assert (document["language"], told["attributions"]) == ("de", [])
    assert document["body"] and document["story"] and document["warnings"]


@pytest.mark.parametrize("text", ['"' * 400, "“” ‘’ «» \" ' " * 50])
def test_quotation_marks_only(twicetold, tmp_path, text):
    (tmp_path / "marks.txt").write_text(text, encoding="utf-8")
    done, told = brief(twicetold, tmp_path / "marks.txt")
    assert done.returncode in (0, 1, 3)
    assert told is None or told["claims"] == []


def test_deeply_nested_page(twicetold, tmp_path):
    page = "<html><body>" + "<div>" * 20_000 + f"<p>{GOOD}</p>" + "</div>" * 20_000
    (tmp_path / "deep.html").write_text(page, encoding="utf-8")
    done, told = brief(twicetold, tmp_path / "deep.html")
    assert done.returncode in (0, 3)
    assert told is not None or "deep.html" in done.stderr


def test_standard_input(twicetold):
    done, told = brief(twicetold, "-", input=json.dumps({"id": "one", "text": GOOD}) + "\n")
    assert done.returncode == 0
    assert [d["id"] for d in told["documents"]] == ["one"]


def test_output_to_a_folder_that_is_not_there(twicetold, tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done = twicetold("brief", tmp_path / "good.txt", "-o", tmp_path / "no" / "brief.json")
    assert done.returncode == 2
    assert "is not a folder" in done.stderr


def test_a_broken_configuration_is_said(twicetold, tmp_path):
    (tmp_path / "twicetold.toml").write_text("[brief\n", encoding="utf-8")
    done = twicetold("brief", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert "twicetold.toml" in done.stderr


def test_configuration_gives_defaults(twicetold, tmp_path):
    (tmp_path / "twicetold.toml").write_text('[brief]\nformat = "json"\n', encoding="utf-8")
    write_lines(tmp_path / "family.jsonl", documents("minsk-protocol-2014")[:1])
    assert json.loads(twicetold("brief", "family.jsonl", cwd=tmp_path).stdout)["schema"] == "twicetold.brief/1"
