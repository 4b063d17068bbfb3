"""Telling: a brief, a plan, a delivery in words, for the Prefect UI and wherever Markdown is read."""

from praetorium.telling.asked import proof, tally
from praetorium.telling.markdown import brief_markdown, diagram, plan_rows, report_markdown

__all__ = ["brief_markdown", "diagram", "plan_rows", "proof", "report_markdown", "tally"]
