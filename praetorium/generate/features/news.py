"""News: posts with a category and tags, a page each, and a feed that other programs can follow."""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class News:
    """When the brief asks for news, a blog or posts by those who run the application."""

    name = "news"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "news", "updates", "announcements")
        label = path.capitalize()
        return Use(
            entities=app.entities,
            context={"news_path": path, "news_label": label, "things": app.entities[0].nouns},
            label=f"{label} with categories, tags and a feed",
            pages=[(label, f"/{path}"), (f"Write {path}", f"/{path}/desk")],
            ways=[("newspaper", label, f"/{path}")],
            office_ways=[("edit", f"Write {path}", f"/{path}/desk")],
            proofs=[{"path": f"/{path}", "feed": f"/{path}/feed.xml", "form": f"/{path}/new"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Posts about the application itself: all that can be said without inventing anything."""
        things = use.context["things"]
        told: tuple[tuple[str, str, str, str], ...] = (
            (
                "We are open",
                "Announcements",
                "opening, site",
                f"Everything is in place: have a look at the {things}, and tell us what you think.\n\n"
                "More will follow here. Whoever wants to hear of it first can subscribe to the feed.",
            ),
            (
                f"New {things} added",
                "Updates",
                "new",
                f"Some {things} were added this week. The list can be sorted so that the newest come first.",
            ),
            (
                "How to find what you look for",
                "Tips",
                "search, help",
                "Type a word or two into the search above a list. Filters beside it narrow the result further.\n\n"
                "Both stay in the address of the page, so that a search can be bookmarked.",
            ),
            (
                "On every screen",
                "Tips",
                "help, phone",
                "All pages work on a phone, too, and can be used by keyboard alone.",
            ),
        )
        posts: list[dict[str, Any]] = [
            {"title": title, "category": category, "tags": tags, "text": text, "published_on": -4 * place}
            for place, (title, category, tags, text) in enumerate(told)
        ]
        return {**data, "news_posts": posts}


FEATURE: AppFeature = News()
