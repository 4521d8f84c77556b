"""The curated files: pages, regions and the clinic, read, checked and put into words. Knows no dialogue and no Rasa."""
