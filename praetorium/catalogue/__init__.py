"""The catalogue: the database that is the truth about every request, and the only way to it."""

from __future__ import annotations

from praetorium.catalogue.approvals import Approval, Approvals, ApprovalState
from praetorium.catalogue.apps import App, Apps
from praetorium.catalogue.assets import Assets, Source, Version
from praetorium.catalogue.briefs import Briefs, Plans
from praetorium.catalogue.browsing import Browsing
from praetorium.catalogue.budgets import Budgets, Use
from praetorium.catalogue.database import Database
from praetorium.catalogue.decisions import Answer, Decision, Decisions
from praetorium.catalogue.events import Event, Events
from praetorium.catalogue.grants import Grant, Grants
from praetorium.catalogue.ledger import Ledger
from praetorium.catalogue.outbox import Message, Outbox
from praetorium.catalogue.people import People
from praetorium.catalogue.projects import Project, Projects
from praetorium.catalogue.repetitions import Repetition, Repetitions
from praetorium.catalogue.requests import Lease, Requests, Standing
from praetorium.catalogue.steps import StepRow, Steps
from praetorium.catalogue.switches import Switches


class Catalogue:
    """All aggregates over one database. ``write()`` is a transaction that may span several of them."""

    def __init__(self, url: str, *, migrate: bool = True) -> None:
        self.database = Database(url)
        if migrate:
            from praetorium.catalogue.migrate import migrate as bring_up_to_date

            bring_up_to_date(self.database)
        self.requests = Requests(self.database)
        self.events = Events(self.database, self.requests)
        self.briefs = Briefs(self.database)
        self.plans = Plans(self.database)
        self.steps = Steps(self.database, self.requests)
        self.approvals = Approvals(self.database)
        self.decisions = Decisions(self.database)
        self.grants = Grants(self.database)
        self.projects = Projects(self.database)
        self.budgets = Budgets(self.database)
        self.assets = Assets(self.database)
        self.repetitions = Repetitions(self.database)
        self.apps = Apps(self.database)
        self.ledger = Ledger(self.database)
        self.outbox = Outbox(self.database)
        self.switches = Switches(self.database)
        self.people = People(self.database)
        self.browsing = Browsing(self.database)
        self.read = self.database.read
        self.write = self.database.write

    def close(self) -> None:
        self.database.close()


__all__ = [
    "Answer",
    "App",
    "Approval",
    "ApprovalState",
    "Catalogue",
    "Decision",
    "Event",
    "Grant",
    "Lease",
    "Message",
    "Project",
    "Repetition",
    "Source",
    "Standing",
    "StepRow",
    "Use",
    "Version",
]
