"""The desk of the web's tests, called by a program in the same process."""

from web.conftest import clock, desk, sign

__all__ = ["clock", "desk", "sign"]
