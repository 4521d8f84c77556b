"""action_simpler: the last answer in simpler words."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionSimpler(Turn, Action):
    """Says the last answers again, short and plain."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_simpler"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The simpler words, and the route of those answers."""
        return speaker.simpler(reading, context)
