"""What is being asked: the topics of a message, whether we are sure, and what to offer when we are not."""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import fingerprint, reading
from bot.ids import (
    DANGERS,
    TALK,
    WHICH_TREATMENT,
    any_aspect,
    aspect_of_any,
    group_of,
    is_lookalike,
    meant_by,
    parts_of,
)
from bot.nlu.encoder import DIMENSIONS
from bot.nlu.featurizer import PASSAGES, Passage, Passages
from bot.nlu.head import LinearHead
from bot.understanding.topics import Topics, TopicThresholds, WeighedPassage

_FILE = "topics.json"
_KNOWN = "known.npy"
_BARE = "bare.npy"
_STRENGTH = 17.0  # see LinearHead.fit


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Weighs the topics of each passage with a linear head and reads the treatment separately; `bot.understanding.topics`
    decides.

    Phrases about any one treatment teach their aspect for all: the head's classes are answers, situations and
    `aspect.cost` and the like, and the treatments named in the passage make `hydroxychloroquine.cost` of that.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._head: LinearHead | None = None
        self._known = self._bare = np.zeros((0, DIMENSIONS))
        self._topics = Topics(frozenset(), frozenset(), TopicThresholds())

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`thresholds`: see `bot.understanding.topics.TopicThresholds`, measured on the development banks."""
        return {"random_seed": 7, "thresholds": {}}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the code changes that decides what is learned."""
        return fingerprint.of_code()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "TopicClassifier":
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
    ) -> "TopicClassifier":
        """The classifier as trained."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            classifier._known, classifier._bare = np.load(folder / _KNOWN), np.load(folder / _BARE)
            classifier._head = LinearHead.load(folder)
        classifier._topics = Topics(
            frozenset(found["topics"]), frozenset(found["treatments"]), TopicThresholds(**config["thresholds"])
        )
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the head on every phrase that names a topic."""
        topics = frozenset(training_data.intents)
        treatments = frozenset(training_data.entity_synonyms.values())
        known = {intent for intent in topics if not _read_elsewhere(intent)}
        examples = [e for e in training_data.intent_examples if meant_by(e.get(INTENT)) in known]
        wholes: list[Passage] = [e.get(PASSAGES).whole for e in examples]
        meant = [meant_by(e.get(INTENT)) for e in examples]
        labels = [_label(id, treatments) for id in meant]
        self._head = LinearHead.fit(
            [p.words for p in wholes], np.array([p.vector for p in wholes]), labels, _STRENGTH, self._config["random_seed"]
        )
        ours = [group_of(id) not in TALK for id in meant]
        self._known = np.array([p.meaning for p in wholes])[ours]
        elsewhere = [e.get(PASSAGES).whole for e in training_data.intent_examples if e.get(INTENT) == WHICH_TREATMENT]
        nameless = [p for p, label in zip(wholes, labels, strict=True) if aspect_of_any(label) and not p.treatments]
        self._bare = np.array([p.meaning for p in elsewhere + nameless]).reshape(-1, DIMENSIONS)
        with self._storage.write_to(self._resource) as folder:
            self._head.save(folder)
            np.save(folder / _KNOWN, self._known)
            np.save(folder / _BARE, self._bare)
            found = {"topics": sorted(topics), "treatments": sorted(treatments)}
            (folder / _FILE).write_text(json.dumps(found), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, its ranking and the reading."""
        for message in messages:
            passages: Passages = message.get(PASSAGES)
            pointed = [passages.pointed] if passages.pointed else []
            whole, *parts = self._weigh([passages.whole, *pointed, *passages.sentences])
            found = self._topics.read(whole, parts[len(pointed) :], parts[0] if pointed else None)
            message.set(INTENT, {"name": found.reading.intent, "confidence": found.confidence}, add_to_output=True)
            message.set(
                INTENT_RANKING_KEY,
                [{"name": topic, "confidence": share} for topic, share in found.ranking],
                add_to_output=True,
            )
            message.set(reading.KEY, found.reading.as_dict(), add_to_output=True)
        return messages

    def _weigh(self, passages: list[Passage]) -> list[WeighedPassage]:
        assert self._head is not None  # loaded or trained
        shares = self._head.probabilities([p.words for p in passages], np.array([p.vector for p in passages]))
        return [
            WeighedPassage(
                passage.text,
                passage.masked,
                dict(zip(self._head.labels, map(float, row), strict=True)),
                passage.treatments,
                _likeness(self._known, passage),
                _likeness(self._bare, passage),
            )
            for passage, row in zip(passages, shares, strict=True)
        ]


def _likeness(questions: np.ndarray, passage: Passage) -> float:
    return float(np.max(questions @ passage.meaning, initial=0.0))


def _label(intent: str, treatments: frozenset[str]) -> str:
    treatment, aspect = parts_of(intent)
    return any_aspect(aspect) if treatment in treatments else intent


def _read_elsewhere(intent: str) -> bool:
    """Dangers have a classifier of their own; "which treatment?" follows from an aspect without one."""
    return is_lookalike(intent) or group_of(intent) in (*DANGERS, "clarify")
