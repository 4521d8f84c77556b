"""What may be said to a reading, and to whom the person is sent: names of responses, never sentences."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from bot.content.pages import Page, Pages
from bot.dialogue.context import Context, resolve
from bot.ids import (
    ANSWER,
    DANGERS,
    DEFAULT_ROUTE,
    FOLDS,
    FORGET,
    ROUTES,
    WHICH_TREATMENT,
    about,
    group_of,
    parts_of,
    payload_of,
    response_of,
    route_response,
    with_aspect,
)
from bot.lines import (
    DID_YOU_MEAN,
    FORGOTTEN,
    IN_SHORT,
    KEPT_ON,
    MORE,
    NET,
    NO_NUMBERS,
    NONE_OF_THESE,
    NOT_UNDERSTOOD,
    NUMBERS,
    OVERDUE,
    SOURCES_OF,
    VISIT,
    VISIT_LEAD,
    WHICH_ONE,
    WITHHELD,
)
from bot.reading import Reading

MOST_ANSWERS = 3
MOST_BUTTONS = 3
MOST_LINES = 10  # of a visit summary


@dataclass(frozen=True)
class Button:
    """A choice."""

    title: str
    payload: str  # what Rasa receives when it is pressed
    role: str = "choice"  # one of what was offered; or "next", what people ask next; or "fold", more of what was said


@dataclass(frozen=True)
class Reply:
    """What to utter."""

    responses: tuple[str, ...]  # in order
    buttons: tuple[Button, ...] = ()  # they go with the last response before the route
    treatment: str | None = None  # now spoken of


@dataclass(frozen=True)
class Speaker:
    """Decides from the pages what may be said."""

    pages: Pages
    withheld: Collection[str] = ()  # ids of answers not to be given now (bot.content.release)
    overdue: Collection[str] = ()  # ids of answers that are due for a check

    def may_say(self, id: str) -> bool:
        """Whether there is such a page, and it may be said now."""
        return id in self.pages.by_id and id not in self.withheld and id not in self.pages.unreadable

    def answer(self, reading: Reading, context: Context) -> Reply:
        """The pages asked for, then one route: the strictest of theirs. After a danger sign, which led and was routed, only
        the answers to the other questions. Where nothing is asked that has a page, a question back."""
        reading = resolve(reading, context, self.pages)
        topics = [topic for topic in reading.asked if self._has(topic)][:MOST_ANSWERS]
        if context.routed:
            topics = [topic for topic in topics if topic != reading.intent]
        if not topics:
            return Reply(()) if context.routed else self._ask_back(reading, context)
        responses = tuple(dict.fromkeys(response for topic in topics for response in self._said(topic)))
        if not context.routed:
            responses = (*self._net(reading), *responses, self._route(topics))
        buttons = self._further(topics[0]) if len(topics) == 1 and not context.routed else ()
        return Reply(responses, buttons, treatment=self._spoken_of(topics))

    def more(self, reading: Reading, context: Context) -> Reply:
        """What else people want to know about the last answers."""
        return self._again(reading, context, MORE, lambda page: bool(page.more))

    def numbers(self, reading: Reading, context: Context) -> Reply:
        """The figures behind the last answers, or that there are none."""
        if context.last and not any(self.pages.by_id[id].numbers for id in context.last):
            return Reply((*self._net(reading), NO_NUMBERS, self._route(context.last)))
        return self._again(reading, context, NUMBERS, lambda page: bool(page.numbers))

    def accept(self, reading: Reading, context: Context) -> Reply:
        """To a yes: the one topic offered, or which of several; without an offer, what the page of yes says. A yes to being
        forgotten is one."""
        if FORGET in context.offered:
            return Reply((*self._net(reading), FORGOTTEN, route_response(DEFAULT_ROUTE)))
        offered = tuple(topic for topic in context.offered if self._has(topic))
        if len(offered) == 1:
            return self.answer(replace(reading, intent=offered[0], asked=offered), Context())
        if offered:
            return Reply((*self._net(reading), WHICH_ONE, route_response(DEFAULT_ROUTE)), self._buttons(offered))
        return Reply((*self._net(reading), response_of(reading.intent)))

    def refuse(self, reading: Reading, context: Context) -> Reply:
        """To a no: after an offer, an apology and the way on; else what the page of no says."""
        if FORGET in context.offered:
            return Reply((*self._net(reading), KEPT_ON, route_response(DEFAULT_ROUTE)))
        if context.offered:
            return Reply((*self._net(reading), NONE_OF_THESE, route_response(DEFAULT_ROUTE)))
        return Reply((*self._net(reading), response_of(reading.intent)))

    def sources(self, reading: Reading, context: Context) -> Reply:
        """Where the last answers come from."""
        return self._again(reading, context, SOURCES_OF, lambda page: bool(page.sources))

    def simpler(self, reading: Reading, context: Context) -> Reply:
        """The last answers in simpler words. A situation's page is short already: it is said again."""
        return self._again(reading, context, IN_SHORT, lambda page: bool(page.simply))

    def visit_summary(self, reading: Reading, context: Context) -> Reply:
        """What was asked in this conversation, and the question worth taking along for each."""
        lines = [about(VISIT, id) for id in self.noteworthy(context.said) if self.may_say(id)]
        lead = (VISIT_LEAD,) if lines else ()
        return Reply((*self._net(reading), *lead, *lines, response_of(reading.intent), route_response(DEFAULT_ROUTE)))

    def noteworthy(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Those of `topics` that belong on a visit summary, each once, the newest MOST_LINES."""
        known = (self.pages.by_id[topic] for topic in dict.fromkeys(topics) if topic in self.pages.by_id)
        return tuple(page.id for page in known if page.group in (ANSWER, "advice"))[-MOST_LINES:]

    def _said(self, id: str) -> tuple[str, ...]:
        """The responses that say a page."""
        if not self.may_say(id):
            return (WITHHELD,)
        return (response_of(id), about(OVERDUE, id)) if id in self.overdue else (response_of(id),)

    def _further(self, id: str) -> tuple[Button, ...]:
        """What may be asked of an answer that was given, and what people ask next."""
        page = self.pages.by_id.get(id)
        if page is None or not page.more or not self.may_say(id):
            return ()
        has = (page.more, page.numbers, page.sources)
        folds = [fold for fold, its in zip(FOLDS, has, strict=True) if its and fold in self.pages.by_id]
        return (
            *(Button(self.pages.by_id[fold].title, payload_of(fold), "fold") for fold in folds),
            *self._buttons(page.next, "next"),
        )

    def _has(self, id: str) -> bool:
        """Whether there is an answer or a situation of this id, be it withheld."""
        return id in self.pages.by_id or id in self.withheld or id in self.pages.unreadable

    def _again(self, reading: Reading, context: Context, line: str, has: Callable[[Page], bool]) -> Reply:
        pages = [self.pages.by_id[topic] for topic in context.last]
        if not pages:
            return self.answer(reading, Context())
        said = [about(line, page.id) if has(page) else page.response for page in pages if self.may_say(page.id)]
        return Reply((*self._net(reading), *(dict.fromkeys(said) or (WITHHELD,)), self._route(context.last)))

    def _ask_back(self, reading: Reading, context: Context) -> Reply:
        """Which treatment an aspect is wanted of, or up to three nearest topics; without any, the plain words that nothing
        was understood."""
        if reading.intent == WHICH_TREATMENT:
            lead, buttons = response_of(WHICH_TREATMENT), self._which_treatment(reading.aspect or "", context)
        else:
            buttons = self._buttons(reading.nearest)
            lead = DID_YOU_MEAN if buttons else NOT_UNDERSTOOD
        return Reply((*self._net(reading), lead, route_response(DEFAULT_ROUTE)), buttons)

    def _which_treatment(self, aspect: str, context: Context) -> tuple[Button, ...]:
        """An aspect of the treatments spoken of last, then of those that most people take."""
        spoken_of = [parts_of(topic)[0] for topic in reversed(context.said)]
        page = self.pages.by_id.get(WHICH_TREATMENT)
        names = dict.fromkeys([*spoken_of, *(page.offered if page else ()), *self.pages.treatments])
        return self._buttons(with_aspect(name, aspect) for name in names if name in self.pages.treatments)

    def _route(self, topics: Iterable[str]) -> str:
        """The response of the strictest route of `topics`. Where one of them said what to watch for, a route that can wait
        is for everything else."""
        pages = [self.pages.by_id[topic] for topic in topics if topic in self.pages.by_id]
        routes = {page.route for page in pages}
        strictest = next((route for route in ROUTES if route in routes), DEFAULT_ROUTE)
        watched = any(page.watch and self.may_say(page.id) for page in pages)
        return route_response(strictest, otherwise=watched and strictest not in DANGERS)

    @staticmethod
    def _net(reading: Reading) -> tuple[str, ...]:
        return (NET,) if reading.net else ()

    def _buttons(self, topics: Iterable[str], role: str = "choice") -> tuple[Button, ...]:
        sayable = [self.pages.by_id[topic] for topic in topics if self.may_say(topic)]
        return tuple(Button(page.title, payload_of(page.id), role) for page in sayable[:MOST_BUTTONS])

    def _spoken_of(self, topics: Iterable[str]) -> str | None:
        names = [parts_of(topic)[0] for topic in topics if group_of(topic) == ANSWER]
        return next((name for name in reversed(names) if name in self.pages.treatments), None)
