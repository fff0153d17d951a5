//! Refusing, correcting and taking over what was found in a plan.
//!
//! Owns what the keys do to the proposals of the row with the cursor; what follows from refusing one is
//! `model::proposal`'s.

use super::Review;
use super::rows::{What, node_of};
use crate::command::Command;
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::proposal::{Effect, Standing};
use crate::model::record::{Field, Item, Kind};
use crate::model::register::Register;
use crate::model::value::Value;
use crate::t;
use crate::tui::Source;
use crate::tui::component::{Cx, Message, Reply};
use crate::tui::layers::ask::Ask;

impl Review {
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
    pub(super) fn toggle(&mut self, cx: &Cx<'_>) -> Reply {
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
    pub(super) fn below(&mut self, refused: bool, cx: &Cx<'_>) -> Reply {
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

    pub(super) fn edit(&mut self, cx: &Cx<'_>) -> Reply {
        match self.row().map(|row| row.what) {
            Some(What::New(at)) => {
                self.editing = self.record(at).map(|record| Ask::new(record.title()));
                Reply::Handled
            }
            _ => Reply::Tell(Message::note(t!(cx.texts, "review-edit-new-only"))),
        }
    }

    /// Gives a new node the next value of a vocabulary.
    pub(super) fn next_word(&mut self, field: Field, words: &[&str], optional: bool, cx: &Cx<'_>) -> Reply {
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

    pub(super) fn keep_title(&mut self, cx: &Cx<'_>) -> Reply {
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

    pub(super) fn take_marked(&mut self, cx: &Cx<'_>) -> Reply {
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

    /// Asks whether everything is to be taken over.
    pub(super) fn ask_to_take(&mut self, cx: &Cx<'_>) -> Reply {
        if self.proposals.remaining().changes.is_empty() {
            return self.take_marked(cx);
        }
        self.asked = Some(Command::OpenItem);
        let [take, toggle] =
            [Command::OpenItem, Command::ToggleProposal].map(|command| cx.keymap.key_of(command));
        Reply::Tell(Message::warn(t!(cx.texts, "review-take-all", take = take, toggle = toggle)))
    }

    /// Leaves; when choices would be lost, `command` asks first.
    pub(super) fn leave(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        if !self.proposals.by_hand() {
            return Reply::Close;
        }
        self.asked = Some(command);
        let key = cx.keymap.key_of(Command::GoBack);
        Reply::Tell(Message::warn(t!(cx.texts, "review-leave", key = key)))
    }
}
