"""Which agent stands behind an interface.

ADDMEMBER and REMOVEMEMBER name the interface (`Local/101@agents/n`), CONNECT and PAUSE the member's name
(`Agent 101`). To take one for the other would count a person twice, so an interface has an agent only when
1. the configuration says so, by name or by template, or
2. the interface *is* a name that was seen (members without a name of their own), or
3. a name was seen whose last word is the interface's number, and no other interface and no other name has that number.
Bindings follow from the lines in file order alone and are never changed afterwards, so a resumed run makes the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"[^/]+/(\d{2,10})(?:[@/;-].*)?").fullmatch
_LAST_WORD = re.compile(r"(?:.*[\s/_-])?(\d{2,10})").fullmatch


def canonical(agent: str) -> str:
    """One id for a pool agent, whom AGENTLOGIN calls `1001` and queues call `Agent/1001`."""
    return agent.removeprefix("Agent/") or agent


def number_of(interface: str) -> str | None:
    """`101` of `Local/101@agents/n` or `PJSIP/101-00000a`; None when the interface is not a plain number."""
    match = _NUMBER(interface)
    return match[1] if match else None


class InterfaceBook:
    """Interfaces and the agents behind them."""

    def __init__(self, agents: Mapping[str, str], template: str | None) -> None:
        if template is not None and "{number}" not in template:
            raise ValueError(f"the agent template {template!r} lacks {{number}}: write it like 'Agent {{number}}'")
        self._configured = agents
        self._template = template
        self._bound: dict[str, str] = {}
        self._unbound: dict[str, list[str]] = {}  # number, or the interface itself, to interfaces without an agent
        self._names: dict[str, list[str]] = {}  # number, or the name itself, to names seen

    @property
    def unmapped(self) -> int:
        """Interfaces that have no agent so far."""
        return sum(map(len, self._unbound.values()))

    def agent_of(self, interface: str) -> str | None:
        """The agent behind `interface`; None, and it is remembered, when that is not known or not certain."""
        agent = self._configured.get(interface) or self._bound.get(interface)
        if agent is not None:
            return agent
        number = number_of(interface)
        if self._template is not None and number is not None:
            return self._template.replace("{number}", number)
        if "/" not in interface or interface.startswith("Agent/") or interface in self._names:
            return self._bind(interface, canonical(interface))
        key = number or interface
        others = self._unbound.setdefault(key, [])
        if interface not in others:
            others.append(interface)
        names = self._names.get(key, [])
        if len(others) == 1 and len(names) == 1 and not self._taken(canonical(names[0])):
            del self._unbound[key]
            return self._bind(interface, canonical(names[0]))
        return None

    def saw(self, agent: str) -> str | None:
        """A line names `agent`. Answers the interface that this settles, if it does."""
        if agent in self._names:
            return None
        self._names[agent] = [agent]
        match = _LAST_WORD(agent)
        key = match[1] if match else agent
        if key != agent:
            self._names.setdefault(key, []).append(agent)
        candidates = self._unbound.get(key, [])
        if agent in candidates:
            candidates.remove(agent)
            self._bind(agent, canonical(agent))
            return agent
        if len(candidates) == 1 and len(self._names[key]) == 1 and not self._has_bound(key):
            (interface,) = self._unbound.pop(key)
            self._bind(interface, canonical(agent))
            return interface
        return None

    def _bind(self, interface: str, agent: str) -> str:
        self._bound[interface] = agent
        return agent

    def _taken(self, agent: str) -> bool:
        return agent in self._bound.values()

    def _has_bound(self, number: str) -> bool:
        return any(number_of(interface) == number for interface in self._bound)

    def state(self) -> dict[str, Any]:
        """Everything learned, as JSON."""
        return {"bound": self._bound, "unbound": self._unbound, "names": self._names}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self._bound = dict(state["bound"])
        self._unbound = {key: list(value) for key, value in state["unbound"].items()}
        self._names = {key: list(value) for key, value in state["names"].items()}
