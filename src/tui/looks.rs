//! How a list of actions looks: what it finds, in which order and groups, and in which columns.
//!
//! Owns the one list of columns with their field, sort key, grouping and width. The table of actions shows it, layers alter it,
//! and the desk keeps it for the next time.

use crate::i18n::{Texts, words};
use crate::model::query::{Grouping, Sort, SortKey};
use crate::model::record::Field;

/// What a saved filter, or the view itself, finds and how it shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The filter as typed.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The groups.
    pub grouping: Option<Grouping>,
    /// The columns beside the title.
    pub columns: Vec<Column>,
}

impl Looks {
    /// What the view shows at first: all that is still to be done, by due date.
    pub fn first(filter: String) -> Looks {
        let sort = Sort { key: SortKey::Due, descending: false };
        Looks { filter, sort, grouping: None, columns: Column::FIRST.to_vec() }
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What is to be done. Takes the room that the others leave; always shown.
    Title,
    /// The node that it stands under.
    Under,
    /// Kernbeleid field.
    SafetyField,
    /// Who answers for it.
    Lead,
    /// Partners.
    Partners,
    /// Labels.
    Tags,
    /// Programme year.
    Year,
    /// When work starts.
    Start,
    /// Weight in the roll-up.
    Weight,
    /// When it was last touched.
    Updated,
    /// State in words.
    State,
    /// When it is due.
    Due,
    /// How far it is.
    Progress,
    /// Colour, and that it waits; of a finished one its state.
    Health,
}

/// What is known of a column: its word in saved settings, field, sort key, grouping, width in cells, and how long it
/// holds out when the window is narrow (the lowest goes first).
struct Facts(&'static str, Option<Field>, Option<SortKey>, Option<Grouping>, u16, u8);

impl Column {
    /// Every column, in the order in which they stand.
    pub const ALL: &'static [Column] = &[
        Column::Title,
        Column::Under,
        Column::SafetyField,
        Column::Lead,
        Column::Partners,
        Column::Tags,
        Column::Year,
        Column::Start,
        Column::Weight,
        Column::Updated,
        Column::State,
        Column::Due,
        Column::Progress,
        Column::Health,
    ];

    /// Those shown until somebody chooses others.
    pub const FIRST: &'static [Column] =
        &[Column::Title, Column::Under, Column::Lead, Column::Due, Column::Progress, Column::Health];

    const fn facts(self) -> Facts {
        use Column::*;
        match self {
            Title => Facts("title", Some(Field::title), Some(SortKey::Title), None, 0, u8::MAX),
            Under => Facts("under", Some(Field::under), Some(SortKey::Node), Some(Grouping::Node), 22, 6),
            SafetyField => Facts("field", Some(Field::safety_field), None, Some(Grouping::Field), 18, 3),
            Lead => Facts("lead", Some(Field::lead), Some(SortKey::Lead), Some(Grouping::Lead), 16, 9),
            Partners => Facts("partners", Some(Field::partners), None, Some(Grouping::Partner), 16, 5),
            Tags => Facts("tags", Some(Field::tags), None, None, 12, 2),
            Year => Facts("year", Some(Field::year), None, None, 4, 4),
            Start => Facts("start", Some(Field::start), None, None, 8, 1),
            Weight => Facts("weight", Some(Field::weight), Some(SortKey::Weight), None, 3, 0),
            Updated => Facts("updated", None, Some(SortKey::Updated), None, 8, 1),
            State => Facts("state", Some(Field::state), Some(SortKey::State), Some(Grouping::State), 9, 7),
            Due => Facts("due", Some(Field::due), Some(SortKey::Due), Some(Grouping::Due), 10, 12),
            Progress => Facts("progress", Some(Field::progress), Some(SortKey::Progress), None, 4, 11),
            Health => {
                Facts("health", Some(Field::health), Some(SortKey::Health), Some(Grouping::Health), 2, 13)
            }
        }
    }

    /// The word in saved settings.
    pub const fn word(self) -> &'static str {
        self.facts().0
    }

    /// The column whose word is `word`.
    pub fn from_word(word: &str) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| column.word() == word)
    }

    /// The field that it shows; `None` when that cannot be edited.
    pub const fn field(self) -> Option<Field> {
        self.facts().1
    }

    /// What sorting by it means; `None` when its values have no order.
    pub const fn sort(self) -> Option<SortKey> {
        self.facts().2
    }

    /// What grouping by it means; `None` when there would be as many groups as rows.
    pub const fn grouping(self) -> Option<Grouping> {
        self.facts().3
    }

    /// Its width in cells; 0 for the one that takes what is left.
    pub const fn width(self) -> u16 {
        self.facts().4
    }

    /// How long it holds out when the window is narrow: the lowest goes first.
    pub const fn staying(self) -> u8 {
        self.facts().5
    }

    /// The name in full.
    pub fn name(self, texts: &Texts) -> String {
        match self.field() {
            Some(field) => words::field(texts, field),
            None => self.title(texts),
        }
    }

    /// The name above it.
    pub fn title(self, texts: &Texts) -> String {
        match self {
            Column::Updated => texts.get("column-updated", &[]),
            // As narrow as what stands in it; drawn when the whole name does not fit.
            Column::Progress | Column::Health | Column::Weight => {
                texts.get(&format!("column-{}", self.word()), &[])
            }
            other => other.field().map_or(String::new(), |field| words::field(texts, field)),
        }
    }

    /// Whether what stands in it ends at its right edge.
    pub const fn to_the_right(self) -> bool {
        matches!(self, Column::Due | Column::Start | Column::Updated | Column::Progress | Column::Weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_word_of_its_own() {
        for column in Column::ALL {
            assert_eq!(Column::from_word(column.word()), Some(*column));
        }
    }
}
