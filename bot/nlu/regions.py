"""Where the person says they are: an entity that chooses whose emergency numbers they are given."""

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
from bot.content import places
from bot.understanding.regions import Regions

_FILE = "regions.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RegionExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts a `region` entity from "I'm in Ireland" and the like; the slot of that name keeps it. Which names people say
    stands in the model, so that it is whole without its files."""

    def __init__(self, storage: ModelStorage, resource: Resource, said: dict[str, list[str]]) -> None:
        self._storage = storage
        self._resource = resource
        self._regions = Regions(said)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the names of regions change, or how they are found."""
        return fingerprint.of_code() + fingerprint.of([str(places.REGIONS)])

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "RegionExtractor":
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
    ) -> "RegionExtractor":
        """The extractor as trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / _FILE).read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """Take the names of data/regions.yml into the model."""
        said = {id: list(region.said) for id, region in places.read().regions.items()}
        self._regions = Regions(said)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(said), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a `region` entity to messages that say where the person is."""
        for message in messages:
            text = message.get(TEXT) or ""
            region = self._regions.said(text)
            if region:
                found = {"entity": "region", "value": region, "start": 0, "end": len(text), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)
        return messages
