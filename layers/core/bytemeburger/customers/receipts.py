"""The CPF on a receipt ("CPF na nota"): kept closed by a key that only a few functions may use.

It says nothing of who ordered. An index finds it for somebody who brings the CPF (`pseudonym.on_receipt`). The key management service does the closing, bound to the order,
so a closed CPF is worthless beside any other order, in the table's stream and in its backups.
"""

import base64

from bytemeburger import aws, settings


def close(cpf: str, order_id: str) -> str:
    """Eleven digits, closed for this order."""
    answer = aws.client("kms").encrypt(
        KeyId=settings.receipt_key(), Plaintext=cpf.encode(), EncryptionContext={"order_id": order_id}
    )
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def disclose(closed: str, order_id: str) -> str:
    """The eleven digits again."""
    answer = aws.client("kms").decrypt(
        KeyId=settings.receipt_key(),
        CiphertextBlob=base64.b64decode(closed),
        EncryptionContext={"order_id": order_id},
    )
    return str(answer["Plaintext"].decode())
