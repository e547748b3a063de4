"""Settings from the environment: understood, or refused in one line that says why."""

import re
from pathlib import Path

import pytest

from homepage.environment import Environment, EnvironmentVariableError

ROOT = Path(__file__).resolve().parents[2]


def refusal(read):
    with pytest.raises(EnvironmentVariableError) as caught:
        read()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("on", True), ("TRUE", True), ("1", True), ("yes", True), ("off", False), ("0", False)],
)
def test_a_flag_is_read_in_the_usual_spellings(text, value):
    assert Environment({"DEBUG": text}).flag("DEBUG", default=not value) is value


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_value_counts_as_not_set(text):
    environment = Environment({"DEBUG": text, "SITE_URL": text})

    assert environment.flag("DEBUG") is False
    assert environment.url("SITE_URL", "http://default.example") == "http://default.example"


def test_a_flag_that_is_neither_on_nor_off_is_refused():
    message = refusal(lambda: Environment({"DEBUG": "maybe"}).flag("DEBUG"))

    assert message == (
        "DEBUG='maybe' cannot be understood: expected on or off (also true, false, yes, no, 1, 0)."
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://example.edu",
        "https://example.edu/~name/",
        "http://127.0.0.1:8000",
        "http://[::1]:80",
    ],
)
def test_an_address_may_carry_a_port_and_a_path(address):
    assert Environment({"SITE_URL": address}).url("SITE_URL", "") == address


@pytest.mark.parametrize(
    "address",
    [
        "example.edu",
        "ftp://example.edu",
        "https://",
        "https://example.edu:99999",
        "https://example.edu:abc",
        "https://[example.edu",
        "https://example.edu/?page=1",
        "https://example.edu/#top",
        "https://name@example.edu/",
    ],
)
def test_an_address_of_another_form_is_refused(address):
    message = refusal(lambda: Environment({"SITE_URL": address}).url("SITE_URL", ""))

    assert message.startswith(f"SITE_URL={address!r} cannot be understood: expected an address")
    assert "http:// or https://" in message


@pytest.mark.parametrize("path", ["edit", "/edit/", "edit/"])
def test_a_path_ends_in_one_slash(path):
    assert Environment({"ADMIN_PATH": path}).path("ADMIN_PATH", "admin/") == "edit/"


@pytest.mark.parametrize("path", ["/", "a b", "a//b", "../x", "a?b"])
def test_a_path_of_other_characters_is_refused(path):
    message = refusal(lambda: Environment({"ADMIN_PATH": path}).path("ADMIN_PATH", "admin/"))

    assert message.startswith("ADMIN_PATH=")
    assert message.endswith("expected a path of letters, digits and hyphens.")


def test_a_path_that_leads_elsewhere_is_refused():
    message = refusal(
        lambda: Environment({"ADMIN_PATH": "news/edit"}).path("ADMIN_PATH", "", frozenset({"news"}))
    )

    assert message.startswith("ADMIN_PATH='news/edit' cannot be understood")


def test_hosts_are_names_and_what_lies_below_them():
    environment = Environment({"ALLOWED_HOSTS": "example.edu, .example.org, [::1]"})

    assert environment.hosts("ALLOWED_HOSTS") == ["example.edu", ".example.org", "[::1]"]


@pytest.mark.parametrize("host", ["a b", "*", "https://example.edu", "-x"])
def test_a_host_that_is_none_is_refused(host):
    message = refusal(lambda: Environment({"ALLOWED_HOSTS": host}).hosts("ALLOWED_HOSTS"))

    assert message.endswith("expected host names, comma-separated.")


def test_networks_are_addresses_or_ranges():
    environment = Environment({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,, ::1"})

    assert environment.networks("TRUSTED_PROXIES") == ["127.0.0.1", "10.0.0.0/8", "::1"]


def test_a_network_that_is_none_is_refused():
    message = refusal(
        lambda: Environment({"TRUSTED_PROXIES": "127.0.0.1,proxy"}).networks("TRUSTED_PROXIES")
    )

    assert message.startswith("TRUSTED_PROXIES='proxy' cannot be understood")


@pytest.mark.parametrize("address", ["", "ada@example.edu", "ada+site@cs.example.edu"])
def test_an_email_address_is_one_or_nothing(address):
    assert Environment({"CONTACT_EMAIL": address}).email("CONTACT_EMAIL") == address


@pytest.mark.parametrize("address", ["ada", "ada@example", "Ada <ada@example.edu>", "a@b.edu\nx"])
def test_an_email_address_that_is_none_is_refused(address):
    message = refusal(lambda: Environment({"CONTACT_EMAIL": address}).email("CONTACT_EMAIL"))

    assert message.endswith("expected an e-mail address, or nothing.")


def test_a_token_that_no_header_could_carry_is_refused_without_being_shown():
    assert Environment({"ORCID_TOKEN": "ab-12"}).token("ORCID_TOKEN") == "ab-12"

    message = refusal(lambda: Environment({"ORCID_TOKEN": "ab 12"}).token("ORCID_TOKEN"))
    assert "ab 12" not in message


def test_a_refusal_ends_the_process_with_status_one():
    """SystemExit with a text prints it on stderr and ends with 1."""
    assert issubclass(EnvironmentVariableError, SystemExit)
    assert isinstance(EnvironmentVariableError("NAME", "value", "another").code, str)


def test_a_secret_comes_from_the_variable_then_from_the_file(tmp_path):
    file = tmp_path / "secret-key"

    assert Environment({}).secret("SECRET_KEY", file) == ""
    assert Environment({}).secret("SECRET_KEY", file / "below") == ""
    file.write_text("from the file\n")
    assert Environment({}).secret("SECRET_KEY", file) == "from the file"
    assert Environment({"SECRET_KEY": "given"}).secret("SECRET_KEY", file) == "given"


def test_a_secret_that_cannot_be_read_ends_the_start(tmp_path):
    with pytest.raises(SystemExit, match=r"The file .* cannot be read"):
        Environment({}).secret("SECRET_KEY", tmp_path)


def test_the_readme_explains_every_variable():
    settings = (ROOT / "homepage" / "settings.py").read_text()
    readme = (ROOT / "README.md").read_text()
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', settings))
    explained = set(re.findall(r"^\| `([A-Z_]+)`", readme, flags=re.MULTILINE))

    assert read == explained
