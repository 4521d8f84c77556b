"""`train` trains a model of what the files say now, unless there is one."""

import argparse
import sys
import time

from bot import fingerprint
from bot.cli import models, quiet
from bot.cli.progress import Progress
from bot.content import pages, places, signatures
from bot.content.curated import PageError


def main(arguments: list[str]) -> int:
    """`python -m bot train [--force]`."""
    parser = argparse.ArgumentParser(prog="python -m bot train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train anyway, and learn everything anew")
    anew: bool = parser.parse_args(arguments).force
    return 0 if not anew and _is_there() else _train(anew)


def _is_there() -> bool:
    model = models.of_inputs(fingerprint.of_model())
    if model is None:
        return False
    if model == models.newest():
        print(f"{model} is up to date.")
    else:
        model.touch()
        print(f"{model} was trained from the same files before. It is the newest again.")
    return True


def _train(anew: bool) -> int:
    began, progress = time.monotonic(), Progress()
    try:
        for part in (pages, places, signatures):  # the importer reads them too, but only when the libraries are loaded
            part.read()
    except PageError as error:
        print(f"There is no new model: these files are not fit to train on.\n{error}", file=sys.stderr)
        return 1
    print("Training the model. The first time takes five minutes or so; later only what changed is learned anew.")
    warnings = dict[str, None]()  # each once, in order
    quiet.keep_quiet(lambda line: warnings.setdefault(line))
    with progress.step("Loading the libraries"):
        from bot.cli import training  # loads TensorFlow
    try:
        model, fault = training.train(progress, anew), ""
    except training.CannotTrain as error:
        fault = str(error)
        progress.break_off()
    except KeyboardInterrupt:
        progress.break_off()
        print("Stopped. The models are as they were.", file=sys.stderr)
        return 130
    for line in warnings:
        print(f"Warning: {line}", file=sys.stderr)
    if fault:
        print(f"There is no new model. {fault}", file=sys.stderr)
        return 1
    for old in models.thin():
        print(f"Deleted {old}: the newest {models.KEPT} are kept.")
    print(f"Trained {model} in {time.monotonic() - began:.0f} s.")
    return 0
