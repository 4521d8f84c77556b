"""action_clarify: "did you mean", with up to three buttons."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionClarify(Turn, Action):
    """Offers the nearest topics instead of guessing, unless the conversation so far makes the message clear."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_clarify"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The nearest topics, or the plain words that nothing was understood."""
        return speaker.answer(reading, context)
