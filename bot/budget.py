"""How long the parts of one turn may take, in seconds. They fit into each other; a test holds that they do."""

PROMISED = 8.0  # by then a person has a reply, whatever is broken
TURN = 7.5  # all that Rasa does with a message
ACTION = 4  # the action server's answer
STORE = 3.0  # one piece of work of the conversation store, whatever the driver does
DATABASE = 2  # a connection, a lock or a statement
STALE = 1.0  # what failed sooner was most likely a connection gone stale, so it is tried once more
LEASE = 30.0  # of an event in the inbox, before another server may take it up
BROWSER = 15.0  # that the chat waits for an answer before it sends a message again (widget/src/channel.ts)
