"""action_more: what else people want to know about the last answer."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionMore(Speaking, Action):
    """Says the longer part of the last answers."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_more"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """What else there is to say, and the route of those answers."""
        return speaker.more(reading, context)
