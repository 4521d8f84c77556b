import re

import pytest

from tests.servers import ROOT, Rasa

SITE = "https://www.example.org"


@pytest.fixture(scope="package")
def fronted(tmp_path_factory, actions_server):
    """A Rasa server that lists SITE, behind a proxy that names its clients, and started in the most open way there is."""
    folder = tmp_path_factory.mktemp("fronted")
    credentials, written = folder / "credentials.yml", (ROOT / "credentials.yml").read_text(encoding="utf-8")
    credentials.write_text(re.sub(r"(?m)^  origins:.*$", f'  origins: ["{SITE}"]', written), encoding="utf-8")
    options = ("--credentials", str(credentials), "--cors", "*")
    server = Rasa(folder, actions_server.server_address[1], options=options, settings={"SANIC_PROXIES_COUNT": "1"})
    yield server
    server.stop()
