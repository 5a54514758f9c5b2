"""Mistakes that no field knows by itself: each is told with file, line, key and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import SettingsMistake, load_settings

GOAL = """
[[goals.own]]
key = "wait"
name = "Wait"
set = "floor"
metric = "asa"
level = "leader"
scope = "queue"
window = "today"
direction = "lower"
target = "1m"
"""
SIXTEEN = ", ".join(f"{{from = 2026-12-{day:02d}T00:00:00Z, threshold_s = {day}}}" for day in range(1, 17))


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAVLE_CONFIG", raising=False)


def mistakes(text: str) -> list[str]:
    path = Path("tavle.toml")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsMistake) as refused:
        load_settings(path)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("[defaults]\nrule_changes = [{from = 2026-12-01, threshold_s = 30}]",
         "line 2: defaults.rule_changes.0.from", "write a moment like 2026-12-01T00:00:00+01:00"),
        ("[defaults]\nrule_changes = [{threshold_s = 30}]", "line 2: defaults.rule_changes.0.from", "required"),
        ("[defaults]\nrule_changes = [{from = 2026-12-01T00:00:00Z}, {from = 2026-12-01T01:00:00+01:00}]",
         "line 2: defaults.rule_changes", "two versions begin at 2026-12-01T01:00:00+01:00: leave one"),
        ("[[sites.a.rule_changes]]\nfrom = 2026-12-01T00:00:00Z\n[[sites.a.rule_changes]]\nform = 1\n"
         "from = 2026-12-02T00:00:00Z", "line 4: sites.a.rule_changes.1.form", "did you mean from?"),
        ("[sites.a.rules.main]\nprofile = 'connect'", "line 1: sites.a.rules.main", "choose another name"),
        (f"[sites.a.queues.q]\nrule_changes = [{SIXTEEN}]", "line 2: sites.a.queues.q.rule_changes",
         "1 to 16 rules, each version counted; here are 17: leave out old versions"),
        (f"[defaults]\nrule_changes = [{SIXTEEN[:SIXTEEN.rindex(', {')]}]\n[sites.a.rules.x]\nprofile = 'connect'",
         "line 3: sites.a.rules.x", "here are 17"),
        ("[sites.a.rules.x]\nfrom = 2026-12-02T00:00:00Z\nchanges = [{from = 2026-12-01T00:00:00Z, threshold_s = 1}]",
         "line 3: sites.a.rules.x.changes", "begins after the rule's `from`"),
        ("[hours.desk]\nmon = ['22:00-06:00']", "line 2: hours.desk.mon.0", "00:00-06:00 on the next"),
        ("[hours.desk]\nmon = ['08:00-12:00', '11:00-16:00']", "line 2: hours.desk.mon", "overlap"),
        ("[hours.desk]\nspecial = {2026-02-30 = []}", "line 2: hours.desk.special.2026-02-30", "date"),
        ("[hours.desk]\nmon = ['08:00-16:00']\n[[promises]]\nname = 'A'\nhours = 'desc'\nfirst_reply_s = 1",
         "line 5: promises.0.hours", "there are no hours 'desc': did you mean desk?"),
        ("[[promises]]\nname = 'A'\nhours = 'desk'\nfirst_reply_s = 1", "line 3: promises.0.hours", "there are none"),
        ("[[promises]]\nname = 'A'\nqueues = ['q']\nfirst_reply_s = 1\n[[promises]]\nname = 'A'\nfirst_reply_s = 1",
         "line 6: promises.1.name", "give each its own name"),
        ("[[promises]]\nname = 'A'\nfirst_reply_s = 1\n[[promises]]\nname = 'B'\nqueues = ['q']\nresolution_s = 1",
         "line 4: promises.1", "no ticket is left for it by 'A'"),
        ("[[sites.a.promises]]\nname = 'A'\nchannels = ['x', 'y']\nfirst_reply_s = 1\n[[sites.a.promises]]\n"
         "name = 'B'\nchannels = ['x']\nfirst_reply_s = 1", "line 5: sites.a.promises.1", "put it first"),
        ("[[promises]]\nname = 'A'", "line 1: promises.0", "promises nothing"),
        ("[kpis.close]\nname = 'Close'\nexpression = 'sale / handled'", "line 3: kpis.close.expression",
         "unknown count 'sale' at 1: did you mean 'sales'?"),
        ("[kpis.asa]\nname = 'Mine'\nexpression = 'sales / handled'", "line 1: kpis.asa", "choose another key"),
        ("[goals]\nsets = ['servise']", "line 2: goals.sets", "there is no set 'servise': did you mean service?"),
        ("[sites.a.goals]\nsets = ['x']", "line 2: sites.a.goals.sets", "there are service, efficiency, sales, speed"),
        ("[goals]\nsets = ['speed']" + GOAL, "line 6: goals.own.0.set", "the set 'floor' is not worked by here"),
        (GOAL + "feeds = 'above'", "line 2: goals.own.0", "set floor: goal 'wait': feeds 'above', which is not in"),
        (GOAL + GOAL.replace("wait", "ward").replace('"asa"', '"asaa"'), "line 13: goals.own.1",
         "unknown metric 'asaa': did you mean 'asa'?"),
        (GOAL + GOAL, "line 13: goals.own.1", "two goals of the set floor have the key 'wait': give each its own"),
        (GOAL.replace("asa", "answered"), "line 11: goals.own.0.target", "answered is no time: write a number (count)"),
        ("".join(GOAL.replace('"wait"', f'"wait{n}"') for n in range(8)), "line 2: goals.own", "at most 7"),
        (GOAL.replace("leader", "boss"), "line 7: goals.own.0.level", "company"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place_and_says_what_to_do(text: str, where: str, what: str) -> None:
    (mistake,) = mistakes(text)
    assert mistake.startswith(f"tavle.toml, {where}: "), mistake
    assert what in mistake


def test_a_site_may_replace_what_is_promised_to_everyone() -> None:
    promise = "name = '{}'\nfirst_reply_s = 1\n"
    Path("tavle.toml").write_text(f"[[promises]]\n{promise.format('All')}[[sites.a.promises]]\n{promise.format('Own')}")
    assert [rule.name for rule in load_settings().floor_rules("a").promises.rules] == ["Own", "All"]


def test_mistakes_above_are_told_once() -> None:
    (mistake,) = mistakes(f"[defaults]\nrule_changes = [{SIXTEEN}]\n[sites.a.queues.q]\nthreshold_s = 1")
    assert mistake.startswith("tavle.toml, line 2: defaults.rule_changes: ")
