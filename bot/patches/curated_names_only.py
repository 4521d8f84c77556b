"""An action may name curated responses; it may not speak in words of its own.

Rasa 3.6.21 utters any text the action server returns. A faulty or hostile action server could so put words into our
mouth. With this patch a response that is not one of the domain's fails the whole action, and the routing guarantee
answers. Buttons may be added to a named response.
"""

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.patches.only_what_may_be_said import sayable_responses

ALLOWED = {"response", "template", "buttons"}  # template: rasa-sdk's older name of response
_original = RemoteAction._utter_responses


async def _utter_responses(
    responses: list[dict[str, Any]],
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
) -> list[BotUttered]:
    for response in responses:
        if not response.get("response") or {key for key, value in response.items() if value} - ALLOWED:
            raise RasaException("The action server returned words of its own instead of a response's name.")
    responses = sayable_responses(responses, nlg.responses)
    uttered: list[BotUttered] = await _original(responses, output_channel, nlg, tracker)
    if len(uttered) != len(responses):
        raise RasaException("The action server named a response that the domain does not have.")
    return uttered


def apply() -> None:
    """Let RemoteAction utter named responses only."""
    RemoteAction._utter_responses = staticmethod(_utter_responses)
