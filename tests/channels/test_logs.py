"""No word of a person's in the logs of any process, at debug level, while everything goes wrong that can be made to."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request

import psycopg2
import pytest
import sqlalchemy as sa

from bot.store.conversations import Conversations
from bot.store.database import Database, Outage
from bot.store.inbox import Inbox
from bot.store.records import record
from bot.store.tables import events
from tests.servers import QUIET, ROOT, RUBBISH, Actions, Postgres, Rasa, free_port

CANARY = "zanzibarquux"
MESSAGES, FEEDBACK = "/webhooks/web/messages", "/webhooks/web/feedback"
SPITEFUL = """
import actions  # first: it keeps the logs clean
import logging, warnings
from actions.answer import ActionAnswer

class Spiteful(ActionAnswer):
    def run(self, dispatcher, tracker, domain):
        words = tracker.latest_message["text"]
        logging.getLogger(__name__).error("asked %s", words)
        logging.getLogger(__name__).error(words)
        warnings.warn(f"odd: {words}")
        if words.endswith("!"):
            raise ValueError(f"cannot answer {words}")
        return [{"text": words}, words, *super().run(dispatcher, tracker, domain)]
"""


class ActionServer:
    """A real action server, `python -m rasa_sdk`."""

    def __init__(self, port, package, log, folder=""):
        with log.open("a") as opened:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rasa_sdk", "--actions", package, "--port", str(port), "--debug"],
                cwd=ROOT,
                env={**os.environ, **QUIET, "PYTHONPATH": str(folder), "SANIC_HOST": "127.0.0.1"},
                stdout=opened,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                return
            time.sleep(0.2)
        raise AssertionError(log.read_text()[-3000:])

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def postgres(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("logged"))
    yield server
    server.stop()


@pytest.fixture
def stack(tmp_path):
    """What is started here is stopped, in the end."""
    with contextlib.ExitStack() as stack:
        yield stack


def ask(server, token, text=None, status=200, **more):
    assert server.send(token, text, **more)[0] == status


def well_and_odd(server):
    """Turns and requests of all kinds, good and bad, with the canary in each."""
    token, message_id = server.begin(), os.urandom(8).hex()
    ask(server, token, f"What is lupus? {CANARY}", message_id=message_id)
    ask(server, token, f"What is lupus? {CANARY}", message_id=message_id)
    for text in (
        f"my chest is being crushed and I cannot breathe {CANARY}",
        f"qwerty {CANARY} asdf",
        f"{CANARY} " * 500,
        f"/{CANARY}",
        f'/canary{{"word": "{CANARY}"}}',
        f'/what_is_lupus{{"word": "{CANARY}"}}',
        f"\x00\u202e{CANARY.upper()} \U0001f600 https://example.org/?q={CANARY}",
    ):
        ask(server, token, text)
    ask(server, token, button=f"/{CANARY}", status=409)
    ask(server, CANARY, "What is lupus?", 401)
    for body in (
        f'{{"message_id": "aaaaaaaa", "text": "{CANARY}',
        f'{{"message_id": "{CANARY}!", "text": "{CANARY}"}}',
        f'{{"message_id": "aaaaaaaa", "text": ["{CANARY}"]}}',
        f'{{"{CANARY}": "aaaaaaaa"}}',
        "[" * 30_000 + f'"{CANARY}"',
    ):
        assert server.call("POST", MESSAGES, body.encode(), token)[0] == 400
        assert server.call("POST", FEEDBACK, body.encode(), token)[0] == 400
    assert server.call("POST", MESSAGES, CANARY.encode() + b"\xff\xfe", token)[0] == 400
    assert server.call("POST", MESSAGES, CANARY.encode() * 10_000, token)[0] == 413
    assert server.call("POST", MESSAGES, CANARY.encode(), token, {"Content-Type": CANARY})[0] == 415
    assert server.call("POST", "/webhooks/web/conversations", {"region": CANARY})[0] == 400
    assert server.call("GET", f"/{CANARY}?{CANARY}")[0] == 404
    verdict = {"message_id": message_id, "verdict": "down", "reason": CANARY}
    assert server.call("POST", FEEDBACK, verdict, token)[0] == 200
    assert server.call("POST", FEEDBACK, {**verdict, "message_id": CANARY}, token)[0] == 404
    assert server.call("POST", FEEDBACK, {**verdict, "verdict": CANARY}, token)[0] == 400
    return token


def corrupt(server, token):
    """The last reply's row is rubbish."""
    newest = sa.select(sa.func.max(events.c.id)).where(events.c.type_name == "bot").scalar_subquery()
    rubbish = sa.update(events).where(events.c.id == newest).values(data=f"not {CANARY}")
    Database(server.database).write(lambda on: on.execute(rubbish))
    ask(server, token, f"What is lupus? {CANARY}")
    server.history(token)


def without_database(server, token):
    verdict = {"message_id": "aaaaaaaa", "verdict": "down", "reason": CANARY}
    ask(server, token, f"What is lupus? {CANARY}", 503)
    ask(server, token, f"my chest is being crushed and I cannot breathe {CANARY}", 503)
    ask(server, token, button=f"/{CANARY}", status=503)
    assert server.call("POST", FEEDBACK, verdict, token)[0] == 503
    assert server.call("DELETE", "/webhooks/web/conversations", token=token)[0] == 503


def forgets(server, token):
    ask(server, token, "delete my conversation")
    ask(server, token, "yes")
    assert server.call("DELETE", "/webhooks/web/conversations", token=token)[0] == 200


def with_bad_actions(server, port):
    token = server.begin()
    ask(server, token, f"What is lupus? nobody is there {CANARY}")
    actions = Actions(port)
    try:
        for actions.mode in ("hangs", "raises", *RUBBISH):
            ask(server, token, f"What is lupus? {CANARY}")
    finally:
        actions.kill()


def call_actions(port, body):
    with contextlib.suppress(OSError):  # a status of 400 or more is one
        urllib.request.urlopen(f"http://127.0.0.1:{port}/webhook", body.encode(), timeout=10).close()


def holding(log, word):
    return [line[:300] for line in log.read_text(errors="replace").splitlines() if word.lower() in line.lower()]


@pytest.mark.model
def test_no_word_of_a_persons_is_logged(tmp_path, postgres, stack):
    (tmp_path / "spiteful.py").write_text(SPITEFUL)
    port, actions_log, rasa_log = free_port(), tmp_path / "actions.log", tmp_path / "rasa.log"
    actions = ActionServer(port, "actions", actions_log)
    stack.callback(actions.stop)
    server = Rasa(tmp_path, port, postgres.url, ("--debug",))
    stack.callback(server.stop)

    token = well_and_odd(server)
    corrupt(server, token)
    for body in (CANARY, f'{{"next_action": "{CANARY}"}}', f'{{"next_action": "action_answer", "tracker": "{CANARY}"}}'):
        call_actions(port, body)
    postgres.stop()
    without_database(server, token)
    postgres.start()
    forgets(server, token)
    actions.stop()
    with_bad_actions(server, port)
    spiteful = ActionServer(port, "spiteful", actions_log, tmp_path)
    stack.callback(spiteful.stop)
    for text in (f"What is lupus? {CANARY}", f"What is lupus? {CANARY}!"):
        ask(server, server.begin(), text)
    stack.close()

    assert holding(rasa_log, CANARY) == [] and holding(actions_log, CANARY) == []
    for kind in ("ClientResponseError", "RasaException", "OperationalError", "TimeoutError", "is corrupt"):
        assert holding(rasa_log, kind), kind
    for kind in ("ValueError", "spiteful.py", "asked %s", "Received request to run", "UserWarning"):
        assert holding(actions_log, kind), kind


def test_postgresqls_own_log_holds_no_word_either(postgres):
    """It writes down each statement that fails, with the values in it."""
    database = Database(postgres.url)
    database.prepare(patience=0)
    for _ in range(2):
        Inbox(database).accept("slack", "e1", "c1", f"hello {CANARY}", {})
    said = {"event": "user", "text": f"What is lupus? {CANARY}", "timestamp": 1.0, "message_id": "m1"}
    with contextlib.closing(psycopg2.connect(postgres.url)) as other, contextlib.suppress(Outage):
        other.cursor().execute("LOCK TABLE events")
        Conversations(database).append("c1", [said], {}, record([said], ""))
    assert holding(postgres._log, "ERROR: ")
    assert holding(postgres._log, CANARY) == []
