"""Whose pages may speak to the web channel, on a real Rasa server, over HTTP."""

import subprocess
import sys

import pytest
import yaml

from bot.channels.web.origins import Origins
from bot.content import places
from bot.content.curated import PageError
from tests.channels.conftest import SITE
from tests.servers import QUIET, ROOT, SECRET, checkout, endpoints, free_port

WEB = "/webhooks/web"
DOORS = [
    ("POST", "/conversations"),
    ("DELETE", "/conversations"),
    ("POST", "/messages"),
    ("GET", "/messages"),
    ("POST", "/feedback"),
    ("GET", "/help"),
    ("OPTIONS", "/messages"),
    ("GET", "/nowhere"),
]


def cors(headers):
    return {name.lower(): value for name, value in headers.items() if name.lower().startswith("access-control-")}


def own(server):
    return f"http://127.0.0.1:{server.port}"


def test_a_listed_site_may_hold_a_conversation(fronted):
    status, body, headers = fronted.call("POST", f"{WEB}/conversations", headers={"Origin": SITE})
    assert status == 200
    assert cors(headers) == {"access-control-allow-origin": SITE, "access-control-expose-headers": "Retry-After"}
    assert headers["vary"] == "Origin"
    message = {"message_id": "aaaaaaaa", "text": "What is lupus?"}
    status, answer, headers = fronted.call("POST", f"{WEB}/messages", message, body["token"], {"Origin": SITE})
    assert status == 200 and answer["kept"] and headers["access-control-allow-origin"] == SITE


@pytest.mark.parametrize(
    "method, path, body, status",
    [
        ("GET", "/messages", None, 401),
        ("POST", "/conversations", b"no", 400),
        ("POST", "/conversations", b"x" * 100_000, 413),
        ("GET", "/nowhere", None, 404),
        ("PUT", "/messages", b"{}", 405),
    ],
)
def test_a_listed_site_can_read_what_went_wrong(fronted, method, path, body, status):
    found, _, headers = fronted.call(method, WEB + path, body, headers={"Origin": SITE})
    assert found == status
    assert headers["access-control-allow-origin"] == SITE and headers["vary"] == "Origin"


@pytest.mark.parametrize("path", ["/conversations", "/messages", "/feedback", "/help"])
def test_a_browser_may_ask_first(fronted, path):
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    status, body, headers = fronted.call("OPTIONS", WEB + path, headers=asked)
    assert (status, body) == (204, "")
    assert cors(headers) == {
        "access-control-allow-origin": SITE,
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
        "access-control-expose-headers": "Retry-After",
    }


@pytest.mark.parametrize("method, path", DOORS)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"{SITE}.evil.example", SITE.replace("https", "http"), f"{SITE}:8443", ""]
)
def test_no_other_site_gets_anything(fronted, method, path, origin):
    status, body, headers = fronted.call(method, WEB + path, headers={"Origin": origin})
    assert status == 403 and body["error"]
    assert cors(headers) == {}


def test_nothing_is_done_for_another_site(fronted):
    token = fronted.begin()
    fronted.say(token, "What is lupus?", message_id="aaaaaaaa")
    evil = {"Origin": "https://evil.example"}
    for method, path, body in (
        ("POST", "/messages", {"message_id": "bbbbbbbb", "text": "delete my conversation"}),
        ("POST", "/feedback", {"message_id": "aaaaaaaa", "verdict": "up"}),
        ("DELETE", "/conversations", None),
    ):
        assert fronted.call(method, WEB + path, body, token, evil)[0] == 403
    assert [turn["message_id"] for turn in fronted.history(token)] == ["aaaaaaaa"]


def test_the_log_names_whom_it_refused(fronted):
    fronted.call("GET", f"{WEB}/help", headers={"Origin": "https://new-site.example:8443"})
    fronted.call("GET", f"{WEB}/help", headers={"Origin": "https://<b>\x1b[31mred" + "x" * 500})
    log = fronted.log.read_text(encoding="utf-8")
    assert "origin https://new-site.example:8443," in log
    assert "origin https://?b??[31mredxx" in log and "\x1b" not in log.partition("https://?b?")[2]
    assert "x" * 78 in log and "x" * 100 not in log


def test_nobody_fills_the_log_with_origins():
    allowed = Origins([])
    headers = [{"origin": f"https://{number}.example"} for number in range(500)]
    named = [allowed.name_once(one) for one in headers + headers]
    assert named[:3] == ["https://0.example", "https://1.example", "https://2.example"]
    assert sum(map(bool, named)) == 100


def test_without_a_list_our_own_page_alone_may(rasa):
    for origin, status in ((own(rasa), 200), (SITE, 403), ("http://localhost", 403), (own(rasa) + "0", 403)):
        found, _, headers = rasa.call("POST", f"{WEB}/conversations", headers={"Origin": origin})
        assert found == status and cors(headers) == {}
    assert rasa.call("POST", f"{WEB}/conversations")[0] == 200  # not from a page


def test_our_own_page_behind_a_proxy_that_changes_the_host(fronted):
    ours = {"Origin": "https://chat.example.net", "Sec-Fetch-Site": "same-origin"}
    status, _, headers = fronted.call("POST", f"{WEB}/conversations", headers=ours)
    assert status == 200 and cors(headers) == {}
    for site in ("same-site", "cross-site", "none"):
        assert fronted.call("POST", f"{WEB}/conversations", headers={**ours, "Sec-Fetch-Site": site})[0] == 403


def test_our_own_page_behind_a_proxy_that_passes_the_host(fronted):
    for origin, host, status in (
        ("https://chat.example.net", "chat.example.net", 200),
        ("https://chat.example.net", "chat.example.net:8080", 403),
        ("https://chat.example.net", "", 403),
        ("null", "", 403),
    ):
        assert fronted.call("POST", f"{WEB}/conversations", headers={"Origin": origin, "Host": host})[0] == status


@pytest.mark.parametrize("path", ["/chat/lupus-chat.js", "/readyz"])
def test_other_paths_are_for_everybody(fronted, path):
    assert fronted.call("GET", path, headers={"Origin": "https://evil.example"})[0] == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.example.org",
        "https://www.example.org:8443",
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://xn--bcher-kva.my_site.example",
        "https://example.org:80",
    ],
)
def test_an_origin_as_browsers_name_it(origin):
    assert Origins([origin]).allow({"origin": origin, "host": "chat.example.net"})


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.example.org/",
        "https://www.example.org/chat",
        "www.example.org",
        "HTTPS://www.example.org",
        "https://Example.org",
        "https://example.org:443",
        "http://example.org:80",
        "https://*.example.org",
        "https://a b",
        "https://",
        "*",
        "null",
        "",
        None,
        5,
        ["https://www.example.org"],
    ],
)
def test_what_no_browser_sends_is_no_origin(tmp_path, origin):
    listed = yaml.safe_dump({"origins": ["https://www.example.org", origin]})
    (tmp_path / "clinic.yml").write_text(listed, encoding="utf-8")
    with pytest.raises(PageError, match=r"clinic\.yml:1: .* under 'origins' is no origin; write "):
        places.read(ROOT / places.REGIONS, tmp_path / "clinic.yml")


@pytest.mark.model
def test_a_wrong_origin_stops_the_server(tmp_path):
    project = checkout(tmp_path / "project", clinic="origins: [https://www.example.org/]\n")
    command = ["-m", "rasa", "run", "--port", str(free_port())]
    run = subprocess.run(
        [sys.executable, *command, "--endpoints", str(endpoints(tmp_path, free_port()))],
        cwd=project,
        env={**QUIET, "LUPUS_BOT_SECRET": SECRET, "LUPUS_BOT_DATABASE": f"sqlite:///{tmp_path}/c.db"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = run.stdout + run.stderr
    assert run.returncode == 1 and "Traceback" not in said
    assert "clinic.yml:1: 'https://www.example.org/' under 'origins' is no origin; write scheme and host" in said
