//! What a witness signs: that at a time it had seen no larger log, and no other of this size (C2SP tlog-cosignature).

use super::checkpoint::Checkpoint;
use super::ids::Origin;

/// The text over which an Ed25519 cosignature stands. Source: C2SP tlog-cosignature, "Ed25519 signed message".
pub(super) fn ed25519_message(text: &str, time: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// The structure over which an ML-DSA-44 signature stands; none where the text is no checkpoint.
/// Source: C2SP tlog-cosignature, "ML-DSA-44 signed message".
pub(super) fn ml_dsa_message(signer: &Origin, text: &str, time: u64) -> Option<Vec<u8>> {
    let Checkpoint { origin, size, root } = Checkpoint::parse(text).ok()?;
    let mut message = b"subtree/v1\n\0".to_vec();
    counted(&mut message, signer)?;
    message.extend(time.to_be_bytes());
    counted(&mut message, &origin)?;
    // The whole tree: from leaf 0.
    message.extend(0_u64.to_be_bytes());
    message.extend(size.to_be_bytes());
    message.extend(root.as_bytes());
    Some(message)
}

/// A name behind its length in one byte.
fn counted(message: &mut Vec<u8>, name: &Origin) -> Option<()> {
    message.push(u8::try_from(name.as_str().len()).ok()?);
    message.extend(name.as_str().as_bytes());
    Some(())
}
