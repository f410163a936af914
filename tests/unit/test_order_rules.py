from itertools import product

from bytemeburger.orders.rules import KITCHEN_STEPS, Status, kitchen_may, queue_rank


def test_the_kitchen_only_goes_forward_and_one_step_back_from_ready_and_completed() -> None:
    allowed = {(current, to) for current, to in product(Status, Status) if kitchen_may(current, to)}
    assert allowed == {
        (Status.RECEIVED, Status.IN_PREPARATION),
        (Status.IN_PREPARATION, Status.READY),
        (Status.READY, Status.COMPLETED),
        (Status.READY, Status.IN_PREPARATION),
        (Status.COMPLETED, Status.READY),
    }


def test_nothing_the_kitchen_does_makes_an_order_received() -> None:
    assert all(Status.RECEIVED not in steps for steps in KITCHEN_STEPS.values())


def test_ready_comes_before_in_preparation_before_received() -> None:
    assert queue_rank("READY") < queue_rank("IN_PREPARATION") < queue_rank("RECEIVED")
