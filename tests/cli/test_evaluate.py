import json

import pytest

from bot.cli import evaluate


@pytest.mark.model
def test_a_line_a_turn_and_a_table(tmp_path, capsys, monkeypatch):
    bank, output = tmp_path / "small.tsv", tmp_path / "out.jsonl"
    bank.write_text("text\texpected\twhy\nWhat is lupus?\twhat_is_lupus\tplain\nhello\tchat.greet\t\n", encoding="utf-8")
    assert evaluate.main([str(bank), "--output", str(output)]) == 0
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [row["answers"] for row in rows] == [["what_is_lupus"], ["chat.greet"]]
    assert [row["routes"] for row in rows] == [["care_team"], []]
    assert all(row["ok"] and row["ms"] > 0 and row["messages"] and row["net"] is False for row in rows)
    assert set(rows[0]) == {"bank", "text", "expected", "answers", "routes", "net", "suggested", "messages", "ok", "ms"}
    assert "100.0%" in capsys.readouterr().out


def test_a_bank_that_cannot_be_read_is_named(tmp_path, capsys):
    bank = tmp_path / "bad.tsv"
    bank.write_text("question\tanswer\na\tb\n", encoding="utf-8")
    assert evaluate.main([str(bank)]) == 1
    assert f"{bank}:1:" in capsys.readouterr().err
