"""The manifest: what a folder held at a moment, entry by entry. It is stored like any other content, by checksum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from praetorium.models import Model

Kind = Literal["file", "folder", "link", "other"]


class Blobs(Protocol):
    """Where the bytes are kept: the asset store."""

    def put_file(self, path: Path) -> str:
        """Store the bytes that a file holds now; their SHA-256 in hexadecimal."""
        ...

    def path(self, sha256: str) -> Path:
        """A local file with those bytes, to be read only."""
        ...


@dataclass(frozen=True)
class Entry:
    """One path of a folder. ``other`` is what has no content to keep: sockets, pipes, devices."""

    kind: Kind
    mode: int = 0
    """All permission bits, set-user-id and sticky included."""
    size: int = 0
    sha256: str = ""
    target: str = ""
    """For a link: what it says, which may lead nowhere."""
    mtime_ns: int = 0
    ctime_ns: int = 0
    """When the file's inode last changed; nothing can set it, so an equal one means an unchanged file."""

    def same(self, other: Entry | None) -> bool:
        """Whether a restore would make no difference, times left aside."""
        return other is not None and (self.kind, self.mode, self.sha256, self.target) == (
            *(other.kind, other.mode, other.sha256, other.target),
        )


@dataclass(frozen=True)
class Manifest:
    """Entries by path relative to the folder (with ``/``), the folder itself as ``.``."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    taken_ns: int = 0
    """When the recording began."""

    def dumps(self) -> bytes:
        """As JSON. Paths that are no UTF-8 are kept as Python keeps them: lone surrogates, escaped."""
        told = {path: {k: v for k, v in asdict(entry).items() if v} for path, entry in sorted(self.entries.items())}
        return json.dumps({"taken_ns": self.taken_ns, "entries": told}).encode()

    @classmethod
    def loads(cls, data: bytes) -> Manifest:
        """The manifest that ``dumps`` wrote."""
        read = json.loads(data)
        return cls({path: Entry(**entry) for path, entry in read["entries"].items()}, read["taken_ns"])


class Change(Model):
    """One difference between two manifests."""

    path: str
    change: Literal["added", "removed", "changed", "mode"]
    kind: Kind
    bytes: int
    """Size of the file afterwards; beforehand for one that was removed."""


def changes(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """What differs, by path. Times do not count; the folder itself only by its mode."""
    found = []
    for path in sorted(before.entries.keys() | after.entries.keys()):
        old, new = before.entries.get(path), after.entries.get(path)
        entry = new or old
        if entry is None or (old and old.same(new)):
            continue
        found.append(Change(path=shown(path), change=_what(old, new), kind=entry.kind, bytes=entry.size))
    return tuple(found)


def _what(old: Entry | None, new: Entry | None) -> Literal["added", "removed", "changed", "mode"]:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "mode" if (old.kind, old.sha256, old.target) == (new.kind, new.sha256, new.target) else "changed"


def shown(path: str) -> str:
    """A path as text that can be written anywhere; bytes that are no UTF-8 become �."""
    return path.encode(errors="surrogateescape").decode(errors="replace")
