"""Comparisons, and what members write about them."""

from stackshare.stackups.routes import lines, sections
from stackshare.stackups.routes.compared import bp

__all__ = ["bp", "lines", "sections"]
