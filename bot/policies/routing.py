"""The policy that keeps the routing guarantee inside the Rasa server, whatever the action server does."""

from typing import Any

from rasa.core.constants import POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot import outage, patches
from bot.pages import response_of
from bot.procedure import DEFAULT_ROUTE, LISTEN, ROUTE, Turn, confirmed, next_step
from bot.reading import Reading

patches.apply()  # here, because every process that runs the assistant loads its policies


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RoutingPolicy(Policy):
    """Asks `bot.procedure` for the next step and, where it has one, overrules every other policy."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Above every other policy, so that it wins where it is as sure as a rule."""
        return {POLICY_PRIORITY: 9}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn: a health assistant does not improvise."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """All weight on the next step, or none at all where the rules decide."""
        turn = turn_of(tracker)
        step = next_step(turn, _route_of(turn.reading.intent, domain)) if turn else None
        probabilities = self._default_predictions(domain)
        if step in domain.action_names_or_texts:
            probabilities[domain.index_for_action(step)] = 1.0
        return self._prediction(probabilities)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "RoutingPolicy":
        """Nothing was learned, so a loaded policy is a new one."""
        return cls(config, model_storage, resource, execution_context)


def turn_of(tracker: DialogueStateTracker) -> Turn | None:
    """The turn under way in `tracker`; None before the person has said anything."""
    turns: list[Turn] = []
    done: list[str] = []
    said: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            acted = any(not name.startswith(UTTER_PREFIX) and name != LISTEN for name in done)
            if acted and event.input_channel is None:
                said.append(ROUTE + DEFAULT_ROUTE)  # `rasa test` rehearses without a channel: it takes actions at their word
            reading = Reading.of(event.parse_data)
            turns.append(Turn(reading, tuple(reversed(done)), tuple(reversed(said)), outage.reported()))
            done, said = [], []
            if len(turns) == 2:
                break
        elif isinstance(event, ActionExecuted) and event.action_name:
            done.append(event.action_name)
            if event.action_name.startswith(UTTER_PREFIX):  # Rasa says these itself; `rasa test` logs no more than this
                said.append(event.action_name)
        elif isinstance(event, BotUttered) and event.metadata.get("utter_action"):
            said.append(event.metadata["utter_action"])
    return confirmed(turns[0], turns[1] if len(turns) == 2 else None) if turns else None


def _route_of(intent: str, domain: Domain) -> str | None:
    for variation in domain.responses.get(response_of(intent), []):
        route = (variation.get("metadata") or {}).get("route")
        if route:
            return str(route)
    return None
