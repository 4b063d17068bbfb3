"""``/ws``: hear of requests as they happen, ask for new ones. The page uses the same socket as any other client."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from praetorium import __version__
from praetorium.accounts import Identity, Permission
from praetorium.accounts.reach import UnseenError
from praetorium.catalogue import Event
from praetorium.errors import ExternalError, PraetoriumError
from praetorium.house import House
from praetorium.models import Door
from praetorium.telling.hidden import redacted
from praetorium.web.asking import Wish, ask, read_only
from praetorium.web.live import messages
from praetorium.web.live.messages import Build, Chat, Drawn, Follow, Heard, said
from praetorium.web.live.tail import Channel, Tail

log = logging.getLogger(__name__)
router = APIRouter()

MOST_FOLLOWED = 20
"""Requests that one socket may follow at once."""
PACE = 0.04
"""Seconds between two messages about one request. The first is sent at once; what happens meanwhile comes along, for a
browser draws a few rows as fast as one."""
PATIENCE = 1.0
"""Seconds that a client which draws at its own pace is waited for: a machine that is asleep may have said nothing."""
BATCH = 200
"""Events told in one message at most."""
SIGNED_OUT, FOREIGN = 4401, 4403
STILL = 1.0
"""Seconds for which a look at who somebody is holds good; after them it is looked again before a word is said."""
AFTER_TROUBLE = 1.0
"""Seconds until what could not be read is tried again."""


@router.websocket("/ws")
async def listen(socket: WebSocket) -> None:
    """Hear and be heard, until either side goes."""
    guard = socket.app.state.guard
    who = await run_in_threadpool(guard.known, socket)
    if who is None or (who.way == "session" and not guard.own(socket)):
        await socket.accept()
        await socket.close(SIGNED_OUT if who is None else FOREIGN, "sign in" if who is None else "another origin")
        return
    await socket.accept()
    conversation = Conversation(socket, who)
    await conversation.say(said("connected", version=__version__, name=who.name, role=who.role))
    try:
        while True:
            await conversation.hear(await _received(socket))
    except (WebSocketDisconnect, RuntimeError):  # the latter when the other side went while we were speaking
        log.debug("a socket of %s has closed", who.name)
    except ValueError:
        await socket.close(1003, "not JSON")
    finally:
        await conversation.end()


async def _received(socket: WebSocket) -> Any:
    """The next message. Raises ValueError for what is no JSON, WebSocketDisconnect when the other side has gone."""
    try:
        return json.loads(await socket.receive_text())
    except KeyError:
        raise ValueError("bytes instead of text") from None
    except RecursionError:
        raise ValueError("nested too deep") from None


class Conversation:
    """One socket and what it follows."""

    def __init__(self, socket: WebSocket, who: Identity) -> None:
        self._socket, self._who = socket, who
        self._house: House = socket.app.state.house
        self._tail: Tail = socket.app.state.tail
        self._following: dict[str, asyncio.Task[None]] = {}
        self._drawn: dict[str, asyncio.Event] = {}
        self._speaking = asyncio.Lock()
        self._known = asyncio.get_running_loop().time()

    async def say(self, message: dict[str, Any]) -> None:
        async with self._speaking:
            await self._socket.send_json(message)

    async def still(self) -> bool:
        """Whether they may still come in: keys are revoked and sessions end. The socket is closed when not."""
        moment = asyncio.get_running_loop().time()
        if moment - self._known < STILL:
            return True
        who = await run_in_threadpool(self._socket.app.state.guard.known, self._socket)
        if who is None:
            async with self._speaking:
                await self._socket.close(SIGNED_OUT, "sign in")
            return False
        self._who, self._known = who, moment
        return True

    async def hear(self, given: Any) -> None:
        """Answer one message; what cannot be answered is told as an ``error``."""
        try:
            if not await self.still():
                return
            heard = Heard.model_validate(given)
            match heard.type:
                case "ping":
                    await self.say(said("pong"))
                case "follow":
                    await self._follow(Follow.model_validate(heard.payload))
                case "leave":
                    await self._leave(str(heard.payload.get("request", "")))
                case "drawn":
                    if room := self._drawn.get(Drawn.model_validate(heard.payload).request):
                        room.set()
                case "chat":
                    await self._chat(Chat.model_validate(heard.payload))
                case "build":
                    await self._build(Build.model_validate(heard.payload))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "message"
            await self.say(
                said("error", what="The message was not understood", why=f"{where}: {first['msg']}", next="")
            )
        except PraetoriumError as error:
            await self.say(said("error", what="That could not be done", why=str(error), next=error.next))

    async def end(self) -> None:
        for task in self._following.values():
            task.cancel()
        await asyncio.gather(*self._following.values(), return_exceptions=True)

    async def _chat(self, chat: Chat) -> None:
        """What would be understood and planned; nothing is kept, nothing begun."""
        brief, plan = await run_in_threadpool(read_only, self._house, chat.message, self._who.name)
        await self.say(
            said(
                "chat",
                message=redacted(brief).summary,
                brief=redacted(brief).dump(),
                plan=redacted(plan).dump(),
                next="say the same as 'build' to have it done",
            )
        )

    async def _build(self, build: Build) -> None:
        if not self._who.may(Permission.ASK):
            raise PraetoriumError(f"the role {self._who.role} may not ask for anything")
        wait = self._socket.app.state.guard.asking.take(self._who.name)
        if wait:
            raise PraetoriumError("too many requests at once", next=f"try again in {wait:.0f} s")
        wish = _wish(build)
        standing = await run_in_threadpool(ask, self._house, wish, self._who.name, Door.API)
        await self.say(said("chat", message=standing.title, request=standing.request.id))
        await self._follow(Follow(request=standing.request.id))

    async def _follow(self, follow: Follow) -> None:
        await self._seen(follow.request)
        await self._leave(follow.request)
        if len(self._following) >= MOST_FOLLOWED:
            await self._leave(next(iter(self._following)))
        self._following[follow.request] = asyncio.create_task(self._tell(follow))

    async def _seen(self, request: str) -> None:
        """Raises UnseenError."""
        owner = await run_in_threadpool(self._house.catalogue.browsing.owner, request)
        if owner is None or not self._who.sees(owner):
            raise UnseenError("request", request)

    async def _leave(self, request: str) -> None:
        self._drawn.pop(request, None)
        task = self._following.pop(request, None)
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _tell(self, follow: Follow) -> None:
        """Everything after the position, then whatever comes."""
        bell = asyncio.Event()
        bell.set()
        channel = self._tail.watch(follow.request, follow.position, bell)
        heard = follow
        try:
            while True:
                try:
                    async for position in self._telling(heard, channel, bell):
                        heard = heard.model_copy(update={"position": position})
                    return
                except ExternalError as error:  # the catalogue was away for a moment: what it has comes later
                    log.warning("%s cannot be told of %s: %s", self._who.name, follow.request, error)
                    await asyncio.sleep(AFTER_TROUBLE)
                    bell.set()
        except UnseenError as error:  # another role than at first
            await self.say(said("error", what="That could not be done", why=str(error), next=error.next))
        except (WebSocketDisconnect, RuntimeError):
            log.debug("a socket went while it was told of %s", follow.request)
        except Exception:  # the edge of a task that nobody waits for
            log.exception("telling of %s ended", follow.request)
            with suppress(RuntimeError):  # closed already
                await self._socket.close(1011, "something went wrong here; connect again")
        finally:
            self._tail.leave(follow.request, bell)

    async def _telling(self, follow: Follow, channel: Channel, bell: asyncio.Event) -> AsyncIterator[int]:
        """The positions up to which all is told; ends when they may not come in any more."""
        preferences = await run_in_threadpool(self._house.catalogue.people.preferences, self._who.name)
        tone = str(preferences.get("tone", "plain"))
        position, begun, told = follow.position, False, 0.0
        moment = asyncio.get_running_loop().time
        room = self._drawn[follow.request] = asyncio.Event()
        while True:
            await bell.wait()
            await asyncio.sleep(max(told + PACE - moment(), 0.0))
            told = moment()
            bell.clear()
            while events := await self._after(channel, follow.request, position, begun):
                known = self._known
                if not await self.still():
                    return
                if self._known != known:
                    await self._seen(follow.request)
                room.clear()
                await self._tell_of(follow, channel, events, tone)
                position = events[-1].position
                if follow.paced:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(room.wait(), PATIENCE)
                yield position
            begun = True

    async def _after(self, channel: Channel, request: str, position: int, begun: bool) -> list[Event]:
        """What came after the position: from the catalogue at first, and when the tail has moved too far ahead."""
        recent = channel.after(position) if begun else None
        if recent is not None:
            return recent[:BATCH]
        return await run_in_threadpool(self._house.catalogue.events.after, request, position, BATCH)

    async def _tell_of(self, follow: Follow, channel: Channel, events: list[Event], tone: str) -> None:
        key = (tone if follow.page else None, events[0].position, events[-1].position)
        async with self._speaking:
            await self._socket.send_text(channel.message(key, lambda: self._written(follow, channel, events, tone)))
        if any(event.kind.startswith(("approval.", "request.")) for event in events):
            for told in await run_in_threadpool(messages.consequences, self._house, follow.request, events):
                await self.say(told)

    def _written(self, follow: Follow, channel: Channel, events: list[Event], tone: str) -> str:
        message = messages.progress(follow.request, events)
        if follow.page:
            message["payload"]["html"] = "".join(channel.shown(event, tone, self._row) for event in events)
        return json.dumps(message, separators=(",", ":"), ensure_ascii=False)

    def _row(self, event: Event, tone: str) -> str:
        html: str = self._socket.app.state.pages.rows(messages.rows([event], tone))
        return html


def _wish(build: Build) -> Wish:
    """Requirements that are sentences are read with the words; those that are options are options."""
    more = build.requirements
    if isinstance(more, dict):
        return Wish.model_validate({"words": build.userRequest, **more})
    sentences = [more] if isinstance(more, str) else list(more or ())
    words = ". ".join(part.strip().rstrip(".") for part in (build.userRequest, *sentences) if part.strip())
    return Wish(words=words)
