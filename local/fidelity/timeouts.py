"""How long AWS waits."""

import asyncio
from typing import Any

from ministack.services import apigateway_v1

from local.fidelity.patching import Function, replaces

GATEWAY_SECONDS = 29


@replaces(apigateway_v1, "_invoke_lambda_proxy_v1")
async def limit_integration_time(invoke: Function, *place: Any, **more: Any) -> Any:
    """API Gateway Developer Guide, "Quotas": 29 seconds for an integration, unless a quota is raised. The function goes on."""
    invocation = asyncio.ensure_future(invoke(*place, **more))
    done, _ = await asyncio.wait({invocation}, timeout=GATEWAY_SECONDS)
    return await invocation if done else apigateway_v1._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")
