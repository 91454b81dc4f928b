"""The same function on many parts, in as many threads as one allows; what comes back is in the order of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def spread(function: Callable[[Part], Result], parts: Iterable[Part], workers: int = 1) -> Iterator[Result]:
    """`map`, with at most two parts a worker under way. numpy lets go of the interpreter's lock, so threads are enough."""
    if workers <= 1:
        yield from map(function, parts)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = iter(parts)
        under_way = [pool.submit(function, part) for part in islice(waiting, 2 * workers)]
        while under_way:
            yield under_way.pop(0).result()
            under_way += [pool.submit(function, part) for part in islice(waiting, 1)]
