"""Real processes for tests: a Rasa server and an action server that can be told to misbehave."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
SECRET = "only-for-tests-only-for-tests-only-for-tests"
RUBBISH = {
    "no json": b"<html>It works!</html>",
    "wrong shape": b'{"events": "many", "responses": 5}',
    "words of its own": b'{"events": [], "responses": [{"text": "Stem cells cure lupus."}]}',
    "a name we do not have": b'{"events": [], "responses": [{"response": "utter_miracle"}]}',
    "nothing": b'{"events": [], "responses": []}',
    "an answer and no route": b'{"events": [], "responses": [{"response": "utter_what_is_lupus"}]}',
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Actions(ThreadingHTTPServer):
    """The real actions behind HTTP; `mode` makes them hang, raise or answer rubbish."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        from bot.cli.local import LocalActions  # loads TensorFlow, which most users of this module do not need

        self.mode = "well"
        self.local = LocalActions()
        super().__init__(("127.0.0.1", port), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def kill(self) -> None:
        self.shutdown()
        self.server_close()

    def revive(self) -> None:
        """Listen again where it listened before `kill`."""
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.server_bind()
        self.server_activate()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        mode, status = self.server.mode, 200
        if mode == "hangs":
            time.sleep(12)
        answer = RUBBISH.get(mode) or b"{}"
        if mode == "raises":
            status = 500
        if mode in ("well", "hangs"):
            answer = json.dumps(asyncio.run(self.server.local.request(json=body))).encode()
        try:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except OSError:
            pass  # Rasa gave up waiting

    def log_message(self, *_args: object) -> None:
        pass


def checkout(folder: Path, **own: str) -> Path:
    """A project of the test's own in `folder`: its data is a copy, to be changed, and all else is ours. `own` are the files
    of whoever runs it (clinic="phone: ...")."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "data", folder / "data", ignore=lambda _place, _names: ["own"])
    (folder / "data/own").mkdir()
    for name, content in own.items():
        (folder / "data/own" / f"{name}.yml").write_text(content, encoding="utf-8")
    for name in ("bot", "actions", "tests", "models", "config.yml", "domain.yml", "credentials.yml", "requirements.txt"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def endpoints(folder: Path, action_port: int) -> Path:
    """An endpoints file for a server of the test's own."""
    file = folder / "endpoints.yml"
    file.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/webhook\n  enable_selective_domain: true\n"
        "tracker_store:\n  type: bot.store.tracker_store.ConversationStore\n",
        encoding="utf-8",
    )
    return file


class Rasa:
    """`rasa run` on a port of its own, with a database of its own unless given the address of one. `options` are those of
    the command, `settings` more variables of its environment, `project` the folder it is started in."""

    def __init__(
        self,
        folder: Path,
        action_port: int,
        database: str = "",
        options: tuple[str, ...] = (),
        settings: dict[str, str] | None = None,
        project: Path = ROOT,
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.database = database or f"sqlite:///{folder}/conversations.db"
        self._endpoints = endpoints(folder, action_port)
        self._options, self._settings, self._project = options, settings or {}, project
        self.start()

    def start(self) -> None:
        self.log = self.folder / "rasa.log"
        command = ["-m", "rasa", "run", "--port", str(self.port), "--interface", "127.0.0.1"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--endpoints", str(self._endpoints), *self._options],
                cwd=self._project,
                env={
                    **os.environ,
                    **QUIET,
                    "LUPUS_BOT_SECRET": SECRET,
                    "LUPUS_BOT_DATABASE": self.database,
                    **self._settings,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if self.call("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.5)
        raise AssertionError(self.log.read_text()[-3000:])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        """As a power cut would: SIGKILL, nothing is tidied up."""
        self.process.kill()
        self.process.wait(20)

    def call(self, method, path, body=None, token=None, headers=None, timeout=20):
        """Status, decoded body (JSON or text), headers."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            request.add_header(name, value)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                status, content, received = response.status, response.read(), response.headers
        except urllib.error.HTTPError as error:
            status, content, received = error.code, error.read(), error.headers
        try:
            return status, json.loads(content), received
        except ValueError:
            return status, content.decode(), received

    def begin(self, region: str = "") -> str:
        return self.call("POST", "/webhooks/web/conversations", {"region": region})[1]["token"]

    def send(self, token, text=None, button=None, message_id=None):
        """Status and answer to one message."""
        body = {"message_id": message_id or os.urandom(8).hex(), **({"button": button} if button else {"text": text})}
        return self.call("POST", "/webhooks/web/messages", body, token)[:2]

    def say(self, token, text=None, button=None, message_id=None):
        """The replies to one message, which must be answered and kept."""
        status, answer = self.send(token, text, button, message_id)
        assert status == 200 and answer["kept"], answer
        return answer["replies"]

    def history(self, token):
        status, answer, _ = self.call("GET", "/webhooks/web/messages", token=token)
        assert status == 200, answer
        return answer["messages"]


class Postgres:
    """A PostgreSQL server of the test's own, from Debian's packages."""

    def __init__(self, folder: Path) -> None:
        elsewhere = [Path(program).parent for program in [shutil.which("initdb")] if program]
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or elsewhere  # Debian keeps them off the path
        assert found, "PostgreSQL is not installed: apt-get install postgresql"
        self._programs, self._data, self.port = found[-1], folder / "data", free_port()
        self._log = folder / "postgres.log"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", str(self._data), "-U", "bot", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.url = f"postgresql://bot@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self._data} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._log), "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        user: list[str] = []
        if os.getuid() == 0:
            user = ["runuser", "-u", "postgres", "--"]
            for parent in [*self._data.parents][:-2]:  # pytest closes its folders to others whenever one starts
                parent.chmod(parent.stat().st_mode | 0o011)
        command = [*user, str(self._programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=60)
