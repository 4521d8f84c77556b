"""Forgetting a conversation, in every channel alike: a button offers it, a person presses it or says yes, the reply says
that it is done - and the store, keeping that reply, deletes the conversation instead (bot.store.tracker_store)."""

FORGET = "chat.forget_me"  # the intent of the button; it has no phrases, so that nobody is forgotten by a guess
FORGOTTEN = "utter_forgotten"
NOT_FORGOTTEN = "utter_not_forgotten"
KEPT_ON = "utter_kept_on"  # to a no
