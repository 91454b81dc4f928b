"""Names split from what stands before them: titles, posts, nationalities; and capitals that only honour a post or a body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from twicetold.actors.knowledge import ministries, roles, word_list
from twicetold.actors.names import fold, straight
from twicetold.actors.runs import Run
from twicetold.actors.scene import Scene, tidy


@dataclass(slots=True)
class Name:
    """A stretch with its title split off."""

    first: int
    last: int
    text: str
    title: str  # lower case, '' when there is none
    run: Run


@cache
def first_names() -> dict[str, str]:
    """Folded first name -> 'm' or 'f'."""
    text = files("twicetold.actors").joinpath("data", "firstnames.txt").read_text(encoding="utf-8")
    out: dict[str, str] = {}
    for line in text.splitlines():
        if line[:2] in ("m:", "f:"):
            out |= {fold(n): line[0] for n in line[2:].split()}
    return out


@cache
def titles() -> dict[str, str]:
    return {k: str(v) for k, v in roles()["title"].items()}


def common_words(scene: Scene, name: Name) -> bool:
    """Whether the capitals only honour a post or a body: 'the American President', 'the Government'. Those are descriptions."""
    words = [w for w in name.text.lower().split() if (e := scene.base.named(w.title())) is None or e.sense != "demonym"]
    while len(words) > 1 and words[0] in word_list("ranks"):
        words = words[1:]
    text = " ".join(words)
    return not words or text in titles() or text in roles()["office"] or text in ministries() or text in lexicon_words()


@cache
def lexicon_words() -> frozenset[str]:
    """Everything that people, bodies and writings are called in general."""
    lexicon = roles()
    return frozenset(w for part in ("official", "analyst", "research", "body", "document", "group", "head") for w in lexicon[part]["words"])


def split_title(scene: Scene, run: Run) -> Name:
    """'Russian President Vladimir Putin', 'FEMA Administrator Deanne Criswell', 'Dr. Henry A. Kissinger' without what stands before."""
    whole = scene.text(run.first, run.last)
    if whole.lower() in titles():
        return Name(run.first, run.last, tidy(whole), "", run)
    run = replace(run, last=name_end(scene, run))
    first = max(title_end(scene, run), post_end(scene, run), known_end(scene, run))
    first = max(title_end(scene, replace(run, first=first)), seat_end(scene, run))  # 'Waterways Minister Baroness X'
    title = scene.text(run.first, first - 1).lower() if first > run.first else ""
    return Name(first, run.last, tidy(scene.text(first, run.last)), " ".join(title.split()), run)


def seat_end(scene: Scene, run: Run) -> int:
    """First token of the person behind a seat: 'Stoke Jo Prendergast' in 'Mayor of Stoke Jo Prendergast'."""
    tokens = scene.parsed.tokens
    if run.first < 2 or tokens[run.first - 1].text != "of" or fold(tokens[run.first].text) in first_names():
        return run.first
    post = tokens[run.first - 2].text.lower()
    inside = (k for k in range(run.first + 1, run.last) if fold(tokens[k].text) in first_names())
    return next(inside, run.first) if post in titles() or post in posts_words() else run.first


def name_end(scene: Scene, run: Run) -> int:
    """Last token before honours, degrees and seats: 'Farida Nasseri KC'."""
    tokens, last = scene.parsed.tokens, run.last
    while last > run.first + 1 and tokens[last].text.isupper() and tokens[last].text.lower() in word_list("post_nominals"):
        last -= 1
    return last


def known_end(scene: Scene, run: Run) -> int:
    """First token of a listed person at the end of the stretch: 'Secretary of State Mike Pompeo', 'South Korean President Moon Jae-in'."""
    for first in range(run.first + 1, run.last):
        entry = scene.base.named(straight(scene.text(first, run.last)))
        if entry is not None and entry.key in scene.base.people:
            return first
    return run.first


def title_end(scene: Scene, run: Run) -> int:
    """First token after the titles that the lexicon lists: 'Prime Minister', 'Mr.', and a nationality before them."""
    tokens, first = scene.parsed.tokens, run.first
    while first < run.last:
        step = next((n for n in (3, 2, 1) if first + n <= run.last and scene.text(first, first + n - 1).lower() in titles()), 0)
        if not step:
            entry = scene.base.named(straight(tokens[first].text))
            following = [scene.text(first + 1, min(first + n, run.last)).lower() for n in (1, 2, 3)]
            if entry is None or entry.sense != "demonym" or not any(f in titles() for f in following):
                break
            step = 1
        first += step
    return first


def post_end(scene: Scene, run: Run) -> int:
    """First token of a person the model sees at the end of the stretch, where a post stands before."""
    tokens = scene.parsed.tokens
    end = tokens[run.last].end
    person = next((e for e in scene.people.get(run.last, ()) if e.start < end <= e.end), None)
    first = next((k for k in range(run.first, run.last + 1) if person is not None and tokens[k].start >= person.start), run.first)
    posts = [k for k in range(run.first, run.last) if tokens[k].text.lower() in posts_words() or tokens[k].text.lower() in short_titles()]
    if not posts:
        return run.first
    after = posts[-1] + (2 if tokens[posts[-1] + 1].text == "." else 1)
    rest = [t.text.lower() for t in tokens[after : run.last + 1]]
    if first > run.first and rest:
        return after if len(rest) <= 5 and not set(rest) & {"of", "for", "and", "to"} else max(first, after)
    named = bool(rest) and len(rest) <= 5 and fold(rest[0]) in first_names() and not set(rest) & {"of", "for"}
    return after if named else run.first


def short_titles() -> dict[str, str]:
    """'Gov.' -> governor: abbreviations of titles and the words they stand for."""
    return {k: str(v) for k, v in roles()["short_titles"].items()}


@cache
def posts_words() -> frozenset[str]:
    lexicon = roles()
    return frozenset(w for part in ("official", "head", "analyst") for w in lexicon[part]["words"] if " " not in w) | word_list("posts")
