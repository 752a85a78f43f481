"""Monthly regulation (月度调节): the rest of the year planned again, with prices, a certificate and reasons."""

from zhibiao.regulation.plan import Solution, solve, sweep, whatif

__all__ = ["Solution", "solve", "sweep", "whatif"]
