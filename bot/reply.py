"""What may be said to a reading, and to whom the person is sent: names of responses, never sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.pages import ROUTES, Answer, Pages
from bot.procedure import DEFAULT_ROUTE, NET, ROUTE
from bot.reading import Reading

UNSURE = "utter_unsure"
WHICH = "utter_clarify.which_treatment"
NOT_UNDERSTOOD = "utter_not_understood"
WITHHELD = "utter_withheld"
MOST_ANSWERS = 3
MOST_BUTTONS = 3


@dataclass(frozen=True)
class Button:
    """A choice: what it says, and the Rasa payload it stands for."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """Responses to utter in order, the choices that go with the first of them, and the treatment now spoken of."""

    responses: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    treatment: str | None = None


@dataclass(frozen=True)
class Speaker:
    """Decides from the pages, on a given day, what may be said. `signed_only` withholds answers no clinician signed."""

    pages: Pages
    today: date
    signed_only: bool = False

    def may_say(self, answer: Answer) -> bool:
        """An answer past its date, withdrawn, or unsigned where signatures are asked for, is withheld; its route is not,
        nor is a situation: it tells people where to turn."""
        if answer.group != "answer":
            return True
        return answer.recheck_by >= self.today and not answer.withdrawn and bool(answer.signed_off or not self.signed_only)

    def answer(self, reading: Reading, treatment: str | None, routed: bool = False) -> Reply:
        """The answers asked for, then one route: the strictest of theirs. `treatment` is the one spoken of before;
        `routed` says that this turn has sent its route already (a danger sign leads)."""
        topics = [topic for topic in reading.asked if topic in self.pages.answers][:MOST_ANSWERS]
        if reading.aspect and not topics:
            topic = f"{treatment}.{reading.aspect}"
            if topic not in self.pages.answers:
                return Reply(()) if routed else self.which_treatment(reading)
            topics = [topic]
        if routed:
            topics = [topic for topic in topics if topic != reading.intent]
        if not topics:
            return Reply(()) if routed else self.clarify(reading)
        answers = [self.pages.answers[topic] for topic in topics]
        said = [answer.response if self.may_say(answer) else WITHHELD for answer in answers]
        responses = tuple(dict.fromkeys(said))
        if not routed:
            responses = (*self._net(reading), *responses, ROUTE + self.strictest(answers))
        return Reply(responses, treatment=self._spoken_of(topics))

    def clarify(self, reading: Reading) -> Reply:
        """Up to three nearest topics as buttons; without any, the plain words that nothing was understood."""
        buttons = self._buttons(reading.nearest)
        lead = UNSURE if buttons else NOT_UNDERSTOOD
        return Reply((*self._net(reading), lead, ROUTE + DEFAULT_ROUTE), buttons)

    def which_treatment(self, reading: Reading) -> Reply:
        """Ask which treatment an aspect is wanted of."""
        buttons = self._buttons(f"{name}.{reading.aspect}" for name in self.pages.treatments)
        return Reply((*self._net(reading), WHICH, ROUTE + DEFAULT_ROUTE), buttons)

    def decline(self, reading: Reading, treatment: str | None) -> Reply:
        """A kind no to a personal judgement, then the other questions, whose answers are general."""
        others = tuple(topic for topic in reading.asked if topic != reading.intent)
        return self.answer(replace(reading, asked=(reading.intent, *others)), treatment)

    def route(self, reading: Reading) -> Reply:
        """The page of the leading situation and its route, nothing else."""
        page = self.pages.answers[reading.intent]
        return Reply((*self._net(reading), page.response, ROUTE + self.strictest([page])))

    @staticmethod
    def strictest(answers: Iterable[Answer]) -> str:
        """The strictest route of `answers`."""
        routes = {answer.route for answer in answers}
        return next((route for route in ROUTES if route in routes), DEFAULT_ROUTE)

    @staticmethod
    def _net(reading: Reading) -> tuple[str, ...]:
        return (NET,) if reading.net else ()

    def _buttons(self, topics: Iterable[str]) -> tuple[Button, ...]:
        answers = [self.pages.answers[topic] for topic in topics if topic in self.pages.answers]
        sayable = [answer for answer in answers if self.may_say(answer)]
        return tuple(Button(answer.title, f"/{answer.id}") for answer in sayable[:MOST_BUTTONS])

    def _spoken_of(self, topics: Iterable[str]) -> str | None:
        names = [topic.split(".")[0] for topic in topics if "." in topic]
        return next((name for name in reversed(names) if name in self.pages.treatments), None)
