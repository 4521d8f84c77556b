"""Is the person in danger now? Last in the pipeline, so that nothing learned can undo it."""

import random
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import fingerprint, reading
from bot.ids import ANSWER, DANGERS, group_of, is_lookalike
from bot.nlu.featurizer import PASSAGES, Passage, Passages
from bot.nlu.head import LinearHead
from bot.reading import Reading
from bot.understanding.danger import NONE, DangerThresholds, Window, judge
from bot.understanding.passages import asks

_STRENGTH = 6.0  # see LinearHead.fit
_HARMLESS = 16  # phrases of an answer that are learned from: more would drown the dangers


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerClassifier(GraphComponent):
    """Weighs the dangers sentence by sentence; `bot.understanding.danger` judges: sure, may be (the safety net), or no.

    The vectors are of the texts with treatments masked: a fever on one immune-lowering medicine teaches about all.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, trained: LinearHead | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._head = trained
        self._thresholds = DangerThresholds(**config["thresholds"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`thresholds`: see `bot.understanding.danger.DangerThresholds`, measured on the development banks."""
        return {"random_seed": 7, "thresholds": {}}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the code changes that decides what is learned."""
        return fingerprint.of_code()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "DangerClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DangerClassifier":
        """The classifier as trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearHead.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the dangers against everything else: look-alikes, and every question that is just a question."""
        passages: list[Passage] = []
        labels: list[str] = []
        for example in _learned(training_data.intent_examples, random.Random(self._config["random_seed"])):
            found: Passages = example.get(PASSAGES)
            intent = example.get(INTENT)
            windows = [found.whole, *found.sentences]
            passages.extend(windows)
            labels.extend([intent if group_of(intent) in DANGERS else NONE] * len(windows))
        vectors = np.array([p.vector for p in passages])
        self._head = LinearHead.fit([p.words for p in passages], vectors, labels, _STRENGTH, self._config["random_seed"])
        with self._storage.write_to(self._resource) as folder:
            self._head.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Let a danger lead the intent, or add the safety net to the reading."""
        for message in messages:
            passages: Passages = message.get(PASSAGES)
            sentences = self._windows(passages.sentences or (passages.whole,))
            judgement = judge(sentences, self._windows(passages.pairs), self._thresholds)
            found = replace(Reading.of(message.as_dict(only_output_properties=True)), net=judgement.net)
            if judgement.danger:
                message.set(INTENT, {"name": judgement.danger, "confidence": judgement.share}, add_to_output=True)
                others = self._others(found.asked, sentences)
                found = replace(found, asked=others, aspect=None, named=())
            message.set(reading.KEY, found.as_dict(), add_to_output=True)
        return messages

    def _windows(self, passages: tuple[Passage, ...]) -> list[Window]:
        if not passages:
            return []
        assert self._head is not None  # loaded or trained
        shares = self._head.probabilities([p.words for p in passages], np.array([p.vector for p in passages]))
        labels = self._head.labels
        named = [dict(zip(labels, map(float, row), strict=True)) for row in shares]
        return [Window(passage.text, row) for passage, row in zip(passages, named, strict=True)]

    def _others(self, asked: tuple[str, ...], sentences: list[Window]) -> tuple[str, ...]:
        """What may follow a danger: general facts, if a sentence that is no danger asks for them."""
        calm = [window for window in sentences if window.danger < self._thresholds.same_day]
        if not any(asks(window.text) for window in calm):
            return ()
        return tuple(topic for topic in asked if group_of(topic) == ANSWER)


def _learned(examples: list[Message], chance: random.Random) -> list[Message]:
    """Every danger, look-alike and situation, and of each answer as many as `_HARMLESS` phrases, drawn by lot."""
    telling, answers = [], defaultdict(list)
    for example in examples:
        intent = example.get(INTENT)
        if group_of(intent) == ANSWER and not is_lookalike(intent):
            answers[intent].append(example)
        else:
            telling.append(example)
    return telling + [one for found in answers.values() for one in chance.sample(found, min(_HARMLESS, len(found)))]
