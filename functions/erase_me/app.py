"""DELETE /me: forget the customer who signed in (Lei 13.709/2018, art. 18).

What was sold stays, without the person. `done` is false while an order is still being made or more is to be done than
fits in one request; it goes on by itself. `receipt` names the line of the audit that proves the erasure.
"""

from bytemeburger.api import Reply, Request, endpoint
from bytemeburger.privacy import erasure


@endpoint()
def handler(request: Request) -> Reply:
    asked = erasure.of_account(request.customer)
    done = erasure.carry_on(asked)
    return Reply({"receipt": asked["receipt"], "done": done}, status=200 if done else 202)
