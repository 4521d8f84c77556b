"""The policy that keeps the routing guarantee inside the Rasa server, whatever the action server does."""

from dataclasses import replace
from typing import Any

from rasa.core.constants import POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot import outage, patches
from bot.dialogue.procedure import confirmed, next_step
from bot.ids import DEFAULT_ROUTE, LISTEN, is_response, response_of, route_response
from bot.turns import Turn, turns

patches.apply()  # here, because every process that runs the assistant loads its policies


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RoutingPolicy(Policy):
    """Asks `bot.dialogue.procedure` for the next step and, where it has one, overrules every other policy."""

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
        step = next_step(turn, _route_of(turn.reading.intent, domain), outage.reported()) if turn else None
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
    newest: list[Event] = []  # those of the last two turns, newest first
    for event in reversed(tracker.events):
        newest.append(event)
        if isinstance(event, UserUttered) and sum(isinstance(one, UserUttered) for one in newest) == 2:
            break
    found = [turn for turn in turns(event.as_dict() for event in reversed(newest)) if turn.message]
    return _rehearsed(confirmed(found[-1], found[-2] if len(found) == 2 else None)) if found else None


def _rehearsed(turn: Turn) -> Turn:
    """`rasa test` predicts actions and never runs them, without a channel: it takes them at their word that they routed."""
    acted = any(not is_response(name) and name != LISTEN for name in turn.actions)
    if acted and turn.message and turn.message.get("input_channel") is None:
        return replace(turn, responses=(*turn.responses, route_response(DEFAULT_ROUTE)))
    return turn


def _route_of(intent: str, domain: Domain) -> str | None:
    for variation in domain.responses.get(response_of(intent), []):
        route = (variation.get("metadata") or {}).get("route")
        if route:
            return str(route)
    return None
