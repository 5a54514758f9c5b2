"""A mistake in the configuration says where it is and what to do; no secret is repeated anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.settings import Settings, SettingsMistake, load_settings
from app.settings.toml_lines import key_lines, line_of
from streams.floor.rule import ServiceLevelRule, queue_rules

Written = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TAVLE_CONFIG", "TAVLE_KAFKA", "TAVLE_REDIS", "TAVLE_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Path:
        path = tmp_path / "tavle.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistakes(path: Path | None = None) -> list[str]:
    with pytest.raises(SettingsMistake) as refused:
        load_settings(path)
    return str(refused.value).splitlines()


def test_nothing_needs_to_be_configured() -> None:
    settings = load_settings()
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8080)
    assert settings.ledger.redis_url is None
    assert settings.floor_rules("anything").rules == queue_rules([ServiceLevelRule()])


def test_a_queue_takes_from_its_site_and_a_site_from_the_defaults(written: Written) -> None:
    settings = load_settings(
        written("""
            [defaults]
            zone = "Europe/Copenhagen"
            threshold_s = 30
            [sites.aarhus]
            name = "Århus"
            profile = "genesys"
            [sites.aarhus.queues.sales]
            name = "Salg"
            threshold_s = 12.5
            short_abandon_s = 3
        """)
    )
    rules = settings.floor_rules("aarhus")
    assert rules.zone == "Europe/Copenhagen"
    assert rules.rules == queue_rules([ServiceLevelRule(30_000, 5000, "genesys")])
    assert rules.rules_of("sales") == queue_rules([ServiceLevelRule(12_500, 3000, "genesys")])
    assert settings.floor_rules("odense").rules == queue_rules([ServiceLevelRule(30_000, 5000)])
    assert (settings.site_name("aarhus"), settings.site_name("odense")) == ("Århus", "odense")
    assert (settings.queue_name("aarhus", "sales"), settings.queue_name("aarhus", "mail")) == ("Salg", "mail")


def test_variables_win_over_the_file(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written('[web]\nport = 1\nhosts = ["a"]\n[log]\ntopic = "from.file"\nkafka = "file:9092"\n')
    monkeypatch.setenv("TAVLE_WEB__PORT", "99")
    monkeypatch.setenv("TAVLE_KAFKA", "broker:9092")
    monkeypatch.setenv("TAVLE_REDIS", "redis://:hush@cache:6379")
    monkeypatch.setenv("TAVLE_DATA_DIR", "/srv/tavle")
    settings = load_settings(path)
    assert (settings.web.port, settings.web.hosts) == (99, ("a",))
    assert (settings.log.kafka, settings.log.topic) == ("broker:9092", "from.file")
    assert settings.ledger.redis_url == "redis://:hush@cache:6379"
    assert settings.data_dir == Path("/srv/tavle")


def test_the_file_is_found_by_its_variable(written: Written, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = written("[web]\nport = 7\n").rename(tmp_path / "other.toml")
    monkeypatch.setenv("TAVLE_CONFIG", str(path))
    assert load_settings().web.port == 7


@pytest.mark.parametrize(
    ("text", "line", "key", "what"),
    [
        ("\n[web]\nprot = 1", 3, "web.prot", "did you mean port?"),
        ("[wbe]\nport = 1", 1, "wbe", "did you mean web?"),
        ("[web]\nport = 'x'", 2, "web.port", "valid integer"),
        ("[web]\nport = 70000", 2, "web.port", "65535"),
        ("[web.limits]\nconnections = 0", 2, "web.limits.connections", "greater than or equal to 1"),
        ("[web]\nlimits.connections = 0", 2, "web.limits.connections", "greater than or equal to 1"),
        ("[store]\nurl = 'mysql://:hush@x/y'", 2, "store.url", "postgresql://"),
        ("[web]\norigins = ['intranet']", 2, "web.origins", "https://intranet.example"),
        ("[defaults]\nzone = 'Europe/Copenhage'", 2, "defaults.zone", "no time zone 'Europe/Copenhage'"),
        ("[defaults]\nzone = '../secret'", 2, "defaults.zone", "IANA"),
        ("[sites.'a.b']\nthreshold_s = -1", 2, "sites.a.b.threshold_s", "greater than 0"),
        ("[sites.a.queues.q]\nprofil = 'x'", 2, "sites.a.queues.q.profil", "did you mean profile?"),
        ("[defaults]\nprofile = 'best'", 2, "defaults.profile", "abandon_negative"),
        ("[ledger]\nredis = 'http://:hush@x'", 2, "ledger.redis", "redis://"),
        ("[worker]\nwatchdog_s = 0", 2, "worker.watchdog_s", "greater than or equal to 1"),
        ("[sources.pbx]\npath = 'x'", 1, "sources.pbx.kind", "required"),
        ("[sources.pbx]\nkind = 'asterix'", 2, "sources.pbx.kind", "asterisk_queue_log"),
        ("[sources.f]\nkind = 'events_file'\nsite = 'a'\npath = 'x'\nspede = 2", 5, "sources.f.spede", "mean speed?"),
    ],
)
def test_a_mistake_names_file_line_and_key_and_says_what_to_do(
    text: str, line: int, key: str, what: str, written: Written
) -> None:
    path = written(text)
    (mistake,) = mistakes(path)
    assert mistake.startswith(f"{path}, line {line}: {key}: ")
    assert what in mistake
    assert "hush" not in mistake


def test_every_mistake_is_told_at_once(written: Written) -> None:
    assert len(mistakes(written("[web]\nport = -1\n[log]\npartitions = 0\n"))) == 2


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("TAVLE_WEB__PORT", "x", "environment TAVLE_WEB__PORT: web.port: "),
        ("TAVLE_WEB__PROT", "1", "environment TAVLE_WEB__PROT: web.prot: there is no such key: did you mean port?"),
        ("TAVLE_WBE__PORT", "1", "environment TAVLE_WBE__PORT: there is no such setting: did you mean TAVLE_WEB?"),
        ("TAVLE_REDIS", "http://:hush@x", "environment TAVLE_REDIS: ledger.redis: "),
        ("TAVLE_WEB__ORIGINS", "https://a", "a list is written as JSON"),
    ],
)
def test_a_mistake_in_a_variable_names_the_variable(
    name: str, value: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    (mistake,) = mistakes()
    assert what in mistake
    assert "hush" not in mistake


def test_a_file_that_is_no_toml_or_not_there_is_named(written: Written, tmp_path: Path) -> None:
    (broken,) = mistakes(written("[web\nport = 1"))
    assert "tavle.toml: is not TOML" in broken
    assert "line 1" in broken
    (missing,) = mistakes(tmp_path / "nowhere.toml")
    assert "nowhere.toml: cannot be read" in missing


def test_no_secret_is_in_any_repr(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAVLE_REDIS", "redis://:hush@cache")
    monkeypatch.setenv("TAVLE_LOG__SASL_PASSWORD", "hush")
    settings = load_settings(written("[sources.sim]\nkind = 'simulated_floor'\nsite = 'hush'\n"))
    assert "hush" not in repr(settings) + str(settings) + repr(settings.sources["sim"])
    assert "hush" not in repr(settings.log.kafka_settings())
    assert settings.log.kafka_settings().password == "hush"


@pytest.mark.parametrize("variable", ["TAVLE_STORE", "TAVLE_STORE__URL"])
def test_the_store_can_be_named_in_the_environment(
    variable: str, monkeypatch: pytest.MonkeyPatch, written: Written
) -> None:
    monkeypatch.setenv(variable, "postgresql://tavle:hush@db/tavle")
    settings = load_settings(written("[store]\nurl = 'sqlite:///elsewhere'"))
    assert settings.store.secret_url == "postgresql://tavle:hush@db/tavle"
    assert "hush" not in repr(settings)


def test_an_empty_variable_leaves_the_store_as_it_is(monkeypatch: pytest.MonkeyPatch, written: Written) -> None:
    monkeypatch.setenv("TAVLE_STORE", "")
    assert load_settings(written("")).store.secret_url is None


def test_open_access_is_possible_on_purpose(written: Written) -> None:
    settings = load_settings(written("[web]\nhost = '0.0.0.0'\ninsecure_open_access = true"))
    assert settings.web.insecure_open_access


def test_worker_settings_are_the_workers_own() -> None:
    settings = Settings(worker={"watchdog_s": 12, "clock": "log"})
    assert (settings.worker_settings().watchdog_s, settings.worker_settings().clock) == (12, "log")


def test_keys_are_found_whatever_way_they_are_written() -> None:
    lines = key_lines('a.b = 1\n\n["x y".z]  # table\n"q r" = 2\ntext = """\nnot = a key of ours\n"""\n[[l]]\nk = 1\n')
    assert lines["a", "b"] == 1
    assert lines["x y", "z"] == 3
    assert lines["x y", "z", "q r"] == 4
    assert (lines["l",], lines["l", "0", "k"]) == (8, 9)
    assert line_of(lines, ("x y", "z", "missing")) == 3
    assert line_of(lines, ("nothing",)) is None
    assert line_of(key_lines("[a.b]\nc = 1\n[a]\nd = 1"), ("a",)) == 3
    assert line_of(key_lines("[x]\n[a.b.c]\n"), ("a", "b")) == 2


def test_the_tables_of_a_list_are_told_apart() -> None:
    lines = key_lines("[[a.l]]\nk = 1\n[[a.l]]\nk = 2\n[a.l.below]\nk = 3\n[a.other]\nk = 4\n")
    assert [lines["a", "l", place, "k"] for place in ("0", "1")] == [2, 4]
    assert (lines["a", "l", "1", "below", "k"], lines["a", "other", "k"]) == (6, 8)


SECRET = "canary-4711"


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("TAVLE_REDIS", f"redis://u:{SECRET}/x@h:6379/0"),
        ("TAVLE_REDIS", f"redis://u:{SECRET}@h:many"),
        ("TAVLE_REDIS", f"redis://u:{SECRET}@h:99999"),
        ("TAVLE_REDIS", f"redis://u:{SECRET}@[::1"),
        ("TAVLE_REDIS", f"u:{SECRET}@h"),
        ("TAVLE_STORE", f"postgresql://u:{SECRET}@h:many/x"),
        ("TAVLE_STORE", f"mysql://u:{SECRET}@h/x"),
        ("TAVLE_KAFKA", f"kafka://u:{SECRET}@h:9092"),
        ("TAVLE_KAFKA", f"u:{SECRET}@h:9092"),
        ("TAVLE_KAFKA", "h:many"),
        ("TAVLE_KAFKA", "h:99999"),
        ("TAVLE_KAFKA", "a:9092,,b:9092"),
    ],
)
def test_an_address_that_cannot_be_read_is_a_mistake_that_repeats_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, url: str
) -> None:
    monkeypatch.setenv(variable, url)
    with pytest.raises(SettingsMistake) as refused:
        load_settings()
    assert variable in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("TAVLE_REDIS", "rediss+cluster://u:p%2Fw@[::1]:6379/0"), ("TAVLE_REDIS", "unix:///run/redis.sock?db=1"),
        ("TAVLE_STORE", "postgresql://u:p#w@h/x?ssl=require"), ("TAVLE_STORE", "sqlite:////var/lib/tavle.sqlite"),
        ("TAVLE_KAFKA", "a:9092, b:9092"), ("TAVLE_KAFKA", "kafka"), ("TAVLE_KAFKA", "[::1]:9092"),
    ],
)  # fmt: skip
def test_an_address_that_can_be_read_is_taken(monkeypatch: pytest.MonkeyPatch, variable: str, url: str) -> None:
    monkeypatch.setenv(variable, url)
    assert load_settings() is not None
