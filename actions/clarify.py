"""action_clarify: "did you mean", with up to three buttons."""

from rasa_sdk import Action, Tracker

from actions.turn import Turn
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionClarify(Turn, Action):
    """Offers the nearest topics instead of guessing."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, speaker: Speaker, reading: Reading, tracker: Tracker) -> Reply:
        """The nearest topics, or the plain words that nothing was understood."""
        return speaker.clarify(reading)
