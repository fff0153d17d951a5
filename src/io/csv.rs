//! Items as CSV, for spreadsheets.
//!
//! Owns the columns of the action export (which `import actions` reads back) and the guard against
//! formulas: a cell that a spreadsheet would calculate gets an apostrophe before it, as OWASP's "CSV
//! Injection" page advises; numbers with a sign, such as `+31 6 12`, cannot do harm and stay as they are.
//! The import takes the apostrophe off again. Used by `regie list --csv` and `regie export csv`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::visible::is_hidden;
use crate::model::action::Action;
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::rollup::is_overdue;
use crate::model::value::Value;

/// The columns for actions; names are the keys of the JSON form.
const ACTION_COLUMNS: [&str; 23] = [
    "ref",
    "title",
    "state",
    "progress",
    "health",
    "health_reason",
    "due",
    "start",
    "year",
    "field",
    "under",
    "under_title",
    "lead",
    "lead_name",
    "partners",
    "partner_names",
    "tags",
    "flagged",
    "overdue",
    "weight",
    "waiting_on",
    "drop_reason",
    "description",
];

/// How the cells are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Commas and bare UTF-8, as RFC 4180 has it.
    Plain,
    /// Semicolons and a byte order mark: what a Dutch Excel opens in columns, with its accents right.
    Excel,
}

/// Makes a cell harmless: no formula, no control characters but line breaks.
fn guarded(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| is_hidden(c) && c != '\n';
    let clean: Cow<'_, str> = if text.chars().any(hidden) {
        Cow::Owned(text.chars().filter(|c| !hidden(*c)).collect())
    } else {
        text.into()
    };
    let signed_number = |text: &str| {
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '.' | ',' | '(' | ')' | '%'))
    };
    if clean.starts_with(['=', '+', '-', '@']) && !signed_number(&clean) {
        return Cow::Owned(format!("'{clean}"));
    }
    clean
}

/// The failure below, so that a reader that went away is still recognised as such.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes `actions` with a heading row. Several partners or tags stand in one cell, separated by commas.
pub fn write_actions<'a>(
    to: &mut dyn Write,
    form: Form,
    register: &Register,
    today: crate::model::id::Day,
    actions: impl Iterator<Item = &'a Action>,
) -> io::Result<()> {
    let delimiter = match form {
        Form::Plain => b',',
        Form::Excel => {
            to.write_all("\u{feff}".as_bytes())?;
            b';'
        }
    };
    let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(to);
    out.write_record(ACTION_COLUMNS).map_err(io_error)?;
    for action in actions {
        let or_empty = |text: Option<String>| text.unwrap_or_default();
        let partners: Vec<String> = action.partners.iter().map(|r| r.to_string()).collect();
        let names: Vec<&str> = action.partners.iter().map(|r| register.title(*r)).collect();
        let flag = |on: bool| if on { "true" } else { "false" }.to_owned();
        let cells = [
            action.reference().to_string(),
            action.title.clone(),
            action.state.word().to_owned(),
            action.progress.get().to_string(),
            or_empty(action.health.map(|health| health.word().to_owned())),
            action.health_reason.clone(),
            or_empty(action.due.map(|day| day.to_string())),
            or_empty(action.start.map(|day| day.to_string())),
            or_empty(action.year.map(|year| year.to_string())),
            or_empty(register.field_of(action).map(|field| field.word().to_owned())),
            or_empty(action.under.map(|r| r.to_string())),
            action.under.map_or("", |r| register.title(r)).to_owned(),
            or_empty(action.lead.map(|r| r.to_string())),
            action.lead.map_or("", |r| register.title(r)).to_owned(),
            partners.join(", "),
            names.join(", "),
            action.tags.join(", "),
            flag(action.flagged),
            flag(is_overdue(action, today)),
            action.weight.get().to_string(),
            action.waiting_on.clone(),
            action.drop_reason.clone(),
            action.description.clone(),
        ];
        out.write_record(cells.iter().map(|cell| guarded(cell).into_owned())).map_err(io_error)?;
    }
    out.flush()
}

/// Writes records of `kind`, a column per field.
pub fn write_records<'a>(
    to: &mut dyn Write,
    kind: Kind,
    records: impl Iterator<Item = &'a dyn Record>,
) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    let word = |field: Field| if field == Field::safety_field { "field" } else { field.word() };
    let headings = kind.fields().iter().map(|spec| word(spec.field));
    out.write_record(std::iter::once("ref").chain(headings)).map_err(io_error)?;
    for record in records {
        let mut cells = vec![record.reference().to_string()];
        cells.extend(record.fields().iter().map(|spec| match record.get(spec.field) {
            None | Some(Value::Null) => String::new(),
            Some(Value::Bool(flag)) => flag.to_string(),
            Some(Value::Int(n)) => n.to_string(),
            Some(Value::Num(n)) => n.to_string(),
            Some(Value::Text(text)) => text,
            Some(Value::Texts(texts)) => texts.join(", "),
        }));
        out.write_record(cells.iter().map(|cell| guarded(cell).into_owned())).map_err(io_error)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_calculate_is_guarded() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+31 6 1234", "+31 6 1234"),
            ("+A1", "'+A1"),
            ("-1", "-1"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@bakker", "'@bakker"),
            ("gewoon", "gewoon"),
            ("\x1b[31mrood\u{202e}", "[31mrood"),
        ] {
            assert_eq!(guarded(text), expected);
        }
    }
}
