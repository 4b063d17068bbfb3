"""What is said about a record: written beside it, by whoever is asking."""

from __future__ import annotations

import pytest

from praetorium.generate import app_expectations, app_files
from praetorium.generate.reading import app_view
from praetorium.generate.said import author_of, is_reply
from praetorium.models import Brief, Entity, Feature, Field, FieldType, Relation
from tests.generate.briefs import field
from tests.generate.environment import TEMPLATES


def _forum(*fields: Field, display: str = "body", features: tuple[Feature, ...] = ()) -> Brief:
    """Topics, and what belongs to them."""
    topic = Entity(
        name="topic", plural="topics", label="Topic", label_plural="Topics", display="title", kind="document",
        fields=(field("title", required=True),),
    )  # fmt: skip
    reply = Entity(
        name="reply", plural="replies", label="Reply", label_plural="Replies", display=display, kind="document",
        fields=fields,
    )  # fmt: skip
    link = Relation(
        source="reply", target="topic", name="topic", label="Topic", required=True,
        inverse="replies", inverse_label="Replies",
    )  # fmt: skip
    return Brief(
        intent="build-app", title="F", summary="", entities=(topic, reply), relations=(link,), features=features
    )


@pytest.mark.parametrize(
    ("fields", "display", "beside"),
    [
        ((field("body", required=True), field("author"), field("sent_at", FieldType.DATETIME)), "body", True),
        ((field("body", required=True), field("author", required=True)), "body", True),
        ((field("body", required=True), field("grade", FieldType.INTEGER, required=True)), "body", False),
        ((field("name", required=True), field("author")), "name", False),
    ],
)
def test_what_needs_nothing_but_words_is_written_beside_what_it_is_about(
    fields: tuple[Field, ...], display: str, beside: bool
) -> None:
    brief = _forum(*fields, display=display)
    assert is_reply(app_view(brief).entities[0].inverses[0]) is beside
    page = str(app_files(brief, templates=TEMPLATES)["app/templates/topics/detail.html"])
    assert ('class="saying"' in page) is beside
    assert ('href="/replies/new?topic_id={{ record.id }}"' in page) is not beside


def test_whoever_writes_in_their_own_name_changes_nothing_of_others() -> None:
    accounts = (Feature(name="accounts", label="Accounts"),)
    signed, plain = (
        _forum(field("body", required=True), *more, features=accounts) for more in ((field("author"),), ())
    )
    assert author_of(app_view(signed).entities[1]) is not None
    told = [{f["name"] for f in app_expectations(brief)["features"]} for brief in (signed, plain)]
    assert ["roles" in names for names in told] == [True, False]
