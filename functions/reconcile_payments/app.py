"""Every minute: settle what was paid without a webhook, expire what was not paid in time, finish the refunds.

Orders are handled independently and in parallel, so one that fails waits for the next minute and delays no other.
Stores take turns, each with a time budget of its own for its provider.
"""

from concurrent.futures import ThreadPoolExecutor

from bytemeburger.orders import records as orders
from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.payments.reconciliation import oldest_due, open_orders, reconcile, round_robin
from bytemeburger.payments.time_budget import TimeBudget
from bytemeburger.schedule import Outcome, Run, scheduled
from bytemeburger.stores import records as stores
from bytemeburger.table import Plain
from bytemeburger.telemetry import count, logger

AT_ONCE = 10
"""As many connections as PynamoDB's client keeps open."""


@scheduled
def handler(run: Run) -> Outcome:
    names = [store["store"] for store in stores.all_stores()]
    time_budget = TimeBudget()

    def attempt(item: Plain) -> bool | None:
        """Whether it went well; None where there was no time for it."""
        if not run.has_time():
            return None
        try:
            reconcile(orders.from_item(item), time_budget.gateway(item["store"]))
        except Exception as error:
            if isinstance(error, ProviderUnavailable):
                time_budget.record_silence(item["store"], error)
            logger.exception("not reconciled", extra={"store": item["store"], "order_id": item["order_id"]})
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as workers:
        queues = list(workers.map(open_orders, names))
        count("OldestDueSeconds", oldest_due(queues), "Seconds")
        done = list(workers.map(attempt, round_robin(queues)))
    if None in done:
        logger.warning("out of time; the rest waits for the next run", extra={"orders": done.count(None)})
    tried, failed = len(done) - done.count(None), done.count(False)
    count("Reconciled", tried)
    count("ReconcileFailed", failed)
    return {"tried": tried, "failed": failed}
