"""A coverage-guided fuzzer over every reader: whatever the bytes, a reader gives documents or sentences, in bounded time.

    pip install atheris
    python tests/fuzz/readers.py [KIND] [libFuzzer options: -max_total_time=600 -max_len=20000 CORPUS…]

Not collected by pytest. Seeds are made on the fly from the formats' own writers; a crash file is printed by the fuzzer and can be given
again as the only argument after KIND.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["twicetold.reading", "twicetold.packing"]):
    from twicetold import packing
    from twicetold.reading import formats, languages, listing
    from twicetold.reading.assemble import document
    from twicetold.reading.inputs import Input
    from twicetold.reading.reader import take_apart

import contextlib

from twicetold.types import Failure

SECONDS = 20
KINDS = (*formats.READERS, "listing", "packing")


def one(kind: str, data: bytes) -> None:
    """Read `data` as an input of `kind`, and hold what comes to what every reader promises."""
    if kind == "listing":
        listing.parse(data, "https://example.org/")
        return
    if kind == "packing":
        with contextlib.suppress(packing.Unreadable):
            packing.unpack(data)
        return
    for raw in take_apart(Input("fuzz", None, "fuzz", kind, data)):
        found = raw if isinstance(raw, Failure) else document(raw)
        if isinstance(found, Failure):
            assert found.reason.endswith((".", "?")) and "\n" not in found.reason, found.reason
            continue
        found.text.encode("utf-8")
        ends = [0, *(edge for span in found.body for edge in span), len(found.text)]
        assert ends == sorted(ends), found.body


def seeds(kind: str, folder: Path) -> None:
    """A few valid files of a kind to begin with."""
    from tests.pages import ARTICLE, PAGE, rss
    from tests.reading.test_formats import PAGES, docx_of, mail, pdf_of, warc_of
    from tests.retelling.making import report

    text = "\n\n".join(ARTICLE)
    message = mail()
    message.set_content(text)
    made: dict[str, list[bytes]] = {
        "text": [("Title: A deal\nDate: 14 August 2020\n\n" + text).encode(), text.encode("utf-16")],
        "markdown": [f"---\ntitle: x\n---\n# A deal\n\n{text}\n\n- [Read also](https://example.org)\n".encode()],
        "html": [PAGE.encode()],
        "json": [b'[{"id": "a", "text": "One said so.", "published": "2020-08-14"}]'],
        "jsonl": [b'{"text": "One said so."}\n{"html": "<p>Two</p>"}\n'],
        "csv": [b'id,text,date\n1,"One said, ""so"".",2020-08-14\n'],
        "pdf": [pdf_of(ARTICLE)],
        "docx": [docx_of(ARTICLE)],
        "eml": [bytes(message)],
        "warc": [warc_of(PAGES, gzip=False), warc_of(PAGES, gzip=True)],
        "feed": [rss()],
        "packing": [packing.pack(report("d1", "One said so. Another said no."))],
        "listing": [
            rss(),
            b"<urlset><url><loc>https://example.org/a</loc></url></urlset>",
            b'<opml><body><outline xmlUrl="x"/></body></opml>',
        ],
    }
    for n, data in enumerate(made.get(kind, [])):
        (folder / f"{n}").write_bytes(data)


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in KINDS else "html"
    rest = [a for a in sys.argv[1:] if a != kind]
    with tempfile.TemporaryDirectory() as folder:
        seeds(kind, Path(folder))
        languages.detect("Der Minister sagte am Dienstag, die Verhandlungen seien gescheitert.")  # loads what is slow to load
        atheris.Setup([sys.argv[0], f"-timeout={SECONDS}", *rest, folder], lambda data: one(kind, data))
        atheris.Fuzz()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
