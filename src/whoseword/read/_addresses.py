"""Which addresses are on the public network; this machine and its neighbours are not asked unless the user allows it."""

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out for the public network
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "3fff::/20",
        ),  # of protocols, 6to4's relays, documentation; not in every Python's tables
    )
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # an address whose last half is one of these and an IPv4 address (RFC 5214)


def is_public(address: IPAddress) -> bool:
    """Whether `address` is on the public network, and so is any address wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address not in _UNICAST:
            return False
        wrapped = address.sixtofour or (address.teredo[1] if address.teredo else None)
        if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if wrapped is not None and not is_public(wrapped):
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOT_PUBLIC)
