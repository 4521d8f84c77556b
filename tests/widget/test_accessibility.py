"""As far as a machine can tell that everybody can use it: axe in each state, the keyboard alone, small screens, the order
in which a screen reader meets things."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.widget.chat import FOLDS

AXE = Path(__file__).parents[2] / "widget/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STROKE = "one side of her face has dropped and she cannot lift that arm"


def notice(chat):
    expect(chat.button("I understand. Start")).to_be_visible()


def starters(chat):
    chat.agree()


def waiting(chat):
    chat.agree()
    chat.page.route("**/messages", lambda route: None)
    chat.type("What is lupus?")


def answer(chat):
    chat.agree().ask("Is there a cure for lupus?")


def unfolded(chat):
    answer(chat)
    for name in FOLDS:
        chat.button(name).click()


def choices(chat):
    chat.agree().ask("what are the side effects")


def emergency(chat):
    chat.agree().ask(STROKE)


def reason(chat):
    answer(chat)
    chat.button(re.compile("^No$")).click()
    expect(chat.page.get_by_label("What was missing")).to_be_visible()


def options(chat):
    answer(chat)
    chat.button("Options").click()


def help_now(chat):
    answer(chat)
    chat.button("Help now").click()


def delete(chat):
    options(chat)
    chat.button("Delete my conversation").click()


def offline(chat):
    answer(chat)
    chat.page.context.set_offline(True)
    chat.type("What is lupus?")
    expect(chat.button("Try now")).to_be_visible()


def too_long(chat):
    chat.agree().type("lupus " * 1000)


def unreachable(chat):
    chat.page.route("**/webhooks/**", lambda route: route.abort())
    chat.page.reload()
    expect(chat.status).to_contain_text("cannot be reached")


def visit_sheet(chat):
    answer(chat)
    chat.button("Options").click()
    chat.button("My visit sheet").click()
    expect(chat.page.get_by_role("dialog", name="My visit sheet")).to_be_visible()


STATES = [
    notice,
    starters,
    waiting,
    answer,
    unfolded,
    choices,
    emergency,
    reason,
    options,
    help_now,
    delete,
    offline,
    too_long,
]
STATES += [unreachable, visit_sheet]


def violations(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated by the debugger: the page's policy stays as it is
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert found["passes"], "axe looked at nothing"
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]]


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(open_chat, state, scheme):
    chat = open_chat(color_scheme=scheme).visit()
    state(chat)
    assert violations(chat.page) == []


@pytest.mark.node
def test_axe_would_find_something(open_chat):
    chat = open_chat().visit().agree()
    chat.page.evaluate("document.querySelector('lupus-chat').shadowRoot.querySelector('label').remove()")
    assert "label" in [rule for rule, _ in violations(chat.page)]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize(
    "settings", [{"viewport": {"width": 320, "height": 560}}, {"viewport": {"width": 640, "height": 360}}]
)
def test_small_screens_and_large_text_cut_nothing_off(open_chat, state, settings):
    """320 px is 1,280 px at 400 %; 640 by 360 is 1,280 by 720 at 200 %."""
    chat = open_chat(**settings)
    chat.page.add_init_script("localStorage.setItem('lupus-chat-text-size', '130')")
    chat.visit()
    state(chat)
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    spilt = chat.page.evaluate(
        """() => [...document.querySelector('lupus-chat').shadowRoot.querySelectorAll('*')]
             .filter(e => e.checkVisibility() && !e.closest('.hidden') && !e.matches('dialog'))
             .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
             .filter(([, box]) => box.width && (box.left < -1 || box.right > innerWidth + 1))
             .map(([name]) => name)"""
    )
    assert spilt == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_everything_to_press_is_large_enough(open_chat, state):
    chat = open_chat(viewport={"width": 400, "height": 800}).visit()
    state(chat)
    small = chat.page.evaluate(
        """() => [...document.querySelector('lupus-chat').shadowRoot.querySelectorAll('button, textarea, .numbers a')]
             .filter(e => e.checkVisibility())
             .map(e => [e.innerText, e.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


def focused(page):
    """Name of what has the focus, through shadow roots."""
    return page.evaluate(
        """() => { let at = document.activeElement;
                   while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                   return at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.tagName }"""
    ).strip()


def tab_to(page, name, most=60):
    for _ in range(most):
        if re.search(name, focused(page)):
            assert page.evaluate(
                "getComputedStyle(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).outlineStyle"
            )
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {name}")


def test_every_function_by_keyboard_alone(open_chat):
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"]).visit()
    page, press = chat.page, chat.page.keyboard.press

    def use(name):
        tab_to(page, name)
        press("Enter")

    expect(chat.button("I understand. Start")).to_be_visible()
    use("^I understand")
    use("^What is lupus")
    expect(chat.log.get_by_text("About: What is lupus?")).to_be_visible(timeout=15_000)
    unfolded = [
        "In simpler words:",
        "A question for your clinician:",
        "In the US, about 90 of 100",
        "Strength of the evidence:",
    ]
    for name, seen in zip(FOLDS, unfolded, strict=True):
        use(f"^{name}")
        expect(chat.log.get_by_text(seen)).to_be_visible()
    use("^Copy$")
    expect(chat.status).to_have_text("Copied.")
    use("^Yes$")
    expect(chat.button("Yes")).to_have_attribute("aria-pressed", "true")
    use("^Report a wrong answer")
    page.keyboard.type("Old numbers.")
    use("^Send this")
    expect(chat.page.get_by_label("What is wrong")).to_have_count(0)
    assert focused(page) == "Report a wrong answer"
    tab_to(page, "^Your question")
    page.keyboard.type("what are the side effects")
    press("Enter")
    expect(chat.log.locator(".choices button").first).to_be_visible(timeout=15_000)
    page.keyboard.press("Shift+Tab")
    for _ in range(30):
        if "ide effects" in focused(page):
            break
        page.keyboard.press("Shift+Tab")
    press("Enter")
    expect(chat.log.locator(".turn")).to_have_count(3)
    page.evaluate("document.activeElement.blur()")
    use("^Help now")
    expect(chat.page.get_by_role("dialog", name="Help now")).to_be_visible()
    press("Escape")
    assert focused(page) == "Help now"
    for deed, title in [("^My visit sheet", "My visit sheet"), ("^Start over", "Start over"), ("^Delete my", "Delete this")]:
        use("^Options")
        use(deed)
        expect(chat.page.get_by_role("dialog", name=re.compile(title))).to_be_visible()
        press("Escape")
        assert focused(page) == "Options"
    use("^Options")
    use("^Larger text")
    assert page.evaluate("localStorage.getItem('lupus-chat-text-size')") == "115"
    press("Escape")
    assert focused(page) == "Options"
    assert chat.button("Options").get_attribute("aria-expanded") == "false"


def test_a_screen_reader_meets_the_transcript_in_order(chat):
    chat.ask("Is there a cure for lupus?").ask(STROKE)
    tree = chat.log.aria_snapshot()
    order = [
        r'- heading "You \d',
        r"- paragraph: Is there a cure for lupus\?",
        r'- heading "Assistant \d',
        r'- paragraph: "?About: Is there a cure',
        r"- paragraph: There is no cure for lupus yet",
        r'- button "Simpler words"',
        r'- button "Tell me more"',
        r'- button "The numbers"',
        r'- button "Sources, and how sure"',
        r"- paragraph: What to do",
        r'- paragraph: "For everything else: Talk this over with your lupus care team',
        r'- heading "People also ask"',
        r'- button "Yes"',
        r'- heading "You \d',
        r"- paragraph: one side of her face",
        r'- heading "Assistant \d',
        r"- paragraph: Get help now",
        r"- paragraph: Whom to call",
        r'- link "911"',
    ]
    at = 0
    for pattern in order:
        found = re.compile(pattern).search(tree, at)
        assert found, f"{pattern} is missing, or out of order, in\n{tree}"
        at = found.end()


def test_new_turns_are_announced_and_old_ones_are_not(chat):
    """Live regions: what is added to the log is read; a restored conversation is not read out again."""
    assert chat.log.get_attribute("aria-live") is None
    chat.ask("What is lupus?")
    chat.page.add_init_script(
        """addEventListener('DOMContentLoaded', () => {
             const log = document.querySelector('lupus-chat').shadowRoot.querySelector('[role=log]');
             const seen = changes => { if (changes.some(c => c.addedNodes.length)) window.live ??= log.ariaLive ?? 'on' }
             new MutationObserver(seen)
               .observe(log, {childList: true}) })"""
    )
    chat.page.reload()
    expect(chat.log.locator(".said")).to_have_count(1)
    assert chat.page.evaluate("window.live") == "off"
    chat.page.wait_for_timeout(100)
    assert chat.log.get_attribute("aria-live") is None


def test_typing_keeps_the_focus_where_it_is(chat):
    chat.ask("What is lupus?")
    expect(chat.field).to_be_focused()


def test_motion_stops_for_whoever_asks(open_chat):
    for setting, moves in [("reduce", "none"), ("no-preference", "breathe")]:
        chat = open_chat(reduced_motion=setting).visit()
        waiting(chat)
        assert chat.log.locator(".typing span").first.evaluate("e => getComputedStyle(e).animationName") == moves


def test_forced_colours_keep_the_borders(open_chat):
    chat = open_chat(forced_colors="active").visit()
    emergency(chat)
    for part in [".said", ".card.alarm", ".pinned", "textarea"]:
        style = chat.page.locator(f"lupus-chat {part}").first.evaluate("e => getComputedStyle(e).borderTopStyle")
        assert style == "solid", part


def test_the_text_size_is_remembered(chat):
    size = chat.field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    chat.button("Options").click()
    for _ in range(9):
        chat.button("Larger text").click()
    assert chat.field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == pytest.approx(2 * size)
    chat.page.reload()
    assert chat.field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == pytest.approx(2 * size)
