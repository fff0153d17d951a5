//! Links behind text: what the terminal opens when a telephone number or a mail address is clicked.
//!
//! Owns which texts can be called or written to, the address made of them, and where on a frame they stand. Panes put them
//! through `canvas`, `screen` sends them (as OSC 8) to terminals that are known to understand.

use ratatui::layout::Rect;

/// The most digits of a telephone number, its country included (ITU-T E.164). More are two numbers in one field.
const MOST_DIGITS: usize = 15;

/// The fewest: 112.
const FEWEST_DIGITS: usize = 3;

/// The longest mail address (RFC 5321, section 4.5.3.1.3, without the brackets).
const LONGEST_ADDRESS: usize = 254;

/// The address that calls `text`; `None` when it is no telephone number, or more than one.
pub fn telephone(text: &str) -> Option<String> {
    // The "(0)" of "+31 (0)6" is not dialled.
    let text = text.trim();
    let text = if text.starts_with('+') { text.replace("(0)", "") } else { text.to_owned() };
    let mut number = String::new();
    for (at, c) in text.chars().enumerate() {
        match c {
            '0'..='9' => number.push(c),
            '+' if at == 0 => number.push(c),
            // Hyphens are for the eye (RFC 3966, section 5.1.1) and are kept where they stand between digits.
            '-' | '\u{2010}'..='\u{2013}' => number.push('-'),
            ' ' | '\u{a0}' | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits).then(|| format!("tel:{number}"))
}

/// The address that writes to `text`; `None` when it is no mail address. What is not plain is percent-encoded (RFC 6068).
pub fn mail(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    let whole = !name.is_empty() && !host.is_empty() && !host.contains('@') && text.len() <= LONGEST_ADDRESS;
    if !whole
        || text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'))
    {
        return None;
    }
    let mut address = "mailto:".to_owned();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b'+' | b'@' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(address)
}

/// A piece of a row that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    y: u16,
    x: u16,
    width: u16,
    target: String,
}

/// The links of a frame; few, so they are looked through one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links(Vec<Link>);

impl Links {
    /// Makes `width` cells from (`x`, `y`) on lead to `target`, as `telephone` or `mail` gave it.
    pub fn add(&mut self, x: u16, y: u16, width: u16, target: &str) {
        if width > 0 {
            self.0.push(Link { y, x, width, target: target.to_owned() });
        }
    }

    /// Something was drawn over `area`: what leads somewhere there no longer does.
    pub fn cover(&mut self, area: Rect) {
        self.0.retain(|link| !Rect::new(link.x, link.y, link.width, 1).intersects(area));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those of row `y`.
    pub fn row(&self, y: u16) -> RowLinks<'_> {
        RowLinks(self.0.iter().filter(|link| link.y == y).collect())
    }

    /// Moves those in rows `top` to before `bottom` by so many rows; those moved out are gone.
    pub fn shift(&mut self, top: u16, bottom: u16, by: u16, up: bool) {
        let inside = top..bottom;
        self.0.retain_mut(|link| {
            if !inside.contains(&link.y) {
                return true;
            }
            let to = if up { link.y.checked_sub(by) } else { link.y.checked_add(by) };
            link.y = to.unwrap_or(bottom);
            inside.contains(&link.y)
        });
    }
}

/// The links of one row.
#[derive(PartialEq, Eq)]
pub struct RowLinks<'a>(Vec<&'a Link>);

impl RowLinks<'_> {
    /// Where column `x` leads.
    pub fn target(&self, x: usize) -> Option<&str> {
        let holds = |link: &&&Link| (link.x..link.x + link.width).contains(&(x as u16));
        self.0.iter().find(holds).map(|link| link.target.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_cleaned_and_other_texts_lead_nowhere() {
        let cases = [
            ("06-55500102", Some("tel:06-55500102")),
            ("0299 – 55 50 10", Some("tel:0299-555010")),
            ("+31 (0)6 5550 0102", Some("tel:+31655500102")),
            ("(0299) 555.010", Some("tel:0299555010")),
            ("112", Some("tel:112")),
            ("12", None),
            ("", None),
            ("via de balie", None),
            ("0299-555010 tst 12", None),
            ("0299-555010 / 06-55500102", None),
            ("0299-555010 06-55500102", None),
            ("06-1234\u{1b}]8;;\u{7}", None),
            ("31+6", None),
        ];
        for (text, expected) in cases {
            assert_eq!(telephone(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn mail_addresses_are_encoded_and_other_texts_lead_nowhere() {
        let cases = [
            ("m.bakker@voorbeeld.nl", Some("mailto:m.bakker@voorbeeld.nl")),
            ("j+wijk_1@a-b.nl", Some("mailto:j+wijk_1@a-b.nl")),
            ("rené@voorbeeld.nl?subject=x&y", Some("mailto:ren%C3%A9@voorbeeld.nl%3Fsubject%3Dx%26y")),
            ("a@b, c@d", None),
            ("a@b@c", None),
            ("@b", None),
            ("a@", None),
            ("geen adres", None),
            ("a\u{1b}@b", None),
            ("a\u{9c}@b", None),
        ];
        for (text, expected) in cases {
            assert_eq!(mail(text).as_deref(), expected, "{text:?}");
        }
        assert_eq!(mail(&format!("{}@voorbeeld.nl", "x".repeat(260))), None);
    }

    #[test]
    fn links_go_with_their_rows_and_are_gone_when_covered() {
        let mut links = Links::default();
        for y in [1, 4, 6] {
            links.add(2, y, 3, &format!("tel:{y}"));
        }
        links.add(9, 4, 1, "tel:9");
        links.shift(2, 6, 3, true);
        let at = |links: &Links, x: usize, y: u16| links.row(y).target(x).map(str::to_owned);
        assert_eq!([1, 4, 6].map(|y| at(&links, 2, y)), [Some("tel:1".into()), None, Some("tel:6".into())]);
        links.shift(0, 3, 1, false);
        assert_eq!(at(&links, 4, 2).as_deref(), Some("tel:1"));
        assert_eq!([at(&links, 1, 2), at(&links, 5, 2)], [None, None]);
        links.cover(Rect::new(4, 0, 2, 5));
        assert_eq!([at(&links, 2, 2), at(&links, 2, 6)], [None, Some("tel:6".into())]);
    }
}
