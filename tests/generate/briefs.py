"""Briefs written by hand: what the generator is tested with, independent of any reader."""

from __future__ import annotations

from itertools import pairwise

from praetorium.models import Brief, Entity, Feature, Field, FieldType, Relation, Style

T = FieldType


def field(name: str, type_: FieldType = T.TEXT, **more: object) -> Field:
    return Field.model_validate({"name": name, "label": name.replace("_", " ").capitalize(), "type": type_, **more})


def crm() -> Brief:
    contact = Entity(
        name="contact",
        plural="contacts",
        label="Contact",
        label_plural="Contacts",
        display="name",
        kind="person",
        fields=(
            field("name", required=True),
            field("email", T.EMAIL, unique=True),
            field("phone", T.PHONE),
            field("company"),
            field("job_title"),
            field("notes", T.LONG_TEXT),
        ),
    )
    stages = ("New", "Contacted", "Qualified", "Proposal", "Won", "Lost")
    lead = Entity(
        name="lead",
        plural="leads",
        label="Lead",
        label_plural="Leads",
        display="title",
        kind="task",
        board="stage",
        fields=(
            field(
                "title",
                required=True,
                samples=(
                    "Website relaunch",
                    "Annual support contract",
                    "Warehouse scanners",
                    "Training for the sales team",
                    "Office fit-out",
                    "Fleet tracking",
                    "Loyalty programme",
                    "Payroll migration",
                    "New packaging line",
                    "Data protection audit",
                    "Showroom lighting",
                    "Spring campaign",
                ),
            ),
            field("stage", T.CHOICE, choices=stages, required=True, default="New"),
            field("value", T.MONEY, unit="€", minimum=0),
            field("source", T.CHOICE, choices=("Website", "Referral", "Event", "Cold call")),
            field("expected_close", T.DATE),
            field("notes", T.LONG_TEXT),
        ),
    )
    return Brief(
        intent="build-app",
        title="Contacts & Leads CRM",
        summary="Keeps contacts and the leads that come from them.",
        entities=(contact, lead),
        relations=(
            Relation(
                source="lead",
                target="contact",
                name="contact",
                label="Contact",
                inverse="leads",
                inverse_label="Leads",
            ),
        ),
        features=(Feature(name="board", label="Board of leads by stage"),),
    )


def inventory() -> Brief:
    product = Entity(
        name="product",
        plural="products",
        label="Product",
        label_plural="Products",
        display="name",
        kind="product",
        fields=(
            field("name", required=True),
            field("sku", required=True, unique=True, label="SKU"),
            field("price", T.MONEY, unit="€", minimum=0),
            field("quantity", T.INTEGER, required=True, minimum=0, default=0),
        ),
    )
    supplier = Entity(
        name="supplier",
        plural="suppliers",
        label="Supplier",
        label_plural="Suppliers",
        display="name",
        kind="organisation",
        fields=(field("name", required=True), field("email", T.EMAIL), field("phone", T.PHONE)),
    )
    return Brief(
        intent="build-app",
        title="Inventory",
        summary="Products and who supplies them, with a warning below 10.",
        entities=(product, supplier),
        relations=(
            Relation(
                source="product",
                target="supplier",
                name="supplier",
                label="Supplier",
                required=True,
                inverse="products",
                inverse_label="Products",
            ),
        ),
        features=(
            Feature(
                name="threshold_alert",
                label="Warn below 10",
                parameters={"entity": "product", "field": "quantity", "limit": 10},
                sentence="warn me below 10",
            ),
        ),
        style=Style(background="#f4efe6", accent="#8a3324"),
    )


def directory() -> Brief:
    employee = Entity(
        name="employee",
        plural="employees",
        label="Employee",
        label_plural="Employees",
        display="name",
        kind="person",
        fields=(
            field("name", required=True),
            field("photo", T.IMAGE),
            field("start_date", T.DATE, default="today"),
            field("email", T.EMAIL, unique=True),
            field("contract", T.FILE),
        ),
    )
    department = Entity(
        name="department",
        plural="departments",
        label="Department",
        label_plural="Departments",
        display="name",
        fields=(field("name", required=True, unique=True),),
        rows=({"name": "Engineering"}, {"name": "Sales"}, {"name": "Finance"}),
    )
    return Brief(
        intent="build-app",
        title="Employee directory",
        summary="Who works where, and for whom.",
        entities=(employee, department),
        relations=(
            Relation(
                source="employee",
                target="department",
                name="department",
                label="Department",
                required=True,
                inverse="employees",
                inverse_label="Employees",
            ),
            Relation(
                source="employee",
                target="employee",
                name="manager",
                label="Manager",
                inverse="reports",
                inverse_label="Reports",
            ),
            Relation(
                source="department",
                target="employee",
                name="head",
                label="Head",
                inverse="headed_departments",
                inverse_label="Heads of",
            ),
        ),
        style=Style(scheme="dark", accent="#2e8b57"),
    )


def library() -> Brief:
    book = Entity(
        name="book",
        plural="books",
        label="Book",
        label_plural="Books",
        display="title",
        kind="document",
        fields=(
            field("title", required=True),
            field("isbn", unique=True, label="ISBN"),
            field("pages", T.INTEGER, minimum=1),
            field("published", T.DATE),
            field("rating", T.RATING),
        ),
    )
    author = Entity(
        name="author",
        plural="authors",
        label="Author",
        label_plural="Authors",
        display="name",
        kind="person",
        fields=(field("name", required=True), field("bio", T.LONG_TEXT)),
    )
    loan = Entity(
        name="loan",
        plural="loans",
        label="Loan",
        label_plural="Loans",
        display="borrower",
        kind="event",
        fields=(
            field("borrower", required=True),
            field("due_date", T.DATE, required=True),
            field("returned", T.BOOLEAN),
        ),
    )
    return Brief(
        intent="build-app",
        title="Library",
        summary="Books, their authors, and who has borrowed them.",
        entities=(book, author, loan),
        relations=(
            Relation(
                source="book",
                target="author",
                kind="many_to_many",
                name="authors",
                label="Authors",
                inverse="books",
                inverse_label="Books",
            ),
            Relation(
                source="loan",
                target="book",
                name="book",
                label="Book",
                required=True,
                inverse="loans",
                inverse_label="Loans",
            ),
        ),
    )


def everything() -> Brief:
    """A field of every type, required and optional, with names that Python, SQL and libraries keep for themselves."""
    typed = tuple(
        field(
            f"{'must' if must else 'may'}_{kind.value}",
            kind,
            required=must,
            choices=("First", "Second", "Third") if kind is T.CHOICE else (),
        )
        for kind in T
        for must in (True, False)
    )
    reserved = tuple(
        field(name) for name in ("class", "id", "metadata", "type", "copy", "list", "date", "total", "order")
    )
    request = Entity(
        name="request",
        plural="requests",
        label="Request",
        label_plural="Requests",
        display="subject",
        fields=(field("subject", required=True), *typed, *reserved),
    )
    series = Entity(
        name="series",
        plural="series",
        label="Series",
        label_plural="Series",
        display="select",
        board="group",
        fields=(field("select", required=True), field("group", T.CHOICE, choices=("A", "B"), default="A")),
    )
    query = Entity(
        name="import",
        plural="docs",
        label="Import",
        label_plural="Docs",
        display="amount",
        fields=(field("amount", T.MONEY, required=True, unit="EUR"), field("date", T.DATE)),
    )
    return Brief(
        intent="build-app",
        title="Everything",
        summary="One of each.",
        entities=(request, series, query),
        relations=(
            Relation(
                source="series",
                target="request",
                name="from",
                label="From",
                required=True,
                inverse="series",
                inverse_label="Series",
            ),
            Relation(
                source="series",
                target="series",
                kind="many_to_many",
                name="friends",
                label="Friends",
                inverse="friend_of",
                inverse_label="Friend of",
            ),
            Relation(
                source="import",
                target="request",
                kind="many_to_many",
                name="requests",
                label="Requests",
                required=True,
                inverse="imports",
                inverse_label="Imports",
            ),
        ),
    )


HOSTILE = (
    "\"'`</script><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}<< 1 >><% x %>",
    'a"""b\\',
    "line\nbreak\r\ttab",
    "Ünïcödé 🎉 日本語\u202e",
    "${HOME} $(rm) `id` #{x}",
    "]]> --> */ ]] = [x](javascript:alert)",
)


def hostile() -> Brief:
    """Every text a person can say is an attack."""
    fields = tuple(
        Field(name=f"field_{n}", label=text, help=text, unit=text, required=n == 0, samples=(text,))
        for n, text in enumerate(HOSTILE)
    )
    choice = Field(
        name="state",
        label=HOSTILE[0],
        type=T.CHOICE,
        choices=HOSTILE,
        required=True,
        default=HOSTILE[1],
        help=HOSTILE[2],
    )
    thing = Entity(
        name="thing",
        plural="things",
        label=HOSTILE[0],
        label_plural=HOSTILE[1],
        display="field_0",
        board="state",
        fields=(*fields, choice, Field(name="count", label=HOSTILE[6], type=T.INTEGER)),
        rows=tuple({"field_0": text, "field_1": text} for text in HOSTILE),
    )
    other = Entity(
        name="other",
        plural="others",
        label=HOSTILE[2],
        label_plural=HOSTILE[5],
        display="name",
        fields=(Field(name="name", label=HOSTILE[4], required=True),),
    )
    return Brief(
        intent="build-app",
        title=HOSTILE[0] + HOSTILE[1] + HOSTILE[2],
        summary=" ".join(HOSTILE),
        entities=(thing, other),
        relations=(
            Relation(
                source="thing",
                target="other",
                name="other",
                label=HOSTILE[1],
                required=True,
                inverse="things",
                inverse_label=HOSTILE[0],
            ),
            Relation(
                source="thing",
                target="other",
                kind="many_to_many",
                name="others",
                label=HOSTILE[3],
                inverse="more_things",
                inverse_label=HOSTILE[6],
            ),
        ),
        features=(
            Feature(
                name="threshold_alert",
                label=HOSTILE[0],
                parameters={"entity": "thing", "field": "count", "limit": 10},
                sentence=HOSTILE[1],
            ),
        ),
    )


OWN_WORDS = (
    *("problem", "share", "schema", "page", "form", "file", "message", "sample", "error", "export", "query", "field"),
    *("link", "router", "setting", "upload", "builder", "record", "test", "app", "session", "name", "browser", "user"),
    *("group", "type", "input", "node", "response", "template", "filter", "number", "repository", "class", "model"),
)


def crowded() -> Brief:
    """Entities called what the generated code calls its own things."""
    entities = tuple(
        Entity(
            name=word,
            plural=f"{word}s",
            label=word.capitalize(),
            label_plural=f"{word.capitalize()}s",
            display="name",
            board="state" if place % 2 else None,
            fields=(field("name", required=True), field("state", T.CHOICE, choices=("Open", "Closed"), required=True)),
        )
        for place, word in enumerate(OWN_WORDS)
    )
    relations = tuple(
        Relation(
            source=one,
            target=other,
            name=other,
            label=other.capitalize(),
            inverse=f"{one}s",
            inverse_label=f"{one.capitalize()}s",
        )
        for one, other in pairwise(OWN_WORDS)
    )
    return Brief(intent="build-app", title="Crowded", summary="", entities=entities, relations=relations)


ALL = {brief.__name__: brief for brief in (crm, inventory, directory, library, everything, hostile)}
