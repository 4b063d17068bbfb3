"""Requests over HTTP: the list, and each as the object that ``praetorium show --json`` prints."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request

from praetorium import __version__
from praetorium.errors import UnknownError
from praetorium.house import House
from praetorium.models import Report
from praetorium.report import report

router = APIRouter()


def house_of(request: Request) -> House:
    """The installation this page belongs to."""
    house: House = request.app.state.house
    return house


TheHouse = Annotated[House, Depends(house_of)]


@router.get("/health")
def health() -> dict[str, str]:
    """That the page answers, and which version it is."""
    return {"status": "ok", "name": "praetorium", "version": __version__}


@router.get("/api/v1/requests/{id}")
def show(id: str, house: TheHouse) -> Report:
    """A request as it stands."""
    try:
        return report(house, id)
    except UnknownError as error:
        raise HTTPException(404, str(error)) from None
