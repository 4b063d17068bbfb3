"""A diagram: ``diagram of how signup works: user → form → validation → database → mail``."""

from __future__ import annotations

import re

from praetorium.errors import RejectedError
from praetorium.models import Assumption, Brief
from praetorium.words.intents import _asked
from praetorium.words.intents._arrows import flow, has_arrows
from praetorium.words.request import Reading

_WORD = r"(?:diagram|flow ?charts?|flow|process map|sketch|drawing|picture|schema|chart)"
_BEGIN = re.compile(
    rf"^(?:please\s+)?(?:(?:make|draw|create|give|show|sketch|generate|produce)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+)?"
    rf"(?:[a-z]+\s+)?\b{_WORD}\b\s*(?:of|for|that shows|showing|about|on)?\s*"
    r"(?P<title>[^:→>\n]{0,120}?)\s*(?::\s*|\n\s*|$)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(rf"\b(?:diagram|flow ?chart|{_WORD} (?:of|for))\b", re.IGNORECASE)
_DRAW = re.compile(r"^(?:please\s+)?(?:draw|sketch|diagram)\b\s*:?\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_FORMATS = {"svg": r"svgs?", "png": r"pngs?|pictures?|images?", "pdf": r"pdfs?"}
_TAIL = re.compile(
    r"\s*(?:[,.;]\s*|\s)(?:as|in)\s+(?:an?\s+)?(?:svg|png|pdf|picture|image|blue|red|green|grey|gray|black|purple|orange|"
    r"#[0-9a-f]{6})\b[^→>]*$",
    re.IGNORECASE,
)
_DOWN = re.compile(r"\b(?:top[- ]to[- ](?:bottom|down)|top[- ]down|downwards?|vertical\w*|from top)\b", re.IGNORECASE)
_ACROSS = re.compile(r"\b(?:left[- ]to[- ]right|horizontal\w*|across)\b", re.IGNORECASE)


class DrawDiagram:
    """The diagram intent."""

    name = "diagram"

    def weight(self, request: Reading) -> float:
        """Strong when a diagram is named and arrows are there."""
        if not has_arrows(request.words):
            return 0.0
        signs = re.search(r"→|->|=>|⟶|➔|⇒", request.words)
        if _NAMED.search(request.words):
            return 0.97 if signs or request.brief else 0.0
        return 0.9 if _DRAW.match(request.words.strip()) and signs else 0.0

    def brief(self, request: Reading) -> Brief:
        """Title, boxes, arrows and form.

        Raises:
            RejectedError: there are fewer than two boxes.
        """
        title, told = _parts(request.words.strip())
        found = flow(told)
        if len(found.nodes) < 2 or len(found.nodes) > 80:
            raise RejectedError(
                f"a diagram has 2 to 80 boxes joined by arrows; {len(found.nodes)} were found",
                examples=("diagram of how signup works: user → form → validation → database → mail",),
            )
        look = _asked.look(request)
        asked = _asked.formats(request, _FORMATS)
        drawings = tuple(dict.fromkeys(("svg", *asked))) if asked else ("svg", "png")
        assumptions = [] if asked else [Assumption(about="Form", value="SVG and PNG", because="no form was named")]
        branches = sum(bool(label) for *_, label in found.edges)
        arrows = f"{len(found.edges)} arrow{'s' * (len(found.edges) != 1)}"
        across = True if _ACROSS.search(request.words) else False if _DOWN.search(request.words) else None
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A diagram of {len(found.nodes)} boxes ({', '.join(found.nodes)}) and {arrows}"
            + (f", {branches} of them with a condition." if branches else "."),
            formats=drawings,
            files=request.files,
            schedule=request.schedule,
            parameters={
                "nodes": found.nodes,
                "edges": [{"source": a, "target": b, "label": label} for a, b, label in found.edges],
                "drawings": list(drawings),
                "colours": list(look.colours),
                **({"across": across} if across is not None else {}),
            },
            assumptions=tuple(assumptions),
            confidence=0.95,
        )


INTENT = DrawDiagram()


def _parts(words: str) -> tuple[str, str]:
    """The title, and the text with the arrows."""
    words = _TAIL.sub("", _ACROSS.sub(" ", _DOWN.sub(" ", words)))
    match = _BEGIN.match(words)
    if match and has_arrows(match["rest"]):
        return _asked.title(match["title"].strip(" .,") or "Diagram"), match["rest"]
    draw = _DRAW.match(words)
    if draw:
        return "Diagram", draw["rest"]
    bare = re.sub(rf"^.*?\b{_WORD}\b\s*(?:of|for|:)?\s*", "", words, count=1, flags=re.IGNORECASE | re.DOTALL)
    return "Diagram", bare
