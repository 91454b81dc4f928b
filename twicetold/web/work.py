"""Work that takes its time: read documents, check drafts, compare. None of it runs on the event loop and all of it is bounded.

Two kinds: `Jobs` are handed over and looked at later (one at a time, in order; a page shows how far they are); `Heavy` is done while the
client waits, for a few at once.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

log = logging.getLogger("twicetold.web")
KEPT: Final = 50  # finished jobs whose results can still be looked at
AT_ONCE: Final = 2  # pieces of heavy work
PATIENCE: Final = 30.0  # seconds that a client waits for its turn


class Overloaded(Exception):
    """There is more to do than may wait."""


@dataclass(slots=True)
class Job:
    """A piece of work. `done` of `total` documents; `sentence` says what became of it; `where` is the page of its result."""

    id: str
    title: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    done: int = 0
    total: int = 0
    sentence: str = ""
    where: str = ""
    result: Any = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed")


class Jobs:
    """A queue with one worker: the reader model is large, and two documents at once are no faster."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="twicetold-reader")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, title: str, work: Callable[[Job], None]) -> Job:
        """Hand over `work`. Raises Overloaded when too much waits already."""
        job = Job(secrets.token_urlsafe(12), title)
        with self._lock:
            if sum(not j.over for j in self._jobs.values()) >= self._most:
                raise Overloaded("There is much to read already; try again when some of it is done.")
            self._jobs[job.id] = job
            for old in [j.id for j in self._jobs.values() if j.over][: max(len(self._jobs) - KEPT, 0)]:
                del self._jobs[old]
        self._pool.submit(self._run, job, work)
        return job

    def _run(self, job: Job, work: Callable[[Job], None]) -> None:
        from twicetold.archive.errors import ArchiveError

        job.state = "running"
        try:
            work(job)
            job.state = "done"
        except ArchiveError as error:
            job.state, job.sentence = "failed", str(error)
        except Exception:
            log.exception("a job failed: %s", job.title)
            job.state, job.sentence = "failed", "Something went wrong here; the server's log says what."
        finally:
            job.finished.set()

    def get(self, identifier: str) -> Job | None:
        with self._lock:
            return self._jobs.get(identifier)

    def close(self) -> None:
        """Let the piece of work that runs finish, drop the others."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Heavy:
    """A gate through which only a few go at once."""

    def __init__(self) -> None:
        self._gate = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn. Raises Overloaded when it does not come."""
        if not self._gate.acquire(timeout=PATIENCE):
            raise Overloaded("The server is busy; try again in a moment.")
        try:
            yield
        finally:
            self._gate.release()


class Memory:
    """The last results by key, no more than so many; what made a key must be in it."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Any, Any](), threading.Lock()

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def now() -> str:
    """This moment, ISO 8601 in UTC, as the archive writes moments."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
