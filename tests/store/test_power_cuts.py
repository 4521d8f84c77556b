"""What was acknowledged outlives a server killed in the middle of turns; and a server without a database ends, saying so."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time

import pytest

from tests.servers import QUIET, ROOT, SECRET, endpoints, free_port

ROUNDS = 6
QUESTIONS = ["What is lupus?", "what is plaquenil for", "and the side effects?", "qwerty asdf", "I cannot breathe"]


class Talk:
    """A person who asks one question after another, and remembers what was acknowledged and what was not answered."""

    def __init__(self, server):
        self.server, self.token = server, server.begin()
        self.answered, self.refused, self.open = [], [], None

    def go_on(self):
        """Until the server is gone."""
        while self.open is None:
            self.ask(os.urandom(8).hex(), QUESTIONS[len(self.answered) % len(QUESTIONS)])

    def ask_again(self):
        if self.open:
            self.ask(*self.open)

    def kept(self):
        """What the server has of it, but for the times."""
        return [{key: turn[key] for key in ("message_id", "text", "replies")} for turn in self.server.history(self.token)]

    def ask(self, message_id, text):
        self.open = message_id, text
        try:
            status, answer = self.server.send(self.token, text, message_id=message_id)
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            self.answered.append({"message_id": message_id, "text": text, "replies": answer["replies"]})
            self.open = None
        else:
            self.refused.append(answer)


@pytest.fixture(scope="module")
def hopeless(tmp_path_factory):
    """`rasa run` before a database that never answers. It waits a minute, so it starts before the other tests."""
    folder = tmp_path_factory.mktemp("hopeless")
    command = ["-m", "rasa", "run", "--port", str(free_port()), "--interface", "127.0.0.1"]
    address = f"postgresql://bot:geheim@127.0.0.1:{free_port()}/lupus"
    with (folder / "rasa.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *command, "--endpoints", str(endpoints(folder, free_port()))],
            cwd=ROOT,
            env={**os.environ, **QUIET, "LUPUS_BOT_SECRET": SECRET, "LUPUS_BOT_DATABASE": address},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    yield process, folder / "rasa.log"
    process.kill()
    process.wait(20)


def test_a_kill_in_the_middle_of_turns_loses_and_doubles_nothing(rasa, hopeless):
    dice = random.Random(7)
    talks = [Talk(rasa) for _ in range(3)]
    for _ in range(ROUNDS):
        threads = [threading.Thread(target=talk.go_on) for talk in talks]
        for thread in threads:
            thread.start()
        time.sleep(dice.uniform(0.5, 2))
        rasa.kill()
        for thread in threads:
            thread.join()
        rasa.start()
        for talk in talks:
            assert talk.kept()[: len(talk.answered)] == talk.answered
            talk.ask_again()
            assert (talk.refused, talk.open) == ([], None) and talk.kept() == talk.answered
    assert min(len(talk.answered) for talk in talks) > ROUNDS


@pytest.mark.model
def test_a_server_without_a_database_says_so_and_ends(hopeless):
    process, log = hopeless
    assert process.wait(120) == 1
    said = log.read_text()
    assert "Waiting for the database lupus on 127.0.0.1" in said
    assert "CannotKeep: The database lupus on 127.0.0.1 does not answer" in said and "LUPUS_BOT_DATABASE" in said
    assert "geheim" not in said
