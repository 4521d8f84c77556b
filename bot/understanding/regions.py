"""Where the person says they are."""

import re
from collections.abc import Iterable, Mapping

from bot.understanding.grammar import en


class Regions:
    """Finds regions by the place names that people say for each."""

    def __init__(self, said: Mapping[str, Iterable[str]]) -> None:
        self._region_of = {name.casefold(): region for region, names in reversed([*said.items()]) for name in names}
        names = sorted((name for names in said.values() for name in names), key=len, reverse=True)
        either = "|".join(map(re.escape, names))
        self._patterns = [re.compile(form.format(names=either), re.IGNORECASE) for form in (en.HERE, en.HERE_ALONE)]

    def said(self, text: str) -> str | None:
        """The region where the person says they are ("I'm in Ireland", or just "Ireland"); of several the last."""
        found = None
        for pattern in self._patterns:
            for mention in pattern.finditer(text):
                if mention["name"] not in en.PRONOUNS or mention["the"]:
                    found = self._region_of.get(mention["name"].casefold()) or found
        return found
