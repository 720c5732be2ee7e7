"""The files that people install by agree with the product: names, commands, addresses, limits.

No container engine is needed: docker-compose.yml and Dockerfile are read as what they are, and what
they call is called here, on a real server.
"""

import ipaddress
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer.core
import typer.main
import yaml

from app.cli import app as cli
from app.deps.bodies import AROUND_A_FILE
from app.settings import Settings
from tests.conftest import DATA_KEY
from tests.servers import free_port, serve

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
UNIT = (DEPLOY / "doithoai.service").read_text("utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text("utf-8")
ONCE = "no"
"""`restart` of a service that does its work and ends."""

every_service = pytest.mark.parametrize("name", SERVICES)

_LINES = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
DOCKERFILE = [line.split(maxsplit=1) for line in _LINES if line and not line.startswith("#")]


def last(instruction: str) -> str:
    """What the image ends up with for an instruction that is given once or overridden."""
    return [rest for word, rest in DOCKERFILE if word == instruction][-1]


def filled_in(value: str, given: dict[str, str]) -> str:
    """A value as Compose fills it in: `${NAME:-default}`, `${NAME:?why}`."""
    return re.sub(
        r"\$\{(\w+):([-?])([^}]*)\}",
        lambda found: given.get(found[1]) or (found[3] if found[2] == "-" else pytest.fail(value)),
        value,
    )


def is_taken(arguments: list[str]) -> None:
    """Let the command's own parser read the arguments; it raises what it would tell an operator."""
    group = typer.main.get_command(cli)
    assert isinstance(group, typer.core.TyperGroup)
    with group.make_context("doithoai", list(arguments)) as above:
        name, command, rest = group.resolve_command(above, list(arguments))
        assert command is not None
        with command.make_context(name, rest, parent=above):
            pass


@pytest.mark.parametrize("name", OURS)
def test_every_setting_in_the_compose_file_is_one_of_the_server(name: str) -> None:
    given = {key for key in OURS[name]["environment"] if key.startswith("DOITHOAI_")}
    assert given <= {f"DOITHOAI_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize("name", OURS)
def test_the_server_takes_the_values_of_the_compose_file(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "DOITHOAI_PUBLIC_URL": "https://doi-thoai.example.vn",
        "DOITHOAI_DB_PASSWORD": "0a1b",
    } | {"DOITHOAI_DATA_KEYS": DATA_KEY}
    for key, value in OURS[name]["environment"].items():
        monkeypatch.setenv(key, filled_in(value, given))
    settings = Settings()
    assert settings.environment == "production"
    assert settings.secure_cookies
    assert settings.database_url == "postgresql+asyncpg://doithoai:0a1b@db/doithoai"


def test_the_image_and_the_services_call_commands_that_are_there() -> None:
    assert json.loads(last("ENTRYPOINT")) == ["doithoai"]
    is_taken(json.loads(last("CMD")))
    for service in OURS.values():
        is_taken(service["command"])


def test_the_unit_of_systemd_calls_commands_that_are_there() -> None:
    called = re.findall(r"^Exec\w+=\S+/doithoai (.+)$", UNIT, re.MULTILINE)
    assert len(called) == 2
    for arguments in called:
        is_taken(shlex.split(arguments))


def test_the_image_of_a_version_has_its_number() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {service["image"] for service in OURS.values()} == {f"doithoai:{project['version']}"}


@every_service
def test_every_service_that_stays_tells_whether_it_is_well(name: str) -> None:
    service = SERVICES[name]
    if service["restart"] == ONCE:
        assert service["healthcheck"] == {"disable": True}
    elif name in OURS:
        assert last("HEALTHCHECK")
        assert "healthcheck" not in service
    else:
        assert service["healthcheck"]["test"]


@every_service
def test_services_come_back_by_themselves_and_have_no_more_rights_than_they_need(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] in {"unless-stopped", ONCE}
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("read_only", False) is (name != "db")
    assert re.search(r":\d", service["image"]), "an image without a version changes by itself"


def test_nobody_outside_reaches_anything_but_the_proxy() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["proxy"]["networks"] == ["front"]
    for name in ("db", "valkey", "migrate"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_what_services_use_is_declared_and_what_is_declared_is_used() -> None:
    mounts = [mount.split(":") for service in SERVICES.values() for mount in mounts_of(service)]
    named = {source for source, *_ in mounts if not source.startswith(".")}
    assert named == set(COMPOSE["volumes"])
    assert all((ROOT / source).exists() for source, *_ in mounts if source.startswith("."))
    joined = {network for service in SERVICES.values() for network in service["networks"]}
    assert joined == set(COMPOSE["networks"])
    awaited = {other for service in SERVICES.values() for other in service.get("depends_on", {})}
    assert awaited < set(SERVICES)


def mounts_of(service: dict[str, Any]) -> list[str]:
    volumes: list[str] = service.get("volumes", [])
    return volumes


def test_the_server_starts_on_a_database_that_is_there_and_migrated() -> None:
    conditions = {name: how["condition"] for name, how in SERVICES["app"]["depends_on"].items()}
    assert conditions == {
        "db": "service_healthy",
        "valkey": "service_started",
        "migrate": "service_completed_successfully",
    }
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_server_believes_the_network_that_the_proxy_is_on() -> None:
    (front,) = COMPOSE["networks"]["front"]["ipam"]["config"]
    assert SERVICES["app"]["environment"]["FORWARDED_ALLOW_IPS"] == front["subnet"]
    assert ipaddress.ip_network(filled_in(front["subnet"], {})).is_private


def test_what_an_operator_fills_in_is_in_the_example_and_no_password_is() -> None:
    wanted = set(re.findall(r"\$\{(\w+):([-?])", (ROOT / "docker-compose.yml").read_text("utf-8")))
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(example) == {name for name, _ in wanted}
    assert {name for name, value in example.items() if not value} == {
        name for name, kind in wanted if kind == "?"
    }


def test_what_the_image_is_made_of_is_there_and_reaches_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copies = [rest.split() for word, rest in DOCKERFILE if word == "COPY"]
    sources = {source for words in copies if "--from=build" not in words for source in words[:-1]}
    assert {"app", "migrations", "requirements.lock"} < sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored, source
    assert "*" in ignored


def test_the_image_runs_as_nobody_in_particular() -> None:
    user, group = last("USER").split(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000
    assert any(word == "RUN" and f"--uid {user} " in rest for word, rest in DOCKERFILE)


@pytest.fixture
def running(database_url: str) -> Iterator[int]:
    """The port of a server as the compose file sets it up, but for the database and addresses."""
    port = free_port()
    settings = {
        "DOITHOAI_DATABASE_URL": database_url,
        "DOITHOAI_SIGN_IN_FAILURES": "1",
        "FORWARDED_ALLOW_IPS": "127.0.7.0/28",
    }
    with serve(settings, port):
        yield port


one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


@one_database
def test_the_health_check_of_the_image_knows_a_server_that_is_ready(running: int) -> None:
    python, *arguments = json.loads(last("HEALTHCHECK").split("CMD", 1)[1])
    assert python == "python"
    assert "'127.0.0.1', 8000" in arguments[-1]

    def is_well(port: int) -> bool:
        asked = [word.replace("8000", str(port)) for word in arguments]
        done = subprocess.run([sys.executable, *asked], capture_output=True, check=False)
        return done.returncode == 0

    assert is_well(running)
    assert not is_well(free_port())


def fails_to_sign_in(port: int, peer: str, forwarded: str) -> int:
    """The status of one wrong password that comes from `peer`, sent on for `forwarded`."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=peer)) as client:
        return client.post(
            f"http://127.0.0.1:{port}/api/v1/auth/token",
            data={"username": "who-is-not-there", "password": "not the password"},
            headers={"X-Forwarded-For": forwarded},
        ).status_code


@one_database
def test_only_the_proxys_network_is_believed_who_a_client_is(running: int) -> None:
    proxy, stranger = "127.0.7.5", "127.0.9.5"
    assert fails_to_sign_in(running, proxy, "10.0.0.1") == 401
    assert fails_to_sign_in(running, proxy, "10.0.0.1") == 429
    assert fails_to_sign_in(running, proxy, "10.0.0.2") == 401
    invented = "10.0.0.3, 10.0.0.2"
    assert fails_to_sign_in(running, proxy, invented) == 429
    assert fails_to_sign_in(running, stranger, "10.0.0.4") == 401
    assert fails_to_sign_in(running, stranger, "10.0.0.5") == 429


def test_nginx_passes_on_what_the_server_needs() -> None:
    given = dict(re.findall(r"^ +proxy_set_header (\S+) +(\S+);$", NGINX, re.MULTILINE))
    assert given == {
        "Host": "$http_host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
        "Upgrade": "$http_upgrade",
        "Connection": "$connection_upgrade",
    }
    assert "proxy_http_version 1.1;" in NGINX
    assert "proxy_buffering off;" in NGINX
    waits = re.search(r"proxy_read_timeout (\d+)s;", NGINX)
    assert waits
    assert int(waits[1]) > 2 * Settings().tick_seconds


def test_the_server_is_told_by_the_proxy_of_the_compose_file_in_the_same_words() -> None:
    given = SERVICES["proxy"]["environment"]
    assert set(re.findall(r"\{\$(\w+)", CADDY)) == set(given)
    host, _, port = given["PROXY_UPSTREAM"].partition(":")
    assert host in OURS
    assert port == last("EXPOSE")


@pytest.mark.parametrize(
    ("text", "limit"),
    [(NGINX, r"client_max_body_size (\d+)m;"), (CADDY, r"max_size (\d+)MiB")],
    ids=["nginx", "caddy"],
)
def test_proxies_let_in_the_largest_file_and_keep_the_figures_inside(text: str, limit: str) -> None:
    largest = re.search(limit, text)
    assert largest
    settings = Settings()
    file = max(settings.max_attachment_bytes, settings.max_import_bytes)
    room = int(largest[1]) * 1024 * 1024 - file
    assert AROUND_A_FILE <= room <= 2 * 1024 * 1024
    assert re.search(
        r"^\s*(respond /metrics 404|location = /metrics \{\n\s*return 404;)", text, re.M
    )
    assert "Strict-Transport-Security" in text
