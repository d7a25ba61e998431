//! Where a call comes from: the address of the connection, or what a proxy that is trusted says of it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::connections::Peer;
use super::service::Service;

/// The address that limits count by. A proxy is believed only where it was named; then what it added last counts, since
/// anything before that may come from the caller. Of an IPv6 address its network of 64 bits counts: one subscriber has all
/// of it.
#[must_use]
pub fn caller(peer: Peer, headers: &HeaderMap, proxy: Option<IpAddr>) -> IpAddr {
    let told = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        read(last.to_str().ok()?.rsplit(',').next()?)
    };
    // Each may be an address of IPv4 that is written as one of IPv6.
    let (peer, proxy) = (peer.0.to_canonical(), proxy.map(|proxy| proxy.to_canonical()));
    let address = if proxy == Some(peer) { told().unwrap_or(peer) } else { peer };
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        IpAddr::V4(address) => IpAddr::V4(address),
    }
}

/// The same for a call that has arrived. Without a connection, as in tests that call the routes themselves, everybody is
/// one caller.
fn of(parts: &Parts, proxy: Option<IpAddr>) -> IpAddr {
    let peer = parts.extensions.get::<Peer>().copied().unwrap_or(Peer(IpAddr::from([127, 0, 0, 1])));
    caller(peer, &parts.headers, proxy)
}

/// Where a call comes from, as handlers get it.
pub struct From(pub IpAddr);

impl FromRequestParts<Service> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Infallible> {
        Ok(Self(of(parts, service.policy.proxy)))
    }
}

/// An address as proxies write it: bare, in brackets, or with a port, which says nothing of who calls.
fn read(item: &str) -> Option<IpAddr> {
    let item = item.trim();
    let bare = item.strip_prefix('[').and_then(|item| item.strip_suffix(']')).unwrap_or(item);
    bare.parse().ok().or_else(|| item.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
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

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        let through = |item: &str| of("127.0.0.1", &[item], Some("127.0.0.1"));
        for item in [
            "192.0.2.7",
            " 192.0.2.7 ",
            "192.0.2.7:5678",
            "::ffff:192.0.2.7",
            "[::ffff:192.0.2.7]:80",
            "[::ffff:c000:207]",
        ] {
            assert_eq!(through(item), "192.0.2.7", "{item}");
        }
        for item in ["2001:db8:1:2::9", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:443", "2001:DB8:1:2:0::9"] {
            assert_eq!(through(item), "2001:db8:1:2::", "{item}");
        }
        for item in
            ["", "unknown", "_hidden", "192.0.2.7:", "192.0.2.7:65536", "[192.0.2.7", "192.0.2.7]", "[]", "::1]:80"]
        {
            assert_eq!(through(item), "127.0.0.1", "{item}: then it is the proxy that counts");
        }
    }

    #[test]
    fn a_proxy_is_known_however_its_address_is_written() {
        for (peer, proxy) in [("::ffff:10.0.0.1", "10.0.0.1"), ("10.0.0.1", "::ffff:10.0.0.1")] {
            assert_eq!(of(peer, &["192.0.2.7"], Some(proxy)), "192.0.2.7", "{peer} {proxy}");
        }
        assert_eq!(of("::ffff:10.0.0.2", &["192.0.2.7"], Some("10.0.0.1")), "10.0.0.2");
    }
}
