"""action_answer: the curated answers to what was asked."""

from rasa_sdk import Action

from actions.turn import Turn
from bot.context import Context
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionAnswer(Turn, Action):
    """Answers up to three questions, then routes; after a danger sign only the other questions."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The answers, as the conversation so far makes them clear."""
        return speaker.answer(reading, context)
