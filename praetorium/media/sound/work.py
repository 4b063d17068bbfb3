"""Reading a text aloud, and looking at what came of it; on the workbench."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from praetorium.documents.language import detect
from praetorium.documents.markdown import read as read_markdown
from praetorium.documents.work import text_in
from praetorium.errors import UserError
from praetorium.media.sound.files import read, write
from praetorium.media.sound.script import has_code, script
from praetorium.media.sound.voice import NORMAL, voice

_LONGEST = 3 * 3600
"""Seconds of sound that are made at most."""
_LOUD = 500
"""Amplitude, of 32768, from which on something is heard."""


def read_aloud(folder: Path, *, source: str, to: list[str], title: str, language: str, rate: int) -> dict[str, Any]:
    """Work: the Markdown ``source`` spoken, written as each of ``to``; how long, how many words, in which language."""
    text = text_in(folder / source)
    document = read_markdown(text, title=title, language="en", pictures={})
    spoken = language or detect(text) or "en"
    lines = script(document)
    words = sum(len(line.split()) for line, _ in lines)
    if not document.blocks:
        raise UserError("the text holds nothing to read", next="give a file with some text in it")
    if words / NORMAL * 60 > _LONGEST:
        raise UserError(f"the text has {words:,} words: more than {_LONGEST // 3600} hours", next="give it in parts")
    with voice(spoken, rate) as (samples, speak):
        pieces = []
        for line, rest in lines:
            pieces += [speak(line), bytes(2 * int(samples * rest * NORMAL / rate))]
    sound = b"".join(pieces)
    for name in to:
        write(sound, samples, folder / name, title=document.title, language=spoken)
    left_out = ["code is not read aloud"] if has_code(document) else []
    return {
        "language": spoken,
        "title": document.title,
        "seconds": round(len(sound) / 2 / samples, 2),
        "words": words,
        "dropped": left_out,
    }


def listen(folder: Path, *, file: str, source: str) -> dict[str, Any]:
    """Work: the sound read back: seconds, the share of it in which something is heard, and the source's words."""
    try:
        samples, rate = read(folder / file)
    except ValueError as error:
        return {"opens": False, "why": str(error)}
    step = rate // 20
    peaks = [max(map(abs, samples[start : start + step]), default=0) for start in range(0, len(samples), step)]
    heard = sum(peak > _LOUD for peak in peaks) / max(len(peaks), 1)
    clipped = sum(abs(value) >= 32760 for value in samples[::7]) / max(len(samples) / 7, 1)
    text = text_in(folder / source)
    said = re.sub(r"^ {0,3}(```|~~~).*?^ {0,3}\1", " ", text, flags=re.DOTALL | re.MULTILINE)
    words = re.findall(r"[^\W_]+", re.sub(r"\]\([^)]*\)|<[^>]*>|^---\n.*?\n---\n", " ", said, flags=re.DOTALL))
    # Languages without spaces have no words to count: two characters take about as long as one.
    letters = sum(len(word) for word in words if ord(word[0]) >= 0x2E80) / 2
    spoken = sum(1 for word in words if ord(word[0]) < 0x2E80) + letters
    return {
        "opens": True,
        "seconds": len(samples) / rate,
        "heard": heard,
        "clipped": clipped,
        "words": round(spoken),
        "loudest": max(peaks, default=0),
    }
