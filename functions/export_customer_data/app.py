"""POST /staff/customers/export: all data about a person who only typed a CPF, for that person at the desk.

Of all stores: the orders placed with the CPF, and the receipts with it. Who asked and why is recorded. `limit` and
`cursor` in the query page through both. An account's own data is not searched: that is GET /me/export.
"""

from bytemeburger import table
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.customers.protected_cpf import pseudonym
from bytemeburger.parameters import CURSOR, limit
from bytemeburger.privacy import export
from bytemeburger.privacy.records import audit
from bytemeburger.privacy.schemas import PersonAtDesk

LIMIT = limit()


@endpoint("manager", query=(LIMIT, CURSOR))
def handler(request: Request, body: PersonAtDesk) -> Response[export.CpfExport]:
    table.transact([audit("customer_exported", pseudonym(body.cpf), request.principal.subject, reason=body.reason)])
    return Response(export.of_cpf(body.cpf, limit=request.query(LIMIT), cursor=request.query(CURSOR)))
