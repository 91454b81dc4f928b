"""The server itself: slow heads, the right to a port, a clean end."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest

from twicetold.web import Settings
from twicetold.web.serving import _listen, server

PROGRAM = Path(sys.executable).parent / "twicetold"


@pytest.fixture
def running(kept):
    """A server with little patience; its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        made = server(kept.archive, Settings(head=0.3, receive=0.3))
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()[1]
        made.should_exit = True
        thread.join(20)


def answer(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(pause)
        told = b""
        while part := line.recv(65536):
            told += part
        return told


def test_a_head_that_does_not_end_is_given_up(running):
    begun = time.monotonic()
    assert answer(running, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") == b""
    assert time.monotonic() - begun < 15


def test_a_body_that_does_not_end_is_given_up(running):
    head = b"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nConnection: close\r\n"
    assert answer(running, head + b"\r\n{").startswith(b"HTTP/1.1 408")


def test_a_whole_request_is_answered(running):
    told = answer(running, b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 200") and b"server:" not in told.lower()


def test_a_port_that_is_taken_is_one_sentence(running):
    with pytest.raises(click.ClickException, match="choose another --port"):
        _listen(Settings(port=running))


def test_a_short_token_is_refused():
    done = subprocess.run([str(PROGRAM), "serve", "--token", "short"], capture_output=True, text=True)
    assert done.returncode == 2 and "at least 16" in done.stderr
