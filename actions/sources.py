"""action_sources: where the last answer comes from."""

from rasa_sdk import Action

from actions.speaking import Speaking
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.reading import Reading


class ActionSources(Speaking, Action):
    """Names the sources of the last answers, how strong the evidence is, and when they were checked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_sources"

    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The sources, and the route of those answers."""
        return speaker.sources(reading, context)
