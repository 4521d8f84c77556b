import pytest

from tests.servers import Rasa, checkout

SITE = "https://www.example.org"


@pytest.fixture(scope="package")
def fronted(tmp_path_factory, actions_server):
    """A Rasa server that lists SITE, behind a proxy that names its clients, and started in the most open way there is."""
    project = checkout(tmp_path_factory.mktemp("project"), clinic=f"origins: [{SITE}]\n")
    folder, settings = tmp_path_factory.mktemp("fronted"), {"SANIC_PROXIES_COUNT": "1"}
    port = actions_server.server_address[1]
    server = Rasa(folder, port, options=("--cors", "*"), settings=settings, project=project)
    yield server
    server.stop()
