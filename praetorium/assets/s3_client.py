"""The way to a bucket: one client per process, and what its answers mean to a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from praetorium.assets.bucket import Bucket
from praetorium.errors import ExternalError, PraetoriumError, UserError

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from types_boto3_s3 import S3Client

ATTEMPTS = 10
"""How often each call is made before it is given up: boto3's pauses grow, to a quarter of a minute all together."""
CONNECT, ANSWER = 5.0, 60.0
"""Seconds the server has to take a connection, and for each answer."""
_REFUSED = (
    *("AccessDenied", "AllAccessDisabled", "ExpiredToken", "InvalidAccessKeyId", "InvalidToken"),
    *("SignatureDoesNotMatch", "403", "401"),
)
_FULL = ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507")
_CHANGED = ("BadDigest", "XAmzContentSHA256Mismatch", "InvalidDigest")


def client(bucket: Bucket, attempts: int | None = None) -> S3Client:
    """The client of this process, which makes each call so often at most (None: ``ATTEMPTS``)."""
    return _client(bucket, attempts or ATTEMPTS, os.getpid())


@cache
def _client(bucket: Bucket, attempts: int, process: int) -> S3Client:
    """One per process: a forked child must not talk over its parent's connections, hence the key."""
    from boto3.session import Session
    from botocore.config import Config

    config = Config(
        signature_version="s3v4",
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=CONNECT,
        read_timeout=ANSWER,
        max_pool_connections=32,
        # Servers of one's own seldom have a name for each bucket.
        s3={"addressing_style": "path" if bucket.endpoint else "auto"},
        # We send checksums of our own; the way boto3 adds others is understood by few servers but Amazon's.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    # A session of its own: boto3's shared one must not be used by several threads.
    return Session().client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region or ("us-east-1" if bucket.endpoint else None),
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key.get_secret_value() if bucket.secret_key else None,
        config=config,
    )


def code(error: ClientError) -> str:
    """What the server calls the error: ``NoSuchKey``; the status where an answer has no body (to HEAD)."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def explained(bucket: Bucket) -> Iterator[None]:
    """Calls within raise what a person can make something of: UserError for what must be set up otherwise,
    ExternalError for what may pass."""
    from botocore import exceptions

    try:
        yield
    except exceptions.ClientError as error:
        raise _meaning(bucket, error) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
        raise UserError(
            f"there are no credentials for the asset store {bucket}",
            next="keep them in the block, or where Amazon's tools find them: AWS_PROFILE, AWS_ACCESS_KEY_ID, …",
        ) from error
    except exceptions.NoRegionError as error:
        raise UserError(f"the region of the asset store {bucket} is not known", next="name it: region=…") from error
    except exceptions.BotoCoreError as error:
        raise ExternalError(
            f"the asset store {bucket} does not answer: {error}",
            next="look whether the server is up and can be reached from here; nothing half-written was kept",
        ) from error


def _meaning(bucket: Bucket, error: ClientError) -> PraetoriumError:
    found, where = code(error), f"the asset store {bucket}"
    if found == "NoSuchBucket":
        return absent(bucket)
    if found in _FULL:
        return ExternalError(
            f"{where} is full ({found})",
            next="give the bucket more room, or let old versions go with PRAETORIUM_KEEP_DAYS; "
            "nothing half-written was kept",
        )
    if found in _CHANGED:
        return ExternalError(
            f"{where} refused bytes that came to it changed ({found})",
            next="try again; should it happen again, look at the network",
        )
    if found in _REFUSED:
        return UserError(
            f"{where} refuses {error.operation_name} ({found})",
            next="look at the keys and their rights: docs/configuration.md names those that are needed",
        )
    if found == "RequestTimeTooSkewed":
        return UserError(f"{where} has another time than this machine", next="set this machine's clock")
    return ExternalError(f"{where} refused: {error}", next="try again later, and see the server's log")


def absent(bucket: Bucket) -> UserError:
    """There is no such bucket."""
    return UserError(
        f"the asset store {bucket} is not there: no bucket '{bucket.bucket}'", next="make the bucket, or name another"
    )
