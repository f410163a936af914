"""How long a quarter's run of the reconciler takes with 20,000 unpaid orders in 5,000 stores: 5,000 of them in 1,250 are its own.

    python -m benchmarks.reconciler [orders]          (a minute; fewer orders on a machine that has other work)

The function runs as it is; AWS and the provider are a process of their own that answers every order alike, each after as
long as it takes in production: what is waited for is assumed, what is computed is measured.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.scene import ENVIRONMENT
from benchmarks.stub import SECRET

QUARTER, STORES = 5_000, 1_250
ORDERS = int(sys.argv[1]) if sys.argv[1:] else QUARTER
SHARDS_OF_QUARTER = 4
AWS_SECONDS, PROVIDER_SECONDS = 0.005, 0.150
PLACED_AT = "2026-11-24T12:00:00.000Z"
CPU_SHARE = {512: 0.29, 1024: 0.58, 1769: 1.0}
"""Of a processor, by a function's memory in MB (Lambda Developer Guide: 1,769 MB are one)."""


def _order(number: int) -> dict[str, Any]:
    """As the table holds it."""
    line: dict[str, Any] = {
        "product_id": "x-burger",
        "category": "burger",
        "name": {"pt-BR": "X-Burger", "en": "Cheeseburger"},
    }
    line |= {"options": [], "choices": [], "note": None, "unit_price": 1990, "quantity": 1}
    payment: dict[str, Any] = {
        "provider": "mercadopago",
        "provider_order_id": f"ORD{number}",
        "payment_id": f"PAY{number}",
    }
    payment |= {"attempt": 1, "amount": 5970, "status": "PENDING", "qr_data": "0" * 170, "expires_at": PLACED_AT}
    return {
        "PK": f"ORDER#{number}",
        "SK": "ORDER",
        "type": "order",
        "version": 2,
        "order_id": str(number),
        "store": f"store-{number % STORES}",
        "time_zone": "America/Sao_Paulo",
        "business_day": "2026-11-24",
        "status": "AWAITING_PAYMENT",
        "dining": "eat_in",
        "lines": [line] * 3,
        "total": 5970,
        "history": [{"status": "AWAITING_PAYMENT", "at": PLACED_AT, "by": "customer"}],
        "created_at": PLACED_AT,
        "updated_at": PLACED_AT,
        "due_at": "2099-01-01T00:00:00.000Z",
        "fingerprint": "f" * 43,
        "payment": payment,
    }


def _provider_order(number: str) -> dict[str, Any]:
    return {
        "id": f"ORD{number}",
        "external_reference": number,
        "status": "created",
        "status_detail": "created",
        "total_amount": "59.70",
        "currency": "BRL",
        "created_date": PLACED_AT,
        "transactions": {"payments": [{"id": "PAY1", "amount": "59.70", "status": "created"}]},
    }


def _from_aws(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    from bytemeburger.attributes import typed_item

    match operation:
        case "GetSecretValue":
            return {"SecretString": json.dumps(SECRET | {"user_id": parameters["SecretId"]})}
        case "GetItem" if parameters["Key"]["PK"]["S"].startswith("ORDER#"):
            return {"Item": typed_item(_order(int(parameters["Key"]["PK"]["S"].partition("#")[2])))}
        case "GetItem":
            return {}
        case "Query" if parameters.get("IndexName") == "GSI4":
            shard = int(parameters["ExpressionAttributeValues"][":partition"]["S"].partition("#")[2])
            numbers = range(shard // 4, ORDERS, SHARDS_OF_QUARTER)
            keys = [
                {"PK": f"ORDER#{each}", "SK": "ORDER", "GSI4SK": f"{PLACED_AT}#store-{each % STORES}#{each}"}
                for each in numbers
            ]
            return {"Items": [typed_item(each) for each in keys]}
        case "Query":
            return {"Items": []}
        case "BatchGetItem":
            return {"Responses": {}}
    return {}


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.readuntil(b"\r\n\r\n"):
        line, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if target := headers.get("x-amz-target"):
            found = _from_aws(target.partition(".")[2], json.loads(body))
            await asyncio.sleep(AWS_SECONDS)
        else:
            found = _provider_order(line.split()[1].rpartition("/ORD")[2])
            await asyncio.sleep(PROVIDER_SECONDS)
        content = json.dumps(found).encode()
        kind = b"Content-Type: application/json\r\n"
        writer.write(b"HTTP/1.1 200 OK\r\n" + kind + b"Content-Length: %d\r\n\r\n" % len(content) + content)
        await writer.drain()


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def answering() -> Iterator[None]:
    """Let AWS and the provider be that process."""
    command = [sys.executable, "-m", "benchmarks.reconciler", str(ORDERS), "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stub:
        assert stub.stdout
        address = f"http://127.0.0.1:{stub.stdout.readline().strip()}"
        os.environ |= ENVIRONMENT | {"AWS_ENDPOINT_URL": address, "MERCADOPAGO_URL": address}
        try:
            yield
        finally:
            stub.terminate()


class ReconcilerContext:
    """Lambda's, in the first second of a run."""

    function_name = invoked_function_arn = aws_request_id = "benchmark"
    memory_limit_in_mb = 1024

    def get_remaining_time_in_millis(self) -> int:
        return 55_000


@answering()
def main() -> None:
    from functions.reconcile_payments.app import handler

    started, cpu = time.monotonic(), time.process_time()
    result = handler({"quarter": 0}, ReconcilerContext())
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    print(f"{result}: {seconds:.1f} s, {result['tried'] / seconds:.0f} orders a second")
    print(f"{1000 * cpu / result['tried']:.2f} ms of CPU an order")
    for memory, share in CPU_SHARE.items():
        print(
            f"at {memory} MB at least {QUARTER / result['tried'] * cpu / share:.0f} s for the quarter, which may take 40"
        )


if __name__ == "__main__":
    asyncio.run(_serve()) if sys.argv[2:] == ["serve"] else main()
