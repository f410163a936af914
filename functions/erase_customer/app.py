"""POST /staff/customers/erase: forget somebody who only ever typed a CPF, at that person's wish at the desk.

In all stores. What was sold stays, without the person; who asked and why is written down. `done` as with DELETE /me.
"""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.customers.pseudonym import pseudonym
from bytemeburger.privacy import erasure
from bytemeburger.privacy.schemas import PersonAtDesk


@endpoint("manager")
def handler(request: Request) -> Reply:
    person = request.parse(PersonAtDesk)
    asked = erasure.of_cpf(pseudonym(person.cpf), request.subject, person.reason)
    done = erasure.carry_on(asked)
    return Reply({"receipt": asked["receipt"], "done": done}, status=200 if done else 202)
