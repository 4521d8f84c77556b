"""Brings the curated pages into Rasa: phrases to the NLU, wording to the domain, faults to the curator."""

import re
import warnings
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import raise_warning

from bot import fingerprint
from bot.content import pages, places, responses, signatures
from bot.content.curated import Block, Checker, PageError
from bot.content.pages import Pages
from bot.ids import FORGET


class UnfitPages(RasaException):
    """Pages that must not be trained on; the message names each fault's file, line and mend."""


class PageImporter(RasaFileImporter):
    """Reads data/nlu and data/own/nlu as pages. An intent and a response of a page need no mention anywhere else."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._folder = next(
            (folder for path in paths for folder in (Path(path), Path(path) / "nlu") if folder.name == "nlu"), None
        )
        self._domain_file = Path(domain_path) if domain_path else None
        self._pages: Pages | None = None

    def get_domain(self) -> Domain:
        """domain.yml with the pages' intents and responses."""
        domain = super().get_domain()
        found = self._read()
        if not found:
            return domain
        try:
            here = places.read()
        except PageError as error:
            raise UnfitPages(f"Some files are not fit to train on:\n{error}") from None
        region = {
            "type": "text",
            "initial_value": here.clinic.region or None,
            "influence_conversation": False,
            "mappings": [{"type": "from_entity", "entity": "region"}],
        }
        said = responses.compose(found, here, edition())
        _silence_validator([*found.examples, *found.by_id, *said])
        return domain.merge(
            Domain.from_dict(
                {
                    "intents": [{intent: {"use_entities": []}} for intent in found.examples],
                    "slots": {"region": region},
                    "responses": said,
                }
            )
        )

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The phrases and the treatments' names, without the wording, so that editing an answer trains nothing anew."""
        found = self._read()
        if not found:
            return super().get_nlu_data(language)
        phrases = [Message.build(phrase, intent) for intent, phrases in found.examples.items() for phrase in phrases]
        names = {name: treatment for treatment, names in found.treatments.items() for name in names}
        return TrainingData(phrases, entity_synonyms=names)

    def _read(self) -> Pages | None:
        if self._pages is None and self._folder:
            try:
                stray = self._stray(self._folder)
                self._pages = pages.read(self._folder, _own(self._folder))
                signed = signatures.read()
                if stray:
                    raise PageError(stray)
            except PageError as error:
                raise UnfitPages(f"Some pages are not fit to train on:\n{error}") from None
            for page in self._pages.by_id.values():
                if page.recheck_by < date.today():
                    raise_warning(
                        f"{page.file}:{page.line}: '{page.id}' is past its check date; it is withheld until checked"
                    )
            for line in [*self._pages.overridden, *signatures.void(self._pages, signed)]:
                raise_warning(line)
        return self._pages

    def _stray(self, folder: Path) -> list[str]:
        """What Rasa would let beat the pages, or ignore, without a word."""
        ours = (folder.resolve(), _own(folder).resolve())
        faults = [
            f"{file}:1: training phrases outside of the pages; move them to a page below {folder} or {_own(folder)}"
            for file in sorted(map(Path, self._nlu_files))
            if not any(home in file.resolve().parents for home in ours)
        ]
        for file in _yaml_files(self._domain_file):
            checker = Checker()
            found = checker.load(file)
            if isinstance(found, Block) and found.get("responses"):
                line = found.lines["responses"]
                checker.fault(line, "responses in the domain would beat the pages", f"move them to a page below {folder}")
            faults += checker.faults
        return faults


def edition() -> str:
    """The name of what is trained today: the day, and a hash of all that the model depends on."""
    return f"{date.today():%Y-%m-%d}-{fingerprint.of_model()[:8]}"


def _own(folder: Path) -> Path:
    return folder.parent / pages.OWN.relative_to(pages.FOLDER.parent)


def _yaml_files(place: Path | None) -> list[Path]:
    if place is None or not place.exists():
        return []
    return [place] if place.is_file() else pages.paths(place)


def _silence_validator(served: Iterable[str]) -> None:
    """Rasa cannot know that RoutingPolicy and the answering action say every page, our code every line of the house,
    TreatmentExtractor the synonyms, and a button an intent without phrases; keep its warnings for what is amiss."""
    names = "|".join(sorted(map(re.escape, served)))
    warnings.filterwarnings("ignore", message=rf"The (intent|utterance) '({names})' is not used in any story or rule")
    warnings.filterwarnings("ignore", message=f"The intent '{FORGET}' is listed in the domain")
    warnings.filterwarnings("ignore", message="You have defined synonyms in your training data")
