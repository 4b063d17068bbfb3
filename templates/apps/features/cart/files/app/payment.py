"""Taking payment. No bank or card service is connected: :class:`SimulatedPayment` stands in its place and takes nothing.

To take real payments, write a class with the same ``charge`` around the service of your choice, and put it in the place of
``PAYMENT``. Nothing else needs to change.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class PaymentRefusedError(Exception):
    """The payment was not accepted; the text says why, for the customer."""


@dataclass(frozen=True)
class Receipt:
    """What a payment service says of a payment that it accepted."""

    reference: str
    is_simulated: bool


class PaymentAdapter(Protocol):
    """Whatever takes a customer's money."""

    def charge(self, amount: Decimal, currency: str, customer: str) -> Receipt:
        """Take ``amount`` from ``customer`` (an email address); raises :class:`PaymentRefusedError`."""
        ...


class SimulatedPayment:
    """Accepts every amount and takes nothing."""

    def charge(self, amount: Decimal, currency: str, customer: str) -> Receipt:
        """A receipt that is marked as simulated."""
        return Receipt(f"simulated-{secrets.token_hex(4)}", is_simulated=True)


PAYMENT: PaymentAdapter = SimulatedPayment()
