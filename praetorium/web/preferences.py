"""What a person may choose about the page; kept for them in the catalogue. The first of each is what holds unchosen."""

from __future__ import annotations

from praetorium.house import House
from praetorium.web.views.rows import TONES

PREFERENCES: dict[str, tuple[str, ...]] = {
    "tone": TONES,
    "theme": ("system", "light", "dark"),
    # How one is called when an answer is wanted.
    "call": ("silent", "sound", "notification"),
}
UNCHOSEN = {name: values[0] for name, values in PREFERENCES.items()}


def of(house: House, name: str) -> dict[str, str]:
    """That person's choices, all of them."""
    kept = house.catalogue.people.preferences(name)
    return {
        choice: str(kept[choice]) if kept.get(choice) in values else values[0] for choice, values in PREFERENCES.items()
    }
