//! Where a call comes from: the address of the connection, or what a proxy that is trusted says of it.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

use super::connections::Peer;

/// The address that limits count by. A proxy is believed only where it was named; then what it added last counts, since
/// anything before that may come from the caller. Of an IPv6 address its network of 64 bits counts: one subscriber has all
/// of it.
#[must_use]
pub fn caller(peer: Peer, headers: &HeaderMap, proxy: Option<IpAddr>) -> IpAddr {
    let told = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = if proxy == Some(peer.0) { told().unwrap_or(peer.0) } else { peer.0 };
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        IpAddr::V4(address) => IpAddr::V4(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &[&str], proxy: Option<&str>) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        caller(Peer(peer.parse().unwrap()), &headers, proxy.map(|proxy| proxy.parse().unwrap())).to_string()
    }

    #[test]
    fn a_stranger_does_not_choose_their_address() {
        assert_eq!(of("192.0.2.7", &["198.51.100.1"], None), "192.0.2.7");
        assert_eq!(of("192.0.2.7", &["198.51.100.1"], Some("127.0.0.1")), "192.0.2.7");
        assert_eq!(of("127.0.0.1", &["203.0.113.9, 198.51.100.1"], Some("127.0.0.1")), "198.51.100.1");
        assert_eq!(of("127.0.0.1", &["203.0.113.9", "198.51.100.1"], Some("127.0.0.1")), "198.51.100.1");
        assert_eq!(of("127.0.0.1", &["no address"], Some("127.0.0.1")), "127.0.0.1");
    }

    #[test]
    fn a_network_of_ipv6_is_one_caller() {
        assert_eq!(of("2001:db8:1:2:3:4:5:6", &[], None), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.7", &[], None), "192.0.2.7");
    }
}
