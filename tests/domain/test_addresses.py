"""Where webhooks may go: anywhere in public, inside only where it was allowed."""

import re
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.addresses import Reach, is_public

OPEN = Reach([], https_only=True)
INSIDE = Reach(["10.2.0.0/16", "Cong.noi-bo", "fd00::/8", "192.168.1.5"], https_only=True)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255"),
        *("192.0.2.1", "198.18.0.1", "240.0.0.1", "100.100.100.200"),
        *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::"),
        *("::127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1"),
    ],
)
def test_inside_addresses_are_not_called(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not OPEN.may_call("ten-mien.example.vn", ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "203.162.4.191", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_public_addresses_are_called(address: str) -> None:
    assert OPEN.may_call("ten-mien.example.vn", ip_address(address))


def test_allowed_networks_and_names_are_called_and_their_neighbours_are_not() -> None:
    def may(host: str, address: str) -> bool:
        return INSIDE.may_call(host, ip_address(address))

    assert may("may-chu", "10.2.3.4")
    assert may("may-chu", "::ffff:10.2.3.4")
    assert may("may-chu", "fd00::1")
    assert may("may-chu", "192.168.1.5")
    assert may("cong.noi-bo", "127.0.0.1")
    assert may("CONG.noi-bo.", "10.9.9.9")
    assert not may("may-chu", "10.3.0.1")
    assert not may("may-chu", "192.168.1.6")
    assert not may("cong.noi-bo.example.vn", "10.9.9.9")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://cong.example.vn/nhan?khoa=1", None),
        ("https://cong.example.vn:8443/", None),
        ("https://203.162.4.191/", None),
        ("http://10.2.3.4/nhan", None),
        ("http://cong.noi-bo:8080/nhan", None),
        ("http://cong.example.vn/", "https_needed"),
        ("http://203.162.4.191/", "https_needed"),
        ("https://10.3.0.1/", "address_not_allowed"),
        ("https://[::1]/", "address_not_allowed"),
        ("https://169.254.169.254/latest", "address_not_allowed"),
        ("https://user:pass@cong.example.vn/", "not_a_url"),
        ("https://user@cong.example.vn/", "not_a_url"),
        ("https://cong.example.vn/#x", "not_a_url"),
        ("https://cong.example.vn\\@127.0.0.1/", "not_a_url"),
        ("ftp://cong.example.vn/", "not_a_url"),
        ("file:///etc/passwd", "not_a_url"),
        ("https:///nhan", "not_a_url"),
        ("https://cong.example.vn:99999/", "not_a_url"),
        ("https://cong.example.vn:0/", "not_a_url"),
        ("https://[::1/", "not_a_url"),
        ("cong.example.vn", "not_a_url"),
    ],
)
def test_address_of_a_webhook_is_refused_for_a_reason(url: str, reason: str | None) -> None:
    assert INSIDE.why_not(url) == reason


def test_without_production_http_will_do_in_public_and_inside_stays_closed() -> None:
    reach = Reach([], https_only=False)
    assert reach.why_not("http://cong.example.vn/") is None
    assert reach.why_not("http://127.0.0.1/") == "address_not_allowed"


@pytest.mark.parametrize("host", ["10.2.0.0/33", "a b", "https://cong", "*.example.vn", "::g"])
def test_list_that_cannot_be_read_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=re.escape(host)):
        Reach([host], https_only=True)


@given(st.text(max_size=80))
def test_no_text_breaks_the_rule(text: str) -> None:
    assert OPEN.why_not(text) in {None, "not_a_url", "https_needed", "address_not_allowed"}


@given(st.ip_addresses())
def test_what_is_called_without_being_allowed_is_public(address: object) -> None:
    found = ip_address(str(address))
    assert OPEN.may_call("x", found) == is_public(found)
    assert not (is_public(found) and (found.is_loopback or found.is_private or found.is_link_local))
