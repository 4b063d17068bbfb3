"""Sending bytes to a bucket: in one piece or in parts, each with its checksums; there as a whole or not at all."""

from __future__ import annotations

import base64
import hashlib
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from praetorium.assets import s3_client
from praetorium.assets.bucket import Bucket
from praetorium.assets.store import Blob

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CompletedPartTypeDef

PART = 8 << 20
"""Bytes of a part; what is smaller goes in one piece. At most ``_AT_ONCE`` + 1 of them are in memory."""
MOST_PARTS = 9_000
"""S3 takes 10,000."""
_AT_ONCE = 4


def part_size(size: int) -> int:
    """Bytes of a part for something of that size: larger ones where there would be too many."""
    return max(PART, -(-size // MOST_PARTS))


def send(bucket: Bucket, key: str, data: bytes) -> None:
    """Send it in one piece. The server compares both checksums it knows before anything is there."""
    s3_client.client(bucket).put_object(
        Bucket=bucket.bucket, Key=key, Body=data, ContentMD5=_md5(data), ChecksumSHA256=_sha256(data)
    )


def send_parts(bucket: Bucket, key: str, parts: Iterable[bytes], blob: Blob) -> bool:
    """Send it in parts, several at once. False when they were not the blob's bytes: then nothing is there."""
    client = s3_client.client(bucket)
    begun = client.create_multipart_upload(Bucket=bucket.bucket, Key=key, ChecksumAlgorithm="SHA256")
    upload = _Upload(client, bucket.bucket, key, begun["UploadId"])
    try:
        sent = upload.send(parts)
        if sent == blob:
            upload.complete(blob)
            return True
    except BaseException:
        _give_up(bucket, key, upload.id)
        raise
    _give_up(bucket, key, upload.id)
    return False


class _Upload:
    def __init__(self, client: S3Client, bucket: str, key: str, id: str) -> None:
        self.id = id
        self._client, self._bucket, self._key = client, bucket, key
        self._parts: list[CompletedPartTypeDef] = []

    def send(self, parts: Iterable[bytes]) -> Blob:
        digest, size = hashlib.sha256(), 0
        under_way: deque[Future[CompletedPartTypeDef]] = deque()
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="upload") as pool:
            try:
                for number, data in enumerate(parts, start=1):
                    digest.update(data)
                    size += len(data)
                    if len(under_way) >= _AT_ONCE:
                        self._parts.append(under_way.popleft().result())
                    under_way.append(pool.submit(self._send, number, data))
                self._parts += [one.result() for one in under_way]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return Blob(sha256=digest.hexdigest(), bytes=size)

    def _send(self, number: int, data: bytes) -> CompletedPartTypeDef:
        checksum = _sha256(data)
        answer = self._client.upload_part(
            Bucket=self._bucket,
            Key=self._key,
            UploadId=self.id,
            PartNumber=number,
            Body=data,
            ContentMD5=_md5(data),
            ChecksumSHA256=checksum,
        )
        return {"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum}

    def complete(self, blob: Blob) -> None:
        from botocore.exceptions import ClientError

        try:
            self._client.complete_multipart_upload(
                Bucket=self._bucket, Key=self._key, UploadId=self.id, MultipartUpload={"Parts": self._parts}
            )
        except ClientError as error:
            # The answer to the first attempt may have been lost; the second then finds nothing more to complete.
            if s3_client.code(error) != "NoSuchUpload" or not self._there(blob):
                raise

    def _there(self, blob: Blob) -> bool:
        from botocore.exceptions import ClientError

        try:
            return self._client.head_object(Bucket=self._bucket, Key=self._key)["ContentLength"] == blob.bytes
        except ClientError:
            return False


def _give_up(bucket: Bucket, key: str, upload: str) -> None:
    """Free what was sent. Where the server does not answer it stays until the store is swept."""
    from botocore.exceptions import BotoCoreError, ClientError

    with suppress(BotoCoreError, ClientError):
        s3_client.client(bucket, attempts=1).abort_multipart_upload(Bucket=bucket.bucket, Key=key, UploadId=upload)


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
