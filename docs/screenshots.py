"""Make the pictures of docs/screenshots: a desk over the bundled example and the test families, looked at in Debian's chromium.

python docs/screenshots.py [--archive FILE]    an archive that is there already saves reading everything anew
"""

from __future__ import annotations

import argparse
import base64
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from twicetold import archive, reading  # noqa: E402
from twicetold.types import Document  # noqa: E402
from twicetold.web import Settings  # noqa: E402
from twicetold.web.serving import _listen, server  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 150_000  # bytes
PORT = 8799
SOURCES = (ROOT / "twicetold" / "examples", ROOT / "tests" / "data" / "families")


def filled(path: Path) -> None:
    """Add everything there is to an archive."""
    from tests.families import documents, write_lines

    folder = Path(tempfile.mkdtemp())
    names = [p.stem for p in sorted(SOURCES[1].glob("*.json"))]
    paths = [write_lines(folder / f"{n}.jsonl", documents(n)) for n in names]
    with archive.open(path) as kept:
        for one in (one for path in paths for one in reading.read([str(path)])):  # each by itself: their ids are alike
            if isinstance(one, Document):
                kept.add(one)
        kept.refresh()


@contextmanager
def desk(path: Path) -> Iterator[str]:
    settings = Settings(port=PORT)
    with archive.open(path) as kept, _listen(settings) as listening:
        made = server(kept, settings)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{PORT}"
        made.should_exit = True
        thread.join()


def take(tab: Any, name: str) -> None:
    """A picture of what is seen, as WebP and no larger than LARGEST."""
    size = tab.viewport_size
    clip = {"x": 0, "y": tab.evaluate("scrollY"), "width": size["width"], "height": size["height"]}
    session = tab.context.new_cdp_session(tab)
    for quality in (86, 76, 64, 50):
        told = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality, "clip": {**clip, "scale": 1}})
        data = base64.b64decode(told["data"])
        if len(data) <= LARGEST:
            break
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(data)
    print(f"{name}.webp: {len(data) // 1024} kB")


def pictures(base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_context(viewport={"width": 1280, "height": 860}, base_url=base).new_page()
        tab.goto("/")
        take(tab, "desk")
        lines = tab.request.get("/api/stories").json()
        story = "/stories/" + max(lines, key=lambda line: (line["documents"], line["id"]))["id"]
        tab.goto(story)
        take(tab, "story")
        tab.goto(f"/compare?story={story.rpartition('/')[2]}")
        told = tab.request.get(f"/api{story}/brief").json()["retellings"]
        pair = next(r for r in told if not r["parent"].startswith("origin:"))
        tab.get_by_label("Left", exact=True).select_option(pair["parent"])
        tab.get_by_label("Right", exact=True).select_option(pair["child"])
        tab.get_by_role("button", name="Compare").click()
        tab.evaluate("document.getElementById('sides').scrollIntoView()")
        take(tab, "compare")
        tab.goto("/ledger")
        take(tab, "commitments")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, help="an archive that is filled already")
    given = parser.parse_args().archive
    path = Path(tempfile.mkdtemp()) / "archive.db"  # its name is seen in the picture
    shutil.copy(given, path) if given else filled(path)
    with desk(path) as base:
        pictures(base)


if __name__ == "__main__":
    main()
