//! One-time codes (RFC 6238) and recovery codes: what one says, and whether it counts. Pure, with the time as an argument.

use jiff::Timestamp;
use totp_rs::{Builder, Secret as Shared, Totp};
use zeroize::Zeroizing;

use crate::audit::hash::{Hash, sha256};
use crate::storage::second_factors::SecondFactor;

/// Bytes of a secret: as many as SHA-1 makes (RFC 4226, 4).
pub(super) const SECRET_BYTES: usize = 20;

/// Characters of a recovery code, dashes aside: 100 random bits.
const RECOVERY_LENGTH: usize = 20;

/// What counts of a code that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// A one-time code, of this step.
    Step(u64),
    /// The recovery code in this place.
    Recovery(usize),
}

/// The secret as people type it into an application, in groups of four.
pub(super) fn spelled(secret: &[u8]) -> Zeroizing<String> {
    let whole = Zeroizing::new(Shared::from(secret.to_vec()).to_base32());
    let groups: Vec<&str> = whole.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Zeroizing::new(groups.join(" "))
}

/// What applications read from the picture: the format of their makers, which all of them know.
pub(super) fn address(secret: &[u8], authority: &str, sign_in: &str) -> Zeroizing<String> {
    let plain = |text: &str| -> String {
        form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    let (issuer, name) = (plain(&authority.replace(':', " ")), plain(sign_in));
    let secret = Zeroizing::new(spelled(secret).replace(' ', ""));
    Zeroizing::new(format!("otpauth://totp/{issuer}:{name}?secret={}&issuer={issuer}", *secret))
}

/// The step of a one-time code that is right now, or was a step ago, or will be in one: clocks differ.
pub(super) fn step_of(secret: &[u8], given: &str, now: Timestamp) -> Option<u64> {
    let digits: Zeroizing<String> = Zeroizing::new(given.chars().filter(|c| !c.is_whitespace()).collect());
    let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = u64::try_from(now.as_second()).ok()?;
    if plain { totp(secret)?.check(&digits, seconds) } else { None }
}

/// Of what a code counts, if it does: each does once, and none that is older than one that did.
pub(super) fn counted(factor: &SecondFactor, given: &str, now: Timestamp) -> Option<Counted> {
    if let Some(step) = step_of(&factor.secret, given, now) {
        return (step > factor.last_step).then_some(Counted::Step(step));
    }
    let given = hash_of(given)?;
    let at = factor.recovery.iter().position(|known| known.parse::<Hash>().is_ok_and(|known| known == given))?;
    Some(Counted::Recovery(at))
}

/// The hash that a recovery code is known by. It has 100 random bits: nobody finds it by trying.
pub(super) fn hash_of(code: &str) -> Option<Hash> {
    let letters: Zeroizing<String> = Zeroizing::new(
        code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect(),
    );
    let plain = letters.len() == RECOVERY_LENGTH && letters.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| sha256(format!("recovery code {}", *letters).as_bytes()))
}

/// Six digits, thirty seconds, SHA-1: what every application knows.
fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).with_skew(1).with_step_duration(30).build().ok()
}

/// The code of a moment, for tests and for whoever shows how it works.
#[cfg(test)]
pub(super) fn code_of(secret: &[u8], now: Timestamp) -> String {
    totp(secret).unwrap().generate(u64::try_from(now.as_second()).unwrap()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn factor() -> SecondFactor {
        SecondFactor {
            secret: SECRET.to_vec(),
            since: String::new(),
            last_step: 0,
            recovery: vec![hash_of("ABCDE-FGHJK-LMNPQ-RSTUV").unwrap().to_string()],
            reset_by: None,
        }
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Its appendix B, the last six of eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_of(SECRET, at(seconds)), code);
            assert_eq!(step_of(SECRET, code, at(seconds)), Some(u64::try_from(seconds).unwrap() / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_once_and_no_older_one_after_it() {
        let (now, mut factor) = (at(2_000_000_000), factor());
        let (before, code) = (code_of(SECRET, at(2_000_000_000 - 30)), code_of(SECRET, now));
        let Some(Counted::Step(step)) = counted(&factor, &code, now) else { panic!("{code}") };
        factor.last_step = step;

        assert_eq!(counted(&factor, &code, now), None);
        assert_eq!(counted(&factor, &code, at(2_000_000_000 + 25)), None);
        assert_eq!(counted(&factor, &before, now), None);
        assert!(counted(&factor, &code_of(SECRET, at(2_000_000_000 + 30)), now).is_some());
    }

    #[test]
    fn a_clock_may_be_wrong_by_one_step_and_no_more() {
        let now = at(2_000_000_000);
        for (ahead, right) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = code_of(SECRET, at(2_000_000_000 + ahead));
            assert_eq!(step_of(SECRET, &code, now).is_some(), right, "{ahead}");
        }
    }

    #[test]
    fn what_is_pasted_may_have_spaces_and_small_letters_and_nothing_else_is_a_code() {
        let now = at(59);
        assert!(step_of(SECRET, " 287 082\n", now).is_some());
        assert_eq!(counted(&factor(), "abcde fghjk-lmnpqrstuv", now), Some(Counted::Recovery(0)));
        for none in
            ["", "28708", "2870820", "+287082", "-287082", "٢٨٧٠٨٢", "ABCDE-FGHJK-LMNPQ-RSTUW", "ABCDE-FGHJK-LMNPQ"]
        {
            assert_eq!(counted(&factor(), none, now), None, "{none}");
        }
    }

    #[test]
    fn the_address_names_the_authority_and_breaks_out_of_nothing() {
        let address = address(SECRET, "Authority: of & Norvania?", "anna@x");

        assert_eq!(
            *address,
            "otpauth://totp/Authority%20%20of%20%26%20Norvania%3F:anna%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Authority%20%20of%20%26%20Norvania%3F"
        );
        assert_eq!(*spelled(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
