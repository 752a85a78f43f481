"""The register of a book, joined: desk, texts taken, progress, follow-up, and the demo's acts."""
