//! The columns of the table of actions: what each shows, how wide it is, and which give way when there is no room.
//!
//! Owns the one list of columns with their field, sort key and grouping, and the placing of them in a row.

use crate::i18n::words;
use crate::model::action::Action;
use crate::model::id::Ref;
use crate::model::query::{Grouping, SortKey};
use crate::model::record::{Field, Record};
use crate::model::rollup;
use crate::tui::action_row::sign;
use crate::tui::canvas::Canvas;
use crate::tui::component::Cx;
use crate::tui::text;
use crate::tui::theme::Role;

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
    /// Colour; of a waiting or finished one its state.
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

    const fn width(self) -> u16 {
        self.facts().4
    }

    /// The name in full.
    pub fn name(self, cx: &Cx<'_>) -> String {
        match self.field() {
            Some(field) => words::field(cx.texts, field),
            None => self.title(cx),
        }
    }

    /// The name above it.
    pub fn title(self, cx: &Cx<'_>) -> String {
        match self {
            Column::Updated => cx.texts.get("column-updated", &[]),
            // As narrow as what stands in it.
            Column::Progress | Column::Health | Column::Weight => {
                cx.texts.get(&format!("column-{}", self.word()), &[])
            }
            other => other.field().map_or(String::new(), |field| words::field(cx.texts, field)),
        }
    }

    /// Whether what stands in it ends at its right edge.
    const fn to_the_right(self) -> bool {
        matches!(self, Column::Due | Column::Start | Column::Updated | Column::Progress | Column::Weight)
    }
}

/// The least room for a title; columns give way before it gets less.
const LEAST_TITLE: u16 = 28;

/// A column where it stands: its first cell and its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub column: Column,
    /// Its first cell.
    pub x: u16,
    /// Its width in cells.
    pub width: u16,
}

/// Places `chosen` between the cells `from` and `to` (the last excluded), a blank between them. Those for which there is
/// no room are left out, the least telling first.
pub fn place(chosen: &[Column], from: u16, to: u16) -> Vec<Placed> {
    let mut shown: Vec<Column> =
        Column::ALL.iter().copied().filter(|c| *c == Column::Title || chosen.contains(c)).collect();
    let taken = |shown: &[Column]| -> u16 {
        shown.iter().filter(|c| **c != Column::Title).map(|c| c.width() + 1).sum()
    };
    let room = to.saturating_sub(from);
    while taken(&shown) + LEAST_TITLE > room && shown.len() > 1 {
        let Some(index) = (0..shown.len()).min_by_key(|i| shown[*i].facts().5) else { break };
        shown.remove(index);
    }
    let title = room.saturating_sub(taken(&shown));
    let mut x = from;
    shown
        .into_iter()
        .map(|column| {
            let width = if column == Column::Title { title } else { column.width() };
            let placed = Placed { column, x, width };
            x += width + 1;
            placed
        })
        .collect()
}

/// Draws the names above the columns; the one under the column cursor stands out, the one sorted by bears an arrow.
pub fn draw_heads(
    canvas: &mut Canvas<'_>,
    y: u16,
    placed: &[Placed],
    current: Column,
    sorted: (SortKey, bool),
    cx: &Cx<'_>,
) {
    for Placed { column, x, width } in placed.iter().copied() {
        let role = if column == current { Role::Title } else { Role::Dim };
        let mut name = column.title(cx);
        if column.sort() == Some(sorted.0) {
            let arrow = cx.theme.arrow(sorted.1);
            name = format!("{}{arrow}", text::cut(&name, usize::from(width.saturating_sub(1)).max(1)));
        }
        if column.to_the_right() {
            canvas.put_right(x + width, y, width, &name, role);
        } else {
            canvas.put(x, y, width, &name, role);
        }
    }
}

/// Draws one action's values. Only the title of the `chosen` one stands out: weight costs bytes.
pub fn draw_row(canvas: &mut Canvas<'_>, y: u16, placed: &[Placed], action: &Action, cx: &Cx<'_>) {
    let quiet = if action.is_open() { Role::Text } else { Role::Dim };
    for Placed { column, x, width } in placed.iter().copied() {
        match column {
            Column::Title => {
                let mut at = x;
                if action.flagged {
                    at += canvas.put(x, y, 2, cx.theme.flag(), Role::Warn) + 1;
                }
                if action.confidential {
                    at += canvas.put(at, y, 2, cx.theme.confidential(), Role::Warn) + 1;
                }
                canvas.put(at, y, (x + width).saturating_sub(at), &action.title, quiet);
            }
            Column::Due => {
                let Some(due) = action.due else { continue };
                let overdue = rollup::is_overdue(action, cx.now.today);
                let role = if overdue { Role::Bad } else { quiet };
                let day = words::day_narrow(cx.texts, due, cx.now.today);
                let at = canvas.put_right(x + width, y, width, &day, role);
                if overdue && at > x {
                    canvas.put(at - 1, y, 1, cx.theme.overdue(), role);
                }
            }
            Column::Health => {
                let (glyph, role) = sign(cx, action);
                canvas.put(x, y, 1, glyph, role);
            }
            Column::Progress => {
                canvas.put_right(x + width, y, width, &format!("{}%", action.progress.get()), quiet);
            }
            other => {
                let said = said(other, action, cx);
                // The field of the node stands back: it is not the action's own.
                let inherited = other == Column::SafetyField && action.safety_field.is_none();
                let role = if inherited { Role::Dim } else { quiet };
                if other.to_the_right() {
                    canvas.put_right(x + width, y, width, &said, role);
                } else {
                    canvas.put(x, y, width, &said, role);
                }
            }
        }
    }
}

fn said(column: Column, action: &Action, cx: &Cx<'_>) -> String {
    let today = cx.now.today;
    let title = |r: Option<Ref>| r.map_or(String::new(), |r| cx.register.title(r).to_owned());
    match column {
        Column::Under => title(action.under),
        Column::Lead => {
            text::short_name(action.lead.map_or("", |lead| cx.register.title(lead)), Column::Lead.width())
        }
        Column::Partners => {
            let first = title(action.partners.first().copied());
            match action.partners.len() {
                0 | 1 => first,
                more => {
                    let more = format!(" +{}", more - 1);
                    let room = usize::from(Column::Partners.width()).saturating_sub(more.len());
                    format!("{}{more}", text::cut(&first, room))
                }
            }
        }
        Column::SafetyField => {
            cx.register.field_of(action).map_or(String::new(), |field| words::safety_field(cx.texts, field))
        }
        Column::Tags => action.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        Column::Year => action.year.map_or(String::new(), |year| year.to_string()),
        Column::Start => action.start.map_or(String::new(), |day| words::day_narrow(cx.texts, day, today)),
        Column::Weight => action.weight.get().to_string(),
        Column::Updated => words::day_narrow(cx.texts, action.updated().day(cx.zone), today),
        Column::State => words::state(cx.texts, action.state),
        Column::Title | Column::Due | Column::Progress | Column::Health => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(chosen: &[Column], to: u16) -> Vec<Column> {
        place(chosen, 8, to).into_iter().map(|placed| placed.column).collect()
    }

    #[test]
    fn columns_give_way_to_the_title_the_least_telling_first() {
        use Column::*;
        assert_eq!(shown(Column::FIRST, 120), Column::FIRST);
        assert_eq!(shown(Column::FIRST, 78), [Title, Lead, Due, Progress, Health]);
        assert_eq!(shown(Column::FIRST, 60), [Title, Due, Progress, Health]);
        assert_eq!(shown(Column::FIRST, 39), [Title, Health]);
        assert_eq!(shown(&[], 120), [Title], "the title is always there");
    }

    #[test]
    fn a_row_is_filled_to_its_last_cell_and_nothing_overlaps() {
        for to in 40..200 {
            let placed = place(Column::ALL, 8, to);
            for pair in placed.windows(2) {
                assert_eq!(pair[0].x + pair[0].width + 1, pair[1].x);
            }
            let last = placed.last().unwrap();
            assert_eq!(last.x + last.width, to, "at {to}");
        }
    }

    #[test]
    fn every_column_has_a_word_of_its_own() {
        for column in Column::ALL {
            assert_eq!(Column::from_word(column.word()), Some(*column));
        }
    }
}
