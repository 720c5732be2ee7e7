"""The web screens: one explicit route for each page, and what a browser asks for beside them.

What a page does lives in app/screens. Nothing here knows who is signed in: a page stays empty
until the API gives its script something to show.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from app.routers.screen_files import FILE_HEADERS, SCREENS, page, version
from app.routers.screen_text import coding_for, encoded, lean

# Nothing inline and nothing from elsewhere; 'self' in connect-src covers the live socket as well,
# and blob: is a photograph that is about to be sent.
_CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PAGE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **FILE_HEADERS,
        "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "same-origin",
    }
)

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_sign_in() -> Response:
    return _page("index.html")


@router.get("/hall")
async def show_hall() -> Response:
    return _page("hall.html")


@router.get("/chair")
async def show_chair() -> Response:
    return _page("chair.html")


@router.get("/desk")
async def show_desk() -> Response:
    return _page("desk.html")


@router.get("/site")
async def show_site() -> Response:
    return _page("site.html")


@router.get("/official")
async def show_official() -> Response:
    return _page("official.html")


@router.get("/follow-ups")
async def show_follow_ups() -> Response:
    return _page("follow-ups.html")


@router.get("/setup")
async def show_setup() -> Response:
    return _page("setup.html")


@router.get("/imports")
async def show_imports() -> Response:
    return _page("imports.html")


@router.get("/device")
async def show_device() -> Response:
    """Serve the page on which a moderator lets a hall screen in."""
    return _page("device.html")


@router.get("/manifest.webmanifest")
async def show_manifest() -> Response:
    """Serve what makes the screens installable."""
    path = SCREENS / "manifest.webmanifest"
    return FileResponse(path, media_type="application/manifest+json", headers=dict(FILE_HEADERS))


@router.get("/sw.js")
async def show_service_worker(request: Request) -> Response:
    """Serve the service worker: at the root, so that it serves every page, and with the version."""
    script = (SCREENS / "static" / "sw.js").read_text("utf-8")
    body = f'self.VERSION = "{version()}";\n{lean(script)}'
    content, headers = encoded(body.encode(), coding_for(request.headers))
    return Response(content, media_type="text/javascript", headers={**FILE_HEADERS, **headers})


def _page(name: str) -> Response:
    return HTMLResponse(page(name), headers=dict(PAGE_HEADERS))
