"""The register: list, items, review, follow-up."""
