"""An answer that is withdrawn, expired, changed since it was trained or the like is not said, whoever names it.

Rasa 3.6.21 says whatever its domain holds under a name. With this patch the server says instead that the answer is withheld,
and tells each action which answers are, so that it neither names nor offers them. The action server needs no database and
no clock of its own for that: what may be said is decided where the words are.
"""

from typing import Any

from rasa.core.actions.action import ActionBotResponse, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.ids import DUE, TOLD, pressed
from bot.lines import WITHHELD
from bot.store import release

Responses = dict[str, list[dict[str, Any]]]

_call_format = RemoteAction._action_call_format
_run = ActionBotResponse.run


def sayable(response: str, responses: Responses) -> str:
    """The name of what is said for `response`, one of the domain's `responses`."""
    facts = (responses[response][0].get("metadata") or {}) if response in responses else {}
    withheld = release.shared().withheld(responses)
    return WITHHELD if {facts.get("id"), facts.get("about")} & withheld.keys() else response


def sayable_responses(named: list[dict[str, Any]], responses: Responses) -> list[dict[str, Any]]:
    """The `named` responses of an action as they may be said: what is withheld is replaced, once, and not offered."""
    withheld = release.shared().withheld(responses)
    said: list[dict[str, Any]] = []
    for one in named:
        name = sayable(str(one.get("response")), responses)
        offered = [button for button in one.get("buttons") or [] if pressed(button["payload"]) not in withheld]
        if name != WITHHELD or all(other["response"] != WITHHELD for other in said):
            said.append({**one, "response": name, "buttons": offered})
    return said


async def _run_sayable(
    self: ActionBotResponse,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    said = ActionBotResponse(sayable(self.utter_action, domain.responses), self.silent_fail)
    uttered: list[Event] = await _run(said, output_channel, nlg, tracker, domain)
    return uttered


def _tell_withheld(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    call: dict[str, Any] = _call_format(self, tracker, domain)
    known = release.shared()
    return {**call, "domain": {TOLD: sorted(known.withheld(domain.responses)), DUE: sorted(known.overdue())}}


def apply() -> None:
    """Let Rasa say, and actions name, only what may be said."""
    ActionBotResponse.run = _run_sayable
    RemoteAction._action_call_format = _tell_withheld
