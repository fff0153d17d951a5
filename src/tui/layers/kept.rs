//! Texts that are being typed, as they are kept for when the terminal goes away: under which name, and what of them says
//! what they are about.
//!
//! Owns both directions. A name is what was being done, to which item, and which field: `drop-A-3`, `edit-A-3-due`. It
//! becomes a file name, so several items stand in the first line of the text, and `many` in the name. Layers keep their
//! texts with it; `reopen` and the page of lost texts read them.

use crate::model::id::Ref;
use crate::model::record::Field;
use crate::model::value::Value;

/// Stands for the item in a name when they are several.
const MANY: &str = "many";

/// What a text that was kept says.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept<'a> {
    /// What was being done.
    pub what: &'a str,
    /// To which items.
    pub items: Vec<Ref>,
    /// Which field of them.
    pub field: Option<Field>,
    /// What had been typed.
    pub text: &'a str,
}

/// `text` as it is kept, by name and text: typed while doing `what` to `items`, to that field of them.
pub fn keep(what: &str, items: &[Ref], field: Option<Field>, text: &str) -> (String, String) {
    let (of, text) = match items {
        [one] => (one.to_string(), text.to_owned()),
        many => {
            let refs: Vec<String> = many.iter().map(Ref::to_string).collect();
            (MANY.to_owned(), format!("{}\n{text}", refs.join(" ")))
        }
    };
    let field = field.map_or(String::new(), |field| format!("-{}", field.word().replace('_', "-")));
    (format!("{what}-{of}{field}"), text)
}

/// What was kept as `text` under `name`; `None` when it is not about items.
pub fn read<'a>(name: &'a str, text: &'a str) -> Option<Kept<'a>> {
    let (what, of) = name.split_once('-')?;
    let mut parts = of.splitn(3, '-');
    let (items, field, text) = match parts.next()? {
        MANY => {
            let (refs, text) = text.split_once('\n').unwrap_or((text, ""));
            let items: Result<Vec<Ref>, _> = refs.split(' ').map(str::parse).collect();
            (items.ok()?, of.strip_prefix(MANY)?.strip_prefix('-'), text)
        }
        kind => (vec![format!("{kind}-{}", parts.next()?).parse().ok()?], parts.next(), text),
    };
    let field = match field {
        Some(word) => Some(Field::from_word(&word.replace('-', "_"))?),
        None => None,
    };
    Some(Kept { what, items, field, text })
}

/// A reason being typed, with the `values` that wait for it on a line before it; `None` when they are not single words.
pub fn reason(values: &[(Field, Value)], text: &str) -> Option<String> {
    let said = values.iter().map(|(field, value)| match value {
        Value::Text(word) if !word.contains([' ', '\n']) => Some(format!("{}={word}", field.word())),
        _ => None,
    });
    Some(format!("{}\n{text}", said.collect::<Option<Vec<_>>>()?.join(" ")))
}

/// The values that wait for a reason, and the reason, as `reason` kept them.
pub fn read_reason(kept: &str) -> Option<(Vec<(Field, Value)>, &str)> {
    let (values, text) = kept.split_once('\n')?;
    let value = |said: &str| {
        let (field, word) = said.split_once('=')?;
        Some((Field::from_word(field)?, Value::Text(word.to_owned())))
    };
    Some((values.split(' ').map(value).collect::<Option<_>>()?, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;

    #[test]
    fn what_is_kept_says_again_what_it_was_about() {
        let one = [Ref::new(Kind::Action, 3)];
        let many: Vec<Ref> = (1..=2_000).map(|num| Ref::new(Kind::Action, num)).collect();
        for (items, field) in [
            (&one[..], None),
            (&one[..], Some(Field::drop_reason)),
            (&many[..], None),
            (&many[..], Some(Field::health_reason)),
        ] {
            for text in ["", "zaal geregeld", "twee\nregels - en een streepje"] {
                let (name, kept) = keep("edit", items, field, text);
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
                assert!(plain && name.len() < 60, "a file name: {name}");
                let again = Kept { what: "edit", items: items.to_vec(), field, text };
                assert_eq!(read(&name, &kept), Some(again), "{name}");
            }
        }
        assert_eq!(keep("edit", &one, Some(Field::due), "vr"), ("edit-A-3-due".into(), "vr".into()));
        for (name, text) in [("", ""), ("edit", ""), ("edit-A", ""), ("edit-A-3-zo", ""), ("edit-many", "A-")]
        {
            assert_eq!(read(name, text), None, "{name}");
        }
    }

    #[test]
    fn a_reason_is_kept_with_what_waits_for_it() {
        let waiting = vec![(Field::state, Value::Text("dropped".into()))];
        let kept = reason(&waiting, "geen geld\nof tijd").unwrap();
        assert_eq!(read_reason(&kept), Some((waiting, "geen geld\nof tijd")));
        assert_eq!(reason(&[(Field::flagged, Value::Bool(true))], "x"), None);
        for unfit in ["twee woorden", "twee\nregels"] {
            assert_eq!(reason(&[(Field::waiting_on, Value::Text(unfit.into()))], "x"), None, "{unfit}");
        }
        assert_eq!(read_reason("zomaar"), None);
        assert_eq!(read_reason("zo=ja\nx"), None);
    }
}
