"""action_answer: the curated pages that were asked for, or a question back."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionAnswer(Speaking, Action):
    """Answers up to three questions, declines to judge, or asks what was meant; then routes. After a danger sign, which led,
    only the other questions."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The pages, as the conversation so far makes the message clear."""
        return speaker.answer(reading, context)
