"""action_decline: a kind no to a request for personal advice."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionDecline(Turn, Action):
    """Says why we cannot judge one person's case, what is generally true, and who can judge."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_decline"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The situation's page, the general answers asked for beside it, and the route."""
        return speaker.decline(reading, context)
