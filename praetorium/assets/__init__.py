"""Assets: the bytes of every result, stored once by checksum, and the named versions a person opens."""

from praetorium.assets.disk import DiskStore
from praetorium.assets.library import Content, Library
from praetorium.assets.store import Blob, Checksums, Store

__all__ = ["Blob", "Checksums", "Content", "DiskStore", "Library", "Store"]
