"""Where the person says they are: an entity that chooses whose emergency numbers they are given."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import places
from bot.places import Places


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RegionExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts a `region` entity from "I'm in Ireland" and the like; the slot of that name keeps it."""

    def __init__(self, known: Places) -> None:
        self._places = known

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "RegionExtractor":
        """An extractor of the regions in data/regions.yml."""
        return cls(places.read())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a `region` entity to messages that say where the person is."""
        for message in messages:
            text = message.get(TEXT) or ""
            region = self._places.said(text)
            if region:
                found = {"entity": "region", "value": region, "start": 0, "end": len(text), "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)
        return messages
