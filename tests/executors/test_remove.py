"""``remove``: what was named is gone, and nothing that it led to."""

from pathlib import Path

import pytest

from praetorium.errors import UserError
from praetorium.executors import Context
from praetorium.executors.remove import Remove
from tests.executors.conftest import failed, run, write


@pytest.fixture
def place(context: Context) -> Path:
    """A workspace with a folder, a link to it, one out of it, one to all of it, and one to nothing."""
    folder = write(context.workspace, {"src/a.py": "a", "src/b.py": "b"})
    for name, target in {"build": "src", "out": "../..", "all": ".", "gone": "nowhere"}.items():
        (folder / name).symlink_to(target)
    return folder


@pytest.mark.parametrize("path", ["src", "./src", "src/../src", "{place}/src"])
async def test_a_folder_goes_with_all_that_is_in_it(context: Context, place: Path, path: str) -> None:
    parameters = Remove.parameters({"path": path.format(place=place)})
    assert await Remove().preview(parameters, context) == "2 files would be removed: src/a.py, src/b.py"
    result = await Remove().run(parameters, context)
    assert (result.files, failed(result)) == (2, [])
    assert not (place / "src").exists()


@pytest.mark.parametrize("name", ["build", "out", "all", "gone"])
async def test_a_link_goes_and_what_it_leads_to_stays(context: Context, place: Path, name: str) -> None:
    before = set(context.home.rglob("*"))
    parameters = Remove.parameters({"path": f"./{name}"})
    assert await Remove().preview(parameters, context) == f"1 file would be removed: {name}"
    result = await Remove().run(parameters, context)
    assert (result.files, failed(result)) == (1, [])
    assert before - set(context.home.rglob("*")) == {place / name}


async def test_a_folder_can_be_emptied(context: Context, place: Path) -> None:
    await run(Remove(), context, path="src", contents_only=True)
    assert list((place / "src").iterdir()) == []
    await run(Remove(), context, path=".", contents_only=True)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("path", [".", "{place}", "src/..", "..", "out/workspaces", "/etc/hosts"])
async def test_neither_the_workspace_nor_what_is_outside_can_go(context: Context, place: Path, path: str) -> None:
    with pytest.raises(UserError, match=r"outside the workspace|cannot be removed"):
        await run(Remove(), context, path=path.format(place=place))
    assert (place / "src" / "a.py").exists()


async def test_a_link_out_of_the_workspace_is_not_emptied(context: Context, place: Path) -> None:
    with pytest.raises(UserError, match="outside the workspace"):
        await run(Remove(), context, path="out", contents_only=True)
    assert (place / "src" / "a.py").exists()


async def test_what_is_gone_already_is_no_error(context: Context) -> None:
    assert failed(await run(Remove(), context, path="never")) == []
