"""The extra ``media``: libraries for sound and films that are under the GPL, and are not installed unless asked for.

PyAV's wheels bring FFmpeg linked with x264 and x265, ``espeakng-loader`` brings eSpeak NG.
"""

from __future__ import annotations

from importlib.util import find_spec

FILM, VOICE = "av", "espeakng_loader"
_WHAT = {FILM: "FFmpeg (by PyAV)", VOICE: "the voice (eSpeak NG)"}


def missing(*modules: str) -> str | None:
    """A sentence that says what is not installed, and how it is; None when all of it is there."""
    absent = [module for module in modules if find_spec(module) is None]
    if not absent:
        return None
    listed = " and ".join(_WHAT[module] for module in absent)
    return f"{listed} is not installed: pip install 'praetorium[media]' (software under the GPL)"
