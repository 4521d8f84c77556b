"""No word of a person's in any log, at any level, whatever library writes it.

Rasa, rasa-sdk and Sanic put messages, whole conversations and exceptions that quote them into their logs. Searching those
for what somebody wrote would always miss some form of it. So every record of a library is written anew, when it is made,
from what cannot hold it: the source code of the logging call. `logger.error(f"Failed on {text}.")` is logged as just that,
with its braces. Of an exception its kind and where it passed are kept, not its message. Our own modules log no words.
"""

import ast
import logging
import sys
import threading
import warnings
from functools import lru_cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, TextIO

OURS = ("bot.", "actions.")  # beginnings of our loggers' names
_LOGGING = frozenset(["debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log"])
_PASSED_THROUGH = (f"{Path(logging.__file__).parent}/", "/structlog/", __file__)
_plain_record = logging.LogRecord


def keep_clean() -> None:
    """From now on, in this process. Harmless to repeat."""
    logging.setLogRecordFactory(_record)
    warnings.showwarning = _show_warning
    sys.excepthook = lambda _kind, error, _trace_back: _print(error)
    threading.excepthook = lambda failure: _print(failure.exc_value)
    sys.unraisablehook = lambda failure: _print(failure.exc_value)


def _record(
    name: str,
    level: int,
    path: str,
    line: int,
    message: Any,
    arguments: Any,
    exc_info: Any,
    function: str | None = None,
    _stack: str | None = None,
) -> logging.LogRecord:
    if name and not f"{name}.".startswith(OURS):  # without a name it is a copy of a record made before
        caller = _caller() if "/structlog/" in path else None
        if caller is not None:
            path, line, function = caller.f_code.co_filename, caller.f_lineno, caller.f_code.co_name
        message, arguments = _written(path, line), ()
    record = _plain_record(name, level, path, line, message, arguments, None, function, None)
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    if error is not None:
        record.exc_text = _trace(error)
    return record


def _caller() -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and any(part in frame.f_code.co_filename for part in _PASSED_THROUGH):
        frame = frame.f_back
    return frame


def _written(path: str, line: int) -> str:
    """The message of the logging call at `line` of the file at `path`, as its author wrote it."""
    around = [call for call in _calls(path) if call.lineno <= line <= (call.end_lineno or call.lineno)]
    if not around:
        return f"(a message of {Path(path).name}:{line})"
    call = min(around, key=lambda call: (call.end_lineno or call.lineno) - call.lineno)
    first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg in ("msg", "event")), None)
    return "" if first is None else _shown(first)


@lru_cache(maxsize=256)
def _calls(path: str) -> tuple[ast.Call, ...]:
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return ()
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return tuple(call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in _LOGGING)


def _shown(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_shown(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return f"{{{ast.unparse(node.value)}}}"
    return f"{{{ast.unparse(node)}}}"


def _trace(error: BaseException) -> str:
    """The kinds of `error` and of what caused it, and the lines of code they passed, without their messages."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)  # type: ignore[assignment]
    return "\n".join(line for link in reversed(chain) for line in [_kind(link), *_places(link.__traceback__)])


def _kind(error: BaseException) -> str:
    """Its name, and what else cannot hold a person's words."""
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__} at {error.filename}:{error.lineno}"
    return f"{type(error).__name__} of {error.name}" if isinstance(error, ImportError) else type(error).__name__


def _print(error: BaseException | None) -> None:
    if error is not None:
        print(_trace(error), file=sys.stderr)


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return places


def _show_warning(
    message: Warning | str,  # may quote what somebody wrote
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    print(f"{filename}:{lineno}: {category.__name__}", file=file or sys.stderr)
