//! The hashes of a log as tiles (C2SP tlog-tiles): what an export brings so that other programs check it too.

use super::hash::Hash;
use super::tree::{Frontier, root_over};

/// So many hashes make a full tile.
pub const WIDTH: u64 = 256;

/// A tile: hashes of a level side by side, 32 bytes each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The level: 0 holds the leaves, each further one the roots of the full tiles below.
    pub level: u8,
    /// The place within the level, from 0.
    pub index: u64,
    /// From 1 to 256 hashes.
    pub hashes: Vec<Hash>,
}

impl Tile {
    /// Where it stands below the folder of a log, such as `tile/0/x001/234.p/5`. Source: C2SP tlog-tiles, "Merkle Tree".
    #[must_use]
    pub fn path(&self) -> String {
        path(self.level, self.index, self.hashes.len() as u64)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.hashes.len() * 32);
        self.hashes.iter().for_each(|hash| bytes.extend_from_slice(hash.as_bytes()));
        bytes
    }

    fn root(&self) -> Hash {
        let mut tree = Frontier::default();
        tree.extend(self.hashes.iter().copied());
        tree.root()
    }
}

/// Where a tile of so many hashes stands, as [`Tile::path`].
#[must_use]
pub fn path(level: u8, index: u64, width: u64) -> String {
    let full = place(&level.to_string(), index);
    if width < WIDTH { format!("{full}.p/{width}") } else { full }
}

/// Where the full tile at a place of a level stands, or the bundle of its entries, for the level `entries`.
#[must_use]
pub fn place(level: &str, index: u64) -> String {
    let mut parts = vec![format!("{:03}", index % 1000)];
    let mut rest = index / 1000;
    while rest > 0 {
        parts.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    parts.reverse();
    format!("tile/{level}/{}", parts.join("/"))
}

/// Makes tiles of leaves that come one by one; keeps no more than the last tile of each level.
#[derive(Debug, Clone, Default)]
pub struct Tiles {
    // The tile that is being filled, by level.
    open: Vec<Tile>,
}

impl Tiles {
    /// Takes the next leaf, and gives the tiles that are full by it, the lowest first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Tile> {
        let (mut full, mut next) = (Vec::new(), Some(leaf));
        let mut level = 0;
        while let Some(hash) = next.take() {
            if self.open.len() == level {
                let number = u8::try_from(level).unwrap_or(u8::MAX);
                self.open.push(Tile { level: number, index: 0, hashes: Vec::new() });
            }
            let Some(tile) = self.open.get_mut(level) else { break };
            tile.hashes.push(hash);
            if tile.hashes.len() as u64 == WIDTH {
                let following = Tile { level: tile.level, index: tile.index + 1, hashes: Vec::new() };
                let done = std::mem::replace(tile, following);
                next = Some(done.root());
                full.push(done);
            }
            level += 1;
        }
        full
    }

    /// The root of the tree over all leaves that came.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut edge = Vec::new();
        for tile in self.open.iter().rev() {
            let mut tree = Frontier::default();
            tree.extend(tile.hashes.iter().copied());
            edge.extend(tree.edge());
        }
        root_over(&edge)
    }

    /// The tiles that were not filled: the right edge of the log.
    #[must_use]
    pub fn rest(self) -> Vec<Tile> {
        self.open.into_iter().filter(|tile| !tile.hashes.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::leaf_hash;
    use super::*;

    fn all(size: u64) -> Vec<Tile> {
        let mut tiles = Tiles::default();
        let mut all: Vec<_> = (0..size).flat_map(|at| tiles.append(leaf_hash(&at.to_be_bytes()))).collect();
        all.extend(tiles.rest());
        all
    }

    #[test]
    fn a_log_of_seventy_thousand_leaves_has_the_tiles_of_the_specification() {
        // The example of C2SP tlog-tiles, "Partial Tiles".
        let tiles = all(70_000);
        let count = |level: u8, full: bool| {
            tiles.iter().filter(|tile| tile.level == level && (tile.hashes.len() == 256) == full).count()
        };
        assert_eq!([count(0, true), count(0, false), count(1, true), count(1, false)], [273, 1, 1, 1]);
        let last: Vec<_> = tiles.iter().rev().take(3).map(Tile::path).collect();
        assert_eq!(last, ["tile/2/000.p/1", "tile/1/001.p/17", "tile/0/273.p/112"]);
        assert_eq!(all(256).iter().map(Tile::path).collect::<Vec<_>>(), ["tile/0/000", "tile/1/000.p/1"]);
    }

    #[test]
    fn the_root_over_tiles_is_that_of_the_tree() {
        let (mut tiles, mut tree) = (Tiles::default(), Frontier::default());
        assert_eq!(tiles.root(), tree.root());
        for at in 0..70_000_u64 {
            let leaf = leaf_hash(&at.to_be_bytes());
            tiles.append(leaf);
            tree.push(leaf);
            let near = [1, 256, 65_536].iter().any(|size| (at + 1).abs_diff(*size) < 4);
            if near || at % 997 == 0 {
                assert_eq!(tiles.root(), tree.root(), "{at}");
            }
        }
    }

    #[test]
    fn places_are_spelt_as_the_specification_spells_them() {
        assert_eq!(place("0", 1_234_067), "tile/0/x001/x234/067");
        assert_eq!(place("entries", 0), "tile/entries/000");
    }
}
