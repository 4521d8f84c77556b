"""Errors that tell somebody what to mend: whoever wrote a client, or whoever runs the assistant."""

from rasa.shared.exceptions import RasaException


class BadRequest(ValueError):
    """A request a channel cannot take; the message is for the person who wrote the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class WrongSetting(RasaException):
    """Why a channel cannot open, and the mend, in one sentence; Rasa prints it and stops."""
