//! The memory that passwords are hashed in: taken in turns, wiped after each, and kept for the next.
//!
//! Argon2 wants 19 MiB each time. Given back to the allocator by ever other threads it would not go back to the system, and
//! the process would grow with every sign-in.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use argon2::{Block, Params};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroize as _;

/// Blocks that a hash of ours wants, 1 KiB each.
const BLOCKS: usize = Params::DEFAULT_M_COST as usize;

/// The memory of this process: one for each that the throttle lets through at once, which is a core each and one more.
static MEMORY: LazyLock<Memory> =
    LazyLock::new(|| Memory::of(std::thread::available_parallelism().map_or(2, usize::from) + 1));

/// Pieces of memory, made when they are first wanted.
#[derive(Clone)]
struct Memory {
    turns: Arc<Semaphore>,
    free: Arc<Mutex<Vec<Vec<Block>>>>,
}

/// The right to hash one password; the memory is free for the next when it is dropped.
pub(super) struct Turn {
    blocks: Vec<Block>,
    memory: Memory,
    _permit: Option<OwnedSemaphorePermit>,
}

/// Waits for a turn, first come, first served.
pub(super) async fn turn() -> Turn {
    MEMORY.turn().await
}

impl Memory {
    fn of(at_once: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once)), free: Arc::default() }
    }

    async fn turn(&self) -> Turn {
        // Closed never; where it were, memory would only not be bounded.
        let permit = Arc::clone(&self.turns).acquire_owned().await.ok();
        let blocks = self.free().pop().unwrap_or_default();
        Turn { blocks, memory: self.clone(), _permit: permit }
    }

    fn free(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// So many blocks: what parameters want that are not ours may be more, and is not kept.
    pub(super) fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.blocks.len() < count {
            self.blocks.reserve_exact(count - self.blocks.len());
            self.blocks.resize(count, Block::new());
        }
        &mut self.blocks[..count]
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut blocks = std::mem::take(&mut self.blocks);
        blocks.iter_mut().for_each(Block::zeroize);
        if blocks.len() <= BLOCKS {
            self.memory.free().push(blocks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn memory_is_wiped_and_used_again_and_there_is_no_more_of_it_than_turns() {
        let memory = Memory::of(2);
        let (mut one, two) = (memory.turn().await, memory.turn().await);
        one.blocks(3).iter_mut().for_each(|block| block.as_mut().fill(7));
        assert!(memory.turns.try_acquire().is_err());

        drop((one, two));

        let kept: Vec<usize> = memory.free().iter().map(Vec::len).collect();
        assert_eq!(kept, [3, 0]);
        assert!(memory.free().iter().flatten().all(|block| block.as_ref().iter().all(|word| *word == 0)));
        let mut large = memory.turn().await;
        large.blocks(BLOCKS + 1);
        drop(large);
        assert!(memory.free().iter().all(|blocks| blocks.len() <= BLOCKS));
    }
}
