//! How values stand in the state: a version byte, a check over key and value, then bincode.
//!
//! Owns the encoding and is the only place that names bincode. The state is rebuilt from the journal
//! whenever a value does not read, so the layout may change freely as long as `VERSION` goes up with it.
//! `state` uses it.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The layout of every value, and of the structs in it. Goes up when a record gains, loses or reorders fields; states
/// of another version are rebuilt.
const VERSION: u8 = 1;

/// Bytes of BLAKE3 kept per value. Eight tell damage from health (1 in 2^64); nobody is kept from forging a state, whose
/// folder only the owner can write.
const CHECK: usize = 8;

/// The value is damaged, of another version, or belongs to another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

fn check(key: &[u8], body: &[u8]) -> [u8; CHECK] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key).update(body);
    let mut check = [0; CHECK];
    hasher.finalize_xof().fill(&mut check);
    check
}

/// `value` as it is stored under `key`.
pub(super) fn encode<T: Serialize + ?Sized>(key: &[u8], value: &T) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = vec![0; 1 + CHECK];
    bytes[0] = VERSION;
    bincode::serde::encode_into_std_write(value, &mut bytes, bincode::config::standard())
        .map_err(|_| Unreadable)?;
    let check = check(key, &bytes[1 + CHECK..]);
    bytes[1..=CHECK].copy_from_slice(&check);
    Ok(bytes)
}

/// The value that `encode` made for `key`.
pub(super) fn decode<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, Unreadable> {
    if bytes.len() < 1 + CHECK || bytes[0] != VERSION {
        return Err(Unreadable);
    }
    let (head, body) = bytes.split_at(1 + CHECK);
    if head[1..] != check(key, body) {
        return Err(Unreadable);
    }
    match bincode::serde::decode_from_slice(body, bincode::config::standard()) {
        Ok((value, used)) if used == body.len() => Ok(value),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_back_under_its_own_key_only() {
        let bytes = encode(b"key", &vec![1_u64, 70_000]).unwrap();
        assert_eq!(decode::<Vec<u64>>(b"key", &bytes), Ok(vec![1, 70_000]));
        assert_eq!(decode::<Vec<u64>>(b"kez", &bytes), Err(Unreadable));
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_noticed() {
        let bytes = encode(b"key", &("Jeugdoverlast", 17_u32)).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert_eq!(decode::<(String, u32)>(b"key", &damaged), Err(Unreadable), "byte {at}");
            assert_eq!(decode::<(String, u32)>(b"key", &bytes[..at]), Err(Unreadable), "cut at {at}");
        }
    }
}
