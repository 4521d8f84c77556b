"""Which treatment is spoken of: an entity found by its names and their misspellings."""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import fingerprint
from bot.nlu import encoder
from bot.understanding import treatments
from bot.understanding.treatments import Finder

_FILE = "names.json"


# Also a featurizer in Rasa's eyes: only those see the training phrases, and the phrases are masked by what this finds.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True
)
class TreatmentExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts `treatment` entities by the names that the treatment pages list as synonyms."""

    def __init__(self, storage: ModelStorage, resource: Resource, names: dict[str, list[str]]) -> None:
        self._storage = storage
        self._resource = resource
        self._names = names
        self._finder: Finder | None = None

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the code changes that decides what is learned."""
        return fingerprint.of_code()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "TreatmentExtractor":
        """An extractor that knows no names yet."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TreatmentExtractor":
        """The extractor as trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / _FILE).read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the names, which Rasa hands over as entity synonyms."""
        self._names, self._finder = {}, None
        for name, treatment in sorted(training_data.entity_synonyms.items()):
            self._names.setdefault(treatment, []).append(name)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(self._names), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mark the treatments in the training phrases."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a `treatment` entity for each mention."""
        if self._finder is None:
            self._finder = Finder(self._names, encoder.load().knows)
        for message in messages:
            text = message.get(TEXT) or ""
            found = [
                {
                    "entity": treatments.ENTITY,
                    "value": mention.treatment,
                    "start": mention.start,
                    "end": mention.end,
                    "extractor": type(self).__name__,
                }
                for mention in self._finder.find(text)
            ]
            if found:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
