"""What `rasa run` plugs in: the web channel, the chat page, the probes."""
