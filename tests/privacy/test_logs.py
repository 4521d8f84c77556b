"""Whatever a library puts into its log, a person's words do not come out of it."""

import io
import logging
import subprocess
import sys
import warnings

import pytest
import structlog

from bot.privacy import logs
from tests.servers import ROOT

WORD = "zanzibarquux"
LIBRARY = logging.getLogger("library.of.somebody")
OURS = logging.getLogger("bot.of.ours")
STRUCTURED = structlog.wrap_logger(LIBRARY, processors=[structlog.processors.JSONRenderer()])


@pytest.fixture
def log():
    """What is written while logs are kept clean."""
    factory, shown = logging.getLogRecordFactory(), warnings.showwarning
    logs.keep_clean()
    written, handler = io.StringIO(), None
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    for logger in (LIBRARY, OURS):
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield written
    for logger in (LIBRARY, OURS):
        logger.removeHandler(handler)
    logging.setLogRecordFactory(factory)
    warnings.showwarning = shown


class Quotes:
    def __repr__(self):
        return WORD

    def refuse(self):
        raise ValueError(f"cannot read {WORD}")


@pytest.mark.parametrize(
    "write, written",
    [
        (lambda: LIBRARY.error(f"could not read {WORD}."), "could not read {WORD}."),
        (lambda: LIBRARY.error("could not read %s.", WORD), "could not read %s."),
        (lambda: LIBRARY.error("could not read %(text)s.", {"text": WORD}), "could not read %(text)s."),
        (lambda: LIBRARY.error("could not read " + WORD), "{'could not read ' + WORD}"),
        (lambda: LIBRARY.error("could not read {}".format(WORD)), "{'could not read {}'.format(WORD)}"),  # noqa: UP032
        (lambda: LIBRARY.error(WORD), "{WORD}"),
        (lambda: LIBRARY.error(Quotes()), "{Quotes()}"),
        (lambda: LIBRARY.error({"text": WORD}), "{{'text': WORD}}"),
        (lambda: LIBRARY.error(msg=f"could not read {WORD}."), "could not read {WORD}."),
        (lambda: LIBRARY.log(logging.ERROR, f"could not read {WORD}."), "ERROR"),
        (lambda: getattr(LIBRARY, "error")(WORD), "a message of test_logs.py"),  # noqa: B009
        (lambda: STRUCTURED.error("could.not.read", text=WORD, event_info=f"not {WORD}"), "could.not.read"),
        (lambda: STRUCTURED.bind(text=WORD).error(f"could not read {WORD}"), "could not read {WORD}"),
        (lambda: LIBRARY.debug(f"read {WORD}", stack_info=True), "read {WORD}"),
        (
            lambda: LIBRARY.error(
                f"could not read {WORD}"
                f" of {len(WORD)} letters",
            ),
            "could not read {WORD} of {len(WORD)} letters",
        ),
    ],
)  # fmt: skip
def test_a_librarys_message_is_as_its_author_wrote_it(log, write, written):
    write()
    assert written in log.getvalue() and "library.of.somebody" in log.getvalue()
    assert WORD not in log.getvalue().lower()


def chained():
    try:
        Quotes().refuse()
    except ValueError as error:
        raise RuntimeError(f"gave up on {WORD}") from error


def in_a_handler():
    try:
        Quotes().refuse()
    except ValueError:
        {}[WORD]


@pytest.mark.parametrize("fail, kinds", [(chained, "ValueError RuntimeError"), (in_a_handler, "ValueError KeyError")])
@pytest.mark.parametrize("logger", [LIBRARY, OURS], ids=["library", "ours"])
@pytest.mark.parametrize("given", [True, "error", "details"])
def test_of_an_exception_its_kind_and_its_way_remain(log, logger, fail, kinds, given):
    try:
        fail()
    except Exception as error:
        details = {"error": error, "details": sys.exc_info()}.get(given, True)
        logger.error("a turn failed", exc_info=details)
    assert "a turn failed" in log.getvalue() and f"in {fail.__name__}" in log.getvalue() and "in refuse" in log.getvalue()
    assert all(kind in log.getvalue() for kind in kinds.split())
    assert WORD not in log.getvalue()


def test_an_exception_that_causes_itself_is_no_trap(log):
    error = ValueError(WORD)
    error.__cause__ = error
    OURS.error("failed", exc_info=error)
    assert "ValueError" in log.getvalue()


def test_our_own_messages_are_logged_as_they_are(log):
    OURS.warning("%s failed with %s", "action_answer", "KeyError")
    assert log.getvalue() == "WARNING bot.of.ours action_answer failed with KeyError\n"


def test_no_exception_info_is_none(log):
    OURS.error("failed", exc_info=None)
    LIBRARY.error("failed", exc_info=True)
    assert log.getvalue() == "ERROR bot.of.ours failed\nERROR library.of.somebody failed\n"


def test_a_warning_is_shown_without_its_message(log, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logs.keep_clean()
        warnings.warn(f"odd: {WORD}", UserWarning, stacklevel=1)
    shown = capsys.readouterr().err
    assert "UserWarning" in shown and "test_logs.py" in shown and WORD not in shown


def test_records_can_be_made_of_what_is_not_logged_here(log):
    """As the handlers of queues and sockets, and formatters of structlog, do."""
    record = logging.makeLogRecord({"name": "elsewhere", "msg": "hello", "levelno": logging.INFO})
    assert record.getMessage() == "hello"


@pytest.mark.parametrize("run", ["refuse()", "threading.Thread(target=refuse).start()", "Leaves()"])
def test_an_exception_that_python_itself_prints(run):
    program = f"""
import threading
from bot.privacy import logs

def refuse(*_arguments):
    raise ValueError("cannot read {WORD}")

class Leaves:
    __del__ = refuse

logs.keep_clean()
{run}
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT).stderr
    assert "ValueError" in said and "refuse" in said
    assert WORD not in said
