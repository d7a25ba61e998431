//! The people of the engine's tests: each holds one role, which their name tells.

use std::collections::BTreeSet;

use comity::domain::ids::ActorMark;
use comity::domain::role::Role;
use comity::engine::command::Actor;

/// A person by their name; `chief`, `deputy` and `third` are three officials of the central authority.
pub(super) fn who(name: &str) -> Actor {
    let role = match name.split('-').next().unwrap() {
        "drafter" => Some(Role::DraftingOfficial),
        "chief" | "deputy" | "third" | "central_authority" => Some(Role::CentralAuthority),
        "executor" | "executing_authority" => Some(Role::ExecutingAuthority),
        "judge" | "judicial_authority" => Some(Role::JudicialAuthority),
        "rights" | "rights_reviewer" => Some(Role::RightsReviewer),
        "data" | "data_protection_reviewer" => Some(Role::DataProtectionReviewer),
        "contact" | "point_of_contact" => Some(Role::PointOfContact),
        "auditor" => Some(Role::Auditor),
        "administrator" => Some(Role::Administrator),
        "system" => None,
        unknown => panic!("who is {unknown}?"),
    };
    Actor::of(ActorMark::parse(id(name)).unwrap(), role.map(|role| BTreeSet::from([role])))
}

/// 32 hexadecimal digits that belong to a text.
pub(super) fn id(text: &str) -> String {
    text.bytes().rev().chain(std::iter::repeat(b'.')).take(16).fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}
