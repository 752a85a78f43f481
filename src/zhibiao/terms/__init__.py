"""The field's words as values; standard library only."""
