"""The few calls by which the stream's consumers act, in memory and as AWS answers them: PutEvents, and transactions of
conditional puts and of counters. One thread at a time; a hundred thousand of them take seconds, on moto minutes.

Each call can be refused, and can be done without its answer arriving: as `chance` has it.
"""

import copy
import json
import random
import re
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from bytemeburger.attributes import plain_item


class Cloud:
    def __init__(self, chance: random.Random, trouble: float):
        self.published: list[tuple[str, dict[str, Any]]] = []
        """Each event that the bus accepted, as (name, detail)."""
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self._chance = chance
        self._trouble = trouble

    def _happens(self) -> bool:
        return self._chance.random() < self._trouble

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        answers = []
        for entry in Entries:
            if self._happens():
                answers.append({"ErrorCode": "ThrottlingException"})
                continue
            self.published.append((entry["DetailType"], json.loads(entry["Detail"])))
            answers.append({"EventId": "1"})
        self._lose_the_answer()
        return {"Entries": answers}

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Of DynamoDB's operations the one that the consumers use."""
        assert operation == "TransactWriteItems"
        actions = parameters["TransactItems"]
        if self._happens():
            raise _cancelled([{"Code": "TransactionConflict"}])
        reasons = [self._reason(action) for action in actions]
        if any(reasons):
            raise _cancelled([{"Code": reason or "None"} for reason in reasons])
        for action in actions:
            self._do(action)
        self._lose_the_answer()
        return {}

    def _reason(self, action: dict[str, Any]) -> str | None:
        match action:
            case {"Put": {"Item": item, "ConditionExpression": condition, "ExpressionAttributeNames": names}}:
                assert (condition, names) == ("attribute_not_exists (#0)", {"#0": "PK"})
                return "ConditionalCheckFailed" if _key(item) in self.items else None
            case {"Update": {"Key": _, "UpdateExpression": _, **others}} if "ConditionExpression" not in others:
                return None
        raise ValueError(f"no such action here: {action}")

    def _do(self, action: dict[str, Any]) -> None:
        if "Put" in action:
            item = action["Put"]["Item"]
            self.items[_key(item)] = plain_item(item)
            return
        update = action["Update"]
        names, values = update["ExpressionAttributeNames"], plain_item(update["ExpressionAttributeValues"])
        changes = re.fullmatch(r"SET (\S+) = (\S+) ADD (.+)", update["UpdateExpression"])
        assert changes, update["UpdateExpression"]
        name, value, added = changes.groups()
        item = self.items.setdefault(_key(update["Key"]), {})
        item[names[name]] = values[value]
        for name, value in (each.split() for each in added.split(", ")):
            item[names[name]] = item.get(names[name], 0) + values[value]

    def _lose_the_answer(self) -> None:
        if self._happens():
            raise ReadTimeoutError(endpoint_url="memory")

    def counters(self) -> dict[tuple[str, str], dict[str, int]]:
        """Every counter by its key, without the zeros."""
        return {
            key: {name: value for name, value in item.items() if isinstance(value, int) and value}
            for key, item in copy.deepcopy(self.items).items()
            if item["type"] == "counter"
        }


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["PK"]["S"], item["SK"]["S"]


def _cancelled(reasons: list[dict[str, str]]) -> ClientError:
    answer: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
    return ClientError(answer, "TransactWriteItems")
