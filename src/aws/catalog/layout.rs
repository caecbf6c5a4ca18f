//! Where what stands in the bytes of a catalogue: shared by what packs and what reads. The build script compiles this
//! file too.

/// What the bytes begin with.
pub const MAGIC: &[u8; 8] = b"arnfacts";
/// Number of this layout: raised with every change of it.
pub const FORMAT: u32 = 1;
/// Number of parts behind the header.
pub const PARTS: usize = 9;
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

/// Numbers at a place of a hash table: the lowest 23 bits of the first hold the record's number plus one, the next one
/// whether the reference had it and has it no longer, the highest eight those of the hash; the second is the name's place among the texts. Both are there so that a place is passed over,
/// or found, without a look at the record.
pub const PLACE: usize = 2;
/// The bits of a place with the number.
pub const PLACE_NUMBER: u32 = 0x007f_ffff;
/// The bit of a place that says that its record is of the past.
pub const PLACE_RETIRED: u32 = 0x0080_0000;
/// The bits of a place and of a hash that are compared first.
pub const PLACE_TAG: u32 = 0xff00_0000;

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
    /// From the hash of an action's folded name to its number plus one, and its name.
    ActionHash,
    /// From the hash of a key's folded name to its number plus one, and its name.
    KeyHash,
    /// From the hash of a service's folded name to its number plus one, and its name.
    ServiceHash,
    /// Texts, each with its length before it.
    Texts,
}

/// A hash that is the same for both cases of an ASCII letter, eight bytes a step. Other texts may share it: what is
/// found by it is compared.
pub fn fold_hash(bytes: &[u8]) -> u32 {
    let mut hash = 0;
    let mut rest = bytes;
    while let Some((eight, tail)) = rest.split_first_chunk::<8>() {
        hash = step(hash, u64::from_le_bytes(*eight));
        rest = tail;
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let hash = step(hash, u64::from_le_bytes(last));
    u32::try_from((hash ^ hash >> 29).wrapping_mul(FACTOR) >> 32).unwrap_or(0)
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

fn step(hash: u64, word: u64) -> u64 {
    // The bit in which the cases of a letter differ is set in every byte.
    (hash.rotate_left(5) ^ (word | 0x2020_2020_2020_2020)).wrapping_mul(FACTOR)
}

/// A checksum that a changed or missing byte does not leave the same.
pub fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
