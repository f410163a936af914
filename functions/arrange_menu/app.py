"""PUT /menu/arrangement: in which order the products of each category are shown.

Products that it does not name come last, by price. Categories keep their own order, in which a meal is put together.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.audit import records as audit
from bytemeburger.audit.rules import About
from bytemeburger.menu import records, views
from bytemeburger.menu.records import Arrangement
from bytemeburger.menu.schemas import Arrange
from bytemeburger.table import Plain


@endpoint("manager")
def handler(request: Request, body: Arrange) -> Response[views.MenuArrangement]:
    store = request.principal.staff_store
    entry: list[Plain] = []

    def arrange(arrangement: Arrangement) -> bool:
        changes = [{"path": "/arrangement", "old": arrangement.product_ids, "new": body.product_ids}]
        entry[:] = audit.record_changes(store, request.principal.subject, About.MENU, changes)
        changed: bool = arrangement.product_ids != body.product_ids
        arrangement.product_ids = body.product_ids
        return changed

    table.change(lambda: records.read_arrangement(store), arrange, lambda _: entry)
    return Response({"product_ids": body.product_ids})
