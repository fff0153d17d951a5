//! Who else is here, and telling them what this user looks at.
//!
//! Owns when that is told: at once when an edit begins or ends, else when the cursor has come to rest, as others need not follow every
//! step. And the words for it: a sign on the top line, and everybody in one message. The app asks before every frame.

use std::collections::BTreeSet;

use crate::i18n::{Texts, words};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, Other};
use crate::t;
use crate::tui::component::Message;

/// The cursor rests when it has not moved for so many milliseconds: longer than a key repeats, shorter than one reads.
const REST: i64 = 500;

/// What this user looks at, and what the others have been told of it.
#[derive(Debug, Default)]
pub struct Presence {
    told: (Option<Ref>, bool),
    now: (Option<Ref>, bool),
    due: Option<Stamp>,
}

impl Presence {
    /// The user looks at `item` at moment `at`, and edits a field of it or not.
    pub fn look(&mut self, item: Option<Ref>, editing: bool, at: Stamp) {
        let now = (item, editing);
        if now != self.now {
            self.now = now;
            let wait = if editing == self.told.1 { REST } else { 0 };
            self.due = Some(Stamp(at.0 + wait)).filter(|_| self.now != self.told);
        }
    }

    /// When it is to be told.
    pub fn deadline(&self) -> Option<Stamp> {
        self.due
    }

    /// Tells it when that is due.
    pub fn tell(&mut self, ledger: &dyn Ledger, at: Stamp) {
        if self.due.take_if(|due| due.0 <= at.0).is_some() {
            ledger.look_at(self.now.0, self.now.1);
            self.told = self.now;
        }
    }
}

/// The sign on the top line for a user who looks at `item`: who else is there, or how many people are here; `None` for a register that
/// nobody shares.
pub fn sign(texts: &Texts, ledger: &dyn Ledger, item: Option<Ref>) -> Option<String> {
    let (others, register) = (ledger.others()?, ledger.register());
    let near = || others.iter().filter(|other| item.is_some() && other.item == item);
    // Who edits goes before who looks.
    Some(match near().find(|other| other.editing).or_else(|| near().next()) {
        Some(Other { actor, editing: true, .. }) => {
            t!(texts, "header-edits", actor = words::who(register, &actor.0))
        }
        Some(Other { actor, .. }) => t!(texts, "header-looks", actor = words::who(register, &actor.0)),
        None => {
            let people: BTreeSet<&str> = others.iter().map(|other| other.actor.0.as_str()).collect();
            let own = !people.contains(ledger.actor().0.as_str());
            t!(texts, "header-online", count = people.len() + usize::from(own))
        }
    })
}

/// Everybody else, with what they look at.
pub fn people(texts: &Texts, ledger: &dyn Ledger) -> Message {
    let Some(others) = ledger.others() else { return Message::note(t!(texts, "people-alone")) };
    if others.is_empty() {
        return Message::note(t!(texts, "people-none"));
    }
    let who = |actor: &Actor| words::who(ledger.register(), &actor.0).to_owned();
    let named: Vec<String> = others
        .iter()
        .map(|Other { actor, item, editing }| match item {
            None => who(actor),
            Some(item) if *editing => {
                t!(texts, "people-edits", actor = who(actor), ref = item.to_string())
            }
            Some(item) => t!(texts, "people-looks", actor = who(actor), ref = item.to_string()),
        })
        .collect();
    Message::note(t!(texts, "people-here", names = named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;

    #[test]
    fn a_moving_cursor_is_told_when_it_rests_and_an_edit_at_once() {
        let mut presence = Presence::default();
        let item = |num| Some(Ref::new(Kind::Action, num));
        presence.look(item(1), false, Stamp(1000));
        assert_eq!(presence.deadline(), Some(Stamp(1500)));
        presence.look(item(2), false, Stamp(1400));
        assert_eq!(presence.deadline(), Some(Stamp(1900)), "it goes on");
        presence.look(item(2), false, Stamp(1500));
        assert_eq!(presence.deadline(), Some(Stamp(1900)), "nothing new");
        presence.look(None, false, Stamp(1600));
        assert_eq!(presence.deadline(), None, "back where it was");
        presence.look(item(2), true, Stamp(1700));
        assert_eq!(presence.deadline(), Some(Stamp(1700)));
    }
}
