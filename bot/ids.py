"""The grammar of ids (docs/editing.md): how they are put together and taken apart, and what Rasa calls them.

An answer is `sun_protection`, an aspect of a treatment `belimumab.cost`, a situation `emergency.chest_pain_breathless`.
Nobody else takes an id or the name of a response apart.
"""

import re

ROUTES = ("emergency", "crisis", "same_day", "prescriber", "care_team")  # strictest first
DEFAULT_ROUTE = "care_team"
URGENT = ("emergency", "crisis")
DANGERS = (*URGENT, "same_day")
SITUATIONS = (*DANGERS, "advice", "chat", "clarify", "out_of_scope")
TALK = ("chat", "clarify", "out_of_scope")  # the situations that hold nothing of health
ANSWER = "answer"  # the group of everything that is no situation
UNSURE = "nlu_fallback"  # Rasa's own name for "no intent is sure enough"
TOLD, DUE = "withheld", "overdue"  # what a call of an action tells: answers not to be given now; those due for a check
YES = "chat.affirm"
FOLDS = ("chat.more", "chat.numbers", "chat.sources")  # what may be asked of an answer that was given
FORGET = "chat.forget_me"  # the intent of a button; it has no phrases, so that nobody is forgotten by a guess
WHICH_TREATMENT = "clarify.which_treatment"
NO_ROUTE_NEEDED = frozenset(f"chat.{name}" for name in ("greet", "thanks", "goodbye", "affirm", "deny"))
LISTEN, ANSWERING = "action_listen", "action_answer"  # steps of a turn: wait for the person; answer
ANY = "?"  # stands for the treatment that was not named

_ASPECT = "aspect"  # of any treatment: a class of the classifier, which becomes an id together with a treatment
_LOOKALIKE = "lookalike"  # what resembles a danger and is none
_RESPONSE = "utter_"
_ROUTE = "utter_route_"
_ELSE = "_else"
_HEADINGS = re.compile(rf"^[ ]*({_RESPONSE}[\w.]+)[ ]*:", re.MULTILINE)


def group_of(id: str) -> str:
    """The situation group of an id, or ANSWER."""
    head, dot, _ = id.partition(".")
    return head if dot and head in SITUATIONS else ANSWER


def parts_of(id: str) -> tuple[str, str]:
    """What stands before and after the dot: treatment and aspect, or group and situation; ("", "") without a dot."""
    head, _, tail = id.partition(".")
    return (head, tail) if tail else ("", "")


def with_aspect(treatment: str, aspect: str) -> str:
    """The id of an aspect of a treatment."""
    return f"{treatment}.{aspect}"


def any_aspect(aspect: str) -> str:
    """The class of an aspect whatever the treatment."""
    return f"{_ASPECT}.{aspect}"


def aspect_of_any(label: str) -> str | None:
    """The aspect that `any_aspect` made a class of; None for other classes."""
    head, tail = parts_of(label)
    return tail if head == _ASPECT else None


def is_lookalike(intent: str) -> bool:
    """Whether an intent holds phrases that resemble a danger and are none; no classifier gives it."""
    return parts_of(intent)[0] == _LOOKALIKE


def meant_by(intent: str) -> str:
    """The id that phrases of `intent` speak of: those of `lookalike.fatigue` are about fatigue, and resemble a danger."""
    return parts_of(intent)[1] if is_lookalike(intent) else intent


def response_of(id: str) -> str:
    """The name of the response that says a page."""
    return f"{_RESPONSE}{id}"


def id_of(response: str) -> str:
    """The id that a response's name stands for; the other way of `response_of`."""
    return response.removeprefix(_RESPONSE)


def responses_in(text: str) -> frozenset[str]:
    """The names of the responses that a page's text seems to hold, even if it is no valid YAML."""
    return frozenset(_HEADINGS.findall(text))


def is_response(action: str) -> bool:
    """Whether an action is a response, which Rasa says itself."""
    return action.startswith(_RESPONSE)


def route_response(route: str, otherwise: bool = False) -> str:
    """The name of the response that sends a person by `route`; `otherwise` for everything but what was just named."""
    return f"{_ROUTE}{route}{_ELSE if otherwise else ''}"


def route_of(response: str) -> str | None:
    """The route that a response sends a person by; None for other responses."""
    return response.removeprefix(_ROUTE).removesuffix(_ELSE) if response.startswith(_ROUTE) else None


def about(line: str, id: str) -> str:
    """The name of the response that says `line` (bot.lines) of one page."""
    return f"{line}.{id}"


def payload_of(id: str) -> str:
    """What a button that stands for `id` sends."""
    return f"/{id}"


def pressed(text: str) -> str | None:
    """The id that a message stands for if a button sent it; None for typed words."""
    return text[1:] if text.startswith("/") else None
