//! What was found in a plan: every proposal and finding in a list, with the passage it comes from beside it.
//!
//! Owns the cursor and what the keys mean; the rows are made in `rows`, judged in `judging`, gone through in `findings`, kept in
//! `marks`, put into words in `words` and drawn in `drawing`. The same screen shows, only to be read, the findings of a plan
//! that is in the register already. The app opens it when a plan has been read, and at `ShowFindings`.

mod drawing;
mod findings;
mod judging;
mod marks;
mod rows;
mod words;

use std::collections::HashMap;
use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

pub use self::drawing::{changed, sign};
use self::marks::key;
use self::rows::{Row, What, rows};
use super::ask::Ask;
use super::passage::{Passage, place_in_text};
use crate::command::{Command, Scope};
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::Ref;
use crate::model::kinds::{Level, NodeKind};
use crate::model::proposal::Proposals;
use crate::model::record::{Field, Record};
use crate::model::register::Register;
use crate::model::value::Value;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::scroll::Scroll;
use crate::tui::{Finding, Proposal, Source};

/// Under what name an unfinished review is kept.
pub const DRAFT: &str = "review";

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
    /// The command that was given, after which it was asked whether that is meant: given at once again it is carried out.
    asked: Option<Command>,
    problem: Option<Message>,
    /// The changes that insert, by what they insert.
    inserted: HashMap<Ref, usize>,
    /// Where in the text the items stand of which only fields change.
    moved: HashMap<Ref, (Option<u32>, Option<String>)>,
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
            asked: None,
            problem: None,
            inserted,
            moved,
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
                Command::NextPlace,
                Command::NextFinding,
                Command::GoBack,
                Command::ShowHelp,
                Command::ScrollTextDown,
                Command::ScrollTextUp,
            ];
        }
        if self.is_among_findings() {
            return &[
                Command::NextPlace,
                Command::NextFinding,
                Command::GoBack,
                Command::TakeMarked,
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
        let sure = self.asked.take() == Some(command);
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
            Command::NextPlace => self.next_place(cx),
            // Who goes through the findings does not mean to write.
            Command::OpenItem if self.is_among_findings() => self.next_place(cx),
            // Enter opens elsewhere; here it would write everything.
            Command::OpenItem if !sure => self.ask_to_take(cx),
            Command::OpenItem | Command::TakeMarked => self.take_marked(cx),
            Command::GoBack | Command::QuitProgram if !sure => self.leave(command, cx),
            Command::GoBack | Command::QuitProgram => Reply::Close,
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
        self.draw_all(canvas, area, cx)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let path = self.path.to_str()?;
        self.proposals.by_hand().then(|| (DRAFT.to_owned(), format!("{path}\n{}", self.marks())))
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        Some(&mut self.problem)
    }
}
