"""Each patch is needed: these fail once Rasa itself does what the patch does."""

import asyncio
import inspect

import pytest
import rasa.core.constants
from rasa.core.actions import action
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot import budget
from bot.patches import apply, curated_names_only

NLG = TemplatedNaturalLanguageGenerator({"utter_known": [{"text": "Known."}]})
OWN_WORDS = [{"text": "Stem cells cure lupus."}]


def utter(function, responses):
    tracker = DialogueStateTracker.from_events("someone", [])
    return asyncio.run(function(responses, CollectingOutputChannel(), NLG, tracker))


def test_rasa_still_waits_too_long_without_us():
    assert rasa.core.constants.DEFAULT_REQUEST_TIMEOUT > 8
    apply()
    assert action.DEFAULT_REQUEST_TIMEOUT == budget.ACTION < budget.PROMISED
    assert "DEFAULT_REQUEST_TIMEOUT" in inspect.getsource(action.RemoteAction.run)


def test_rasa_still_utters_any_words_without_us():
    (uttered,) = utter(curated_names_only._original, [dict(OWN_WORDS[0])])
    assert uttered.text == "Stem cells cure lupus."


def test_only_curated_names_are_uttered():
    apply()
    for responses in (OWN_WORDS, [{"response": "utter_unknown"}], [{"response": "utter_known", "text": "More."}]):
        with pytest.raises(RasaException):
            utter(action.RemoteAction._utter_responses, responses)
    (uttered,) = utter(action.RemoteAction._utter_responses, [{"response": "utter_known", "buttons": [{"title": "a"}]}])
    assert uttered.text == "Known."
