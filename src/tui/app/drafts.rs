//! Texts that are being typed, kept so that no word is lost when the terminal or the power goes.
//!
//! Owns which texts are kept, when they are kept again, and which of an earlier time are still to be offered. The app
//! gives it what its layers hold; the ledger keeps them, outside the journal.

use crate::model::id::{Ref, Stamp};
use crate::model::ledger::{Ledger, Unwritten};
use crate::t;
use crate::tui::component::{Cx, Layer, Message};
use crate::tui::layers::{self, lost};

/// A text being typed is kept as a draft so long after it changed, in milliseconds: soon enough for a power
/// cut to cost a few words at most, and seldom enough for a disk that others wait for.
const KEEP_AFTER: i64 = 2_000;

/// A text and the name by which `layers::reopen` finds its layer again.
type Named = (String, String);

/// Why texts being typed could not be kept, and which.
pub struct Unkept {
    /// What the ledger met first.
    pub why: Unwritten,
    /// The texts.
    pub texts: Vec<String>,
}

/// The drafts.
#[derive(Default)]
pub struct Drafts {
    /// Those of an earlier time that are still to be offered. Empty when they are not offered.
    waiting: Vec<Named>,
    offered: Option<Offered>,
    /// The texts being typed as they were kept last.
    kept: Vec<Named>,
    /// When they are to be kept again.
    keep_at: Option<Stamp>,
}

/// Texts of an earlier time that a layer shows. They are let go of when that layer closes, and only then.
struct Offered {
    names: Vec<String>,
    /// How many layers are below the one that shows them.
    below: usize,
}

/// What the layers hold that would be lost.
fn unsaved(layers: &[Box<dyn Layer>]) -> Vec<Named> {
    layers.iter().filter_map(|layer| layer.unsaved()).collect()
}

impl Drafts {
    /// With texts of an earlier time that are to be offered.
    pub fn of_earlier(waiting: Vec<Named>) -> Drafts {
        Drafts { waiting, ..Drafts::default() }
    }

    /// Texts about what `is_erased` are offered no more: they are erased with it.
    pub fn forget(&mut self, is_erased: &dyn Fn(Ref) -> bool) {
        self.waiting.retain(|(name, text)| !layers::items_of(name, text).into_iter().any(is_erased));
    }

    /// When texts are to be kept; `None` when none has changed.
    pub fn deadline(&self) -> Option<Stamp> {
        self.keep_at
    }

    /// The texts being typed may have changed: plans to keep them, and lets go of those that are typed no more.
    pub fn look(&mut self, layers: &[Box<dyn Layer>], ledger: &mut dyn Ledger, now: Stamp) {
        let unsaved = unsaved(layers);
        let (kept, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut self.kept)
            .into_iter()
            .partition(|(name, _)| unsaved.iter().any(|(other, _)| other == name));
        for (name, _) in gone {
            // What cannot be let go of is offered at the next start.
            let _ = ledger.keep_draft(&name, None);
        }
        self.kept = kept;
        self.keep_at = if unsaved == self.kept {
            None
        } else {
            // A clock that was set back does not put it off for long.
            let latest = Stamp(now.0 + KEEP_AFTER);
            Some(self.keep_at.filter(|at| at.0 <= latest.0).unwrap_or(latest))
        };
    }

    /// Keeps the texts being typed. What could not be kept is tried again at its next change.
    ///
    /// # Errors
    /// Those that could not be kept; the others are.
    pub fn keep(&mut self, layers: &[Box<dyn Layer>], ledger: &mut dyn Ledger) -> Result<(), Unkept> {
        self.keep_at = None;
        self.kept = unsaved(layers);
        let mut unkept: Option<Unkept> = None;
        for (name, text) in &self.kept {
            if let Err(why) = ledger.keep_draft(name, Some(text)) {
                let unkept = unkept.get_or_insert_with(|| Unkept { why, texts: Vec::new() });
                unkept.texts.push(text.clone());
            }
        }
        unkept.map_or(Ok(()), Err)
    }

    /// The layer that offers texts of an earlier time on top of `below` others, and what is to be said of it: first, on a
    /// page, those whose item is gone; then one by one those that can be gone on with.
    pub fn offer(&mut self, below: usize, cx: &Cx<'_>) -> Option<(Box<dyn Layer>, Option<Message>)> {
        let gone = |(name, text): &Named| layers::reopen(name, text, cx).is_none();
        let (lost, known): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().partition(gone);
        self.waiting = known;
        if !lost.is_empty() {
            let names = lost.iter().map(|(name, _)| name.clone()).collect();
            self.offered = Some(Offered { names, below });
            return Some((Box::new(lost::LostTexts::new(lost)), None));
        }
        let (name, text) = self.waiting.first().cloned()?;
        self.waiting.remove(0);
        let layer = layers::reopen(&name, &text, cx)?;
        self.offered = Some(Offered { names: vec![name], below });
        Some((layer, Some(Message::warn(t!(cx.texts, "kept-text")))))
    }

    /// A layer has closed and left `below` others: lets go of the texts that it showed. Whether others may be offered now.
    pub fn closed(&mut self, below: usize, ledger: &mut dyn Ledger) -> bool {
        let Some(offered) = self.offered.take_if(|offered| below <= offered.below) else { return false };
        for name in &offered.names {
            // What cannot be let go of is offered once more at the next start.
            let _ = ledger.keep_draft(name, None);
        }
        true
    }

    /// Whether the layer on top of `below` others shows a text of an earlier time.
    pub fn shown_on(&self, below: usize) -> bool {
        self.offered.as_ref().is_some_and(|offered| offered.below == below)
    }
}
