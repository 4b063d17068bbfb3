"""The policy block: rules that a team keeps in Prefect, beside the owner's own in ``<home>/policy.yaml``.

Its type is registered by ``deployments/bootstrap.py``; the block that counts is named ``praetorium``. Whoever may
call Prefect's API may change a block, without a name: so it can only make things stricter, never looser.
"""

from __future__ import annotations

from typing import Any

from prefect.blocks.core import Block
from pydantic import Field, field_validator

from praetorium.planning.policy import Policy, read


class PraetoriumPolicy(Block):
    """Rules for what asks a person and what never runs; the same YAML as ``policy.yaml``."""

    _block_type_name = "Praetorium policy"
    _block_type_slug = "praetorium-policy"
    _description = (
        "What asks a person before it is done, whom, and what never runs. Makes things stricter, never looser."
    )

    rules: str = Field(
        title="Policy",
        description="YAML: rules, each with name, why, then (ask or never) and what it is for. See docs/approvals.md",
    )

    @field_validator("rules")
    @classmethod
    def _readable(cls, value: str) -> str:
        read(value.encode(), "in the block")
        return value

    @property
    def policy(self) -> Policy:
        """The rules, read."""
        return read(self.rules.encode(), "in the block")


def register(**options: Any) -> str:
    """Make the block's type known to Prefect, or bring it up to date; gives its name. Any number of times."""
    PraetoriumPolicy.register_type_and_schema(**options)
    return "block praetorium-policy"
