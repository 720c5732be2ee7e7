"""The server about itself: health, readiness, the API's page. Outside `/api/v1`."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse
from sqlalchemy import text

from app.deps import services
from app.errors import Problem
from app.live.protocol import ASYNCAPI
from app.schema import newest_revision

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> dict[str, Any]:
    """Tell that the database answers and its schema is this version's. 503 otherwise."""
    async with services(request).database.read() as session:
        revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
    if revision != newest_revision():
        raise Problem("unavailable", schema=revision)
    return {"status": "ready", "schema": revision}


@router.get("/asyncapi.json")
async def asyncapi() -> FileResponse:
    """Describe the live socket for other systems (AsyncAPI 3)."""
    return FileResponse(ASYNCAPI, media_type="application/json")


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Show the API's page, from our own files: the hall's network has no internet."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Đối Thoại – API",
        swagger_js_url="/vendor/swagger-ui/swagger-ui-bundle.js",
        swagger_css_url="/vendor/swagger-ui/swagger-ui.css",
        swagger_favicon_url="/static/icon.svg",
    )
