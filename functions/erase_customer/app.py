"""POST /staff/customers/erase: erase the data of a person who only typed a CPF, on their request at the desk.

In all stores, on orders placed until now. What was sold stays, without the person; who asked and why is written down.
`done`, `searched` and `kept` as with DELETE /me: the CPF on the receipt of what was paid is kept by law. An account is
not searched, since it holds no CPF: its owner ends it.
"""

from bytemeburger.api import Request, Response, endpoint
from bytemeburger.privacy import erasure, views
from bytemeburger.privacy.schemas import PersonAtDesk


@endpoint("manager", statuses=(200, 202))
def handler(request: Request, body: PersonAtDesk) -> Response[views.Erasure]:
    started = erasure.of_cpf(body.cpf, request.principal.subject, body.reason)
    progress = erasure.resume(started)
    return Response(views.erasure(started, progress), status=200 if progress.done else 202)
