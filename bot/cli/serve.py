"""Starts the action server and Rasa together, says when they answer, and stops both."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from bot.content import pages, places
from bot.content.curated import PageError
from bot.privacy import secret
from bot.store.database import Database, SettingError

ACTIONS_PORT = 5055  # endpoints.yml
MODELS = Path("models")
PATIENCE = 180  # seconds until the first real answer
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "SANIC_HOST": "127.0.0.1",  # where rasa-sdk listens: nobody but Rasa has business with the action server
}


class CannotServe(Exception):
    """Why the assistant cannot run, and the mend, in one sentence."""


def run(_arguments: list[str]) -> int:
    """Serve the web page."""
    return _serve("run")


def shell(_arguments: list[str]) -> int:
    """Talk in the terminal."""
    return _serve("shell")


def _serve(command: str) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    children: list[subprocess.Popen[bytes]] = []
    try:
        port = _port()
        _check(port, command)
        children.append(_start("rasa_sdk", "--actions", "actions", "--port", str(ACTIONS_PORT)))
        if command == "shell":
            _wait_for_port(ACTIONS_PORT, children[0])
            return subprocess.call(
                [sys.executable, "-m", "rasa", "shell", "--interface", "127.0.0.1"], env={**os.environ, **_QUIET}
            )
        children.append(_start("rasa", "run", "--interface", "127.0.0.1", "--port", str(port)))
        _wait_until_ready(port, children)
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
    if not any(MODELS.glob("*.tar.gz")):
        raise CannotServe(f"There is no model in {MODELS}/; train one with 'make train'.")
    try:
        pages.read()
        places.read()
        secret.secret()
        Database().prepare(tell=lambda line: print(line, flush=True))
    except (PageError, secret.SecretError, SettingError) as error:
        raise CannotServe(str(error)) from None
    ports = {ACTIONS_PORT: "the action server; stop what uses it"}
    if command == "run":
        ports[port] = f"the chat page; stop what uses it, or choose another: PORT={port + 1} make run"
    for number, user in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                raise CannotServe(f"Port {number} is in use; it is needed for {user}.") from None


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process only, which then stops the children in order.
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env={**os.environ, **_QUIET}, start_new_session=True)


def _wait_until_ready(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    print("Starting the assistant (loading the model takes about half a minute) ", end="", flush=True)
    fault, end = "it does not answer", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if any(child.poll() is not None for child in children):
            raise CannotServe("A server stopped while starting; see its output above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20):
                return
        except urllib.error.HTTPError as error:
            fault = json.load(error).get("fault", fault)
        except OSError:
            pass
        print(".", end="", flush=True)
        time.sleep(2)
    raise CannotServe(f"The assistant did not get ready in {PATIENCE} seconds: {fault}.")


def _wait_for_port(port: int, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise CannotServe("The action server did not start; see its output above.")


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
