"""action_route: nothing to answer here, only somebody to send the person to."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionRoute(Turn, Action):
    """For what is out of scope and for people who want a human."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_route"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The situation's page and its route."""
        return speaker.route(reading, context)
