"""Comparisons, and what members write about them."""

from stackshare.stackups.routes import answers, lines, sections
from stackshare.stackups.routes.compared import bp

__all__ = ["answers", "bp", "lines", "sections"]
