"""A newsletter: people sign up, confirm by a link, leave by another. Letters go to an outbox that says what it is."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Newsletter:
    """When the brief asks for a newsletter or subscriptions to it."""

    name = "newsletter"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "newsletter", "letters")
        # A public site has the form in its footer, on every page.
        signed_up_in_footer = any(f.name == "public_pages" for f in brief.features)
        return Use(
            entities=app.entities,
            context={"newsletter_path": path},
            label="Newsletter sign-up with confirmation; letters are written to an outbox instead of being sent",
            pages=[("Newsletter", f"/{path}"), ("Readers", f"/{path}/readers")],
            ways=[] if signed_up_in_footer else [("letter", "Newsletter", f"/{path}")],
            office_ways=[("letter", "Readers", f"/{path}/readers")],
            proofs=[{"path": f"/{path}", "form": ["email"], "readers": f"/{path}/readers"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Readers who have confirmed, and one who has not yet."""
        names = ("hannah.cohen", "kwame.boateng", "mei.chen")
        return {
            **data,
            "newsletter_readers": [
                {"email": f"{name}@example.com", "key": f"sample{place}", "confirmed": place < 3}
                for place, name in enumerate(names, 1)
            ],
        }


FEATURE: AppFeature = Newsletter()
