"""Briefs whose applications are sites: a shop and a club that use the features visitors meet."""

from __future__ import annotations

from praetorium.models import Brief, Entity, Feature, FieldType, Relation, Style
from tests.generate.briefs import field

T = FieldType

SHOP: dict[str, dict[str, object]] = {
    "public_pages": {"pages": ["About us", "Services", "Case studies"]},
    "charts": {},
    "cart": {},
    "news": {},
    "faq": {},
    "newsletter": {},
    "sharing": {},
    "gallery": {},
    "printing": {},
    "compare": {"entity": "bread"},
}
TOWN: dict[str, dict[str, object]] = {
    "public_pages": {"pages": ["About us"]},
    "accounts": {},
    "form_builder": {},
    "polls": {"entity": "idea"},
    "group_chat": {},
    "realtime": {},
    "word_cloud": {"entity": "idea"},
    "global_search": {"history": True, "popular": True},
    "quiz": {"entity": "question", "memorize": True},
    "leaderboard": {},
    "check_in": {},
}
CLUB: dict[str, dict[str, object]] = {
    "booking": {},
    "calendar": {},
    "global_search": {},
    "leaderboard": {"entity": "match"},
    "quiz": {},
    "history": {},
    "moves": {
        "entity": "match",
        "field": "status",
        "states": ["Planned", "Confirmed", "Played"],
        "exits": {"Cancelled": "Played"},
    },
    "import_csv": {},
    "charts": {},
    "realtime": {},
}


def _features(asked: dict[str, dict[str, object]]) -> tuple[Feature, ...]:
    return tuple(
        Feature(name=name, label=name.capitalize(), parameters=parameters) for name, parameters in asked.items()
    )


def shop() -> Brief:
    """A bakery that sells: everything a shop has."""
    bread = Entity(
        name="product",
        plural="products",
        label="Product",
        label_plural="Products",
        display="name",
        kind="product",
        fields=(
            field(
                "name",
                required=True,
                samples=(
                    *("Country sourdough", "Rye loaf", "Butter croissant", "Cinnamon roll", "Seeded rolls"),
                    *("Apple tart", "Walnut bread", "Olive focaccia", "Plum cake", "Brioche"),
                ),
            ),
            field("price", T.MONEY, required=True, unit="€", minimum=0),
            field("stock", T.INTEGER, required=True, minimum=0, default=20),
            field("category", T.CHOICE, choices=("Bread", "Pastry", "Cake")),
            field("description", T.LONG_TEXT),
            field("photo", T.IMAGE),
        ),
    )
    supplier = Entity(
        name="supplier",
        plural="suppliers",
        label="Supplier",
        label_plural="Suppliers",
        display="name",
        kind="organisation",
        fields=(field("name", required=True), field("email", T.EMAIL)),
    )
    return Brief(
        intent="build-app",
        title="Corner Bakery",
        summary="Bread and cake from the oven on the corner, to order and collect.",
        entities=(bread, supplier),
        relations=(
            Relation(
                source="product",
                target="supplier",
                name="supplier",
                label="Supplier",
                inverse="products",
                inverse_label="Products",
            ),
        ),
        features=_features(SHOP),
        style=Style(background="#f0e6d2", accent="#8b4513"),
    )


def club() -> Brief:
    """A sports club without a public front: what its members do."""
    court = Entity(
        name="court",
        plural="courts",
        label="Court",
        label_plural="Courts",
        display="name",
        kind="place",
        fields=(
            field("name", required=True, samples=("Court 1", "Court 2", "Centre court", "Hall 1", "Hall 2")),
            field("surface", T.CHOICE, choices=("Clay", "Grass", "Hard")),
        ),
    )
    match = Entity(
        name="match",
        plural="matches",
        label="Match",
        label_plural="Matches",
        display="title",
        kind="event",
        fields=(
            field("title", required=True),
            field("starts_at", T.DATETIME, required=True),
            field("status", T.CHOICE, required=True, choices=("Planned", "Confirmed", "Played", "Cancelled")),
            field("points", T.INTEGER, minimum=0),
        ),
        board="status",
    )
    return Brief(
        intent="build-app",
        title="Riverside Tennis Club",
        summary="Courts to book, matches to plan, and who is ahead.",
        entities=(court, match),
        relations=(
            Relation(
                source="match", target="court", name="court", label="Court", inverse="matches", inverse_label="Matches"
            ),
        ),
        features=_features(CLUB),
        style=Style(accent="#2e7d32"),
    )


def town() -> Brief:
    """A town that asks its people: forms, polls, groups, and what is going on just now."""
    form = Entity(
        name="form",
        plural="forms",
        label="Form",
        label_plural="Forms",
        display="title",
        kind="document",
        fields=(
            field("title", required=True, samples=("Visit feedback", "Event sign-up", "Damage report", "Request")),
            field("description", T.LONG_TEXT),
            field("status", T.CHOICE, choices=("Draft", "Open", "Closed"), default="Draft"),
        ),
    )
    idea = Entity(
        name="idea",
        plural="ideas",
        label="Idea",
        label_plural="Ideas",
        display="title",
        kind="document",
        fields=(
            field("title", required=True, samples=("A new bridge", "More trees", "Night bus", "Bicycle street")),
            field("text", T.LONG_TEXT),
        ),
    )
    question = Entity(
        name="question",
        plural="questions",
        label="Question",
        label_plural="Questions",
        display="text",
        kind="document",
        fields=(field("text", required=True), field("answer"), field("explanation", T.LONG_TEXT)),
    )
    return Brief(
        intent="build-app",
        title="Our Town",
        summary="What the town asks its people, and what they answer.",
        entities=(form, idea, question),
        features=_features(TOWN),
        style=Style(background="#eef3f5", accent="#0b5563"),
    )


SITES = {brief.__name__: brief for brief in (shop, club, town)}
