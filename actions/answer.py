"""action_answer: the curated answers to what was asked."""

from rasa_sdk import Action, Tracker

from actions.turn import Turn
from bot.procedure import ROUTE
from bot.reading import Reading
from bot.reply import Reply, Speaker


class ActionAnswer(Turn, Action):
    """Answers up to three questions, then routes; after a danger sign only the other questions."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def reply(self, speaker: Speaker, reading: Reading, tracker: Tracker) -> Reply:
        """The answers, resolved by the treatment spoken of before."""
        routed = False
        for event in reversed(tracker.events):
            if event.get("event") == "user":
                break
            routed = routed or str((event.get("metadata") or {}).get("utter_action", "")).startswith(ROUTE)
        return speaker.answer(reading, tracker.get_slot("treatment"), routed)
