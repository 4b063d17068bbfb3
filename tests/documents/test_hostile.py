"""Files from outside that mean harm: they do none, and what is wrong with them is said."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from praetorium.documents.proving import examine
from praetorium.errors import StepError, UserError
from praetorium.executors.ports import Limits
from praetorium.media.bench import main
from praetorium.media.craft import craft
from praetorium.media.kinds import draw
from praetorium.media.kinds.drawing import png
from praetorium.media.pictures import cleaned
from tests.documents.conftest import Workshop, picture


def bomb(path: Path, side: int = 30_000) -> Path:
    """A PNG of a few hundred kilobytes that unfolds to 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    body = zlib.compress(bytes(1000), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


async def test_no_picture_from_elsewhere_gets_into_a_document(workshop: Workshop) -> None:
    secret = picture(workshop.folder.parent / "secret.png", "#ff0000")
    (workshop.folder / "linked.png").symlink_to(secret)
    picture(workshop.folder / "fine.png", "#00ff00")
    bomb(workshop.folder / "bomb.png")
    (workshop.folder / "text.png").write_text("no picture")
    links = ["../secret.png", str(secret), f"file://{secret}", "linked.png", "bomb.png", "text.png", "http://h/x.png"]
    (workshop.folder / "a.md").write_text(
        "# T\n\n" + "\n\n".join(f"![p{n}]({k})" for n, k in enumerate([*links, "fine.png"]))
    )
    result = await workshop.run("document", source="a.md", to="a.html", title="A")
    page = (workshop.folder / "a.html").read_text()
    assert page.count("<img") == 1
    assert "data:image/png" in page
    told = " ".join(result.notes)
    assert all(f"'{link[:100]}'" in told for link in links)


def test_a_bomb_is_refused_before_it_unfolds(bench: Path) -> None:
    bomb(bench / "bomb.png")
    assert "too many" in cleaned(bench, names={"x": "bomb.png"})["x"]["error"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="60" height="60">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script><rect width='20' height='20'/>",
        "<image x:href='file:///etc/hostname' width='60' height='60'/><rect width='20' height='20'/>",
        "<image href='../secret.png' width='60' height='60'/><rect width='20' height='20'/>",
        "<image href='http://127.0.0.1:9/x.png' width='60' height='60'/><rect width='20' height='20'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject><rect width='20' height='20'/>",
    ],
)
def test_a_drawing_shows_its_own_shapes_alone(bench: Path, inside: str) -> None:
    from PIL import Image

    picture(bench.parent / "secret.png", "#ff0000", (60, 60))
    (bench / "a.svg").write_text(SVG.format(inside))
    try:
        png(bench / "a.svg", bench / "a.png")
    except ValueError:
        return  # refused as a whole: nothing was shown either
    with Image.open(bench / "a.png") as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert (255, 0, 0) not in colours
    assert (0, 0, 0) in colours


def test_entities_do_not_multiply(bench: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    (bench / "a.svg").write_text(f"<!DOCTYPE svg [{lol}]>" + SVG.format("<text y='20'>&l9;</text>"))
    with pytest.raises(UserError, match="cannot be shown"):
        draw(bench, file="a.svg")


def test_text_is_never_markup(bench: Path) -> None:
    from praetorium.documents import work

    hostile = '# T\n\n#read("/etc/passwd") #panic() $x$ \\{{ 7*7 }} {% raw %} =cmd|\' /C calc\'!A0 `#eval("1")`\n'
    (bench / "source.md").write_text(hostile)
    for to in ("a.pdf", "a.html", "a.docx", "a.pptx"):
        asked = {"title": "T", "colours": [], "page_size": "a4", "language": "", "pictures": {}, "logo": ""}
        work.write(bench, source="source.md", to=to, **asked)  # type: ignore[arg-type]
        told = examine(bench, file=to, source="source.md")
        assert told["holds"], told
    assert "7*7" in (bench / "a.html").read_text()


async def test_work_that_takes_too_long_is_ended(workshop: Workshop) -> None:
    text = workshop.folder / "long.md"
    text.write_text("Nobody listens to this. " * 6000)
    with pytest.raises(StepError, match="was ended"):
        await craft(
            workshop.context,
            "praetorium.media.sound.work:read_aloud",
            {"source": "s.md", "to": ["a.wav"], "title": "T", "language": "en", "rate": 160},
            files={"s.md": text},
            limits=Limits(seconds=2, memory_mb=512),
        )


def test_the_child_does_its_own_work_alone(bench: Path) -> None:
    (bench / "job.json").write_text('{"work": "os:system", "told": {"command": "true"}}')
    with pytest.raises(ValueError, match="no workbench work"):
        main(bench)
