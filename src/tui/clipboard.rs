//! Copying to the clipboard of the computer that people sit at, also over SSH.
//!
//! Owns the sequence that terminals take for it (OSC 52 of xterm: `ESC ] 52 ; c ; base64 BEL`) and what is copied of an item.
//! The terminal decides whether it lets programs copy, and does not say; tmux hands it on when `set-clipboard` is on.
//! The app has the sequence sent with the next frame.

use thiserror::Error;

use crate::io::visible;
use crate::model::id::Ref;
use crate::model::record::Kind;
use crate::model::register::Register;

/// The most bytes of text that can be copied. Terminals and multiplexers take sequences of 100,000 bytes; without what
/// stands around it that is 99,992 of base64, or 74,994 of text.
pub const MOST_BYTES: usize = 74_994;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A text cannot be copied.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotCopied {
    /// It is longer than terminals take; so many bytes.
    #[error("{0} bytes are more than a terminal copies")]
    TooLong(usize),
}

/// The bytes that make the terminal copy `text`, as one line: line breaks become blanks and hidden characters visible
/// signs, so that nothing happens by itself where it is pasted.
///
/// # Errors
/// The text is longer than `MOST_BYTES`.
pub fn copy(text: &str) -> Result<Vec<u8>, NotCopied> {
    let text = visible::line(text);
    if text.len() > MOST_BYTES {
        return Err(NotCopied::TooLong(text.len()));
    }
    let mut bytes = b"\x1b]52;c;".to_vec();
    bytes.extend(base64(text.as_bytes()));
    bytes.push(0x07);
    Ok(bytes)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.chunks(3).flat_map(|three| {
        let group = (0..3).fold(0, |group, i| group << 8 | u32::from(three.get(i).copied().unwrap_or(0)));
        [0, 1, 2, 3].map(|i| {
            let six = (group >> (18 - 6 * i) & 63) as usize;
            if i > three.len() { b'=' } else { ALPHABET[six] }
        })
    })
}

/// An item as it is named in a message to somebody: `A-17 Buurtpreventie-avond`.
pub fn named(register: &Register, r: Ref) -> String {
    format!("{r} {}", register.title(r)).trim_end().to_owned()
}

/// The telephone number of whoever is to be called about `r`, and who that is: of a person or partner their own, of an action
/// its lead's, of a place its leads'; else that of the first partner behind it who has one. `None` when there is none.
pub fn phone(register: &Register, r: Ref) -> Option<(String, Ref)> {
    let contact = |r: Ref| register.contact(r).map(|contact| (contact.phone.clone(), r));
    let partner = |r: Ref| {
        let people = register
            .contacts_of(r)
            .map(|contact| (contact.phone.clone(), Ref::new(Kind::Contact, contact.num)));
        let own = register.tables().partners.get(r.num).map(|partner| (partner.phone.clone(), r));
        people.chain(own).find(|(phone, _)| !phone.is_empty())
    };
    let (people, partners): (Vec<Ref>, &[Ref]) = match r.kind {
        Kind::Contact => (vec![r], &[]),
        Kind::Partner => {
            let own = register.tables().partners.get(r.num).map(|partner| (partner.phone.clone(), r));
            return own.filter(|(phone, _)| !phone.is_empty()).or_else(|| partner(r));
        }
        Kind::Action => {
            let action = register.action(r)?;
            (action.lead.into_iter().collect(), &action.partners)
        }
        Kind::Node => {
            let node = register.node(r)?;
            (node.project_lead.into_iter().chain(node.administrative_lead).collect(), &node.partners)
        }
        _ => return None,
    };
    let mut people = people.into_iter().filter_map(contact);
    people.find(|(phone, _)| !phone.is_empty()).or_else(|| partners.iter().find_map(|r| partner(*r)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::register;

    fn sent(text: &str) -> String {
        String::from_utf8(copy(text).unwrap()).unwrap()
    }

    #[test]
    fn what_is_copied_is_base64_as_in_the_rfc() {
        // The examples of RFC 4648, section 10.
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(sent(text), format!("\x1b]52;c;{encoded}\x07"));
        }
        assert_eq!(sent("één >"), "\x1b]52;c;w6nDqW4gPg==\x07");
    }

    #[test]
    fn a_line_break_or_escape_in_a_title_is_not_pasted_as_one() {
        assert_eq!(sent("a\nb\u{1b}"), sent("a b␛"));
    }

    #[test]
    fn more_than_a_terminal_takes_is_refused() {
        assert_eq!(copy(&"x".repeat(MOST_BYTES)).unwrap().len(), 100_000);
        assert_eq!(copy(&"x".repeat(MOST_BYTES + 1)), Err(NotCopied::TooLong(MOST_BYTES + 1)));
    }

    #[test]
    fn the_number_is_of_the_lead_else_of_who_stands_behind_the_item() {
        let register = register(10);
        let number = |kind, num| {
            phone(&register, Ref::new(kind, num)).map(|(phone, whose)| (phone, whose.to_string()))
        };
        let of = |phone: &str, whose: &str| Some((phone.to_owned(), whose.to_owned()));
        assert_eq!(number(Kind::Action, 1), of("0299-555001", "C-1"));
        // The ninth has no lead and no partner, the second partner's only contact has a number.
        assert_eq!(number(Kind::Action, 9), None);
        assert_eq!(number(Kind::Node, 1), of("0299-555001", "C-1"));
        assert_eq!(number(Kind::Node, 2), None);
        assert_eq!(number(Kind::Partner, 1), of("0900-8844", "P-1"));
        assert_eq!(number(Kind::Partner, 2), of("06-55500106", "C-6"));
        assert_eq!(number(Kind::Contact, 2), of("06-55500102", "C-2"));
        assert_eq!(number(Kind::Plan, 1), None);
    }
}
