//! What was found in a plan: every proposal and finding in a list, with the passage it comes from beside it.
//!
//! Owns the rows (made once, when the screen opens), the cursor, the title being corrected and the text beside the list; what
//! follows from refusing something is `model::proposal`'s. The same screen shows, only to be read, the findings of a plan
//! that is in the register already. The app opens it when a plan has been read, and at `ShowFindings`.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::ask::Ask;
use super::passage::{Passage, place_in_text};
use super::sheet::{below, sheet};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::Ref;
use crate::model::kinds::{Level, NodeKind};
use crate::model::plan::Node;
use crate::model::proposal::{Effect, Proposals, Standing, is_bookkeeping};
use crate::model::record::{Field, Item, Kind, Record};
use crate::model::register::Register;
use crate::model::value::{Shape, Value};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::panes::WIDE;
use crate::tui::scroll::Scroll;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::{Finding, Proposal, Source};

/// How much further in a level of the tree stands.
const STEP: u16 = 2;

/// The deepest that a row stands in; deeper ones stand there too, so that their titles keep room.
const DEEPEST: u16 = 8;

/// From this height the room is divided when the passage stands below the list.
const DIVIDED: u16 = 12;

/// How much of what an old and a new value have in common is shown before and after the difference, in bytes.
const KEPT: usize = 24;

/// The most rows that a proposal's own words take above its passage.
const MOST_ABOUT: usize = 8;

/// The most rows that a finding takes.
const MOST_FINDING: usize = 6;

/// Under what name an unfinished review is kept.
pub const DRAFT: &str = "review";

/// The fields of a proposal that are corrected here.
const CORRECTED: [Field; 3] = [Field::title, Field::node_kind, Field::level];

/// What a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// The findings, below it.
    Findings,
    /// The proposals of a kind, below it.
    Kind(Kind),
    /// What is no longer in the text, below it.
    Gone,
    /// A finding, by its number from 0.
    Finding(usize),
    /// A new item: the change that inserts it.
    New(usize),
    /// An item of the register that the text says something else about, below it.
    Known(Ref),
    /// One such difference: the change.
    Difference(usize),
    /// An item that is no longer in the text.
    Missing(Ref),
}

#[derive(Clone, Copy, Debug)]
struct Row {
    what: What,
    depth: u16,
    /// The row after the last one that stands below this one.
    end: usize,
}

/// The layer.
pub struct Review {
    /// The file that was read, as it is found from anywhere.
    path: PathBuf,
    /// By what each change is known again, as it was before anything was corrected.
    keys: Vec<String>,
    proposals: Proposals,
    source: Option<Source>,
    findings: Vec<Finding>,
    rows: Vec<Row>,
    /// How many rows before each row (and before the end) are proposals.
    before: Vec<usize>,
    /// The plan was in the register already, so that what is new and what is changed should be told apart.
    again: bool,
    /// Only to be read.
    title: Option<String>,
    at: usize,
    scroll: Scroll,
    passage: Passage,
    /// Which row the passage shows.
    aimed: Option<usize>,
    /// The title being corrected, of the row with the cursor.
    editing: Option<Ask>,
    /// Esc was pressed and it was asked whether to leave.
    asked: bool,
    problem: Option<Message>,
    /// The changes that insert, by what they insert.
    inserted: HashMap<Ref, usize>,
    /// Where in the text the items stand of which only fields change.
    moved: HashMap<Ref, (Option<u32>, Option<String>)>,
}

/// `old` and `new` without the long pieces at their start and end that they have in common: about `kept` bytes of those
/// stay, from a whole word on.
fn differing(old: &str, new: &str, kept: usize) -> (String, String) {
    let pairs = old.char_indices().zip(new.chars());
    let start = pairs.take_while(|((_, a), b)| a == b).last().map_or(0, |((at, c), _)| at + c.len_utf8());
    let pairs = old[start..].chars().rev().zip(new[start..].chars().rev());
    let end: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let from = match start.checked_sub(kept) {
        Some(at) if at > 0 => {
            old[..start].char_indices().find(|(n, c)| *n >= at && *c == ' ').map(|(n, _)| n + 1)
        }
        _ => None,
    };
    let left_out = match end.checked_sub(kept) {
        Some(spare) if spare > 0 => {
            let tail = &old[old.len() - end..];
            tail.char_indices().find(|(n, c)| *n >= kept && *c == ' ').map(|(n, _)| end - n)
        }
        _ => None,
    };
    let cut = |text: &str| {
        let to = text.len() - left_out.unwrap_or(0);
        let (before, after) = (from.map_or("", |_| "…"), left_out.map_or("", |_| "…"));
        format!("{before}{}{after}", text.get(from.unwrap_or(0)..to).unwrap_or(text))
    };
    (cut(old), cut(new))
}

/// The sign before a proposal, by its shape too.
pub fn sign(standing: Standing, theme: Theme) -> (&'static str, Role) {
    match (standing, theme.ascii) {
        (Standing::Taken, false) => ("✓", Role::Good),
        (Standing::Taken, true) => ("+", Role::Good),
        (Standing::Refused, false) => ("✗", Role::Bad),
        (Standing::Refused, true) => ("-", Role::Bad),
        (Standing::Lost, false) => ("–", Role::Warn),
        (Standing::Lost, true) => (".", Role::Warn),
    }
}

/// The sign before an item of the register that the text says something else about.
pub fn changed(theme: Theme) -> (&'static str, Role) {
    (if theme.ascii { "*" } else { "±" }, Role::Accent)
}

fn node_of(change: &Change) -> Option<&Node> {
    match change {
        Change::Insert(Item::Node(node)) => Some(node),
        _ => None,
    }
}

/// By what a change is known again when the file has been read anew: its number, what it is about, and a check of what it
/// says. In a corrected plan something else may have the same number, kind and line.
fn key(at: usize, change: &Change) -> String {
    let (about, said) = match change {
        Change::Insert(item) => {
            let record = item.record();
            let (line, quote) = place_in_text(record);
            (format!("{} {line}", record.reference().kind.word()), format!("{}\n{quote}", record.title()))
        }
        Change::Set { target, field, after, .. } => {
            (format!("{target} {}", field.word()), format!("{after:?}"))
        }
        Change::Move { target, after, .. } => (target.to_string(), after.parent.to_string()),
        Change::Remove(_) => (change.target().to_string(), String::new()),
    };
    format!("{at} {about} {:08x}", crc32fast::hash(said.as_bytes()))
}

/// Puts the rows in order, each with what stands below it.
struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    fn push(&mut self, what: What, depth: u16) {
        let end = self.rows.len() + 1;
        self.rows.push(Row { what, depth, end });
    }

    /// Everything after row `at` up to here stands below it.
    fn close(&mut self, at: usize) {
        let end = self.rows.len();
        self.rows[at].end = end;
    }

    fn under(&mut self, what: What, fill: impl FnOnce(&mut Rows)) {
        let (at, depth) = (self.rows.len(), if matches!(what, What::Known(_)) { 1 } else { 0 });
        self.push(what, depth);
        fill(self);
        self.close(at);
    }

    /// The new nodes as the tree that they will be.
    fn tree(&mut self, changes: &[Change], nodes: &[usize], inserted: &HashMap<Ref, usize>) {
        let mut children: HashMap<Ref, Vec<usize>> = HashMap::new();
        let mut tops: Vec<usize> = Vec::new();
        for at in nodes {
            let parent = node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.parent);
            match parent.filter(|parent| parent.kind == Kind::Node && inserted.contains_key(parent)) {
                Some(parent) => children.entry(parent).or_default().push(*at),
                None => tops.push(*at),
            }
        }
        let rank = |at: &usize| node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.rank);
        // By parent first: the tops of a second import may stand under different nodes that are there already.
        tops.sort_by_key(|at| {
            (node_of(&changes[*at]).and_then(|node| node.place).map(|place| place.parent), rank(at))
        });
        children.values_mut().for_each(|list| list.sort_by_key(rank));
        // What is still to be put in order, deepest last; `Err` ends a node's children.
        let mut open: Vec<Result<(usize, u16), usize>> = tops.iter().rev().map(|at| Ok((*at, 1))).collect();
        while let Some(next) = open.pop() {
            match next {
                Ok((at, depth)) => {
                    open.push(Err(self.rows.len()));
                    self.push(What::New(at), depth);
                    let below = children.remove(&changes[at].target()).unwrap_or_default();
                    open.extend(below.into_iter().rev().map(|child| Ok((child, depth + 1))));
                }
                Err(row) => self.close(row),
            }
        }
    }
}

/// The rows of the list: the plan, what should be looked at, the tree, then every other kind.
fn rows(proposals: &Proposals, findings: usize, gone: &[Ref], inserted: &HashMap<Ref, usize>) -> Vec<Row> {
    let mut new: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let mut differences: BTreeMap<Ref, Vec<usize>> = BTreeMap::new();
    for (at, change) in proposals.changes().iter().enumerate().filter(|(_, change)| !is_bookkeeping(change)) {
        match change {
            Change::Insert(item) => new.entry(item.record().reference().kind).or_default().push(at),
            Change::Set { target, .. } | Change::Move { target, .. } => {
                differences.entry(*target).or_default().push(at);
            }
            Change::Remove(_) => {}
        }
    }
    let mut rows = Rows { rows: Vec::new() };
    let known = |rows: &mut Rows, kind: Kind| {
        for (target, changes) in differences.iter().filter(|(target, _)| target.kind == kind) {
            rows.under(What::Known(*target), |rows| {
                changes.iter().for_each(|at| rows.push(What::Difference(*at), 2));
            });
        }
    };
    // The plan that was read comes first; others are only named in it.
    let subject = proposals.label().subject;
    let mut plans = new.remove(&Kind::Plan).unwrap_or_default();
    plans.sort_by_key(|at| Some(proposals.changes()[*at].target()) != subject);
    plans.iter().for_each(|at| rows.push(What::New(*at), 0));
    known(&mut rows, Kind::Plan);
    if findings > 0 {
        rows.under(What::Findings, |rows| (0..findings).for_each(|n| rows.push(What::Finding(n), 1)));
    }
    let mut kinds: Vec<Kind> = new.keys().copied().chain(differences.keys().map(|r| r.kind)).collect();
    kinds.sort_by_key(|kind| (*kind != Kind::Node, *kind));
    kinds.dedup();
    for kind in kinds.into_iter().filter(|kind| *kind != Kind::Plan) {
        let fresh = new.remove(&kind).unwrap_or_default();
        rows.under(What::Kind(kind), |rows| {
            if kind == Kind::Node {
                rows.tree(proposals.changes(), &fresh, inserted);
            } else {
                fresh.iter().for_each(|at| rows.push(What::New(*at), 1));
            }
            known(rows, kind);
        });
    }
    if !gone.is_empty() {
        rows.under(What::Gone, |rows| gone.iter().for_each(|r| rows.push(What::Missing(*r), 1)));
    }
    rows.rows
}

impl Review {
    /// Shows `proposal`.
    pub fn new(proposal: Proposal) -> Review {
        let Proposal { path, draft, source, findings, gone } = proposal;
        let mut moved: HashMap<Ref, (Option<u32>, Option<String>)> = HashMap::new();
        let mut inserted = HashMap::new();
        for (at, change) in draft.changes.iter().enumerate() {
            match change {
                Change::Insert(_) => {
                    inserted.insert(change.target(), at);
                }
                Change::Set { target, field: Field::source_line, after: Value::Int(line), .. } => {
                    moved.entry(*target).or_default().0 = u32::try_from(*line).ok();
                }
                Change::Set { target, field: Field::source_quote, after: Value::Text(quote), .. } => {
                    moved.entry(*target).or_default().1 = Some(quote.clone());
                }
                _ => {}
            }
        }
        let again = draft.label.subject.is_some_and(|plan| !inserted.contains_key(&plan));
        let keys = draft.changes.iter().enumerate().map(|(at, change)| key(at, change)).collect();
        let proposals = Proposals::new(draft);
        let rows = rows(&proposals, findings.len(), &gone, &inserted);
        let mut before = vec![0];
        for row in &rows {
            let one = usize::from(matches!(row.what, What::New(_) | What::Difference(_)));
            before.push(before[before.len() - 1] + one);
        }
        let text = source.as_ref().map_or(String::new(), |source| source.text.clone());
        Review {
            path,
            keys,
            proposals,
            source,
            findings,
            rows,
            before,
            again,
            title: None,
            at: 0,
            scroll: Scroll::default(),
            passage: Passage::new(text),
            aimed: None,
            editing: None,
            asked: false,
            problem: None,
            inserted,
            moved,
        }
    }

    /// With the `marks` of a review of the same file that was not finished. Those that fit nothing any more are counted on
    /// the screen.
    pub fn going_on(mut self, marks: &str, cx: &Cx<'_>) -> Review {
        let lost = marks.lines().filter(|line| !self.restore(line)).count();
        if lost > 0 {
            self.problem = Some(Message::warn(cx.texts.get("review-marks-lost", &[("count", lost.into())])));
        }
        self
    }

    /// What was done by hand, a line each: what it was done to, and which field has which value; without those it was
    /// refused.
    fn marks(&self) -> String {
        let mut lines = Vec::new();
        for at in 0..self.proposals.changes().len() {
            if self.proposals.standing(at) == Standing::Refused {
                lines.push(self.keys[at].clone());
            }
            let Some(record) = self.record(at).filter(|_| self.proposals.is_edited(at)) else { continue };
            for field in CORRECTED {
                let value = match record.get(field) {
                    Some(Value::Text(word)) => word,
                    Some(Value::Null) => String::new(),
                    _ => continue,
                };
                lines.push(format!("{}\t{}\t{value}", self.keys[at], field.word()));
            }
        }
        lines.join("\n")
    }

    /// Does again what a line of marks says; `false` when what it was done to is not there.
    fn restore(&mut self, mark: &str) -> bool {
        let mut parts = mark.splitn(3, '\t');
        let key = parts.next().unwrap_or_default();
        let at = key.split(' ').next().and_then(|at| at.parse::<usize>().ok());
        let at = at.filter(|at| self.keys.get(*at).is_some_and(|known| known == key));
        match (at, parts.next().map(Field::from_word), parts.next()) {
            (Some(at), None, _) => {
                self.proposals.mark(at, true);
                true
            }
            (Some(at), Some(Some(field)), Some(value)) => {
                let value = if value.is_empty() { Value::Null } else { Value::Text(value.to_owned()) };
                self.proposals.edit(at, field, &value).is_ok()
            }
            _ => false,
        }
    }

    /// Shows, only to be read, the `findings` in the `text` of a plan called `title`.
    pub fn read_only(title: String, text: String, findings: Vec<Finding>) -> Review {
        let label =
            Label { verb: Verb::ImportPlan, subject: None, title: String::new(), detail: String::new() };
        let draft = Draft { label, changes: Vec::new() };
        let source = Some(Source { file: String::new(), text });
        let mut review =
            Review::new(Proposal { path: PathBuf::new(), draft, source, findings, gone: Vec::new() });
        review.title = Some(title);
        review.at = usize::from(review.rows.len() > 1);
        review
    }

    fn row(&self) -> Option<Row> {
        self.rows.get(self.at).copied()
    }

    fn record(&self, change: usize) -> Option<&dyn Record> {
        match self.proposals.changes().get(change)? {
            Change::Insert(item) => Some(item.record()),
            _ => None,
        }
    }

    /// The title of an item of the draft or the register.
    fn title_of<'a>(&'a self, r: Ref, register: &'a Register) -> &'a str {
        self.inserted.get(&r).and_then(|at| self.record(*at)).map_or_else(|| register.title(r), Record::title)
    }

    /// Line (0: none) and passage of a row in the text that was read.
    fn place(&self, row: Row, register: &Register) -> (u32, String) {
        let known = |r: Ref| {
            let (mut line, mut quote) = register.get(r).map_or((0, String::new()), place_in_text);
            if let Some((new_line, new_quote)) = self.moved.get(&r) {
                line = new_line.unwrap_or(line);
                quote = new_quote.clone().unwrap_or(quote);
            }
            (line, quote)
        };
        match row.what {
            What::New(at) => self.record(at).map_or((0, String::new()), place_in_text),
            What::Known(r) => known(r),
            What::Difference(at) => known(self.proposals.changes()[at].target()),
            // It is not in this text; its line is one of an earlier one.
            What::Findings | What::Kind(_) | What::Gone | What::Finding(_) | What::Missing(_) => {
                (0, String::new())
            }
        }
    }

    /// How many proposals there are among the rows of `range`.
    fn count(&self, range: std::ops::Range<usize>) -> usize {
        self.before[range.end] - self.before[range.start]
    }

    /// The proposals among the rows of `range`.
    fn changes_in(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        let rows = self.rows[range].iter();
        rows.filter_map(|row| match row.what {
            What::New(at) | What::Difference(at) => Some(at),
            _ => None,
        })
        .collect()
    }

    /// Refuses or takes `changes`; says what came with it.
    fn mark(&mut self, changes: &[usize], refused: bool, cx: &Cx<'_>) -> Reply {
        let mut effect = Effect::default();
        for at in changes {
            let one = self.proposals.mark(*at, refused);
            effect.others += one.others;
            effect.loosened += one.loosened;
        }
        // Of several at once the list shows what became of them; of one, what happens elsewhere should be said.
        if changes.len() != 1 || effect == Effect::default() {
            return Reply::Handled;
        }
        let mut said = Vec::new();
        if effect.others > 0 {
            let id = if refused { "review-lost" } else { "review-back" };
            said.push(cx.texts.get(id, &[("count", effect.others.into())]));
        }
        if effect.loosened > 0 && refused {
            said.push(cx.texts.get("review-loosened", &[("count", effect.loosened.into())]));
        }
        Reply::Tell(Message::note(said.join(" ")))
    }

    /// Takes or refuses what the cursor is on.
    fn toggle(&mut self, cx: &Cx<'_>) -> Reply {
        let Some(row) = self.row() else { return Reply::Handled };
        match row.what {
            What::New(at) | What::Difference(at) => {
                if let Some(cause) = self.proposals.lost_to(at) {
                    let title = self.title_of(self.proposals.changes()[cause].target(), cx.register);
                    return Reply::Tell(Message::warn(t!(cx.texts, "review-take-first", title = title)));
                }
                let refused = self.proposals.standing(at) == Standing::Taken;
                self.mark(&[at], refused, cx)
            }
            What::Kind(_) | What::Known(_) => {
                let changes = self.changes_in(self.at + 1..row.end);
                let refused = changes.iter().any(|at| self.proposals.standing(*at) == Standing::Taken);
                self.mark(&changes, refused, cx)
            }
            What::Findings | What::Finding(_) => {
                Reply::Tell(Message::note(t!(cx.texts, "review-finding-only-read")))
            }
            What::Gone | What::Missing(_) => Reply::Tell(Message::note(t!(cx.texts, "review-gone-stays"))),
        }
    }

    /// Takes or refuses everything that stands below the cursor; taking takes what it is on too.
    fn below(&mut self, refused: bool, cx: &Cx<'_>) -> Reply {
        let Some(row) = self.row() else { return Reply::Handled };
        let mut changes = self.changes_in(self.at + 1..row.end);
        if changes.is_empty() {
            return Reply::Tell(Message::note(t!(cx.texts, "review-nothing-below")));
        }
        if let (What::New(at), false) = (row.what, refused) {
            changes.insert(0, at);
        }
        self.mark(&changes, refused, cx)
    }

    fn edit(&mut self, cx: &Cx<'_>) -> Reply {
        match self.row().map(|row| row.what) {
            Some(What::New(at)) => {
                self.editing = self.record(at).map(|record| Ask::new(record.title()));
                Reply::Handled
            }
            _ => Reply::Tell(Message::note(t!(cx.texts, "review-edit-new-only"))),
        }
    }

    /// Gives a new node the next value of a vocabulary.
    fn next_word(&mut self, field: Field, words: &[&str], optional: bool, cx: &Cx<'_>) -> Reply {
        let node = self.row().and_then(|row| match row.what {
            What::New(at) => Some(at).filter(|at| node_of(&self.proposals.changes()[*at]).is_some()),
            _ => None,
        });
        let Some(at) = node else {
            return Reply::Tell(Message::note(t!(cx.texts, "review-node-only")));
        };
        let now = match self.record(at).and_then(|record| record.get(field)) {
            Some(Value::Text(word)) => words.iter().position(|known| *known == word),
            _ => None,
        };
        let value = match now.map_or(0, |now| now + 1) {
            next if next < words.len() => Value::Text(words[next].to_owned()),
            _ if optional => Value::Null,
            _ => Value::Text(words[0].to_owned()),
        };
        match self.proposals.edit(at, field, &value) {
            Ok(()) => {
                let said = words::value(cx.texts, Kind::Node, field, &value, cx.now.today);
                let name = words::field(cx.texts, field);
                Reply::Tell(Message::note(t!(cx.texts, "review-set", field = name, value = said)))
            }
            Err(refusal) => Reply::Tell(Message::bad(words::refusal(cx.texts, cx.register, &refusal))),
        }
    }

    fn keep_title(&mut self, cx: &Cx<'_>) -> Reply {
        let (Some(ask), Some(What::New(at))) = (&self.editing, self.row().map(|row| row.what)) else {
            return Reply::Handled;
        };
        let title = Value::Text(ask.text().to_owned());
        if let Err(refusal) = self.proposals.edit(at, Field::title, &title) {
            return Reply::Tell(Message::bad(words::refusal(cx.texts, cx.register, &refusal)));
        }
        self.editing = None;
        Reply::Handled
    }

    /// Goes to the next finding or the one before, around the end of the list.
    fn find(&mut self, forward: bool, cx: &Cx<'_>) -> Reply {
        let is_finding = |at: &usize| matches!(self.rows[*at].what, What::Finding(_));
        let (before, after) = (0..self.at.min(self.rows.len()), self.at + 1..self.rows.len());
        let found = if forward {
            after.chain(before).find(is_finding)
        } else {
            before.rev().chain(after.rev()).find(is_finding)
        };
        match found {
            Some(at) => self.at = at,
            None if self.findings.is_empty() => {
                return Reply::Tell(Message::note(t!(cx.texts, "review-no-findings")));
            }
            None => {}
        }
        Reply::Handled
    }

    /// Goes to the next line that the finding under the cursor names; from elsewhere to the next finding.
    fn next_place(&mut self, cx: &Cx<'_>) -> Reply {
        let finding = self.row().filter(|row| matches!(row.what, What::Finding(_)));
        let Some(row) = finding else { return self.find(true, cx) };
        // Keys may come faster than frames.
        self.aim(row, cx);
        let Some((line, place, places)) = self.passage.next_line() else {
            return Reply::Tell(Message::note(t!(cx.texts, "review-no-place")));
        };
        let args = [("line", line.to_string().into()), ("place", place.into()), ("places", places.into())];
        Reply::Tell(Message::note(cx.texts.get("review-place", &args)))
    }

    /// Whether the plan that refers to the source text is part of `changes`, or in the register already.
    fn source_for(&self, changes: &[Change], register: &Register) -> Option<Source> {
        let source = self.source.clone()?;
        let named = |change: &Change| match change {
            Change::Insert(Item::Plan(plan)) => plan.source_file == source.file,
            Change::Set { field: Field::source_file, after, .. } => {
                *after == Value::Text(source.file.clone())
            }
            _ => false,
        };
        let known = || register.tables().plans.iter().any(|plan| plan.source_file == source.file);
        (changes.iter().any(named) || known()).then_some(source)
    }

    fn take_marked(&mut self, cx: &Cx<'_>) -> Reply {
        if self.title.is_some() && !self.findings.is_empty() {
            return self.next_place(cx);
        }
        if self.proposals.changes().is_empty() {
            return Reply::Close;
        }
        let draft = self.proposals.remaining();
        if draft.changes.is_empty() {
            return Reply::Tell(Message::warn(t!(cx.texts, "review-nothing-marked")));
        }
        let source = self.source_for(&draft.changes, cx.register);
        Reply::TakeOver(draft, source)
    }

    fn leave(&mut self, cx: &Cx<'_>) -> Reply {
        if !self.proposals.by_hand() || self.asked {
            return Reply::Close;
        }
        self.asked = true;
        let key = cx.keymap.key_of(Command::GoBack);
        Reply::Tell(Message::warn(t!(cx.texts, "review-leave", key = key)))
    }

    /// A value as people read it, references by name.
    fn value(&self, of: Kind, field: Field, value: &Value, cx: &Cx<'_>) -> String {
        let shape = of.fields().iter().find(|spec| spec.field == field).map(|spec| spec.shape);
        let name = |text: &String| match text.parse::<Ref>().map(|r| self.title_of(r, cx.register)) {
            Ok(title) if !title.is_empty() => title.to_owned(),
            _ => text.clone(),
        };
        match (value, shape) {
            (Value::Text(text), Some(Shape::Ref)) => name(text),
            (Value::Texts(all), Some(Shape::Refs)) => all.iter().map(name).collect::<Vec<_>>().join(", "),
            _ => words::value(cx.texts, of, field, value, cx.now.today),
        }
    }

    /// What a difference is: field, old and new value.
    fn difference(&self, change: usize, cx: &Cx<'_>) -> (String, String, String) {
        match &self.proposals.changes()[change] {
            Change::Set { target, field, before, after } => (
                words::field(cx.texts, *field),
                self.value(target.kind, *field, before, cx),
                self.value(target.kind, *field, after, cx),
            ),
            Change::Move { before, after, .. } => (
                words::field(cx.texts, Field::place),
                self.title_of(before.parent, cx.register).to_owned(),
                self.title_of(after.parent, cx.register).to_owned(),
            ),
            Change::Insert(_) | Change::Remove(_) => Default::default(),
        }
    }

    /// What a row says, and what stands at its end.
    fn said(&self, index: usize, cx: &Cx<'_>) -> (String, String) {
        let row = self.rows[index];
        let texts = cx.texts;
        let below = row.end - index - 1;
        let place = || match self.place(row, cx.register).0 {
            0 => String::new(),
            line => t!(texts, "review-line", line = line.to_string()),
        };
        let state = |at: usize| match self.proposals.standing(at) {
            Standing::Refused => Some(t!(texts, "review-is-refused")),
            Standing::Lost => Some(t!(texts, "review-is-lost")),
            Standing::Taken if self.proposals.is_edited(at) => Some(t!(texts, "review-is-edited")),
            Standing::Taken => None,
        };
        match row.what {
            What::Findings => (texts.get("review-findings", &[("count", below.into())]), String::new()),
            What::Gone => (t!(texts, "review-gone"), below.to_string()),
            What::Kind(kind) => (words::kinds(texts, kind), self.count(index + 1..row.end).to_string()),
            What::Finding(n) => (format!("{}. {}", n + 1, self.findings[n].text), String::new()),
            What::New(at) => {
                let title = self.record(at).map_or("", Record::title);
                let read = Some(self.proposals.changes()[at].target()) == self.proposals.label().subject;
                let named = self.proposals.changes()[at].target().kind == Kind::Plan && !read;
                let said = if named { t!(texts, "review-named", title = title) } else { title.to_owned() };
                let new = self.again.then(|| t!(texts, "review-is-new"));
                let mut end: Vec<String> = state(at).or(new).into_iter().collect();
                end.push(place());
                end.retain(|part| !part.is_empty());
                (said, end.join("  "))
            }
            What::Known(r) => {
                let mut end = vec![t!(texts, "review-is-changed"), place()];
                end.retain(|part| !part.is_empty());
                (cx.register.title(r).to_owned(), end.join("  "))
            }
            What::Difference(at) => {
                let (field, old, new) = self.difference(at, cx);
                let (old, new) = differing(&old, &new, KEPT);
                let arrow = if cx.theme.ascii { "->" } else { "→" };
                (format!("{field}: {old} {arrow} {new}"), state(at).unwrap_or_default())
            }
            What::Missing(r) => (cx.register.title(r).to_owned(), r.to_string()),
        }
    }

    /// What is known of a new item, besides its title and its place in the text; long texts last.
    fn facts(&self, change: usize, cx: &Cx<'_>) -> Vec<String> {
        let Some(record) = self.record(change) else { return Vec::new() };
        let kind = record.reference().kind;
        let is_long = |field| matches!(field, Field::description | Field::result | Field::parts);
        let told = |field| {
            let said = !matches!(
                field,
                Field::title
                    | Field::plan
                    | Field::source_line
                    | Field::source_quote
                    | Field::source_file
                    | Field::source_hash
            );
            said && !record.is_absent(field) && record.get(field) != Some(Value::Bool(false))
        };
        let mut fields: Vec<Field> =
            record.fields().iter().map(|spec| spec.field).filter(|f| told(*f)).collect();
        fields.sort_by_key(|field| is_long(*field));
        let fact = |field: Field| {
            if let (Field::place, Some(node)) = (field, node_of(&self.proposals.changes()[change])) {
                let above = self.title_of(node.place?.parent, cx.register);
                return Some(t!(cx.texts, "review-under", title = above));
            }
            let value = self.value(kind, field, &record.get(field)?, cx);
            Some(format!("{}: {value}", words::field(cx.texts, field)))
        };
        fields.into_iter().filter_map(fact).collect()
    }

    /// What is to be read above the passage of a row.
    fn about(&self, row: Row, cx: &Cx<'_>, width: usize) -> Vec<(String, Role)> {
        let mut lines: Vec<(String, Role)> = Vec::new();
        let mut add = |text: &str, role: Role| {
            lines.extend(text::wrap(text, width).into_iter().map(|line| (line, role)));
        };
        match row.what {
            What::Finding(n) => add(&self.findings[n].text, Role::Text),
            What::Difference(at) => {
                let (field, old, new) = self.difference(at, cx);
                let (old, new) = differing(&old, &new, 2 * KEPT);
                add(&t!(cx.texts, "review-old", field = field.as_str(), value = old), Role::Dim);
                add(&t!(cx.texts, "review-new", field = field, value = new), Role::Text);
            }
            What::New(at) => {
                if let Some(record) = self.record(at) {
                    add(record.title(), Role::Strong);
                    let kind = words::kind(cx.texts, record.reference().kind);
                    let facts = std::iter::once(kind).chain(self.facts(at, cx)).collect::<Vec<_>>();
                    add(&facts.join("; "), Role::Dim);
                    if let Some(cause) = self.proposals.lost_to(at) {
                        let title = self.title_of(self.proposals.changes()[cause].target(), cx.register);
                        add(&t!(cx.texts, "review-lost-to", title = title), Role::Warn);
                    }
                }
            }
            What::Known(r) => add(cx.register.title(r), Role::Strong),
            What::Missing(r) => {
                add(cx.register.title(r), Role::Strong);
                add(&t!(cx.texts, "review-gone-stays"), Role::Text);
            }
            What::Findings | What::Kind(_) | What::Gone => {}
        }
        lines
    }

    fn draw_list(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let mut cursor = None;
        let top = self.scroll.follow(self.at, self.rows.len(), area.height, cx.scroll);
        for (index, y) in (top..self.rows.len()).zip(area.top()..area.bottom()) {
            let row = self.rows[index];
            let chosen = index == self.at;
            let (said, end) = self.said(index, cx);
            if chosen {
                let bar = canvas.theme.cursor(true);
                canvas.put(area.x, y, 1, bar, Role::Accent);
            }
            let mut x = area.x + 2 + STEP * row.depth.min(DEEPEST).saturating_sub(1);
            let standing = match row.what {
                What::New(at) | What::Difference(at) => Some(self.proposals.standing(at)),
                _ => None,
            };
            let known = matches!(row.what, What::Known(_)).then(|| changed(canvas.theme));
            if let Some((sign, role)) = standing.map(|at| sign(at, canvas.theme)).or(known) {
                canvas.put(x, y, 1, sign, role);
                x += 2;
            }
            let room = (text::width(&end) as u16).min(area.width / 2);
            canvas.put_right(area.right(), y, room, &end, Role::Dim);
            let room = (area.right() - room).saturating_sub(x + u16::from(room > 0));
            if let (true, Some(ask)) = (chosen, &self.editing) {
                canvas.clear(Rect { x, y, width: room, height: 1 });
                cursor = Some(ask.line.draw(canvas, x, y, room));
                continue;
            }
            let out = standing.is_some_and(|standing| standing != Standing::Taken);
            let heading = matches!(row.what, What::Findings | What::Kind(_) | What::Gone);
            let role = match row.what {
                _ if out => Role::Dim,
                _ if heading => Role::Title,
                _ if chosen => Role::Strong,
                _ => Role::Text,
            };
            let mut style: Style = canvas.theme.style(role);
            if out {
                style = style.add_modifier(Modifier::CROSSED_OUT);
            }
            canvas.put_styled(x, y, room, &said, style);
        }
        cursor
    }

    /// Has the passage show `row`, the one with the cursor.
    fn aim(&mut self, row: Row, cx: &Cx<'_>) {
        if self.aimed == Some(self.at) {
            return;
        }
        self.aimed = Some(self.at);
        match row.what {
            What::Finding(n) => {
                let Finding { lines, words, .. } = &self.findings[n];
                self.passage.mark_lines(lines, words);
            }
            _ => {
                let (line, quote) = self.place(row, cx.register);
                self.passage.mark(line, &quote);
            }
        }
    }

    fn draw_passage(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let Some(row) = self.row() else {
            self.passage.draw(canvas, area);
            return;
        };
        self.aim(row, cx);
        // The two sides of a difference are what it is about; of the rest the passage is.
        let most = match row.what {
            // A finding is read whole, with the lines that it names; it is cut in the list.
            What::Finding(_) => MOST_FINDING.min(usize::from(area.height).saturating_sub(2)),
            What::Difference(_) => usize::from(area.height * 2 / 3).min(MOST_ABOUT),
            _ => usize::from(area.height / 3).min(MOST_ABOUT),
        };
        let most = most.max(1);
        let mut about = self.about(row, cx, area.width.into());
        if about.len() > most {
            about.truncate(most);
            if let Some((last, _)) = about.last_mut() {
                last.push('…');
            }
        }
        for ((line, role), y) in about.iter().zip(area.top()..) {
            canvas.put(area.x, y, area.width, line, *role);
        }
        let mut rest = below(area, about.len() as u16);
        if !about.is_empty() && rest.height > 1 {
            canvas.rule(rest.x, rest.y, rest.width, "", Role::Dim);
            rest = below(rest, 1);
        }
        self.passage.draw(canvas, rest);
    }

    /// What stands above the list.
    fn summary(&self, cx: &Cx<'_>) -> (String, Role) {
        let texts = cx.texts;
        if let Some(title) = &self.title {
            let none = self.findings.is_empty().then(|| texts.get("review-to-check", &[("count", 0.into())]));
            return (none.map_or(title.clone(), |none| format!("{title}: {none}")), Role::Text);
        }
        let count = self.count(0..self.rows.len());
        if count == 0 {
            return (t!(texts, "review-nothing-new"), Role::Text);
        }
        let out = self.proposals.out();
        let said = [
            texts.get("review-count", &[("count", count.into())]),
            if out > 0 { texts.get("review-refused", &[("count", out.into())]) } else { String::new() },
            texts.get("review-to-check", &[("count", self.findings.len().into())]),
        ];
        (said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "), Role::Text)
    }
}

impl Layer for Review {
    fn scope(&self) -> Scope {
        if self.editing.is_some() { Scope::Prompt } else { Scope::Review }
    }

    fn judging(&self) -> bool {
        self.title.is_none()
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn hints(&self) -> &'static [Command] {
        if self.title.is_some() {
            return &[
                Command::GoBack,
                Command::NextFinding,
                Command::OpenItem,
                Command::ShowHelp,
                Command::ScrollTextDown,
                Command::ScrollTextUp,
            ];
        }
        &[
            Command::TakeMarked,
            Command::ToggleProposal,
            Command::GoBack,
            Command::NextFinding,
            Command::ShowHelp,
            Command::ScrollTextDown,
            Command::ScrollTextUp,
            Command::RefuseBelow,
            Command::TakeBelow,
            Command::EditProposal,
        ]
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        if let Some(ask) = &mut self.editing {
            return match command {
                Command::AcceptLine => self.keep_title(cx),
                Command::DropLine => {
                    self.editing = None;
                    Reply::Handled
                }
                other if ask.edited(other) => Reply::Handled,
                _ => Reply::Ignored,
            };
        }
        self.problem = None;
        if !matches!(command, Command::GoBack | Command::QuitProgram) {
            self.asked = false;
        }
        match command {
            Command::ToggleProposal => self.toggle(cx),
            Command::RefuseBelow => self.below(true, cx),
            Command::TakeBelow => self.below(false, cx),
            Command::EditProposal => self.edit(cx),
            Command::ChangeNodeKind => self.next_word(Field::node_kind, NodeKind::WORDS, false, cx),
            Command::ChangeLevel => self.next_word(Field::level, Level::WORDS, true, cx),
            Command::NextFinding => self.find(true, cx),
            Command::PreviousFinding => self.find(false, cx),
            Command::ScrollTextDown | Command::ScrollTextUp => {
                let down = command == Command::ScrollTextDown;
                self.passage.command(if down { Command::MoveDown } else { Command::MoveUp });
                Reply::Handled
            }
            Command::TakeMarked => self.take_marked(cx),
            Command::GoBack | Command::QuitProgram => self.leave(cx),
            other => match self.scroll.moved(other, self.at, self.rows.len()) {
                Some(at) => {
                    self.at = at;
                    Reply::Handled
                }
                None => Reply::Ignored,
            },
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        let Some(ask) = &mut self.editing else { return Reply::Ignored };
        ask.typed(text, cx);
        ask.problem.take().map_or(Reply::Handled, Reply::Tell)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let id = if self.title.is_some() { "review-title-read" } else { "review-title" };
        let inside = sheet(canvas, area, &cx.texts.get(id, &[]));
        let (summary, role) = self.summary(cx);
        let mut top = 0;
        let said = self.problem.iter().map(|problem| (problem.text.as_str(), problem.role));
        for (said, role) in said.chain([(summary.as_str(), role)]) {
            for line in text::wrap(said, inside.width.into()) {
                canvas.put(inside.x, inside.y + top, inside.width, &line, role);
                top = (top + 1).min(inside.height.saturating_sub(1));
            }
        }
        let body = below(inside, top);
        if body.width >= WIDE - 2 {
            let list = Rect { width: body.width * 9 / 20, ..body };
            canvas.divider(list.right() + 1, body);
            let x = list.right() + 3;
            let beside = Rect { x, width: body.right().saturating_sub(x), ..body };
            let cursor = self.draw_list(canvas, list, cx);
            self.draw_passage(canvas, beside, cx);
            return cursor;
        }
        if body.height < DIVIDED {
            return self.draw_list(canvas, body, cx);
        }
        let list = Rect { height: body.height * 11 / 20, ..body };
        let rest = below(body, list.height);
        canvas.rule(rest.x, rest.y, rest.width, "", Role::Dim);
        let cursor = self.draw_list(canvas, list, cx);
        self.draw_passage(canvas, below(rest, 1), cx);
        cursor
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let path = self.path.to_str()?;
        self.proposals.by_hand().then(|| (DRAFT.to_owned(), format!("{path}\n{}", self.marks())))
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.problem = Some(why);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_long_texts_have_in_common_is_left_out() {
        let (a, b) = ("een twee drie vier vijf zes zeven", "een twee drie vier zes zes zeven");
        assert_eq!(differing(a, b, 3), ("…vijf zes…".to_owned(), "…zes zes…".to_owned()));
        assert_eq!(differing(a, b, 90), (a.to_owned(), b.to_owned()));
        assert_eq!(differing("", "nieuw", 2), (String::new(), "nieuw".to_owned()));
        assert_eq!(differing("é", "è", 1), ("é".to_owned(), "è".to_owned()));
        assert_eq!(differing("aa aa aa", "aa aa", 1), ("aa aa aa".to_owned(), "aa aa".to_owned()));
    }
}
