"""The linear classifier both heads use: sentence vectors beside word and letter n-grams, which know drug names and signs
that the encoder has never seen."""

from pathlib import Path

import numpy as np
import skops.io
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

_FILE = "head.skops"
_TRUSTED = ["numpy.dtype", "scipy.sparse._csr.csr_matrix", "sklearn.feature_extraction._stop_words"]


class Head:
    """A trained head. `labels` are its classes, in the order of the columns of `probabilities`."""

    def __init__(self, grams: FeatureUnion, classifier: LogisticRegression, weight: float) -> None:
        self._grams = grams
        self._classifier = classifier
        self._weight = weight
        self.labels: list[str] = [str(label) for label in classifier.classes_]

    @classmethod
    def fit(
        cls, texts: list[str], vectors: np.ndarray, labels: list[str], seed: int, weight: float = 0.5, strength: float = 10.0
    ) -> "Head":
        """Fit on `texts`, their `vectors` (a row each) and `labels`. `weight` is that of the n-grams; `strength` is the
        inverse of the regularisation (scikit-learn's C)."""
        grams = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)),
                (
                    "letters",
                    TfidfVectorizer(
                        analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=30_000
                    ),
                ),
            ]
        )
        counts = grams.fit_transform(texts)
        classifier = LogisticRegression(C=strength, max_iter=1000, random_state=seed)
        classifier.fit(hstack([csr_matrix(vectors), counts * weight]).tocsr(), labels)
        return cls(grams, classifier, weight)

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Of shape (len(texts), len(labels)); each row adds up to 1."""
        features = hstack([csr_matrix(vectors), self._grams.transform(texts) * self._weight]).tocsr()
        return np.asarray(self._classifier.predict_proba(features))

    def save(self, folder: Path) -> None:
        """Write the head into `folder`, without pickle."""
        skops.io.dump({"grams": self._grams, "classifier": self._classifier, "weight": self._weight}, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> "Head":
        """Read a head that `save` wrote."""
        return cls(**skops.io.load(folder / _FILE, trusted=_TRUSTED))
