"""Who an order is for, without saying who: the pseudonym of a CPF and a signed reference to it.

A pseudonym is still personal data (Lei 13.709/2018, art. 13, § 4), but whoever steals the table cannot turn it
back without the pepper. Nothing is looked up to make one, so nothing can be learned by asking.
"""

from bytemeburger import seal
from bytemeburger.errors import Invalid

REFERENCE_SECONDS = 30 * 60


def pseudonym(cpf: str) -> str:
    """`h1-` and the keyed hash of eleven digits; `h1` names the pepper's generation."""
    return f"h1-{seal.digest('cpf', cpf).hex()}"


def on_receipt(cpf: str) -> str:
    """By what the orders with this CPF on their receipts are found. It is another hash than the pseudonym, so that the
    table does not tell that who ordered and whose CPF stands on a receipt are one person."""
    return seal.encode(seal.digest("receipt-cpf", cpf))


def is_one(customer: str) -> bool:
    """Whether an order's customer is a pseudonym, not a verified customer's `sub`."""
    return customer.startswith("h1-")


def reference(cpf: str) -> str:
    """What a client holds instead of the pseudonym: signed, and good for half an hour."""
    return seal.sign("customer", pseudonym(cpf), REFERENCE_SECONDS)


def from_reference(customer_ref: str) -> str:
    """The pseudonym behind a reference. Raises Invalid when it was changed or has ended."""
    found = seal.verify("customer", customer_ref)
    if found is None:
        raise Invalid("customer-reference-invalid")
    return found
