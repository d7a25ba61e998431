//! Exports that were cut, swapped, forged or packed to harm.
