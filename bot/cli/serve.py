"""Starts the action server and Rasa together, says when they answer, and stops both."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from bot.cli import models, quiet
from bot.cli.progress import Progress
from bot.content import pages, places, signatures
from bot.content.curated import PageError
from bot.privacy import secret
from bot.store.database import Database, SettingError

ACTIONS_PORT = 5055  # endpoints.yml
PATIENCE = 180  # seconds until the first real answer
# Where rasa-sdk listens: nobody but Rasa has business with the action server.
_SETTINGS = {**quiet.SETTINGS, "SANIC_HOST": "127.0.0.1"}


class CannotServe(Exception):
    """Why the assistant cannot run, and the mend, in one sentence."""


class _NotReady(Exception):
    """What the assistant says it lacks."""


def run(arguments: list[str]) -> int:
    """`python -m bot run`."""
    argparse.ArgumentParser(
        prog="python -m bot run",
        description="Serves the chat page on the port that PORT names, or 5005, of this machine. Ctrl-C stops it. "
        ".env.example lists what can be set.",
    ).parse_args(arguments)
    return _serve("run")


def shell(arguments: list[str]) -> int:
    """`python -m bot shell`."""
    argparse.ArgumentParser(
        prog="python -m bot shell",
        description="Talks in the terminal, through Rasa's own channel: a developer's tool. /stop ends it.",
    ).parse_args(arguments)
    return _serve("shell")


def _serve(command: str) -> int:
    for stop in (signal.SIGTERM, signal.SIGINT):  # the latter too: a shell starts what runs in the background without it
        signal.signal(stop, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    progress = Progress()
    try:
        port = _port()
        print("Starting the assistant. It takes half a minute or so.")
        with progress.step("Reading the pages, preparing the database"):
            _check(port, command)
        children.append(_start("rasa_sdk", "--actions", "actions", "--port", str(ACTIONS_PORT), "--quiet"))
        if command == "run":
            children.append(_start("rasa", "run", "--interface", "127.0.0.1", "--port", str(port)))
        with progress.step("Starting the action server"):
            _wait_for(lambda: _listens(ACTIONS_PORT), children)
        if command == "shell":
            return subprocess.call(_command("rasa", "shell", "--interface", "127.0.0.1"), env={**os.environ, **_SETTINGS})
        with progress.step("Loading the model"):
            _wait_for(lambda: _listens(port), children)
        with progress.step("Waiting for a first answer"):
            _wait_for(lambda: _is_ready(port), children)
        print(f"\nThe assistant is ready: http://localhost:{port}/chat\nCtrl-C stops it.", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise CannotServe("One of the servers stopped; see its output above.")
    except CannotServe as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        _stop(children)


def _port() -> int:
    value = os.environ.get("PORT", "5005")
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise CannotServe(f"PORT is '{value}'; set it to a number from 1 to 65535.")
    if int(value) == ACTIONS_PORT:
        raise CannotServe(f"PORT is {value}, which the action server needs; set it to another number.")
    return int(value)


def _check(port: int, command: str) -> None:
    """Raise CannotServe if something is amiss; what training cannot mend comes first."""
    ports = {ACTIONS_PORT: "the action server; stop what uses it"}
    if command == "run":
        ports = {port: f"the chat page; stop what uses it, or choose another: PORT={port + 1} make run", **ports}
    for number, user in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                raise CannotServe(f"Port {number} is in use; it is needed for {user}.") from None
    try:
        pages.read()
        places.read()
        signatures.read()
        secret.secret()
        models.newest()
        Database().prepare(tell=lambda line: print(line, flush=True))
    except (PageError, secret.SecretError, models.NoModel, SettingError) as error:
        raise CannotServe(str(error)) from None


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process only, which then stops the children in order.
    return subprocess.Popen(_command(module, *arguments), env={**os.environ, **_SETTINGS}, start_new_session=True)


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot.cli.quiet", module, *arguments]


def _wait_for(done: Callable[[], bool], children: list[subprocess.Popen[bytes]]) -> None:
    fault, end = "it does not answer", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if any(child.poll() is not None for child in children):
            raise CannotServe("A server stopped while starting; see its output above.")
        try:
            if done():
                return
        except _NotReady as error:
            fault = str(error)
        time.sleep(0.5)
    raise CannotServe(f"The assistant did not get ready in {PATIENCE} seconds: {fault}.")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20):
            return True
    except urllib.error.HTTPError as error:
        raise _NotReady(json.load(error).get("fault") or "its probe fails") from None
    except OSError:
        return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in reversed(children):
        child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
