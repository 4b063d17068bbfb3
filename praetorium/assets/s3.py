"""The store in a bucket of S3: one object per blob, under the names that the store on a disk gives its files.

What is read as a file is copied to this machine, within bounds; what is streamed is not. The calls themselves are in
``s3_client.py``, sending in ``s3_upload.py``.
"""

from __future__ import annotations

import hashlib
import logging
import random
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from praetorium.assets import s3_client, s3_upload
from praetorium.assets.bucket import Bucket
from praetorium.assets.copies import Copies
from praetorium.assets.source import chunks, source
from praetorium.assets.store import CHUNK, Blob, MissingError, SpoiltError, checked
from praetorium.errors import ExternalError, UserError
from praetorium.models import now

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import GetObjectRequestTypeDef, HeadObjectOutputTypeDef

_log = logging.getLogger(__name__)

_RECENT = timedelta(hours=1)
"""What was stored within this needs no mark when it is wanted again: nobody removes what is so new."""
_BREAKS = 5
"""How often in a row an answer may break off without having brought anything."""
_READINGS = 5
"""How often a file that changes while it is read is read anew."""


class S3Store:
    """Blobs in a bucket that is there already; local copies of them below ``copies``.

    An upload in parts becomes visible when it is completed, and is completed only when what was sent has the blob's
    checksum. The server compares MD5 (all of them do) and SHA-256 (Amazon's does) of each part with what it received.
    """

    def __init__(self, bucket: Bucket, copies: Path) -> None:
        """Raises UserError when boto3 is not installed; the bucket is not asked yet."""
        if find_spec("boto3") is None:
            raise UserError("an asset store in S3 needs boto3", next="pip install 'praetorium[s3]'")
        self.bucket = bucket
        self._copies = Copies(copies, bucket.cache_megabytes * 1_000_000)

    def put_file(self, path: Path) -> Blob:
        with source(path) as file:
            first = next(chunks(file, path, s3_upload.PART), b"")
            if len(first) < s3_upload.PART:
                return self.put_bytes(first)
            for _ in range(_READINGS):
                blob = _sum(file, path)
                if self._kept(blob):
                    return blob
                file.seek(0)
                parts = chunks(file, path, s3_upload.part_size(blob.bytes))
                with s3_client.explained(self.bucket):
                    if s3_upload.send_parts(self.bucket, self._key(blob.sha256), parts, blob):
                        return blob
        raise UserError(f"'{path}' changes all the time", next="wait until it is written, or keep a copy of it")

    def put_bytes(self, data: bytes) -> Blob:
        blob = Blob(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        if not self._kept(blob):
            with s3_client.explained(self.bucket):
                s3_upload.send(self.bucket, self._key(blob.sha256), data)
            with suppress(ExternalError):  # it is stored; who stores something small mostly looks at it next
                self._copies.add(blob.sha256, (data,))
        return blob

    def path(self, sha256: str) -> Path:
        return self._copies.get(checked(sha256)) or self._copies.add(sha256, self.read(sha256))

    def size(self, sha256: str) -> int:
        about = self._about(self._key(sha256))
        if about is None:
            raise self._missing(sha256)
        return about["ContentLength"]

    def read(self, sha256: str, first: int = 0, past: int | None = None) -> Iterator[bytes]:
        position, digest, failures = first, hashlib.sha256(), 0
        while body := self._body(sha256, position, past):
            start = position
            try:
                with s3_client.explained(self.bucket), closing(body):
                    for chunk in body.iter_chunks(CHUNK):
                        digest.update(chunk)
                        position += len(chunk)
                        yield chunk
                break
            except ExternalError:
                # boto3 repeats calls; an answer that breaks off is for us to go on with.
                failures = failures + 1 if position == start else 1
                if failures >= _BREAKS:
                    raise
                _log.warning("%s: the answer broke off at byte %d of %s", self.bucket, position, sha256)
                time.sleep(random.uniform(0.1, 0.2) * 2**failures)
        if (first, past) == (0, None) and digest.hexdigest() != sha256:
            raise SpoiltError(sha256, f"in {self.bucket}")

    def exists(self, sha256: str) -> bool:
        return self._about(self._key(sha256)) is not None

    def verify(self, sha256: str) -> bool:
        try:
            for _ in self.read(sha256):
                pass
        except (MissingError, SpoiltError):
            return False
        return True

    def link(self, sha256: str, name: str, mime: str, seconds: int) -> str | None:
        key = self._key(sha256)
        if not self.bucket.direct:
            return None
        if self._about(key) is None:
            raise self._missing(sha256)
        told = {
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "ResponseContentType": mime,
            "ResponseCacheControl": "private",
        }
        with s3_client.explained(self.bucket):
            return self._client.generate_presigned_url(
                "get_object", Params={"Bucket": self.bucket.bucket, "Key": key} | told, ExpiresIn=seconds
            )

    def remove(self, sha256: str, older_than: float = 86_400.0) -> bool:
        key, mark = self._key(sha256), self._mark(sha256)
        about, wanted = self._about(key), self._about(mark)
        if about is None:
            return False
        newest = max(found["LastModified"] for found in (about, wanted) if found is not None)
        if newest > _served(about) - timedelta(seconds=older_than):
            return False
        self._delete(key)
        if wanted is not None:
            self._delete(mark)
        self._copies.drop(sha256)
        return True

    def sweep(self, older_than: float = 86_400.0) -> int:
        self._copies.trim()
        before, gone, place = now() - timedelta(seconds=older_than), 0, self.bucket.bucket
        with s3_client.explained(self.bucket):
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=place, Prefix=self.bucket.root):
                for begun in page.get("Uploads", ()):
                    if begun["Initiated"] < before:
                        self._client.abort_multipart_upload(Bucket=place, Key=begun["Key"], UploadId=begun["UploadId"])
                        gone += 1
            lists = self._client.get_paginator("list_objects_v2")
            for marks in lists.paginate(Bucket=place, Prefix=self._mark("")):
                for mark in marks.get("Contents", ()):
                    if mark["LastModified"] < before:
                        self._delete(mark["Key"])
        return gone

    @property
    def _client(self) -> S3Client:
        return s3_client.client(self.bucket)

    def _key(self, sha256: str) -> str:
        return f"{self.bucket.root}{checked(sha256)[:2]}/{sha256[2:]}"

    def _mark(self, sha256: str) -> str:
        return f"{self.bucket.root}wanted/{sha256}"

    def _body(self, sha256: str, first: int, past: int | None) -> StreamingBody | None:
        """An answer with the bytes from ``first`` on; None when that is beyond the end."""
        from botocore.exceptions import ClientError

        if past is not None and first >= past:
            return None
        wanted: GetObjectRequestTypeDef = {"Bucket": self.bucket.bucket, "Key": self._key(sha256)}
        if first or past is not None:
            wanted["Range"] = f"bytes={first}-{'' if past is None else past - 1}"
        with s3_client.explained(self.bucket):
            try:
                return self._client.get_object(**wanted)["Body"]
            except ClientError as error:
                if s3_client.code(error) == "NoSuchKey":
                    raise self._missing(sha256) from error
                if s3_client.code(error) == "InvalidRange":
                    return None
                raise

    def _about(self, key: str) -> HeadObjectOutputTypeDef | None:
        """What the server knows of an object; None when there is none."""
        from botocore.exceptions import ClientError

        with s3_client.explained(self.bucket):
            try:
                return self._client.head_object(Bucket=self.bucket.bucket, Key=key)
            except ClientError as error:
                if s3_client.code(error) in ("404", "NoSuchKey"):
                    return None
                raise

    def _kept(self, blob: Blob) -> bool:
        """Whether it is there in full length; if it is old, that it is wanted anew is marked: see remove()."""
        key = self._key(blob.sha256)
        about = self._about(key)
        if about is None or about["ContentLength"] != blob.bytes:
            return False
        if about["LastModified"] > _served(about) - _RECENT:
            return True
        with s3_client.explained(self.bucket):
            # A mark of its own: to make the object itself new would copy all of it.
            s3_upload.send(self.bucket, self._mark(blob.sha256), b"")
        return self._about(key) is not None

    def _delete(self, key: str) -> None:
        with s3_client.explained(self.bucket):
            self._client.delete_object(Bucket=self.bucket.bucket, Key=key)

    def _missing(self, sha256: str) -> MissingError:
        """Raises UserError where the whole bucket is missing."""
        from botocore.exceptions import ClientError

        with s3_client.explained(self.bucket):
            try:
                self._client.head_bucket(Bucket=self.bucket.bucket)
            except ClientError as error:
                if s3_client.code(error) == "404":
                    raise s3_client.absent(self.bucket) from error
                raise
        return MissingError(sha256, f"in {self.bucket}")


def _served(about: HeadObjectOutputTypeDef) -> datetime:
    """The server's own time: what it says of ages is by its clock."""
    said = about["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(said) if said else now()


def _sum(file: FileIO, path: Path) -> Blob:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(file, path):
        digest.update(chunk)
        size += len(chunk)
    return Blob(sha256=digest.hexdigest(), bytes=size)
