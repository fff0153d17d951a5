//! Contacts as vCard: reading versions 2.1, 3.0 and 4.0, writing 3.0.
//!
//! Owns the choice among a card's many telephone numbers and addresses, and the escaping and folding of
//! what is written. Version 3.0 (RFC 2426) is what both Outlook and telephones read. Used by the import
//! and export of contacts.

use std::borrow::Cow;
use std::io::{self, Write};

use calcard::vcard::{
    VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardType, VCardValue,
};
use calcard::{Entry, Parser};

use super::contacts::Card;
use super::plan::{BinaryKind, SourceError, decode};
use super::visible::is_hidden;
use crate::model::partner::Contact;
use crate::model::register::Register;

/// Why a file cannot be read as vCards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardProblem {
    /// There is no vCard in it.
    NoCards,
    /// It is another sort of file.
    Binary(BinaryKind),
}

/// The cards of a file, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// The cards.
    pub cards: Vec<Card>,
    /// The encoding of the file.
    pub encoding: &'static str,
    /// True when that was not UTF-8.
    pub converted: bool,
    /// The lines on which a card begins that has no end of its own: the next one begins in it, or the file stops.
    pub unended: Vec<u32>,
}

/// Whether `bytes` look like vCards.
pub fn is_vcard(bytes: &[u8]) -> bool {
    decode(&bytes[..bytes.len().min(4096)]).is_ok_and(|(text, ..)| {
        text.trim_start_matches(['\u{feff}', ' ', '\r', '\n'])
            .get(..11)
            .is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCARD"))
    })
}

/// Reads all cards in `bytes`. Cards of groups and places, and lines that are not understood, are passed over.
pub fn read(bytes: &[u8]) -> Result<Cards, CardProblem> {
    let (text, encoding, converted) = decode(bytes).map_err(|problem| match problem {
        SourceError::Binary { kind, .. } => CardProblem::Binary(kind),
        _ => CardProblem::NoCards,
    })?;
    let (text, unended) = ended(&text);
    let mut parser = Parser::new(&text);
    let mut cards = Vec::new();
    loop {
        match parser.entry() {
            Entry::VCard(card) => {
                let number = u32::try_from(cards.len() + 1).unwrap_or(u32::MAX);
                cards.push(card_of(&card, number));
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    if cards.is_empty() {
        Err(CardProblem::NoCards)
    } else {
        Ok(Cards { cards, encoding, converted, unended })
    }
}

/// `text` with an end for every card that lacks one, and where those begin: the parser would take what follows into the
/// first of them. A card within a card (`AGENT` of version 2.1) is left as it is.
fn ended(text: &str) -> (Cow<'_, str>, Vec<u32>) {
    let mut whole = String::new();
    let mut unended = Vec::new();
    // Where the cards begin that are open at this point: one, or more when an agent stands in it.
    let mut open: Vec<u32> = Vec::new();
    let mut agent = false;
    for (number, line) in (1_u32..).zip(text.split_inclusive('\n')) {
        let word = line.trim_end().trim_start_matches('\u{feff}');
        if word.eq_ignore_ascii_case("BEGIN:VCARD") {
            if !agent {
                for from in open.drain(..) {
                    unended.push(from);
                    whole.push_str("END:VCARD\n");
                }
            }
            open.push(number);
        } else if word.eq_ignore_ascii_case("END:VCARD") {
            open.pop();
        }
        if !word.is_empty() {
            agent = word.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("AGENT"));
        }
        whole.push_str(line);
    }
    if open.is_empty() && unended.is_empty() {
        return (Cow::Borrowed(text), unended);
    }
    for from in open.drain(..) {
        unended.push(from);
        whole.push_str("\nEND:VCARD\n");
    }
    (Cow::Owned(whole), unended)
}

fn card_of(card: &VCard, number: u32) -> Card {
    let first = |name: VCardProperty| card.entries.iter().find(|entry| entry.name == name).map(joined);
    let text = |name: VCardProperty| first(name).unwrap_or_default();
    let mut name = text(VCardProperty::Fn);
    if name.is_empty() {
        name =
            card.entries.iter().find(|entry| entry.name == VCardProperty::N).map_or(String::new(), full_name);
    }
    let organisation = card
        .entries
        .iter()
        .find(|entry| entry.name == VCardProperty::Org)
        .and_then(|entry| parts(entry).into_iter().find(|part| !part.is_empty()))
        .unwrap_or_default();
    let function = [VCardProperty::Title, VCardProperty::Role].into_iter().map(text).find(|t| !t.is_empty());
    let mut phones: Vec<(u8, String)> = card
        .entries
        .iter()
        .filter(|entry| entry.name == VCardProperty::Tel)
        .map(|entry| (phone_rank(entry), joined(entry).trim_start_matches("tel:").to_owned()))
        .filter(|(_, number)| !number.is_empty())
        .collect();
    phones.sort_by_key(|(rank, _)| *rank);
    let emails = card
        .entries
        .iter()
        .filter(|entry| entry.name == VCardProperty::Email)
        .map(|entry| joined(entry).trim_start_matches("mailto:").to_owned())
        .filter(|email| !email.is_empty())
        .collect();
    Card {
        row: number,
        name: one_line(&name),
        organisation: one_line(&organisation),
        function: one_line(&function.unwrap_or_default()),
        phones: phones.into_iter().map(|(_, number)| one_line(&number)).collect(),
        emails,
        note: text(VCardProperty::Note).trim().to_owned(),
        deputy: String::new(),
        named: None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Work before mobile before the rest; a fax machine comes last.
fn phone_rank(entry: &VCardEntry) -> u8 {
    let is = |wanted: &VCardType| {
        entry.params.iter().any(|parameter| {
            parameter.name == VCardParameterName::Type
                && matches!(&parameter.value, VCardParameterValue::Type(found) if found == wanted)
        })
    };
    if is(&VCardType::Fax) {
        3
    } else if is(&VCardType::Work) {
        0
    } else if is(&VCardType::Cell) {
        1
    } else {
        2
    }
}

/// The parts of a structured value, in order.
fn parts(entry: &VCardEntry) -> Vec<String> {
    entry
        .values
        .iter()
        .flat_map(|value| match value {
            VCardValue::Text(text) => vec![text.trim().to_owned()],
            VCardValue::Component(parts) => parts.iter().map(|part| part.trim().to_owned()).collect(),
            VCardValue::Integer(n) => vec![n.to_string()],
            _ => Vec::new(),
        })
        .collect()
}

fn joined(entry: &VCardEntry) -> String {
    parts(entry).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `N` is surname; given; additional; prefix; suffix. Dutch infixes stand in the prefix or at the end of the given name.
fn full_name(entry: &VCardEntry) -> String {
    let parts = parts(entry);
    let part = |n: usize| parts.get(n).map_or("", String::as_str);
    one_line(&[part(1), part(2), part(3), part(0)].join(" "))
}

/// Writes the contacts as vCard 3.0, each with its organisation, function, telephone number and e-mail address.
pub fn write<'a>(
    to: &mut dyn Write,
    register: &Register,
    contacts: impl Iterator<Item = &'a Contact>,
) -> io::Result<()> {
    for contact in contacts {
        let organisation = contact.partner.map_or("", |partner| register.title(partner));
        let (given, surname) = contact.title.rsplit_once(' ').unwrap_or(("", &contact.title));
        line(to, "BEGIN:VCARD")?;
        line(to, "VERSION:3.0")?;
        line(to, &format!("FN:{}", escaped(&contact.title)))?;
        line(to, &format!("N:{};{};;;", escaped(surname), escaped(given)))?;
        for (name, value) in [
            ("ORG", organisation),
            ("TITLE", &contact.function),
            ("TEL;TYPE=WORK,VOICE", &contact.phone),
            ("EMAIL;TYPE=INTERNET", &contact.email),
            ("NOTE", &contact.note),
        ] {
            if !value.is_empty() {
                line(to, &format!("{name}:{}", escaped(value)))?;
            }
        }
        line(to, "END:VCARD")?;
    }
    Ok(())
}

/// RFC 2426 section 5: comma, semicolon and backslash get a backslash, a line break is `\n`. Other control characters
/// and bidi overrides have no place in a name or number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// One line, folded at 75 octets (RFC 2426 section 2.6), never inside a character.
fn line(to: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut room = 75;
    let mut rest = text;
    while rest.len() > room {
        let cut = (1..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        write!(to, "{}\r\n ", &rest[..cut])?;
        rest = &rest[cut..];
        room = 74;
    }
    write!(to, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Card {
        let mut cards = read(text.as_bytes()).unwrap().cards;
        assert_eq!(cards.len(), 1);
        cards.remove(0)
    }

    #[test]
    fn every_version_is_read() {
        let v21 = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:de Vries;Ren=C3=A9e\r\n\
                   ORG:Politie;Basisteam\r\nTEL;HOME:0228-1\r\nTEL;CELL:06-2\r\nTEL;WORK;FAX:0228-9\r\n\
                   EMAIL;INTERNET:r@p.example\r\nEND:VCARD\r\n";
        let v30 = "BEGIN:VCARD\nVERSION:3.0\nFN:Renée de Vries\nN:Vries;Renée;;de;\nORG:Politie\nTITLE:wijkagent\n\
                   TEL;TYPE=CELL:06-2\nTEL;TYPE=WORK,VOICE:0228-3\nEMAIL:r@p.example\nEND:VCARD\n";
        let v40 = "BEGIN:VCARD\nVERSION:4.0\nFN:Renée de Vries\nROLE:wijkagent\nORG:Politie\n\
                   TEL;VALUE=uri;TYPE=\"cell\":tel:06-2\nEMAIL:r@p.example\nEND:VCARD\n";
        for (text, phone) in [(v21, "06-2"), (v30, "0228-3"), (v40, "06-2")] {
            let card = one(text);
            assert_eq!(card.name, "Renée de Vries", "{text}");
            assert_eq!(card.organisation, "Politie", "{text}");
            assert_eq!(card.phones.first().map(String::as_str), Some(phone), "{text}");
            assert_eq!(card.emails, ["r@p.example"], "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let register = Register::new();
        let contact = Contact {
            num: 1,
            title:
                "Çelik, Özge; \\ de lange naam die over vijfenzeventig tekens heen gaat en dus gevouwen wordt"
                    .into(),
            function: "adviseur\u{202e}\x1b".into(),
            phone: "+31 6 12 34 56 78".into(),
            email: "o@g.example".into(),
            note: "regel een\nregel twee".into(),
            ..Contact::default()
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &register, [&contact].into_iter()).unwrap();
        assert!(bytes.split(|b| *b == b'\n').all(|line| line.len() <= 76));
        let card = one(std::str::from_utf8(&bytes).unwrap());
        assert_eq!(card.name, contact.title);
        assert_eq!(card.function, "adviseur");
        assert_eq!(card.phones, [contact.phone]);
        assert_eq!(card.note, contact.note);
    }

    #[test]
    fn a_file_without_cards_is_refused() {
        assert_eq!(read(b""), Err(CardProblem::NoCards));
        assert_eq!(read(b"naam;telefoon\n"), Err(CardProblem::NoCards));
        assert_eq!(read(b"\x7fELF\x00\x01"), Err(CardProblem::Binary(BinaryKind::Unknown)));
    }
}
