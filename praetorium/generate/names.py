"""Names that are safe where they are used: labels on one line, Python identifiers, classes, URL parts.

Everything a person said passes through here once, before any template sees it.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Container

_LONGEST_LABEL = 120
_LONGEST_NAME = 48

# What the generated modules define or import, and what the ORM, pydantic and GraphQL keep for themselves.
_TAKEN_ATTRIBUTES = frozenset(
    {"id", "created_at", "updated_at", "metadata", "registry", "copy", "json", "dict", "schema", "validate"}
    | {"construct", "search", "sort", "order", "page", "per_page", "filters", "offset", "info", "self", "cls"}
    | {"added_by", "added_by_id", "review_state", "review_reason"}
)
_TAKEN_CLASSES = frozenset(
    {"Annotated", "Any", "Base", "BaseModel", "Body", "Boolean", "Choice", "Colour", "Conflict", "Db", "Decimal"}
    | {"Email", "Field", "File", "Float", "Form", "ForeignKey", "Generic", "Html", "ID", "Info", "Input", "Int"}
    | {"Integer", "Line", "Links", "ListQuery", "Literal", "LocalDateTime", "LongText", "Mapped", "Missing", "Money"}
    | {"AccessToken", "DirectMessage", "FavouriteMark", "FollowLink", "LikeMark", "PostedComment", "RoleRight"}
    | {"StarRating", "UserAccount", "UserNotification"}
    | {"FaqEntry", "NewsPost", "NewsletterReader", "QuizAttempt", "RecordChange", "SharedLink", "ShopOrder"}
    | {"ShopOrderLine", "SiteMessage", "SitePage", "SlotBooking", "Chart", "Entry", "Point"}
    | {"Mutation", "Number", "Page", "Path", "Phone", "Query", "Read", "Record", "RecordId", "Refused", "Repository"}
    | {"Request", "Response", "Router", "Schema", "Session", "Settings", "String", "Subscription", "Submitted"}
    | {
        "Template",
        "Templates",
        "Type",
        "Url",
        "Upload",
        "UploadFile",
        "Whole",
        "Date",
        "DateTime",
        "Time",
        "UUID",
        "JSON",
    }
)
_TAKEN_MODULES = frozenset(
    {"base", "schema", "loading", "routes", "conftest", "builders", "home", "files", "pages", "forms"}
    | {"user_accounts", "access_tokens", "role_rights", "posted_comments", "star_ratings", "favourite_marks"}
    | {"like_marks", "follow_links", "direct_messages", "user_notifications", "account_pages", "account_profile"}
    | {"entering"}
    | {"shop_orders", "shop_order_lines", "site_messages", "site_pages", "site_content", "slot_bookings", "news_posts"}
    | {"faq_entries", "newsletter_readers", "quiz_attempts", "record_changes", "shared_links"}
    | {"form_designs", "form_replies", "opinion_polls", "poll_votes"}
    | {"chat_groups", "chat_members", "group_messages", "search_notes", "memory_cards", "day_visits"}
    | {"docs", "errors", "exports", "problems", "shares", "schemas", "routers", "app", "redirect", "page", "browser"}
    | {"values", "rows", "counts", "averages"}
)
_TAKEN_PATHS = frozenset(
    {"api", "docs", "files", "graphql", "health", "static", "openapi", "new", "edit", "alerts", "live"}
    | {"account", "admin", "user"}
)


def clean(text: str, limit: int = _LONGEST_LABEL) -> str:
    """``text`` on one line, without control or direction-changing characters, at most ``limit`` characters."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    shown = "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    shown = " ".join(shown.split())
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def attribute(name: str, owner: str, taken: Container[str] = ()) -> str:
    """A Python attribute for ``name`` that clashes with nothing: ``class`` of a ``course`` is ``course_class``."""
    short = name[:_LONGEST_NAME].strip("_") or "value"
    if _reserved(short) or short.startswith("model_"):
        short = f"{owner}_{short}"
    return unused(short, taken)


def module(name: str, taken: Container[str] = ()) -> str:
    """A module's file stem."""
    short = name[:_LONGEST_NAME].strip("_") or "entity"
    if keyword.iskeyword(short) or short in _TAKEN_MODULES:
        short = f"{short}_record"
    return unused(short, taken)


def class_name(name: str, taken: Container[str] = ()) -> str:
    """``purchase_order`` → ``PurchaseOrder``; names the generated code needs itself get ``Record`` behind them."""
    short = "".join(part.capitalize() for part in name[:_LONGEST_NAME].split("_") if part) or "Entity"
    if short in _TAKEN_CLASSES or hasattr(builtins, short) or keyword.iskeyword(short):
        short += "Record"
    return unused(short, taken, separator="")


def path(name: str, taken: Container[str] = ()) -> str:
    """The part of a URL: ``purchase_orders`` → ``purchase-orders``."""
    short = name[:_LONGEST_NAME].strip("_").replace("_", "-") or "records"
    if short in _TAKEN_PATHS:
        short = f"all-{short}"
    return unused(short, taken, separator="-")


def slug(title: str) -> str:
    """A short ASCII name for an application: lower case, digits and single dashes; ``app`` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "app"


def camel(name: str) -> str:
    """The name GraphQL shows for a Python name: ``due_date`` → ``dueDate``."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() if part else "_" for part in rest)


def article(noun: str) -> str:
    """``a`` or ``an`` before ``noun``, by its first letter."""
    return "an" if noun[:1].lower() in "aeiou" and not noun.lower().startswith(("uni", "use", "euro", "one")) else "a"


def lower_first(label: str) -> str:
    """``label`` for the middle of a sentence: ``Purchase order`` → ``purchase order``; ``FAQ`` and ``PhD`` stay."""
    word = label.split(" ", 1)[0]
    return label if any(c.isupper() for c in word[1:]) else label[:1].lower() + label[1:]


def _reserved(name: str) -> bool:
    if keyword.iskeyword(name) or name in _TAKEN_ATTRIBUTES:
        return True
    # A class attribute called ``list`` would hide the type that later annotations of the class mean.
    return isinstance(getattr(builtins, name, None), type) and name not in ("type", "property")


def unused(name: str, taken: Container[str], separator: str = "_") -> str:
    """``name``, or with the first number behind it that nothing has taken."""
    candidate, number = name, 2
    while candidate in taken:
        candidate = f"{name}{separator}{number}"
        number += 1
    return candidate
