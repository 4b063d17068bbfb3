"""The voice: eSpeak NG, spoken to by its C interface. It has one state for the whole process, so it lives on the
workbench, one text a process.

The numbers are those of its header, ``speak_lib.h``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from praetorium.errors import StepError, UserError

_SYNCHRONOUS, _RATE, _UTF8, _CHARACTERS = 2, 1, 1, 1
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
NORMAL = 160
"""Words a minute."""
_VOICES = {"zh": "cmn", "no": "nb"}
"""Where its name for a language is not the language's code."""


@contextmanager
def voice(language: str, rate: int = NORMAL) -> Iterator[tuple[int, Callable[[str], bytes]]]:
    """Samples a second, and a function that speaks a text: 16-bit samples, one channel.

    Raises UserError when it has no voice for that language, StepError when it does not start.
    """
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    samples = int(library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0))
    if samples <= 0:
        raise StepError("the voice could not be started: its data cannot be read")
    pieces: list[bytes] = []

    def take(data: ctypes._Pointer[ctypes.c_short], count: int, _: int | None) -> int:
        if data and count:
            pieces.append(ctypes.string_at(data, count * 2))
        return 0

    callback = _CALLBACK(take)  # kept in a variable: the library calls it for as long as it speaks
    library.espeak_SetSynthCallback(callback)
    name = _VOICES.get(language.partition("-")[0], language.partition("-")[0])
    if library.espeak_SetVoiceByName(name.encode()) != 0:
        raise UserError(
            f"there is no voice for the language '{language}'", next="name another: in English, in German, …"
        )
    library.espeak_SetParameter(_RATE, rate, 0)

    def speak(text: str) -> bytes:
        pieces.clear()
        data = text.encode() + b"\0"
        ended = library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, _CHARACTERS, 0, _UTF8, None, None)
        library.espeak_Synchronize()
        if ended != 0:
            raise StepError(f"the voice gave up (code {ended})")
        return b"".join(pieces)

    try:
        yield samples, speak
    finally:
        library.espeak_Terminate()
