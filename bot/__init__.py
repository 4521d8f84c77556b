"""The judgement of the assistant, in plain Python: nothing here imports Rasa."""
