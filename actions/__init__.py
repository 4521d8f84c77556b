"""The custom actions: read the tracker, ask bot/, name responses."""
