"""action_visit_summary: what to take to the appointment."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionVisitSummary(Speaking, Action):
    """Lists what was asked in this conversation, with the questions worth asking."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_visit_summary"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The list, and the route."""
        return speaker.visit_summary(reading, context)
