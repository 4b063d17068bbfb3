"""A public site in front of the application: home with a hero, a catalogue of what visitors may see, pages of text that
can be edited, and a contact form whose messages are kept. Lists and forms for those who run it move to ``/office``.

Parameters: ``pages`` (titles of further pages) and ``entities`` (names of what the public may see); what is left out is
taken from the brief's own pages, and from the kinds of entities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from praetorium.generate import names
from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features.booking import booked
from praetorium.generate.features.cart import wares_of
from praetorium.generate.field_view import FieldView
from praetorium.generate.page_texts import is_known, page_text
from praetorium.generate.personal import PRESENTED, is_personal
from praetorium.generate.subjects import PAINTS, Subject, picture_of, subject
from praetorium.generate.view import AppView, EntityView, in_words
from praetorium.models import Brief, FieldType

_SHOWN = (
    *("product", "place", "event", "document", "thing", "organisation"),
    *("vehicle", "animal", "software", "activity"),
)
_PRIVATE = frozenset(
    {"order", "purchase", "payment", "invoice", "booking", "reservation", "appointment", "message", "chat"}
    | {"inquiry", "enquiry", "request", "user", "member", "customer", "client", "account", "employee", "staff"}
    | {"patient", "lead", "contact", "log", "record", "history", "setting", "submission", "answer", "result"}
    | {"attempt", "rating", "review", "comment", "feedback", "notification", "task", "ticket", "coupon"}
    | {"balance", "wallet", "transaction", "session", "payroll", "salary", "expense", "budget", "role", "permission"}
    | {"tag", "subscriber", "subscription", "enrolment", "enrollment", "registration", "application", "supplier"}
    | {"vendor", "warehouse", "cart", "loan", "refund", "complaint", "case", "test", "job", "rule", "connection"}
    | {"visit", "vaccination", "inspection", "treatment", "checkup", "examination", "maintenance", "repair"}
    | {"damage", "defect", "incident"}
    | {"backup", "menu", "reply", "query", "shift", "alert", "reading", "share", "field", "submission", "upgrade"}
)
_INTAKE = frozenset({"lead", "prospect", "inquiry", "enquiry"})
_OWN_PAGES = frozenset({"home", "homepage", "home page", "contact", "contact us", "index", "landing page", "login"})
_MOST_SHOWN, _MOST_PAGES = 4, 7


class PublicPages:
    """When the brief asks for a public site, by name or by its pages."""

    name = "public_pages"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        shown = shown_to_all(brief, app)
        others = {f.name for f in brief.features}
        welcome = _welcome(shown, booked(brief, app), sells="cart" in others)
        asked_pages = [*asked.parameters.get("pages", ()), *brief.pages]
        pages = _pages(app, welcome, [p for p in asked_pages if _feature_of(p) not in others], shown)
        # What follows the colon of a summary are the pages and programs that every application has.
        told = app.summary.partition(":")[0]
        about = subject(app.title, told, " ".join(e.label for e in app.entities))
        # Of people there are faces or initials.
        drawn = [e for e in shown if e.kind != "person"]
        pictures = {e.name: picture_of(e.label, f"{app.title} {told}") if e in drawn else None for e in shown}
        return Use(
            entities=shown,
            context={
                "shown": shown,
                "hero": about,
                "welcome": welcome,
                "pictures": pictures,
                "teasers": {e.name: _teaser(e) for e in shown},
                "per": {e.name: _per(e) for e in shown},
                "motifs": _drawn(about, *pictures.values()),
                "paints": PAINTS,
                "site_pages": pages,
                "intake": _intake(app),
            },
            label="Public site with home, pages and contact form",
            pages=[
                ("Overview", "/office"),
                *((page["title"], f"/{page['address']}") for page in pages),
                ("Contact", "/contact"),
                *((e.label_plural, f"/browse/{e.path}") for e in shown),
                ("Messages", "/office/messages"),
                ("Site pages", "/office/pages"),
            ],
            ways=[("thing", e.label_plural, f"/browse/{e.path}") for e in shown],
            office_ways=[("mail", "Messages", "/office/messages"), ("document", "Site pages", "/office/pages")],
            proofs=[{"contact": "/contact", "inbox": "/office/messages", "form": ["name", "email", "message"]}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Two messages, so that the inbox shows what it is for."""
        return {**data, "site_messages": [dict(message) for message in _MESSAGES]}


_MESSAGES = (
    {
        "name": "Amelia Hart",
        "email": "amelia.hart@example.com",
        "message": "Hello, I found you through a friend. Could you tell me a little more before I decide?",
        "is_handled": False,
    },
    {
        "name": "Mateo Silva",
        "email": "mateo.silva@example.com",
        "phone": "+1 202 555 0142",
        "message": "Thank you for the quick answer last week. Everything is clear now.",
        "is_handled": True,
    },
)


def _teaser(entity: EntityView) -> FieldView | None:
    """What strangers are told besides the name, where there is one line: nobody's address or number."""
    told = (FieldType.MONEY, FieldType.DATE, FieldType.DATETIME, FieldType.TEXT)
    return next((f for kind in told for f in entity.fields if f.type is kind and f is not entity.display), None)


def _per(entity: EntityView) -> str:
    """What the price is for, where that is said: ``per hour``."""
    label = entity.price.label if entity.price else ""
    return names.lower_first(label.removeprefix("Price ")) if label.startswith("Price per ") else ""


def _drawn(*pictures: Subject | None) -> list[Subject]:
    """Each of the pictures once, by name."""
    return sorted({picture for picture in pictures if picture is not None}, key=lambda picture: picture.name)


def shown_to_all(brief: Brief, app: AppView) -> list[EntityView]:
    """What visitors of the site may see: what is sold and what was asked, else what is offered; no papers about people.

    Empty where ``brief`` asks for no site.
    """
    site = next((f for f in brief.features if f.name == PublicPages.name), None)
    if site is None:
        return []
    asked = site.parameters.get("entities")
    sold = [ware.entity for ware in wares_of(brief, app)]
    named = [e for e in app.entities if isinstance(asked, list | tuple) and e.name in asked]
    open_ = [e for e in app.entities if _is_public(e)]
    shown = named or open_ or [e for e in app.entities if e.kind in _SHOWN and not is_personal(e)][:1]
    return list({e.name: e for e in (*sold, *shown)}.values())[:_MOST_SHOWN]


@dataclass(frozen=True)
class Intake:
    """Whom those who write to the site become: records of ``entity``, and which fields take what they wrote."""

    entity: EntityView
    fields: Mapping[str, str]
    """Field of the form → field of the record."""


def _intake(app: AppView) -> Intake | None:
    """What visitors who write become: a lead, where there is such a thing and nothing else is needed."""
    for entity in app.entities:
        email = next((f for f in entity.fields if f.type is FieldType.EMAIL), None)
        if not _INTAKE & set(entity.name.split("_")) or email is None or entity.display.type is not FieldType.TEXT:
            continue
        phone = next((f for f in entity.fields if f.type is FieldType.PHONE), None)
        told = {"name": entity.display, "email": email, "phone": phone, "message": entity.prose}
        taken = {form: field.name for form, field in told.items() if field is not None}
        needed = [f.name for f in entity.inputs if f.required and f.default is None and f.name not in taken.values()]
        if not needed and not any(r.required for r in entity.relations) and not (phone and phone.required):
            return Intake(entity, taken)
    return None


def _is_public(entity: EntityView) -> bool:
    words = set(entity.name.split("_"))
    offered = entity.kind in _SHOWN and not words & _PRIVATE and len(entity.fields) > 1
    return bool(words & PRESENTED) or (offered and not is_personal(entity))


def _welcome(shown: list[EntityView], booked: EntityView | None, *, sells: bool) -> str:
    """What visitors find, in one sentence; the application's summary is for those who run it."""
    things = in_words(shown) or "All that we offer"
    if booked is not None:
        choice = things if booked in shown else booked.label_plural
        return f"{choice} to choose from. Pick a day and a time that suit you, and book them online."
    if sells:
        return f"{things}, chosen with care. Have a look around, and order from home whenever you like."
    return f"{things} in one place. Have a look around, and get in touch when you have questions."


def _pages(app: AppView, welcome: str, asked: list[object], shown: list[EntityView]) -> list[dict[str, str]]:
    """The pages of text: title, address, first line and text. What is shown as a catalogue needs none."""
    said = [names.clean(str(page), 60) for page in asked]
    about = [] if any(page.lower().startswith("about") for page in said) else ["About"]
    known = {name.lower() for e in shown for name in (e.label, e.label_plural, e.name)}
    taken = {e.path for e in app.entities} | _RESERVED
    things = ", ".join(e.nouns for e in shown[:3]) or "what is offered"
    pages: list[dict[str, str]] = []
    unknown = 0
    for title in dict.fromkeys([*about, *said]):
        plain = title.lower().removesuffix(" page").strip()
        address = names.unused(names.slug(plain), taken, "-")
        if plain and plain not in _OWN_PAGES | known and len(pages) < _MOST_PAGES:
            lead, text = page_text(title, title=app.title, summary=welcome, things=things, turn=unknown)
            unknown += not is_known(title)
            shown_title = title[:1].upper() + title[1:]
            pages.append({"title": shown_title, "address": address, "lead": lead, "text": text})
            taken = taken | {address}
    return pages


def _feature_of(page: object) -> str:
    """The feature that has a page of this name itself, where it is used."""
    plain = names.clean(str(page), 60).lower().removeprefix("the ").removesuffix(" page").strip()
    return _PAGES_OF_FEATURES.get(plain, plain.replace(" ", "_"))


_PAGES_OF_FEATURES = {
    "faqs": "faq",
    "frequently asked questions": "faq",
    "questions and answers": "faq",
    "blog": "news",
    "articles": "news",
    "photo gallery": "gallery",
    "shopping cart": "cart",
    "basket": "cart",
    "book": "booking",
    "bookings": "booking",
    "book online": "booking",
    "events calendar": "calendar",
}
_RESERVED = frozenset(
    {"office", "browse", "contact", "api", "docs", "files", "graphql", "health", "static", "openapi.json"}
    | {"cart", "checkout", "orders", "calendar", "reports", "statistics", "news", "faq", "newsletter", "gallery"}
    | {"polls", "quiz", "quizzes", "leaderboard", "search", "share", "book", "login", "account", "sign-in"}
    | {"bookings"}
)

FEATURE: AppFeature = PublicPages()
