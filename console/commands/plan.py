"""`plan`: what a campaign would do, without doing it."""

from typing import TYPE_CHECKING

from console.parameters import AttachFrom, Page, Pictures, Request
from console.work import DONE, FAILED, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    file: Request,
    *,
    html: Page = None,
    pictures: Pictures = None,
    attach_from: AttachFrom = None,
) -> Work:
    """Everything but publishing is done, in memory: nothing is started, stored or sent."""
    from console.pages.writing import must_not_replace, write_page, write_pictures
    from contracts.base import utc_now
    from runtime.files.request import read_request
    from runtime.settings import load_settings

    must_not_replace(html, [file], "the request")
    prepared = read_request(file, attach_from=attach_from or (), now=utc_now())
    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from console.tables.plan import plan_of
        from runtime.plan.planning import plan_campaign

        planned = await plan_campaign(prepared, settings, utc_now(), screen.say)
        if html is not None:
            from console.pages.plan import page_of

            write_page(html, page_of(planned.plan, planned.pictures))
            screen.say(f"wrote {html}")
        if pictures is not None:
            for path in write_pictures(pictures, planned.plan.assets, planned.pictures):
                screen.say(f"wrote {path}")
        screen.answer(planned.plan, plan_of(planned.plan))
        return FAILED if planned.plan.would_fail else DONE

    return work
