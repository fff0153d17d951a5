//! Where a place in the tree goes: a new one under the chosen place, or an existing one under another.
//!
//! Owns both questions. `AddNode` and `MoveNode` open them in the tree of the plan.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::kept::keep;
use super::list_cursor::mark;
use super::prompt::{Prompt, Question};
use super::sheet::say;
use super::targets::about;
use crate::i18n::words;
use crate::model::field::candidates;
use crate::model::id::Ref;
use crate::model::kinds::NodeKind;
use crate::model::operation;
use crate::model::record::Kind;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Reply};
use crate::tui::theme::Role;

/// How many places are offered; more letters find the others.
const OFFERED: usize = 50;

/// Asking for the name of a new place.
pub struct NewNode {
    under: Ref,
}

impl NewNode {
    /// Asks for one under `under` (a plan or node); starts with `text`.
    pub fn new(under: Ref, text: &str) -> Prompt<NewNode> {
        Prompt::new(NewNode { under }, Ask::new(text))
    }

    /// What it becomes: under a plan a priority; elsewhere what stands there already, else what is usual there.
    fn kind(&self, cx: &Cx<'_>) -> NodeKind {
        let Some(above) = cx.register.node(self.under) else { return NodeKind::Priority };
        let first = cx.register.children(self.under).next().map(|node| node.node_kind);
        first.unwrap_or(match above.node_kind {
            NodeKind::ProblemArea => NodeKind::DriehoekTheme,
            _ => NodeKind::Topic,
        })
    }
}

impl Question for NewNode {
    const ROWS: u16 = 4;

    fn title(&self, cx: &Cx<'_>) -> String {
        let kind = words::node_kind(cx.texts, self.kind(cx));
        t!(cx.texts, "node-new-title", kind = kind, under = about(&[self.under], cx))
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "node-new-hint")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let proposed = operation::add_node(cx.register, self.under, self.kind(cx), ask.text());
        ask.commit(proposed, cx)
    }

    fn unsaved(&self, text: &str) -> Option<(String, String)> {
        Some(keep("node", &[self.under], None, text))
    }
}

/// Asking under what a place is to stand.
pub struct MoveNode {
    node: Ref,
    places: Vec<Ref>,
}

impl MoveNode {
    /// Asks where `node` goes.
    pub fn new(node: Ref, cx: &Cx<'_>) -> Prompt<MoveNode> {
        let ask = Ask::default();
        let mut question = MoveNode { node, places: Vec::new() };
        question.look(&ask, cx);
        Prompt::new(question, ask)
    }

    /// The places that fit what was typed, without the node itself and what stands under it.
    fn look(&mut self, ask: &Ask, cx: &Cx<'_>) {
        let found = candidates(cx.register, &[Kind::Plan, Kind::Node], ask.text(), OFFERED);
        let fits = |r: &Ref| *r != self.node && !cx.register.ancestors(*r).contains(&self.node);
        self.places = found.into_iter().filter(fits).collect();
    }
}

impl Question for MoveNode {
    const ROWS: u16 = 10;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "node-move-title", what = about(&[self.node], cx))
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "edit-nothing-fits")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let Some(place) = self.places.get(ask.list.at).copied() else { return Reply::Handled };
        let last = cx.register.children(place).count();
        ask.commit(operation::move_node(cx.register, self.node, place, last), cx)
    }

    fn changed(&mut self, ask: &Ask, cx: &Cx<'_>) -> Reply {
        self.look(ask, cx);
        Reply::Handled
    }

    fn offered(&self, _: &Ask, _: &Cx<'_>) -> usize {
        self.places.len()
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        if ask.problem.is_some() || self.places.is_empty() {
            return say(canvas, area, &ask.problem_or(self.hint(cx)));
        }
        for (index, y) in ask.list.seen(self.places.len(), area) {
            let (x, r) = (area.x, self.places[index]);
            let role = mark(canvas, x, y, index == ask.list.at);
            canvas.put(x + 2, y, 7, &r.to_string(), Role::Dim);
            let used = canvas.put(x + 9, y, area.width.saturating_sub(9), cx.register.title(r), role);
            let above = cx.register.ancestors(r);
            let above: Vec<&str> = above.iter().map(|r| cx.register.title(*r)).collect();
            let x = x + 9 + used + 2;
            canvas.put(x, y, area.right().saturating_sub(x), &above.join(cx.theme.crumb()), Role::Dim);
        }
    }
}
