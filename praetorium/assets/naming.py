"""Names of assets as names of files: safe in any file system, readable, and never two alike for different assets."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from praetorium.assets import mime as mimes

LONGEST = 100
"""Bytes of UTF-8 in one part of a path; file systems take 255, and editors add their own endings."""


def safe(name: str, longest: int = LONGEST) -> str:
    """The name as one part of a path. A name that cannot stand as it is gets a mark from its checksum, so that two
    names never share a path."""
    told = unicodedata.normalize("NFC", name)
    told = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in told)
    told = re.sub(r'[\\/:*?"<>|~]+', "-", told)
    told = re.sub(r"\s+", " ", told).strip(" .-")
    if told == name and told and len(told.encode()) <= longest:
        return told
    mark = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
    cut = told.encode()[: longest - len(mark) - 1].decode(errors="ignore").rstrip(" .")
    return f"{cut}~{mark}" if cut else mark


def filename(name: str, mime: str) -> str:
    """What a version's file is called: the asset's name, with the ending that its type should have."""
    ending = mimes.suffix(mime)
    if not ending or mimes.of_name(name) == mime:
        return safe(name)
    return safe(name, LONGEST - len(ending)) + ending
