"""What follows from what was understood: the next step, the context, the reply. Names of responses, never sentences."""
