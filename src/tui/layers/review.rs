//! What was found in a plan file, before anything is written: what contradicts itself, the tree, and all the rest by name
//! with the line it comes from.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use super::{Line, Reading, sheet, wrapped};
use crate::command::{Command, Scope};
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::plan::Node;
use crate::model::record::{Field, Item, Kind, Record};
use crate::model::value::Value;
use crate::t;
use crate::tui::Proposal;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::theme::Role;

/// How much further in a level of the tree stands.
const STEP: u16 = 2;

/// The layer.
pub struct Review {
    proposal: Proposal,
    problem: Option<Message>,
    reading: Reading,
}

impl Review {
    /// Shows `proposal`.
    pub fn new(proposal: Proposal) -> Review {
        Review { proposal, problem: None, reading: Reading::default() }
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let texts = cx.texts;
        let mut lines = Vec::new();
        if let Some(problem) = &self.problem {
            lines.extend(wrapped(&problem.text, 0, 0, width, problem.role));
            lines.push(Vec::new());
        }
        let mut by_kind: BTreeMap<Kind, Vec<&dyn Record>> = BTreeMap::new();
        let mut nodes: BTreeMap<Ref, Vec<&Node>> = BTreeMap::new();
        for change in &self.proposal.draft.changes {
            let Change::Insert(item) = change else { continue };
            match item {
                Item::Node(node) => {
                    nodes
                        .entry(node.place.map_or(node.reference(), |place| place.parent))
                        .or_default()
                        .push(node);
                }
                _ => by_kind.entry(item.record().reference().kind).or_default().push(item.record()),
            }
        }
        nodes
            .values_mut()
            .for_each(|siblings| siblings.sort_by_key(|node| node.place.map(|place| place.rank)));
        if self.proposal.draft.changes.is_empty() {
            lines.extend(wrapped(&t!(texts, "review-nothing-new"), 0, 0, width, Role::Text));
        }
        // The plan that has a tree is the one that was read; others are only named in it.
        for plan in by_kind.remove(&Kind::Plan).unwrap_or_default() {
            let read = nodes.contains_key(&plan.reference());
            let role = if read { Role::Strong } else { Role::Dim };
            let title =
                if read { plan.title().to_owned() } else { t!(texts, "review-named", title = plan.title()) };
            lines.extend(wrapped(&title, 0, STEP, width, role));
        }
        let count: usize = nodes.values().map(Vec::len).sum();
        let kinds = by_kind.iter().map(|(kind, items)| (*kind, items.len()));
        let counts: Vec<String> = std::iter::once((Kind::Node, count))
            .chain(kinds)
            .filter(|(_, n)| *n > 0)
            .map(|(kind, n)| {
                let name = if n == 1 { words::kind(texts, kind) } else { words::kinds(texts, kind) };
                format!("{n} {name}")
            })
            .collect();
        lines.extend(wrapped(&counts.join(", "), 0, 0, width, Role::Text));
        lines.push(Vec::new());
        let findings = &self.proposal.findings;
        let found = texts.get("review-findings", &[("count", findings.len().into())]);
        lines.extend(wrapped(&found, 0, 0, width, if findings.is_empty() { Role::Good } else { Role::Warn }));
        for (index, finding) in findings.iter().enumerate() {
            let number = format!("{}.", index + 1);
            let mut explained = wrapped(finding, 4, 0, width, Role::Text);
            if let Some(first) = explained.first_mut() {
                first.insert(0, (0, number, Role::Dim));
            }
            lines.extend(explained);
        }
        if count > 0 {
            lines.push(Vec::new());
            lines.push(vec![(0, words::kinds(texts, Kind::Node), Role::Title)]);
            for (parent, siblings) in nodes.iter().filter(|(parent, _)| parent.kind == Kind::Plan) {
                let _ = parent;
                siblings.iter().for_each(|node| branch(&mut lines, &nodes, node, 0, cx, width));
            }
        }
        for (kind, items) in by_kind {
            lines.push(Vec::new());
            lines.push(vec![(0, words::kinds(texts, kind), Role::Title)]);
            for item in items {
                lines.extend(named(
                    item,
                    0,
                    width,
                    texts.get("review-line", &[("line", line_of(item).into())]),
                ));
            }
        }
        lines
    }
}

/// Line of the source text that `item` comes from; 0 when it has none.
fn line_of(item: &dyn Record) -> i64 {
    match item.get(Field::source_line) {
        Some(Value::Int(line)) => line,
        _ => 0,
    }
}

/// An item's title with the line it comes from behind it.
fn named(item: &dyn Record, at: u16, width: usize, place: String) -> Vec<Line> {
    let mut lines = wrapped(item.title(), at, STEP, width.saturating_sub(place.len() + 2), Role::Text);
    if line_of(item) > 0
        && let Some(last) = lines.last_mut()
    {
        last.push((width.saturating_sub(place.len()) as u16, place, Role::Dim));
    }
    lines
}

/// A node and, further in, what is below it.
fn branch(
    lines: &mut Vec<Line>,
    nodes: &BTreeMap<Ref, Vec<&Node>>,
    node: &Node,
    at: u16,
    cx: &Cx<'_>,
    width: usize,
) {
    // A proposal is a tree that fits on a page; one that does not end is refused when it is taken over.
    if usize::from(at) + 20 > width.max(40) {
        return;
    }
    let mut title = named(node, at, width, cx.texts.get("review-line", &[("line", line_of(node).into())]));
    if let Some(piece) = title.first_mut().and_then(|line| line.first_mut()) {
        piece.2 = if at == 0 { Role::Strong } else { Role::Text };
    }
    lines.extend(title);
    for child in nodes.get(&node.reference()).into_iter().flatten() {
        branch(lines, nodes, child, at + STEP, cx, width);
    }
}

impl Layer for Review {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn hints(&self) -> &'static [Command] {
        &[Command::MoveDown, Command::MoveUp]
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::OpenItem if self.proposal.draft.changes.is_empty() => Reply::Close,
            Command::OpenItem => Reply::TakeOver(self.proposal.draft.clone(), self.proposal.source.clone()),
            Command::GoBack | Command::QuitProgram => Reply::Close,
            other if self.reading.command(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &t!(cx.texts, "review-title"));
        let hint_rows = 2.min(inside.height);
        let body = Rect { height: inside.height - hint_rows, ..inside };
        let lines = self.lines(cx, body.width.into());
        self.reading.draw(canvas, body, cx, &lines);
        let (yes, no) = (cx.keymap.key_of(Command::OpenItem), cx.keymap.key_of(Command::GoBack));
        let hint = t!(cx.texts, "review-hint", yes = yes, no = no);
        canvas.put(body.x, inside.bottom().saturating_sub(1), body.width, &hint, Role::Key);
        None
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.problem = Some(why);
        self.reading.restart();
        None
    }
}
