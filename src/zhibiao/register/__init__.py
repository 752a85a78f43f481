"""The register: what was promised, by whom and by when, and what became of it; told by the acts that made it."""
