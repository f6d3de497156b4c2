from pathlib import Path

import pytest

from stackshare.config import Settings, WrongSetting


def settings(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_env({"DATA_DIR": str(tmp_path), **env})


@pytest.mark.parametrize(
    "name, value",
    [
        ("MAIL_URL", "mailto:me@example.org"),
        ("MAIL_URL", "console"),
        ("MAIL_URL", "file:"),
        ("MAIL_URL", "file://folder"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://host:port"),
        ("MAIL_URL", "smtp://host?from=nobody"),
        ("MAIL_URL", "smtp://host?from=a@b.org%0ABcc:c@d.org"),
        ("MAIL_URL", "smtp://[::1"),
        ("RATE_LIMITS", "yes"),
        ("RATE_LIMITS", "0"),
        ("BASE_URL", "http://[::1"),
        ("BASE_URL", "http://host:port"),
        ("BASE_URL", "ftp://host"),
        ("DEMO", "n"),
        ("DEMO", "yes"),
        ("DEMO", "1"),
        ("REDIS_URL", "http://host"),
        ("REDIS_URL", "redis://host:port"),
        ("REDIS_URL", "redis://[::1"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("DATABASE_URL", "sqlite://file"),
        ("DATABASE_URL", "sqlite:///"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} must [^\n]+$"):
        settings(tmp_path, **{name: value})


@pytest.mark.parametrize(
    "name, value",
    [
        ("MAIL_URL", "smpt://me:secret@host"),
        ("DATABASE_URL", "postgers://me:secret@host/name"),
        ("DATABASE_URL", "postgresql://me:secret@host:port/name"),
        ("REDIS_URL", "rdis://me:secret@host"),
        ("REDIS_URL", "redis://me:secret@host:port"),
    ],
)
def test_a_wrong_address_does_not_print_its_password(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        settings(tmp_path, **{name: value})
    assert "secret" not in str(wrong.value)


@pytest.mark.parametrize("value, demo", [("y", True), ("", False)])
def test_a_demo_is_asked_for_with_y(tmp_path: Path, value: str, demo: bool) -> None:
    assert settings(tmp_path, DEMO=value).demo is demo


def test_a_relative_file_is_taken_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = f"sqlite:///{tmp_path}/here/site.db"
    assert settings(tmp_path, DATABASE_URL="sqlite:///here/site.db").database_url == expected
    assert settings(tmp_path, DATABASE_URL=expected).database_url == expected


@pytest.mark.parametrize(
    "url", ["console:", "file:///tmp/post", "smtp://u:p%40@host:25", "smtps://host"]
)
def test_mail_may_go_there(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, MAIL_URL=url).mail_url == url


@pytest.mark.parametrize(
    "env, sender",
    [
        ({}, "noreply@localhost"),
        ({"BASE_URL": "https://stacks.example.org"}, "noreply@stacks.example.org"),
        ({"MAIL_URL": "smtp://host?from=hello@example.org"}, "hello@example.org"),
    ],
)
def test_who_writes_the_mails(tmp_path: Path, env: dict[str, str], sender: str) -> None:
    assert settings(tmp_path, **env).mail_from == sender


@pytest.mark.parametrize(
    "name, url", [("DATABASE_URL", "postgresql://here/x"), ("REDIS_URL", "redis://here")]
)
def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    monkeypatch.setattr("stackshare.config.find_spec", lambda package: None)
    with pytest.raises(WrongSetting, match=f"{name} needs the package"):
        Settings.from_env({"DATA_DIR": str(tmp_path), name: url})
