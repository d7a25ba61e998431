//! The rules of the game, over the shipped rulebook.

mod answers;
mod appearance;
mod attacks;
mod chains;
mod clocks;
mod compare;
mod decisions;
mod detours;
mod hearing;
mod matrix;
mod messages;
mod oracle;
mod oracle_table;
mod people;
mod play;
mod profiles;
mod replays;
mod rulebook;
mod safeguards;
mod story;
mod walks;
