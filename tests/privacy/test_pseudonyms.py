import re

from bot.privacy.pseudonyms import LENGTH, pseudonym


def test_the_same_each_time_and_unlike_any_other():
    first = pseudonym("slack", "U024BE7LH", "key")
    assert first == pseudonym("slack", "U024BE7LH", "key")
    others = {
        pseudonym("slack", "U024BE7LI", "key"),
        pseudonym("teams", "U024BE7LH", "key"),
        pseudonym("slack", "U024BE7LH", "yek"),
    }
    assert len({first, *others}) == 4
    assert pseudonym("ab", "c", "key") != pseudonym("a", "bc", "key")


def test_fit_to_be_a_conversations_id_and_tells_nothing():
    name = pseudonym("slack", "U024BE7LH", "key")
    assert re.fullmatch(rf"[a-z2-7]{{{LENGTH}}}", name) and "u024" not in name
