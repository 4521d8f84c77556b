"""What keeps the routing guarantee inside Rasa."""
