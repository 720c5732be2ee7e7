"""Sites, topics, agencies, officials, agenda: five kinds of things with the same five routes."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import SQLModel

from app.actions import programme as actions
from app.deps import (
    DeedDep,
    IfNotDone,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    Standing,
    StandingDep,
    UnitRoute,
    require,
)
from app.domain.errors import MissingPermission, NotFound
from app.domain.roles import Permission
from app.domain.views import views_of
from app.models import programme as given_shapes
from app.models import programme_shown as shown_shapes
from app.models.fields import Slug
from app.models.programme import Agency, AgendaItem, Official, Site, Topic
from app.queries import conferences
from app.routers.answers import PageDep, answer

router = APIRouter(prefix="/conferences/{conference}", route_class=UnitRoute)
SlugPath = Annotated[Slug, Path()]


@dataclass(frozen=True)
class _Routes:
    """One kind of thing: where it lives, what its routes are called, what they take and show."""

    path: str
    one: str
    many: str
    kind: type[Any]
    create: type[SQLModel]
    patch: type[SQLModel]
    shown: type[SQLModel]
    page: type[SQLModel]
    on_the_day: frozenset[str] = frozenset()
    """Fields that those who run the conference may change, not only those who set it up."""


def _show(standing: Standing, row: Any) -> dict[str, Any]:
    if not isinstance(row, Site):
        return shown_shapes.thing_shown(row)
    private = any(
        view.sees_private_floor() or str(view) == f"site/{row.slug}"
        for view in views_of(standing.actor)
    )
    return shown_shapes.site_shown(row, private=private)


def _add_reads(routes: _Routes) -> None:
    @router.get(
        f"/{routes.path}",
        operation_id=f"list_{routes.many}",
        response_model=routes.page,
        tags=[routes.many],
        dependencies=[require(Permission.SEE_CONFERENCE)],
        description=f"List the conference's {routes.many}, in their order.",
    )
    async def list_things(
        request: Request, standing: StandingDep, session: Reading, paging: PageDep
    ) -> Response:
        order, id_ = paging.after(-1, 0)
        rows = await conferences.things(
            session, routes.kind, standing.conference_id, after=(order, id_), limit=paging.limit
        )
        last = [rows[-1].order, rows[-1].id] if rows else None
        return paging.page(request, [_show(standing, row) for row in rows], last)

    @router.get(
        f"/{routes.path}/{{slug}}",
        operation_id=f"get_{routes.one}",
        response_model=routes.shown,
        tags=[routes.many],
        dependencies=[require(Permission.SEE_CONFERENCE)],
        description=f"Return one {routes.one}.",
    )
    async def get_thing(slug: SlugPath, standing: StandingDep, session: Reading) -> Response:
        row = await conferences.thing(session, routes.kind, standing.conference_id, slug)
        if row is None:
            raise NotFound(routes.path, slug)
        return answer(_show(standing, row), version=row.version)


def _add_writes(routes: _Routes) -> None:
    async def add_thing(
        given: Any, standing: StandingDep, _once: OnceOnly, deed: DeedDep
    ) -> Response:
        row = await actions.add(deed, routes.kind, given)
        location = f"/api/v1/conferences/{standing.conference.slug}/{routes.path}/{row.slug}"
        return answer(_show(standing, row), 201, version=row.version, location=location)

    async def change_thing(
        slug: SlugPath,
        given: Any,
        standing: StandingDep,
        _versions: NeedsIfMatch,
        deed: DeedDep,
    ) -> Response:
        if not given.model_fields_set <= routes.on_the_day:
            _need(standing, Permission.SETUP_CONFERENCE)
        row = await actions.change(deed, routes.kind, slug, given)
        return answer(_show(standing, row), version=row.version)

    # FastAPI reads the body's shape from the annotation, and it differs from kind to kind.
    add_thing.__annotations__["given"] = routes.create
    change_thing.__annotations__["given"] = routes.patch
    may_change = Permission.MARK_PRESENCE if routes.on_the_day else Permission.SETUP_CONFERENCE
    router.post(
        f"/{routes.path}",
        operation_id=f"add_{routes.one}",
        response_model=routes.shown,
        status_code=201,
        tags=[routes.many],
        dependencies=[require(Permission.SETUP_CONFERENCE)],
        description=f"Add one {routes.one}, at the end unless `order` says else.",
    )(add_thing)
    router.patch(
        f"/{routes.path}/{{slug}}",
        operation_id=f"change_{routes.one}",
        response_model=routes.shown,
        tags=[routes.many],
        dependencies=[require(may_change)],
        description=_change_description(routes),
    )(change_thing)

    @router.delete(
        f"/{routes.path}/{{slug}}",
        operation_id=f"remove_{routes.one}",
        status_code=204,
        tags=[routes.many],
        dependencies=[require(Permission.SETUP_CONFERENCE)],
        description=f"Remove one {routes.one} that nothing refers to.",
    )
    async def remove_thing(slug: SlugPath, deed: DeedDep) -> Response:
        await actions.remove(deed, routes.kind, slug)
        return Response(status_code=204)


def _change_description(routes: _Routes) -> str:
    text = f"Change one {routes.one}."
    if routes.on_the_day:
        fields = ", ".join(f"`{name}`" for name in sorted(routes.on_the_day))
        text += f" {fields} may be changed on the day; all else needs `conference.setup`."
    return text


def _need(standing: Standing, permission: Permission) -> None:
    if not standing.actor.has(permission):
        raise MissingPermission(permission)


_G, _S = given_shapes, shown_shapes
_KINDS = [
    _Routes("sites", "site", "sites", Site, _G.SiteCreate, _G.SitePatch, _S.SiteShown, _S.SitePage),
    _Routes(
        "topics",
        "topic",
        "topics",
        Topic,
        _G.TopicCreate,
        _G.TopicPatch,
        _S.TopicShown,
        _S.TopicPage,
    ),
    _Routes(
        "agencies",
        "agency",
        "agencies",
        Agency,
        _G.AgencyCreate,
        _G.AgencyPatch,
        _S.AgencyShown,
        _S.AgencyPage,
    ),
    _Routes(
        "officials",
        "official",
        "officials",
        Official,
        _G.OfficialCreate,
        _G.OfficialPatch,
        _S.OfficialShown,
        _S.OfficialPage,
        frozenset({"present"}),
    ),
    _Routes(
        "agenda",
        "agenda_item",
        "agenda",
        AgendaItem,
        _G.AgendaItemCreate,
        _G.AgendaItemPatch,
        _S.AgendaItemShown,
        _S.AgendaPage,
        frozenset({"started_at", "ended_at"}),
    ),
]
for _routes in _KINDS:
    _add_reads(_routes)
    _add_writes(_routes)


@router.post(
    "/sites/{slug}/readiness",
    operation_id="report_readiness",
    response_model=shown_shapes.SiteShown,
    tags=["sites"],
    dependencies=[require(Permission.REPORT_READINESS)],
)
async def report_readiness(
    slug: SlugPath,
    given: given_shapes.Readiness,
    _once: IfNotDone,
    deed: DeedDep,
) -> Response:
    """Report a site's line, microphone and delegate; its own moderator, or a moderator for it."""
    row = await actions.report_readiness(deed, slug, given)
    return answer(shown_shapes.site_shown(row, private=True), version=row.version)
