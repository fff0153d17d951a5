//! The commands that only look: list, show, log, export.

use std::io::Write;
use std::path::Path;

use super::args::{ExportFormat, ListFormat};
use super::call::{Call, Desk, refs_of};
use super::out::{Cell, Outcome, Role, Stop, fit};
use super::sentences;
use crate::error::{Error, Kind as Failure};
use crate::i18n::{problems, words};
use crate::io::json::{self, View};
use crate::io::{csv, file, vcard, visible};
use crate::model::action::Action;
use crate::model::change::{Change, Entry, Verb};
use crate::model::field::parse_day;
use crate::model::fold::fold;
use crate::model::id::{Day, Ref, Stamp};
use crate::model::kinds::{ActionState, Health};
use crate::model::ledger::{Unwritten, concerns};
use crate::model::operation::Refusal;
use crate::model::query::{self, Choice, Query, QueryContext, Sort, SortKey, StateTest, Test};
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::rollup::{Rollups, is_overdue, is_stale};
use crate::model::value::{Shape, Value};
use crate::t;

/// Rows of a table on a terminal when no limit is given: two screens of the largest size that is designed for. What is
/// piped is never cut.
const SCREENFUL: usize = 100;

/// Lines of the journal when no limit is given.
const LOG_LINES: usize = 50;

/// What `regie list` was asked for.
pub struct ListCall<'a> {
    /// The query. Only unfinished actions are listed, unless it says otherwise.
    pub query: &'a str,
    /// The kind, actions when absent.
    pub kind: Option<Kind>,
    /// The sort key.
    pub sort: Option<&'a str>,
    /// At most so many; 0 for all.
    pub limit: Option<usize>,
    /// Finished actions too, also when the query does not name a state.
    pub all: bool,
    /// The form.
    pub format: ListFormat,
}

impl Call<'_> {
    /// `regie list`.
    pub fn list(&mut self, asked: &ListCall<'_>) -> Outcome {
        let kind = asked.kind.unwrap_or(Kind::Action);
        let sort = self.sort(kind, asked.sort)?;
        let parsed = query::parse(asked.query, self.now.today);
        let desk = self.read()?;
        let register = desk.register();
        if let Some(problem) = parsed.problems.first() {
            let why = problems::query(self.texts, register, &problem.what, self.now.today);
            let part = asked.query.get(problem.span.clone()).unwrap_or_default();
            return Err(Error::new(Failure::Input, t!(self.texts, "cli-query", part = part, why = why))
                .hint(t!(self.texts, "cli-query-hint"))
                .into());
        }
        let unfinished = kind == Kind::Action && !asked.all && !parsed.query.names_state();
        let on_screen = asked.format == ListFormat::Table && self.env.stdout_terminal;
        let limit = match asked.limit {
            Some(0) => None,
            Some(limit) => Some(limit),
            None => on_screen.then_some(SCREENFUL),
        };
        let context = QueryContext::at(self.now.at, self.zone.clone());
        // Who asks something and finds nothing, or less than there is, should know of the finished ones; their texts are not looked
        // through where nobody is told.
        let counts = unfinished && asked.format == ListFormat::Table && !asked.query.trim().is_empty();
        let wanted = match unfinished && !counts {
            true => Query::all(vec![parsed.query, Query::Test(Test::State(StateTest::Open))]),
            false => parsed.query,
        };
        let choice = Choice { kind, unfinished: counts, sort, limit, finder: None };
        let found = query::select(register, &wanted, &context, choice);
        let records = found.refs.iter().filter_map(|r| register.get(*r));
        match asked.format {
            ListFormat::Json => {
                let view = self.view(register, kind == Kind::Node, false);
                json::write_array(self.out.raw(), records.map(|record| view.item(record)))?;
                self.out.raw().write_all(b"\n")?;
            }
            ListFormat::Csv if kind == Kind::Action => {
                let actions = found.refs.iter().filter_map(|r| register.action(*r));
                csv::write_actions(self.out.raw(), csv::Form::Plain, register, self.now.today, actions)?;
            }
            ListFormat::Csv => csv::write_records(self.out.raw(), kind, records)?,
            ListFormat::Table => {
                let rollups = if kind == Kind::Node { Rollups::of(register) } else { Rollups::default() };
                let mut rows = vec![self.headings(kind)];
                rows.extend(records.map(|record| self.row(register, &rollups, record)));
                if found.refs.is_empty() {
                    let kinds = words::kinds(self.texts, kind);
                    self.note(&t!(self.texts, "cli-list-none", kinds = kinds));
                }
                if found.finished > 0 {
                    self.note(&t!(self.texts, "cli-list-finished", count = found.finished));
                }
                if found.refs.is_empty() {
                    return Ok(());
                }
                // A heading over nothing only takes up space.
                if let Some((headings, below)) = rows.split_first_mut() {
                    for (column, heading) in headings.iter_mut().enumerate() {
                        if below.iter().all(|row| row.get(column).is_none_or(|cell| cell.text().is_empty())) {
                            *heading = Cell::plain("");
                        }
                    }
                }
                self.out.table(&rows, 1)?;
                if found.total > found.refs.len() {
                    let text = t!(
                        self.texts,
                        "cli-list-more",
                        shown = found.refs.len().to_string(),
                        total = found.total.to_string()
                    );
                    if on_screen {
                        self.out.pieces(&[Cell::new(&text, Role::Dim)])?;
                    } else {
                        // Who reads the rows with another program has no use for it among them.
                        self.note(&text);
                    }
                }
            }
        }
        Ok(())
    }

    fn sort(&self, kind: Kind, asked: Option<&str>) -> Result<Sort, Stop> {
        let usual = match kind {
            Kind::Action => SortKey::Due,
            Kind::Node => SortKey::Node,
            _ => SortKey::Ref,
        };
        let Some(text) = asked else { return Ok(Sort { key: usual, descending: false }) };
        Sort::parse(text).map_err(|near| {
            let error = Error::new(Failure::Usage, t!(self.texts, "cli-sort", given = text));
            if near.is_empty() {
                error.hint(t!(self.texts, "cli-sort-hint")).into()
            } else {
                error.hint(t!(self.texts, "cli-usage-meant", what = near.join(", "))).into()
            }
        })
    }

    /// Items as JSON see this register.
    fn view<'a>(&self, register: &'a Register, nodes: bool, whole: bool) -> View<'a> {
        View {
            register,
            now: self.now.at,
            today: self.now.today,
            rollups: nodes.then(|| Rollups::of(register)),
            whole,
        }
    }

    fn headings(&self, kind: Kind) -> Vec<Cell> {
        let field = |name: Field| words::field(self.texts, name);
        let mut names = vec![t!(self.texts, "cli-column-ref"), field(Field::title)];
        match kind {
            Kind::Action => {
                names.extend(
                    [Field::lead, Field::due, Field::state, Field::progress, Field::health].map(field),
                );
                names.push(String::new());
            }
            Kind::Node => {
                names.extend([Field::node_kind, Field::progress, Field::health].map(field));
                names.push(t!(self.texts, "cli-column-open"));
                names.push(t!(self.texts, "cli-column-done"));
            }
            Kind::Plan => names.extend([Field::from, Field::to, Field::stage].map(field)),
            Kind::Partner => names.extend([Field::partner_kind, Field::phone, Field::email].map(field)),
            Kind::Contact => {
                names.extend([Field::function, Field::partner, Field::phone, Field::email].map(field));
            }
            Kind::Agreement => names.extend([Field::agreement_kind, Field::from, Field::to].map(field)),
            _ => {}
        }
        names.iter().map(|name| Cell::new(name, Role::Dim)).collect()
    }

    fn row(&self, register: &Register, rollups: &Rollups, record: &dyn Record) -> Vec<Cell> {
        let r = record.reference();
        let mut cells = vec![Cell::new(&r.to_string(), Role::Ref), Cell::plain(record.title())];
        let text = |field: Field| self.shown(register, record, field);
        match r.kind {
            Kind::Action => {
                if let Some(action) = register.action(r) {
                    cells.extend(self.action_cells(register, action));
                }
            }
            Kind::Node => {
                let rollup = rollups.get(r);
                cells.push(Cell::plain(&text(Field::node_kind)));
                cells.push(Cell::plain(&rollup.tally.progress().map_or(String::new(), |p| format!("{p}%"))));
                cells.push(self.health_cell(rollup.health));
                cells.push(Cell::plain(&rollup.tally.open.to_string()));
                cells.push(Cell::plain(&rollup.tally.done.to_string()));
            }
            Kind::Plan => {
                cells.extend([Field::from, Field::to, Field::stage].map(|f| Cell::plain(&text(f))));
            }
            Kind::Partner => {
                cells
                    .extend([Field::partner_kind, Field::phone, Field::email].map(|f| Cell::plain(&text(f))));
            }
            Kind::Contact => {
                let fields = [Field::function, Field::partner, Field::phone, Field::email];
                cells.extend(fields.map(|f| Cell::plain(&text(f))));
            }
            Kind::Agreement => {
                cells.extend([Field::agreement_kind, Field::from, Field::to].map(|f| Cell::plain(&text(f))));
            }
            _ => {}
        }
        cells
    }

    fn action_cells(&self, register: &Register, action: &Action) -> Vec<Cell> {
        let overdue = is_overdue(action, self.now.today);
        let due = action.due.map_or(String::new(), |due| words::day(self.texts, due, self.now.today));
        let mut marks: Vec<String> = Vec::new();
        if overdue {
            marks.push(t!(self.texts, "cli-mark-overdue"));
        }
        if is_stale(register, action, self.now.at) {
            marks.push(t!(self.texts, "cli-mark-stale"));
        }
        if action.flagged {
            marks.push("!".to_owned());
        }
        let state = match action.state {
            ActionState::Done | ActionState::Dropped => Role::Dim,
            _ => Role::Plain,
        };
        vec![
            Cell::plain(action.lead.map_or("", |lead| register.title(lead))),
            Cell::new(&due, if overdue { Role::Bad } else { Role::Plain }),
            Cell::new(&words::state(self.texts, action.state), state),
            Cell::plain(&format!("{}%", action.progress.get())),
            self.health_cell(action.health),
            Cell::new(&marks.join(", "), Role::Warn),
        ]
    }

    fn health_cell(&self, health: Option<Health>) -> Cell {
        let role = match health {
            Some(Health::Green) => Role::Good,
            Some(Health::Orange) => Role::Warn,
            Some(Health::Red) => Role::Bad,
            None => Role::Plain,
        };
        Cell::new(&health.map_or(String::new(), |health| words::health(self.texts, health)), role)
    }

    /// A field as people read it: references with their names, absent as nothing.
    fn shown(&self, register: &Register, record: &dyn Record, field: Field) -> String {
        let value = record.get(field).unwrap_or(Value::Null);
        let shape = record.fields().iter().find(|spec| spec.field == field).map(|spec| spec.shape);
        let named = |text: &String| match text.parse::<Ref>() {
            Ok(r) => format!("{r} {}", register.title(r)),
            Err(_) => text.clone(),
        };
        match (&value, shape) {
            (Value::Null, _) => String::new(),
            (Value::Text(text), Some(Shape::Ref)) => named(text),
            (Value::Texts(texts), Some(Shape::Refs)) => {
                texts.iter().map(named).collect::<Vec<_>>().join(", ")
            }
            (Value::Text(text), Some(Shape::Moment)) => {
                let at = text.parse::<Stamp>().unwrap_or_default();
                words::moment(self.texts, at, &self.zone, self.now.today)
            }
            _ => words::value(self.texts, record.reference().kind, field, &value, self.now.today),
        }
    }

    /// `regie show REF`.
    pub fn show(&mut self, target: Ref) -> Outcome {
        let desk = self.read()?;
        let register = desk.register();
        let Some(record) = register.get(target) else {
            let refusal = Refusal::NotFound(target);
            return Err(sentences::refusal(self.texts, register, &refusal).into());
        };
        if self.global.json {
            let view = self.view(register, target.kind == Kind::Node, true);
            json::write(self.out.raw(), &view.item(record))?;
            self.out.raw().write_all(b"\n")?;
            return Ok(());
        }
        self.show_item(register, record)
    }

    fn show_item(&mut self, register: &Register, record: &dyn Record) -> Outcome {
        let r = record.reference();
        self.out.pieces(&[
            Cell::new(&r.to_string(), Role::Ref),
            Cell::plain("  "),
            Cell::new(record.title(), Role::Head),
        ])?;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut long: Vec<(String, String)> = Vec::new();
        let mut put = |name: String, value: String| {
            if value.contains('\n') || value.chars().count() > 200 {
                long.push((name, value));
            } else if !value.is_empty() {
                rows.push(vec![Cell::new(&name, Role::Dim), Cell::plain(&value)]);
            }
        };
        if let Some(node) = register.node(r)
            && let Some(place) = node.place
        {
            let under = format!("{} {}", place.parent, register.title(place.parent));
            put(words::field(self.texts, Field::under), under);
        }
        for spec in record.fields() {
            let derived = r.kind == Kind::Node && spec.field == Field::health;
            let skip = matches!(spec.field, Field::title | Field::place | Field::source_hash) || derived;
            if skip || (record.is_absent(spec.field) && spec.field != Field::progress) {
                continue;
            }
            put(words::field(self.texts, spec.field), self.shown(register, record, spec.field));
        }
        if let Some(action) = register.action(r) {
            let cells = self.action_cells(register, action);
            put(
                t!(self.texts, "cli-column-marks"),
                cells.last().map_or(String::new(), |c| c.text().to_owned()),
            );
        }
        if r.kind == Kind::Node {
            let rollup = Rollups::of(register).get(r);
            let health = rollup.health.map_or(String::new(), |health| words::health(self.texts, health));
            if let Some(progress) = rollup.tally.progress() {
                put(words::field(self.texts, Field::progress), format!("{progress}%"));
            }
            if rollup.by_hand {
                put(words::field(self.texts, Field::health), t!(self.texts, "cli-by-hand", health = health));
            } else if !health.is_empty() {
                put(words::field(self.texts, Field::health), t!(self.texts, "cli-by-worst", health = health));
            }
            put(t!(self.texts, "cli-column-open"), rollup.tally.open.to_string());
            put(t!(self.texts, "cli-column-done"), rollup.tally.done.to_string());
        }
        let updated = words::moment(self.texts, record.updated(), &self.zone, self.now.today);
        put(t!(self.texts, "cli-column-updated"), updated);
        self.out.table(&rows, 1)?;
        for (name, value) in long {
            self.out.heading(&name)?;
            self.out.lines(&value)?;
        }
        self.show_people(register, r)?;
        let notes: Vec<_> = register.notes_of(r).rev().collect();
        if r.kind == Kind::Action && !notes.is_empty() {
            self.out.heading(&words::kinds(self.texts, Kind::ProgressNote))?;
            for note in notes {
                let at = note
                    .at
                    .map_or(String::new(), |at| words::moment(self.texts, at, &self.zone, self.now.today));
                self.out.pieces(&[
                    Cell::new(&at, Role::Dim),
                    Cell::plain("  "),
                    Cell::plain(&words::who_exactly(self.texts, register, &note.by)),
                    Cell::plain(&format!("  {}%  ", note.progress.get())),
                    self.health_cell(note.health),
                    Cell::plain(if note.health.is_some() { "  " } else { "" }),
                    Cell::plain(&note.title),
                ])?;
            }
        }
        Ok(())
    }

    /// Who to call: the lead and the contacts of the partners of an action, or the contacts of a partner.
    fn show_people(&mut self, register: &Register, r: Ref) -> Outcome {
        let mut people: Vec<Ref> = Vec::new();
        let of_partner =
            |partner: Ref| register.contacts_of(partner).map(Record::reference).collect::<Vec<_>>();
        if let Some(action) = register.action(r) {
            people.extend(action.lead);
            people.extend(action.partners.iter().flat_map(|partner| of_partner(*partner)));
        } else if r.kind == Kind::Partner {
            people.extend(of_partner(r));
        }
        if people.is_empty() {
            return Ok(());
        }
        self.out.heading(&words::kinds(self.texts, Kind::Contact))?;
        let rollups = Rollups::default();
        let rows: Vec<_> = people
            .into_iter()
            .filter_map(|r| register.get(r))
            .map(|record| self.row(register, &rollups, record))
            .collect();
        self.out.table(&rows, 1)
    }

    /// `regie log [REF] [--since DATE] [--who NAME] [--limit N]`.
    pub fn log(
        &mut self,
        target: Option<Ref>,
        since: Option<&str>,
        who: Option<&str>,
        limit: Option<usize>,
    ) -> Outcome {
        let who = who.map(|who| fold(who.trim().trim_start_matches('@')));
        let since = match since {
            None => None,
            Some(text) => Some(parse_day(text, self.now.today).map_err(|problem| {
                Error::new(Failure::Input, problems::date(self.texts, &problem, self.now.today))
            })?),
        };
        let desk = self.read()?;
        let Desk::Kept(keeper) = &desk else {
            return if self.global.json { Ok(self.out.raw().write_all(b"[]\n")?) } else { Ok(()) };
        };
        let most = match limit {
            Some(0) => usize::MAX,
            Some(limit) => limit,
            None if self.global.json => usize::MAX,
            None => LOG_LINES,
        };
        let today = self.now.today;
        let mut shown = 0;
        let mut more = false;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        if self.global.json {
            self.out.raw().write_all(b"[")?;
        }
        let unread = |why: Unwritten| sentences::unwritten(self.texts, &why, today);
        // What was erased from an entry, a later one did: without such a one nobody need look.
        let mut erasing = target.is_some();
        let mut last = keeper.head();
        while last > 0 {
            // Only entries in which the item is named are read whole.
            let seq = match target {
                None => Some(last),
                Some(target) => keeper.latest_concerning(target, 1, last).map_err(unread)?,
            };
            let Some(seq) = seq else { break };
            last = seq - 1;
            let Some(entry) = keeper.entry(seq).map_err(unread)? else {
                erasing = true;
                continue;
            };
            erasing |= entry.label.verb == Verb::Erase;
            // A clock that was set back leaves entries out of order: an older one does not end the search.
            if since.is_some_and(|since| entry.at.day(&self.zone) < since) {
                continue;
            }
            if target.is_some_and(|target| !entry.changes.iter().any(|change| concerns(change, target))) {
                continue;
            }
            let done_by = |part: &str| match part {
                "ik" | "me" => entry.actor == *keeper.actor(),
                part => words::is_called(desk.register(), &entry.actor.0, part),
            };
            if who.as_deref().is_some_and(|who| !done_by(who)) {
                continue;
            }
            if shown == most {
                more = true;
                break;
            }
            let erased_by = if erasing { keeper.erased_by(seq).map_err(unread)? } else { None };
            let erased_by = erased_by.filter(|by| *by != seq);
            if self.global.json {
                self.out.raw().write_all(if shown == 0 { b"\n" } else { b",\n" })?;
                json::write(self.out.raw(), &entry_json(desk.register(), &entry, erased_by))?;
            } else {
                rows.push(vec![
                    Cell::new(&entry.seq.to_string(), Role::Ref),
                    Cell::plain(&words::label(self.texts, &entry.label, today)),
                    Cell::plain(&self.steps(desk.register(), &entry)),
                    Cell::plain(&words::who_exactly(self.texts, desk.register(), &entry.actor.0)),
                    Cell::new(&words::moment(self.texts, entry.at, &self.zone, today), Role::Dim),
                    Cell::plain(&match (entry.undoes, erased_by) {
                        (_, Some(by)) => t!(self.texts, "cli-log-erased", seq = by.to_string()),
                        (Some(seq), _) => t!(self.texts, "cli-log-undoes", seq = seq.to_string()),
                        (None, _) => String::new(),
                    }),
                ]);
            }
            shown += 1;
        }
        if self.global.json {
            return Ok(self.out.raw().write_all(b"\n]\n")?);
        }
        // Who and when matter more than from what to what, which the workbench tells as well.
        self.out.table_without(&rows, 1, Some(2))?;
        if more {
            self.note(&t!(self.texts, "cli-log-more"));
        }
        Ok(())
    }

    /// What an entry changed of its subject, from what to what: `einddatum di 1-12 → vr 4-12`.
    fn steps(&self, register: &Register, entry: &Entry) -> String {
        /// So many fields fit on a line.
        const MOST: usize = 3;
        /// A longer text is cut, around what is new of it: `show` has it whole.
        const WIDEST: usize = 32;
        let Some(subject) = entry.label.subject else { return String::new() };
        let shown = |field: Field, value: &Value| {
            let text = words::value_named(self.texts, register, subject.kind, field, value, self.now.today);
            visible::line(&text).into_owned()
        };
        let step = |field: Field, before: &Value, after: &Value| {
            let (before, after) =
                words::differing_within(&shown(field, before), &shown(field, after), WIDEST);
            t!(
                self.texts,
                "cli-step",
                field = words::field(self.texts, field),
                before = fit(&before, WIDEST),
                after = fit(&after, WIDEST)
            )
        };
        let mut steps: Vec<String> = entry
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Set { target, field, before, after } if *target == subject => {
                    Some(step(*field, before, after))
                }
                _ => None,
            })
            .collect();
        if steps.len() > MOST {
            steps.truncate(MOST);
            steps.push("…".to_owned());
        }
        steps.join("; ")
    }

    /// `regie export json|csv|vcf [--excel] [-o FILE]`.
    pub fn export(&mut self, format: ExportFormat, excel: bool, output: Option<&Path>) -> Outcome {
        if excel && format != ExportFormat::Csv {
            return Err(Error::new(Failure::Usage, t!(self.texts, "cli-excel-csv"))
                .hint(t!(self.texts, "cli-excel-csv-hint"))
                .into());
        }
        let form = if excel { csv::Form::Excel } else { csv::Form::Plain };
        let desk = self.read()?;
        let register = desk.register();
        let view = self.view(register, true, true);
        let today: Day = self.now.today;
        let fill = |to: &mut dyn Write| match format {
            ExportFormat::Json => json::export(to, &view, desk.head()),
            ExportFormat::Csv => {
                csv::write_actions(to, form, register, today, register.tables().actions.iter())
            }
            ExportFormat::Vcf => vcard::write(to, register, register.tables().contacts.iter()),
        };
        match output {
            None => fill(self.out.raw())?,
            Some(path) if path == Path::new("-") => fill(self.out.raw())?,
            Some(path) => {
                file::write(path, fill)
                    .map_err(|why| sentences::io(self.texts, path, why.kind(), &why.to_string()))?;
                self.note(&t!(self.texts, "cli-exported", file = visible::path(path)));
            }
        }
        Ok(())
    }
}

/// An entry in `regie log --json`: `label` is the stable name of the operation; `subject`, `title` and `detail` say what
/// it was about. `erased_by` is the entry that erased somebody's data from this one. `actor` is the account that did it, `person` the contact who logs in with it now, if any.
fn entry_json(register: &Register, entry: &Entry, erased_by: Option<u64>) -> serde_json::Value {
    let person = register.person(&entry.actor.0);
    serde_json::json!({
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "person": person.map(Record::reference),
        "person_name": person.map(Record::title),
        "label": entry.label.verb.word(),
        "subject": entry.label.subject,
        "title": entry.label.title,
        "detail": entry.label.detail,
        "undoes": entry.undoes,
        "erased_by": erased_by,
        "refs": refs_of(entry),
    })
}
