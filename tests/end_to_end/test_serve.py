"""The desk in a real browser: what a reader does with it, by mouse and by keyboard; hostile text; accessibility as axe-core judges it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.web.making import EVIL, FERRY, RETOLD

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROGRAM = Path(sys.executable).parent / "twicetold"
PATIENCE = 120_000  # ms; machines are shared, and the first document waits for the model

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk over an empty archive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PROGRAM), "serve", "--archive", str(tmp_path_factory.mktemp("desk") / "a.db"), "--port", str(port), "-q"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, server.stderr and server.stderr.read()
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        assert server.wait(20) == 0


class Watched:
    """A tab, and everything that went wrong in it."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.wrong = tab, list[str]()
        tab.set_default_timeout(PATIENCE)
        tab.on("dialog", lambda d: (self.wrong.append(f"dialog {d.message}"), d.dismiss()))
        tab.on("pageerror", lambda e: self.wrong.append(f"script {e}"))
        tab.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:")) else self.wrong.append(f"asked for {r.url}"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def watched(browser: Any, desk: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=desk)
    made = Watched(context.new_page())
    yield made
    context.close()
    assert made.wrong == []


@pytest.fixture(scope="module")
def story(browser: Any, desk: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A desk with three reports, added as a reader would; the path of the story of two of them."""
    folder = tmp_path_factory.mktemp("reports")
    reports = [
        {"id": "ferry", "text": FERRY, "title": "Ferry deal buys a winter", "outlet": "The Harbour Gazette", "published": "2031-03-04"},
        {"id": "retold", "text": RETOLD, "title": "Strait pact will not last", "outlet": "Strait Courier", "published": "2031-03-05"},
        dict.fromkeys(("id", "title", "outlet", "author", "url"), EVIL)
        | {"text": f"{EVIL} said Osmar will probably pay by October.\n\n{EVIL}"},
    ]
    for k, report in enumerate(reports):
        (folder / f"{k}.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    context = browser.new_context(base_url=desk)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto("/")
    tab.get_by_role("link", name="Add reports").last.click()
    tab.locator("#folder").set_input_files(folder)
    tab.get_by_role("button", name="Read the folder").click()
    tab.get_by_text("3 reports added.").wait_for()
    link = tab.locator("main h2 a").filter(has_text="pact").or_(tab.locator("main h2 a").filter(has_text="Ferry")).first
    path = str(link.get_attribute("href"))
    context.close()
    return path


def test_an_explanation_is_one_click_away(watched, story):
    tab = watched.tab
    tab.goto(story)
    link = tab.locator("a.why").first
    target = str(link.get_attribute("href"))
    link.click()
    assert tab.locator(target).evaluate("e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }")


def every_page(tab: Any, story: str) -> list[str]:
    """Pages to be looked at, found as links are."""
    tab.goto("/search")
    documents = [a.get_attribute("href") for a in tab.locator(".hits a").all()]
    tab.goto("/")
    stories = [a.get_attribute("href") for a in tab.locator(".entry h3 a").all()]
    stemmas = [f"{s}/stemma" for s in stories]
    ids = [d.split("id=")[1] for d in documents]
    compared = [f"/compare?left={ids[0]}&right={ids[1]}", f"/compare?left={ids[1]}&right={ids[2]}"]
    others = ["/", "/?show=new", "/ledger", "/forecasts", "/forecasts/scores", "/search?q=pact", "/add", "/check", "/api", "/nowhere"]
    return [*others, *stories, *stemmas, *documents, *compared]


def test_two_reports_are_compared_by_mouse(watched, story):
    tab = watched.tab
    tab.goto("/")
    tab.locator(f'.entry h3 a[href="{story}"]').click()
    tab.get_by_role("heading", name="In one minute").wait_for()
    tab.get_by_role("link", name="Side by side").click()
    left, right = (tab.get_by_label(name, exact=True) for name in ("Left", "Right"))
    left.select_option(index=1)
    right.select_option(index=2)
    tab.get_by_role("button", name="Compare").click()
    assert tab.locator("h1").inner_text().count("beside") == 1
    assert tab.locator(".columns article").count() == 2
    assert tab.locator("mark").count() > 3


def test_two_reports_are_compared_by_keyboard(watched, story):
    tab = watched.tab
    tab.goto("/")
    tabbed_to(tab, f'.entry h3 a[href="{story}"]')
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="In one minute").wait_for()
    tabbed_to(tab, '.tabs a[href^="/compare"]')
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/compare?*")
    tabbed_to(tab, "select[name=left]")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator(".columns article").first.wait_for()
    assert "beside" in tab.locator("h1").inner_text()


def tabbed_to(tab: Any, selector: str) -> None:
    """Press Tab until an element has the focus, and see that the focus shows."""
    for _ in range(200):
        tab.keyboard.press("Tab")
        if tab.evaluate("s => document.activeElement.matches(s)", selector):
            style = tab.evaluate("(({outlineStyle, boxShadow}) => [outlineStyle, boxShadow])(getComputedStyle(document.activeElement))")
            assert style != ["none", "none"], f"no sign of the focus on {selector}"
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_a_draft_is_checked_by_keyboard(watched, story):
    tab = watched.tab
    tab.goto(f"/check?story={story.rpartition('/')[2]}")
    tabbed_to(tab, "textarea")
    tab.keyboard.insert_text("“The pact buys a summer and a peace,” said Runa Holt.")
    tabbed_to(tab, "button.button")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="What does not hold").wait_for()


def test_a_forecast_is_resolved_by_mouse(watched, story):
    tab = watched.tab
    tab.goto("/forecasts")
    tab.locator("details.resolve summary").last.click()
    form = tab.locator("details.resolve[open] form")
    form.locator("[value=void]").check()
    form.locator("[name=source]").fill("https://example.org/mouse")
    form.get_by_role("button").click()
    tab.get_by_role("status").wait_for()


def test_a_claim_leads_to_its_words_beside_it(watched, story):
    tab = watched.tab
    tab.goto(story)
    tab.locator(".minute .cite").first.click()
    place = tab.locator("mark.at").first
    place.wait_for()
    assert tab.evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }", place.element_handle()
    )


def test_a_forecast_is_resolved_by_keyboard(watched, story):
    tab = watched.tab
    tab.goto("/forecasts")
    tab.locator("details.resolve summary").first.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")  # yes
    tab.keyboard.press("ArrowRight")  # no
    form = tab.locator("details.resolve[open] form")
    assert form.locator("[value=no]").is_checked()
    while tab.evaluate("document.activeElement.name") != "source":
        tab.keyboard.press("Tab")
    tab.keyboard.type("https://example.org/later")
    tab.keyboard.press("Enter")
    tab.get_by_role("status").wait_for()
    assert "did not come true" in tab.locator("main").inner_text().lower()


def test_words_are_found_by_keyboard(watched, story):
    tab = watched.tab
    tab.goto("/")
    tab.locator("#q").focus()
    tab.keyboard.type("dockers")
    tab.keyboard.press("Enter")
    assert tab.locator(".snippet mark").first.inner_text().lower() == "dockers"
    tab.locator(".hits h2 a").first.press("Enter")
    assert "dockers" in tab.locator("mark").first.inner_text()


def checked(tab: Any, story: str) -> str:
    """Check a draft; the page with the result."""
    tab.goto(f"/check?story={story.rpartition('/')[2]}")
    tab.get_by_label("The draft").fill(
        f"“The pact buys a summer and a peace,” said Runa Holt.\n\nAbout 400 dockers will be hired. {EVIL}\n"
    )
    tab.get_by_role("button", name="Check it").click()
    tab.get_by_role("heading", name="What does not hold").wait_for()
    return str(tab.url)


def test_a_draft_is_checked(watched, story):
    checked(watched.tab, story)
    assert watched.tab.locator(".finding.fails").count() >= 1


def test_reading_needs_no_script(browser, desk, story):
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    tab = context.new_page()
    for path in ("/", story, f"{story}/stemma", "/ledger", "/forecasts", "/search?q=pact", "/add", "/check"):
        tab.goto(path)
        assert tab.locator("h1").count() == 1
        assert not [b.inner_text() for b in tab.locator("button.needs-js").all() if b.is_visible()]
    context.close()


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (768, "dark"), (380, "light")])
def test_no_page_runs_hostile_text_breaks_its_policy_or_overflows(browser, desk, story, width, colours):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours, base_url=desk)
    made = Watched(context.new_page())
    for path in every_page(made.tab, story):
        made.tab.goto(path)
        wide = made.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, wide)
    assert [w for w in made.wrong if "404" not in w] == []
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, desk, story, tmp_path, colours):
    context = browser.new_context(color_scheme=colours, base_url=desk, bypass_csp=True)
    tab = context.new_page()
    rules = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for path in [*every_page(tab, story), checked(tab, story)]:
        tab.goto(path)
        tab.evaluate(rules)
        told = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [(path, v["id"], v["nodes"][0]["html"][:160]) for v in told["violations"] if v["impact"] in ("serious", "critical")]
    for name, page in standing_alone(tab, story, tmp_path):
        tab.goto("about:blank")
        tab.set_content(page)
        tab.evaluate(rules)
        told = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [(name, v["id"], v["nodes"][0]["html"][:160]) for v in told["violations"] if v["impact"] in ("serious", "critical")]
    context.close()
    assert found == []


def standing_alone(tab: Any, story: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Pages that need no desk: a brief, a checked draft, two reports compared."""
    yield "brief", tab.request.get(f"{story}/brief.html").text()
    yield "check", tab.request.get(f"{checked(tab, story)}/check.html").text()
    paths = [folder / "ferry.txt", folder / "retold.txt"]
    for path, text in zip(paths, (FERRY, RETOLD), strict=True):
        path.write_text(text, encoding="utf-8")
    done = subprocess.run([str(PROGRAM), "compare", *map(str, paths), "-f", "html"], capture_output=True, text=True, check=True)
    yield "compare", done.stdout
