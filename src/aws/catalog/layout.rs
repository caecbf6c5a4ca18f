//! Where what stands in the bytes of a catalogue: shared by what packs and what reads. The build script compiles this
//! file too.

/// What the bytes begin with.
pub const MAGIC: &[u8; 8] = b"arnfacts";
/// Number of this layout: raised with every change of it.
pub const FORMAT: u32 = 1;
/// Number of parts behind the header.
pub const PARTS: usize = 8;
/// Bytes of the day in the header.
pub const DAY: usize = 12;
/// Bytes before the body: magic, format, checksum.
pub const PREAMBLE: usize = 16;
/// Offset of the four roots.
pub const ROOTS: usize = PREAMBLE;
/// Offset of the day.
pub const DATE: usize = ROOTS + 16;
/// Offset of the table of parts.
pub const TABLE: usize = DATE + DAY;
/// Bytes of the whole header.
pub const HEADER: usize = TABLE + PARTS * 8;

/// Numbers in a record of a service: name, month of retirement, first action, actions, first resource type, types,
/// first key, keys, habits: how its ARNs hold a region (lowest two bits) and an account (next two).
pub const SERVICE: usize = 9;
/// Numbers in a record of an action: name, flags, needs (three numbers each), keys, service.
pub const ACTION: usize = 5;
/// Numbers in a record of a resource type: name, templates, keys.
pub const RESOURCE: usize = 3;
/// Numbers in a record of a key: name, type and whether it is multivalued.
pub const KEY: usize = 2;

/// Flag of an action: the lowest eight bits hold the letter of its level, the highest sixteen the month of retirement.
pub const PERMISSION_ONLY: u32 = 0x100;
/// Flag of an action of which only the name is known.
pub const BARE: u32 = 0x200;

/// The parts in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Records of services, by name.
    Services,
    /// Records of actions, by service and folded name.
    Actions,
    /// Records of resource types, by service and name.
    Resources,
    /// Records of condition keys, by service and folded name; those of no service last.
    Keys,
    /// Lists of numbers, each with its length before it.
    Lists,
    /// From the hash of an action's folded name to its number plus one.
    ActionHash,
    /// From the hash of a key's folded name to its number plus one.
    KeyHash,
    /// Texts, each with its length before it.
    Texts,
}

/// FNV-1a over the ASCII lower-case form.
pub fn fold_hash(bytes: &[u8]) -> u32 {
    fold_on(0x811c_9dc5, bytes)
}

/// The hash of a text that goes on with these bytes.
pub fn fold_on(hash: u32, bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(hash, |hash, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// A checksum that a changed or missing byte does not leave the same.
pub fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
