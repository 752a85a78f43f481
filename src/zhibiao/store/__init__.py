"""Where a book keeps its facts, decisions and entries."""
