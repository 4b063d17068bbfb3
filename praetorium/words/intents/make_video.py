"""A film of pictures: ``a 20 second video from these five pictures with captions``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.errors import RejectedError
from praetorium.models import Assumption, Brief, Unread
from praetorium.words.intents import _asked
from praetorium.words.request import Reading

_FILM = re.compile(r"\b(?:video|film|movie|(?:photo |picture )?slide ?shows?|clip|mp4)\b")
_OF_PICTURES = re.compile(r"\b(?:pictures?|photos?|images?|photographs?|pics|slides?)\b")
_APP = re.compile(r"\b(?:app|application|platform|website|web ?site|site|system|tool|crm|player|portal)\b")
_LENGTH = re.compile(
    r"\b(?P<n>\d+(?:\.\d+)?)[ -]?(?P<unit>s|sec|secs|seconds?|min|mins|minutes?)\b(?P<each> (?:each|per|a picture))?"
)
_CAPTIONS = re.compile(r"\b(?:captions?|captioned|subtitles?|titles|labels)\b")
_LISTED = re.compile(
    r"\b(?:captions?|subtitles?|titles|labels)\b\s*(?::|are|as)\s*(?P<list>.+)$", re.IGNORECASE | re.DOTALL
)
_COUNT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_SIZES = (
    (re.compile(r"\b(?:vertical|portrait|upright|9 ?: ?16|story|stories|reel|phones?)\b"), (720, 1280), "upright"),
    (re.compile(r"\bsquare\b|\b1 ?: ?1\b"), (720, 720), "square"),
    (re.compile(r"\b(?:1080p?|full ?hd)\b"), (1920, 1080), "Full HD"),
)
_SOUND = re.compile(r"\b(?:music|soundtrack|sound|voice[- ]?over|narration|songs?)\b")
_CAMERA = re.compile(
    r"^(?:img|dsc[nf]?|pxl|p|image|photo|picture|screenshot|bild|foto|scan)?[\W_]*[\d\W_]*$", re.IGNORECASE
)
_EACH = 4.0


class MakeVideo:
    """The film intent."""

    name = "make-video"

    def weight(self, request: Reading) -> float:
        """Strong when a film is named and pictures are there."""
        if not _FILM.search(request.lower) or not request.brief:
            return 0.0
        if _asked.with_suffix(request, _asked.PICTURES):
            return 0.97
        if _APP.search(request.lower):
            return 0.0
        return (
            0.8
            if _OF_PICTURES.search(request.lower) and re.search(r"\b(?:from|of|with|out of)\b", request.lower)
            else 0.0
        )

    def brief(self, request: Reading) -> Brief:
        """Pictures, captions, length and size.

        Raises:
            RejectedError: no picture came with the request.
        """
        pictures = _asked.with_suffix(request, _asked.PICTURES)
        assumptions = []
        if not pictures:
            pictures = tuple(n for n in request.project_files if n.lower().rpartition(".")[2] in _asked.PICTURES)[:60]
            because = "no picture was named; these lie in the project's folder"
            assumptions.append(Assumption(about="Pictures", value=", ".join(pictures), because=because))
        if not pictures:
            raise RejectedError(
                "a film needs pictures, and none came with the request: attach each with --file",
                examples=("a 20 second video from these five pictures with captions",),
            )
        captions, told = _captions(request, pictures)
        assumptions += told
        seconds, unsaid = _length(request.lower, len(pictures))
        if unsaid:
            assumptions.append(Assumption(about="Length", value=f"{seconds:g} s", because=f"{_EACH:g} s a picture"))
        expected = next(
            (
                n
                for word, n in _COUNT.items()
                if re.search(rf"\b{word} (?:\w+ )?(?:pictures|photos|images)", request.lower)
            ),
            None,
        )
        if expected and expected != len(pictures):
            because = f"{expected} were said, {len(pictures)} are there"
            assumptions.append(Assumption(about="Pictures", value=f"{len(pictures)}", because=because))
        size, shape = next(
            ((size, name) for pattern, size, name in _SIZES if pattern.search(request.lower)), ((1280, 720), "")
        )
        if not shape:
            assumptions.append(Assumption(about="Size", value="1280 × 720", because="none was named"))
        sound = _SOUND.finditer(request.lower)
        with_captions = "with captions" if any(captions) else "without captions"
        return Brief(
            intent=self.name,
            title=_title(request.words),
            summary=f"A film of {seconds:g} s from {len(pictures)} pictures, {size[0]} × {size[1]}, {with_captions}.",
            formats=("mp4",),
            files=pictures,
            schedule=request.schedule,
            parameters={
                "pictures": list(pictures),
                "captions": list(captions) if any(captions) else [],
                "seconds": seconds,
                "width": size[0],
                "height": size[1],
            },
            corrections=request.corrections,
            unread=tuple(
                Unread(sentence=said[0], why="a film is silent: nothing here puts sound to it") for said in sound
            ),
            assumptions=tuple(assumptions),
            confidence=0.95,
        )


INTENT = MakeVideo()


def _captions(request: Reading, pictures: tuple[str, ...]) -> tuple[tuple[str, ...], list[Assumption]]:
    """One for each picture: listed in the words, else from the files' names."""
    if not _CAPTIONS.search(request.lower):
        return ("",) * len(pictures), []
    listed = _LISTED.search(request.words)
    if listed:
        quoted = re.findall(r"[\"“„]([^\"”“]+)[\"”“]", listed["list"])
        found = quoted or [
            part.strip(" .\"'") for part in re.split(r"\s*[,;\n]\s*(?:and\s+)?|\s+and\s+", listed["list"])
        ]
        found = [text for text in found if text]
        if len(found) == len(pictures):
            return tuple(found), []
        told = f"{len(found)} captions were listed for {len(pictures)} pictures"
        return _named(pictures), [Assumption(about="Captions", value="from the files' names", because=told)]
    return _named(pictures), [Assumption(about="Captions", value="from the files' names", because="none were listed")]


def _named(pictures: tuple[str, ...]) -> tuple[str, ...]:
    """``02-old_town.jpg`` → "Old town"; nothing for what a camera calls its files."""
    found = []
    for name in pictures:
        stem = PurePosixPath(name).stem
        words = "" if _CAMERA.match(stem) else re.sub(r"[-_]+", " ", re.sub(r"^\d+[-_. ]+", "", stem)).strip()
        found.append(words[:1].upper() + words[1:])
    return tuple(found)


def _length(text: str, pictures: int) -> tuple[float, bool]:
    """Seconds of the whole, and whether nobody said so."""
    match = _LENGTH.search(text)
    if match is None:
        return _EACH * pictures, True
    seconds = float(match["n"]) * (60 if match["unit"].startswith("min") else 1)
    return (seconds * pictures if match["each"] else seconds), False


def _title(words: str) -> str:
    named = re.search(r"\b(?:called|titled|named)\s+[\"“]?([^\"”,.;]+)", words)
    return _asked.title(named[1].strip()) if named else "Film"
