//! How values stand in the state: a version byte, a check over key and value, then bincode.
//!
//! Owns the encoding and is the only place that names bincode. The state is rebuilt from the journal
//! whenever a value does not read, so the layout may change freely as long as `VERSION` goes up with it.
//! `state` uses it.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The layout of every value, and of the structs in it. Goes up when a record gains, loses or reorders fields; states
/// of another version are rebuilt.
const VERSION: u8 = 2;

/// Bytes of the check, a CRC-32 over key and value: it tells damage, not forgery, as only the owner can write a state.
const CHECK: usize = 4;

/// The value is damaged, of another version, or belongs to another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

fn check(key: &[u8], body: &[u8]) -> [u8; CHECK] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(body);
    hasher.finalize().to_le_bytes()
}

/// The check that stands in `bytes`; the sum of all of them in the head tells an old value from the current one.
pub(super) fn check_of(bytes: &[u8]) -> u64 {
    bytes
        .get(1..=CHECK)
        .and_then(|check| check.try_into().ok())
        .map_or(0, |check| u64::from(u32::from_le_bytes(check)))
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
