"""GET /board: the numbers in preparation and ready to be picked up, for anybody to see.

A screen that listens to live updates takes `orders` as its state: frames with a higher `sequence` are newer than this
answer, and of one order the higher version counts.
"""

from bytemeburger import settings
from bytemeburger.api import Request, Response, endpoint
from bytemeburger.conditions import VALIDATORS
from bytemeburger.live.records import last_sequence
from bytemeburger.orders import records, staff_views
from bytemeburger.parameters import STORE
from bytemeburger.stores import records as stores


@endpoint(query=(STORE,), headers=VALIDATORS, problems={404: ("store-unknown",)})
def handler(request: Request) -> Response[staff_views.PickupBoard]:
    store = request.query(STORE) or settings.default_store()
    sequence = last_sequence(store)
    if not sequence:  # nothing ever happened there: perhaps it is no store
        stores.read(store)
    board = staff_views.board(store, sequence, records.queue(store))
    return Response(board, headers={"Cache-Control": "public, max-age=2"}, digested=True)
