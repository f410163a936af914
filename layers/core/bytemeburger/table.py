"""The one table. Every item has a partition key, a sort key, a type and a version; the `records.py` of a feature is the
only place that builds its keys.

Models write and get one item, and what changes a part of one is written in PynamoDB's expressions; lists read raw
items, at a seventh of the CPU of a model query.
"""

import base64
import binascii
import json
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import SystemRandom
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.attributes import UnicodeAttribute, VersionAttribute
from pynamodb.connection import TableConnection
from pynamodb.constants import ALL_NEW, ALL_OLD, ITEM, KEY
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from bytemeburger import settings
from bytemeburger.attributes import plain_item, typed_item
from bytemeburger.aws_json import JsonService
from bytemeburger.errors import Malformed, Unavailable
from bytemeburger.plain_model import PlainModel
from bytemeburger.telemetry import get_correlation_id

type Plain = dict[str, Any]
type Key = tuple[str, str]

CONFLICT_RETRIES = 6
READ_AHEAD = 12


class VersionConflict(Exception):
    """The stored item is not the version that was read."""


class Item(PlainModel):
    """What all items share. `change_id` names the write that made this version: it distinguishes our own write,
    repeated after a lost answer, from another one. `correlation_id` names the request that asked for it."""

    class Meta:
        table_name: str

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    version = VersionAttribute()
    change_id = UnicodeAttribute(null=True)
    correlation_id = UnicodeAttribute(null=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """One for all, that asks by our client: a model that connects by itself makes one of botocore's."""
        return _connection()

    def index(self) -> None:
        """Set the index keys that follow from the item's state; called before each write."""

    def unchanged(self) -> Condition | None:
        """What else than the version has to be as it was read when the item is changed."""
        return None


@cache
def _connection() -> TableConnection:
    Item.Meta.table_name = settings.table_name()
    connection = super(Item, Item)._get_connection()
    connection.connection._client = client()  # type: ignore[assignment]
    return connection


@cache
def client() -> JsonService:
    """Created on first use."""
    return JsonService("dynamodb", "DynamoDB_20120810", "1.0")


if settings.is_lambda():  # the time of its start costs nothing, and no caller waits for it
    _connection()


def fetch(keys: Iterable[Key]) -> dict[Key, Plain]:
    """The items that exist under at most 100 keys, read consistently in one round trip."""
    pending = [typed_item({"PK": pk, "SK": sk}) for pk, sk in keys]
    found: dict[Key, Plain] = {}
    for attempt in range(CONFLICT_RETRIES):
        answer = client().call(
            "BatchGetItem", {"RequestItems": {settings.table_name(): {"Keys": pending, "ConsistentRead": True}}}
        )
        for image in answer["Responses"].get(settings.table_name(), []):
            item = plain_item(image)
            found[item["PK"], item["SK"]] = item
        unread = answer.get("UnprocessedKeys") or {}
        if not unread:
            return found
        pending = unread[settings.table_name()]["Keys"]
        _back_off(attempt)
    raise Unavailable("busy")


def save(item: Item, also: Sequence[Plain] = (), unchanged: Condition | None = None) -> None:
    """Write the complete item if it is still at the version that was read (or does not exist, for a new one), and
    `unchanged`, in one transaction with the actions in `also`.

    Raises VersionConflict when somebody else was faster, and TransactionCancelled, counted from 1, when one of the
    other actions was.
    """
    item.index()
    item.change_id = uuid.uuid4().hex
    item.correlation_id = get_correlation_id()
    if also:
        _save_with(item, also, unchanged)
        return
    for attempt in range(CONFLICT_RETRIES):
        try:
            item.save(unchanged)
        except PutError as error:
            match error.cause_response_code:
                case "ConditionalCheckFailedException":
                    stored = fetch([(item.pk, item.sk)]).get((item.pk, item.sk))
                    if stored is None or stored.get("change_id") != item.change_id:
                        raise VersionConflict from None
                    return
                case "TransactionConflictException":
                    _back_off(attempt)
                case _:
                    raise
        else:
            return
    raise Unavailable("busy")


def _save_with(item: Item, also: Sequence[Plain], unchanged: Condition | None) -> None:
    try:
        transact([{"Put": item.get_save_kwargs_from_instance(unchanged)}, *also])
    except TransactionCancelled as refused:
        if 0 in refused.failed:
            raise VersionConflict from None
        raise
    item.version = int(item.version or 0) + 1


def change[Changed: Item](
    read: Callable[[], Changed],
    decide: Callable[[Changed], bool],
    also: Callable[[Changed], Sequence[Plain]] = lambda _: (),
) -> Changed:
    """Read, decide, write, again from the start while somebody else was faster.

    `decide` alters the item and answers whether there is anything to write; what it raises ends the change. `also`
    is then asked for the actions that belong to the same transaction.
    """
    for attempt in range(CONFLICT_RETRIES):
        item = read()
        unchanged = item.unchanged()
        if not decide(item):
            return item
        try:
            save(item, also(item), unchanged)
        except VersionConflict:
            _back_off(attempt)
        else:
            return item
    raise Unavailable("busy")


class TransactionCancelled(Exception):
    """A transaction was cancelled by conditions: `failed` holds the index of each action refused and the item
    that stood against it, None where there was none."""

    def __init__(self, failed: dict[int, Plain | None]):
        super().__init__(sorted(failed))
        self.failed = failed


def transact(actions: list[Plain]) -> None:
    """Do all of the actions or none. Raises TransactionCancelled.

    botocore never retries a transaction conflict, so this does, with one token: the same transaction.
    """
    token = uuid.uuid4().hex
    for attempt in range(CONFLICT_RETRIES):
        try:
            client().call("TransactWriteItems", {"TransactItems": actions, "ClientRequestToken": token})
        except ClientError as error:
            if error.response["Error"]["Code"] not in (
                "TransactionCanceledException",
                "TransactionInProgressException",
            ):
                raise
            reasons = error.response.get("CancellationReasons", [])
            failed = {
                index: plain_item(reason["Item"]) if reason.get("Item") else None
                for index, reason in enumerate(reasons)
                if reason.get("Code") == "ConditionalCheckFailed"
            }
            if failed:
                raise TransactionCancelled(failed) from None
            _back_off(attempt)
        else:
            return
    raise Unavailable("busy")


IS_NEW = Path("PK").does_not_exist()
IS_THERE = Path("PK").exists()


def cause() -> Action:
    """Of a change: the request that caused it."""
    found = get_correlation_id()
    return Item.correlation_id.set(found) if found else Item.correlation_id.remove()


def put_action(item: Plain, condition: Condition | None = None) -> Plain:
    """Of a transaction: write an item that has no model."""
    return {"Put": _operation((item["PK"], item["SK"]), ITEM, attributes=typed_item(item), condition=condition)}


def update_action(key: Key, *changes: Action, condition: Condition | None = None, answer_old: bool = False) -> Plain:
    """Of a transaction: change an item, which is created if it does not exist. `answer_old`: who refuses shows the item."""
    on_failure = {"return_values_on_condition_failure": ALL_OLD} if answer_old else {}
    return {"Update": _operation(key, actions=changes, condition=condition, **on_failure)}


def check_action(key: Key, condition: Condition) -> Plain:
    """Of a transaction: let it pass only while the condition holds of an item, which stays as it is."""
    return {"ConditionCheck": _operation(key, condition=condition)}


def delete_action(key: Key, condition: Condition | None = None) -> Plain:
    """Of a transaction: remove an item; nothing happens where there is none."""
    return {"Delete": _operation(key, condition=condition)}


def update(key: Key, *changes: Action) -> Plain:
    """Change an item, which is created if it does not exist; as it is then."""
    answer = client().call("UpdateItem", _operation(key, actions=changes, return_values=ALL_NEW))
    return plain_item(answer["Attributes"])


def update_if(condition: Condition, key: Key, *changes: Action) -> Plain | None:
    """As `update`, where the condition holds; None where it does not."""
    request = _operation(key, actions=changes, condition=condition, return_values=ALL_NEW)
    try:
        answer = client().call("UpdateItem", request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return None
    return plain_item(answer["Attributes"])


def delete(key: Key) -> Plain | None:
    """Remove an item, and what it was; one that is not there is removed already."""
    answer = client().call("DeleteItem", _operation(key, return_values=ALL_OLD))
    return plain_item(answer["Attributes"]) if answer.get("Attributes") else None


def read_eventual(key: Key) -> Plain | None:
    """An item as it was a moment ago, for half of what reading it as it is costs."""
    item = client().call("GetItem", _operation(key)).get("Item")
    return plain_item(item) if item else None


def read_attributes(key: Key, *names: str) -> Plain | None:
    """Those of an item as it is that it has; None where there is no item."""
    answer = client().call("GetItem", _operation(key, attributes_to_get=list(names), consistent_read=True))
    return plain_item(answer["Item"]) if "Item" in answer else None


def _operation(key: Key, part: str = KEY, **parts: Any) -> Plain:
    return _connection().get_operation_kwargs(*key, key=part, **parts)


def _back_off(attempt: int) -> None:
    time.sleep(SystemRandom().uniform(0.01, 0.025 * 2**attempt))  # jitter


@dataclass(frozen=True)
class Page:
    """Part of a list; `cursor` asks for the rest, None at the end."""

    items: list[Plain]
    cursor: str | None


@dataclass(frozen=True)
class Index:
    """A key pair to query by."""

    name: str | None
    partition: str
    sort: str


MAIN = Index(None, "PK", "SK")
BY_STATE = Index("GSI1", "GSI1PK", "GSI1SK")
BY_PERSON = Index("GSI2", "GSI2PK", "GSI2SK")
BY_RECEIPT = Index("GSI3", "GSI3PK", "GSI3SK")
BY_CONSENT = BY_RECEIPT
BY_DUE = Index("GSI4", "GSI4PK", "GSI4SK")
"""These know the keys of an item and nothing else of it: what changes no key costs them nothing."""


def query(
    index: Index,
    partition: str,
    *,
    prefix: str | None = None,
    between: tuple[str, str] | None = None,
    where: Mapping[str, str | int] | None = None,
    newest_first: bool = False,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page:
    """One page of a partition in the order of its sort key, narrowed by a prefix or an inclusive range.

    `where` keeps only the items with these values, `map.member` naming one within a map; `limit` counts the items
    before that.

    A cursor names a place, never a partition, so a client cannot leave its list.
    Raises Malformed for a cursor that this list did not give.
    """
    condition, values = f"{index.partition} = :partition", {":partition": partition}
    if prefix is not None:
        condition += f" AND begins_with({index.sort}, :prefix)"
        values[":prefix"] = prefix
    elif between is not None:
        condition += f" AND {index.sort} BETWEEN :low AND :high"
        values[":low"], values[":high"] = between
    request: Plain = {
        "TableName": settings.table_name(),
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": typed_item(values),
        "ScanIndexForward": not newest_first,
    }
    if where:
        paths = {name: ".".join(f"#{part}" for part in name.split(".")) for name in where}
        request["FilterExpression"] = " AND ".join(f"{path} = :where{at}" for at, path in enumerate(paths.values()))
        request["ExpressionAttributeNames"] = {f"#{part}": part for name in where for part in name.split(".")}
        request["ExpressionAttributeValues"] |= typed_item(
            {f":where{at}": value for at, value in enumerate(where.values())}
        )
    if index.name:
        request["IndexName"] = index.name
    if limit:
        request["Limit"] = limit
    if cursor is not None:
        request["ExclusiveStartKey"] = typed_item({**_place(cursor, index), index.partition: partition})
    try:
        answer = client().call("Query", request)
    except ClientError as error:
        if cursor is not None and error.response["Error"]["Code"] == "ValidationException":
            raise Malformed("parameter-invalid", parameter="cursor") from None
        raise
    last = answer.get("LastEvaluatedKey")
    return Page([plain_item(image) for image in answer["Items"]], _cursor(plain_item(last), index) if last else None)


def query_all(index: Index, partition: str, **narrowing: Any) -> Iterable[Plain]:
    """Every item of a partition, page after page."""
    cursor = None
    while True:
        page = query(index, partition, cursor=cursor, **narrowing)
        yield from page.items
        if page.cursor is None:
            return
        cursor = page.cursor


def pages(
    places: Sequence[tuple[Index, str]], *, limit: int, cursor: str | None, selective: bool = False, **narrowing: Any
) -> Page:
    """One page of several partitions, one after the other, newest first in each: as many items as asked for, unless
    a filter leaves fewer of `READ_AHEAD` queries. Of a `selective` filter, which few items pass, each of these reads as much as
    DynamoDB reads at once (1 MB). Raises Malformed for a cursor that this list did not give."""
    at, _, place = (cursor or "0.").partition(".")
    if at not in map(str, range(len(places))):
        raise Malformed("parameter-invalid", parameter="cursor")
    part, inner = int(at), place or None
    items: list[Plain] = []
    for _ in range(READ_AHEAD):
        (index, partition), wanted = places[part], limit - len(items)
        reads = None if selective else wanted
        page = query(index, partition, newest_first=True, limit=reads, cursor=inner, **narrowing)
        items += page.items[:wanted]
        inner = page.cursor if len(page.items) <= wanted else _cursor_behind(items[-1], index)
        if inner is None:
            part += 1
        if part == len(places):
            return Page(items, None)
        if len(items) >= limit:
            break
    return Page(items, f"{part}.{inner or ''}")


def _cursor_behind(item: Plain, index: Index) -> str:
    return _cursor({name: item[name] for name in ("PK", "SK", index.partition, index.sort)}, index)


def _cursor(key: Plain, index: Index) -> str:
    place = {name: value for name, value in key.items() if name != index.partition}
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _place(cursor: str, index: Index) -> Plain:
    try:
        place = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise Malformed("parameter-invalid", parameter="cursor") from None
    names = {"PK", "SK", index.sort} - {index.partition}
    if (
        not isinstance(place, dict)
        or set(place) != names
        or not all(isinstance(value, str) and value.isascii() and 0 < len(value) < 512 for value in place.values())
    ):
        raise Malformed("parameter-invalid", parameter="cursor")
    return place
