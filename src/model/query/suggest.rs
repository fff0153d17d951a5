//! What can be typed next in a query: keys, and behind a key the values that the register knows.
//!
//! Owns the values that are offered, in Dutch and English; a field is called what the caller calls it, as on the screen.
//! `parse` reads every one of them.

use std::collections::HashMap;

use super::parse::asks_about;
use super::{Query, Test};
use crate::model::field::candidates;
use crate::model::fold::fold;
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};
use crate::model::register::Register;

/// A word that can stand in the place of the one being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Where in the text it begins, in bytes; all behind that gives way to it.
    pub from: usize,
    /// What is put there.
    pub text: String,
    /// What people see: the name behind a reference.
    pub shown: String,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Items(Kind),
    Words(&'static [&'static str], &'static [&'static str]),
    Years,
    Tags,
}

/// The fields that are offered as a key, and what follows each.
const KEYS: &[(Field, Takes)] = &[
    (Field::lead, Takes::Items(Kind::Contact)),
    (Field::partners, Takes::Items(Kind::Partner)),
    (
        Field::state,
        Takes::Words(
            &["open", "gepland", "loopt", "wacht", "gereed", "vervallen"],
            &["open", "planned", "in_progress", "waiting", "done", "dropped"],
        ),
    ),
    (Field::health, Takes::Words(&["rood", "oranje", "groen", "geen"], &["red", "orange", "green", "none"])),
    (Field::due, Takes::Words(&["<7d", "<14d", "<30d", "geen"], &["<7d", "<14d", "<30d", "none"])),
    (
        Field::safety_field,
        Takes::Words(
            &["wonen", "bedrijvigheid", "jeugd", "fysiek", "integriteit"],
            &["living", "business", "youth", "physical", "integrity"],
        ),
    ),
    (Field::under, Takes::Items(Kind::Node)),
    (Field::year, Takes::Years),
    (Field::progress, Takes::Words(&["0", "<50", ">50", "100"], &["0", "<50", ">50", "100"])),
    (Field::tags, Takes::Tags),
    (Field::start, Takes::Words(&["<7d", "<14d", "<30d", "geen"], &["<7d", "<14d", "<30d", "none"])),
    (Field::weight, Takes::Words(&["1", ">1"], &["1", ">1"])),
];

/// How the user's language calls things.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// Dutch, else English.
    pub dutch: bool,
    /// The name of a field on the screen.
    pub field: &'a dyn Fn(Field) -> String,
}

/// Conditions that are a word of their own.
const MARKS: (&[&str], &[&str]) =
    (&["achterstallig", "verouderd", "gemarkeerd"], &["overdue", "stale", "flagged"]);

/// At most `limit` words that the last one of `text` may become, the likeliest first.
pub fn suggestions(register: &Register, text: &str, wording: Wording<'_>, limit: usize) -> Vec<Suggestion> {
    let from = last_word(text);
    let bare = text[from..].trim_start_matches('-');
    let from = text.len() - bare.len();
    let mut found = match (bare.strip_prefix('#'), bare.split_once(':')) {
        (Some(tag), _) => tags(register, tag, from, "#", limit),
        (None, Some((key, value))) => values(register, key, value, from, wording.dutch, limit),
        (None, None) => keys(bare, from, wording),
    };
    found.truncate(limit);
    // What stands there already is nothing to choose.
    found.retain(|offer| offer.text != bare);
    found
}

/// Where the word being typed begins: behind the last blank or parenthesis that is not in quotes.
fn last_word(text: &str) -> usize {
    let (mut from, mut inside) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => inside = !inside,
            '(' | ')' if !inside => from = at + 1,
            c if c.is_whitespace() && !inside => from = at + c.len_utf8(),
            _ => {}
        }
    }
    from
}

fn keys(typed: &str, from: usize, wording: Wording<'_>) -> Vec<Suggestion> {
    let wanted = fold(typed);
    // A name of several words is one word with dashes, as it is read.
    let words = KEYS.iter().map(|(field, _)| format!("{}:", (wording.field)(*field).replace(' ', "-")));
    let marks = if wording.dutch { MARKS.0 } else { MARKS.1 };
    let all = words.chain(marks.iter().map(|mark| (*mark).to_owned())).chain(["#".to_owned()]);
    let fits = all.filter(|word| word.starts_with(&wanted));
    fits.map(|text| Suggestion { from, shown: text.clone(), text }).collect()
}

fn values(
    register: &Register,
    key: &str,
    value: &str,
    from: usize,
    dutch: bool,
    limit: usize,
) -> Vec<Suggestion> {
    let Some((_, takes)) = KEYS.iter().find(|(field, _)| asks_about(key, *field)) else {
        return Vec::new();
    };
    // After a comma the next alternative is typed.
    let last = value.rfind(',').map_or(0, |at| at + 1);
    let from = from + key.len() + 1 + last;
    let typed = value[last..].trim_matches('"');
    let wanted = fold(typed);
    let word = |text: String| Suggestion { from, shown: text.clone(), text };
    match takes {
        Takes::Items(kind) => candidates(register, &[*kind], typed, limit)
            .into_iter()
            .map(|r| {
                let title = register.title(r);
                let named = format!("{r} {title}");
                // People and partners by name, as they are known; a theme by number, as names of themes recur.
                let text = if *kind == Kind::Node { r.to_string() } else { quoted(title, r) };
                Suggestion { from, text, shown: if *kind == Kind::Node { named } else { title.to_owned() } }
            })
            .collect(),
        Takes::Words(nl, en) => {
            let words = if dutch { nl } else { en };
            words.iter().filter(|w| w.starts_with(&wanted)).map(|w| word((*w).to_owned())).collect()
        }
        Takes::Years => {
            let mut years: Vec<i16> = register.tables().actions.iter().filter_map(|a| a.year).collect();
            years.sort_unstable();
            years.dedup();
            let years = years.into_iter().rev().map(|year| year.to_string());
            years.filter(|year| year.starts_with(&wanted)).map(word).collect()
        }
        Takes::Tags => tags(register, typed, from, "", limit),
    }
}

/// A name as a value: in quotes where it is more than a word; its reference where it cannot be quoted.
fn quoted(title: &str, r: Ref) -> String {
    if title.contains(['"', '\\']) {
        r.to_string()
    } else if title.chars().all(char::is_alphanumeric) {
        title.to_owned()
    } else {
        format!("\"{title}\"")
    }
}

/// The tags that begin with `typed`, those on most actions first.
fn tags(register: &Register, typed: &str, from: usize, mark: &str, limit: usize) -> Vec<Suggestion> {
    let wanted = fold(typed);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in register.tables().actions.iter().flat_map(|action| &action.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    let mut fitting: Vec<(usize, &str)> = counts
        .into_iter()
        .filter(|(tag, _)| {
            fold(tag).starts_with(&wanted) && tag.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        .map(|(tag, count)| (count, tag))
        .collect();
    fitting.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    fitting
        .into_iter()
        .take(limit)
        .map(|(_, tag)| {
            let text = format!("{mark}{tag}");
            Suggestion { from, shown: format!("#{tag}"), text }
        })
        .collect()
}

/// A tag that `query` asks for and no action bears, as when it has been taken from all since the filter was saved.
pub fn unknown_tag(register: &Register, query: &Query) -> Option<String> {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().find_map(|part| unknown_tag(register, part)),
        Query::Not(inner) => unknown_tag(register, inner),
        Query::Test(Test::Tag(Some(tag))) => {
            let mut tags = register.tables().actions.iter().flat_map(|action| &action.tags);
            (!tags.any(|known| fold(known) == *tag)).then(|| tag.clone())
        }
        Query::Test(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;
    use crate::model::id::Day;
    use crate::model::partner::Contact;
    use crate::model::plan::Node;
    use crate::model::query::parse;
    use crate::model::record::Item;

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "Jan de Vries"), (2, "Bakker"), (3, "Anna \"de chef\" Smit")] {
            register.load(Item::Contact(Contact { num, title: title.into(), ..Contact::default() }));
        }
        register.load(Item::Node(Node { num: 5, title: "Overlast".into(), ..Node::default() }));
        for (num, tags) in [(1, vec!["hic", "haven"]), (2, vec!["hic"]), (3, vec!["Één"])] {
            let tags = tags.into_iter().map(str::to_owned).collect();
            register.load(Item::Action(Action { num, tags, year: Some(2026), ..Action::default() }));
        }
        register
    }

    /// Fields by their word, in the place of a screen's name.
    fn wording(dutch: bool) -> Wording<'static> {
        Wording { dutch, field: &|field| field.word().to_owned() }
    }

    fn offered(text: &str, dutch: bool) -> Vec<String> {
        suggestions(&register(), text, wording(dutch), 20).into_iter().map(|offer| offer.text).collect()
    }

    fn today() -> Day {
        "2026-11-20".parse().unwrap()
    }

    #[test]
    fn the_word_being_typed_is_completed_with_what_the_register_knows() {
        assert_eq!(offered("le", true), ["lead:"]);
        assert_eq!(offered("haven (sta", true), ["state:", "start:"]);
        assert_eq!(offered("lead:vri", false), ["\"Jan de Vries\""]);
        assert_eq!(offered("lead:chef", false), ["C-3"], "a name with quotes goes by its number");
        assert_eq!(offered("#h", true), ["#hic", "#haven"], "the commonest first");
        assert_eq!(offered("-#ha", true), ["#haven"]);
        assert_eq!(offered("thema:over", true), ["T-5"]);
        assert_eq!(offered("stoplicht:rood,or", true), ["oranje"]);
        assert_eq!(offered("jaar:2", true), ["2026"]);
        assert_eq!(offered("#hic", true), Vec::<String>::new(), "what stands there is not offered");
    }

    #[test]
    fn whatever_is_offered_is_understood_and_finds_what_it_says() {
        let register = register();
        for dutch in [true, false] {
            for start in [
                "",
                "lead:",
                "partner:",
                "trekker:",
                "status:",
                "toestand:",
                "state:",
                "kleur:",
                "health:",
                "einddatum:",
                "due:",
                "veld:",
                "field:",
                "thema:",
                "under:",
                "jaar:",
                "year:",
                "voortgang:",
                "tag:",
                "#",
            ] {
                for offer in suggestions(&register, start, wording(dutch), 50) {
                    let mut line = format!("{}{}", &start[..offer.from], offer.text);
                    if line.ends_with(':') {
                        let value = suggestions(&register, &line, wording(dutch), 1).pop();
                        line.push_str(&value.map_or("1".into(), |value| value.text));
                    } else if line.ends_with('#') {
                        line.push_str("hic");
                    }
                    let parsed = parse(&line, today());
                    assert_eq!(parsed.problems, [], "{line}");
                    assert!(!matches!(parsed.query, Query::Test(Test::Text(..))), "{line} is read as a text");
                }
            }
        }
    }

    #[test]
    fn a_tag_that_nothing_bears_is_noticed() {
        let unknown = |text: &str| unknown_tag(&register(), &parse(text, today()).query);
        assert_eq!(unknown("#hic haven"), None);
        assert_eq!(unknown("#hic OR (#oud bakker)"), Some("oud".into()));
        assert_eq!(unknown("-#Een"), None);
    }

    #[test]
    fn any_text_can_be_completed() {
        for text in ["\"", "lead:\"Jan d", "-", "é:", "::", "a:b:c", "lead:é,", "#é", "( - \u{301}"] {
            for offer in suggestions(&register(), text, wording(true), 20) {
                assert!(text.is_char_boundary(offer.from), "{text}");
            }
        }
    }
}
