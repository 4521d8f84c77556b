"""The routing guarantee, by breaking things: on the web channel and in `rasa shell`."""

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

from tests.servers import QUIET, ROOT, RUBBISH, Actions, endpoints, free_port

ROUTES = ("Talk this over with your lupus care team", "Call your emergency number now")  # how a route's wording begins
MODES = ["hangs", "raises", *RUBBISH]


@pytest.fixture
def misbehave(actions_server):
    def misbehave(mode):
        actions_server.mode = mode

    yield misbehave
    actions_server.mode = "well"


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


@pytest.mark.parametrize("mode", MODES)
def test_never_silent_never_unrouted_never_late(rasa, misbehave, mode):
    token = rasa.begin()
    misbehave(mode)
    for text, lead in (
        ("What is lupus?", "utter_what_is_lupus" if mode == "an answer and no route" else "utter_unavailable"),
        ("should I stop my prednisone", None),
        ("qwerty asdf", None),
        ("my chest is being crushed and I cannot breathe", "utter_emergency.chest_pain_breathless"),
    ):
        began = time.monotonic()
        replies = rasa.say(token, text)
        assert time.monotonic() - began < 8
        said = names(replies)
        assert lead is None or said[0] == lead
        assert len([name for name in said if name.startswith("utter_route_")]) == 1
        assert len(said) >= 2
        assert not any("cure lupus" in reply["text"] for reply in replies)
    misbehave("well")
    assert names(rasa.say(token, "What is lupus?"))[0] == "utter_what_is_lupus"


def test_a_killed_action_server_leaves_nobody_unrouted(rasa, actions_server):
    token = rasa.begin()
    actions_server.kill()
    try:
        for text, lead in (
            ("What is lupus?", "utter_unavailable"),
            ("my chest is being crushed and I cannot breathe", "utter_emergency.chest_pain_breathless"),
        ):
            began = time.monotonic()
            said = names(rasa.say(token, text))
            assert time.monotonic() - began < 8
            assert said[0] == lead and len([name for name in said if name.startswith("utter_route_")]) == 1
    finally:
        actions_server.revive()
    assert names(rasa.say(token, "What is lupus?"))[0] == "utter_what_is_lupus"


def test_emergencies_need_no_action_server(rasa, misbehave):
    misbehave("hangs")
    began = time.monotonic()
    replies = rasa.say(rasa.begin(), "my chest is being crushed and I cannot breathe")
    assert names(replies) == ["utter_emergency.chest_pain_breathless", "utter_route_emergency"]
    assert time.monotonic() - began < 2


def test_readiness_tells_a_dead_action_server(rasa, misbehave):
    misbehave("raises")
    end = time.monotonic() + 20  # the last verdict is kept for 15 s
    while (found := rasa.call("GET", "/readyz"))[0] == 200 and time.monotonic() < end:
        time.sleep(1)
    assert found[0] == 503 and "action server" in found[1]["fault"]
    misbehave("well")
    while (found := rasa.call("GET", "/readyz"))[0] == 503 and time.monotonic() < end + 20:
        time.sleep(1)
    assert found[0] == 200


class Shell:
    """`rasa shell` in a pseudo-terminal."""

    def __init__(self, folder, action_port):
        self._terminal, inside = pty.openpty()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "rasa",
                "shell",
                "--endpoints",
                str(endpoints(folder, action_port)),
                "--port",
                str(free_port()),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                **QUIET,
                "TERM": "dumb",
                "PYTHONWARNINGS": "ignore",
                "LUPUS_BOT_DATABASE": f"sqlite:///{folder}/conversations.db",
            },
            stdin=inside,
            stdout=inside,
            stderr=inside,
        )
        self.read_until(("Your input ->",), 120)

    def read_until(self, marks, seconds):
        text, end = "", time.monotonic() + seconds
        while not any(mark in text for mark in marks):
            if time.monotonic() > end:
                raise AssertionError(f"none of {marks} in: {text[-2000:]}")
            if select.select([self._terminal], [], [], 0.2)[0]:
                text += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(self._terminal, 65536).decode(errors="replace"))
        return text

    def say(self, words):
        os.write(self._terminal, words.encode() + b"\r")
        began = time.monotonic()
        shown = self.read_until(ROUTES, 12)
        seconds = time.monotonic() - began
        return re.sub(r"\s+", " ", shown + self.read_until(("Your input ->",), 5)), seconds

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        os.close(self._terminal)


@pytest.mark.model
def test_the_shell_is_never_silent_or_unrouted(tmp_path):
    actions = Actions(free_port())
    shell = Shell(tmp_path, actions.server_address[1])
    try:
        answered, _ = shell.say("what is lupus")
        assert "immune system" in answered and "Talk this over" in answered
        for mode in ("hangs", "raises", "no json", "words of its own"):
            actions.mode = mode
            answered, seconds = shell.say("what is lupus")
            assert "cannot look up" in answered and "Talk this over" in answered, mode
            assert seconds < 8
        actions.kill()
        answered, seconds = shell.say("what is lupus")
        assert "cannot look up" in answered and "Talk this over" in answered and seconds < 8
        answered, _ = shell.say("my chest is being crushed and I cannot breathe")
        assert "Call your emergency number now" in answered
    finally:
        shell.close()


@pytest.mark.model
def test_what_is_typed_in_the_shell_is_kept_masked(tmp_path):
    actions = Actions(free_port())
    shell = Shell(tmp_path, actions.server_address[1])
    try:
        shell.say("hi my name is Keziah Ndlovu, what is lupus")
    finally:
        shell.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("conversations.db*"))
    assert b"[name], what is lupus" in kept
    assert b"keziah" not in kept.lower() and b"ndlovu" not in kept.lower()
