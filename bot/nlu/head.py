"""The linear classifier both heads use: sentence vectors beside a digest of word and letter n-grams, which know drug names
and signs that the encoder has never seen."""

import warnings
from pathlib import Path

import numpy as np
import skops.io
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

_FILE = "head.skops"
_STEPS = 100  # of the solver: measured as good as convergence
_DIGEST = 200  # numbers the n-grams are condensed to; the solver is then four times as fast, and as right
_WEIGHT = 0.7  # of the digest beside the unit vectors
_STRENGTH = 10.0  # inverse of the regularisation (scikit-learn's C)


class Head:
    """A trained head. `labels` are its classes, in the order of the columns of `probabilities`."""

    def __init__(self, grams: Pipeline, classifier: LogisticRegression) -> None:
        self._grams = grams
        self._classifier = classifier
        self.labels: list[str] = [str(label) for label in classifier.classes_]

    @classmethod
    def fit(cls, texts: list[str], vectors: np.ndarray, labels: list[str], seed: int) -> "Head":
        """Fit on `texts`, their `vectors` (a row each) and `labels`."""
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=30_000)
        digest = TruncatedSVD(_DIGEST, random_state=seed)
        grams = Pipeline([("grams", FeatureUnion([("words", words), ("letters", letters)])), ("digest", digest)])
        features = _features(vectors, grams.fit_transform(texts))
        classifier = LogisticRegression(C=_STRENGTH, max_iter=_STEPS, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            classifier.fit(features, labels)
        return cls(grams, classifier)

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Of shape (len(texts), len(labels)); each row adds up to 1."""
        return np.asarray(self._classifier.predict_proba(_features(vectors, self._grams.transform(texts))))

    def save(self, folder: Path) -> None:
        """Write the head into `folder`, without pickle."""
        skops.io.dump({"grams": self._grams, "classifier": self._classifier}, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> "Head":
        """Read a head that `save` wrote. Raises skops' error on anything but what scikit-learn itself is made of."""
        return cls(**skops.io.load(folder / _FILE))


def _features(vectors: np.ndarray, digest: np.ndarray) -> np.ndarray:
    return np.hstack([vectors, digest * _WEIGHT]).astype(np.float32)
