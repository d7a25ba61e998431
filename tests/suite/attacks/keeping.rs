//! The database and the keys behind the operator's back.
