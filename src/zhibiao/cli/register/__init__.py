"""The verbs of the register: review, what is told of items, progress, follow-up."""
