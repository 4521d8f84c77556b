"""Rasa's training as `train` shows it: a line a step, and what Rasa says only if it fails. Loads TensorFlow."""

import io
import json
import logging
import re
import tarfile
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from rasa import model_training
from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.training.components import PrecomputedValueProvider
from rasa.shared.exceptions import RasaException
from rasa.utils.log_utils import configure_structlog

from bot.cli import models
from bot.cli.progress import Progress
from bot.content.responses import edition_of

_KINDS = {"train": "Learning", "run": "Going through the phrases for"}
_WORDS = {  # what our components are about; others are called by their names
    "TreatmentExtractor": "names of treatments",
    "RegionExtractor": "names of regions",
    "PassageFeaturizer": "their meaning",
    "TopicClassifier": "topics",
    "DangerClassifier": "dangers",
    "MemoizationPolicy": "stories",
    "RulePolicy": "rules",
    "RoutingPolicy": "routes",
}
_COLOUR = re.compile(r"\x1b\[\d+m")


class CannotTrain(RuntimeError):
    """Why there is no new model, and the mend."""


def train(progress: Progress, anew: bool) -> Path:
    """Train on the files of this folder; `anew` without what Rasa remembers of earlier trainings. Gives the model, named by
    the edition that it carries. Raises CannotTrain."""
    configure_structlog(logging.CRITICAL)  # what matters of it is raised or warned of, and told by us
    warnings.filterwarnings("always", module=r"bot\.")
    models.FOLDER.mkdir(exist_ok=True)
    # Rasa writes where it would take the model from: interrupted, it would leave half a model that seems to be the newest.
    with tempfile.TemporaryDirectory(prefix=".training-", dir=models.FOLDER) as unfinished:
        made = _trained(progress, unfinished, anew)
        finished = models.of_edition(edition(made))
        return made.replace(finished)


def _trained(progress: Progress, folder: str, anew: bool) -> Path:
    said = io.StringIO()
    try:
        with redirect_stdout(said), _shown_by(progress):
            progress.begin("Reading the files, comparing with what is known")
            result = model_training.train(
                domain="domain.yml",
                config="config.yml",
                training_files=["data"],
                output=folder,
                force_training=anew,
                fixed_model_name="model",
                core_additional_arguments={"augmentation_factor": 0},
            )
    except RasaException as error:
        raise CannotTrain(_in_short(str(error))) from None
    except SystemExit:
        raise CannotTrain(_in_short(said.getvalue())) from None
    if result.code or not result.model:
        raise CannotTrain(_in_short(said.getvalue()))
    progress.end()
    return Path(result.model)


def _in_short(said: str) -> str:
    """What Rasa says is wrong, without its colours and the lists of a thousand names that it may add."""
    return "\n".join(line for line in _COLOUR.sub("", said).strip().splitlines() if not line.lstrip(" ").startswith("\t"))


def edition(model: Path) -> str:
    """The edition that a model carries."""
    with tarfile.open(model) as archive:
        metadata = archive.extractfile("metadata.json")
        assert metadata is not None  # Rasa writes it into every model
        return edition_of(json.load(metadata)["domain"]["responses"])


@contextmanager
def _shown_by(progress: Progress) -> Iterator[None]:
    """Let Rasa's training, which has no setting for it, tell `progress` of every step."""

    class Runner(DaskGraphRunner):
        """Rasa's own, which calls our hook too where nodes are run and not only compared with earlier ones."""

        @classmethod
        def create(cls, **given: Any) -> Any:
            if given.get("hooks"):
                given["hooks"].append(_Steps(progress, given["graph_schema"]))
            return super().create(**given)

    model_training.DaskGraphRunner, before = Runner, model_training.DaskGraphRunner
    try:
        yield
    finally:
        model_training.DaskGraphRunner = before


class _Steps(GraphNodeHook):
    """Tells of each node of Rasa's graph in which one of the components of config.yml learns or works."""

    def __init__(self, progress: Progress, run: GraphSchema) -> None:
        self._progress, self._run = progress, run
        self._left = {node for node in run.nodes if node.partition("_")[0] in _KINDS}

    def on_before_node(self, node_name: str, execution_context: ExecutionContext, *_: Any, **__: Any) -> dict[str, Any]:
        """A node begins."""
        if node_name in self._left:
            name = execution_context.graph_schema.nodes[node_name].uses.__name__
            self._progress.begin(f"{_KINDS[node_name.partition('_')[0]]} {_WORDS.get(name, name)}")
        return {}

    def on_after_node(self, node_name: str, *_: Any, **__: Any) -> None:
        """A node is done."""
        if node_name in self._left:
            self._left.remove(node_name)
            remembered = self._run.nodes[node_name].uses is PrecomputedValueProvider
            self._progress.end("as before" if remembered else "")
            if not self._left:
                self._progress.begin("Packing the model")
