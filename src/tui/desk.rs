//! What somebody has arranged on the workbench for themselves: columns, order, saved filters.
//!
//! Owns that as data and its text (TOML), which whoever starts the workbench keeps between runs. It is no part of the
//! register: it says nothing about the plan, and everybody has their own.

use serde::{Deserialize, Serialize};

use super::looks::{Column, Looks};
use crate::error::Error;
use crate::model::query::{Grouping, Sort};

/// How the workbench reaches what belongs to the person at it: by the layer that starts it.
pub trait Desk {
    /// What was kept last; `None` when there is nothing.
    fn arranged(&self) -> Option<String>;

    /// Keeps `text` for the next time.
    ///
    /// # Errors
    /// Why it cannot be kept, in the user's language, with what to do.
    fn arrange(&mut self, text: &str) -> Result<(), Error>;

    /// Has the user edit `text` in their own editor, which has the terminal meanwhile. The text as it was left.
    ///
    /// # Errors
    /// No editor, one that failed, or a file that is gone afterwards: what, and that the text is kept.
    fn edit(&mut self, text: &str) -> Result<String, Error>;
}

/// A filter with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// The filter as typed.
    pub filter: String,
    /// The order, such as `-due`.
    #[serde(default)]
    pub sort: String,
    /// The groups, such as `lead`; empty for none.
    #[serde(default)]
    pub group: String,
}

/// All that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// The columns of the table of actions.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The order of the table.
    #[serde(default)]
    pub sort: String,
    /// The groups of the table.
    #[serde(default)]
    pub group: String,
    /// The saved filters.
    #[serde(default)]
    pub filters: Vec<Saved>,
}

impl Arranged {
    /// Reads what was kept; `None` when it cannot be read.
    pub fn read(text: &str) -> Option<Arranged> {
        toml::from_str(text).ok()
    }

    /// As text, to be kept.
    pub fn written(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// `first` as it was arranged since.
    pub fn looks(&self, first: Looks) -> Looks {
        let columns: Vec<Column> = self.columns.iter().filter_map(|word| Column::from_word(word)).collect();
        Looks {
            sort: Sort::parse(&self.sort).ok().filter(|_| !self.sort.is_empty()).unwrap_or(first.sort),
            grouping: Grouping::from_word(&self.group),
            columns: if columns.is_empty() { first.columns } else { columns },
            filter: first.filter,
        }
    }

    /// Takes over how the table looks.
    pub fn remember(&mut self, looks: &Looks) {
        self.columns = looks.columns.iter().map(|column| column.word().to_owned()).collect();
        self.sort = looks.sort.to_string();
        self.group = looks.grouping.map_or(String::new(), |by| by.word().to_owned());
    }

    /// Saves what `looks` finds under `name`, in the place of an older one of that name.
    pub fn save(&mut self, name: &str, looks: &Looks) {
        let saved = Saved {
            name: name.to_owned(),
            filter: looks.filter.clone(),
            sort: looks.sort.to_string(),
            group: looks.grouping.map_or(String::new(), |by| by.word().to_owned()),
        };
        match self.filters.iter_mut().find(|old| old.name == name) {
            Some(old) => *old = saved,
            None => self.filters.push(saved),
        }
    }
}

/// Whether `text` can be read as an arrangement. What cannot is not to be written over.
pub fn is_arrangement(text: &str) -> bool {
    Arranged::read(text).is_some()
}

impl Saved {
    /// `looks` with this filter, order and groups.
    pub fn applied(&self, looks: &Looks) -> Looks {
        Looks {
            filter: self.filter.clone(),
            sort: Sort::parse(&self.sort).unwrap_or(looks.sort),
            grouping: Grouping::from_word(&self.group),
            columns: looks.columns.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_arranged_is_there_again_and_nonsense_changes_nothing() {
        let first = Looks::first("status:open".into());
        let mut arranged = Arranged::default();
        assert_eq!(arranged.looks(first.clone()), first);
        let mine = Looks {
            sort: Sort::parse("-lead").unwrap(),
            grouping: Some(Grouping::Due),
            columns: vec![Column::Tags, Column::Due],
            ..first.clone()
        };
        arranged.remember(&mine);
        arranged.save("Mijn week", &Looks { filter: "trekker:bakker einddatum:<7d".into(), ..mine.clone() });
        let again = Arranged::read(&arranged.written()).unwrap();
        assert_eq!(again, arranged);
        assert_eq!(again.looks(first.clone()), mine);
        assert_eq!(again.filters[0].applied(&first).filter, "trekker:bakker einddatum:<7d");
        for nonsense in ["", "sort = \"zo\"\ngroup = \"\\u001b\"\ncolumns = [\"x\"]"] {
            assert_eq!(Arranged::read(nonsense).unwrap().looks(first.clone()), first, "{nonsense}");
        }
        assert!(Arranged::read("columns = 3").is_none() && !is_arrangement("[[filters"));
    }
}
