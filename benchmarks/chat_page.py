"""How soon the chat can be used, and how soon a reply that has arrived is on the screen: <lupus-chat> beside deep-chat,
the most active of the chat elements one could have taken, in the same browser, in turns.

Needs the running assistant (`make run`), Chromium, and npm, which fetches deep-chat into a folder of its own.
"""

import functools
import gzip
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ASSISTANT = "http://localhost:5005"
RIVAL = "deep-chat@2.4.2"
RUNS = 9
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

# Both pages: when what a person needs first is there (ms since navigation), and the time from a reply to its paint (ms).
WATCH = """
window.painted = find => new Promise(done => {
  const look = () => requestAnimationFrame(find() ? () => done(performance.now()) : look);
  look();
});
addEventListener('DOMContentLoaded', async () => { window.usable = await painted(() => FIRST) });
"""
USABLE = "async () => { while (!window.usable) await new Promise(done => setTimeout(done, 10)); return usable }"
OURS = "document.querySelector('lupus-chat')?.shadowRoot.querySelector('.notice button')"
THEIRS = "document.querySelector('deep-chat')?.shadowRoot?.querySelector('#text-input')"
RIVAL_PAGE = """<!doctype html><html lang="en"><title>Rival</title><link rel="icon" href="data:,"><script type="module">
import '/deepChat.bundle.js';
const chat = document.createElement('deep-chat'), text = 'There is no cure for lupus yet. '.repeat(30);
chat.connect = {handler: (body, signals) => { window.arrived = performance.now(); signals.onResponse({text}) }};
document.body.append(chat);
</script></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_args: object) -> None:
        """Nothing."""


def ours(browser: Browser) -> tuple[float, float]:
    """Usable after, painted after."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH.replace("FIRST", OURS))
    page.goto(f"{ASSISTANT}/chat")
    usable = page.evaluate(USABLE)
    page.get_by_role("button", name="I understand. Start").click()
    page.get_by_label("Your question").fill("Is there a cure for lupus?")
    card = "document.querySelector('lupus-chat').shadowRoot.querySelector('.reply .card')"
    page.evaluate(f"() => {{ window.shown = painted(() => {card}) }}")
    page.keyboard.press("Enter")
    painted = page.evaluate(
        "async () => { const at = await window.shown; await new Promise(done => setTimeout(done, 100));"
        "return at - performance.getEntriesByType('resource').filter(e => e.name.endsWith('/messages')).at(-1).responseEnd }"
    )
    page.context.close()
    return usable, painted


def theirs(browser: Browser, address: str) -> tuple[float, float]:
    """The same of the rival; its reply is made in the page, so that only its own work is timed."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH.replace("FIRST", THEIRS))
    page.goto(address)
    usable = page.evaluate(USABLE)
    reply = "[...document.querySelector('deep-chat').shadowRoot.querySelectorAll('.ai-message-text')].length"
    page.evaluate(f"() => {{ window.shown = painted(() => {reply}) }}")
    page.locator("deep-chat #text-input").fill("Is there a cure for lupus?")
    page.keyboard.press("Enter")
    painted = page.evaluate("async () => await window.shown - window.arrived")
    page.context.close()
    return usable, painted


def main() -> int:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        subprocess.run(
            ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", scratch, RIVAL], check=True
        )
        folder = Path(scratch) / "node_modules/deep-chat/dist"
        (folder / "index.html").write_text(RIVAL_PAGE, encoding="utf-8")
        handler = functools.partial(Quiet, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        mine, rivals = [], []
        for run in range(RUNS):
            print(f"\rrun {run + 1} of {RUNS} ", end="", file=sys.stderr, flush=True)
            mine.append(ours(browser))
            rivals.append(theirs(browser, f"http://127.0.0.1:{server.server_address[1]}/"))
        browser.close()
        server.shutdown()
        sizes = [len(gzip.compress(file.read_bytes(), 9)) / 1024 for file in (bundle(), folder / "deepChat.bundle.js")]
    print(f"\n{'':24}{'lupus-chat':>12}{'deep-chat':>12}{'ratio':>8}")
    for at, name in enumerate(("usable after, ms", "reply painted after, ms")):
        own, other = (statistics.median(run[at] for run in runs) for runs in (mine, rivals))
        print(f"{name:24}{own:12.0f}{other:12.0f}{own / other:8.2f}")
    print(f"{'script, kB gzipped':24}{sizes[0]:12.1f}{sizes[1]:12.1f}{sizes[0] / sizes[1]:8.2f}")
    return 0


def bundle() -> Path:
    """The script that sites embed."""
    return Path(__file__).parents[1] / "bot/channels/web/page/lupus-chat.js"


if __name__ == "__main__":
    sys.exit(main())
