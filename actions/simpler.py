"""action_simpler: the last answer in simpler words."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionSimpler(Speaking, Action):
    """Says the last answers again, short and plain."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_simpler"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The simpler words, and the route of those answers."""
        return speaker.simpler(reading, context)
