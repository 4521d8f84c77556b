"""`python -m bot run`, as an operator meets it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from bot.channels.errors import WrongSetting
from bot.channels.web import WebChannel
from bot.cli.serve import ACTIONS_PORT
from tests.servers import QUIET, ROOT, checkout, free_port


def run(cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=cwd,
        env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def one_sentence(result, *words):
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_wrong_port(port):
    one_sentence(run(PORT=port), f"PORT is '{port}'", "1 to 65535")


def test_the_action_servers_port():
    one_sentence(run(PORT=str(ACTIONS_PORT)), "which the action server needs")


@pytest.mark.parametrize("credentials", [{"operator": "Example Hospital"}, {"operater": "a typing error"}])
def test_a_wrong_channel_setting_is_one_sentence(credentials):
    with pytest.raises(
        WrongSetting, match=f"take out {next(iter(credentials))}; operator and origins stand in data/own/clinic.yml"
    ):
        WebChannel.from_credentials(credentials)


def test_a_busy_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        one_sentence(run(PORT=str(port)), f"Port {port} is in use", f"PORT={port + 1} make run")


def test_no_model(tmp_path):
    project = checkout(tmp_path)
    (project / "models").unlink()
    one_sentence(run(cwd=tmp_path, PORT=str(free_port())), "no model", "make train")


def test_a_short_secret():
    one_sentence(run(PORT=str(free_port()), LUPUS_BOT_SECRET="short"), "LUPUS_BOT_SECRET is shorter than 32")


@pytest.mark.model
def test_serves_a_real_answer_and_stops_cleanly():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, **QUIET, "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        shown = ""
        while "Ctrl-C stops it" not in shown and process.poll() is None:
            shown += process.stdout.readline()
        (address,) = re.findall(r"http://\S+", shown.split("ready:")[1])
        with urllib.request.urlopen(address, timeout=10) as page:
            assert b"Lupus questions" in page.read()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0
    time.sleep(0.5)
    for number in (port, ACTIONS_PORT):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", number)) != 0
