import pytest
from pydantic import ValidationError

from app.settings import Settings


@pytest.mark.parametrize("url", ["http://10.0.0.5:8000", "http://doi-thoai.example", "ftp://x"])
def test_production_refuses_a_public_address_in_the_clear(url: str) -> None:
    with pytest.raises(ValidationError, match="DOITHOAI_PUBLIC_URL"):
        Settings(environment="production", public_url=url)
    assert Settings(environment="development", public_url=url).public_url == url


@pytest.mark.parametrize("url", ["https://doi-thoai.example", "http://127.0.0.1:8000"])
def test_production_takes_https_and_this_machine(url: str) -> None:
    assert Settings(environment="production", public_url=url).secure_cookies is ("https" in url)


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://localhost", "redis://localhost:x/0", "redis://h?colour=red"]
)
def test_line_for_hints_that_no_client_can_open_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="DOITHOAI_HINTS_URL"):
        Settings(hints_url=url)


@pytest.mark.parametrize("url", ["redis://h", "rediss://:word@h:6380/2", "unix:///run/valkey", ""])
def test_line_for_hints_may_be_plain_or_secured_or_local(url: str) -> None:
    assert Settings(hints_url=url).hints_url == url
