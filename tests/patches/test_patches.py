"""Each patch is needed: these fail once Rasa itself does what the patch does."""

import asyncio
import copy
import inspect

import pytest
import rasa.core.constants
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions import action
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot import budget
from bot.patches import action_answer_schema, apply, curated_names_only

NLG = TemplatedNaturalLanguageGenerator({"utter_known": [{"text": "Known."}]})
OWN_WORDS = [{"text": "Stem cells cure lupus."}]
FIT = {"events": [{"event": "slot", "name": "said", "value": ["a"]}], "responses": [{"response": "utter_known"}]}
UNFIT = {
    "no json": None,
    "no mapping": [FIT],
    "events that are no list": {**FIT, "events": "many"},
    "events that are nothing": {**FIT, "events": None},
    "events that are a mapping": {**FIT, "events": FIT["events"][0]},
    "an event that is no mapping": {**FIT, "events": ["restart"]},
    "an event without a name": {**FIT, "events": [{"name": "said", "value": ["a"]}]},
    "an event that Rasa does not know": {**FIT, "events": [{"event": "dance"}]},
    "an event at no time": {**FIT, "events": [{"event": "restart", "timestamp": "now"}]},
    "a slot without a name": {**FIT, "events": [{"event": "slot", "value": ["a"]}]},
    "a slot without a value": {**FIT, "events": [{"event": "slot", "name": "said"}]},
    "responses that are no list": {**FIT, "responses": 5},
    "responses that are a mapping": {**FIT, "responses": FIT["responses"][0]},
    "a response that is no mapping": {**FIT, "responses": ["utter_known"]},
}


class Answers(EndpointConfig):
    """An action server that always answers the same."""

    def __init__(self, answer):
        super().__init__(url="local")
        self.answer = answer

    async def request(self, *_args, **_kwargs):
        return copy.deepcopy(self.answer)


def act(answer):
    tracker, action_ = DialogueStateTracker.from_events("someone", []), action.RemoteAction("action_answer", Answers(answer))
    return asyncio.run(action_.run(CollectingOutputChannel(), NLG, tracker, Domain.empty()))


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
    (uttered,) = utter(
        action.RemoteAction._utter_responses, [{"response": "utter_known", "buttons": [{"title": "a", "payload": "/a"}]}]
    )
    assert uttered.text == "Known."


def test_rasa_still_checks_its_schema_at_every_call_without_us(monkeypatch):
    schema, checked = action.RemoteAction.action_response_format_spec(), []
    monkeypatch.setattr(validator_for(schema), "check_schema", checked.append)
    somebody = action.RemoteAction("action_answer", None)
    for _ in range(2):
        assert action_answer_schema._original(somebody, FIT)
    assert checked == [schema, schema]
    apply()
    act(FIT)
    assert len(checked) == 2


@pytest.mark.parametrize("answer", UNFIT.values(), ids=UNFIT)
def test_an_unfit_answer_of_an_action_is_refused_as_rasa_would(answer):
    with pytest.raises(ValidationError):
        action_answer_schema._original(action.RemoteAction("action_answer", None), answer)
    apply()
    with pytest.raises(ValidationError):
        act(answer)


def test_a_fit_answer_is_taken():
    apply()
    uttered, slot = act(FIT)
    assert (uttered.text, slot.key, slot.value) == ("Known.", "said", ["a"])
    assert act({}) == []
