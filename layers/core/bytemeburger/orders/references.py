"""What names an order where its id is too long: said over the counter, and on the statement of the store's account.

They follow from the id and are no secret: who knows them can do nothing with the order.
"""

import hashlib

ALPHABET = "2345789FJKMRTWXY"
"""Sixteen characters of which no two look alike (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V) nor sound alike in Portuguese
(bê cê dê tê, eme ene, efe esse, á agá cá, três seis); without vowels there are no words."""

LENGTH = 6
"""16 million names: in a store with 1,000 orders a day, one order in 16,000 shares its name with another of that day. A
search then shows both."""

_TO_ALPHABET = str.maketrans("0123456789abcdef", ALPHABET)


def reference(order_id: str) -> str:
    """`K7X2MF`."""
    return _digest(order_id)[:LENGTH].translate(_TO_ALPHABET)


def pix_txid(order_id: str) -> str:
    """The `txid` of the order's static Pix, 25 letters and digits; it begins with the reference, so that whoever reads the
    statement sees what the customer says."""
    return reference(order_id) + _digest(order_id)[LENGTH:25].upper()


def _digest(order_id: str) -> str:
    return hashlib.sha256(order_id.encode()).hexdigest()
