"""The page in a real browser, where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.families import documents, write_lines

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


def chromium(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def page(twicetold, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    path = write_lines(folder / "family.jsonl", documents("minsk-protocol-2014"))
    assert twicetold("brief", path, "--format", "html", "-o", folder / "brief.html", "-q").returncode == 0
    return folder / "brief.html"


def test_the_page_renders_and_its_script_runs_under_its_own_policy(page, tmp_path):
    done = chromium(tmp_path / "profile", "--enable-logging=stderr", "--v=0", "--dump-dom", page.as_uri())
    assert "Who retells whom" in done.stdout
    assert "no-js" in page.read_text(encoding="utf-8").partition("<head")[0]
    assert "no-js" not in done.stdout.partition("<head")[0]
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr


def test_the_page_prints(page, tmp_path):
    pdf = tmp_path / "brief.pdf"
    chromium(tmp_path / "profile", f"--print-to-pdf={pdf}", "--no-pdf-header-footer", page.as_uri())
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.stat().st_size > 20_000
