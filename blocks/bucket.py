"""The bucket block: where the bytes of assets lie when it is no disk of ours; its keys are kept by Prefect, encrypted.

Its type is registered by ``deployments/bootstrap.py``. The block that ``PRAETORIUM_STORE`` names is used; see
docs/configuration.md.
"""

from __future__ import annotations

from typing import Any, Self

from prefect.blocks.core import Block
from pydantic import ConfigDict, Field, SecretStr, ValidationError, model_validator

from praetorium.assets import Bucket
from praetorium.models import problem_of


class PraetoriumBucket(Block):
    """A bucket in Amazon's S3, or on a server that speaks the same."""

    _block_type_name = "Praetorium bucket"
    _block_type_slug = "praetorium-bucket"
    _description = "Where the bytes of assets are kept: a bucket of Amazon's S3, of Ceph, of MinIO, …"

    # Pydantic would repeat all that was entered, the secret key with it.
    model_config = ConfigDict(hide_input_in_errors=True)

    bucket: str = Field(title="Bucket", description="Its name. It must be there.")
    prefix: str = Field(default="praetorium", title="Prefix", description="What all keys begin with; may be empty.")
    endpoint: str | None = Field(
        default=None, title="Address", description="https://s3.example.org; empty: Amazon's own."
    )
    region: str | None = Field(default=None, title="Region")
    access_key: str | None = Field(
        default=None, title="Access key", description="Empty: found where Amazon's own tools find theirs."
    )
    secret_key: SecretStr | None = Field(default=None, title="Secret key")
    direct: bool = Field(
        default=False,
        title="Direct downloads",
        description="Hand downloads to the bucket, by addresses that expire. People must be able to reach it.",
    )
    cache_megabytes: int = Field(default=2000, title="Cache", description="Megabytes of local copies on each machine.")

    @model_validator(mode="after")
    def _usable(self) -> Self:
        try:
            Bucket.model_validate({name: getattr(self, name) for name in Bucket.model_fields})
        except ValidationError as error:
            where, what = problem_of(error)
            raise ValueError(f"{'.'.join(map(str, where)) or 'keys'}: {what}") from None
        return self


def register(**options: Any) -> str:
    """Make the block's type known to Prefect, or bring it up to date; gives its name. Any number of times."""
    PraetoriumBucket.register_type_and_schema(**options)
    return "block praetorium-bucket"
