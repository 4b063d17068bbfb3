"""The ``audio`` executor: a text read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.data.locating import located
from praetorium.documents.language import NAMES
from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.ports import Limits
from praetorium.media.craft import STARTS, craft
from praetorium.media.extra import FILM, VOICE, missing
from praetorium.models import Effect, Estimate, Model, Product, Undo

MIME = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg"}
_LIMITS = Limits(seconds=600, memory_mb=2048, processes=64, file_mb=1024, disk_mb=4096)
"""Three hours of speech take minutes, and as samples half a gigabyte."""


class AudioParameters(Model):
    source: str = Field(description="The text, as Markdown: attached, or in the workspace")
    to: str = Field(description="Where the sound is put, without an ending")
    title: str = Field(description="What it is called where the text has no title of its own")
    formats: tuple[str, ...] = Field(default=("mp3",), min_length=1, description="wav, mp3, ogg")
    language: str = Field(default="", description="Language of the voice; found from the text when empty")
    rate: int = Field(default=160, ge=80, le=400, description="Words a minute")


class AudioResult(Result):
    paths: tuple[str, ...]
    seconds: float
    words: int
    language: str


class Audio(Executor[AudioParameters]):
    name = "audio"
    summary = "Reads a text aloud in its language, with rests between its parts, as WAV, MP3 or OGG."
    Parameters = AudioParameters
    Returns = AudioResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 660.0
    typical = Estimate(seconds=STARTS + 0.1)
    example: ClassVar[Mapping[str, Any]] = {"source": "news.md", "to": "audio/news", "title": "News"}

    def available(self) -> str | None:
        """What of the extra ``media`` is not installed."""
        return missing(FILM, VOICE)

    async def run(self, parameters: AudioParameters, context: Context) -> AudioResult:
        unknown = [name for name in parameters.formats if f".{name}" not in MIME]
        if unknown:
            raise UserError(f"sound cannot be written as '{unknown[0]}'", next="say WAV, MP3 or OGG")
        paths = {f"made.{name}": context.inside(f"{parameters.to}.{name}") for name in parameters.formats}
        told = await craft(
            context,
            "praetorium.media.sound.work:read_aloud",
            {
                "source": "source.md",
                "to": list(paths),
                "title": parameters.title,
                "language": parameters.language,
                "rate": parameters.rate,
            },
            files={"source.md": located(parameters.source, context)},
            made=paths,
            limits=_LIMITS,
        )
        spoken = NAMES.get(told["language"], told["language"])
        heard = f"{told['words']} words in {told['seconds']:.0f} s, in {spoken}"
        context.say(f"Read {told['title']} aloud", file=f"{parameters.to}.{parameters.formats[0]}", detail=heard)
        notes = (f"{told['title']}: {heard}.", *(f"{part[:1].upper()}{part[1:]}." for part in told["dropped"]))
        return AudioResult(
            paths=tuple(f"{parameters.to}.{name}" for name in parameters.formats),
            seconds=told["seconds"],
            words=told["words"],
            language=told["language"],
            products=tuple(Product(name=p.name, kind="audio", path=p, mime=MIME[p.suffix]) for p in paths.values()),
            notes=notes,
        )
