"""Turns a message into passages with sentence vectors, once for all classifiers that follow."""

import os
from dataclasses import dataclass
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

from bot import fingerprint
from bot.ids import DANGERS, group_of, is_lookalike
from bot.nlu import encoder
from bot.understanding import treatments
from bot.understanding.passages import Span, asks, pairs, sentences
from bot.understanding.treatments import Mention, mask, pointed

PASSAGES = "passages"  # the message property that holds a Passages; not part of Rasa's output


@dataclass(frozen=True)
class Passage:
    """A passage and its vector. Encoding is what training and a turn spend their time on."""

    text: str  # as written
    masked: str  # with each treatment's name replaced
    vector: np.ndarray  # of shape (768,): two unit vectors of the masked text beside each other (bot.nlu.encoder)
    treatments: tuple[str, ...]  # named in it

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
    """A message in parts."""

    whole: Passage
    sentences: tuple[Passage, ...] = ()  # empty where there is but one
    pairs: tuple[Passage, ...] = ()  # each sentence with its next; empty likewise
    pointed: Passage | None = None  # a short message that names no treatment, worded as if it pointed to one

    def fingerprint(self) -> str:
        """For Rasa's cache, which would otherwise print every number of every vector; the texts determine them."""
        parts = [self.whole, *self.sentences, *self.pairs, *([self.pointed] if self.pointed else [])]
        return str(get_text_hash("\n".join(f"{part.text}\0{part.masked}" for part in parts)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PassageFeaturizer(GraphComponent):
    """Encodes messages; phrases of the training data as a whole only."""

    def __init__(self) -> None:
        self._encoder = encoder.load()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the code changes that decides what is learned."""
        return fingerprint.of_code() + os.environ.get(encoder.VARIABLE, "")

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "PassageFeaturizer":
        """Load the encoder."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode every phrase of an intent, in one go. From phrases that are no danger also take the sentences that ask
        nothing: at run time each sentence of a message is judged alone, so the danger head must have seen harmless ones."""
        examples = training_data.intent_examples
        spans = [[Span(0, len(example.get(TEXT))), *_background(example)] for example in examples]
        for example, (whole, *parts) in zip(examples, self._encode(examples, spans), strict=True):
            example.set(PASSAGES, Passages(whole, tuple(parts)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode each message and its parts."""
        for message in messages:
            text = message.get(TEXT) or ""
            parts = _parts(text)
            couples = pairs(parts)
            whole, *rest = self._encode([message], [[Span(0, len(text)), *parts, *couples]])[0]
            message.set(
                PASSAGES, Passages(whole, tuple(rest[: len(parts)]), tuple(rest[len(parts) :]), self._pointed(whole))
            )
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
    if group_of(intent) in DANGERS or is_lookalike(intent):
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
