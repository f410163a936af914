"""What is kept of a CPF: a pseudonym, a signed reference to it, and what stands on a receipt ("CPF na nota").

A pseudonym is still personal data (Lei 13.709/2018, art. 13, § 4), but whoever steals the table cannot turn it back
without the pepper. Nothing is looked up to make one, so nothing can be learned by asking. The CPF on a receipt is
encrypted under a key that only a few functions may use, for one order: beside another one its ciphertext is worthless.
"""

import base64
from dataclasses import dataclass

from bytemeburger import aws, seal, settings
from bytemeburger.errors import Invalid

REFERENCE_SECONDS = 30 * 60


@dataclass(frozen=True)
class ReceiptCpf:
    """`ciphertext` is bound to the order; `digest` finds all receipts with this CPF."""

    ciphertext: str
    digest: str


def pseudonym(cpf: str) -> str:
    """`h1-` and the keyed hash of eleven digits; `h1` names the pepper's generation."""
    return f"h1-{seal.digest('cpf', cpf).hex()}"


def is_pseudonym(customer: str) -> bool:
    """Whether an order's customer is a pseudonym, not a verified customer's `sub`."""
    return customer.startswith("h1-")


def sign_reference(cpf: str) -> str:
    """What a client has instead of the pseudonym: signed, and valid for half an hour."""
    return seal.sign("customer", pseudonym(cpf), REFERENCE_SECONDS)


def verify_reference(customer_ref: str) -> str:
    """The pseudonym behind a reference. Raises Invalid when it was changed or has ended."""
    found = seal.verify("customer", customer_ref)
    if found is None:
        raise Invalid("customer-reference-invalid")
    return found


def receipt_digest(cpf: str) -> str:
    """Another hash than the pseudonym, so that the table does not link the person who ordered to the CPF on the
    receipt."""
    return seal.encode(seal.digest("receipt-cpf", cpf))


def encrypt(cpf: str, order_id: str) -> ReceiptCpf:
    """Eleven digits, for the receipt of one order."""
    answer = aws.client("kms").encrypt(
        KeyId=settings.receipt_key(), Plaintext=cpf.encode(), EncryptionContext={"order_id": order_id}
    )
    return ReceiptCpf(base64.b64encode(answer["CiphertextBlob"]).decode(), receipt_digest(cpf))


def decrypt(ciphertext: str, order_id: str) -> str:
    """The eleven digits again."""
    answer = aws.client("kms").decrypt(
        KeyId=settings.receipt_key(),
        CiphertextBlob=base64.b64decode(ciphertext),
        EncryptionContext={"order_id": order_id},
    )
    return str(answer["Plaintext"].decode())
