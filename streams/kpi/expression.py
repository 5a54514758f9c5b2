"""An arithmetic expression over counts, such as `sales / handled`: what a person's own KPI is made of.

The grammar is closed; nothing in a text can do more than arithmetic on the counts it names:

    expression = term {("+" | "-") term}
    term       = factor {("*" | "/") factor}
    factor     = "-" factor | number | count | "(" expression ")"

`−`, `×` and `÷` are read as `-`, `*` and `/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from streams.floor.counts import NAMED

MAX_CHARACTERS: Final = 200
MAX_NODES: Final = 50
MAX_DEPTH: Final = 20
"""How deep parentheses and signs may stand in each other."""

Operator = Literal["+", "-", "*", "/"]
_OPERATORS: Mapping[str, Operator] = {
    "+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "/": "/", "÷": "/",
}  # fmt: skip
_BINDING: Mapping[Operator, int] = {"+": 1, "-": 1, "*": 2, "/": 2}
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>.)", re.S
)


class ExpressionError(ValueError):
    """The text is no expression. `position` is the place of the first wrong character, counted from 1."""

    def __init__(self, problem: str, position: int, advice: str) -> None:
        super().__init__(f"{problem} at {position}: {advice}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; never negative."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class CountName:
    """A count, by its name in `streams.floor.counts.NAMED`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    of: Node


@dataclass(frozen=True, slots=True)
class Operation:
    operator: Operator
    left: Node
    right: Node


Node = Number | CountName | Negation | Operation


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. Its text parses to the same tree again."""

    root: Node

    @property
    def counts(self) -> frozenset[str]:
        """The counts it names."""
        return frozenset(_counts(self.root))

    def evaluate(self, counts: Mapping[str, int]) -> float | None:
        """Exact until the end; a count that is not there is 0. None where something is divided by zero, and where the
        result is larger than a float can hold."""
        value = _value(self.root, counts)
        try:
            return None if value is None else float(value)
        except OverflowError:
            return None

    def n(self, counts: Mapping[str, int]) -> int | None:
        """How many stand behind the figure: the divisor of a ratio, also of one that is scaled by a number. None for
        what is no ratio, and for a divisor that is no whole number of things."""
        divisor = _divisor(self.root)
        value = None if divisor is None else _value(divisor, counts)
        return int(value) if value is not None and value >= 0 and value.denominator == 1 else None

    def __str__(self) -> str:
        """Spaced as one would write it, or without spaces where those would make it too long."""
        spaced = _text(self.root, " ")
        return spaced if len(spaced) <= MAX_CHARACTERS else _text(self.root, "")


def parse(text: str) -> Expression:
    """Reads an expression.

    Raises ExpressionError for anything else, for an unknown count, and beyond the limits: `MAX_CHARACTERS`,
    `MAX_NODES`, `MAX_DEPTH`.
    """
    if len(text) > MAX_CHARACTERS:
        advice = f"an expression has at most {MAX_CHARACTERS} characters, this one has {len(text)}"
        raise ExpressionError("too long", MAX_CHARACTERS + 1, advice)
    return _Parser(text).whole()


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    found = [_Token(str(match.lastgroup), match[0], match.start() + 1) for match in _TOKEN.finditer(text)]
    return [*(token for token in found if token.kind != "space"), _Token("end", "", len(text) + 1)]


class _Parser:
    """Recursive descent over one text; operators by how strongly they bind."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._place = 0
        self._nodes = 0

    def whole(self) -> Expression:
        root = self._expression(0)
        if self._token.kind != "end":
            raise _unexpected(self._token, "here an operator belongs, or nothing more")
        return Expression(root)

    @property
    def _token(self) -> _Token:
        return self._tokens[self._place]

    def _expression(self, depth: int, binding: int = 1) -> Node:
        left = self._factor(depth)
        while (operator := _OPERATORS.get(self._token.text)) and _BINDING[operator] >= binding:
            self._place += 1
            left = self._made(Operation(operator, left, self._expression(depth, _BINDING[operator] + 1)))
        return left

    def _factor(self, depth: int) -> Node:
        token = self._token
        opening = token.text == "("
        if opening or _OPERATORS.get(token.text) == "-":
            if depth == MAX_DEPTH:
                advice = f"parentheses and signs nest at most {MAX_DEPTH} deep"
                raise ExpressionError("too deep", token.position, advice)
            self._place += 1
            return self._enclosed(depth + 1) if opening else self._made(Negation(self._factor(depth + 1)))
        if token.kind not in ("number", "name"):
            raise _unexpected(token, "here a count, a number or ( belongs")
        self._place += 1
        return self._made(Number(Decimal(token.text)) if token.kind == "number" else CountName(_known(token)))

    def _enclosed(self, depth: int) -> Node:
        inner = self._expression(depth)
        if self._token.text != ")":
            raise _unexpected(self._token, "close the parenthesis with )")
        self._place += 1
        return inner

    def _made(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            advice = f"an expression has at most {MAX_NODES} numbers, counts and operators"
            raise ExpressionError("too much", self._token.position, advice)
        return node


def _unexpected(token: _Token, advice: str) -> ExpressionError:
    if token.kind == "end":
        return ExpressionError("unexpected end", token.position, advice)
    if token.text == ",":
        advice = "write decimals with a point"
    return ExpressionError(f"unexpected {token.text!r}", token.position, advice)


def _known(token: _Token) -> str:
    if token.text in NAMED:
        return token.text
    near = get_close_matches(token.text.lower(), NAMED, 1)
    advice = f"did you mean {near[0]!r}?" if near else "the counts there are stand in docs/metrics.md"
    raise ExpressionError(f"unknown count {token.text!r}", token.position, advice)


def _counts(node: Node) -> list[str]:
    match node:
        case CountName(name):
            return [name]
        case Negation(of):
            return _counts(of)
        case Operation(_, left, right):
            return _counts(left) + _counts(right)
        case _:
            return []


def _value(node: Node, counts: Mapping[str, int]) -> Fraction | None:
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, CountName):
        return Fraction(counts.get(node.name, 0))
    if isinstance(node, Negation):
        of = _value(node.of, counts)
        return None if of is None else -of
    left, right = _value(node.left, counts), _value(node.right, counts)
    return None if left is None or right is None else _result(node.operator, left, right)


def _result(operator: Operator, left: Fraction, right: Fraction) -> Fraction | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if right else None


def _divisor(node: Node) -> Node | None:
    """What the ratio at the top of `node` divides by, looked for through signs and scaling by numbers."""
    if isinstance(node, Negation):
        return _divisor(node.of)
    if not isinstance(node, Operation) or node.operator in ("+", "-"):
        return None
    if isinstance(node.right, Number):
        return _divisor(node.left)
    if node.operator == "/":
        return node.right
    return _divisor(node.right) if isinstance(node.left, Number) else None


def _text(node: Node, space: str) -> str:
    """With no more parentheses than the tree needs."""
    if isinstance(node, Number):
        return f"{node.value:f}"
    if isinstance(node, CountName):
        return node.name
    if isinstance(node, Negation):
        return f"-{_operand(node.of, space, 3)}"
    binding = _BINDING[node.operator]
    left, right = _operand(node.left, space, binding), _operand(node.right, space, binding + 1)
    return f"{left}{space}{node.operator}{space}{right}"


def _operand(node: Node, space: str, binding: int) -> str:
    text = _text(node, space)
    return f"({text})" if isinstance(node, Operation) and _BINDING[node.operator] < binding else text
