//! `regie import plan|actions|contacts`: read, show what would happen, and write it when accepted.
//!
//! Owns the printing of proposals and their JSON. What a file means is for `io`; what is written is one entry.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::args::ImportHow;
use super::call::{Call, Desk, Held};
use super::out::{Cell, Outcome, Role, Stop};
use super::sentences;
use crate::error::{Error, Kind as Failure};
use crate::i18n::{Lang, problems, words};
use crate::io::actions::{self, RowProblem};
use crate::io::contacts::{self, Card};
use crate::io::file::{self, MAX_TABLE_BYTES};
use crate::io::json;
use crate::io::mapping::{Mapping, Target};
use crate::io::plan::{self, MAX_SOURCE_BYTES, ProposalKind};
use crate::io::sheet::{self, Format, Sheet};
use crate::io::vcard;
use crate::io::visible;
use crate::model::change::{Draft, Entry};
use crate::model::field::looks_like_bsn;
use crate::model::id::{Day, Ref};
use crate::model::kinds::{NodeKind, PartnerKind};
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::value::Value;
use crate::t;

/// Rows of a proposal that are printed one by one; the rest is counted. `--json` has them all.
const SHOWN: usize = 20;

/// Where an import looks things up, and writes to when accepted.
enum Place<'a> {
    Look(Desk<'a>),
    Write(Box<Held<'a>>),
    /// There is no register yet; it is made once there is something to write.
    New(Box<Register>),
}

impl Place<'_> {
    fn register(&self) -> &Register {
        match self {
            Place::Look(desk) => desk.register(),
            Place::Write(keeper) => keeper.register(),
            Place::New(empty) => empty,
        }
    }
}

/// The name of a file as the journal keeps it: without its folders.
fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(|| visible::path(path), |name| name.to_string_lossy().into_owned())
}

/// A plan that does not say what it is called goes by the name of its file.
pub fn titled(mut draft: plan::PlanDraft, path: &Path) -> plan::PlanDraft {
    if draft.plan.title.trim().is_empty()
        && let Some(stem) = path.file_stem().filter(|_| path != Path::new("-"))
    {
        draft.plan.title = stem.to_string_lossy().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    draft
}

impl<'a> Call<'a> {
    fn place(&self, how: &ImportHow) -> Result<Place<'a>, Stop> {
        if !how.accept {
            return Ok(Place::Look(self.read_if_any()?));
        }
        match self.write(false) {
            Ok(keeper) => Ok(Place::Write(Box::new(keeper))),
            Err(Stop::Failed(error)) if error.kind == Failure::NotFound => Ok(Place::New(Box::default())),
            Err(stop) => Err(stop),
        }
    }

    fn make_if_new(&self, place: &mut Place<'a>) -> Result<(), Stop> {
        if let Place::New(_) = place {
            *place = Place::Write(Box::new(self.write(true)?));
        }
        Ok(())
    }

    /// Writes `draft` when that was asked for.
    fn accept(&self, place: &mut Place<'a>, draft: Draft) -> Result<Option<Entry>, Stop> {
        if !draft.changes.is_empty() {
            self.make_if_new(place)?;
        }
        match place {
            Place::Write(keeper) => self.append(keeper, draft),
            Place::Look(_) | Place::New(_) => Ok(None),
        }
    }

    /// Says what was written, or how to write it.
    fn closing(&mut self, how: &ImportHow, entry: Option<&Entry>, anything: bool) -> Outcome {
        let line = match entry {
            Some(entry) => {
                let label = words::label(self.texts, &entry.label, self.now.today);
                t!(self.texts, "cli-written", label = label, seq = entry.seq.to_string())
            }
            None if !anything => t!(self.texts, "cli-import-nothing"),
            None if how.accept => t!(self.texts, "cli-nothing-changed"),
            None => t!(self.texts, "cli-import-not-written"),
        };
        self.out.line("")?;
        self.out.line(&line)
    }

    /// Says on which lines (of a plan) or rows (of a table) something looks like a citizen service number; other
    /// commands say it without a place, but a file is long.
    fn warn_bsn(&self, how: &ImportHow, rows: bool, places: &[u32]) {
        /// Enough to start looking; a column of them is one mistake.
        const NAMED: usize = 5;
        if places.is_empty() {
            return;
        }
        let mut named = places.iter().take(NAMED).map(u32::to_string).collect::<Vec<_>>().join(", ");
        if places.len() > NAMED {
            named.push_str(", …");
        }
        let (file, count) = (base_name(&how.file), places.len());
        self.note(&if rows {
            t!(self.texts, "cli-bsn-rows", file = file, places = named, count = count)
        } else {
            t!(self.texts, "cli-bsn-lines", file = file, places = named, count = count)
        });
    }

    /// `regie import actions FILE`.
    pub fn import_actions(&mut self, how: &ImportHow) -> Outcome {
        let (sheet, mapping) = self.table(how, Kind::Action)?;
        let mut place = self.place(how)?;
        if let Some(under) = how.under {
            self.must_be(place.register(), under, Kind::Node)?;
        }
        let name = base_name(&how.file);
        let reason = t!(self.texts, "cli-import-reason", file = name.as_str());
        let options = actions::Options { file: &name, under: how.under, reason: &reason };
        let mut proposed = actions::propose(place.register(), &self.now, &sheet, &mapping, &options);
        if !self.global.json {
            self.print_table_facts(&how.file, &sheet, &mapping, proposed.fractions)?;
            self.print_actions(place.register(), &proposed)?;
        }
        self.warn_bsn(how, true, &rows_with_bsn(&sheet, &mapping));
        let problems: Vec<serde_json::Value> = proposed
            .problems
            .iter()
            .map(|p| {
                let message = self.row_problem(place.register(), &p.what);
                json!({"row": p.row, "column": p.column, "message": message})
            })
            .collect();
        self.refuse_bad(how, proposed.bad_rows(), &problems)?;
        let changes = std::mem::take(&mut proposed.changes);
        let anything = !changes.is_empty();
        let draft = Draft { changes, ..proposed.draft(&name) };
        let entry = self.accept(&mut place, draft)?;
        if !self.global.json {
            return self.closing(how, entry.as_ref(), anything);
        }
        let (new, changed, same) = proposed.counts();
        let rows: Vec<serde_json::Value> = proposed
            .rows
            .iter()
            .map(|row| {
                let (status, fields) = match &row.status {
                    actions::Status::New => ("new", Vec::new()),
                    actions::Status::Changed(set) => ("changed", set.iter().map(|(f, ..)| f.word()).collect()),
                    actions::Status::Same => ("same", Vec::new()),
                };
                json!({
                    "row": row.row, "ref": row.action, "title": row.title, "status": status, "changed": fields,
                    "note": row.note,
                })
            })
            .collect();
        let contacts: Vec<_> =
            proposed.contacts.iter().map(|c| json!({"ref": c.reference(), "title": c.title})).collect();
        let partners: Vec<_> =
            proposed.partners.iter().map(|p| json!({"ref": p.reference(), "title": p.title})).collect();
        self.print_json(&json!({
            "mapping": mapping_json(&mapping),
            "counts": {"new": new, "changed": changed, "same": same, "problems": proposed.bad_rows()},
            "rows": rows, "contacts": contacts, "partners": partners, "problems": problems,
            "written": entry.is_some(), "entry": entry.map(|entry| entry.seq),
        }))
    }

    /// A file with problems is refused as a whole when it was to be written, unless told to leave those rows out.
    fn refuse_bad(&mut self, how: &ImportHow, count: usize, problems: &[serde_json::Value]) -> Outcome {
        if count == 0 || !how.accept || how.skip_bad {
            return Ok(());
        }
        self.out.flush()?;
        let mut error = Error::new(
            Failure::Input,
            t!(self.texts, "cli-import-bad", file = visible::path(&how.file), count = count),
        );
        // The page that names the rows is not printed in JSON mode.
        for problem in problems.iter().take(if self.global.json { SHOWN } else { 0 }) {
            let row = t!(self.texts, "cli-row", row = problem["row"].to_string());
            let part = |name: &str| problem[name].as_str().filter(|text| !text.is_empty());
            let column = part("column").map_or(String::new(), |column| format!("{column}: "));
            error = error.hint(format!("{row}: {column}{}", part("message").unwrap_or_default()));
        }
        Err(error.hint(t!(self.texts, "cli-import-bad-hint")).into())
    }

    /// Reads the table in `how.file` and maps its columns.
    fn table(&mut self, how: &ImportHow, kind: Kind) -> Result<(Sheet, Mapping), Stop> {
        let bytes = file::read(&how.file, MAX_TABLE_BYTES)
            .map_err(|why| sentences::file(self.texts, &how.file, &why))?;
        self.table_of(&bytes, how, kind)
    }

    fn table_of(&self, bytes: &[u8], how: &ImportHow, kind: Kind) -> Result<(Sheet, Mapping), Stop> {
        let sheet = sheet::read(bytes, how.sheet.as_deref())
            .map_err(|why| sentences::sheet(self.texts, &how.file, &why))?;
        let mut mapping = Mapping::guess(kind, &sheet.rows);
        if sheet.rows.len() <= mapping.heading_row + 1 {
            let file = visible::path(&how.file);
            return Err(Error::new(Failure::Input, t!(self.texts, "cli-no-rows", file = file))
                .hint(t!(self.texts, "cli-file-empty-hint"))
                .into());
        }
        let fields = Mapping::words(kind);
        let checked = mapping.override_with(&how.map).and_then(|()| mapping.check());
        checked.map_err(|why| sentences::mapping(self.texts, &how.file, &why, &fields))?;
        Ok((sheet, mapping))
    }

    /// What the file is, and which column becomes which field.
    fn print_table_facts(
        &mut self,
        path: &Path,
        sheet: &Sheet,
        mapping: &Mapping,
        fractions: bool,
    ) -> Outcome {
        let rows = sheet.rows.len().saturating_sub(mapping.heading_row + 1);
        let facts = match &sheet.format {
            Format::Csv { delimiter, encoding, .. } => {
                let delimiter = if *delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() };
                t!(self.texts, "cli-table-csv", delimiter = delimiter, encoding = *encoding)
            }
            Format::Workbook { sheet, others } if others.is_empty() => {
                t!(self.texts, "cli-table-sheet", sheet = sheet.as_str())
            }
            Format::Workbook { sheet, others } => {
                t!(self.texts, "cli-table-sheets", sheet = sheet.as_str(), others = others.join(", "))
            }
        };
        let file = visible::path(path);
        self.out.line(&t!(self.texts, "cli-table", file = file, rows = rows, facts = facts))?;
        if let Format::Csv { encoding, converted: true, .. } = &sheet.format {
            self.out.line(&t!(self.texts, "cli-converted", encoding = *encoding))?;
        }
        let heading = t!(self.texts, "cli-mapping");
        self.out.heading(&heading)?;
        let mut table = vec![
            ["cli-mapping-column", "cli-mapping-field", "cli-mapping-example"]
                .map(|id| Cell::new(&self.texts.get(id, &[]), Role::Dim))
                .to_vec(),
        ];
        for (index, column) in mapping.columns.iter().enumerate() {
            let name =
                if column.heading.is_empty() { format!("#{}", index + 1) } else { column.heading.clone() };
            let (field, role) = match column.target {
                Some(target) => (target.word().to_owned(), Role::Ref),
                None => (t!(self.texts, "cli-mapping-none"), Role::Dim),
            };
            table.push(vec![
                Cell::plain(&name),
                Cell::new(&field, role),
                Cell::new(&column.example, Role::Dim),
            ]);
        }
        self.out.table(&table, 2)?;
        if fractions {
            self.out.line(&t!(self.texts, "cli-fractions"))?;
        }
        if mapping.columns.iter().any(|column| column.target.is_none()) {
            self.out.line(&t!(self.texts, "cli-mapping-hint"))?;
        }
        Ok(())
    }

    fn print_actions(&mut self, register: &Register, proposed: &actions::Proposed) -> Outcome {
        let (new, changed, same) = proposed.counts();
        let heading = t!(
            self.texts,
            "cli-import-counts",
            new = new,
            changed = changed,
            same = same,
            problems = proposed.bad_rows()
        );
        self.out.heading(&heading)?;
        let mut rows = Vec::new();
        for row in proposed.rows.iter().filter(|row| row.status != actions::Status::Same).take(SHOWN) {
            let (status, what) = match &row.status {
                actions::Status::New => (t!(self.texts, "cli-status-new"), String::new()),
                actions::Status::Changed(set) => {
                    (t!(self.texts, "cli-status-changed"), self.changes(Kind::Action, set))
                }
                actions::Status::Same => continue,
            };
            rows.push(vec![
                Cell::new(&t!(self.texts, "cli-row", row = row.row.to_string()), Role::Dim),
                Cell::plain(&status),
                Cell::new(&row.action.to_string(), Role::Ref),
                Cell::plain(&row.title),
                Cell::new(&what, Role::Dim),
            ]);
        }
        let rest = (new + changed).saturating_sub(rows.len());
        self.out.table(&rows, 3)?;
        self.and_more(rest)?;
        let names: Vec<String> = proposed.contacts.iter().map(|c| c.title.clone()).collect();
        self.print_names(&t!(self.texts, "cli-new-contacts", count = names.len()), &names)?;
        let names: Vec<String> = proposed.partners.iter().map(|p| p.title.clone()).collect();
        self.print_names(&t!(self.texts, "cli-new-partners", count = names.len()), &names)?;
        let bad: Vec<(u32, String)> = proposed
            .problems
            .iter()
            .map(|p| {
                let message = self.row_problem(register, &p.what);
                let column = if p.column.is_empty() { String::new() } else { format!("{}: ", p.column) };
                (p.row, format!("{column}{message}"))
            })
            .collect();
        self.print_problems(&bad)
    }

    fn and_more(&mut self, rest: usize) -> Outcome {
        if rest > 0 {
            self.out.line(&t!(self.texts, "cli-and-more", count = rest))?;
        }
        Ok(())
    }

    fn print_names(&mut self, heading: &str, names: &[String]) -> Outcome {
        if names.is_empty() {
            return Ok(());
        }
        self.out.heading(heading)?;
        self.out.line(&names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))?;
        self.and_more(names.len().saturating_sub(SHOWN))
    }

    fn print_problems(&mut self, problems: &[(u32, String)]) -> Outcome {
        if problems.is_empty() {
            return Ok(());
        }
        self.out.heading(&t!(self.texts, "cli-problems", count = problems.len()))?;
        for (row, message) in problems.iter().take(SHOWN) {
            self.out.pieces(&[
                Cell::new(&t!(self.texts, "cli-row", row = row.to_string()), Role::Bad),
                Cell::plain("  "),
                Cell::plain(message),
            ])?;
        }
        self.and_more(problems.len().saturating_sub(SHOWN))
    }

    /// `due: 27-11 to 4-12; lead: …`.
    fn changes(&self, kind: Kind, set: &[(Field, Value, Value)]) -> String {
        let show = |field: Field, value: &Value| words::value(self.texts, kind, field, value, self.now.today);
        let one = |(field, before, after): &(Field, Value, Value)| {
            let name = words::field(self.texts, *field);
            t!(
                self.texts,
                "cli-change",
                field = name,
                before = show(*field, before),
                after = show(*field, after)
            )
        };
        set.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// Why a row was not understood.
    fn row_problem(&self, register: &Register, what: &RowProblem) -> String {
        let names = |refs: &[Ref]| {
            refs.iter().take(5).map(|r| format!("{r} {}", register.title(*r))).collect::<Vec<_>>().join(", ")
        };
        match what {
            RowProblem::NoTitle => t!(self.texts, "cli-row-no-title"),
            RowProblem::Value(field, problem) => {
                problems::value(self.texts, register, *field, problem, self.now.today)
            }
            RowProblem::UnknownNode(given) => t!(self.texts, "cli-row-no-node", given = given.as_str()),
            RowProblem::SeveralNodes(given, refs)
            | RowProblem::SeveralContacts(given, refs)
            | RowProblem::SeveralPartners(given, refs) => {
                t!(self.texts, "cli-row-several", given = given.as_str(), names = names(refs))
            }
            RowProblem::NoSuchAction(given) => t!(self.texts, "cli-row-no-action", given = given.as_str()),
            RowProblem::Double(first) => t!(self.texts, "cli-row-double", first = first.to_string()),
            RowProblem::Refused(refusal) => words::refusal(self.texts, register, refusal),
        }
    }

    fn print_json(&mut self, value: &serde_json::Value) -> Outcome {
        json::write(self.out.raw(), value)?;
        self.out.raw().write_all(b"\n")?;
        Ok(())
    }

    /// `regie import contacts FILE`.
    pub fn import_contacts(&mut self, how: &ImportHow) -> Outcome {
        let bytes = file::read(&how.file, MAX_TABLE_BYTES)
            .map_err(|why| sentences::file(self.texts, &how.file, &why))?;
        let by_name = how
            .file
            .extension()
            .is_some_and(|ext| ["vcf", "vcard"].iter().any(|known| ext.eq_ignore_ascii_case(known)));
        let mut mapping = None;
        let mut unended = Vec::new();
        let cards: Vec<Card> = if by_name || vcard::is_vcard(&bytes) {
            let read = vcard::read(&bytes).map_err(|why| sentences::cards(self.texts, &how.file, &why))?;
            if !self.global.json {
                let (file, count) = (visible::path(&how.file), read.cards.len());
                self.out.line(&t!(self.texts, "cli-cards", file = file, count = count))?;
                if read.converted {
                    self.out.line(&t!(self.texts, "cli-converted", encoding = read.encoding))?;
                }
                for line in &read.unended {
                    self.out.line(&t!(self.texts, "cli-card-unended", line = line.to_string()))?;
                }
            }
            unended = read.unended;
            read.cards
        } else {
            let (sheet, columns) = self.table_of(&bytes, how, Kind::Contact)?;
            if !self.global.json {
                self.print_table_facts(&how.file, &sheet, &columns, false)?;
            }
            let cards = contacts::cards_of(&sheet, &columns);
            mapping = Some(columns);
            cards
        };
        let mut place = self.place(how)?;
        // Telephone numbers are left out: nine of their digits may well pass the check.
        let suspect = |card: &&Card| {
            [&card.name, &card.organisation, &card.function, &card.note, &card.deputy]
                .iter()
                .any(|text| looks_like_bsn(text).is_some())
        };
        let suspects: Vec<u32> = cards.iter().filter(suspect).map(|card| card.row).collect();
        let mut proposed = contacts::propose(place.register(), &self.now, cards);
        if !self.global.json {
            self.print_contacts(place.register(), &proposed)?;
        }
        self.warn_bsn(how, true, &suspects);
        let problems: Vec<serde_json::Value> = proposed
            .problems
            .iter()
            .map(|(row, what)| json!({"row": row, "message": self.card_problem(place.register(), what)}))
            .collect();
        self.refuse_bad(how, proposed.bad_rows(), &problems)?;
        let name = base_name(&how.file);
        let changes = std::mem::take(&mut proposed.changes);
        let anything = !changes.is_empty();
        let draft = Draft { changes, ..proposed.draft(&name) };
        let entry = self.accept(&mut place, draft)?;
        if !self.global.json {
            return self.closing(how, entry.as_ref(), anything);
        }
        let (new, changed, same) = proposed.counts();
        let people: Vec<serde_json::Value> = proposed
            .people
            .iter()
            .map(|person| {
                let (status, fields) = match &person.status {
                    contacts::Status::New => ("new", Vec::new()),
                    contacts::Status::Changed(set) => {
                        ("changed", set.iter().map(|(f, ..)| f.word()).collect())
                    }
                    contacts::Status::Same => ("same", Vec::new()),
                };
                let differences: Vec<_> = person
                    .differences
                    .iter()
                    .map(|d| json!({"field": d.field.word(), "kept": d.kept, "other": d.other, "row": d.row}))
                    .collect();
                json!({
                    "ref": person.contact, "title": person.title, "rows": person.rows, "status": status,
                    "changed": fields, "differences": differences,
                })
            })
            .collect();
        let partners: Vec<_> =
            proposed.partners.iter().map(|p| json!({"ref": p.reference(), "title": p.title})).collect();
        let remarks: Vec<_> = unended
            .iter()
            .map(|line| {
                json!({"line": line, "message": t!(self.texts, "cli-card-unended", line = line.to_string())})
            })
            .collect();
        let doubles: usize = proposed.people.iter().map(|person| person.rows.len().saturating_sub(1)).sum();
        self.print_json(&json!({
            "mapping": mapping.as_ref().map(mapping_json),
            "remarks": remarks,
            "counts": {
                "entries": proposed.entries, "new": new, "changed": changed, "same": same, "doubles": doubles,
                "problems": proposed.bad_rows(),
            },
            "people": people, "partners": partners, "problems": problems,
            "written": entry.is_some(), "entry": entry.map(|entry| entry.seq),
        }))
    }

    fn card_problem(&self, register: &Register, what: &contacts::Problem) -> String {
        match what {
            contacts::Problem::NoName => t!(self.texts, "cli-card-no-name"),
            contacts::Problem::NoSuchContact(given) => {
                t!(self.texts, "cli-card-no-contact", given = given.as_str())
            }
            contacts::Problem::NoSuchDeputy(given) => {
                t!(self.texts, "cli-card-no-deputy", given = given.as_str())
            }
            contacts::Problem::Refused(refusal) => words::refusal(self.texts, register, refusal),
        }
    }

    fn print_contacts(&mut self, register: &Register, proposed: &contacts::Proposed) -> Outcome {
        let (new, changed, same) = proposed.counts();
        let heading = t!(
            self.texts,
            "cli-import-counts",
            new = new,
            changed = changed,
            same = same,
            problems = proposed.bad_rows()
        );
        self.out.heading(&heading)?;
        let mut rows = Vec::new();
        for person in proposed.people.iter().filter(|p| p.status != contacts::Status::Same).take(SHOWN) {
            let (status, what) = match &person.status {
                contacts::Status::Changed(set) => {
                    (t!(self.texts, "cli-status-changed"), self.changes(Kind::Contact, set))
                }
                _ => (t!(self.texts, "cli-status-new"), person.organisation.clone()),
            };
            rows.push(vec![
                Cell::plain(&status),
                Cell::new(&person.contact.to_string(), Role::Ref),
                Cell::plain(&person.title),
                Cell::new(&what, Role::Dim),
            ]);
        }
        let rest = (new + changed).saturating_sub(rows.len());
        self.out.table(&rows, 2)?;
        self.and_more(rest)?;
        let doubles: Vec<_> = proposed.people.iter().filter(|person| person.rows.len() > 1).collect();
        if !doubles.is_empty() {
            self.out.heading(&t!(self.texts, "cli-doubles", count = doubles.len()))?;
            for person in doubles.iter().take(SHOWN) {
                let rows = person.rows.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                let differences: Vec<String> = person
                    .differences
                    .iter()
                    .map(|d| {
                        let field = words::field(self.texts, d.field);
                        t!(
                            self.texts,
                            "cli-difference",
                            field = field,
                            kept = d.kept.as_str(),
                            other = d.other.as_str(),
                            row = d.row.to_string()
                        )
                    })
                    .collect();
                let line = t!(self.texts, "cli-double", title = person.title.as_str(), rows = rows);
                self.out.pieces(&[
                    Cell::plain(&line),
                    Cell::plain("  "),
                    Cell::new(&differences.join("; "), Role::Dim),
                ])?;
            }
            self.and_more(doubles.len().saturating_sub(SHOWN))?;
        }
        let names: Vec<String> = proposed.partners.iter().map(|p| p.title.clone()).collect();
        self.print_names(&t!(self.texts, "cli-new-partners", count = names.len()), &names)?;
        let bad: Vec<(u32, String)> =
            proposed.problems.iter().map(|(row, what)| (*row, self.card_problem(register, what))).collect();
        self.print_problems(&bad)
    }

    /// `regie import plan FILE`.
    pub fn import_plan(&mut self, how: &ImportHow) -> Outcome {
        let bytes = file::read(&how.file, MAX_SOURCE_BYTES as u64)
            .map_err(|why| sentences::file(self.texts, &how.file, &why))?;
        let source =
            plan::read_source(&bytes).map_err(|why| sentences::source(self.texts, &how.file, &why))?;
        let draft = titled(plan::parse(&source), &how.file);
        let kept = plan::kept_source(&source);
        let mut place = self.place(how)?;
        let compared = plan::compare(place.register(), &draft, &kept, &self.now, &|_| true);
        let anything = !compared.draft.changes.is_empty();
        if anything {
            self.make_if_new(&mut place)?;
        }
        if let (Place::Write(keeper), true) = (&mut place, anything) {
            // The text must be there before the entry that names it.
            keeper
                .keep_source(&kept.file, &kept.text)
                .map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?;
        }
        let mut compared = compared;
        let entry = {
            let changes = std::mem::take(&mut compared.draft.changes);
            let label = compared.draft.label.clone();
            self.accept(&mut place, Draft { label, changes })?
        };
        if self.global.json {
            let body = self.plan_json(&draft, &compared, entry.as_ref());
            return self.print_json(&body);
        }
        if source.converted {
            self.out.line(&t!(self.texts, "cli-converted", encoding = source.encoding))?;
        }
        self.print_plan(&draft, &compared)?;
        let suspect = |line: &&plan::Line| looks_like_bsn(&line.text).is_some();
        let lines: Vec<u32> = source.lines.iter().filter(suspect).map(|line| line.number).collect();
        self.warn_bsn(how, false, &lines);
        self.closing(how, entry.as_ref(), anything)
    }

    fn plan_json(
        &self,
        draft: &plan::PlanDraft,
        compared: &plan::Comparison,
        entry: Option<&Entry>,
    ) -> serde_json::Value {
        let found = &compared.plan;
        let adopted = draft.plan.adopted.as_ref().map(
            |adopted| json!({"body": adopted.body, "date": adopted.date.map(Day), "text": adopted.date_text}),
        );
        let proposals: Vec<serde_json::Value> = draft
            .proposals
            .iter()
            .zip(&compared.rows)
            .map(|(proposal, row)| {
                json!({
                    "kind": proposal.kind.word(),
                    "title": proposal.title,
                    "node_kind": proposal.node_kind.map(NodeKind::word),
                    "partner_kind": proposal.partner_kind.map(PartnerKind::word),
                    "level": proposal.level,
                    "field": proposal.field,
                    "under": row.under,
                    "ref": row.target,
                    "mentioned": proposal.mentioned,
                    "text": proposal.text,
                    "parts": proposal.parts,
                    "line": proposal.line,
                    "quote": proposal.quote,
                    "status": row.status.word(),
                })
            })
            .collect();
        let findings: Vec<serde_json::Value> = draft
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "code": finding.code.word(),
                    "message": finding.message(self.texts.lang() == Lang::Nl),
                    "lines": finding.lines,
                })
            })
            .collect();
        json!({
            "plan": {
                "ref": found.reference(),
                "kind": "plan",
                "title": found.title,
                "plan_kind": found.plan_kind,
                "municipalities": draft.plan.municipalities,
                "from": found.from,
                "to": found.to,
                "valid_from": found.valid_from,
                "valid_to": found.valid_to,
                "stage": found.stage,
                "adopted": adopted,
                "status": compared.plan_status.word(),
            },
            "proposals": proposals,
            "findings": findings,
            "gone": compared.gone,
            "written": entry.is_some(),
            "entry": entry.map(|entry| entry.seq),
        })
    }

    fn print_plan(&mut self, draft: &plan::PlanDraft, compared: &plan::Comparison) -> Outcome {
        let found = &compared.plan;
        self.out.pieces(&[
            Cell::new(&found.reference().to_string(), Role::Ref),
            Cell::plain("  "),
            Cell::new(&found.title, Role::Head),
        ])?;
        let day = |day: Option<Day>| day.map_or(String::new(), |d| words::day_full(self.texts, d));
        let adopted = draft.plan.adopted.as_ref().map_or(String::new(), |adopted| {
            let when =
                adopted.date.map_or(adopted.date_text.clone(), |date| words::day_full(self.texts, Day(date)));
            format!("{} {when}", words::body(self.texts, adopted.body))
        });
        let rows: Vec<Vec<Cell>> = [
            (Field::municipalities, draft.plan.municipalities.join(", ")),
            (Field::from, day(found.from)),
            (Field::to, day(found.to)),
            (Field::valid_from, day(found.valid_from)),
            (Field::valid_to, day(found.valid_to)),
            (Field::stage, words::stage(self.texts, found.stage)),
            (Field::adopted_by, adopted),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| vec![Cell::new(&words::field(self.texts, field), Role::Dim), Cell::plain(&text)])
        .collect();
        self.out.table(&rows, 1)?;
        for kind in ProposalKind::ALL {
            let of_kind = in_tree_order(&draft.proposals, *kind);
            if of_kind.is_empty() {
                continue;
            }
            let name = self.texts.get(&format!("cli-proposal-{}", kind.word()), &[]);
            self.out.heading(&format!("{name} ({})", of_kind.len()))?;
            let rows: Vec<Vec<Cell>> = of_kind
                .iter()
                .filter_map(|&(index, depth)| {
                    Some((draft.proposals.get(index)?, compared.rows.get(index)?, depth))
                })
                .map(|(proposal, row, depth)| {
                    let status = match row.status {
                        plan::Status::New => t!(self.texts, "cli-status-new"),
                        plan::Status::Same => t!(self.texts, "cli-status-same"),
                        plan::Status::Changed => t!(self.texts, "cli-status-changed"),
                    };
                    let sort =
                        proposal.node_kind.map_or(String::new(), |kind| words::node_kind(self.texts, kind));
                    vec![
                        Cell::plain(&format!("{}{}", "  ".repeat(depth), proposal.title)),
                        Cell::new(&sort, Role::Dim),
                        Cell::plain(&status),
                        Cell::new(&t!(self.texts, "cli-line", line = proposal.line.to_string()), Role::Dim),
                    ]
                })
                .collect();
            self.out.table(&rows, 0)?;
        }
        if !draft.findings.is_empty() {
            self.out.heading(&t!(self.texts, "cli-findings", count = draft.findings.len()))?;
            let dutch = self.texts.lang() == Lang::Nl;
            for finding in &draft.findings {
                // The message names its lines itself.
                self.out.pieces(&[Cell::plain("- "), Cell::plain(&finding.message(dutch))])?;
            }
        }
        if !compared.gone.is_empty() {
            let gone = compared.gone.iter().map(Ref::to_string).collect::<Vec<_>>().join(", ");
            self.out.line("")?;
            self.out.line(&t!(self.texts, "cli-plan-gone", refs = gone))?;
        }
        Ok(())
    }
}

/// The rows in which a column that is taken over holds what looks like a citizen service number.
fn rows_with_bsn(sheet: &Sheet, mapping: &Mapping) -> Vec<u32> {
    let taken: Vec<usize> = (0..mapping.columns.len())
        .filter(|&index| matches!(mapping.columns[index].target, Some(Target::Field(_) | Target::Remarks)))
        .collect();
    let rows = sheet.rows.get(mapping.heading_row + 1..).unwrap_or(&[]);
    rows.iter()
        .filter(|row| taken.iter().any(|&index| looks_like_bsn(&row.cell(index).text()).is_some()))
        .map(|row| row.number)
        .collect()
}

/// The proposals of a kind with their depth, each below the one it belongs under: a driehoek theme is
/// found long after its problem area, and a reader looks for it there.
fn in_tree_order(proposals: &[plan::Proposal], kind: ProposalKind) -> Vec<(usize, usize)> {
    let mut roots = Vec::new();
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, proposal) in proposals.iter().enumerate().filter(|(_, p)| p.kind == kind) {
        match proposal.under.filter(|&above| proposals.get(above).is_some_and(|p| p.kind == kind)) {
            Some(above) => below.entry(above).or_default().push(index),
            None => roots.push(index),
        }
    }
    let mut out = Vec::new();
    let mut open: Vec<(usize, usize)> = roots.into_iter().rev().map(|index| (index, 0)).collect();
    while let Some((index, depth)) = open.pop() {
        out.push((index, depth));
        let children = below.remove(&index).unwrap_or_default();
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    out
}

/// The mapping in JSON: every column, with `null` for those left out.
fn mapping_json(mapping: &Mapping) -> serde_json::Value {
    mapping
        .columns
        .iter()
        .map(|column| {
            json!({
                "column": column.heading,
                "field": column.target.map(|target| target.word()),
                "example": column.example,
            })
        })
        .collect()
}
