"""The assistant. The modules here are its nouns, which every room may know; each folder is a room (CONTRIBUTING.md)."""
