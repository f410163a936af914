"""Runs in a process whose instructions are counted: load a handler and invoke it, so many times.

python measured.py '{"path": [...], "module": "app", "event": {...}, "times": 1}'
"""

import json
import sys

given = json.loads(sys.argv[1])
sys.path[:0] = given["path"]


class Context:
    """What a handler may ask of Lambda's context."""

    function_name = "benchmark"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:sa-east-1:000000000000:function:benchmark"
    aws_request_id = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


handler = __import__(given["module"]).handler
answer = None
for _ in range(given["times"]):
    answer = handler(given["event"], Context())
print("answered", answer.get("statusCode") if isinstance(answer, dict) else answer)
