"""A text read aloud: ``read announcement.md aloud as audio``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Question
from praetorium.words.intents import _asked
from praetorium.words.request import Reading

_FORMATS = {"wav": r"wav", "mp3": r"mp3", "ogg": r"ogg|opus"}
_ALOUD = re.compile(
    r"\b(?:aloud|out loud|as (?:spoken |an? )?(?:audio|speech|sound|podcast|voice)|"
    r"(?:in)?to (?:spoken )?(?:audio|speech|sound)|narrate|voice[- ]?over|"
    r"podcasts? (?:from|of|out of)|text to speech|tts|audio ?book|spoken|audio (?:version|file|of)|mp3|wav|ogg)\b"
)
_READ = re.compile(r"\bread\b(?=.*\b(?:aloud|out loud|to me|audio)\b)")
_RATES = ((re.compile(r"\b(?:very )?slow(?:ly|er)?\b"), 125), (re.compile(r"\b(?:fast(?:er)?|quick(?:ly)?)\b"), 200))


class ReadAloud:
    """The intent of listening to a text."""

    name = "read-aloud"

    def weight(self, request: Reading) -> float:
        """Strong when a text is there and is to be heard."""
        aloud = _ALOUD.search(request.lower) or _READ.search(request.lower)
        if not aloud or not request.brief:
            return 0.0
        if _asked.with_suffix(request, _asked.TEXTS):
            return 0.97
        return 0.6 if _READ.search(request.lower) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The text, its voice and the form of the sound."""
        sources = _asked.with_suffix(request, _asked.TEXTS)
        asked = _asked.formats(request, _FORMATS)
        sounds = asked or ("mp3",)
        look = _asked.look(request)
        rate = next((value for pattern, value in _RATES if pattern.search(request.lower)), 160)
        assumptions = [] if asked else [Assumption(about="Form", value="MP3", because="no form was named")]
        if not look.language:
            because = "no language was named"
            assumptions.append(Assumption(about="Voice", value="in the language of the text", because=because))
        source = sources[0] if sources else "a file that is still to be named"
        return Brief(
            intent=self.name,
            title=_asked.title(_asked.stem(sources[0])) if sources else "Reading",
            summary=f"{source} read aloud at {rate} words a minute, as {' + '.join(sounds).upper()}.",
            formats=sounds,
            files=(*sources, *(name for name in request.files if name not in sources)),
            schedule=request.schedule,
            parameters={
                "sounds": list(sounds),
                "text_language": look.language,
                "rate": rate,
                **({"source": sources[0]} if sources else {}),
            },
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=() if sources else (_which(request),),
            unread=_asked.beyond(request),
            confidence=0.95 if sources else 0.5,
        )


INTENT = ReadAloud()


def _which(request: Reading) -> Question:
    texts = tuple(name for name in request.project_files if name.lower().endswith((".md", ".txt", ".markdown")))
    return Question(
        id="file",
        text="Which text should be read aloud? Attach it with --file.",
        choices=texts[:12],
        default=texts[0] if len(texts) == 1 else None,
        blocking=len(texts) != 1,
    )
