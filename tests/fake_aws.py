"""The few calls by which the stream's consumers act, in memory and as AWS answers them: PutEvents, and what reads items and
puts them on a condition. One thread at a time; a hundred thousand of them take seconds, on moto minutes.

Each call can be refused, and can be done without its answer arriving: as `chance` has it.
"""

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from bytemeburger.attributes import plain_item
from tests.functions.books import expanded


class Cloud:
    def __init__(self, chance: random.Random, trouble: float):
        self.published: list[tuple[str, dict[str, Any]]] = []
        """Each event that the bus accepted, as (name, detail)."""
        self._images: dict[tuple[str, str], dict[str, Any]] = {}
        self._chance = chance
        self._trouble = trouble

    def _happens(self) -> bool:
        return self._chance.random() < self._trouble

    def _put_events(self, entries: list[dict[str, str]]) -> dict[str, Any]:
        answers = []
        for entry in entries:
            if self._happens():
                answers.append({"ErrorCode": "ThrottlingException"})
                continue
            self.published.append((entry["DetailType"], json.loads(entry["Detail"])))
            answers.append({"EventId": "1"})
        self._lose_the_answer()
        return {"Entries": answers}

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Those that the consumers use."""
        if operation == "PutEvents":
            return self._put_events(parameters["Entries"])
        if self._happens():
            raise _error("ThrottlingException", operation)
        match operation, parameters:
            case "BatchGetItem", {"RequestItems": tables}:
                ((name, request),) = tables.items()
                found = [self._images[_key(key)] for key in request["Keys"] if _key(key) in self._images]
                answer = {"Responses": {name: found}}
            case "PutItem", {"Item": image}:
                stored = self._images.get(_key(image), {})
                if any(stored.get(name) != value for name, value in _expected(parameters)):
                    raise _error("ConditionalCheckFailedException", operation)
                self._images[_key(image)] = copy.deepcopy(image)
                answer = {}
            case _:
                raise ValueError(f"no such operation here: {operation} {parameters}")
        self._lose_the_answer()
        return answer

    def _lose_the_answer(self) -> None:
        if self._happens():
            raise ReadTimeoutError(endpoint_url="memory")

    def counters(self) -> dict[tuple[str, str], dict[str, int]]:
        """Every counter by its key, without the zeros."""
        return expanded(map(plain_item, self._images.values()))


_IS_NOT_THERE_OR_IS = re.compile(r"attribute_not_exists \((#\d+)\)|(#\d+) = (:\d+)")


def _expected(parameters: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """What the attributes of a condition should be; None for one that should not be there."""
    condition, names = parameters["ConditionExpression"], parameters["ExpressionAttributeNames"]
    if _IS_NOT_THERE_OR_IS.sub("", condition).strip("() AND"):
        raise ValueError(f"no such condition here: {condition}")
    for missing, name, value in _IS_NOT_THERE_OR_IS.findall(condition):
        yield names[missing or name], None if missing else parameters["ExpressionAttributeValues"][value]


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["PK"]["S"], item["SK"]["S"]


def _error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, operation)
