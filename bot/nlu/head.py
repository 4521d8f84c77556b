"""The linear classifier both heads use: sentence vectors beside a digest of word and letter n-grams, which know drug names
and signs that the encoder has never seen."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

_WORDS, _ARRAYS = "head.json", "head.npz"
_STEPS = 60  # of the solver: measured as good as convergence
_DIGEST = 200  # numbers the n-grams are condensed to; the solver is then several times as fast, and as right
_WEIGHT = 0.8  # of the digest beside the unit vectors


class LinearHead:
    """A trained head. `labels` are its classes, in the order of the columns of `probabilities`."""

    def __init__(
        self, counters: list[TfidfVectorizer], digest: np.ndarray, classifier: LogisticRegression, labels: list[str]
    ) -> None:
        self._counters = counters
        # Of shape (n-grams, _DIGEST). In the type and order that `probabilities` multiplies by: scipy would copy any other
        # whole, at every call.
        self._digest = np.ascontiguousarray(digest, dtype=np.float32)
        self._classifier = classifier
        self.labels = labels

    @classmethod
    def fit(
        cls,
        texts: list[str],
        vectors: np.ndarray,
        labels: list[str],
        strength: float,
        seed: int,
        weights: Mapping[str, float] | None = None,
    ) -> "LinearHead":
        """Fit on `texts`, their `vectors` (a row each) and `labels`. `strength` is the inverse of the regularisation
        (scikit-learn's C): the higher, the closer to the training phrases. `weights` are those of classes whose examples do
        not count 1 each."""
        counters = [_words(min_df=2), _letters(min_df=3, max_features=20_000)]
        counts = hstack([counter.fit_transform(texts) for counter in counters]).tocsr()
        size = min(_DIGEST, counts.shape[1] - 1)
        digest = TruncatedSVD(size, n_iter=1, random_state=seed).fit(counts).components_.T.astype(np.float16)  # as saved
        classifier = LogisticRegression(
            C=strength, max_iter=_STEPS, random_state=seed, class_weight=dict(weights or {}) or None
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            classifier.fit(_features(vectors, counts, digest), labels)
        return cls(counters, digest, classifier, [str(label) for label in classifier.classes_])

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Of shape (len(texts), len(labels)); each row adds up to 1."""
        counts = hstack([counter.transform(texts) for counter in self._counters]).tocsr().astype(np.float32)
        return np.asarray(self._classifier.predict_proba(_features(vectors, counts, self._digest)))

    def save(self, folder: Path) -> None:
        """Write the head into `folder` as plain numbers and words: nothing in a model is run when it is loaded."""
        vocabularies = [{gram: int(place) for gram, place in counter.vocabulary_.items()} for counter in self._counters]
        (folder / _WORDS).write_text(json.dumps({"labels": self.labels, "grams": vocabularies}), encoding="utf-8")
        digest = self._digest.astype(np.float16)  # half the file, and nothing lost: `fit` rounded them
        weights = {"coef": self._classifier.coef_, "intercept": self._classifier.intercept_, "digest": digest}
        rarity = {f"idf{number}": counter.idf_ for number, counter in enumerate(self._counters)}
        np.savez(folder / _ARRAYS, **weights, **rarity)

    @classmethod
    def load(cls, folder: Path) -> "LinearHead":
        """Read a head that `save` wrote."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        arrays = np.load(folder / _ARRAYS, allow_pickle=False)
        counters = [_words(vocabulary=words["grams"][0]), _letters(vocabulary=words["grams"][1])]
        for number, counter in enumerate(counters):
            counter.idf_ = arrays[f"idf{number}"]
        classifier = LogisticRegression()
        classifier.classes_ = np.array(words["labels"])
        classifier.coef_, classifier.intercept_ = arrays["coef"], arrays["intercept"]
        return cls(counters, arrays["digest"], classifier, words["labels"])


def _words(**options: object) -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **options)


def _letters(**options: object) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, **options)


def _features(vectors: np.ndarray, counts: csr_matrix, digest: np.ndarray) -> np.ndarray:
    return np.hstack([vectors, (counts @ digest) * _WEIGHT]).astype(np.float32)
