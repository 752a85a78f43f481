"""A small typed client of the interface: `Desk("https://…", token).enterprises()`."""

from zhibiao.client.desk import Desk
from zhibiao.client.errors import DeskProblem, Unreachable

__all__ = ["Desk", "DeskProblem", "Unreachable"]
