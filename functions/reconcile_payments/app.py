"""Every minute: settle what was paid without a webhook, expire what was not paid in time, finish the refunds.

Four runs at once look after a quarter of the stores each. Orders are handled independently and in parallel, so one that
fails waits for the next minute and delays no other. Provider accounts take turns, each with a few questions at once, and
stores have a time budget of their own for their provider.
"""

from concurrent.futures import ThreadPoolExecutor

from bytemeburger import clock
from bytemeburger.errors import NotFound
from bytemeburger.orders import records as orders
from bytemeburger.payments import reconciliation
from bytemeburger.payments.gateway import ProviderUnavailable
from bytemeburger.payments.records import Due
from bytemeburger.payments.time_budget import TimeBudget
from bytemeburger.schedule import Counts, Run, scheduled
from bytemeburger.telemetry import count, logger

AT_ONCE = 32


@scheduled
def handler(run: Run) -> Counts:
    at, time_budget = clock.now(), TimeBudget()
    waits, left_over, results = [0.0], list[Due](), list[bool]()

    def attempt(due: Due) -> bool:
        """Whether it went well."""
        try:
            order = orders.read(due.order_id)
            waits.append(reconciliation.overdue(order, at))
            reconciliation.reconcile(order, time_budget.gateway(due.store))
        except NotFound:  # it ended, and was removed in its time
            return True
        except Exception as error:
            if isinstance(error, ProviderUnavailable):
                time_budget.record_silence(due.store, error)
            logger.exception("not reconciled", extra={"store": due.store, "order_id": due.order_id})
            return False
        return True

    def work(turns: reconciliation.Turns) -> None:
        for due in turns:
            if run.has_time():
                results.append(attempt(due))
            else:
                left_over.append(due)

    with ThreadPoolExecutor(AT_ONCE) as workers:
        searched = list(workers.map(reconciliation.find, reconciliation.searches(run.event.get("quarter"))))
        results += [False for _, went_well in searched if not went_well]
        orders_due = {due.order_id: due for found, _ in searched for due in found}.values()
        stores = list({due.store for due in orders_due})
        accounts = dict(zip(stores, workers.map(reconciliation.account, stores), strict=True))
        turns = reconciliation.Turns(reconciliation.in_turn(orders_due, at), accounts.__getitem__)
        for _ in workers.map(work, [turns] * AT_ONCE):
            pass
    if left_over:
        logger.warning("out of time; the rest waits for the next run", extra={"orders": len(left_over)})
    count("OldestDueSeconds", max(*waits, reconciliation.oldest_left_over(left_over, at)), "Seconds")
    tried, failed = len(results), results.count(False)
    count("Reconciled", tried)
    count("ReconcileFailed", failed)
    return {"tried": tried, "failed": failed}
