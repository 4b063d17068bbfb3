"""Something is to be deleted for good. It is only understood here; a person decides."""

from __future__ import annotations

import re

from praetorium.models import Brief, Question
from praetorium.words.request import Reading

_DESTROY = re.compile(
    r"^(?:please |now |just |go and )*(?:delete|remove|erase|wipe|destroy|purge|empty|clear|drop|rm|nuke)\b"
)
_SCOPE = re.compile(r"\b(?:everything|all|folder|directory|files?|project|contents?|database|data|it)\b")

_PART = re.compile(r"\b(?:of|from|in|on)\s(?:the\s|my\s|our\s)?(?P<file>\S+\.\w{2,7})(?=\s|$)")
"""``the background of photo.png``: a part of a file, not the file."""
_INNER = re.compile(
    r"\b(?P<name>[\w.\-]+)\s(?:sub)?(?:folder|directory|dir)\s(?:in|of|from|under|inside)\s(?:the\s)?(?P<path>[./~]\S*)"
)


class Destroy:
    """The deleting intent."""

    name = "destroy"

    def weight(self, request: Reading) -> float:
        """Strong when the words begin with deleting something that exists."""
        if not _DESTROY.match(request.lower):
            return 0.0
        part = _PART.search(request.lower)
        if part and part["file"] in {name.lower() for name in request.files}:
            return 0.0
        named = bool(request.paths or request.files or request.project)
        return 0.99 if named else 0.9 if _SCOPE.search(request.lower) and request.brief else 0.0

    def brief(self, request: Reading) -> Brief:
        """What is to be deleted: a path, and the files named."""
        path = next(iter(request.paths), None) or next(iter(request.files), None) or request.project
        inner = _INNER.search(request.words)
        if path and inner and inner["path"] == path and inner["name"].lower() not in {"the", "whole", "entire", "this"}:
            path = f"{path.rstrip('/')}/{inner['name']}"
        what = path or "what was meant"
        asking: tuple[Question, ...] = (
            () if path else (Question(id="path", text="What should be deleted?", blocking=True),)
        )
        return Brief(
            intent=self.name,
            title=f"Delete {what}",
            summary=f"Delete everything in {what}. This cannot be undone.",
            files=request.files,
            parameters={"path": path},
            corrections=request.corrections,
            questions=asking,
            confidence=0.9 if path else 0.4,
        )


INTENT = Destroy()
