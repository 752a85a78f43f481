"""The joint: the only place where acts meet store, readers and writers."""
