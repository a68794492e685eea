"""Faults on demand: what an operation is asked, how it is held up, and how it fails."""

import asyncio


class Faults:
    """A list of exceptions that an operation raises, one per call, before it works."""

    def __init__(self) -> None:
        self._planned: dict[str, list[BaseException]] = {}
        self.calls: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self._met: dict[str, asyncio.Event] = {}

    def plan(self, name: str, *errors: BaseException) -> None:
        """Let the next calls of an operation fail, in this order."""
        self._planned.setdefault(name, []).extend(errors)

    def plan_nothing(self, name: str) -> None:
        """Let an operation work from now on."""
        self._planned.pop(name, None)

    def hold(self, name: str) -> asyncio.Event:
        """Let calls of an operation wait until the event is set."""
        return self.held.setdefault(name, asyncio.Event())

    async def called(self, name: str) -> None:
        """Wait until an operation has been called, for a minute at most."""
        async with asyncio.timeout(60):
            await self._met.setdefault(name, asyncio.Event()).wait()

    def release_all(self) -> None:
        """Let every call go on that was held."""
        for event in self.held.values():
            event.set()

    async def meet(self, name: str) -> None:
        """Count a call, wait where it is held, and fail as planned."""
        self.calls.append(name)
        self._met.setdefault(name, asyncio.Event()).set()
        if name in self.held:
            await self.held[name].wait()
        if planned := self._planned.get(name):
            raise planned.pop(0)
