"""The web channel and the chat page that speaks to it."""

from bot.channels.web.channel import WebChannel
from bot.channels.web.chat_page import ChatPage

__all__ = ["ChatPage", "WebChannel"]
