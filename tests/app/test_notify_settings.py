"""A channel that cannot deliver is refused at the start, with what to do and without its secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.notify.opening import notify_mistakes
from app.settings import SettingsMistake, load_settings
from app.settings.written_secret import read_secret
from tests.app.receiver import SECRET

HOOK = f"""
[[notify.channels]]
key = "ops"
kind = "webhook"
url = "https://example.org/sesame"
secret = "{SECRET}"
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("tavle.toml")
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str) -> str:
    with pytest.raises(SettingsMistake) as wrong:
        load_settings(written(text))
    assert "sesame" not in str(wrong.value)
    return str(wrong.value)


def test_nobody_is_told_anything_by_default() -> None:
    assert load_settings(written("")).notify.channels == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("https://example.org/sesame", "sesame", "is no address: write one like https://example.org/alerts"),
        ("https://example.org/sesame", "ftp://sesame/", "begins with https:// or http://"),
        ("https://example.org/sesame", "https:///sesame", "names a host"),
        ("https://example.org/sesame", "https://example.org:99999/sesame", "url is no web address"),
        (SECRET, "whsec_sesame", "make one with `openssl rand -base64 32`"),
        (f'secret = "{SECRET}"', "", "a webhook needs a `secret`"),
        ("kind =", "kinds = ['firing', 'late']\nkind =", "'repeat' or 'escalation'"),
        ('key = "ops"', 'key = "the ops"', "should match pattern"),
    ],
)
def test_a_mistaken_channel_is_refused_without_its_secret(old: str, new: str, what: str) -> None:
    assert what in refused(HOOK.replace(old, new))


def test_two_channels_have_no_key_in_common() -> None:
    assert "two channels have the key 'ops': give each its own" in refused(HOOK + HOOK)


def test_secrets_are_shown_nowhere() -> None:
    settings = load_settings(written(HOOK))

    for shown in (repr(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert "sesame" not in shown
        assert SECRET not in shown


def test_a_secret_may_be_in_a_variable_or_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_URL", "https://example.org/sesame")
    Path("key").write_text(SECRET + "\n", encoding="utf-8")
    text = HOOK.replace("https://example.org/sesame", "env:OPS_URL").replace(SECRET, "file:key")
    (channel,) = load_settings(written(text)).notify.channels

    assert channel.secret is not None
    assert (read_secret(channel.url), read_secret(channel.secret)) == ("https://example.org/sesame", SECRET)
    assert notify_mistakes(load_settings(written(text)).notify) == []


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("env:NOT_THERE", "the variable NOT_THERE is not set"),
        ("file:not-there", "not-there cannot be read (No such file or directory)"),
        ("file:empty", "empty is empty"),
        ("file:no-address", "url is no web address"),
    ],
)
def test_check_says_what_cannot_be_read(url: str, what: str) -> None:
    Path("empty").touch()
    Path("no-address").write_text("sesame", encoding="utf-8")
    written(HOOK.replace("https://example.org/sesame", url))

    result = CliRunner().invoke(app, ["check"])

    assert result.exit_code == 1
    assert f"notify.channels.ops.url: {what}" in result.output
    assert "sesame" not in result.output


def test_check_knows_a_url_that_apprise_does_not_and_names_what_would_run() -> None:
    apprise = '[[notify.channels]]\nkey = "mail"\nkind = "apprise"\nurl = "{}"\n'
    written(apprise.format("mailbox://sesame"))
    refused_ = CliRunner().invoke(app, ["check"])
    written(apprise.format("mailtos://anna:sesame@example.org"))
    taken = CliRunner().invoke(app, ["check"])

    assert (refused_.exit_code, taken.exit_code) == (1, 0)
    assert "Apprise cannot use this url" in refused_.output
    assert "notify   mail (apprise)" in taken.output
    assert "sesame" not in refused_.output + taken.output
