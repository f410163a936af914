"""The usual stack with Powertools' idempotency, whose records are a table of their own."""

from typing import Any

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent

from benchmarks.peers import powertools


@idempotent(
    persistence_store=DynamoDBPersistenceLayer(table_name="idempotency"),
    config=IdempotencyConfig(event_key_jmespath='headers."Idempotency-Key"', use_local_cache=False),
)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer: dict[str, Any] = powertools.handler(event, context)
    return answer
