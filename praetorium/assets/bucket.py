"""Where a store in S3 lies, and how it is reached: what a block in Prefect or ``s3://…`` in the settings says."""

from __future__ import annotations

from typing import Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from praetorium.errors import UserError
from praetorium.models import Model, problem_of

SCHEME = "s3://"
EXAMPLE = "s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-central-1"


class Bucket(Model):
    """A bucket of Amazon's S3, or of a server that speaks the same: Ceph, MinIO, …"""

    bucket: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$")
    prefix: str = "praetorium"
    """What all keys in the bucket begin with; empty: it is ours alone."""
    endpoint: str | None = Field(default=None, pattern=r"^https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d+)?/?$")
    """Address of the server; None: Amazon's."""
    region: str | None = None
    access_key: str | None = None
    """None: credentials are found where Amazon's own tools find them (environment, profile, the machine's role)."""
    secret_key: SecretStr | None = None
    direct: bool = False
    """Whether downloads are handed to the bucket, by addresses that expire; people must be able to reach it."""
    cache_megabytes: int = Field(default=2000, ge=0)
    """What local copies of what was read may take, all together; what the last hour used is kept in any case."""

    @field_validator("prefix")
    @classmethod
    def _plain(cls, value: str) -> str:
        return value.strip("/")

    @model_validator(mode="after")
    def _both_keys(self) -> Self:
        if (self.access_key is None) != (self.secret_key is None):
            raise ValueError("an access key and its secret key go together")
        return self

    def __str__(self) -> str:
        """As messages name it; holds no secret."""
        place = SCHEME + "/".join(filter(None, (self.bucket, self.prefix)))
        return f"{place} at {self.endpoint}" if self.endpoint else place

    @property
    def root(self) -> str:
        """What all keys of ours begin with, its slash included."""
        return f"{self.prefix}/" if self.prefix else ""


def named(address: str) -> Bucket:
    """The bucket that ``s3://BUCKET/PREFIX?endpoint=…&region=…&direct=…`` names. Raises UserError."""
    told = urlsplit(address)
    found = {"bucket": told.netloc, "prefix": told.path, **dict(parse_qsl(told.query))}
    if "@" in told.netloc or found.keys() & {"access_key", "secret_key"}:
        # The address is not repeated: it holds a secret.
        raise UserError(
            "the address of the asset store holds a key, and would be shown with it",
            next="give keys by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, by AWS_PROFILE, or by a block in Prefect",
        )
    try:
        return Bucket.model_validate(found)
    except ValidationError as error:
        where, what = problem_of(error)
        raise UserError(
            f"'{address}' names no asset store: {'.'.join(map(str, where)) or 'it'}: {what}",
            next=f"say it like this: {EXAMPLE}",
        ) from None
