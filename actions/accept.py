"""action_accept: yes, to what was offered."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionAccept(Speaking, Action):
    """Answers the topic that was offered; a yes to several asks which."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_accept"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The answer, or which of them."""
        return speaker.accept(reading, context)
