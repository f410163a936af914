"""What the functions, and MiniStack for AWS, have written to CloudWatch Logs."""

from collections.abc import Iterator

from local.stack import Stack

PAGE_EVENTS = 10_000


def groups(stack: Stack) -> Iterator[str]:
    """The names of all log groups."""
    for page in stack.client("logs").get_paginator("describe_log_groups").paginate():
        yield from (group["logGroupName"] for group in page["logGroups"])


def messages(stack: Stack, group: str, since: int = 0) -> Iterator[str]:
    """The messages of a group since a time in milliseconds, the oldest first.

    MiniStack answers the first 10,000 events and names no next page, so the next question starts where those end: what
    stands at that very millisecond may come twice.
    """
    logs = stack.client("logs")
    while True:
        events = logs.filter_log_events(logGroupName=group, startTime=since)["events"]
        yield from (event["message"] for event in events)
        if len(events) < PAGE_EVENTS:
            return
        since = events[-1]["timestamp"]
