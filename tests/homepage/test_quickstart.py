"""The commands that make and serve a site, run as an operator runs them."""

import errno
import http.cookiejar
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from argparse import ArgumentTypeError
from contextlib import closing
from urllib.error import URLError

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import OperationalError

from homepage.models import SiteSettings
from homepage.operations import quickstart, serving
from homepage.operations.serving import OperationError
from tests.serving import (
    ROOT,
    TIMEOUT,
    can_listen,
    environment,
    free_port,
    manage,
    served,
    stop,
    wait_for,
)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def query(data, sql):
    with closing(sqlite3.connect(data / "homepage.sqlite3")) as connection:
        return connection.execute(sql).fetchall()


def whole_database(data):
    with closing(sqlite3.connect(data / "homepage.sqlite3")) as connection:
        return list(connection.iterdump())


def password_in(output):
    return re.search(r"^ +Password: +(\S+)$", output, flags=re.MULTILINE)[1]


def has_ipv6():
    return can_listen(socket.AF_INET6, "::1")


def assert_one_line(done, *parts):
    """It ended with status 1 and one line on stderr that holds the parts."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for part in parts:
        assert part in done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A site made from nothing: its folder and what was said."""
    data = tmp_path_factory.mktemp("made") / "data"
    done = manage("quickstart", "--no-serve", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data, done.stdout


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    data = tmp_path_factory.mktemp("empty") / "data"
    done = manage("quickstart", "--empty", "--no-serve", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data, done.stdout


def test_it_makes_all_that_a_site_needs(made):
    data, said = made

    assert mode(data) == 0o700
    assert mode(data / "secret-key") == 0o600
    assert len((data / "secret-key").read_text().strip()) >= 50
    assert mode(data / "homepage.sqlite3") == 0o600
    assert json.loads((data / "static" / "staticfiles.json").read_text())["paths"]
    assert query(data, "SELECT count(*) FROM publications_publication") > [(0,)]
    assert query(data, "SELECT count(*) FROM news_newsitem") > [(0,)]
    assert re.findall(r"^\[\d/6\] ([^:]+): \S", said, flags=re.MULTILINE) == [
        "Data folder",
        "Secret key",
        "Database",
        "Content",
        "Static files",
        "First account",
    ]
    assert "Read: http://127.0.0.1:8000/\nEdit: http://127.0.0.1:8000/admin/\n" in said


def test_the_password_it_shows_belongs_to_an_administrator(made):
    data, said = made

    [(name, encoded, superuser)] = query(
        data, "SELECT username, password, is_superuser FROM auth_user"
    )

    assert (name, superuser) == ("admin", 1)
    assert PBKDF2PasswordHasher().verify(password_in(said), encoded)
    assert password_in(said) not in "".join(whole_database(data))


def test_run_again_it_changes_nothing(made):
    data, said = made
    database, key = whole_database(data), (data / "secret-key").read_bytes()

    done = manage("quickstart", "--no-serve", data=data)

    assert done.returncode == 0, done.stderr
    assert whole_database(data) == database
    assert (data / "secret-key").read_bytes() == key
    assert "Password" not in done.stdout
    assert password_in(said) not in done.stdout


def test_three_at_once_make_one_site(tmp_path):
    data = tmp_path / "data"
    command = [sys.executable, "manage.py", "quickstart", "--no-serve"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    together = [
        subprocess.Popen(command, cwd=ROOT, env=environment(data), **pipes) for _ in range(3)
    ]
    ends = [(*process.communicate(timeout=TIMEOUT), process.returncode) for process in together]

    worked = [said for said, _, status in ends if status == 0]
    refused = [error for _, error, status in ends if status]
    assert worked, ends
    assert sum("Password:" in said for said in worked) == 1
    for error in refused:
        assert error == f"CommandError: Another quickstart is at work in {data}.\n"
    assert query(data, "SELECT username FROM auth_user") == [("admin",)]
    assert query(data, "SELECT number FROM homepage_contentversion") == [(1,)]
    assert query(data, "SELECT count(*) > 0 FROM news_newsitem") == [(1,)]


def test_one_that_is_at_work_keeps_others_out(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    with quickstart.alone():
        done = manage("quickstart", "--no-serve", data=tmp_path)

    assert_one_line(done, f"Another quickstart is at work in {tmp_path}.")
    assert not (tmp_path / "secret-key").exists()
    with quickstart.alone():
        pass


def test_a_folder_that_knows_no_locks_is_no_hindrance(settings, tmp_path, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(quickstart, "_lock", refuse)

    with quickstart.alone():
        pass


def test_it_tightens_a_key_that_others_can_read(empty):
    data, _ = empty
    (data / "secret-key").chmod(0o644)

    manage("quickstart", "--empty", "--no-serve", data=data)

    assert mode(data / "secret-key") == 0o600


def test_a_site_begun_empty_stays_empty(empty):
    data, said = empty
    assert "without the demo" in said
    assert "Password:" in said

    done = manage("quickstart", "--no-serve", data=data)

    assert done.returncode == 0, done.stderr
    for table in ("publications_publication", "news_newsitem", "profile_profile"):
        assert query(data, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608


def test_a_key_given_in_the_environment_is_not_written(tmp_path):
    done = manage(
        "quickstart", "--empty", "--no-serve", data=tmp_path, SECRET_KEY="given by the operator"
    )

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "secret-key").exists()
    assert "given by the operator" not in done.stdout


def test_the_addresses_follow_site_url_and_admin_path(empty):
    data, _ = empty

    done = manage(
        *("quickstart", "--no-serve"),
        data=data,
        SITE_URL="https://example.edu/~name/",
        ADMIN_PATH="edit",
    )

    assert "Read: https://example.edu/~name/\nEdit: https://example.edu/~name/edit/" in done.stdout


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("localhost", 80, "http://localhost"),
        ("::1", 8106, "http://[::1]:8106"),
        ("0.0.0.0", 8000, "http://127.0.0.1:8000"),  # noqa: S104
        ("::", 8000, "http://[::1]:8000"),
    ],
)
def test_the_address_served_is_one_that_a_browser_can_open(host, port, url):
    assert serving.local_url(host, port) == url


def sign_in(site, admin, name, password):
    return signed_in(site, admin, name, password)[1]


def signed_in(site, admin, name, password):
    """A browser in which somebody has signed in, and where that led."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    with browser.open(f"{site}/{admin}", timeout=TIMEOUT) as response:
        login, form = response.url, response.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    fields = {"csrfmiddlewaretoken": token, "username": name, "password": password}
    request = urllib.request.Request(
        login, urllib.parse.urlencode(fields).encode(), headers={"Referer": login}
    )
    with browser.open(request, timeout=TIMEOUT) as response:
        response.read()
        return browser, response.url


def static_addresses(base, text):
    """What a page or a style sheet loads from the collected files."""
    found = re.findall(r"(?:href|src)=[\"']([^\"']+)[\"']|url\([\"']?([^\"')]+)[\"']?\)", text)
    whole = {urllib.parse.urljoin(base, one or other) for one, other in found}
    return {address for address in whole if "/static/" in address}


def test_every_static_address_of_a_page_leads_to_a_collected_file(made):
    data, said = made
    port = free_port()
    site = f"http://127.0.0.1:{port}"

    with served("serve", data=data, port=port) as process:
        pages = {path: wait_for(site + path, process) for path in ("/", "/admin/login/")}
        browser, inside = signed_in(site, "admin/", "admin", password_in(said))
        for path in ("publications/publication/add/", "profile/profile/", "news/newsitem/"):
            with browser.open(inside + path, timeout=TIMEOUT) as response:
                pages[path] = response.read().decode()
        of_pages = {path: static_addresses(site, text) for path, text in pages.items()}
        waiting, seen, missing = set().union(*of_pages.values()), set(), []
        while waiting:
            address = waiting.pop()
            seen.add(address)
            try:
                with urllib.request.urlopen(address, timeout=TIMEOUT) as response:
                    caching, text = response.headers["Cache-Control"], response.read()
            except URLError as error:
                missing.append(f"{address}: {error}")
                continue
            if "immutable" not in caching:
                missing.append(f"{address}: its name does not tell its content")
            if address.endswith(".css"):
                waiting |= static_addresses(address, text.decode()) - seen
        stop(process)

    assert all(of_pages.values())
    assert any(address.endswith(".woff2") for address in seen)
    assert missing == []


def test_it_serves_what_it_made_and_lets_the_administrator_in(made):
    data, said = made
    port = free_port()
    site = f"http://127.0.0.1:{port}"

    with served("quickstart", data=data, port=port) as process:
        health = json.loads(wait_for(f"{site}/healthz", process))
        front = wait_for(f"{site}/", process)
        style = re.search(r'href="([^"]*/static/[^"]+\.css)"', front)[1]
        with urllib.request.urlopen(urllib.parse.urljoin(site, style)) as response:
            caching = response.headers["Cache-Control"]
        inside = sign_in(site, "admin/", "admin", password_in(said))
        output = stop(process)

    assert isinstance(health, dict)
    assert re.search(r"\.[0-9a-f]{12}\.css$", style)
    assert "immutable" in caching
    assert inside == f"{site}/admin/"
    assert process.returncode == 0, output
    assert f"Read: {site}/" in output
    assert "Traceback" not in output
    assert "Killing" not in output, "it waited for itself in vain"


def test_it_serves_below_a_path_and_stops_when_told(made):
    data, said = made
    port = free_port()
    site = f"http://127.0.0.1:{port}/~name"

    with served("serve", data=data, port=port, SITE_URL=site, ADMIN_PATH="edit") as process:
        front = wait_for(f"{site}/", process)
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', front)
        style = next(address for address in addresses if address.endswith(".css"))
        wait_for(urllib.parse.urljoin(site, style), process)
        inside = sign_in(site, "edit/", "admin", password_in(said))
        output = stop(process, signal.SIGTERM)

    assert addresses
    assert all(address.startswith("/~name/") for address in addresses)
    assert inside == f"{site}/edit/"
    assert process.returncode == 0, output


def statuses(port, *heads):
    """What each request, told by its headers alone, is answered with."""
    found = []
    for head in heads:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
            lines = ["POST /admin/login/ HTTP/1.1", f"Host: 127.0.0.1:{port}", *head, "", ""]
            connection.sendall("\r\n".join(lines).encode())
            found.append(int(connection.makefile().readline().split()[1]))
    return found


def test_too_heavy_requests_are_answered_before_they_are_read(made):
    data, _ = made
    port = free_port()

    with served("serve", data=data, port=port) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        found = statuses(
            port,
            ["Content-Length: 50000000", "Cookie: sessionid=abc"],
            ["Content-Length: 2000000"],
            ["Transfer-Encoding: chunked"],
            ["Content-Length: 0"],
        )
        stop(process)

    assert found == [413, 413, 411, 403]


@pytest.mark.parametrize("command", ["serve", "quickstart"])
def test_a_circle_of_redirects_is_foretold(made, command):
    data, _ = made
    port = free_port()
    variables = {"SITE_URL": "https://example.edu"}

    with served(command, data=data, port=port, **variables) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        output = stop(process)

    assert output.count("TRUSTED_PROXIES") == 1, output
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("redirects", "proxies", "is_warned"),
    [(True, [], True), (True, ["127.0.0.1"], False), (False, [], False)],
)
def test_only_a_site_that_goes_in_circles_is_warned_of(settings, redirects, proxies, is_warned):
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = redirects, proxies

    assert bool(serving.proxy_warning()) == is_warned


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no address ::1")
def test_it_serves_on_an_address_of_the_newer_kind(made):
    data, _ = made
    port = free_port()
    site = f"http://[::1]:{port}"

    with served("serve", "--host", "::1", data=data, port=port) as process:
        front = wait_for(f"{site}/", process)
        output = stop(process)

    assert f'href="{site}/"' in front
    assert f"Serving on {site} " in output


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    assert_one_line(
        manage("quickstart", "--no-serve", data=tmp_path / "file"), str(tmp_path / "file"), "a file"
    )
    assert_one_line(
        manage("quickstart", "--no-serve", data=tmp_path / "file" / "below"),
        f"The data folder {tmp_path / 'file' / 'below'} cannot be used: Not a directory",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_named(tmp_path):
    tmp_path.chmod(0o500)

    assert_one_line(
        manage("quickstart", "--no-serve", data=tmp_path / "data"), "Permission denied", "DATA_DIR"
    )


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("nonsense", ["DATABASE_URL='nonsense' cannot be understood", "postgres://user:password@"]),
        ("mysql://joe:s3cret@h/db", ["DATABASE_URL='mysql://joe:***@h/db'"]),
        ("sqlite:////nowhere/below/x.sqlite3", ["/nowhere/below/x.sqlite3 cannot be made"]),
    ],
)
def test_a_wrong_address_of_the_database_is_named(tmp_path, url, parts):
    done = manage("quickstart", "--no-serve", data=tmp_path, DATABASE_URL=url)

    assert_one_line(done, *parts)
    assert "s3cret" not in done.stdout + done.stderr


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "homepage.sqlite3").write_text("not a database, whatever its name says" * 50)

    assert_one_line(
        manage("quickstart", "--no-serve", data=tmp_path),
        str(tmp_path / "homepage.sqlite3"),
        "file is not a database",
    )


def test_a_server_that_does_not_answer_is_named(tmp_path):
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is in the extra `postgresql`")
    url = f"postgres://joe:s3cret@127.0.0.1:{free_port()}/site"

    done = manage("quickstart", "--no-serve", data=tmp_path, DATABASE_URL=url)

    assert_one_line(done, "The database (site on 127.0.0.1, port ", "Connection refused")
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["quickstart", "serve"])
def test_a_taken_port_is_named_and_nothing_is_made(empty, tmp_path, command):
    data = empty[0] if command == "serve" else tmp_path / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = manage(command, "--port", str(port), data=data)

    assert_one_line(done, f"Port {port} of 127.0.0.1 is taken")
    assert not (tmp_path / "data").exists()


def test_a_host_that_is_not_here_is_named():
    with pytest.raises(OperationError, match="is not an address of this machine"):
        serving.require_free_port("192.0.2.1", 8000)


@pytest.mark.parametrize("text", ["70000", "0", "-1", "abc", "80.5", "", "８０"])
def test_a_port_is_a_number_in_range(text):
    with pytest.raises(ArgumentTypeError, match="expected a number from 1 to 65535"):
        serving.port_number(text)


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "abc"], ["--unknown"]])
def test_wrong_arguments_end_with_status_two(tmp_path, arguments):
    assert manage("quickstart", *arguments, data=tmp_path).returncode == 2


@pytest.mark.parametrize("text", ["0", "many", "-2", "1000"])
def test_a_number_of_workers_is_small_and_positive(text):
    with pytest.raises(ArgumentTypeError):
        serving.worker_count(text)


def test_serve_makes_nothing_by_itself(tmp_path):
    data = tmp_path / "data"

    assert_one_line(manage("serve", data=data), "no secret key", "manage.py quickstart")
    assert_one_line(
        manage("serve", data=data, SECRET_KEY="given"), "no database at", "manage.py quickstart"
    )
    assert not data.exists()


def test_serve_names_the_migrations_that_are_missing(settings, db, monkeypatch):
    names = ["news.0002_more", "news.0003_more", "news.0004_more", "news.0005_more"]
    monkeypatch.setattr(serving, "pending_migrations", lambda: names)

    with pytest.raises(OperationError) as caught:
        serving.require_ready()

    assert "lacks 4 of the migrations (news.0002_more" in str(caught.value)
    assert "quickstart" in str(caught.value)


def test_serve_names_static_files_that_are_not_collected(settings, db, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    with pytest.raises(OperationError, match="of the static files") as caught:
        serving.require_ready()

    assert "quickstart" in str(caught.value)


def test_a_database_in_use_is_never_filled_with_the_demo(db):
    assert quickstart.is_untouched()

    SiteSettings.load().save()
    assert not quickstart.is_untouched()

    SiteSettings.objects.all().delete()
    assert not quickstart.is_untouched(), "an editor has emptied it"


def test_a_database_with_an_account_is_never_filled_with_the_demo(db):
    User.objects.create_user("somebody")

    assert not quickstart.is_untouched()


def test_an_account_of_the_first_name_is_left_alone(db):
    existing = User.objects.create_user("admin", password="kept")

    said = quickstart.create_first_admin()

    created = User.objects.get(is_superuser=True)
    assert created.username == "admin2"
    assert created.check_password(password_in(said))
    existing.refresh_from_db()
    assert not existing.is_superuser
    assert existing.check_password("kept")


def test_a_second_administrator_is_not_made(superuser):
    assert quickstart.create_first_admin() == "there already"
    assert User.objects.count() == 1


def test_generated_passwords_differ_and_are_long():
    passwords = {quickstart.generate_password() for _ in range(100)}

    assert len(passwords) == 100
    assert all(len(password) == 23 for password in passwords)


def test_an_empty_key_file_is_filled_and_a_full_one_kept(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.SECRET_KEY_FILE = tmp_path / "secret-key"
    settings.SECRET_KEY = ""
    settings.SECRET_KEY_FILE.touch()

    assert quickstart.make_secret_key().startswith("made")
    key = settings.SECRET_KEY
    assert len(key) >= 50

    settings.SECRET_KEY = ""
    assert quickstart.make_secret_key().startswith("kept")
    assert key == settings.SECRET_KEY
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["secret-key"]


def test_a_key_is_made_where_files_cannot_be_linked(settings, tmp_path, monkeypatch):
    def refuse(*args: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(os, "link", refuse)
    settings.SECRET_KEY_FILE = tmp_path / "secret-key"
    settings.SECRET_KEY = ""

    assert quickstart.make_secret_key().startswith("made")

    assert settings.SECRET_KEY_FILE.read_text().strip() == settings.SECRET_KEY
    assert len(settings.SECRET_KEY) >= 50
    assert mode(settings.SECRET_KEY_FILE) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["secret-key"]


@pytest.mark.parametrize("can_link", [True, False])
def test_a_key_that_another_process_made_meanwhile_is_kept(
    settings, tmp_path, monkeypatch, can_link
):
    def refuse(*args: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    if not can_link:
        monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "secret-key"
    file.write_text("theirs")

    assert not quickstart._write_once(file, "ours")
    assert file.read_text() == "theirs"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["secret-key"]


def test_a_full_disk_becomes_one_line():
    def fill() -> str:
        raise OSError(28, "No space left on device", "/data/static/site.css")

    with pytest.raises(OperationError) as caught:
        quickstart.run(quickstart.Step("Static files", fill))

    assert str(caught.value) == "Static files: No space left on device (/data/static/site.css)."


def test_the_password_of_the_database_is_not_in_its_errors(settings):
    settings.DATABASES["default"] = {**settings.DATABASES["default"], "PASSWORD": "s3cret"}

    message = serving.database_problem(OperationalError("no entry for\n  s3cret"))

    assert message.endswith("cannot be used: no entry for ***")
