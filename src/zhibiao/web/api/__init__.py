"""The interface for programs, one file a subject."""
