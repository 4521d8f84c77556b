import stat

import pytest

from bot.privacy.secret import FILE, SHORTEST, VARIABLE, SecretError, secret

KEY = "k" * 2 * SHORTEST


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)


def test_secret_from_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, KEY)
    assert secret() == KEY
    assert not FILE.exists()


def test_short_secret_is_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "k" * (SHORTEST - 1))
    with pytest.raises(SecretError, match=f"{VARIABLE} is shorter than {SHORTEST}"):
        secret()


@pytest.mark.parametrize("content", ["", "short\n"])
def test_short_secret_in_the_file_is_refused(content):
    FILE.write_text(content)
    with pytest.raises(SecretError, match="delete the file"):
        secret()
    assert FILE.read_text() == content


def test_secret_is_created_once_and_for_its_owner_only():
    first = secret()
    assert len(first) >= SHORTEST
    assert stat.S_IMODE(FILE.stat().st_mode) == 0o600
    assert secret() == first == FILE.read_text()


def test_each_folder_has_a_secret_of_its_own(tmp_path, monkeypatch):
    first = secret()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert secret() != first
