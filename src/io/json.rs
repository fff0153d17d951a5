//! Items as JSON: the keys that scripts rely on, and the export of a whole register.
//!
//! Owns the shape of every `--json` item. Every key of the kind is always there; what is absent is
//! `null`, a list without members is `[]`. Days are `YYYY-MM-DD`, moments RFC 3339 in UTC. Control
//! characters and bidi overrides are written as `\uXXXX`, so that JSON is safe on a terminal too.
//!
//! - every item: `ref`, `kind`, `title`, `updated`
//! - `action`: `state`, `progress`, `health`, `health_reason`, `due`, `start`, `year`, `field` (its own, else that of
//!   the nearest node above it), `under`, `lead`, `lead_name`, `partners`, `tags`, `flagged`, `confidential`, `stale`,
//!   `overdue`, and `programme`, `weight`, `waiting_on`, `drop_reason`, `created`, `done_on`; whole also `description`
//!   and `notes` (`at`, `by`, `person`, `person_name`, `progress`, `health`, `text`, oldest first)
//! - `node`: `node_kind`, `level`, `field`, `under`, `progress`, `health`, `open`, `done`, `source` (`line`, `quote`), and
//!   `dropped`, `health_by_hand`, `health_reason`, `administrative_lead`, `project_lead`, `partners`, `parts`
//! - `plan`: `municipalities` (names), `from`, `to`, `valid_from`, `valid_to`, `stage`, `adopted` (`body`, `date`, `text`),
//!   and `municipality_refs`, `plan_kind`, `predecessor`, `successor`, `superseded_by`
//! - `partner`: `partner_kind`, `contacts`; `contact`: `partner`, `function`, `phone`, `email`, `deputy`, `account`;
//!   `agreement`: `agreement_kind`, `parties`, `from`, `to`; each with its further fields under their own names
//! - `note`: its fields under their own names, and `person`, `person_name`
//! - every other kind: its fields under their own names
//!
//! Who did something is the account; `person` is the contact who logs in with it now, `person_name` their name.
//!
//! Used by `list`, `show` and `export`.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::visible::is_hidden;

use crate::model::id::{Day, Ref, Stamp};
use crate::model::plan::Plan;
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::rollup::{Rollups, is_overdue, is_stale};
use crate::model::value::{Shape, Value};

/// What is needed to write an item besides the item.
pub struct View<'a> {
    /// The register it stands in.
    pub register: &'a Register,
    /// The moment that staleness counts from.
    pub now: Stamp,
    /// The day that overdue counts from.
    pub today: Day,
    /// The sums per node; `None` where no node is written.
    pub rollups: Option<Rollups>,
    /// With long texts and notes.
    pub whole: bool,
}

impl View<'_> {
    /// `record`, ready to be written.
    pub fn item<'a>(&'a self, record: &'a dyn Record) -> ItemJson<'a> {
        ItemJson { view: self, record }
    }
}

/// An item as it is written.
pub struct ItemJson<'a> {
    view: &'a View<'a>,
    record: &'a dyn Record,
}

/// Long texts, which a list leaves out.
fn only_whole(kind: Kind, field: Field) -> bool {
    kind == Kind::Action && field == Field::description
}

impl Serialize for ItemJson<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let (record, view) = (self.record, self.view);
        let r = record.reference();
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("ref", &r)?;
        map.serialize_entry("kind", r.kind.word())?;
        map.serialize_entry("title", record.title())?;
        let register = view.register;
        let tables = register.tables();
        for spec in record.fields() {
            let field = spec.field;
            if field == Field::title || (only_whole(r.kind, field) && !view.whole) {
                continue;
            }
            match (r.kind, field) {
                (_, Field::source_quote | Field::adopted_on | Field::adopted_text) => {}
                (_, Field::source_line) => map.serialize_entry("source", &source(record))?,
                (_, Field::adopted_by) => map.serialize_entry("adopted", &adopted(record))?,
                (Kind::Action, Field::safety_field) => {
                    let effective = register.action(r).and_then(|a| register.field_of(a));
                    map.serialize_entry("field", &effective)?;
                }
                (_, Field::safety_field) => map.serialize_entry("field", &record.get(field))?,
                (Kind::Node, Field::place) => {
                    let under = tables.nodes.get(r.num).and_then(|node| node.place).map(|place| place.parent);
                    map.serialize_entry("under", &under)?;
                }
                // What a node shows is derived; `node` writes it.
                (Kind::Node, Field::health) => {}
                (Kind::Plan, Field::municipalities) => {
                    let refs = tables.plans.get(r.num).map_or(&[][..], |plan: &Plan| &plan.municipalities);
                    let names: Vec<&str> = refs.iter().map(|r| register.title(*r)).collect();
                    map.serialize_entry("municipalities", &names)?;
                    map.serialize_entry("municipality_refs", refs)?;
                }
                _ => map.serialize_entry(field.word(), &value(record, field, spec.shape))?,
            }
            if (r.kind, field) == (Kind::Action, Field::lead) {
                let name = register.action(r).and_then(|a| a.lead).map(|lead| register.title(lead));
                map.serialize_entry("lead_name", &name)?;
            }
        }
        match r.kind {
            Kind::ProgressNote => {
                let person = tables.notes.get(r.num).and_then(|note| register.person(&note.by));
                map.serialize_entry("person", &person.map(Record::reference))?;
                map.serialize_entry("person_name", &person.map(Record::title))?;
            }
            Kind::Action => self.action(&mut map)?,
            Kind::Node => self.node(&mut map)?,
            Kind::Partner => {
                let contacts: Vec<Ref> = register.contacts_of(r).map(Record::reference).collect();
                map.serialize_entry("contacts", &contacts)?;
            }
            _ => {}
        }
        map.serialize_entry("updated", &record.updated())?;
        map.end()
    }
}

impl ItemJson<'_> {
    fn action<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let View { register, now, today, .. } = self.view;
        let Some(action) = register.action(self.record.reference()) else { return Ok(()) };
        map.serialize_entry("stale", &is_stale(register, action, *now))?;
        map.serialize_entry("overdue", &is_overdue(action, *today))?;
        if self.view.whole {
            let notes: Vec<NoteJson<'_>> = register
                .notes_of(self.record.reference())
                .map(|note| NoteJson {
                    at: note.at,
                    by: &note.by,
                    person: register.person(&note.by).map(Record::reference),
                    person_name: register.person(&note.by).map(Record::title),
                    progress: note.progress.get(),
                    health: note.health.map(|health| health.word()),
                    text: &note.title,
                })
                .collect();
            map.serialize_entry("notes", &notes)?;
        }
        Ok(())
    }

    fn node<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let r = self.record.reference();
        let rollup = self.view.rollups.as_ref().map(|all| all.get(r)).unwrap_or_default();
        map.serialize_entry("progress", &rollup.tally.progress())?;
        map.serialize_entry("health", &rollup.health)?;
        map.serialize_entry("health_by_hand", &rollup.by_hand)?;
        map.serialize_entry("open", &rollup.tally.open)?;
        map.serialize_entry("done", &rollup.tally.done)?;
        map.serialize_entry("dropped", &rollup.tally.dropped)
    }
}

#[derive(serde::Serialize)]
struct NoteJson<'a> {
    at: Option<Stamp>,
    by: &'a str,
    person: Option<Ref>,
    person_name: Option<&'a str>,
    progress: u8,
    health: Option<&'static str>,
    text: &'a str,
}

/// A field's value; lists are lists also without members.
fn value(record: &dyn Record, field: Field, shape: Shape) -> Value {
    match (record.get(field), shape) {
        (None | Some(Value::Null), Shape::Texts | Shape::Refs) => Value::Texts(Vec::new()),
        (Some(value), _) => value,
        (None, _) => Value::Null,
    }
}

/// Line and passage of the plan's source; `null` for what was not imported.
fn source(record: &dyn Record) -> serde_json::Value {
    match record.get(Field::source_line) {
        Some(Value::Int(line)) if line > 0 => {
            serde_json::json!({"line": line, "quote": record.get(Field::source_quote)})
        }
        _ => serde_json::Value::Null,
    }
}

/// Who adopted it and when; `null` when nothing of it is known.
fn adopted(record: &dyn Record) -> serde_json::Value {
    let fields = [Field::adopted_by, Field::adopted_on, Field::adopted_text];
    if fields.iter().all(|field| record.is_absent(*field)) {
        return serde_json::Value::Null;
    }
    let [body, date, text] = fields.map(|field| record.get(field));
    serde_json::json!({"body": body, "date": date, "text": text})
}

/// A formatter that escapes what a terminal must not receive, besides what JSON itself demands.
#[derive(Clone, Copy, Debug, Default)]
struct Escaping;

impl serde_json::ser::Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut clean = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_hidden(*c)) {
            to.write_all(&fragment.as_bytes()[clean..at])?;
            // Beyond U+FFFF JSON writes a pair of surrogates.
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(to, "\\u{unit:04x}")?;
            }
            clean = at + c.len_utf8();
        }
        to.write_all(&fragment.as_bytes()[clean..])
    }
}

/// Writes `value` as JSON on one line, without the line's end.
pub fn write(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(to, Escaping)).map_err(io::Error::from)
}

/// Writes an array with one item per line, so that line tools and diffs can be used on it.
pub fn write_array<T: Serialize>(to: &mut dyn Write, items: impl Iterator<Item = T>) -> io::Result<()> {
    to.write_all(b"[")?;
    for (n, item) in items.enumerate() {
        to.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        write(to, &item)?;
    }
    to.write_all(b"\n]")
}

/// Writes the whole register: `{"head": seq, "items": [...]}`, kind by kind, every item whole.
pub fn export(to: &mut dyn Write, view: &View<'_>, head: u64) -> io::Result<()> {
    write!(to, "{{\"head\": {head}, \"items\": ")?;
    let tables = view.register.tables();
    let mut first = true;
    to.write_all(b"[")?;
    for kind in Kind::ALL {
        // A note stands with its action.
        if *kind == Kind::ProgressNote {
            continue;
        }
        let mut written = Ok(());
        tables.visit(*kind, &mut |record| {
            if written.is_ok() {
                let before: &[u8] = if first { b"\n" } else { b",\n" };
                first = false;
                written = to.write_all(before).and_then(|()| write(to, &view.item(record)));
            }
        });
        written?;
    }
    to.write_all(b"\n]}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_read_back_as_they_were() {
        let text = "a\u{202e}b\u{e0041}c\u{ad}d\u{9b}e";
        let mut line = Vec::new();
        write(&mut line, &text).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, r#""a\u202eb\udb40\udc41c\u00add\u009be""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
