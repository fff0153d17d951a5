//! Spotting a citizen service number (BSN) in text, so that the user can be warned.
//!
//! A register holds nothing about suspects, victims or residents; a BSN in it is a mistake. The rule is the
//! "elfproef" of the Logisch Ontwerp BSN (Rijksdienst voor Identiteitsgegevens): nine digits, weighed
//! 9, 8, … 2 and -1, add up to a multiple of eleven. Used by editors, imports and `regie set`.

use std::ops::Range;

/// Where the first nine digits stand that pass the test: in one run, or as 1234.56.789 or 123 456 789. About one in
/// eleven other nine-digit numbers passes too, so it is a reason to warn, never to refuse.
pub fn looks_like_bsn(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = run_end(bytes, at);
        if let Some(found) = number_from(bytes, at, end)
            && passes_eleven_check(&bytes[found.clone()])
        {
            return Some(found);
        }
        at = end;
    }
    None
}

fn run_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |n| from + n)
}

/// The nine digits that start with the run `at..end`, in one of the accepted spellings and with no digit on either side.
fn number_from(bytes: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    if end - at == 9 {
        return Some(at..end);
    }
    let groups: [usize; 3] = match end - at {
        4 => [4, 2, 3],
        3 => [3, 3, 3],
        _ => return None,
    };
    let separator = *bytes.get(end).filter(|b| matches!(b, b'.' | b' ' | b'-'))?;
    let mut stop = end;
    for (i, length) in groups.into_iter().enumerate().skip(1) {
        if bytes.get(stop) != Some(&separator) || run_end(bytes, stop + 1) - (stop + 1) != length {
            return None;
        }
        stop += 1 + length;
        if i == 2
            && bytes.get(stop) == Some(&separator)
            && bytes.get(stop + 1).is_some_and(u8::is_ascii_digit)
        {
            return None;
        }
    }
    let joined_before = at >= 2 && bytes[at - 1] == separator && bytes[at - 2].is_ascii_digit();
    (!joined_before).then_some(at..stop)
}

fn passes_eleven_check(spelled: &[u8]) -> bool {
    let digits: Vec<i32> =
        spelled.iter().filter(|b| b.is_ascii_digit()).map(|b| i32::from(b - b'0')).collect();
    let sum: i32 =
        digits.iter().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 9 && sum % 11 == 0 && digits.iter().any(|digit| *digit != 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 111222333 and 123456782 are the numbers that test sets use: they pass the check and were never issued.
    #[test]
    fn a_number_that_passes_the_eleven_check_is_spotted() {
        for (text, found) in [
            ("111222333", Some(0..9)),
            ("bsn 123456782.", Some(4..13)),
            ("BSN: 1234.56.782!", Some(5..16)),
            ("123 456 782", Some(0..11)),
            ("é111222333", Some(2..11)),
            ("123456789", None),
            ("000000000", None),
            ("1112223334", None),
            ("06-12345678", None),
            ("0612345678", None),
            ("88 111 222 333", None),
            ("111 222 333 44", None),
            ("27-11-2026", None),
            ("", None),
        ] {
            assert_eq!(looks_like_bsn(text), found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_spotted_lies_on_character_boundaries(text in "[0-9 .é-]{0,30}") {
            if let Some(found) = looks_like_bsn(&text) {
                prop_assert!(text.get(found).is_some());
            }
        }
    }
}
