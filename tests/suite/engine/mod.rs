//! The rules of the game, over the shipped rulebook.

mod attacks;
mod rulebook;
