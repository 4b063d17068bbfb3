"""A shop: what has a price goes into a cart, is ordered with an address, and the order is kept with its lines.

Parameter ``entity`` (a name, or several) says what is sold; by default what has a price and is no paper about money.
With ``states`` an order goes through these in their order and can be cancelled before the last; else its state is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, FieldType

_PAPERS = frozenset(
    {"order", "payment", "invoice", "expense", "salary", "payroll", "budget", "transaction", "bill", "loan", "line"}
    | {"job", "vacancy", "project", "grant", "scholarship"}
    | {"booking", "reservation", "lead", "deal", "account", "wallet", "refund", "sale", "purchase", "quote", "employee"}
)
_STOCK = ("stock", "quantity", "inventory", "available", "availability")
_MOST_SORTS = 3
_CANCELLED = "Cancelled"
_LONGEST_STATE = 20


@dataclass(frozen=True)
class Ware:
    """One kind of thing that is sold."""

    entity: EntityView
    price: FieldView
    stock: FieldView | None


@dataclass(frozen=True)
class Progress:
    """The states of an order, but for being cancelled."""

    states: tuple[str, ...]
    ordered: bool
    """Whether it goes through them in this order only."""

    @property
    def first(self) -> str:
        return self.states[0]

    @property
    def paid(self) -> str:
        """The state of an order that is paid at once; the first one where none is called so."""
        return next((state for state in self.states if state.lower() == "paid"), self.first)

    @property
    def moves(self) -> dict[str, tuple[str, ...]]:
        """State → those that may follow it."""
        pairs = pairwise(self.states)
        return {state: (after, _CANCELLED) for state, after in pairs} | {self.states[-1]: (), _CANCELLED: ()}


class Cart:
    """When the brief asks for a cart, a checkout or orders, and something has a price."""

    name = "cart"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        wares = wares_of(brief, app)
        if asked is None or not wares:
            return None
        public = any(f.name == "public_pages" for f in brief.features)
        orders = "office/orders" if public else free_path(app, "orders", "shop-orders")
        sold = ", ".join(w.entity.nouns for w in wares)
        return Use(
            entities=[w.entity for w in wares],
            context={
                "wares": {w.entity.name: w for w in wares},
                "orders_path": orders,
                "unit": wares[0].price.unit,
                "order": _progress(asked.parameters.get("states")),
            },
            label=f"Cart, checkout and orders for {sold}; payment is simulated and says so",
            pages=[("Cart", "/cart"), ("Your orders", "/cart/orders"), ("Orders", f"/{orders}")],
            ways=[] if public else [("cart", "Cart", "/cart")],
            office_ways=[("money", "Orders", f"/{orders}")],
            proofs=[{"entity": w.entity.name, "cart": "/cart", "checkout": "/checkout"} for w in wares],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Three orders, as customers would have left them."""
        ware: Ware = next(iter(use.context["wares"].values()))
        rows = data[ware.entity.modules]
        orders, lines = [], []
        for place, customer in enumerate(_CUSTOMERS):
            chosen = [n for n in (place, place + 3) if n < len(rows) and rows[n][ware.price.name] is not None]
            total = sum(round(rows[n][ware.price.name] * 100) * (1 + n % 2) for n in chosen) / 100
            told = {"key": f"sample{place + 1}", "total": total, "currency": ware.price.unit}
            orders.append({**customer, **told, "status": _sample_state(use.context["order"], place)})
            lines += [_line(ware, rows[n], n, place) for n in chosen]
        return {**data, "shop_orders": orders, "shop_order_lines": lines}


def _line(ware: Ware, row: dict[str, Any], place: int, order: int) -> dict[str, Any]:
    name = str(row[ware.entity.display.name])
    told = {"kind": ware.entity.modules, "record_id": place + 1, "name": name, "quantity": 1 + place % 2}
    return {"order": order + 1, **told, "price": row[ware.price.name]}


_CUSTOMERS: tuple[dict[str, Any], ...] = (
    {
        "name": "Clara Lindqvist",
        "email": "clara.lindqvist@example.com",
        "address": "58 Station Road",
        "postcode": "41104",
        "city": "Gothenburg",
        "country": "Sweden",
        "payment": "delivery",
    },
    {
        "name": "Liam Byrne",
        "email": "liam.byrne@example.com",
        "address": "7 Rose Terrace",
        "postcode": "BS1 4DJ",
        "city": "Bristol",
        "country": "United Kingdom",
        "payment": "card",
    },
    {
        "name": "Sofia Rossi",
        "email": "sofia.rossi@example.com",
        "address": "31 Kingfisher Way",
        "postcode": "40121",
        "city": "Bologna",
        "country": "Italy",
        "payment": "card",
    },
)


def _progress(asked: object) -> Progress:
    """The states of orders that were asked for, else the usual ones."""
    told = [str(state) for state in asked] if isinstance(asked, list | tuple) else []
    states = tuple(dict.fromkeys(state for state in told if state != _CANCELLED and 0 < len(state) <= _LONGEST_STATE))
    return Progress(states, ordered=True) if len(states) > 1 else Progress(("New", "Paid", "Sent"), ordered=False)


def _sample_state(order: Progress, place: int) -> str:
    return (order.first, order.paid, order.states[-1])[place]


def wares_of(brief: Brief, app: AppView) -> list[Ware]:
    """What is sold where ``brief`` asks for a cart; else nothing."""
    told = [f.parameters.get("entity") for f in brief.features if f.name == Cart.name]
    return _wares(app, told[0]) if told else []


def _wares(app: AppView, asked: object) -> list[Ware]:
    named = [asked] if isinstance(asked, str) else list(asked) if isinstance(asked, list | tuple) else []
    priced = [e for e in app.entities if e.price and not e.price.kind.upload and e.kind != "money"]
    sold = (e.name in named if named else not _PAPERS & set(e.name.split("_")) for e in priced)
    wanted = [e for e, is_sold in zip(priced, sold, strict=True) if is_sold]
    return [Ware(e, e.price, _stock(e)) for e in wanted[:_MOST_SORTS] if e.price is not None]


def _stock(entity: EntityView) -> FieldView | None:
    counted = [f for f in entity.fields if f.type is FieldType.INTEGER]
    return next((f for word in _STOCK for f in counted if word in f.source_name.split("_")), None)


FEATURE: AppFeature = Cart()
