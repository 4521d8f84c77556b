"""action_refuse: no, none of what was offered."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionRefuse(Speaking, Action):
    """Says sorry after an offer that missed; to a plain no, that this is fine."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_refuse"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The apology and the way on."""
        return speaker.refuse(reading, context)
