from __future__ import annotations

from streams.events import AgentMember, AgentState
from streams.events.instant import to_ms
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines


def lives(text: str, **arguments: object) -> list[str]:
    """What the lines say about agents, in short."""
    translator = QueueLogTranslator(site="oslo", source="a", **arguments)  # type: ignore[arg-type]
    lines = [line.strip().encode() for line in text.strip().splitlines()]
    said = []
    for event in translate_lines(lines, translator):
        at_s = to_ms(event.time) // 1000
        if isinstance(event, AgentState):
            reason = f" ({event.data.reason})" if event.data.reason else ""
            said.append(f"{at_s} {event.data.agent} {event.data.state}{reason}")
        elif isinstance(event, AgentMember):
            how = "paused" if event.data.paused else "serves" if event.data.joined else "left"
            said.append(f"{at_s} {event.data.agent} {how} {event.data.queue}")
    return said


def test_the_first_membership_is_the_login_and_the_last_one_the_logout() -> None:
    assert lives(
        """
        100|MANAGER|sales|Anna|ADDMEMBER|
        101|MANAGER|support|Anna|ADDMEMBER|
        200|MANAGER|sales|Anna|REMOVEMEMBER|
        201|MANAGER|support|Anna|REMOVEMEMBER|
        """
    ) == [
        "100 Anna serves sales",
        "100 Anna available",
        "101 Anna serves support",
        "200 Anna left sales",
        "201 Anna left support",
        "201 Anna offline",
    ]


def test_paused_in_one_queue_is_available_and_in_all_of_them_away() -> None:
    assert lives(
        """
        100|MANAGER|sales|Anna|ADDMEMBER|
        100|MANAGER|support|Anna|ADDMEMBER|
        110|NONE|sales|Anna|PAUSE|Team meeting
        120|NONE|support|Anna|PAUSE|Team meeting
        130|NONE|sales|Anna|UNPAUSE|
        """
    )[3:] == [
        "110 Anna paused sales",
        "120 Anna paused support",
        "120 Anna meeting (Team meeting)",
        "130 Anna serves sales",
        "130 Anna available",
    ]


def test_pauseall_and_its_lines_for_each_queue_are_one_change_of_state_in_either_order() -> None:
    joined = "100|M|sales|Anna|ADDMEMBER|\n100|M|support|Anna|ADDMEMBER|\n"
    together = "110|NONE|NONE|Anna|PAUSEALL|After call work\n"
    each = "110|NONE|sales|Anna|PAUSE|After call work\n110|NONE|support|Anna|PAUSE|After call work\n"
    for order in (together + each, each + together):
        said = lives(joined + order)[3:]
        assert sorted(said) == [
            "110 Anna other_work (After call work)",
            "110 Anna paused sales",
            "110 Anna paused support",
        ]


def test_a_static_member_is_there_from_his_first_ring() -> None:
    assert lives("100|1.1|sales|NONE|ENTERQUEUE||1|1\n130|1.1|sales|SIP/anna|CONNECT|30|1.2|10") == [
        "120 SIP/anna available",
        "120 SIP/anna serves sales",
    ]


def test_a_ring_that_began_before_the_logout_does_not_bring_him_back() -> None:
    assert lives(
        """
        100|M|sales|Anna|ADDMEMBER|
        120|M|sales|Anna|REMOVEMEMBER|
        125|1.1|sales|Anna|RINGNOANSWER|8000
        """
    )[2:] == ["120 Anna left sales", "120 Anna offline"]


def test_an_agent_of_a_pool_is_one_person_under_both_his_names() -> None:
    assert lives(
        """
        100|1.0|NONE|1001|AGENTLOGIN|SIP/1
        130|1.1|sales|Agent/1001|CONNECT|30|1.2|10
        200|1.0|NONE|1001|AGENTLOGOFF|SIP/1|100
        """
    ) == ["100 1001 available", "120 1001 serves sales", "200 1001 offline"]


def test_an_interface_gets_its_agent_when_the_name_with_its_number_is_seen() -> None:
    assert lives(
        """
        100|M|sales|Local/101@agents/n|ADDMEMBER|
        101|M|support|Local/101@agents/n|ADDMEMBER|PAUSED
        130|1.1|sales|Anna 101|CONNECT|30|1.2|10
        140|M|support|Local/101@agents/n|REMOVEMEMBER|
        """
    ) == [
        "100 Anna 101 serves sales",
        "100 Anna 101 available",
        "101 Anna 101 paused support",
        "140 Anna 101 left support",
    ]


def test_an_ambiguous_number_gives_no_agent() -> None:
    two_interfaces = """
        100|M|sales|Local/101@agents/n|ADDMEMBER|
        100|M|sales|PJSIP/101|ADDMEMBER|
        130|NONE|sales|Anna 101|PAUSE|
        """
    two_names = """
        100|1.1|sales|Anna 101|RINGNOANSWER|1000
        100|1.1|sales|Bo 101|RINGNOANSWER|1000
        130|M|support|Local/101@agents/n|ADDMEMBER|
        """
    assert not [line for line in lives(two_interfaces) if "PJSIP" in line or "Local" in line or "serves" in line]
    assert not [line for line in lives(two_names) if "support" in line]


def test_the_configuration_names_agents_by_list_or_template() -> None:
    text = "100|M|sales|PJSIP/anna|ADDMEMBER|\n100|M|sales|Local/102@agents/n|ADDMEMBER|"
    assert lives(text, agents={"PJSIP/anna": "Anna"}, agent_template="Agent {number}") == [
        "100 Anna serves sales",
        "100 Anna available",
        "100 Agent 102 serves sales",
        "100 Agent 102 available",
    ]


def test_an_interface_without_an_agent_is_counted_and_shown_as_nobody() -> None:
    translator = QueueLogTranslator(site="oslo", source="a")
    assert list(translate_lines([b"100|M|sales|PJSIP/anna|ADDMEMBER|"], translator)) == []
    assert translator.unmapped == 1
