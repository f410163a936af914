"""Networks, as far as something is counted by them."""

from ipaddress import IPv6Address, ip_address, ip_network


def network(address: str) -> str:
    """Whose an IP address is: a household or a shop has one of IPv4, but 2^64 of IPv6 (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
