//! A secret as a picture that applications read: one path of squares, drawn by classes alone.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Squares around it that stay empty.
const QUIET: i32 = 4;

/// The picture: its side in squares, and the path of the dark ones. None where the text is too long for one.
pub(super) fn drawn(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET).ok()?;
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_a_quiet_border() {
        let (side, path) = drawn("otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQ").unwrap();

        let far = side - QUIET - 7;
        for (x, y) in [(QUIET, QUIET), (far, QUIET), (QUIET, far)] {
            assert!(path.contains(&format!("M{x} {y}h1v1h-1z")), "{x} {y}");
        }
        assert!(!path.contains("M3 ") && !path.contains(" 3h"));
    }
}
