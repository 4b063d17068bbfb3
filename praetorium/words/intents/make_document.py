"""A text as a document or as slides: ``turn notes.md into a Word document and a slide deck``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Question
from praetorium.words.intents import _asked
from praetorium.words.request import Reading

_FORMATS = {
    "docx": r"word(?: document| file| doc)?|docx",
    "pptx": r"slides?(?: ?decks?)?|slide ?shows?|deck|presentation|powerpoint|pptx",
    "pdf": r"pdfs?",
    "html": r"html(?: page)?|web ?page|page",
}
_NAMES = {"docx": "Word document", "pptx": "slide deck", "pdf": "PDF", "html": "page"}
_TURN = re.compile(
    r"\b(?:turn|convert|make|write|put|export|render|format|print|transform|create|give|save|set|produce|as|to|into)\b"
)
_MINE = re.compile(
    r"\b(?:turn|convert|put|transform|export)\s(?:my|our|the|these|this)\s(?P<what>[a-z ]*?"
    r"(?:notes|minutes|text|document|report|protocol|draft|manual|readme))\s(?:in)?to\b"
)
_ALOUD = re.compile(r"\b(?:aloud|out loud|audio|mp3|wav|ogg|spoken|speech|voice|narrat\w+)\b")


class MakeDocument:
    """The document intent."""

    name = "make-document"

    def weight(self, request: Reading) -> float:
        """Strong when a text is there and a form for it is named."""
        if _ALOUD.search(request.lower) or not request.brief:
            return 0.0
        asked = _asked.formats(request, _FORMATS)
        if _asked.with_suffix(request, _asked.TEXTS) and (asked or _TURN.search(request.lower)):
            return 0.96 if asked else 0.6
        return 0.85 if asked and _MINE.search(request.lower) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The text, its forms and its look."""
        sources = _asked.with_suffix(request, _asked.TEXTS)
        asked = _asked.formats(request, _FORMATS)
        formats = asked or ("docx",)
        look = _asked.look(request)
        assumptions = list(look.assumptions)
        if not asked:
            assumptions.append(Assumption(about="Form", value="Word document", because="no form was named"))
        if look.language:
            because = "a text is set in the language it is written in; the document's own words follow what was asked"
            assumptions.append(Assumption(about="Translation", value="none", because=because))
        if len(sources) > 1:
            because = f"one text becomes one document; {', '.join(sources[1:])} can be asked for next"
            assumptions.append(Assumption(about="Text", value=sources[0], because=because))
        mine = _MINE.search(request.lower)
        title = _asked.title(_asked.stem(sources[0]) if sources else mine["what"] if mine else "document")
        told = " and ".join(_NAMES[name] for name in formats)
        return Brief(
            intent=self.name,
            title=title,
            summary=_asked.title(f"{told} of {sources[0] if sources else 'a file that is still to be named'}."),
            formats=formats,
            files=(*sources, *(name for name in request.files if name not in sources)),
            schedule=request.schedule,
            parameters=look.parameters | ({"source": sources[0]} if sources else {}),
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=() if sources else (_which(request),),
            unread=_asked.beyond(request),
            confidence=0.95 if sources and asked else 0.7 if sources else 0.5,
        )


INTENT = MakeDocument()


def _which(request: Reading) -> Question:
    """Ask for the text, with those of the project to choose from."""
    texts = tuple(name for name in request.project_files if name.lower().endswith((".md", ".txt", ".markdown")))
    return Question(
        id="file",
        text="Which text should the document be made from? Attach it with --file.",
        choices=texts[:12],
        default=texts[0] if len(texts) == 1 else None,
        blocking=len(texts) != 1,
    )
