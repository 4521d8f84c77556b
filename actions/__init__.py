"""The custom actions: read the tracker, ask bot/, name responses."""

from bot.privacy import logs

logs.keep_clean()  # of the action server, this alone is sure to run before the first message
