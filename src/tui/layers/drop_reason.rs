//! Asking why actions are dropped; they cannot be without a reason.
//!
//! Owns the question. `DropAction` opens it for the action under the cursor or all that are marked.

use super::ask::Ask;
use super::kept::keep;
use super::prompt::{Prompt, Question};
use super::targets::about;
use crate::model::bulk::bulk;
use crate::model::id::Ref;
use crate::model::operation;
use crate::t;
use crate::tui::component::{Cx, Reply};

/// The question.
pub struct DropPrompt {
    actions: Vec<Ref>,
}

impl DropPrompt {
    /// Asks why `actions` are dropped; starts with `text`.
    pub fn new(actions: Vec<Ref>, text: &str) -> Prompt<DropPrompt> {
        Prompt::new(DropPrompt { actions }, Ask::long(text))
    }
}

impl Question for DropPrompt {
    const ROWS: u16 = 4;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "drop-title", what = about(&self.actions, cx))
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "drop-hint")
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let done = bulk(&self.actions, |r| operation::drop_action(cx.register, cx.now, r, ask.text()));
        ask.commit_all(&self.actions, done, cx)
    }

    fn unsaved(&self, text: &str) -> Option<(String, String)> {
        Some(keep("drop", &self.actions, None, text))
    }
}
