//! Actions and their progress notes: the unit of work and its history.

use super::id::{Day, Ref, Stamp};
use super::kinds::*;
use super::record::record;
use super::value::{Percent, Weight};

record! {
    /// Actie: the unit of work, in a programme year, under a node and a safety field.
    Action {
        /// What is to be done.
        title: String,
        /// The node it serves.
        under: Option<Ref>,
        /// Where it stands.
        state: ActionState,
        /// How far it is; 100 exactly when done.
        progress: Percent,
        /// Its colour; orange and red need a reason.
        health: Option<Health>,
        /// Why orange or red.
        health_reason: String,
        /// When it is due.
        due: Option<Day>,
        /// When work starts.
        start: Option<Day>,
        /// Trekker: who answers for it.
        lead: Option<Ref>,
        /// Partners that work on it.
        partners: Vec<Ref>,
        /// The Kernbeleid field; absent: that of its node.
        safety_field: Option<SafetyField>,
        /// Programme year.
        year: Option<i16>,
        /// The programme that it belongs to.
        programme: Option<Ref>,
        /// Short labels, without `#`.
        tags: Vec<String>,
        /// Marked for attention (`!`).
        flagged: bool,
        /// Seen only by those cleared.
        confidential: bool,
        /// How heavy it counts in the roll-up.
        weight: Weight,
        /// On whom it waits, while waiting.
        waiting_on: String,
        /// Why it was dropped.
        drop_reason: String,
        /// Long text.
        description: String,
        /// When it was entered.
        created: Option<Stamp>,
        /// The day on which it was done.
        done_on: Option<Day>,
    }
}

impl Action {
    /// What a text is looked for in: title, tags, description.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let tags = self.tags.iter().map(|tag| &**tag);
        [&*self.title].into_iter().chain(tags).chain([&*self.description])
    }

    /// Planned, in progress or waiting: still to be finished.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, ActionState::Done | ActionState::Dropped)
    }
}

record! {
    /// Voortgangsnotitie (stand van zaken): dated, signed; percent, health, text.
    ProgressNote {
        /// The note's text.
        title: String,
        /// The action it is about.
        action: Option<Ref>,
        /// When it was written.
        at: Option<Stamp>,
        /// By whom (account name).
        by: String,
        /// Progress at that moment.
        progress: Percent,
        /// Health at that moment.
        health: Option<Health>,
        /// Seen only by those cleared.
        confidential: bool,
    }
}
