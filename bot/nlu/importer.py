"""Brings the curated pages into Rasa: phrases to the NLU, wording to the domain, faults to the curator."""

import warnings
from datetime import date
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import raise_warning

from bot import pages, places, responses
from bot.curated import PageError
from bot.forgetting import FORGET
from bot.pages import Pages


class UnfitPages(RasaException):
    """Pages that must not be trained on; the message names each fault's file, line and mend."""


class PageImporter(RasaFileImporter):
    """Reads data/nlu as pages. An intent and a response of a page need no mention anywhere else."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._folders = [folder for path in paths for folder in (Path(path), Path(path) / "nlu") if folder.name == "nlu"]
        self._pages: Pages | None = None

    def get_domain(self) -> Domain:
        """domain.yml with the pages' intents and responses."""
        domain = super().get_domain()
        found = self._read()
        if not found:
            return domain
        _silence_validator()
        try:
            here = places.read()
            wording = responses.compose(found, here)
        except PageError as error:
            raise UnfitPages(f"Some files are not fit to train on:\n{error}") from None
        region = {
            "type": "text",
            "initial_value": here.clinic.region or None,
            "influence_conversation": False,
            "mappings": [{"type": "from_entity", "entity": "region"}],
        }
        return domain.merge(
            Domain.from_dict(
                {
                    "intents": [{intent: {"use_entities": []}} for intent in found.examples],
                    "slots": {"region": region},
                    "responses": wording,
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
        if self._pages is None and self._folders:
            try:
                self._pages = pages.read(self._folders[0])
            except PageError as error:
                raise UnfitPages(f"Some pages are not fit to train on:\n{error}") from None
            due = [answer for answer in self._pages.answers.values() if answer.recheck_by < date.today()]
            for answer in due:
                raise_warning(
                    f"{answer.file}:{answer.line}: '{answer.id}' is past its check date; it is withheld until checked"
                )
        return self._pages


def _silence_validator() -> None:
    """Rasa cannot know that RoutingPolicy uses every page, TreatmentExtractor the synonyms, and a button an intent without
    phrases; keep its warnings for what is amiss."""
    warnings.filterwarnings("ignore", message=r"The (intent|utterance) '.*' is not used in any story or rule")
    warnings.filterwarnings("ignore", message=f"The intent '{FORGET}' is listed in the domain")
    warnings.filterwarnings("ignore", message="You have defined synonyms in your training data")
