"""The tables. `events` is Rasa's own, so that Rasa's tools read it; the others are ours, and Alembic keeps them current."""

import sqlalchemy as sa

RASA = sa.MetaData()
OURS = sa.MetaData()

# As rasa.core.tracker_store.SQLTrackerStore declares it, with the indexes it lacks (a test compares the two).
events = sa.Table(
    "events",
    RASA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)

# A turn: what was counted of it, and where it stands among the events. Holds no words.
turns = sa.Table(
    "turns",
    OURS,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("message_id", sa.String(255), nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since 1970
    sa.Column("channel", sa.String(255), nullable=False),
    sa.Column("intent", sa.String(255), nullable=False),  # the id that led
    sa.Column("topics", sa.Text, nullable=False),  # ids of the pages said, parted by blanks
    sa.Column("outcome", sa.String(20), nullable=False),  # bot.store.records.OUTCOMES
    sa.Column("route", sa.String(20), nullable=False),  # empty if none
    sa.Column("net", sa.Boolean, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),  # empty if not known
    sa.Column("edition", sa.String(40), nullable=False, server_default=""),  # of the trained model that answered
    sa.Column("first_event", sa.Integer, nullable=False),
    sa.Column("last_event", sa.Integer, nullable=False),
    sa.Column("slots", sa.Text, nullable=False),  # JSON: what Rasa's slots held after it
    sa.UniqueConstraint("conversation", "message_id", name="one_turn_a_message"),
    sa.Index("turns_of_a_conversation", "conversation", "id"),
    sa.Index("turns_by_time", "at"),
)

unanswered = sa.Table(
    "unanswered",
    OURS,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # masked
)

feedback = sa.Table(
    "feedback",
    OURS,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("message_id", sa.String(255), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("verdict", sa.String(10), nullable=False),  # bot.store.feedback.VERDICTS
    sa.Column("reason", sa.Text, nullable=False),  # masked; may be empty
    sa.UniqueConstraint("conversation", "message_id", name="one_verdict_a_message"),
)

# Events of channels that must be acknowledged before they are answered.
inbox = sa.Table(
    "inbox",
    OURS,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.String(255), nullable=False),
    sa.Column("event_id", sa.String(255), nullable=False),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),  # masked; emptied when finished
    sa.Column("address", sa.Text, nullable=False),  # JSON: where the reply goes; emptied when finished
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("due", sa.Float, nullable=False),  # nobody works on it from then on
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    sa.UniqueConstraint("channel", "event_id", name="one_entry_an_event"),
    sa.Index("inbox_open", "finished", "due"),
)

# Answers that an operator took back. Holds nothing of the people who ask.
withdrawals = sa.Table(
    "withdrawals",
    OURS,
    sa.Column("id", sa.String(255), primary_key=True),  # of the answer
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # seconds since 1970
)

# By which column each table tells whose row it is. Whatever is kept of a person is deleted by these.
WHOSE = (
    (events, events.c.sender_id, events.c.timestamp),
    (turns, turns.c.conversation, turns.c.at),
    (unanswered, unanswered.c.conversation, unanswered.c.at),
    (feedback, feedback.c.conversation, feedback.c.at),
    (inbox, inbox.c.conversation, inbox.c.at),
)

sa.Index("events_of_a_conversation", events.c.sender_id, events.c.id)
sa.Index("events_by_time", events.c.timestamp)
