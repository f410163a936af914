"""A route declares the problems in which it can end. That it ends in no other, each answer in a test is compared with its
contract; here the other way round: each of them occurred in its tests, so that callers prepare for nothing that never comes.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from scripts.documents.openapi import endpoint_of
from tests.contract import OPERATIONS

# Declared though no function test can bring it about: (function, problem): why.
EXPLAINED: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def answered(recording: Path) -> dict[str, set[str]]:
    """The problems that each function answered."""
    problems: defaultdict[str, set[str]] = defaultdict(set)
    for path in recording.glob("*.problems"):
        for function, codes in json.loads(path.read_text()).items():
            problems[function].update(codes)
    return problems


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_each_problem_that_a_route_declares_occurs_in_its_tests(answered: dict[str, set[str]], name: str) -> None:
    declared = {code for codes in endpoint_of(name).contract.problems.values() for code in codes}
    explained = {code for function, code in EXPLAINED if function == name}
    assert declared - answered[name] == explained
