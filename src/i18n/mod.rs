//! The words on the screen: Dutch and English, looked up by message name.
//!
//! Owns the Fluent files (`nl/*.ftl`, `en/*.ftl`, one file per layer that speaks) and the look-up `t!`.
//! A test holds the two languages to the same messages and variables, and every `t!` in the source to a
//! message that exists. Everything with words uses it; the model never does.

pub mod problems;
pub mod words;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The languages of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Nederlands, the default.
    #[default]
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The language that `tag` (such as `nl`, `en_GB.UTF-8`) starts with.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("nl") {
            Some(Lang::Nl)
        } else if tag.starts_with("en") {
            Some(Lang::En)
        } else {
            None
        }
    }

    /// The two-letter tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::En => "en",
        }
    }
}

/// The Fluent sources of one language.
pub const fn sources(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Nl => [
            include_str!("nl/words.ftl"),
            include_str!("nl/problems.ftl"),
            include_str!("nl/cli.ftl"),
            include_str!("nl/tui.ftl"),
            include_str!("nl/plan.ftl"),
        ],
        Lang::En => [
            include_str!("en/words.ftl"),
            include_str!("en/problems.ftl"),
            include_str!("en/cli.ftl"),
            include_str!("en/tui.ftl"),
            include_str!("en/plan.ftl"),
        ],
    }
}

/// The messages of one language, ready to be looked up.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Loads `lang`. The files are part of the program; a test proves that they parse.
    pub fn new(lang: Lang) -> Texts {
        let id = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for source in sources(lang) {
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Texts { lang, bundle }
    }

    /// Which language it is.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a message called `id`.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.get_message(id).is_some_and(|message| message.value().is_some())
    }

    /// The message `id` with its variables filled in; the name itself when there is none (a test prevents that).
    pub fn get(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// Looks up a message: `t!(texts, "undo-done", what = name, count = 3)`.
#[macro_export]
macro_rules! t {
    ($texts:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $texts.get($id, &[$((stringify!($name), fluent_bundle::FluentValue::from($value))),*])
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Message name -> variables, read off the source text.
    fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in sources(lang) {
            let parsed = FluentResource::try_new(source.to_owned());
            assert!(parsed.is_ok(), "{lang:?}: {:?}", parsed.err().map(|(_, errors)| errors));
            let mut current = String::new();
            for line in source.lines() {
                if let Some((name, _)) =
                    line.split_once('=').filter(|_| line.starts_with(char::is_alphabetic))
                {
                    current = name.trim().to_owned();
                    let double = all.insert(current.clone(), BTreeSet::new());
                    assert!(double.is_none(), "{lang:?}: {current} stands there twice");
                }
                for part in line.split('$').skip(1) {
                    let name: String =
                        part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    all.entry(current.clone()).or_default().insert(name);
                }
            }
        }
        all
    }

    #[test]
    fn dutch_and_english_have_the_same_messages_with_the_same_variables() {
        assert_eq!(messages(Lang::Nl), messages(Lang::En));
    }

    #[test]
    fn every_message_that_the_source_names_exists() {
        let known = messages(Lang::En);
        let mut todo = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        let mut missing = Vec::new();
        while let Some(dir) = todo.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    todo.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("i18n/mod.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    // Only `t!(` itself, not the end of another macro's name such as `concat!(`.
                    let calls = text
                        .match_indices("t!(")
                        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
                    for (at, _) in calls {
                        let call = &text[at + 3..];
                        let mut parts = call.splitn(3, '"');
                        let (before, id) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
                        // Names put together at run time are covered by the tests of those who do so.
                        if before.contains(')')
                            || before.contains("format!")
                            || before.matches(',').count() != 1
                        {
                            continue;
                        }
                        if !known.contains_key(id) {
                            missing.push(format!("{}: {id}", path.display()));
                        }
                    }
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }
}
