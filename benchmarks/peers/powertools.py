"""The usual stack: Powertools' logger, metrics and resolver with validation, pydantic, boto3's table. Without its tracer,
which needs the X-Ray SDK: that costs a cold start 8 % more."""

import json
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel, Field

logger, metrics = Logger(service="orders"), Metrics(namespace="orders", service="orders")
app = APIGatewayRestResolver(enable_validation=True)
table = boto3.resource("dynamodb").Table("orders")


class PeerLine(BaseModel):
    product_id: str = Field(max_length=64)
    quantity: int = Field(ge=1, le=20)


class PeerOrder(BaseModel):
    lines: list[PeerLine] = Field(min_length=1)


@app.post("/orders")
def create_order(order: PeerOrder) -> dict[str, Any]:
    table.put_item(Item={"PK": "ORDER#1", **order.model_dump()}, ConditionExpression="attribute_not_exists(PK)")
    metrics.add_metric(name="OrderCreated", unit=MetricUnit.Count, value=1)
    return order.model_dump()


def request(event: dict[str, Any]) -> dict[str, Any]:
    lines = [
        {"product_id": each["product_id"], "quantity": each["quantity"]} for each in json.loads(event["body"])["lines"]
    ]
    return event | {"body": json.dumps({"lines": lines})}


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(request(event), context)
