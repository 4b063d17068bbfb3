"""The workspace: the folder a request works in; its snapshots, and the confinement of commands that run there."""

from praetorium.workspace.confinement import Confinement, Status, confinement_status
from praetorium.workspace.diff import FileDiff, as_text, between
from praetorium.workspace.manifest import Blobs, Change, Entry, Manifest, changes
from praetorium.workspace.reverting import revert
from praetorium.workspace.snapshot import restore, take

__all__ = [
    "Blobs",
    "Change",
    "Confinement",
    "Entry",
    "FileDiff",
    "Manifest",
    "Status",
    "as_text",
    "between",
    "changes",
    "confinement_status",
    "restore",
    "revert",
    "take",
]
