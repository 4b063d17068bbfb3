"""The page's application: routes by what they show, each in a module of its own."""

from __future__ import annotations

from fastapi import FastAPI

from praetorium.house import House
from praetorium.web import library, requests


def create_app(house: House) -> FastAPI:
    """The application over one installation."""
    app = FastAPI(title="Praetorium", docs_url=None, redoc_url=None)
    app.state.house = house
    app.include_router(requests.router)
    app.include_router(library.router)
    return app
