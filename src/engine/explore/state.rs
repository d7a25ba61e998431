//! One abstract state of a side: all that decides what may happen next, packed into a few bytes.

use std::hash::{Hash, Hasher};

use crate::domain::gate::{Gate, Subject};

/// A safeguard stands at no more places than this on one side.
pub(super) const PLACES: usize = 4;

/// How the followed safeguard stands at one of its places, for what is read there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) enum Stand {
    /// Nobody has answered, or the time of a deferred answer is up.
    #[default]
    Open,
    /// The answer lets the gate open.
    Cleared,
    /// It lets it open because the decision, or the use, names the condition.
    OnCondition,
    /// It would, but nothing names the condition.
    Unbound,
    /// The answer keeps the gate shut.
    Blocking,
    /// It was answered for something that has since changed.
    Stale,
    /// It is to be answered later.
    Deferred,
    /// A second official has yet to confirm.
    Unconfirmed,
}

impl Stand {
    /// Whether a gate that asks here opens.
    pub(super) fn opens(self) -> bool {
        matches!(self, Stand::Cleared | Stand::OnCondition | Stand::Deferred)
    }
}

/// Whether a negative answer to a hard safeguard is remembered here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) enum Objected {
    /// Nobody objected.
    #[default]
    Never,
    /// To what stands there now.
    Now,
    /// To something that stood there before.
    Before,
}

/// The followed safeguard at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct At {
    /// Its answer.
    pub(super) stand: Stand,
    /// What was objected.
    pub(super) objected: Objected,
}

impl At {
    /// Whether a gate that asks here opens.
    pub(super) fn opens(self) -> bool {
        self.objected != Objected::Now && self.stand.opens()
    }
}

/// The ground on which a decision refuses, by what the rules make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) enum Refuses {
    /// It refuses nothing.
    #[default]
    Nothing,
    /// On a ground that asks for consultation.
    Asking,
    /// On one that should ask for consultation, and does not by the file.
    Slipping,
    /// On one that asks for none.
    Freely,
    /// On one that the treaty does not allow for this measure.
    Foully,
}

/// What the decision says, as far as steps ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Words {
    /// It grants something.
    pub(super) grants: bool,
    /// It refuses something.
    pub(super) refuses: Refuses,
    /// It postpones.
    pub(super) postpones: bool,
}

/// The consultation with the other State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Talks {
    /// How far it has come.
    pub(super) come: Come,
    /// The ground of refusal that the decision names is among those discussed.
    pub(super) of_refusal: bool,
    /// So is its ground for postponing.
    pub(super) of_postponement: bool,
}

/// How far a consultation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) enum Come {
    /// There was none for the request as it stands.
    #[default]
    Nowhere,
    /// It is open, or was broken off.
    Begun,
    /// It was answered, or its time is up.
    Ended,
}

/// One abstract state. Everything that is not here is either cleared, possible, or of no consequence for what may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct State {
    /// Where it stands: index into the part's stages.
    pub(super) stage: u8,
    /// Subjects that exist, a bit each.
    pub(super) written: u8,
    /// Gates passed for what they read now, a bit each; only those that another gate needs.
    pub(super) fresh: u16,
    /// Gates passed for whatever they read then, a bit each; only `sending` and `execution`.
    pub(super) ever: u16,
    /// Clocks that can move the file, or that the law wants to run: running or paused, a bit each.
    pub(super) clocks: u16,
    /// The followed safeguard at each of its places.
    pub(super) at: [At; PLACES],
    /// The decision's words, where they are looked at.
    pub(super) words: Words,
    /// The consultation, where it is looked at.
    pub(super) talks: Talks,
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let mut packed = 0_u128;
        let mut add = |bits: u32, value: u128| packed = packed << bits | value;
        add(8, self.stage.into());
        add(5, self.written.into());
        add(13, self.fresh.into());
        add(13, self.ever.into());
        add(16, self.clocks.into());
        for at in self.at {
            add(5, (at.stand as u128) << 2 | at.objected as u128);
        }
        add(
            5,
            u128::from(self.words.grants) << 4 | (self.words.refuses as u128) << 1 | u128::from(self.words.postpones),
        );
        let talks = u128::from(self.talks.of_refusal) << 1 | u128::from(self.talks.of_postponement);
        add(4, (self.talks.come as u128) << 2 | talks);
        hasher.write_u128(packed);
    }
}

/// Mixes the one number that a state is packed into: states are ours, nobody chooses them to collide.
#[derive(Debug, Default)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "both halves are mixed in")]
    fn write_u128(&mut self, packed: u128) {
        let mixed = (packed as u64 ^ ((packed >> 64) as u64).rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 29;
    }
}

impl State {
    /// Whether a subject exists.
    pub(super) fn has(&self, subject: Subject) -> bool {
        self.written & bit_of(subject) != 0
    }

    /// Whether a gate was passed for what it reads now.
    pub(super) fn is_fresh(&self, gate: Gate) -> bool {
        self.fresh & gate_bit(gate) != 0
    }

    /// Whether a gate was ever passed.
    pub(super) fn was_passed(&self, gate: Gate) -> bool {
        self.ever & gate_bit(gate) != 0
    }
}

/// The bit of a subject.
pub(super) fn bit_of(subject: Subject) -> u8 {
    1 << (subject as u8)
}

/// The bit of a gate.
pub(super) fn gate_bit(gate: Gate) -> u16 {
    1 << (gate as u16)
}
