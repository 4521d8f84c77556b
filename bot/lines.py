"""Every line of the house that code says by name. Its words stand in data/nlu/house.yml and routes.yml; reading the pages
refuses a house that lacks one."""

from bot.ids import ROUTES, route_response

# What the assistant says of itself, when a conversation begins.
INTRODUCTION = "utter_introduction"
KEPT = "utter_kept"
NO_OPERATOR = "utter_no_operator"
UNSIGNED = "utter_unsigned"
HELP = "utter_help"
EDITION = "utter_edition"

# Instead of an answer.
NET = "utter_net"
DID_YOU_MEAN = "utter_unsure"
WHICH_ONE = "utter_which_one"
NONE_OF_THESE = "utter_none_of_these"
NOT_UNDERSTOOD = "utter_not_understood"
TOO_LONG = "utter_too_long"
TOO_MANY = "utter_too_many"
UNAVAILABLE = "utter_unavailable"
WITHHELD = "utter_withheld"
ALL_PURPOSE = "utter_urgent"

# About what is kept.
NOT_KEPT = "utter_not_kept"
FORGOTTEN = "utter_forgotten"  # the store deletes the conversation when this is said (bot.store.deeds)
NOT_FORGOTTEN = "utter_not_forgotten"
KEPT_ON = "utter_kept_on"

# Said of one page: bot.content.responses makes one of each for every page (bot.ids.about).
IN_SHORT = "utter_in_short"
SOURCES_OF = "utter_sources_of"
VISIT = "utter_visit"
VISIT_LEAD = "utter_visit_lead"
MORE = "utter_more"
NUMBERS = "utter_numbers"
NO_NUMBERS = "utter_no_numbers"
OVERDUE = "utter_overdue"
ELSE = "utter_else"  # begins a route after an answer that said what to watch for

# Parts of other texts, never said alone.
ASK = "utter_ask"
SUMMARY_ONLY = "utter_summary_only"  # of a source
STRENGTHS = {strength: f"utter_strength.{strength}" for strength in ("strong", "moderate", "low", "none")}
PARTS = frozenset({ASK, IN_SHORT, SOURCES_OF, VISIT, MORE, NUMBERS, OVERDUE, ELSE, SUMMARY_ONLY, *STRENGTHS.values()})

ROUTES_SAID = frozenset(map(route_response, ROUTES))
ALL = frozenset({line for name, line in vars().items() if name.isupper() and isinstance(line, str)} | PARTS | ROUTES_SAID)
