"""Every change we make to Rasa's own behaviour, and nothing else. Each names its reason; its test fails once it may go."""

from bot.patches import action_answer_schema, action_timeout, curated_names_only, only_what_may_be_said


def apply() -> None:
    """Apply all patches; harmless to repeat."""
    action_answer_schema.apply()
    action_timeout.apply()
    curated_names_only.apply()
    only_what_may_be_said.apply()
