//! Partitions and regions.

use super::nearest::nearest;
use super::table::{Row, Table};

/// Partitions; see the header of the file.
pub const PARTITIONS: Table = Table::exact(include_str!("data/partitions.csv"));
/// Regions; see the header of the file.
pub const REGIONS: Table = Table::exact(include_str!("data/regions.csv"));

/// One partition: a part of AWS whose accounts, ARNs and principals have nothing to do with those of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Second part of its ARNs, such as `aws-cn`.
    pub id: &'static str,
    /// Domain of its service endpoints, such as `amazonaws.com.cn`.
    pub domain: &'static str,
    beginnings: &'static str,
}

/// One region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name, such as `eu-central-1`.
    pub name: &'static str,
    /// Id of its partition.
    pub partition: &'static str,
    /// Whether an account has to switch it on; said of the partition `aws` only.
    pub opt_in: bool,
}

impl Partition {
    fn from_row(row: Row) -> Self {
        Self { id: row.key(), domain: row.field(1), beginnings: row.field(2) }
    }

    /// What the names of its regions begin with, without the hyphen.
    pub fn beginnings(self) -> impl Iterator<Item = &'static str> {
        self.beginnings.split(' ')
    }
}

impl Region {
    fn from_row(row: Row) -> Self {
        Self { name: row.key(), partition: row.field(1), opt_in: row.field(2) == "opt-in" }
    }
}

/// The partition with this id.
pub fn partition(id: &str) -> Option<Partition> {
    PARTITIONS.get(id).map(Partition::from_row)
}

/// Whether there is a partition with this id. Nearly every ARN is of the first one in the table.
pub fn is_partition(id: &str) -> bool {
    // The one that nearly every ARN names comes first.
    id == "aws" || PARTITIONS.rows().any(|row| row.key() == id)
}

/// Every partition.
pub fn partitions() -> impl Iterator<Item = Partition> {
    PARTITIONS.rows().map(Partition::from_row)
}

/// The region with this name.
pub fn region(name: &str) -> Option<Region> {
    REGIONS.get(name).map(Region::from_row)
}

/// Every region.
pub fn regions() -> impl Iterator<Item = Region> {
    REGIONS.rows().map(Region::from_row)
}

/// The partition that a region of this name belongs to: by the table, else by the shape of the name, since regions
/// open more often than tables are renewed. `None` for what is no region name of any partition.
pub fn partition_of_region(name: &str) -> Option<&'static str> {
    region(name).map(|region| region.partition).or_else(|| partition_by_shape(name))
}

/// The partition whose region names look like this one: `<beginning>-<word>-<number>`.
pub fn partition_by_shape(name: &str) -> Option<&'static str> {
    let (head, number) = name.rsplit_once('-')?;
    let (beginning, word) = head.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_number || !is_word {
        return None;
    }
    partitions()
        .find(|partition| partition.beginnings().any(|known| known == beginning))
        .map(|found| found.id)
}

/// What a text in the place of a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionName {
    /// A region of the table.
    Known,
    /// Not in the table, but made as regions' names are: it may have opened since.
    Plausible,
    /// Probably a slip of this one.
    Near(&'static str),
    /// No region.
    Unknown,
}

/// Says what this text is as a region's name.
pub fn judge_region(name: &str) -> RegionName {
    if region(name).is_some() {
        return RegionName::Known;
    }
    // `eu-central-7` may open one day, `eu-centrl-1` will not.
    let word = |name: &str| name.rsplit('-').nth(1).map(str::to_owned);
    let own = word(name);
    if partition_by_shape(name).is_some() && regions().any(|region| word(region.name) == own) {
        return RegionName::Plausible;
    }
    nearest_region(name).map_or(RegionName::Unknown, RegionName::Near)
}

/// The region that `word` may be a slip of; `None` where it is one, or where none is near.
pub fn nearest_region(word: &str) -> Option<&'static str> {
    if region(word).is_some() || word.len() < 6 {
        return None;
    }
    nearest(word, REGIONS.rows().map(Row::key), 2)
}

/// The partition that `word` may be a slip of; `None` where it is one, or where none is near.
pub fn nearest_partition(word: &str) -> Option<&'static str> {
    if partition(word).is_some() || word.is_empty() {
        return None;
    }
    nearest(word, PARTITIONS.rows().map(Row::key), if word.len() < 6 { 1 } else { 2 })
}
