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
