//! An action list from a spreadsheet as proposed changes: what is new, what changed, what cannot be read.
//!
//! Owns the reading of rows into fields, the recognition of actions that are in the register already, and the contacts
//! and partners that rows name for the first time. Nothing is written: the result is one draft entry that the caller
//! appends or drops. Used by `regie import actions`.
//!
//! A row is the same action as before when its `ref` column says so, else when title, node and due date agree, else when
//! title and node do. An empty cell never erases what the register holds.

use std::collections::{HashMap, HashSet};

use super::mapping::{Mapping, Target};
use super::sheet::{Cell, Row, Sheet};
use crate::model::action::ProgressNote;
use crate::model::apply::apply;
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::field::{ValueProblem, parse_value};
use crate::model::fold::fold;
use crate::model::id::{Day, Ref};
use crate::model::kinds::{ActionState, Health};
use crate::model::operation::{Circumstances, Refusal, add_item, set_fields};
use crate::model::partner::{Contact, Partner};
use crate::model::record::{Field, FieldSpec, Item, Kind, Record};
use crate::model::register::Register;
use crate::model::value::{FieldType, Percent, Value};

/// What the caller decides.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Name of the file, for the entry's label.
    pub file: &'a str,
    /// The node for rows that name none.
    pub under: Option<Ref>,
    /// The reason for orange, red and dropped where the row has none: a sentence that names the file.
    pub reason: &'a str,
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// A new action.
    New,
    /// An action of the register, with the fields that change: before, after.
    Changed(Vec<(Field, Value, Value)>),
    /// An action of the register that stays as it is.
    Same,
}

/// One row that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its number in the file.
    pub row: u32,
    /// The action.
    pub action: Ref,
    /// Its title.
    pub title: String,
    /// What happens to it.
    pub status: Status,
    /// Whether the row adds a progress note.
    pub note: bool,
}

/// Why a row was not understood.
#[derive(Clone, Debug, PartialEq)]
pub enum RowProblem {
    /// The cell that names the action is empty.
    NoTitle,
    /// The value cannot be read.
    Value(Field, ValueProblem),
    /// No node is called so.
    UnknownNode(String),
    /// Several nodes are called so.
    SeveralNodes(String, Vec<Ref>),
    /// Several contacts are called so.
    SeveralContacts(String, Vec<Ref>),
    /// Several partners are called so.
    SeveralPartners(String, Vec<Ref>),
    /// The reference column names something that is not an action of this register.
    NoSuchAction(String),
    /// The same action as in an earlier row: that row's number.
    Double(u32),
    /// A rule of the register refuses it.
    Refused(Refusal),
}

/// A row with a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Its number in the file.
    pub row: u32,
    /// The heading of the column, empty when it is about the whole row.
    pub column: String,
    /// What is the matter.
    pub what: RowProblem,
}

/// A proposal for a whole file.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// The rows that were understood.
    pub rows: Vec<Outcome>,
    /// The rows that were not.
    pub problems: Vec<Problem>,
    /// Leads that are not in the register yet.
    pub contacts: Vec<Contact>,
    /// Partners that are not in the register yet.
    pub partners: Vec<Partner>,
    /// Whether percentages were stored as fractions of one, as spreadsheets do.
    pub fractions: bool,
    /// The changes for the rows that were understood.
    pub changes: Vec<Change>,
}

impl Proposed {
    /// How many rows are new, changed, the same.
    pub fn counts(&self) -> (usize, usize, usize) {
        self.rows.iter().fold((0, 0, 0), |(new, changed, same), row| match row.status {
            Status::New => (new + 1, changed, same),
            Status::Changed(_) => (new, changed + 1, same),
            Status::Same => (new, changed, same + 1),
        })
    }

    /// How many rows were not understood.
    pub fn bad_rows(&self) -> usize {
        self.problems.iter().map(|problem| problem.row).collect::<HashSet<_>>().len()
    }

    /// The entry that carries it out.
    pub fn draft(&self, file: &str) -> Draft {
        let (new, changed, _) = self.counts();
        Draft {
            label: Label {
                verb: Verb::ImportActions,
                subject: None,
                title: file.to_owned(),
                detail: (new + changed).to_string(),
            },
            changes: self.changes.clone(),
        }
    }
}

/// Names of the register by their folded form.
struct Names {
    by_name: HashMap<String, Vec<Ref>>,
}

impl Names {
    fn of(register: &Register, kind: Kind) -> Names {
        let mut by_name: HashMap<String, Vec<Ref>> = HashMap::new();
        register.tables().visit(kind, &mut |record| {
            by_name.entry(name_key(record.title())).or_default().push(record.reference());
        });
        Names { by_name }
    }

    fn get(&self, text: &str) -> &[Ref] {
        self.by_name.get(&name_key(text)).map_or(&[], Vec::as_slice)
    }
}

/// A name as it is compared: folded, words separated by one space, without numbering in front ("1.2 Overlast").
pub(super) fn name_key(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let bare = if bare.is_empty() { &folded } else { bare };
    bare.split(|c: char| c.is_whitespace() || c == '.')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The contact that a cell means: by reference, e-mail address or full name, else by surname with fitting initials, else
/// by whole words of the name, as in the one-line add.
struct People<'a> {
    register: &'a Register,
    names: Names,
    by_surname: HashMap<String, Vec<Ref>>,
    by_word: HashMap<String, Vec<Ref>>,
    by_email: HashMap<String, Ref>,
}

impl<'a> People<'a> {
    fn of(register: &'a Register) -> People<'a> {
        let mut by_surname: HashMap<String, Vec<Ref>> = HashMap::new();
        let mut by_word: HashMap<String, Vec<Ref>> = HashMap::new();
        let mut by_email = HashMap::new();
        for contact in register.tables().contacts.iter() {
            let key = name_key(&contact.title);
            if let Some(last) = key.split(' ').next_back() {
                by_surname.entry(last.to_owned()).or_default().push(contact.reference());
            }
            for word in key.split(' ').collect::<HashSet<_>>() {
                by_word.entry(word.to_owned()).or_default().push(contact.reference());
            }
            if !contact.email.is_empty() {
                by_email.insert(contact.email.to_lowercase(), contact.reference());
            }
        }
        People { register, names: Names::of(register, Kind::Contact), by_surname, by_word, by_email }
    }

    /// The contacts that `text` may mean; none when it is somebody new.
    fn find(&self, text: &str) -> Vec<Ref> {
        if let Ok(r) = text.parse::<Ref>()
            && r.kind == Kind::Contact
            && self.register.contact(r).is_some()
        {
            return vec![r];
        }
        if let Some(r) = self.by_email.get(&text.to_lowercase()) {
            return vec![*r];
        }
        let exact = self.names.get(text);
        if !exact.is_empty() {
            return exact.to_vec();
        }
        let typed = name_key(text);
        let typed: Vec<&str> = typed.split(' ').collect();
        let Some((surname, before)) = typed.split_last().filter(|(_, before)| !before.is_empty()) else {
            return self.with_words(&typed);
        };
        let initial = |words: &[&str]| words.first().and_then(|word| word.chars().next());
        let same_surname = self.by_surname.get(*surname).map_or(&[][..], Vec::as_slice);
        let fitting = |r: &&Ref| {
            let key = name_key(self.register.title(**r));
            let words: Vec<&str> = key.split(' ').collect();
            let (_, known) = words.split_last().unwrap_or((&"", &[]));
            let one_is_short = known.first().is_some_and(|w| w.chars().count() == 1)
                || before.first().is_some_and(|w| w.chars().count() == 1);
            one_is_short && initial(known).is_some() && initial(known) == initial(before)
        };
        let found: Vec<Ref> = same_surname.iter().filter(fitting).copied().collect();
        if found.is_empty() { self.with_words(&typed) } else { found }
    }

    /// Those in whose name each of these words stands.
    fn with_words(&self, words: &[&str]) -> Vec<Ref> {
        let with = |word: &str| self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let Some((longest, rest)) = words
            .iter()
            .max_by_key(|word| word.len())
            .filter(|word| word.chars().count() > 1)
            .map(|longest| (longest, words.iter().filter(move |word| *word != longest)))
        else {
            return Vec::new();
        };
        let rest: Vec<&&str> = rest.collect();
        with(longest).iter().filter(|r| rest.iter().all(|word| with(word).contains(r))).copied().collect()
    }
}

/// Reads `sheet` by `mapping` into a proposal for `register`.
pub fn propose(
    register: &Register,
    now: &Circumstances,
    sheet: &Sheet,
    mapping: &Mapping,
    options: &Options<'_>,
) -> Proposed {
    let rows = sheet.rows.get(mapping.heading_row + 1..).unwrap_or(&[]);
    let mut reader = Reader::new(register, now, mapping, options, rows);
    let mut ready: Vec<Ready> = Vec::with_capacity(rows.len());
    for row in rows {
        match reader.row(row) {
            Ok(row) => ready.push(row),
            Err(problems) => reader.proposed.problems.extend(problems),
        }
    }
    reader.finish(ready)
}

/// A row as fields.
struct Ready {
    row: u32,
    title: String,
    /// The action that the reference column names.
    named: Option<Ref>,
    under: Option<Ref>,
    due: Option<Day>,
    values: Vec<(Field, Value)>,
    remarks: String,
}

/// The columns that become a field whose value does not depend on other rows.
struct Plain {
    index: usize,
    spec: FieldSpec,
}

struct Reader<'a> {
    register: &'a Register,
    now: &'a Circumstances,
    mapping: &'a Mapping,
    options: &'a Options<'a>,
    plain: Vec<Plain>,
    /// Values that were read before: in a list of 100,000 rows the same few hundred come back all the time.
    read: HashMap<(Field, String), Result<Value, ValueProblem>>,
    nodes: Names,
    people: People<'a>,
    organisations: Names,
    new_contacts: HashMap<String, Ref>,
    new_partners: HashMap<String, Ref>,
    proposed: Proposed,
}

impl<'a> Reader<'a> {
    fn new(
        register: &'a Register,
        now: &'a Circumstances,
        mapping: &'a Mapping,
        options: &'a Options<'a>,
        rows: &[Row],
    ) -> Reader<'a> {
        let special = [Field::title, Field::lead, Field::partners, Field::under, Field::progress];
        let plain = mapping
            .columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| match column.target {
                Some(Target::Field(field)) if !special.contains(&field) => {
                    let spec = Kind::Action.fields().iter().find(|spec| spec.field == field)?;
                    Some(Plain { index, spec: *spec })
                }
                _ => None,
            })
            .collect();
        let fractions = mapping.column_of(Target::Field(Field::progress)).is_some_and(|index| {
            let numbers: Vec<f64> = rows
                .iter()
                .filter_map(|row| match row.cell(index) {
                    Cell::Number(n) => Some(*n),
                    _ => None,
                })
                .collect();
            !numbers.is_empty() && numbers.iter().all(|n| (0.0..=1.0).contains(n))
        });
        Reader {
            register,
            now,
            mapping,
            options,
            plain,
            read: HashMap::new(),
            nodes: Names::of(register, Kind::Node),
            people: People::of(register),
            organisations: Names::of(register, Kind::Partner),
            new_contacts: HashMap::new(),
            new_partners: HashMap::new(),
            proposed: Proposed { fractions, ..Proposed::default() },
        }
    }

    fn cell<'r>(&self, row: &'r Row, target: Target) -> Option<(usize, &'r Cell)> {
        let index = self.mapping.column_of(target)?;
        Some((index, row.cell(index))).filter(|(_, cell)| !cell.is_empty())
    }

    /// Reads one row; all that is wrong with it, when something is.
    fn row(&mut self, row: &Row) -> Result<Ready, Vec<Problem>> {
        let mapping = self.mapping;
        let mut problems: Vec<Problem> = Vec::new();
        let mut report = |index: Option<usize>, what: RowProblem| {
            let column = index.map_or(String::new(), |i| mapping.columns[i].heading.clone());
            problems.push(Problem { row: row.number, column, what });
        };
        let Some((_, title)) = self.cell(row, Target::Field(Field::title)) else {
            report(mapping.column_of(Target::Field(Field::title)), RowProblem::NoTitle);
            return Err(problems);
        };
        let title = title.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut values = vec![(Field::title, Value::Text(title.clone()))];
        let mut named = None;
        if let Some((index, cell)) = self.cell(row, Target::Ref) {
            let text = cell.text();
            named = text.parse::<Ref>().ok().filter(|r| self.register.action(*r).is_some());
            if named.is_none() {
                report(Some(index), RowProblem::NoSuchAction(text.into_owned()));
            }
        }
        let mut under = self.options.under;
        if let Some((index, cell)) = self.cell(row, Target::Field(Field::under)) {
            match self.node(&cell.text()) {
                Ok(node) => under = Some(node),
                Err(what) => report(Some(index), what),
            }
        }
        if let Some(under) = under {
            values.push((Field::under, Value::Text(under.to_string())));
        }
        if let Some((index, cell)) = self.cell(row, Target::Field(Field::progress)) {
            let text = match cell {
                Cell::Number(n) if self.proposed.fractions => ((n * 100.0).round()).to_string(),
                other => other.text().into_owned(),
            };
            let percent = FieldSpec { field: Field::progress, shape: Percent::SHAPE };
            match parse_value(self.register, percent, &text, self.now.today) {
                Ok(value) => values.push((Field::progress, value)),
                Err(what) => report(Some(index), RowProblem::Value(Field::progress, what)),
            }
        }
        let mut due = None;
        let (register, today) = (self.register, self.now.today);
        for column in &self.plain {
            let cell = row.cell(column.index);
            if cell.is_empty() {
                continue;
            }
            let field = column.spec.field;
            let text = cell.text();
            let value = if matches!(field, Field::description | Field::health_reason | Field::drop_reason) {
                Ok(Value::Text(text.into_owned()))
            } else {
                let key = (field, text.into_owned());
                match self.read.get(&key) {
                    Some(known) => known.clone(),
                    None => {
                        let read = read_value(register, column.spec, &key.1, today);
                        self.read.insert(key, read.clone());
                        read
                    }
                }
            };
            match value {
                Ok(value) => {
                    if let (Field::due, Value::Text(day)) = (field, &value) {
                        due = day.parse().ok();
                    }
                    values.push((field, value));
                }
                Err(what) => report(Some(column.index), RowProblem::Value(field, what)),
            }
        }
        let remarks =
            self.cell(row, Target::Remarks).map_or(String::new(), |(_, cell)| cell.text().into_owned());
        self.keep_in_step(&mut values, &remarks, named);
        // Last, because a name that is new here becomes a contact or a partner, and only for rows that are taken over.
        let lead = self
            .cell(row, Target::Field(Field::lead))
            .map(|(index, cell)| (index, given_first(&cell.text())));
        let found = lead.as_ref().map(|(_, text)| self.people.find(text)).unwrap_or_default();
        if let (Some((index, text)), 2..) = (&lead, found.len()) {
            report(Some(*index), RowProblem::SeveralContacts(text.clone(), found.clone()));
        }
        let partners =
            self.cell(row, Target::Field(Field::partners)).map(|(index, cell)| (index, cell.text()));
        if let Some((index, text)) = &partners {
            for name in organisations_in(text) {
                let found = self.organisation(name);
                if found.len() > 1 {
                    report(Some(*index), RowProblem::SeveralPartners(name.to_owned(), found));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if let Some((_, text)) = lead {
            let lead = found.first().copied().unwrap_or_else(|| self.new_contact(&text));
            values.push((Field::lead, Value::Text(lead.to_string())));
        }
        if let Some((_, text)) = partners {
            let mut refs: Vec<String> = Vec::new();
            for name in organisations_in(&text) {
                let r = self.organisation(name).first().copied().unwrap_or_else(|| self.new_partner(name));
                if !refs.contains(&r.to_string()) {
                    refs.push(r.to_string());
                }
            }
            values.push((Field::partners, Value::Texts(refs)));
        }
        Ok(Ready { row: row.number, title, named, under, due, values, remarks })
    }

    /// Lists that people keep say "gereed" at 80 %, and are orange without a reason. The rules of the register hold all
    /// the same: done is 100 %, 100 % and a done date are done, what does not fit the state is left, and a reason is the
    /// row's remark or else where it came from.
    fn keep_in_step(&self, values: &mut Vec<(Field, Value)>, remarks: &str, named: Option<Ref>) {
        let has_word = |values: &[(Field, Value)], name: Field, words: &[&str]| {
            values.iter().any(|(field, value)| {
                *field == name && matches!(value, Value::Text(text) if words.contains(&text.as_str()))
            })
        };
        let complete = values.contains(&(Field::progress, Value::Int(100)));
        let dropped = has_word(values, Field::state, &[ActionState::Dropped.word()]);
        let coloured = has_word(values, Field::health, &[Health::Orange.word(), Health::Red.word()]);
        if complete && !dropped {
            values.retain(|(field, _)| *field != Field::state);
            values.push((Field::state, Value::Text(ActionState::Done.word().to_owned())));
        }
        let given_state = values.iter().find_map(|(field, value)| match value {
            Value::Text(word) if *field == Field::state => ActionState::from_word(word),
            _ => None,
        });
        let finished = values.iter().any(|(field, _)| *field == Field::done_on);
        if given_state.is_none() && finished {
            values.push((Field::state, Value::Text(ActionState::Done.word().to_owned())));
        }
        // The state goes before what does not fit it.
        if let Some(state) = given_state.or(finished.then_some(ActionState::Done)) {
            values.retain(|(field, value)| match field {
                Field::progress => (state == ActionState::Done) == (*value == Value::Int(100)),
                Field::done_on => state == ActionState::Done,
                Field::waiting_on => state == ActionState::Waiting,
                Field::drop_reason => state == ActionState::Dropped,
                _ => true,
            });
        }
        let reason = if remarks.trim().is_empty() { self.options.reason } else { remarks.trim() };
        let old = named.and_then(|r| self.register.action(r));
        for (needed, field) in [(dropped, Field::drop_reason), (coloured, Field::health_reason)] {
            let has = values.iter().any(|(given, _)| *given == field)
                || old.is_some_and(|action| !action.is_absent(field));
            if needed && !has {
                values.push((field, Value::Text(reason.to_owned())));
            }
        }
    }

    fn node(&self, text: &str) -> Result<Ref, RowProblem> {
        if let Ok(r) = text.parse::<Ref>()
            && self.register.node(r).is_some()
        {
            return Ok(r);
        }
        match self.nodes.get(text) {
            [r] => Ok(*r),
            [] => Err(RowProblem::UnknownNode(text.to_owned())),
            several => Err(RowProblem::SeveralNodes(text.to_owned(), several.to_vec())),
        }
    }

    fn organisation(&self, text: &str) -> Vec<Ref> {
        if let Ok(r) = text.parse::<Ref>()
            && r.kind == Kind::Partner
            && self.register.get(r).is_some()
        {
            return vec![r];
        }
        let exact = self.organisations.get(text);
        if !exact.is_empty() {
            return exact.to_vec();
        }
        self.new_partners.get(&name_key(text)).copied().into_iter().collect()
    }

    fn new_contact(&mut self, text: &str) -> Ref {
        let next = self.register.next_ref(Kind::Contact).num + self.proposed.contacts.len() as u32;
        let organisation = match self.organisation(text)[..] {
            [r] => Some(r),
            _ => None,
        };
        let contacts = &mut self.proposed.contacts;
        *self.new_contacts.entry(name_key(text)).or_insert_with(|| {
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            // A list that names an organisation as lead means whoever answers for it there.
            contacts.push(Contact { num: next, title, partner: organisation, ..Contact::default() });
            Ref::new(Kind::Contact, next)
        })
    }

    fn new_partner(&mut self, text: &str) -> Ref {
        let next = self.register.next_ref(Kind::Partner).num + self.proposed.partners.len() as u32;
        let partners = &mut self.proposed.partners;
        *self.new_partners.entry(name_key(text)).or_insert_with(|| {
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            partners.push(Partner { num: next, title, ..Partner::default() });
            Ref::new(Kind::Partner, next)
        })
    }

    /// Matches the rows with the register and turns them into changes.
    fn finish(mut self, ready: Vec<Ready>) -> Proposed {
        let mut changes: Vec<Change> = Vec::with_capacity(ready.len());
        changes.extend(self.proposed.partners.iter().map(|partner| Change::Insert(partner.clone().into())));
        changes.extend(self.proposed.contacts.iter().map(|contact| Change::Insert(contact.clone().into())));
        // The operations check references against a register, so the new people must stand in one.
        let with_new;
        let register = if changes.is_empty() {
            self.register
        } else {
            let mut copy = self.register.clone();
            // A new title that is too long or empty is the only thing that could be wrong, and is refused below.
            if apply(&mut copy, &changes, self.now.at).is_err() {
                changes.clear();
            }
            with_new = copy;
            &with_new
        };
        let matches = matched(self.register, &ready);
        let mut next_action = self.register.next_ref(Kind::Action).num;
        let mut next_note = self.register.next_ref(Kind::ProgressNote).num;
        let mut seen: HashMap<Ref, u32> = HashMap::new();
        let mut doubles: HashMap<(String, Option<Ref>, Option<Day>), u32> = HashMap::new();
        for (row, found) in ready.into_iter().zip(matches) {
            let refuse = |what: RowProblem| Problem { row: row.row, column: String::new(), what };
            let key = (fold(&row.title), row.under, row.due);
            let earlier = found.and_then(|r| seen.insert(r, row.row));
            let earlier =
                earlier.or_else(|| if row.named.is_none() { doubles.insert(key, row.row) } else { None });
            if let Some(first) = earlier {
                self.proposed.problems.push(refuse(RowProblem::Double(first)));
                continue;
            }
            let result = match found {
                Some(r) => set_fields(register, self.now, r, &row.values),
                None => add_item(register, self.now, Kind::Action, &row.values),
            };
            let draft = match result {
                Ok(draft) => draft,
                Err(refusal) => {
                    self.proposed.problems.push(refuse(RowProblem::Refused(refusal)));
                    continue;
                }
            };
            let mut set = Vec::new();
            let mut item = found.and_then(|r| register.tables().item(r));
            for change in draft.changes {
                match change {
                    Change::Insert(Item::Action(mut action)) => {
                        action.num = next_action;
                        next_action += 1;
                        item = Some(Item::Action(action.clone()));
                        changes.push(Change::Insert(Item::Action(action)));
                    }
                    Change::Set { target, field, before, after } => {
                        if let Some(item) = &mut item {
                            // The note below carries the action's values after the change.
                            let _ = item.record_mut().set(field, &after);
                        }
                        set.push((field, before.clone(), after.clone()));
                        changes.push(Change::Set { target, field, before, after });
                    }
                    other => changes.push(other),
                }
            }
            let Some(Item::Action(action)) = item else { continue };
            let r = action.reference();
            let remark = row.remarks.trim();
            let note =
                !remark.is_empty() && !register.notes_of(r).any(|note| fold(&note.title) == fold(remark));
            if note {
                changes.push(Change::Insert(Item::ProgressNote(ProgressNote {
                    num: next_note,
                    title: remark.to_owned(),
                    action: Some(r),
                    at: Some(self.now.at),
                    by: self.now.actor.0.clone(),
                    progress: action.progress,
                    health: action.health,
                    ..ProgressNote::default()
                })));
                next_note += 1;
            }
            let status = match found {
                None => Status::New,
                Some(_) if set.is_empty() && !note => Status::Same,
                Some(_) => Status::Changed(set),
            };
            self.proposed.rows.push(Outcome { row: row.row, action: r, title: row.title, status, note });
        }
        self.proposed.problems.sort_by_key(|problem| problem.row);
        self.proposed.changes = changes;
        self.proposed
    }
}

/// "Bakker, M." and "Vries, J. de" as people are called otherwise: "M. Bakker", "J. de Vries".
fn given_first(name: &str) -> String {
    match name.split_once(',') {
        Some((surname, given))
            if given.trim_start().split(' ').next().is_some_and(|first| first.ends_with('.')) =>
        {
            format!("{} {}", given.trim(), surname.trim())
        }
        _ => name.to_owned(),
    }
}

/// The names in a cell of partners.
fn organisations_in(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n', '|']).map(str::trim).filter(|name| !name.is_empty())
}

/// A value as people write it in lists: dates with a time behind them, labels separated by semicolons.
fn read_value(register: &Register, spec: FieldSpec, text: &str, today: Day) -> Result<Value, ValueProblem> {
    match spec.field {
        Field::due | Field::start | Field::done_on => {
            let day = match text.split_once([' ', 'T']) {
                Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':') => {
                    day
                }
                _ => text,
            };
            parse_value(register, spec, day, today)
        }
        Field::tags => parse_value(register, spec, &text.replace(';', ","), today),
        _ => parse_value(register, spec, text, today),
    }
}

/// For each row the action of the register that it is, if any; no action twice.
fn matched(register: &Register, ready: &[Ready]) -> Vec<Option<Ref>> {
    let mut found: Vec<Option<Ref>> = ready.iter().map(|row| row.named).collect();
    if register.tables().actions.is_empty() {
        return found;
    }
    let mut by_title: HashMap<(String, Option<Ref>), Vec<Ref>> = HashMap::new();
    for action in register.tables().actions.iter() {
        by_title.entry((fold(&action.title), action.under)).or_default().push(action.reference());
    }
    let mut taken: HashSet<Ref> = found.iter().flatten().copied().collect();
    // First those whose due date agrees too: lists repeat a title for every quarter.
    for same_due in [true, false] {
        for (row, found) in ready.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let Some(candidates) = by_title.get(&(fold(&row.title), row.under)) else { continue };
            let fits = |r: &&Ref| {
                !taken.contains(*r)
                    && (!same_due || register.action(**r).is_some_and(|action| action.due == row.due))
            };
            if let Some(r) = candidates.iter().find(fits).copied() {
                taken.insert(r);
                *found = Some(r);
            }
        }
    }
    found
}
