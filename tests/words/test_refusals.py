"""Words that cannot be used get an answer that says why, with examples."""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest

from praetorium.errors import RejectedError, UserError
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import RequestState
from praetorium.settings import Settings
from praetorium.words import read

_RANDOM = random.Random(7)
NOISE = "".join(_RANDOM.choices("qwxzkvjpbrtnslm   ,.;:#+*0123456789", k=200_000))
SYMBOLS = "".join(chr(_RANDOM.randrange(33, 0x2FFF)) for _ in range(200_000))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("asdf", "no English words"),
        ("qwer zxcv hjkl", "no English words"),
        ("🎉🎉🎉", "only signs"),
        ("?!... --- 12345 ###", "only signs"),
        ("Baue mir bitte ein CRM mit Kontakten und Leads für mein Geschäft", "German"),
        ("Créer une application pour gérer des clients et des factures", "French"),
        ("Necesito una aplicación para mi gimnasio con clientes y clases", "Spanish"),
        ("Vorrei creare un sito per la mia pasticceria con il menu", "Italian"),
        ("请帮我建一个带有联系人和线索的客户管理系统", "Chinese"),
        ("連絡先とリードのあるCRMを作ってください", "Japanese"),
        ("Сделай мне систему для учёта клиентов", "Cyrillic"),
        ("اصنع لي نظام إدارة العملاء", "Arabic"),
        ("hello there", "names nothing"),
        ("thank you very much", "names nothing"),
        (NOISE, "no English words"),
        ("x" * 200_000, "no English words"),
    ],
    ids=lambda value: value[:20] if len(value) < 400 else f"{len(value)} characters",
)
def test_it_says_why(words: str, says: str) -> None:
    with pytest.raises(RejectedError, match=says) as refused:
        read(words)
    assert len(refused.value.examples) >= 3 and "try:" in refused.value.next
    assert len(str(refused.value)) < 300


def test_the_messages_differ() -> None:
    said = set()
    for words in ("", "asdf", "🎉", "Baue mir ein CRM mit Kontakten für mich", "hello there"):
        with pytest.raises(RejectedError) as refused:
            read(words)
        said.add(str(refused.value))
    assert len(said) == 5


def test_each_example_is_understood() -> None:
    with pytest.raises(RejectedError) as refused:
        read("")
    for example in refused.value.examples:
        assert read(example).confidence > 0.7


@pytest.mark.parametrize(
    "words",
    [SYMBOLS, "a " * 100_000, "(" * 100_000, "book, " * 30_000, "no " * 60_000, "a: " * 20_000, "rides with " * 6_000],
    ids=lambda words: words[:6],
)
def test_strange_masses_of_words_end_soon(words: str) -> None:
    started = time.process_time()
    with contextlib.suppress(RejectedError):
        read(words)
    assert time.process_time() - started < 5


def test_names_in_other_languages_do_no_harm() -> None:
    brief = read("Build me a CRM for Müller & Søn GmbH with contacts and deals")
    assert [entity.name for entity in brief.entities] == ["contact", "deal"]


@pytest.mark.parametrize("project", ["~nobody-of-that-name/x", "a\0b"])
def test_a_folder_that_cannot_even_be_looked_at_leaves_no_request_queued(project: str, tmp_path: Path) -> None:
    house = House(Settings(home=tmp_path))
    with pytest.raises(UserError) as refused:
        take(house, "Build me a CRM", project=project)
    [standing] = house.catalogue.requests.find()
    house.close()
    assert refused.value.__notes__ == [standing.request.id]
    assert standing.state is RequestState.REJECTED
