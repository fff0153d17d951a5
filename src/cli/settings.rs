//! The user's settings file, `config.toml`: language, theme, keymap, scrolling.
//!
//! Which settings there are says `tui::Setting`. What cannot be used is told with the nearest name; the rest of
//! the file still counts. Read once, before anything is printed.

use toml::de::{DeTable, DeValue};

use super::env::Env;
use crate::command::Base;
use crate::i18n::{Lang, Texts, words};
use crate::io::{file, visible};
use crate::model::fold;
use crate::t;
use crate::tui::{Palette, ScrollBy, Setting};

/// What the file says. What it does not say, or says wrongly, is `None`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `lang = "nl"`
    pub lang: Option<Lang>,
    /// `theme = "dark"`
    pub theme: Option<Palette>,
    /// `ascii = true`, `false` or `"auto"`
    pub ascii: Option<bool>,
    /// `keymap = "vim"`
    pub keymap: Option<Base>,
    /// `scroll = "line"`
    pub scroll: Option<ScrollBy>,
    /// `mouse = true`
    pub mouse: Option<bool>,
    /// `links = true`, `false` or `"auto"`
    pub links: Option<bool>,
    /// The file's name, for messages.
    file: String,
    troubles: Vec<Trouble>,
}

/// What is wrong with the file.
#[derive(Clone, Debug)]
enum Trouble {
    /// It cannot be read.
    Unread(std::io::ErrorKind, String),
    /// It is not TOML: the line, and the reader's words.
    NotToml(usize, String),
    /// There is no such setting.
    Unknown { name: String, near: Option<&'static str> },
    /// The setting does not take this.
    Value { setting: Setting, given: String },
}

impl Settings {
    /// Reads the file, if there is one.
    pub fn read(env: &Env) -> Settings {
        let Some(path) = env.config_dir().map(|dir| dir.join("config.toml")) else {
            return Settings::default();
        };
        let mut settings = match file::read_settings(&path) {
            Ok(text) => Settings::of(&text),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(why) => Settings {
                troubles: vec![Trouble::Unread(why.kind(), why.to_string())],
                ..Settings::default()
            },
        };
        settings.file = visible::path(&path);
        settings
    }

    fn of(text: &str) -> Settings {
        let mut settings = Settings::default();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            let line = (before + 1).min(text.lines().count().max(1));
            settings.troubles.push(Trouble::NotToml(line, error.message().to_owned()));
        }
        for (name, value) in table.get_ref() {
            settings.take(name.get_ref(), value.get_ref());
        }
        settings
    }

    fn take(&mut self, name: &str, value: &DeValue<'_>) {
        let word = match value {
            DeValue::String(word) => word.trim(),
            DeValue::Boolean(true) => "true",
            DeValue::Boolean(false) => "false",
            _ => "",
        };
        let Some(setting) = Setting::from_name(name) else {
            let known = Setting::ALL.iter().map(|setting| (setting.name(), setting.name()));
            let near = fold::nearest(&fold::fold(name), known);
            let near = near.into_iter().next();
            self.troubles.push(Trouble::Unknown { name: name.to_owned(), near });
            return;
        };
        let understood = match setting {
            Setting::Lang => set(&mut self.lang, Lang::from_tag(word)),
            Setting::Theme => set(&mut self.theme, Palette::from_name(word)),
            Setting::Keymap => set(&mut self.keymap, Base::from_name(word)),
            Setting::Scroll => {
                set(&mut self.scroll, ScrollBy::ALL.iter().copied().find(|scroll| scroll.name() == word))
            }
            Setting::Mouse => set(&mut self.mouse, word.parse().ok()),
            Setting::Links => word == "auto" || set(&mut self.links, word.parse().ok()),
            Setting::Ascii => word == "auto" || set(&mut self.ascii, word.parse().ok()),
        };
        // A value that is missing has been told as such when the file was read.
        let told = word.is_empty() && matches!(value, DeValue::String(_)) && !self.troubles.is_empty();
        if !understood && !told {
            let given = if word.is_empty() { "…".to_owned() } else { word.to_owned() };
            self.troubles.push(Trouble::Value { setting, given });
        }
    }

    /// What is wrong with the file, a sentence each.
    pub fn troubles(&self, texts: &Texts) -> Vec<String> {
        let file = self.file.as_str();
        let said = self.troubles.iter().map(|trouble| match trouble {
            Trouble::Unread(kind, text) => {
                t!(texts, "cli-settings", file = file, reason = words::io_reason(texts, *kind, text))
            }
            Trouble::NotToml(line, why) => {
                t!(texts, "cli-settings-toml", file = file, line = line.to_string(), reason = why.as_str())
            }
            Trouble::Unknown { name, near } => {
                let said = t!(texts, "cli-settings-unknown", file = file, name = name.as_str());
                match near {
                    Some(near) => format!("{said} {}", t!(texts, "cli-usage-meant", what = *near)),
                    None => {
                        let names: Vec<&str> = Setting::ALL.iter().map(|setting| setting.name()).collect();
                        format!("{said} {}", t!(texts, "cli-settings-known", names = names.join(", ")))
                    }
                }
            }
            Trouble::Value { setting: Setting::Lang, given } => {
                t!(texts, "cli-settings-lang", place = file, given = given.as_str())
            }
            Trouble::Value { setting, given } => wrong_value(texts, file, *setting, given),
        });
        said.collect()
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

/// The sentence for a `given` that `setting`, written at `place`, does not take.
pub fn wrong_value(texts: &Texts, place: &str, setting: Setting, given: &str) -> String {
    let (name, known) = (setting.name(), setting.choices());
    let near = fold::nearest(&fold::fold(given), known.iter().map(|word| (*word, *word)));
    let known = known.join(", ");
    let said = t!(texts, "cli-settings-value", place = place, name = name, given = given, known = known);
    match near.first() {
        Some(near) => format!("{said} {}", t!(texts, "cli-usage-meant", what = *near)),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let settings = Settings::of(
            "lang = \"en\"\ntheme = \"dark\"\nascii = true\nkeymap = \"vim\"\nscroll = \"line\"\n",
        );
        assert_eq!(settings.lang, Some(Lang::En));
        assert_eq!(settings.theme, Some(Palette::Dark));
        assert_eq!(settings.ascii, Some(true));
        assert_eq!(settings.keymap, Some(Base::Vim));
        assert_eq!(settings.scroll, Some(ScrollBy::Line));
        assert!(settings.troubles.is_empty());
        let settings = Settings::of("ascii = \"auto\"\n");
        assert!(settings.ascii.is_none() && settings.troubles.is_empty());
    }

    #[test]
    fn the_settings_in_the_readme_are_all_there_are_and_taken() {
        let readme = include_str!("../../README.md");
        let section = readme.split("\n## Settings\n").nth(1).unwrap();
        let example = section.split("```").nth(1).unwrap();
        let settings = Settings::of(example);
        assert!(settings.troubles.is_empty(), "{:?}", settings.troubles);
        for name in Setting::ALL.iter().map(|setting| setting.name()) {
            assert!(example.lines().any(|line| line.starts_with(&format!("{name} = "))), "{name}");
        }
        for palette in Palette::ALL {
            assert!(section.contains(&format!("`{}`", palette.name())), "{palette:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_was_meant_and_the_rest_counts() {
        let text = "theme = \"drak\"\nkeymap = \"emcas\"\nscrol = \"line\"\nscroll = 3\nascii = \"yes\"\nlang = \"nl\"\n";
        let mut settings = Settings::of(text);
        settings.file = "config.toml".into();
        assert_eq!(settings.lang, Some(Lang::Nl));
        let mut said = settings.troubles(&Texts::new(Lang::En));
        said.sort();
        assert_eq!(
            said,
            [
                "There is no setting “scrol” (config.toml). Did you mean scroll?",
                "“drak” in config.toml does not fit theme; choose default, mono, dark, light, contrast, \
                 contrast-light. Did you mean dark?",
                "“emcas” in config.toml does not fit keymap; choose default, vim, emacs. Did you mean emacs?",
                "“yes” in config.toml does not fit ascii; choose true, false, auto.",
                "“…” in config.toml does not fit scroll; choose page, line.",
            ]
        );
    }

    #[test]
    fn a_line_that_is_no_toml_is_named() {
        let mut settings = Settings::of("theme = \"dark\"\nlang = \n");
        settings.file = "config.toml".into();
        let said = settings.troubles(&Texts::new(Lang::En));
        assert!(said[0].starts_with("config.toml, line 2, is not valid TOML ("), "{said:?}");
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(settings.theme, Some(Palette::Dark));
    }
}
