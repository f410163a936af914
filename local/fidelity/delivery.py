"""What becomes of an event whose function fails."""

import json
from typing import Any

from ministack.services import eventbridge, lambda_svc

from local.fidelity.patching import Function, replaces


@replaces(eventbridge, "_dispatch_to_lambda")
def retry_failed_event(_: Function, arn: str, payload: str) -> Any:
    """Lambda Developer Guide, "Invoking a function asynchronously": the bus does not wait, and what fails is tried twice more and
    then goes where the function keeps it. The emulator tries once and forgets it."""
    function, config, _name = lambda_svc._get_func_record_for_ref(arn)
    if function and config:
        lambda_svc.invoke_async_with_retry(
            lambda_svc._execution_record_for_config(function, config), json.loads(payload)
        )
