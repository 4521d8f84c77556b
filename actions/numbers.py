"""action_numbers: the figures behind the last answer."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionNumbers(Speaking, Action):
    """Gives the figures of the last answers, each with what it means."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_numbers"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The figures, and the route of those answers."""
        return speaker.numbers(reading, context)
