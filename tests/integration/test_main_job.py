"""The main job, from the CPF to the board, over HTTP against the deployed stack."""

from local import order
from local.system import System


def test_a_customer_orders_pays_and_picks_up(system: System) -> None:
    requests: list[str] = []

    order_id = order.place(system.stack, system.simulator_url, requests.append)

    assert order_id
    assert requests[-1].endswith(f"GET  /orders/{order_id}")
