"""botocore's DynamoDB client and no more."""

from typing import Any

import botocore.session

dynamodb: Any = botocore.session.get_session().create_client("dynamodb")


def handler(_event: Any, _context: Any) -> dict[str, Any]:
    dynamodb.put_item(TableName="orders", Item={"PK": {"S": "ORDER#1"}})
    return {"statusCode": 201}
