//! Address ranges of conditions.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of addresses of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    length: u32,
}

/// Blocks that are used inside networks and never on the internet: of private use, of shared use behind a provider,
/// loopback and link-local. Source: the special-purpose address registries of IANA.
const PRIVATE: [Cidr; 9] = [
    v4([10, 0, 0, 0], 8),
    v4([172, 16, 0, 0], 12),
    v4([192, 168, 0, 0], 16),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v6(0xfc00 << 112, 7),
    v6(0xfe80 << 112, 10),
    v6(1, 128),
];

const fn v4(address: [u8; 4], length: u32) -> Cidr {
    let [a, b, c, d] = address;
    Cidr { address: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), length }
}

const fn v6(bits: u128, length: u32) -> Cidr {
    Cidr { address: IpAddr::V6(Ipv6Addr::from_bits(bits)), length }
}

impl fmt::Display for Cidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.length)
    }
}

impl Cidr {
    /// Reads `203.0.113.0/24`, `2001:db8::/32`, or a lone address, which is a block of one.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            None => width,
            Some(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok().filter(|length| *length <= width)?
            }
            Some(_) => return None,
        };
        Some(Self { address, length })
    }

    /// Whether the block holds the address. Addresses of the two families are never in each other's blocks.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(block), IpAddr::V4(address)) => {
                let differing = u32::from(block) ^ u32::from(address);
                differing.checked_shr(32 - self.length).unwrap_or(0) == 0
            }
            (IpAddr::V6(block), IpAddr::V6(address)) => {
                let differing = u128::from(block) ^ u128::from(address);
                differing.checked_shr(128 - self.length).unwrap_or(0) == 0
            }
            _ => false,
        }
    }

    /// The same block, written with its first address.
    #[must_use]
    pub fn network(self) -> Self {
        let address = match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - self.length).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - self.length).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
            }
        };
        Self { address, length: self.length }
    }

    /// Its first address, and the one behind its last, if there is one: where a walk through all addresses enters and
    /// leaves it.
    pub fn borders(self) -> (IpAddr, Option<IpAddr>) {
        let first = self.network().address;
        let behind = match first {
            IpAddr::V4(address) => 1_u32
                .checked_shl(32 - self.length)
                .and_then(|size| address.to_bits().checked_add(size))
                .map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))),
            IpAddr::V6(address) => 1_u128
                .checked_shl(128 - self.length)
                .and_then(|size| address.to_bits().checked_add(size))
                .map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))),
        };
        (first, behind)
    }

    /// Whether it is no broader than the ranges that S3 takes for a limit: 8 bits of an IPv4 address fixed, 32 of IPv6.
    pub fn is_narrow(self) -> bool {
        self.length >= if self.address.is_ipv4() { 8 } else { 32 }
    }

    /// Whether it is written with its first address.
    pub fn is_exact(self) -> bool {
        self.network() == self
    }

    /// Whether all its addresses are of a kind that is never seen on the internet.
    pub fn is_private(self) -> bool {
        PRIVATE.iter().any(|block| block.length <= self.length && block.contains(self.address))
    }
}

/// Whether the text is an address, or a range of addresses as conditions write it.
pub fn is_address_range(text: &str) -> bool {
    Cidr::parse(text).is_some()
}
