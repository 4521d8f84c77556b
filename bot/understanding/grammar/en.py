"""Every English pattern that understanding goes by (privacy has its own, of many languages at once)."""

import re

_QUESTION_WORDS = "what|whats|how|is|are|can|could|does|do|did|why|when|which|who|should|will|would"

# Where one passage of a message ends and the next begins: after a sentence, a line, a number, or "and how ...".
BREAK = re.compile(
    rf"(?<=[.!?;:])\s+|\n+|\s+(?=\d\)\s)|(?:,\s*|\s+)(?:and|also|plus|but)\s+(?=(?:{_QUESTION_WORDS})\b)", re.IGNORECASE
)
# How a sentence begins that asks something.
OPENING = re.compile(rf"\W*(?:(?:and|also|plus|but|so)\W+)?(?:{_QUESTION_WORDS})\b", re.IGNORECASE)
# Two things named in one breath; not at the beginning.
JOINED = re.compile(r"\w\s*[,/&+]|\w\s+(?:and|or)\b", re.IGNORECASE)

THIS_TREATMENT = "this treatment"  # stands for the name of a treatment, so that a question about one teaches about all
# A word that may point to a treatment spoken of before.
POINTER = re.compile(r"\b(it|its|they|them|that|this|those|these|one)\b", re.IGNORECASE)
# A message that names a treatment and says no more ("sorry, i meant this treatment").
ASKS_NOTHING = re.compile(
    r"(\W|\b(a|about|also|an|and|but|else|for|how|i|is|it|its|mean|meant|no|not|ok|okay|on|or|same|so|sorry|that|the|then"
    rf"|thing|{THIS_TREATMENT}|this|was|what|whats|with|yes)\b)*",
    re.IGNORECASE,
)

# Where people say they are; {names} are those of the regions.
HERE = (
    r"\b(?:i['\u2019]?m|i am|we['\u2019]?re|we are|i live|we live|living|based|staying|here|over|currently)"
    r"(?:(?! not\b) \w+)?? (?:in|from) (?P<the>the )?(?P<name>{names})(?!\w)"
)
HERE_ALONE = r"^\W*(?:in )?(?P<the>the )?(?P<name>{names})\W*$"
PRONOUNS = frozenset({"us"})  # names of regions that are also words, unless "the" stands before them
