import tracemalloc

import numpy as np
import pytest
from scipy.sparse import hstack

from bot.nlu.head import _WEIGHT, LinearHead

RANDOM = np.random.default_rng(7)
WORDS = ["".join(RANDOM.choice(list("abcdefghijklmnopqrst"), 7)) for _ in range(400)]
TEXTS = [" ".join(RANDOM.choice(WORDS, 10)) for _ in range(600)]
LABELS = [text[0] for text in TEXTS]
VECTORS = RANDOM.normal(size=(len(TEXTS), 8)).astype(np.float32)
NEW = [*TEXTS[:5], " ".join(WORDS[:4]), "none of this was seen before", ""]


@pytest.fixture(scope="module")
def fitted():
    return LinearHead.fit(TEXTS, VECTORS, LABELS, strength=17.0, seed=7)


@pytest.fixture(scope="module")
def folder(fitted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("head")
    fitted.save(folder)
    return folder


@pytest.fixture(params=["fitted", "loaded"])
def head(request, fitted, folder):
    return fitted if request.param == "fitted" else LinearHead.load(folder)


def test_shares_are_those_of_the_saved_digest_multiplied_in_double_precision(head, folder):
    digest = np.load(folder / "head.npz")["digest"]
    assert digest.dtype == np.float16
    vectors = VECTORS[: len(NEW)]
    counts = hstack([counter.transform(NEW) for counter in head._counters]).toarray()
    assert counts.dtype == np.float64 and counts.any(axis=1).sum() >= 6
    condensed = counts @ digest.astype(np.float64)
    expected = head._classifier.predict_proba(np.hstack([vectors, condensed * _WEIGHT]).astype(np.float32))
    shares = head.probabilities(NEW, vectors)
    assert shares.shape == (len(NEW), len(head.labels)) and shares.max() > 0.5
    assert np.abs(shares - head._classifier.predict_proba(np.hstack([vectors, 0 * condensed]))).max() > 0.1
    assert np.abs(shares - expected).max() < 1e-6


def test_a_call_does_not_copy_the_digest(head):
    assert head._digest.nbytes > 2_000_000  # beside which a call's own needs are small
    head.probabilities(NEW[:1], VECTORS[:1])
    tracemalloc.start()
    head.probabilities(NEW[:1], VECTORS[:1])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < head._digest.nbytes / 4
