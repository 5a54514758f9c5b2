"""A person's own KPI in words: what may be written, what it comes to, and what is said of everything else."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.floor.counts import NAMED
from streams.kpi.expression import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_NODES,
    CountName,
    Expression,
    ExpressionError,
    Negation,
    Node,
    Number,
    Operation,
    Operator,
    parse,
)

COUNTS = {"sales": 6, "retentions_saved": 3, "handled": 48, "agent_days": 4}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sales", 6.0),
        ("sales / handled", 0.125),
        ("(sales + retentions_saved) / agent_days * 100", 225.0),
        ("sales + retentions_saved * 2", 12.0),
        ("sales − retentions_saved − 1", 2.0),
        ("handled ÷ sales ÷ 2 × 3", 12.0),
        ("-sales * -2.5", 15.0),
        ("0.1 + 0.2", 0.3),
        (" \tsales\n", 6.0),
        ("((sales))", 6.0),
    ],
)
def test_an_expression_is_plain_arithmetic_on_counts(text: str, value: float) -> None:
    assert parse(text).evaluate(COUNTS) == value


@pytest.mark.parametrize("text", ["sales / refused", "1 + sales / refused", "-(sales / refused)", "2 * (1 / 0)"])
def test_a_division_by_zero_gives_no_value_however_deep(text: str) -> None:
    assert parse(text).evaluate(COUNTS) is None


def test_a_figure_too_large_for_a_number_is_no_value() -> None:
    assert parse("*".join(["talk_ms"] * 20)).evaluate({"talk_ms": 10**18}) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "unexpected end at 1: here a count, a number or ( belongs"),
        ("1+sale", "unknown count 'sale' at 3: did you mean 'sales'?"),
        ("Sales", "unknown count 'Sales' at 1: did you mean 'sales'?"),
        ("__import__", "unknown count '__import__' at 1: the counts there are stand in docs/metrics.md"),
        ("sales handled", "unexpected 'handled' at 7: here an operator belongs, or nothing more"),
        ("(sales", "unexpected end at 7: close the parenthesis with )"),
        ("(sales 2", "unexpected '2' at 8: close the parenthesis with )"),
        ("sales)", "unexpected ')' at 6: here an operator belongs, or nothing more"),
        ("sales +", "unexpected end at 8: here a count, a number or ( belongs"),
        ("sales * / 2", "unexpected '/' at 9: here a count, a number or ( belongs"),
        ("sales ** 2", "unexpected '*' at 8: here a count, a number or ( belongs"),
        ("0,5 * sales", "unexpected ',' at 2: write decimals with a point"),
        ("1.2.3", "unexpected '.' at 4: here an operator belongs, or nothing more"),
        ("sales.real", "unexpected '.' at 6: here an operator belongs, or nothing more"),
        ("٣", "unexpected '٣' at 1: here a count, a number or ( belongs"),
    ],
)
def test_an_error_says_where_and_what_to_do(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert str(caught.value) == said
    assert f"at {caught.value.position}:" in said


def test_length_size_and_depth_have_limits() -> None:
    longest = "sales" + " " * (MAX_CHARACTERS - 5)
    largest = "+".join("1" * (MAX_NODES // 2))
    deepest = "(" * MAX_DEPTH + "sales" + ")" * MAX_DEPTH
    assert parse(longest).counts == parse(deepest).counts == {"sales"}
    assert parse(largest).evaluate({}) == MAX_NODES // 2

    for text, said in (
        (longest + " ", "too long at 201: an expression has at most 200 characters, this one has 201"),
        (largest + "+1", "too much at 52: an expression has at most 50 numbers, counts and operators"),
        (f"({deepest})", "too deep at 21: parentheses and signs nest at most 20 deep"),
        ("-" * 21 + "1", "too deep at 21: parentheses and signs nest at most 20 deep"),
    ):
        with pytest.raises(ExpressionError) as caught:
            parse(text)
        assert str(caught.value) == said


def test_an_expression_names_its_counts() -> None:
    assert parse("(sales - -upsells) / handled * 100 + sales").counts == {"sales", "upsells", "handled"}


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("sales / handled", 48),
        ("(sales + retentions_saved) / agent_days * 100", 4),
        ("100 * (sales / handled)", 48),
        ("-(sales / handled) / 2", 48),
        ("sales / refused", 0),
        ("sales", None),
        ("sales * handled", None),
        ("sales / handled + 1", None),
        ("sales / (handled / 5)", None),
        ("sales / (sales - handled)", None),
        ("sales / (handled / refused)", None),
        ("sales / 2", None),
    ],
)
def test_a_ratio_tells_how_many_stand_behind_it(text: str, n: int | None) -> None:
    assert parse(text).n(COUNTS) == n


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sales/handled", "sales / handled"),
        ("((sales)) + (retentions_saved)*2.50", "sales + retentions_saved * 2.50"),
        ("(sales+upsells)/(handled/2)", "(sales + upsells) / (handled / 2)"),
        ("(sales-upsells)-1", "sales - upsells - 1"),
        ("sales-(upsells-1)", "sales - (upsells - 1)"),
        ("-(sales+1)--007", "-(sales + 1) - -7"),
    ],
)
def test_an_expression_is_written_with_no_more_parentheses_than_it_needs(text: str, written: str) -> None:
    assert str(parse(text)) == written


def test_an_expression_that_spaces_would_make_too_long_is_written_without() -> None:
    text = "+".join(["sales_other_currency"] * 9)

    assert len(text) == 188
    assert str(parse(text)) == text


numbers = st.builds(Number, st.decimals(0, 10**6, places=3) | st.integers(0, 10**6).map(Decimal))
names = st.builds(CountName, st.sampled_from(NAMED))
signs: st.SearchStrategy[Operator] = st.sampled_from(("+", "-", "*", "/"))


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Negation, inner) | st.builds(Operation, signs, inner, inner)


trees: st.SearchStrategy[Node] = st.recursive(numbers | names, _larger, max_leaves=8)

ARITHMETIC: dict[Operator, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def naive(node: Node, counts: dict[str, int]) -> Fraction:
    """Raises ZeroDivisionError where there is no value."""
    if isinstance(node, Number):
        return Fraction(str(node.value))
    if isinstance(node, CountName):
        return Fraction(counts[node.name])
    if isinstance(node, Negation):
        return 0 - naive(node.of, counts)
    return ARITHMETIC[node.operator](naive(node.left, counts), naive(node.right, counts))


def within_limits(tree: Node) -> bool:
    try:
        parse(str(Expression(tree)))
    except ExpressionError as error:
        return not str(error).startswith("too ")
    return True


@given(tree=trees.filter(within_limits))
def test_what_is_written_reads_as_the_same_tree(tree: Node) -> None:
    assert parse(str(Expression(tree))) == Expression(tree)


@given(tree=trees, values=st.lists(st.integers(-5, 10**9), min_size=len(NAMED), max_size=len(NAMED)))
def test_the_result_is_that_of_exact_fractions(tree: Node, values: list[int]) -> None:
    counts = dict(zip(NAMED, values, strict=True))
    try:
        expected = float(naive(tree, counts))
    except ZeroDivisionError:
        expected = None

    assert Expression(tree).evaluate(counts) == expected


@given(text=st.text(max_size=210) | st.text("()+-*/.,0129 salehnd_\x00−÷", max_size=60))
def test_no_text_does_worse_than_an_expression_error(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        position = error.position
    else:
        position = 1
        assert parse(str(expression)) == expression
        expression.evaluate(COUNTS)
        expression.n(COUNTS)
    assert 1 <= position <= len(text) + 1


@given(parts=st.lists(st.sampled_from([*NAMED, "1", "2.5", "+", "-", "*", "/", "(", ")", " "]), max_size=25))
def test_no_row_of_tokens_does_worse_than_an_expression_error(parts: list[str]) -> None:
    try:
        expression = parse("".join(parts))
    except ExpressionError:
        return
    assert parse(str(expression)) == expression
