"""What a message means: its passages, treatments, topics, dangers and language. Plain functions of text and numbers."""
