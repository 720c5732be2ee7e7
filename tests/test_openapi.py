"""The API's description is part of the product: names, errors, permissions, bounds."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.roles import Permission
from app.main import create_app
from app.settings import Settings

METHODS = {"get", "post", "put", "patch", "delete"}
WITHOUT_PERMISSION = {
    "make_token",
    "sign_in",
    "sign_out",
    "make_first_admin",
    "begin_device_sign_in",
    "read_invitation",
    "accept_invitation",
    "get_public_conference",
    "list_published_questions",
    "get_published_question",
    "export_published_questions",
    "read_published_feed",
    "get_me",
    "list_conferences",
    "read_calendar",
}
"""For everybody who is signed in, or to sign in, or who reads: no right is asked for."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("openapi") / "none.sqlite3"
    app = create_app(
        Settings(environment="development", database_url=f"sqlite+aiosqlite:///{path}")
    )
    described: dict[str, Any] = app.openapi()
    return described


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        for method in METHODS & item.keys():
            yield method, path, item[method]


def schemas_in(described: dict[str, Any], schema: Any, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield every schema below this one, with where it stands; references are followed once."""
    if isinstance(schema, list):
        for part in schema:
            yield from schemas_in(described, part, seen)
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if reference is not None and reference not in seen:
        seen.add(reference)
        name = reference.rpartition("/")[2]
        for where, found in schemas_in(described, described["components"]["schemas"][name], seen):
            yield f"{name}.{where}", found
    yield "", schema
    for name, part in schema.get("properties", {}).items():
        for where, found in schemas_in(described, part, seen):
            yield f"{name}{where}", found
    for word in ("anyOf", "allOf", "oneOf", "items"):
        for where, found in schemas_in(described, schema.get(word), seen):
            yield f".{where}" if where else "", found


def unbounded(schema: dict[str, Any]) -> bool:
    if {"enum", "const", "$ref"} & schema.keys():
        return False
    match schema.get("type"):
        case "string":
            known = schema.get("format") in {"date", "date-time"}
            fixed = re.fullmatch(r"\^[^*+{]*\$", schema.get("pattern", "*")) is not None
            return not known and not fixed and "maxLength" not in schema
        case "integer":
            low = {"minimum", "exclusiveMinimum"} & schema.keys()
            high = {"maximum", "exclusiveMaximum"} & schema.keys()
            return not (low and high)
        case "array":
            return "maxItems" not in schema
    return False


def test_operation_ids_are_unique_plain_verbs(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


def test_every_operation_is_described(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        assert operation.get("description") or operation.get("summary"), (method, path)
        assert operation["tags"], (method, path)


def test_every_operation_tells_its_errors_as_problems(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        told = operation["responses"]
        expected = {"400", "401", "404", "405", "409", "413", "415", "422", "429", "500", "503"}
        assert expected <= told.keys(), (method, path, expected - told.keys())
        for status, response in told.items():
            if int(status) >= 400:
                kinds = response.get("content", {}).keys()
                assert kinds == {"application/problem+json"}, (method, path, status, kinds)


def test_every_operation_names_its_permission(described: dict[str, Any]) -> None:
    for _, _, operation in operations(described):
        name, needed = operation["operationId"], operation.get("x-permission")
        if name in WITHOUT_PERMISSION:
            assert needed is None, name
        else:
            assert needed in set(Permission), name


def test_every_creation_tells_of_its_idempotency_key(described: dict[str, Any]) -> None:
    silent = [
        operation["operationId"]
        for method, _, operation in operations(described)
        if method == "post" and "201" in operation["responses"]
        if not any(
            parameter["name"].lower() == "idempotency-key" and parameter["required"]
            for parameter in operation.get("parameters", [])
        )
    ]
    assert silent == []


def test_every_change_tells_of_if_match(described: dict[str, Any]) -> None:
    silent = [
        operation["operationId"]
        for method, _, operation in operations(described)
        if method == "patch"
        if "if-match" not in {p["name"].lower() for p in operation.get("parameters", [])}
    ]
    assert silent == []


def test_every_parameter_is_bounded(described: dict[str, Any]) -> None:
    loose = {
        (operation["operationId"], parameter["name"])
        for _, _, operation in operations(described)
        for parameter in operation.get("parameters", [])
        for _, schema in schemas_in(described, parameter["schema"], set())
        if unbounded(schema)
    }
    assert loose == set()


def test_everything_that_can_be_sent_is_bounded(described: dict[str, Any]) -> None:
    loose = {
        (operation["operationId"], where)
        for _, _, operation in operations(described)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for where, schema in schemas_in(described, content["schema"], set())
        if unbounded(schema)
    }
    assert loose == set()


def test_everything_that_can_be_sent_has_an_example(described: dict[str, Any]) -> None:
    silent = set()
    for _, _, operation in operations(described):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            reference = content["schema"].get("$ref", "").rpartition("/")[2]
            shape = described["components"]["schemas"].get(reference, {})
            given = {"example", "examples"} & (content.keys() | shape.keys())
            if kind == "application/json" and reference and shape.get("properties") and not given:
                silent.add(operation["operationId"])
    assert silent == set()
