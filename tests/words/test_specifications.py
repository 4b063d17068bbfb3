"""A SQL schema, an OpenAPI description or a CSV file says what an application keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from praetorium.errors import UserError
from praetorium.generate import app_files
from praetorium.models import Brief, FieldType, Origin
from praetorium.settings import templates
from praetorium.words.specifications.application import application, is_specification

SQL = """\
-- a shop
CREATE TABLE customers (
  id SERIAL PRIMARY KEY, full_name VARCHAR(80) NOT NULL, email TEXT UNIQUE, notes TEXT, created_at TIMESTAMP
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  ordered_on DATE NOT NULL, total_amount DECIMAL(10, 2), paid BOOLEAN, pieces INTEGER,
  status TEXT CHECK (status IN ('new', 'packed', 'sent')),
  customer_id INTEGER NOT NULL REFERENCES customers(id),
  courier_id INTEGER,
  FOREIGN KEY (courier_id) REFERENCES couriers(id)
);
CREATE TABLE order_tags (
  order_id INT REFERENCES orders(id), tag_id INT REFERENCES tags(id), PRIMARY KEY (order_id, tag_id)
);
"""
API = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {
            "Owner": {
                "type": "object",
                "required": ["name"],
                "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
            },
            "Pet": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "birthDate": {"type": "string", "format": "date"},
                    "kind": {"type": "string", "enum": ["cat", "dog"]},
                    "owner": {"$ref": "#/components/schemas/Owner"},
                },
            },
            "NewPet": {"type": "object", "properties": {"name": {"type": "string"}}},
            "PetList": {"type": "object", "properties": {"total": {"type": "integer"}}},
            "Error": {"type": "object", "properties": {"message": {"type": "string"}}},
        }
    },
}
CSV = "Name,Email,Tier,Balance,Active\n" + "".join(
    f"Person {n},p{n}@example.org,{('gold', 'silver')[n % 2]},{n}.50,{'yes' if n % 3 else 'no'}\n" for n in range(20)
)


@pytest.fixture
def specified(tmp_path: Path):
    def of(text: str, name: str, words: str = "") -> Brief:
        path = tmp_path / name
        path.write_text(text)
        words = words or f"an app from {name}"
        assert is_specification(path, words)
        return application(words, path)

    return of


def types(brief: Brief, entity: str) -> dict[str, FieldType]:
    found = brief.entity(entity)
    assert found is not None
    return {f.name: f.type for f in found.fields}


def test_a_sql_schema(specified) -> None:
    brief = specified(SQL, "schema.sql", "an app called Corner Shop from schema.sql, dark")
    assert [e.label_plural for e in brief.entities] == ["Customers", "Tags", "Orders"]
    customer, _, order = brief.entities
    assert types(brief, customer.name) == {
        "full_name": FieldType.TEXT,
        "email": FieldType.EMAIL,
        "notes": FieldType.LONG_TEXT,
    }
    assert customer.display == "full_name" and customer.field("full_name").required and customer.field("email").unique
    assert order.fields[0].origin is Origin.ASSUMED, "nothing in the table names an order"
    assert types(brief, order.name) == {
        "name": FieldType.TEXT,
        "ordered_on": FieldType.DATE,
        "total_amount": FieldType.MONEY,
        "paid": FieldType.BOOLEAN,
        "pieces": FieldType.INTEGER,
        "status": FieldType.CHOICE,
        "courier_id": FieldType.INTEGER,
    }
    assert order.board == "status" and order.field("status").choices == ("new", "packed", "sent")
    assert {(r.source, r.target, r.kind, r.required) for r in brief.relations} == {
        (order.name, customer.name, "many_to_one", True),
        (order.name, "tag", "many_to_many", False),
    }
    assert brief.title == "Corner Shop"
    assert brief.style.scheme == "dark", "what the file cannot say, the words do"


def test_foreign_keys_that_a_dump_adds_later(specified) -> None:
    dump = """
    CREATE TABLE public.books (id integer NOT NULL, title character varying(80) NOT NULL, author_id integer);
    CREATE TABLE public.authors (id integer NOT NULL, name text NOT NULL);
    ALTER TABLE ONLY public.books ADD CONSTRAINT books_author FOREIGN KEY (author_id) REFERENCES public.authors(id);
    """
    brief = specified(dump, "dump.sql")
    assert [(r.source, r.name, r.target) for r in brief.relations] == [("book", "author", "author")]


def test_an_openapi_description(specified) -> None:
    brief = specified(json.dumps(API), "api.json")
    assert [e.label_plural for e in brief.entities] == ["Owners", "Pets"]
    assert types(brief, "pet") == {"name": FieldType.TEXT, "birth_date": FieldType.DATE, "kind": FieldType.CHOICE}
    assert [(r.source, r.name, r.target) for r in brief.relations] == [("pet", "owner", "owner")]


def test_a_csv_file_with_its_rows_as_examples(specified) -> None:
    brief = specified(CSV, "members.csv", "an app to manage members.csv")
    (member,) = brief.entities
    assert types(brief, member.name) == {
        "name": FieldType.TEXT,
        "email": FieldType.EMAIL,
        "tier": FieldType.CHOICE,
        "balance": FieldType.MONEY,
        "active": FieldType.BOOLEAN,
    }
    assert member.field("tier").choices == ("gold", "silver")
    assert member.rows[1] == {
        "name": "Person 1",
        "email": "p1@example.org",
        "tier": "silver",
        "balance": 1.5,
        "active": True,
    }


@pytest.mark.parametrize(("text", "name"), [(SQL, "schema.sql"), (json.dumps(API), "api.json"), (CSV, "members.csv")])
def test_the_generator_makes_an_application_of_it(specified, text: str, name: str) -> None:
    files = app_files(specified(text, name), templates=templates())
    models = {path for path in files if path.startswith("app/models/")}
    assert len(models) > 1
    for path, content in files.items():
        if path.endswith(".py"):
            compile(content, path, "exec")


def test_what_is_no_specification_is_left_to_the_reader(tmp_path: Path) -> None:
    for name, text, words in (
        ("orders.csv", CSV, "sales report from orders.csv"),
        ("orders.csv", CSV, "a CRM app with contacts and leads, orders.csv is an example"),
        ("settings.json", "{}", "an app from settings.json"),
        ("query.sql", "SELECT 1", "an app from query.sql"),
        ("schema.sql", SQL, "explain schema.sql"),
    ):
        (tmp_path / name).write_text(text)
        assert not is_specification(tmp_path / name, words)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "broken.sql"
    path.write_text("CREATE TABLE (((")
    with pytest.raises(UserError, match=r"broken\.sql"):
        application("an app from broken.sql", path)
