"""Event patterns, which say what records a function wants (Lambda Developer Guide, "Filter rule syntax").

A pattern has the shape of the event. Every field of it must match; a field matches when one of its rules does. As in
AWS, a list in the event matches when one of its elements does, and only values have existence, not the maps between.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

type Matcher = Callable[[Any], bool]

_ABSENT = object()
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda value, bound: value == bound,
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}


class PatternError(ValueError):
    """AWS would not accept the pattern."""


def pattern(text: str) -> Matcher:
    """Whether an event matches the pattern in a JSON text. Raises PatternError."""
    try:
        node = json.loads(text)
    except ValueError:
        raise PatternError("a pattern is a JSON text") from None
    return _fields(node)


def _fields(node: Any) -> Matcher:
    if not (isinstance(node, dict) and node):
        raise PatternError(f"an object with fields was expected, not {node!r}")
    matchers = [_alternatives(rule) if name == "$or" else _field(name, rule) for name, rule in node.items()]
    return lambda value: any(all(matches(each) for matches in matchers) for each in _elements(value))


def _alternatives(nodes: Any) -> Matcher:
    if not (isinstance(nodes, list) and len(nodes) > 1):
        raise PatternError("$or takes a list of two or more patterns")
    matchers = [_fields(node) for node in nodes]
    return lambda value: any(matches(value) for matches in matchers)


def _field(name: str, rule: Any) -> Matcher:
    matches = _rules(rule) if isinstance(rule, list) else _fields(rule)
    return lambda value: matches(value.get(name, _ABSENT) if isinstance(value, Mapping) else _ABSENT)


def _rules(rules: list[Any]) -> Matcher:
    if not rules:
        raise PatternError("a field needs at least one rule")
    matchers = [_rule(rule) for rule in rules]

    def matches(value: Any) -> bool:
        leaves = [each for each in _elements(value) if each is not _ABSENT and not isinstance(each, Mapping)]
        return any(matches(leaves) for matches in matchers)

    return matches


def _rule(rule: Any) -> Callable[[list[Any]], bool]:
    """Whether the values found at a field satisfy a rule; there are none when the field is absent."""
    match rule:
        case {"exists": bool(expected), **others} if not others:
            return lambda leaves: bool(leaves) is expected
        case dict():
            test = _test(rule)
        case _:
            test = _equals(rule)
    return lambda leaves: any(test(leaf) for leaf in leaves)


def _test(rule: dict[str, Any]) -> Matcher:
    match list(rule.items()):
        case [("prefix", str(text))]:
            return lambda leaf: isinstance(leaf, str) and leaf.startswith(text)
        case [("suffix", str(text))]:
            return lambda leaf: isinstance(leaf, str) and leaf.endswith(text)
        case [("equals-ignore-case", str(text))]:
            return lambda leaf: isinstance(leaf, str) and leaf.casefold() == text.casefold()
        case [("numeric", list(comparisons))]:
            return _numeric(comparisons)
        case [("anything-but", dict(excluded))]:
            test = _test(excluded)
            return lambda leaf: not test(leaf)
        case [("anything-but", excluded)]:
            tests = [_equals(each) for each in (excluded if isinstance(excluded, list) else [excluded])]
            return lambda leaf: not any(test(leaf) for test in tests)
    raise PatternError(f"unknown rule {rule!r}")


def _numeric(comparisons: list[Any]) -> Matcher:
    pairs = list(zip(comparisons[::2], comparisons[1::2], strict=False))
    if len(comparisons) not in {2, 4} or not all(sign in _COMPARISONS and _is_number(bound) for sign, bound in pairs):
        raise PatternError(f"numeric takes one or two pairs of a comparison and a number, not {comparisons!r}")
    return lambda leaf: _is_number(leaf) and all(_COMPARISONS[sign](leaf, bound) for sign, bound in pairs)


def _equals(expected: Any) -> Matcher:
    """JSON's equality: neither is true 1 nor "1" 1, but 1.0 is."""
    if not (expected is None or isinstance(expected, str | bool | int | float)):
        raise PatternError(f"{expected!r} is not a value")
    if _is_number(expected):
        return lambda leaf: _is_number(leaf) and leaf == expected
    return lambda leaf: type(leaf) is type(expected) and leaf == expected


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _elements(value: Any) -> Iterator[Any]:
    """The elements of a list and of the lists in it; anything else is its own only element."""
    if isinstance(value, list) and value:
        for each in value:
            yield from _elements(each)
    else:
        yield _ABSENT if value == [] else value
