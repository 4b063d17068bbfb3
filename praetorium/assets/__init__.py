"""Assets: the bytes of every result, stored once by checksum, and the named versions a person opens."""

from praetorium.assets.bucket import Bucket
from praetorium.assets.disk import DiskStore
from praetorium.assets.library import Content, Library
from praetorium.assets.s3 import S3Store
from praetorium.assets.store import Blob, Checksums, Store

__all__ = ["Blob", "Bucket", "Checksums", "Content", "DiskStore", "Library", "S3Store", "Store"]
