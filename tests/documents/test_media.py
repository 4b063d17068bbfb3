"""Sound and films: made on the workbench, decoded again, and refused when they are not what was asked for."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from praetorium.errors import RejectedError, UserError
from praetorium.media.film import work as films
from praetorium.media.film.container import track
from praetorium.media.film.frames import times
from praetorium.media.sound import work as sounds
from praetorium.models import Attachment
from praetorium.words import read
from tests.documents.conftest import Workshop, failed, picture

TEXT = """# New opening hours

Dear customers, from **Monday** our shop in Oslo opens at eight and closes at seven. On Saturdays we are open from nine
to four.

- The café opens one hour earlier
- Parking is free until noon
"""


def spoken(bench: Path, text: str, *to: str, language: str = "") -> dict[str, object]:
    (bench / "source.md").write_text(text)
    return sounds.read_aloud(bench, source="source.md", to=list(to), title="T", language=language, rate=160)


@pytest.mark.parametrize("to", ["a.wav", "a.mp3", "a.ogg"])
def test_a_text_is_read_in_every_form(bench: Path, to: str) -> None:
    told = spoken(bench, TEXT, to)
    heard = sounds.listen(bench, file=to, source="source.md")
    assert told["language"] == "en"
    assert heard["opens"] and heard["words"] == told["words"]
    assert abs(heard["seconds"] - told["seconds"]) < 0.1  # type: ignore[operator]
    assert 8 < heard["seconds"] < 30
    assert heard["heard"] > 0.6


def test_the_voice_speaks_the_language_of_the_text(bench: Path) -> None:
    german = "Liebe Kunden, ab Montag ist unser Laden für Sie von acht bis neunzehn Uhr geöffnet."
    assert spoken(bench, german, "a.wav")["language"] == "de"
    first = (bench / "a.wav").read_bytes()
    spoken(bench, german, "a.wav", language="fr")
    assert (bench / "a.wav").read_bytes() != first


def test_code_is_not_read_and_that_is_said(bench: Path) -> None:
    told = spoken(bench, "# T\n\nSome words here.\n\n```\nrm -rf everything\n```\n", "a.wav")
    assert (told["words"], told["dropped"]) == (4, ["code is not read aloud"])


def test_there_is_no_voice_for_every_language(bench: Path) -> None:
    with pytest.raises(UserError, match="no voice"):
        spoken(bench, TEXT, "a.wav", language="xx")


async def test_sound_is_made_proven_and_seen(workshop: Workshop) -> None:
    (workshop.folder / "news.md").write_text(TEXT)
    result = await workshop.run("audio", source="news.md", to="audio/news", title="News")
    assert failed(await workshop.prove("sound-holds", result, path="audio/news.mp3", source="news.md")) == []
    assert failed(await workshop.prove("shows", result, path="audio/news.mp3")) == []
    (workshop.folder / "longer.md").write_text(TEXT * 4)
    assert (
        "as long as its text"
        in failed(await workshop.prove("sound-holds", path="audio/news.mp3", source="longer.md"))[0]
    )
    with wave.open(str(workshop.folder / "silence.wav"), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(bytes(2 * 22050 * 16))
    assert "can be heard" in failed(await workshop.prove("sound-holds", path="silence.wav", source="news.md"))[0]


PICTURES = [("a.png", "#264653"), ("b.png", "#e9c46a"), ("c.png", "#e76f51")]


async def test_a_film_is_made_proven_and_seen(workshop: Workshop) -> None:
    for name, colour in PICTURES:
        picture(workshop.folder / name, colour)
    asked = {
        "pictures": [name for name, _ in PICTURES],
        "captions": ["Sea", "Sun", "Sand"],
        "width": 320,
        "height": 180,
    }
    result = await workshop.run("video", **asked, seconds=3, to="films/f.mp4", title="Film")
    assert result.frames == 75
    given = {"path": "films/f.mp4", **asked, "seconds": 3}
    assert failed(await workshop.prove("film-holds", result, **given)) == []
    assert failed(await workshop.prove("shows", result, path="films/f.mp4")) == []
    other = {**given, "pictures": ["b.png", "a.png", "c.png"]}
    assert "shows every picture" in failed(await workshop.prove("film-holds", result, **other))[0]
    assert "length and size" in failed(await workshop.prove("film-holds", result, **{**given, "seconds": 4}))[0]


def test_a_film_that_is_cut_off_is_refused(bench: Path) -> None:
    picture(bench / "a.png", "#264653")
    films.make(bench, pictures=["a.png"], captions=["A"], seconds=1, width=160, height=90, to="f.mp4", title="T")
    whole = (bench / "f.mp4").read_bytes()
    assert track(bench / "f.mp4").frames == 25
    (bench / "f.mp4").write_bytes(whole[: len(whole) - 200])
    assert "cut off" in films.watch(bench, file="f.mp4", pictures=["a.png"], captions=["A"], shown=[1.0])["why"]


@pytest.mark.parametrize(("count", "seconds"), [(5, 20), (3, 20), (7, 10.04)])
def test_pictures_share_the_time_to_the_frame(count: int, seconds: float) -> None:
    shown = times(count, seconds, 25)
    assert sum(shown) == round(seconds * 25)
    assert max(shown) - min(shown) <= 1


def attached(*names: str) -> list[Attachment]:
    return [Attachment(name=name, sha256="0" * 64, bytes=1) for name in names]


FIVE = ("01-harbour.png", "02-old_town.jpg", "IMG_2031.jpg", "hill.png", "evening light.png")


def test_words_for_a_film() -> None:
    brief = read("a 20 second video from these five pictures with captions", attachments=attached(*FIVE))
    assert brief.intent == "make-video"
    assert brief.parameters["pictures"] == list(FIVE)
    assert brief.parameters["captions"] == ["Harbour", "Old town", "", "Hill", "Evening light"]
    assert (brief.parameters["seconds"], brief.parameters["width"]) == (20, 1280)


def test_captions_are_listed_and_length_is_by_picture() -> None:
    words = "vertical film of these, 3 seconds each, captions: A, B, C, D and E"
    brief = read(words, attachments=attached(*FIVE))
    assert brief.parameters["captions"] == ["A", "B", "C", "D", "E"]
    assert (brief.parameters["seconds"], brief.parameters["width"], brief.parameters["height"]) == (15, 720, 1280)


def test_a_film_without_pictures_is_rejected() -> None:
    with pytest.raises(RejectedError, match="attach each with --file"):
        read("a 20 second video from these five pictures")


@pytest.mark.parametrize(
    ("words", "sounds_", "language", "rate"),
    [
        ("read announcement.md aloud as audio", ["mp3"], "", 160),
        ("ansage.md as spoken audio, WAV and MP3, slowly", ["wav", "mp3"], "", 125),
        ("narrate story.txt in German as ogg", ["ogg"], "de", 160),
    ],
)
def test_words_for_sound(words: str, sounds_: list[str], language: str, rate: int) -> None:
    brief = read(words)
    assert brief.intent == "read-aloud"
    told = brief.parameters
    assert (told["sounds"], told["text_language"], told["rate"]) == (sounds_, language, rate)


@pytest.mark.parametrize(
    ("words", "formats", "more"),
    [
        ("turn notes.md into a Word document and a slide deck", ("docx", "pptx"), {}),
        (
            "minutes.md as PDF, in blue and grey, on Letter",
            ("pdf",),
            {"page": "letter", "colours": ["#1f5fa8", "#5f6b76"]},
        ),
        (
            "turn README.md into an HTML page in German with our logo.png",
            ("html",),
            {"text_language": "de", "logo": "logo.png"},
        ),
        ("make a presentation from talk.md in #336699", ("pptx",), {"colours": ["#336699"]}),
    ],
)
def test_words_for_documents(words: str, formats: tuple[str, ...], more: dict[str, object]) -> None:
    brief = read(words)
    assert (brief.intent, brief.formats) == ("make-document", formats)
    assert {key: brief.parameters[key] for key in more} == more


def test_what_nothing_here_does_with_a_text_is_said() -> None:
    assert [u.sentence for u in read("summarize notes.md and translate it into a PDF").unread] == [
        "summarize",
        "translate",
    ]
    assert read("turn notes.md into a PDF").unread == ()


def test_a_document_without_a_text_asks_for_one() -> None:
    (question,) = read("convert my notes to Word", project_files=["a.md", "b.txt", "c.csv"]).questions
    assert question.blocking and question.choices == ("a.md", "b.txt")
