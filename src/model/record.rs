//! What every kind of item has in common: a number, a field table, and a table to live in.
//!
//! Owns the list of kinds (`Kind`, `Item`, `Tables`), the list of field names (`Field`) and the
//! `record!` macro that gives a struct its field table. Everything generic (changes, journal, `set`,
//! import differences, JSON) works through `Record` and never names a struct.

use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::action::*;
use super::id::{Ref, Stamp};
use super::indicator::*;
use super::meeting::*;
use super::partner::*;
use super::plan::*;
use super::signal::*;
use super::value::{Shape, Value};

/// One row of a record's field table.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// The field's name.
    pub field: Field,
    /// What it accepts.
    pub shape: Shape,
}

/// Why a field could not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetError {
    /// The record has no such field.
    NoSuchField,
    /// The value has another shape or is out of the field's range.
    WrongValue,
}

/// An item of the register, seen through its field table.
pub trait Record {
    /// The item's reference.
    fn reference(&self) -> Ref;
    /// When an entry last touched it.
    fn updated(&self) -> Stamp;
    /// Sets the moment of the last touch.
    fn touch(&mut self, at: Stamp);
    /// The field table of the kind.
    fn fields(&self) -> &'static [FieldSpec];
    /// The value of `field`; `None` when the record has no such field.
    fn get(&self, field: Field) -> Option<Value>;
    /// Sets `field`; refuses another shape and values out of range.
    fn set(&mut self, field: Field, value: &Value) -> Result<(), SetError>;
    /// Whether `field` holds nothing (its default).
    fn is_absent(&self, field: Field) -> bool;
    /// Calls `visit` for every reference the record holds, with the field that holds it.
    fn visit_refs(&self, visit: &mut dyn FnMut(Field, Ref));
    /// The name people know it by.
    fn title(&self) -> &str;
}

/// Defines an item's struct together with its field table. Every record has a `title`.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// Number within the kind, from 1.
            pub num: u32,
            /// When an entry last touched it.
            pub updated: $crate::model::id::Stamp,
            $($(#[$fmeta])* pub $field: $ty),+
        }

        impl $name {
            /// The kind's field table, in the order of the screens.
            pub const FIELDS: &'static [$crate::model::record::FieldSpec] = &[$(
                $crate::model::record::FieldSpec {
                    field: $crate::model::record::Field::$field,
                    shape: <$ty as $crate::model::value::FieldType>::SHAPE,
                }
            ),+];
        }

        impl $crate::model::record::Record for $name {
            fn reference(&self) -> $crate::model::id::Ref {
                $crate::model::id::Ref::new($crate::model::record::Kind::$name, self.num)
            }

            fn updated(&self) -> $crate::model::id::Stamp {
                self.updated
            }

            fn touch(&mut self, at: $crate::model::id::Stamp) {
                self.updated = at;
            }

            fn fields(&self) -> &'static [$crate::model::record::FieldSpec] {
                Self::FIELDS
            }

            fn get(&self, name: $crate::model::record::Field) -> Option<$crate::model::value::Value> {
                match name {
                    $($crate::model::record::Field::$field => {
                        Some($crate::model::value::FieldType::to_value(&self.$field))
                    })+
                    _ => None,
                }
            }

            fn set(
                &mut self,
                name: $crate::model::record::Field,
                value: &$crate::model::value::Value,
            ) -> Result<(), $crate::model::record::SetError> {
                match name {
                    $($crate::model::record::Field::$field => {
                        self.$field = $crate::model::value::FieldType::from_value(value)
                            .ok_or($crate::model::record::SetError::WrongValue)?;
                    })+
                    _ => return Err($crate::model::record::SetError::NoSuchField),
                }
                Ok(())
            }

            fn is_absent(&self, name: $crate::model::record::Field) -> bool {
                match name {
                    $($crate::model::record::Field::$field => {
                        $crate::model::value::FieldType::is_absent(&self.$field)
                    })+
                    _ => true,
                }
            }

            fn visit_refs(
                &self,
                visit: &mut dyn FnMut($crate::model::record::Field, $crate::model::id::Ref),
            ) {
                $($crate::model::value::FieldType::visit_refs(&self.$field, &mut |r| {
                    visit($crate::model::record::Field::$field, r)
                });)+
            }

            fn title(&self) -> &str {
                &self.title
            }
        }
    };
}
pub(super) use record;

/// Defines the field names: one enum over all kinds, so that a change can name any field.
macro_rules! fields {
    ($($field:ident)+) => {
        /// The name of a field of some kind of item. Variants are spelled as the struct fields and the JSON keys.
        #[allow(non_camel_case_types, missing_docs, reason = "one spelling for struct field, JSON key and variant")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Field { $($field),+ }

        impl Field {
            /// Every field name.
            pub const ALL: &'static [Field] = &[$(Field::$field),+];

            /// The name as written in JSON, `regie set` and the journal.
            pub const fn word(self) -> &'static str {
                match self { $(Field::$field => stringify!($field)),+ }
            }

            /// The field called `word`; `field` is short for `safety_field`, as in JSON and queries.
            pub fn from_word(word: &str) -> Option<Field> {
                match word { "field" => Some(Field::safety_field), $(stringify!($field) => Some(Field::$field),)+ _ => None }
            }
        }
    };
}

fields! {
    title description code plan_kind municipalities from to valid_from valid_to stage adopted_by adopted_on
    adopted_text safety_fields predecessor successor superseded_by source_file source_hash source_line source_quote
    node_kind place level safety_field administrative_lead project_lead partners health health_reason parts
    node indicator baseline target year plan to_year result under state waiting_on drop_reason progress due start
    lead tags flagged confidential weight programme created done_on at by text action
    partner_kind phone email website address partner function deputy note agreement_kind parties notice_months
    nodes mentioned instrument_kind area hotspot reported_by reported_on series date chair attendees agenda
    triaged minutes rhythm participants meeting items unit source value body account
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Items of one kind by number. Kept in chunks, so that growing never copies and a look-up is two steps.
#[derive(Clone, Debug)]
pub struct Table<T> {
    chunks: Vec<Vec<Option<T>>>,
    len: usize,
    highest: u32,
}

const CHUNK: usize = 512;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { chunks: Vec::new(), len: 0, highest: 0 }
    }
}

impl<T> Table<T> {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The highest number ever given out, 0 before the first; numbers are not used again.
    pub fn highest(&self) -> u32 {
        self.highest
    }

    /// Raises the highest number given out; a lower `num` changes nothing.
    pub fn reserve_up_to(&mut self, num: u32) {
        self.highest = self.highest.max(num);
    }

    fn slot(num: u32) -> (usize, usize) {
        let index = (num as usize).wrapping_sub(1);
        (index / CHUNK, index % CHUNK)
    }

    /// The item with number `num`.
    pub fn get(&self, num: u32) -> Option<&T> {
        let (chunk, slot) = Self::slot(num);
        self.chunks.get(chunk)?.get(slot)?.as_ref()
    }

    /// The item with number `num`, to alter.
    pub(super) fn get_mut(&mut self, num: u32) -> Option<&mut T> {
        let (chunk, slot) = Self::slot(num);
        self.chunks.get_mut(chunk)?.get_mut(slot)?.as_mut()
    }

    /// Lowers the highest number given out to `num`, for numbers that were only tried; no item above it may be left.
    fn take_numbers_back(&mut self, num: u32) {
        self.highest = self.highest.min(num);
    }

    /// Puts `item` at `num` (1 or more), replacing what was there.
    pub(super) fn put(&mut self, num: u32, item: T) {
        let (chunk, slot) = Self::slot(num.max(1));
        if self.chunks.len() <= chunk {
            self.chunks.resize_with(chunk + 1, Vec::new);
        }
        let chunk = &mut self.chunks[chunk];
        if chunk.len() <= slot {
            chunk.resize_with(slot + 1, || None);
        }
        if chunk[slot].replace(item).is_none() {
            self.len += 1;
        }
        self.highest = self.highest.max(num);
    }

    /// Takes the item at `num` out.
    pub(super) fn take(&mut self, num: u32) -> Option<T> {
        let (chunk, slot) = Self::slot(num);
        let item = self.chunks.get_mut(chunk)?.get_mut(slot)?.take();
        self.len -= usize::from(item.is_some());
        item
    }

    /// All items, lowest number first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flatten().flatten()
    }

    /// All items, lowest number first, in two parts of about the same size.
    pub fn halves(&self) -> (impl Iterator<Item = &T>, impl Iterator<Item = &T>) {
        let (first, second) = self.chunks.split_at(self.chunks.len() / 2);
        (first.iter().flatten().flatten(), second.iter().flatten().flatten())
    }

    /// The items with numbers from `first` up to but not including `end`.
    pub fn range(&self, first: u32, end: u32) -> impl Iterator<Item = &T> {
        (first..end).filter_map(|num| self.get(num))
    }
}

/// Defines the kinds: `Kind`, `Item` and `Tables` from one list.
macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident $letter:literal $word:literal $table:ident;)+) => {
        /// What sort of thing an item is. The letter starts its reference.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { $($(#[$meta])* $name),+ }

        impl Kind {
            /// Every kind, in the order of the storage keys: new kinds go to the end.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];

            /// The letter of references, such as `A`.
            pub const fn letter(self) -> char {
                match self { $(Kind::$name => $letter),+ }
            }

            /// The kind whose references start with `letter` (upper case).
            pub fn from_letter(letter: char) -> Option<Kind> {
                match letter { $($letter => Some(Kind::$name),)+ _ => None }
            }

            /// The word used in JSON and on the command line.
            pub const fn word(self) -> &'static str {
                match self { $(Kind::$name => $word),+ }
            }

            /// The kind called `word`.
            pub fn from_word(word: &str) -> Option<Kind> {
                match word { $($word => Some(Kind::$name),)+ _ => None }
            }

            /// The field table of the kind.
            pub const fn fields(self) -> &'static [FieldSpec] {
                match self { $(Kind::$name => $name::FIELDS),+ }
            }
        }

        /// Any item, whole: what an insertion or a removal carries.
        #[allow(missing_docs, reason = "each variant is documented at its struct")]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Item { $($name($name)),+ }

        $(impl From<$name> for Item {
            fn from(item: $name) -> Item { Item::$name(item) }
        })+

        impl Item {
            /// An empty item with reference `r`.
            pub fn empty(r: Ref) -> Item {
                match r.kind { $(Kind::$name => Item::$name($name { num: r.num, ..Default::default() })),+ }
            }

            /// The item behind its field table.
            pub fn record(&self) -> &dyn Record {
                match self { $(Item::$name(item) => item),+ }
            }

            /// The item behind its field table, to alter.
            pub fn record_mut(&mut self) -> &mut dyn Record {
                match self { $(Item::$name(item) => item),+ }
            }

            /// Gives the item another number, for one that is not in a register yet.
            pub fn renumber(&mut self, num: u32) {
                match self { $(Item::$name(item) => item.num = num),+ }
            }
        }

        /// The tables of a register, one per kind.
        #[derive(Clone, Debug, Default)]
        pub struct Tables { $($(#[$meta])* pub $table: Table<$name>),+ }

        impl Tables {
            /// The item `r` refers to, through its field table.
            pub fn get(&self, r: Ref) -> Option<&dyn Record> {
                match r.kind { $(Kind::$name => self.$table.get(r.num).map(|item| item as &dyn Record)),+ }
            }

            /// The item `r` refers to, whole.
            pub fn item(&self, r: Ref) -> Option<Item> {
                match r.kind { $(Kind::$name => self.$table.get(r.num).cloned().map(Item::$name)),+ }
            }

            /// The highest number given out in `kind`.
            pub fn highest(&self, kind: Kind) -> u32 {
                match kind { $(Kind::$name => self.$table.highest()),+ }
            }

            /// How many items of `kind` there are.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$name => self.$table.len()),+ }
            }

            /// Raises the highest number given out in `kind`.
            pub fn reserve_up_to(&mut self, kind: Kind, num: u32) {
                match kind { $(Kind::$name => self.$table.reserve_up_to(num)),+ }
            }

            /// Calls `visit` with every item of `kind`, lowest number first.
            pub fn visit(&self, kind: Kind, visit: &mut dyn FnMut(&dyn Record)) {
                match kind { $(Kind::$name => self.$table.iter().for_each(|item| visit(item))),+ }
            }

            /// Lowers the highest number given out in `kind`, see `Table::take_numbers_back`.
            pub(super) fn take_numbers_back(&mut self, kind: Kind, num: u32) {
                match kind { $(Kind::$name => self.$table.take_numbers_back(num)),+ }
            }

            pub(super) fn get_mut(&mut self, r: Ref) -> Option<&mut dyn Record> {
                match r.kind { $(Kind::$name => self.$table.get_mut(r.num).map(|item| item as &mut dyn Record)),+ }
            }

            pub(super) fn put(&mut self, item: Item) {
                match item { $(Item::$name(item) => self.$table.put(item.num, item)),+ }
            }

            pub(super) fn take(&mut self, r: Ref) -> Option<Item> {
                match r.kind { $(Kind::$name => self.$table.take(r.num).map(Item::$name)),+ }
            }
        }

        /// Work to be done alike for every kind, with the kind's own type: see `for_kind`.
        pub trait PerKind {
            /// What the work yields.
            type Output;
            /// The work, for one kind.
            fn run<T>(self, table: fn(&Tables) -> &Table<T>, wrap: fn(T) -> Item) -> Self::Output
            where
                T: Record + Clone + Default + Serialize + for<'de> Deserialize<'de> + Send + 'static;
        }

        /// Runs `work` with the type, table and wrapper of `kind`.
        pub fn for_kind<W: PerKind>(kind: Kind, work: W) -> W::Output {
            match kind { $(Kind::$name => work.run::<$name>(|tables| &tables.$table, Item::$name)),+ }
        }
    };
}

kinds! {
    /// Gemeente.
    Municipality 'G' "municipality" municipalities;
    /// Plan.
    Plan 'L' "plan" plans;
    /// Node of the priority tree.
    Node 'T' "node" nodes;
    /// Actie.
    Action 'A' "action" actions;
    /// Voortgangsnotitie.
    ProgressNote 'N' "note" notes;
    /// Partner.
    Partner 'P' "partner" partners;
    /// Contactpersoon.
    Contact 'C' "contact" contacts;
    /// Afspraak.
    Agreement 'V' "agreement" agreements;
    /// Doel.
    Goal 'D' "goal" goals;
    /// Uitvoeringsprogramma (jaarprogramma).
    Programme 'J' "programme" programmes;
    /// Uitgangspunt.
    Principle 'U' "principle" principles;
    /// Evaluatie.
    Evaluation 'E' "evaluation" evaluations;
    /// Kandidaat-actie: something a plan announces, not yet taken up in a programme.
    Candidate 'K' "candidate" candidates;
    /// Werkwijze, instrument or policy document that the plan relies on.
    Instrument 'W' "instrument" instruments;
    /// Indicator.
    Indicator 'I' "indicator" indicators;
    /// Meting.
    Measurement 'M' "measurement" measurements;
    /// Signaal.
    Signal 'S' "signal" signals;
    /// Hotspot.
    Hotspot 'H' "hotspot" hotspots;
    /// Overlegreeks.
    MeetingSeries 'R' "meeting_series" series;
    /// Overleg.
    Meeting 'O' "meeting" meetings;
    /// Besluit.
    Decision 'B' "decision" decisions;
}

/// In the journal an item is `{"ref": "A-17", "title": …}`: its reference and the fields that hold something. Names,
/// not positions, so that lines stay readable whatever later versions add.
impl Serialize for Item {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let record = self.record();
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("ref", &record.reference())?;
        for spec in record.fields().iter().filter(|spec| !record.is_absent(spec.field)) {
            if let Some(value) = record.get(spec.field) {
                map.serialize_entry(spec.field.word(), &value)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Item, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an item that starts with its \"ref\"")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Item, M::Error> {
                use de::Error;
                match map.next_key::<std::borrow::Cow<'de, str>>()? {
                    Some(key) if key == "ref" => {}
                    _ => return Err(M::Error::custom("an item starts with its \"ref\"")),
                }
                let mut item = Item::empty(map.next_value()?);
                let record = item.record_mut();
                while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                    let field = Field::from_word(&key)
                        .ok_or_else(|| M::Error::custom(format!("unknown field {key:?}")))?;
                    let value: Value = map.next_value()?;
                    record.set(field, &value).map_err(|_| {
                        M::Error::custom(format!("{}: {key:?} cannot hold {value:?}", record.reference()))
                    })?;
                }
                Ok(item)
            }
        }
        d.deserialize_map(ItemVisitor)
    }
}
