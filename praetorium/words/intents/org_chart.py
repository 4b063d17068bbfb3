"""An organisation chart: ``org chart: Anna leads Bob and Carla, Bob leads Dan``."""

from __future__ import annotations

import re

from praetorium.errors import RejectedError
from praetorium.models import Assumption, Brief
from praetorium.words.intents import _asked
from praetorium.words.intents._arrows import Flow
from praetorium.words.request import Reading

_NAMED = re.compile(r"\b(?:org(?:ani[sz]ation(?:al)?)?[ -]?charts?|organi[gz]ram|organogram|reporting lines?)\b", re.I)
_LEADS = re.compile(r"\s+(?:leads?|manages?|heads?|supervises?|runs?|is (?:the )?(?:boss|manager|head) of)\s+", re.I)
_REPORTS = re.compile(r"\s+(?:reports?|answers?|reporting)\s+to\s+|\s+works?\s+(?:for|under)\s+", re.I)
_PARTS = re.compile(r"\s*(?:[,;\n]|\.(?:\s|$))\s*(?:and\s+)?")
_NAMES = re.compile(r"\s*(?:,|\band\b|&)\s*", re.I)
_OUTSIDE = re.compile(
    r"\s*(?:,\s*)?\b(?:as|in)\s+(?:an?\s+)?(?:svg|png|pdf|picture|image|blue|red|green|grey|gray|black|purple|orange)\b.*$",
    re.I | re.S,
)
_FORMATS = {"svg": r"svgs?", "png": r"pngs?|pictures?|images?", "pdf": r"pdfs?"}
_EXAMPLE = "org chart: Anna leads Bob and Carla, Bob leads Dan"


class OrgChart:
    """The intent of who leads whom."""

    name = "org-chart"

    def weight(self, request: Reading) -> float:
        """Strong when an organisation chart is named and the words say who leads whom."""
        if not _NAMED.search(request.words) or not request.brief or request.files:
            return 0.0
        return 0.99 if _LEADS.search(request.words) or _REPORTS.search(request.words) else 0.0

    def brief(self, request: Reading) -> Brief:
        """People, and a line from each to those they lead.

        Raises:
            RejectedError: fewer than two people are named.
        """
        before, _, told = request.words.strip().partition(":")
        if not told:
            before, told = "", _NAMED.sub("", request.words, count=1)
        found = leading(_OUTSIDE.sub("", told))
        if len(found.nodes) < 2:
            raise RejectedError("the chart names nobody who leads anybody", examples=(_EXAMPLE,))
        asked = _asked.formats(request, _FORMATS)
        drawings = tuple(dict.fromkeys(("svg", *asked))) if asked else ("svg", "png")
        assumptions = () if asked else (Assumption(about="Form", value="SVG and PNG", because="no form was named"),)
        subject = re.search(r"\b(?:of|for)\s+(?:the\s+|our\s+|my\s+)?(.+)$", before)
        return Brief(
            intent="diagram",
            title=f"Organisation of {subject[1].strip()}" if subject else "Organisation",
            summary=f"An organisation chart of {len(found.nodes)} people: {', '.join(found.nodes)}.",
            formats=drawings,
            schedule=request.schedule,
            parameters={
                "nodes": found.nodes,
                "edges": [{"source": a, "target": b, "label": label} for a, b, label in found.edges],
                "drawings": list(drawings),
                "colours": list(_asked.look(request).colours),
                "across": False,
            },
            assumptions=assumptions,
            confidence=0.95,
        )


INTENT = OrgChart()


def leading(text: str) -> Flow:
    """Who leads whom. A part without a verb goes on with the list before it: "Anna leads Bob, Carla and Dan"."""
    found, leader = Flow(), ""
    for part in _PARTS.split(text):
        if match := _LEADS.search(part):
            leaders, led = _people(found, part[: match.start()]), _people(found, part[match.end() :])
            leader = leaders[-1] if leaders else ""
        elif match := _REPORTS.search(part):
            led, leaders = _people(found, part[: match.start()]), _people(found, part[match.end() :])
            leader = ""
        else:
            leaders, led = ([leader] if leader else []), _people(found, part) if leader else []
        for one in leaders:
            for other in led:
                found.join(one, other, "")
    return found


def _people(found: Flow, words: str) -> list[str]:
    """The people named, each known again without what stands in brackets behind the name."""
    made = []
    for name in filter(None, (each.strip(" .:") for each in _NAMES.split(words))):
        bare = name.partition("(")[0].strip().lower()
        known = next((node for node in found.nodes if node.partition("(")[0].strip().lower() == bare), None)
        if known is None:
            found.nodes.append(name)
        made.append(known or name)
    return made
