"""Tasks: actions without a number that lie ahead and can be checked."""

from zhibiao.texts.actions.reader import FIGURE_INSIDE, actions, without_figures

__all__ = ["FIGURE_INSIDE", "actions", "without_figures"]
