"""``render``: what a template makes of a brief, put into the workspace and nowhere else."""

from pathlib import Path

import pytest

from praetorium.errors import StepError, UnknownError, UserError
from praetorium.executors import Context, render
from praetorium.executors.render import Render
from praetorium.models import Brief
from tests.executors.conftest import Said, run

MADE: dict[str, str | bytes] = {}


def make(brief: Brief, *, templates: Path) -> dict[str, str | bytes]:
    """A template of these tests: its files are what MADE holds."""
    return {**MADE, "title.txt": f"{brief.title}\nfrom {templates.name}\n"}


@pytest.fixture(autouse=True)
def generator(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | bytes]:
    monkeypatch.setitem(render.GENERATORS, "tests/made", f"{__name__}:make")
    MADE.clear()
    return MADE


async def test_files_are_written_and_told_of(context: Context, said: Said, generator: dict[str, str | bytes]) -> None:
    generator |= {"deep/er/data.bin": b"\0\1", "no-newline": "one\ntwo"}
    result = await run(Render(), context, template="tests/made", folder="out")
    assert (context.workspace / "out" / "title.txt").read_text() == "Library\nfrom templates\n"
    assert (context.workspace / "out" / "deep" / "er" / "data.bin").read_bytes() == b"\0\1"
    assert (result.folder, result.files, result.lines) == ("out", 3, 5)
    assert {row["file"]: row["detail"] for row in said} == {
        "out/deep/er": "data.bin",
        "out": "no-newline, title.txt",
    }


async def test_writing_again_changes_only_what_differs(context: Context, generator: dict[str, str | bytes]) -> None:
    generator["a.txt"] = "one"
    await run(Render(), context, template="tests/made")
    before = (context.workspace / "app" / "title.txt").stat().st_mtime_ns
    generator["a.txt"] = "two"
    again = await run(Render(), context, template="tests/made")
    assert (again.replaced, again.removed) == (1, 0)
    assert (context.workspace / "app" / "title.txt").stat().st_mtime_ns == before


async def test_what_is_no_part_of_it_any_more_goes(context: Context, generator: dict[str, str | bytes]) -> None:
    """But not what a person has changed, nor what was never ours."""
    generator |= {"old.txt": "old", "edited.txt": "as made"}
    await run(Render(), context, template="tests/made")
    app = context.workspace / "app"
    (app / "edited.txt").write_text("by hand")
    (app / "mine.txt").write_text("mine")
    generator.clear()
    assert (await run(Render(), context, template="tests/made")).removed == 1
    assert sorted(path.name for path in app.iterdir()) == ["edited.txt", "mine.txt", "title.txt"]


@pytest.mark.parametrize("path", ["../outside", "/etc/outside", "a/../../outside"])
async def test_no_template_writes_outside(context: Context, generator: dict[str, str | bytes], path: str) -> None:
    generator[path] = "x"
    with pytest.raises(StepError, match="outside its folder"):
        await run(Render(), context, template="tests/made")
    assert not (context.workspace / "app").exists()


async def test_nothing_is_written_through_a_link(context: Context, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (context.workspace / "app").mkdir()
    (context.workspace / "app" / "title.txt").symlink_to(tmp_path / "elsewhere" / "title.txt")
    with pytest.raises(UserError, match="outside the workspace"):
        await run(Render(), context, template="tests/made")
    assert list((tmp_path / "elsewhere").iterdir()) == []


async def test_a_file_that_cannot_be_written_is_named(context: Context) -> None:
    (context.workspace / "app" / "title.txt").mkdir(parents=True)
    with pytest.raises(UserError, match=r"title\.txt' could not be written"):
        await run(Render(), context, template="tests/made")


async def test_an_unknown_template_suggests_the_nearest(context: Context) -> None:
    with pytest.raises(UnknownError, match="did you mean 'apps/web'"):
        await run(Render(), context, template="app/web")


async def test_the_preview_writes_nothing(context: Context) -> None:
    told = await Render().preview(Render.parameters({"template": "tests/made"}), context)
    assert told.splitlines() == ["1 files would be written to app/; 0 of them are there already", "  title.txt"]
    assert list(context.workspace.iterdir()) == []


@pytest.mark.parametrize("template", ["apps/web"])
async def test_each_template_of_ours_makes_files(context: Context, template: str) -> None:
    result = await run(Render(), context, template=template, folder="app")
    assert result.files > 10
    assert (context.workspace / "app" / "requirements.txt").is_file()
