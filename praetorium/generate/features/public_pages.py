"""A public site in front of the application: home with a hero, a catalogue of what visitors may see, pages of text that
can be edited, and a contact form whose messages are kept. Lists and forms for those who run it move to ``/office``.

Parameters: ``pages`` (titles of further pages) and ``entities`` (names of what the public may see); what is left out is
taken from the brief's own pages, and from the kinds of entities.
"""

from __future__ import annotations

from praetorium.generate import names
from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.page_texts import page_text
from praetorium.generate.subjects import PAINTS, subject
from praetorium.generate.view import AppView, EntityView, in_words
from praetorium.models import Brief

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
    | {"backup", "menu", "reply", "query", "shift", "alert", "reading", "share", "field", "submission", "upgrade"}
)
_STAFF = frozenset(
    {"doctor", "teacher", "instructor", "author", "artist", "speaker", "coach", "trainer", "guide", "stylist"}
    | {"tutor", "chef"}
)
_OWN_PAGES = frozenset({"home", "homepage", "home page", "contact", "contact us", "index", "landing page", "login"})
_MOST_SHOWN, _MOST_PAGES = 4, 7


class PublicPages:
    """When the brief asks for a public site, by name or by its pages."""

    name = "public_pages"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        shown = _shown(app, asked.parameters.get("entities"))
        welcome = _welcome(shown)
        pages = _pages(app, welcome, [*asked.parameters.get("pages", ()), *brief.pages], shown)
        about = subject(app.title, app.summary, " ".join(e.label for e in app.entities))
        pictures = {e.name: subject(e.label, f"{app.title} {app.summary}") for e in shown}
        return Use(
            entities=shown,
            context={
                "shown": shown,
                "hero": about,
                "welcome": welcome,
                "pictures": pictures,
                "motifs": sorted({about, *pictures.values()}, key=lambda s: s.name),
                "paints": PAINTS,
                "site_pages": pages,
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


def _shown(app: AppView, asked: object) -> list[EntityView]:
    """What visitors may see: what was asked, else things that are offered and no papers about people."""
    named = [e for e in app.entities if isinstance(asked, list | tuple) and e.name in asked]
    open_ = [e for e in app.entities if _is_public(e)]
    return (named or open_ or [e for e in app.entities if e.kind in _SHOWN][:1])[:_MOST_SHOWN]


def _is_public(entity: EntityView) -> bool:
    words = set(entity.name.split("_"))
    return bool(words & _STAFF) or (entity.kind in _SHOWN and not words & _PRIVATE and len(entity.fields) > 1)


def _welcome(shown: list[EntityView]) -> str:
    """What visitors find, in one sentence; the application's summary is for those who run it."""
    things = in_words(shown) or "All that we offer"
    return f"{things} in one place. Have a look around, and get in touch when you have questions."


def _pages(app: AppView, welcome: str, asked: list[object], shown: list[EntityView]) -> list[dict[str, str]]:
    """The pages of text: title, address, first line and text. What is shown as a catalogue needs none."""
    said = [names.clean(str(page), 60) for page in asked]
    about = [] if any(page.lower().startswith("about") for page in said) else ["About"]
    known = {name.lower() for e in shown for name in (e.label, e.label_plural, e.name)}
    taken = {e.path for e in app.entities} | _RESERVED
    things = ", ".join(e.nouns for e in shown[:3]) or "what is offered"
    pages: list[dict[str, str]] = []
    for title in dict.fromkeys([*about, *said]):
        plain = title.lower().removesuffix(" page").strip()
        address = names.unused(names.slug(plain), taken, "-")
        if plain and plain not in _OWN_PAGES | known and len(pages) < _MOST_PAGES:
            lead, text = page_text(title, title=app.title, summary=welcome, things=things)
            shown_title = title[:1].upper() + title[1:]
            pages.append({"title": shown_title, "address": address, "lead": lead, "text": text})
            taken = taken | {address}
    return pages


_RESERVED = frozenset(
    {"office", "browse", "contact", "api", "docs", "files", "graphql", "health", "static", "openapi.json"}
    | {"cart", "checkout", "orders", "calendar", "reports", "statistics", "news", "faq", "newsletter", "gallery"}
    | {"polls", "quiz", "quizzes", "leaderboard", "search", "share", "book", "login", "account", "sign-in"}
    | {"bookings"}
)

FEATURE: AppFeature = PublicPages()
