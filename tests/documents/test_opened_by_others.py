"""Every kind of file is opened by a program that had no part in writing it.

Sound and films by ffprobe and ffmpeg, office files and pages by LibreOffice: Debian packages, so these are peers. What
is opened by another library of ours is in the tests of its kind.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.documents.conftest import Workshop, picture

pytestmark = [pytest.mark.peers, pytest.mark.timeout(240)]
TEXT = "# Opening hours\n\nFrom Monday our shop in Oslo opens at eight.\n\n- Parking is free\n"
LINES = [{"description": "Chairs", "quantity": "12", "unit": "", "price": "89.50"}]
SHOWN = "from-office"


def run(*argv: object, folder: Path) -> str:
    done = subprocess.run([str(a) for a in argv], cwd=folder, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "rror" not in done.stderr, "it decodes without a complaint"
    return done.stdout


def probed(path: Path) -> dict[str, Any]:
    """The first stream and the container as ffprobe sees them."""
    assert shutil.which("ffprobe"), "no ffprobe on this machine (Debian ffmpeg): make peers"
    told = json.loads(
        run("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path, folder=path.parent)
    )
    return {**told["format"], **told["streams"][0]}


@pytest.mark.parametrize(("form", "codec"), [("mp3", "mp3"), ("wav", "pcm_s16le"), ("ogg", "opus")])
async def test_sound(workshop: Workshop, form: str, codec: str) -> None:
    (workshop.folder / "news.md").write_text(TEXT)
    result = await workshop.run("audio", source="news.md", to="audio/news", title="News", formats=[form])
    seen = probed(workshop.folder / result.paths[0])
    assert (seen["codec_name"], int(seen["channels"])) == (codec, 1)
    assert abs(float(seen["duration"]) - result.seconds) < 0.2
    run("ffmpeg", "-v", "error", "-i", result.paths[0], "-f", "null", "-", folder=workshop.folder)


async def test_film(workshop: Workshop) -> None:
    colours = {"a.png": (38, 70, 83), "b.png": (231, 111, 81)}
    for name, colour in colours.items():
        picture(workshop.folder / name, f"#{bytes(colour).hex()}")
    asked = {"pictures": list(colours), "captions": ["Sea", "Sun"], "width": 320, "height": 180, "seconds": 4}
    await workshop.run("video", **asked, to="films/f.mp4", title="Film")
    film = workshop.folder / "films" / "f.mp4"
    seen = probed(film)
    assert (seen["codec_name"], seen["width"], seen["height"], seen["nb_frames"]) == ("h264", 320, 180, "100")
    assert float(seen["duration"]) == pytest.approx(4, abs=0.05)
    for second, colour in ((1, colours["a.png"]), (3, colours["b.png"])):
        run(
            "ffmpeg",
            "-v",
            "error",
            "-ss",
            second,
            "-i",
            film,
            "-frames:v",
            1,
            "-y",
            "frame.png",
            folder=workshop.folder,
        )
        with Image.open(workshop.folder / "frame.png") as frame:
            middle = frame.convert("RGB").getpixel((60, 20))
        assert isinstance(middle, tuple)
        assert max(abs(a - b) for a, b in zip(middle, colour, strict=True)) < 70, f"another picture at {second} s"


async def test_office_files_and_pages(workshop: Workshop) -> None:
    """Each becomes a PDF whose text, read by PDFium, holds what was asked for."""
    import pypdfium2

    office = shutil.which("soffice")
    if office is None:
        pytest.skip(
            "no LibreOffice on this machine (Debian libreoffice-writer-nogui, -impress-nogui, -calc-nogui; 320 MB)"
        )
    (workshop.folder / "hours.md").write_text(TEXT)
    for name in ("hours-word.docx", "hours-page.html"):
        await workshop.run("document", source="hours.md", to=name, title="Hours")
    await workshop.run("slides", source="hours.md", to="hours-deck.pptx", title="Hours")
    quote = {"kind": "quote", "customer": "ACME", "lines": LINES, "vat": "7", "number": "Q-1"}
    for name in ("quote-word.docx", "quote-sheet.xlsx", "quote-page.html"):
        await workshop.run("invoice", **quote, to=name)
    (workshop.folder / "a.csv").write_text("day,shop,amount\n2026-01-02,Oslo,1150.18\n")
    await workshop.run("combine", sources=["a.csv"], to="rows.xlsx", record="r.json")
    expected = dict.fromkeys(
        ("hours-word.docx", "hours-page.html", "hours-deck.pptx"), ("Opening hours", "Parking is free")
    )
    expected |= dict.fromkeys(("quote-word.docx", "quote-sheet.xlsx", "quote-page.html"), ("Chairs", "1,149.18"))
    expected |= {"rows.xlsx": ("Oslo", "1150.18")}
    profile = f"-env:UserInstallation=file://{workshop.folder}/office"
    run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", SHOWN, *expected, folder=workshop.folder)
    for name, words in expected.items():
        shown = pypdfium2.PdfDocument(workshop.folder / SHOWN / Path(name).with_suffix(".pdf").name)
        text = " ".join(shown[n].get_textpage().get_text_range() for n in range(len(shown)))
        shown.close()
        assert [word for word in words if word not in " ".join(text.split())] == [], name
