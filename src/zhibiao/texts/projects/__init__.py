"""Named projects: how far each has come, and which figures tell its attributes."""

from zhibiao.texts.projects.attributes import as_attributes
from zhibiao.texts.projects.mention import ProjectMention, Projects
from zhibiao.texts.projects.reader import projects

__all__ = ["ProjectMention", "Projects", "as_attributes", "projects"]
