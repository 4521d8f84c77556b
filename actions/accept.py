"""action_accept: yes, to what was offered."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionAccept(Turn, Action):
    """Answers the topic that was offered; a yes to several asks which."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_accept"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The answer, or which of them."""
        return speaker.accept(reading, context)
