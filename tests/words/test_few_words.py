"""What a few words say: what records are kept in, half a sentence about a field, and what nobody here does."""

from __future__ import annotations

import pytest

from praetorium.errors import RejectedError
from praetorium.words import read


def _kept(words: str) -> list[str]:
    return [entity.name for entity in read(words).entities]


@pytest.mark.parametrize(
    ("words", "kept", "title"),
    [
        ("movie watchlist", ["movie"], "Movie watchlist"),
        ("dog walking schedule app", ["dog_walk", "dog"], "Dog walking schedule"),
        ("equipment loan tracker for our fire brigade", ["loan", "equipment"], "Equipment loan tracker"),
        ("visitor log for reception", ["visitor"], "Visitor log"),
        ("risk register with likelihood and impact", ["risk"], "Risk register"),
        ("gratitude diary", ["diary_entry"], "Gratitude diary"),
        ("fishing log with weather and bait", ["fishing_entry"], "Fishing log"),
        ("kids reading log with pages and minutes", ["reading_entry", "kid"], "Kids reading log"),
        ("plant watering reminder", ["plant"], "Plant watering reminder"),
        ("calendar for our family", ["event"], "Family calendar"),
        ("warehouse: pallets, shelves, forklift drivers", ["pallet", "shelf", "driver"], "Warehouse"),
        ("vet clinic - owners, pets, vaccinations", ["owner", "pet", "vaccination"], "Vet clinic"),
        ("car repair shop, customers cars and repairs", ["customer", "car", "repair"], "Car repair shop"),
        ("energy usage per month with chart", ["energy_usage"], "Energy usage"),
        ("order management system", ["order"], "Order management"),
        ("booking management", ["booking"], "Booking management"),
        ("team task board", ["task"], "Team task board"),
        ("tracker for books", ["book"], "Books"),
        ("forum for aquarium fans", ["topic", "forum_reply", "category"], "Aquarium fan forum"),
        ("project tracker with tasks and deadlines", ["task", "project"], "Project management"),
        ("weekly meal planner with shopping list", ["meal", "item"], "Meal planner"),
        ("christmas wish list for the kids", ["wish", "kid"], "Christmas wish list"),
        ("server inventory: hostname, ip, owner", ["server"], "Server inventory"),
        ("fleet: trucks, drivers, fuel log", ["truck", "driver", "fuel_entry"], "Fleet"),
        ("tips n tricks n recipes", ["tip", "trick", "recipe"], "Tips, tricks and recipes"),
    ],
)
def test_what_is_kept_in_a_list_a_log_or_a_collection(words: str, kept: list[str], title: str) -> None:
    brief = read(words)
    assert (_kept(words), brief.title) == (kept, title)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("movie watchlist", "movie.status"),
        ("risk register, likelihood x impact, owner", "risk.likelihood"),
        ("risk register, likelihood x impact, owner", "risk.owner"),
        ("customer orders for a butcher, pick up day", "order.customer"),
        ("customer orders for a butcher, pick up day", "order.pick_up_day"),
        ("iou tracker between flatmates", "debt.borrower"),
        ("track my subscriptions and when they renew", "subscription.renews_on"),
        ("track lab samples with barcode and who took them", "sample.taken_by"),
        ("rugby club fees, who has paid", "fee.paid"),
        ("garden planner: beds, plants, when sown and harvested", "plant.harvested_on"),
        ("subscription tracker, what it costs and when it renews", "subscription.renews_on"),
        ("coin collection with country, year and condition", "coin.condition"),
        ("laptop inventory: serial no, user, purchase date, warranty end", "laptop.warranty_end"),
        ("recipe app with ingredients and cooking time", "recipe.cooking_time"),
        ("mileage log for my company car", "mileage_entry.mileage"),
        ("running diary distance time shoes", "diary_entry.distance"),
    ],
)
def test_what_is_noted_of_it(words: str, field: str) -> None:
    brief = read(words)
    thing, name = field.split(".")
    entity = brief.entity(thing)
    assert entity is not None and name in {f.name for f in entity.fields}


def test_each_of_several_is_somebodys() -> None:
    for words, link in [
        ("chore chart for my 3 kids", ("chore", "kid")),
        ("exam results per student and subject", ("exam_result", "subject")),
        ("equipment loan tracker", ("loan", "equipment")),
    ]:
        assert link in {(relation.source, relation.target) for relation in read(words).relations}


def test_a_warning_without_a_number_says_which_it_takes() -> None:
    brief = read("stock app for my kiosk with stock warnings")
    assert next(f.parameters["below"] for f in brief.features if f.name == "threshold_alert") == 10
    assert ("Warning", "Below 10") in {(one.about, one.value) for one in brief.assumptions}


def test_what_is_noted_asks_for_no_feature_of_its_own() -> None:
    brief = read("wedding guest list with rsvp and table numbers")
    assert [entity.name for entity in brief.entities] == ["guest"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("check the links of my website", "elsewhere"),
        ("whats the weather tomorrow", "questions"),
        ("write a poem about the sea", "thought up"),
        ("send an email to my boss", "nothing is sent"),
        ("remove the background of photo.png", "not edited"),
        ("book me a flight to rome", "world outside"),
        ("make a pdf out of report.docx", "neither converted"),
    ],
)
def test_what_nobody_here_does_becomes_no_application(words: str, why: str) -> None:
    with pytest.raises(RejectedError, match=why):
        read(words)


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("check list for opening the shop", "build-app"),
        ("music school: teachers, pupils, lessons", "build-app"),
        ("share photos of the class trip", "build-app"),
        ("convert a.jpg, b.jpg and c.jpg to a slideshow video", "make-video"),
        ("what changed from a.md to b.md", "compare-texts"),
        ("i want to know which customers have not paid", "build-app"),
    ],
)
def test_like_words_that_are_made(words: str, intent: str) -> None:
    assert read(words).intent == intent


def test_a_folder_in_a_folder_is_what_is_deleted() -> None:
    assert read("delete the build folder in ./app").parameters == {"path": "./app/build"}
    assert read("delete everything in ./app").parameters == {"path": "./app"}


@pytest.mark.parametrize(
    ("words", "customer", "line"),
    [
        ("invoice 3 hours web design at 80 euro for Mueller GmbH", "Mueller GmbH", ("3", "80")),
        ("quote for painting 2 rooms at 450 each for Mrs. Jones", "Mrs. Jones", ("2", "450")),
    ],
)
def test_whom_it_is_for_may_stand_last(words: str, customer: str, line: tuple[str, str]) -> None:
    told = read(words).parameters
    assert told["customer"] == customer
    assert [(one["quantity"], one["price"]) for one in told["lines"]] == [line]


@pytest.mark.parametrize(
    ("words", "kept", "not_kept"),
    [
        ("learning platform for chess", "course", "chess"),
        ("wholesale ordering portal", "order", "portal"),
        ("shopping lists", "shopping_item", "shopping"),
        ("personal finance with accounts and budgets", "bank_account", "account"),
    ],
)
def test_a_word_for_what_is_done_or_taught_is_not_kept(words: str, kept: str, not_kept: str) -> None:
    found = {entity.name for entity in read(words).entities}
    assert kept in found and not_kept not in found
