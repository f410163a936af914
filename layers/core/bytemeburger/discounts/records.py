"""What is counted of campaigns' uses.

`STORE#s#CAMPAIGN#id` / `COUNTER`, `DAY#date`, `PERSON#who` count uses where there is a limit to hold, `COUPON#digest` /
`COUPON` those of a code. They are counted in the transaction that writes the order, and given back in the one that ends
it unmade; the order keeps what it took.
"""

from collections.abc import Iterable

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from bytemeburger import table
from bytemeburger.discounts.model import Use
from bytemeburger.table import Key, Plain


def counter_key(store: str, campaign_id: str) -> Key:
    return f"STORE#{store}#CAMPAIGN#{campaign_id}", "COUNTER"


def day_key(store: str, use: Use) -> Key:
    return f"STORE#{store}#CAMPAIGN#{use.campaign_id}", f"DAY#{use.day}"


def person_key(store: str, use: Use) -> Key:
    return f"STORE#{store}#CAMPAIGN#{use.campaign_id}", f"PERSON#{use.person}"


def give_back(store: str, uses: Iterable[Use]) -> list[Plain]:
    """The actions that undo what `campaigns.records.take` counted."""
    actions = []
    for each in uses:
        if each.in_all:
            actions.append(count_action(counter_key(store, each.campaign_id), None, uses=-1, spent=-each.amount))
        if each.day is not None:
            actions.append(count_action(day_key(store, each), None, uses=-1))
        if each.person is not None:
            actions.append(count_action(person_key(store, each), None, uses=-1))
        if each.coupon is not None:
            actions.append(count_action((each.coupon, "COUPON"), None, uses=-1))
    return actions


def forget_person(store: str, uses: Iterable[Use]) -> list[Plain]:
    """The actions that remove what was counted for a person."""
    return [table.delete_action(person_key(store, each)) for each in uses if each.person is not None]


def count_action(key: Key, condition: Condition | None, *changes: Action, **amounts: int) -> Plain:
    """The action that adds the amounts to what is counted."""
    added = [Path(name).add(amount) for name, amount in amounts.items()]
    return table.update_action(key, Path("type").set("campaign_uses"), *changes, *added, condition=condition)
