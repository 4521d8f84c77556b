"""Turns a message into passages with sentence vectors, once for all classifiers that follow."""

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash

from bot import treatments
from bot.nlu import encoder
from bot.nlu.code import fingerprint
from bot.pages import DANGERS, LOOKALIKE, group_of
from bot.passages import Span, asks, pairs, sentences
from bot.treatments import Mention, mask, pointed

KEY = "passages"  # the message property that holds a Passages; not part of Rasa's output


@dataclass(frozen=True)
class Passage:
    """A passage as written and with its treatments masked, the two unit vectors of the latter beside each other (encoding is
    what training and a turn spend their time on), and the treatments it names."""

    text: str
    masked: str
    vector: np.ndarray
    treatments: tuple[str, ...]

    @property
    def meaning(self) -> np.ndarray:
        """The first of the vectors: the cosine of two of them says how alike two passages are."""
        return self.vector[: encoder.DIMENSIONS]

    @property
    def words(self) -> str:
        """For n-grams: masked, and as written where that says more."""
        return self.masked if self.masked == self.text else f"{self.masked} | {self.text}"


@dataclass(frozen=True)
class Passages:
    """A message: the whole, its sentences, each sentence with its next (both empty where there is but one), and a short
    message that names no treatment as if it pointed to one."""

    whole: Passage
    sentences: tuple[Passage, ...] = field(default=())
    pairs: tuple[Passage, ...] = field(default=())
    pointed: Passage | None = None

    def fingerprint(self) -> str:
        """For Rasa's cache, which would otherwise print every number of every vector; the texts determine them."""
        return get_text_hash(f"{self.whole.text}\n{self.whole.masked}")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PassageFeaturizer(GraphComponent):
    """Encodes messages; phrases of the training data as a whole only."""

    def __init__(self) -> None:
        self._encoder = encoder.load()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the encoder or the masking changes."""
        return fingerprint(encoder, treatments) + os.environ.get(encoder.VARIABLE, "")

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "PassageFeaturizer":
        """Load the encoder."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode every phrase of an intent, in one go; of ordinary ones the background sentences too, for messages will be
        judged by theirs."""
        examples = training_data.intent_examples
        spans = [[Span(0, len(example.get(TEXT))), *_background(example)] for example in examples]
        for example, (whole, *parts) in zip(examples, self._encode(examples, spans), strict=True):
            example.set(KEY, Passages(whole, tuple(parts)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode each message and its parts."""
        for message in messages:
            text = message.get(TEXT) or ""
            parts = _parts(text)
            couples = pairs(parts)
            whole, *rest = self._encode([message], [[Span(0, len(text)), *parts, *couples]])[0]
            message.set(KEY, Passages(whole, tuple(rest[: len(parts)]), tuple(rest[len(parts) :]), self._pointed(whole)))
        return messages

    def _pointed(self, whole: Passage) -> Passage | None:
        text = None if whole.treatments else pointed(whole.text)
        return Passage(text, text, self._encoder.encode([text])[0], ()) if text else None

    def _encode(self, messages: list[Message], spans: list[list[Span]]) -> list[list[Passage]]:
        drafts = [[_draft(message, span) for span in wanted] for message, wanted in zip(messages, spans, strict=True)]
        texts = sorted({masked for draft in drafts for _, masked, _ in draft})
        vectors = dict(zip(texts, self._encoder.encode(texts), strict=True))
        return [[Passage(text, masked, vectors[masked], named) for text, masked, named in draft] for draft in drafts]


def _parts(text: str) -> list[Span]:
    parts = sentences(text)
    return parts if len(parts) > 1 else []


def _background(example: Message) -> list[Span]:
    """The sentences that ask nothing, in a phrase that has to do with no danger."""
    text, intent = example.get(TEXT), example.get(INTENT)
    if group_of(intent) in DANGERS or intent.startswith(LOOKALIKE):
        return []
    return [span for span in _parts(text) if not asks(text[span.start : span.end])]


def _draft(message: Message, span: Span) -> tuple[str, str, tuple[str, ...]]:
    mentions = [
        Mention(entity["value"], entity["start"] - span.start, entity["end"] - span.start)
        for entity in message.get(ENTITIES, [])
        if entity["entity"] == treatments.ENTITY and span.start <= entity["start"] and entity["end"] <= span.end
    ]
    text = (message.get(TEXT) or "")[span.start : span.end]
    return text, mask(text, mentions), tuple(dict.fromkeys(mention.treatment for mention in mentions))
