"""What may be said to a reading, and to whom the person is sent: names of responses, never sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.context import Context, resolve
from bot.forgetting import FORGET, FORGOTTEN, KEPT_ON
from bot.pages import ROUTES, Answer, Pages, response_of
from bot.procedure import DEFAULT_ROUTE, NET, ROUTE
from bot.reading import WHICH_TREATMENT, Reading
from bot.responses import IN_SHORT, SOURCES_OF, VISIT

UNSURE = "utter_unsure"
WHICH = "utter_clarify.which_treatment"
NOT_UNDERSTOOD = "utter_not_understood"
TOO_LONG = "utter_too_long"
WITHHELD = "utter_withheld"
WHICH_ONE = "utter_which_one"
NONE_OF_THESE = "utter_none_of_these"
VISIT_LEAD = "utter_visit_lead"
MOST_ANSWERS = 3
MOST_BUTTONS = 3
MOST_LINES = 10  # of a visit summary


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

    def answer(self, reading: Reading, context: Context) -> Reply:
        """The answers asked for, then one route: the strictest of theirs. After a danger sign, which led and was routed,
        only the answers to the other questions."""
        reading = resolve(reading, context, self.pages)
        topics = [topic for topic in reading.asked if topic in self.pages.answers][:MOST_ANSWERS]
        if context.routed:
            topics = [topic for topic in topics if topic != reading.intent]
        if not topics:
            return Reply(()) if context.routed else self._ask_back(reading)
        answers = [self.pages.answers[topic] for topic in topics]
        said = [answer.response if self.may_say(answer) else WITHHELD for answer in answers]
        responses = tuple(dict.fromkeys(said))
        if not context.routed:
            responses = (*self._net(reading), *responses, ROUTE + self.strictest(answers))
        return Reply(responses, treatment=self._spoken_of(topics))

    def decline(self, reading: Reading, context: Context) -> Reply:
        """A kind no to a personal judgement, then the other questions, whose answers are general."""
        others = tuple(topic for topic in reading.asked if topic != reading.intent)
        return self.answer(replace(reading, asked=(reading.intent, *others), aspect=None, named=()), context)

    def route(self, reading: Reading, context: Context) -> Reply:
        """The page of the leading situation and its route, unless the conversation so far makes a question of it."""
        if resolve(reading, context, self.pages) != reading:
            return self.answer(reading, context)
        page = self.pages.answers[reading.intent]
        return Reply((*self._net(reading), page.response, ROUTE + self.strictest([page])))

    def accept(self, reading: Reading, context: Context) -> Reply:
        """To a yes: the one topic offered, or which of several; without an offer, what the page of yes says. A yes to being
        forgotten is one."""
        if FORGET in context.offered:
            return Reply((*self._net(reading), FORGOTTEN, ROUTE + DEFAULT_ROUTE))
        offered = tuple(topic for topic in context.offered if topic in self.pages.answers)
        if len(offered) == 1:
            return self.answer(replace(reading, intent=offered[0], asked=offered), Context())
        if offered:
            return Reply((*self._net(reading), WHICH_ONE, ROUTE + DEFAULT_ROUTE), self._buttons(offered))
        return Reply((*self._net(reading), response_of(reading.intent)))

    def refuse(self, reading: Reading, context: Context) -> Reply:
        """To a no: after an offer, an apology and the way on; else what the page of no says."""
        if FORGET in context.offered:
            return Reply((*self._net(reading), KEPT_ON, ROUTE + DEFAULT_ROUTE))
        if context.offered:
            return Reply((*self._net(reading), NONE_OF_THESE, ROUTE + DEFAULT_ROUTE))
        return Reply((*self._net(reading), response_of(reading.intent)))

    def sources(self, reading: Reading, context: Context) -> Reply:
        """Where the last answers come from."""
        return self._again(reading, context, SOURCES_OF, lambda page: bool(page.sources))

    def simpler(self, reading: Reading, context: Context) -> Reply:
        """The last answers in simpler words. A situation's page is short already: it is said again."""
        return self._again(reading, context, IN_SHORT, lambda page: bool(page.simply))

    def visit_summary(self, reading: Reading, context: Context) -> Reply:
        """What was asked in this conversation, and the question worth taking along for each."""
        pages = [self.pages.answers[topic] for topic in self.noteworthy(context.said)]
        lines = [f"{VISIT}.{page.id}" for page in pages if self.may_say(page)]
        lead = (VISIT_LEAD,) if lines else ()
        end = response_of(reading.intent)
        return Reply((*self._net(reading), *lead, *lines, end, ROUTE + DEFAULT_ROUTE))

    def noteworthy(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Those of `topics` that belong on a visit summary, each once, the newest MOST_LINES."""
        known = (self.pages.answers[topic] for topic in dict.fromkeys(topics) if topic in self.pages.answers)
        return tuple(page.id for page in known if page.group in ("answer", "advice"))[-MOST_LINES:]

    def _again(self, reading: Reading, context: Context, kind: str, has: Callable[[Answer], bool]) -> Reply:
        pages = [self.pages.answers[topic] for topic in context.last]
        if not pages:
            return self.route(reading, Context())
        said = [f"{kind}.{page.id}" if has(page) else page.response for page in pages if self.may_say(page)]
        responses = tuple(dict.fromkeys(said)) or (WITHHELD,)
        return Reply((*self._net(reading), *responses, ROUTE + self.strictest(pages)))

    def _ask_back(self, reading: Reading) -> Reply:
        """Which treatment an aspect is wanted of, or up to three nearest topics; without any, the plain words that nothing
        was understood."""
        if reading.intent == WHICH_TREATMENT:
            lead, buttons = WHICH, self._buttons(f"{name}.{reading.aspect}" for name in self.pages.treatments)
        else:
            buttons = self._buttons(reading.nearest)
            lead = UNSURE if buttons else NOT_UNDERSTOOD
        return Reply((*self._net(reading), lead, ROUTE + DEFAULT_ROUTE), buttons)

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
