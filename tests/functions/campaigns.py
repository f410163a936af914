"""A store's campaigns, as a manager makes them."""

import itertools
from typing import Any

from bytemeburger.campaigns import records
from tests.functions.fixture_types import Call

NAME = {"pt-BR": "Oferta", "en": "Offer"}
FIXED = {"kind": "order_fixed", "amount": 500}
CPF = "52998224725"
BURGER: dict[str, Any] = {"lines": [{"product_id": "x-burger", "quantity": 1}]}
_numbers = itertools.count()


def save_campaign(call: Call, campaign_id: str, offer: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make a campaign, or change it, whatever version is there."""
    path = {"campaign_id": campaign_id}
    known = {each.campaign_id for each in records.all_of("centro")}
    headers = {"If-Match": "*"} if campaign_id in known else {}
    body = {"name": NAME, "offer": offer, "stackable": True} | more
    status, campaign = call("save_campaign", pathParameters=path, headers=headers, body=body)
    assert status == 200, campaign
    return dict(campaign)


def set_state(call: Call, campaign_id: str, state: str) -> None:
    answer = call("set_campaign_state", pathParameters={"campaign_id": campaign_id}, body={"state": state})
    assert answer[0] == 200, answer


def issue(call: Call, campaign_id: str, **body: Any) -> list[str]:
    status, issued = call("issue_coupons", pathParameters={"campaign_id": campaign_id}, body=body)
    assert status == 201, issued
    return list(issued["codes"])


def counted(campaign_id: str) -> tuple[int, int]:
    """Uses and centavos of a campaign."""
    counter = records.counters("centro", [campaign_id]).get(campaign_id) or {}
    return counter.get("uses", 0), counter.get("spent", 0)


def another_key() -> dict[str, str]:
    return {"Idempotency-Key": f"00000000-0000-0000-0000-{next(_numbers):012}"}


def order(call: Call, **body: Any) -> Any:
    """Order a burger, unless the body says something else."""
    return call("create_order", body=BURGER | body, headers=another_key())


def problem(answer: Any) -> tuple[int, str]:
    """Status and code of what was refused."""
    status, body = answer
    return status, body["type"].removeprefix("urn:bytemeburger:problem:")
