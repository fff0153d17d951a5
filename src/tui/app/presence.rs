//! Who else is here, and telling them what this user looks at.
//!
//! Owns when that is told: at once when an edit begins or ends, else when the cursor has come to rest, as others need not follow every
//! step. And the words for it: a sign on the top line, and everybody in one message. The app asks before every frame.

use std::collections::BTreeSet;

use crate::i18n::{Texts, words};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Ledger, Other, ReadOnly};
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

/// Whether who cannot record anything for this reason does not hear of others either.
pub fn is_cut_off(why: &ReadOnly) -> bool {
    use ReadOnly::{Away, NotAllowed, OtherVersion, Stopped};
    matches!(why, Away | Stopped | OtherVersion(_) | NotAllowed(_))
}

/// The sign on the top line for a user who looks at `item`: who else is there, or how many people are here; `None` for a register that
/// nobody shares. Of the user's own other windows only an edit is worth a sign: it would be in the way of one made here.
pub fn sign(texts: &Texts, ledger: &dyn Ledger, item: Option<Ref>) -> Option<String> {
    let (others, register) = (ledger.others()?, ledger.register());
    let near = || others.iter().filter(|other| item.is_some() && other.item == item);
    let is_own = |other: &&Other| other.actor == *ledger.actor();
    let edits = || near().filter(|other| other.editing);
    // Who edits goes before who looks, and somebody else before oneself.
    let first = edits().find(|other| !is_own(other)).or_else(|| edits().next());
    Some(match first.or_else(|| near().find(|other| !is_own(other))) {
        Some(other) if is_own(&other) => t!(texts, "header-edits-own"),
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

/// Everybody else, with what they look at; and the user's own other windows, with what stands there.
pub fn people(texts: &Texts, ledger: &dyn Ledger) -> Message {
    let Some(others) = ledger.others() else { return Message::note(t!(texts, "people-alone")) };
    let (own, others): (Vec<Other>, Vec<Other>) =
        others.into_iter().partition(|other| other.actor == *ledger.actor());
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
    let here = match named.is_empty() {
        true => t!(texts, "people-none"),
        false => t!(texts, "people-here", names = named.join(", ")),
    };
    if own.is_empty() {
        return Message::note(here);
    }
    let place = |Other { item, editing, .. }: &Other| {
        let id = if *editing { "people-own-edits" } else { "people-own-looks" };
        item.map(|item| texts.get(id, &[("ref", item.to_string().into())]))
    };
    let places: Vec<String> = own.iter().filter_map(place).collect();
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    let windows = texts.get("people-own", &[("count", own.len().into()), ("places", places.into())]);
    Message::note(format!("{here} {windows}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::model::record::Kind;
    use crate::tui::testing::{MemoryLedger, register};

    fn item(num: u32) -> Option<Ref> {
        Some(Ref::new(Kind::Action, num))
    }

    #[test]
    fn ones_own_other_windows_are_not_somebody_else() {
        let texts = Texts::new(Lang::Nl);
        let mut ledger = MemoryLedger::new(register(3));
        let mut with = |there: &[(&str, u32, bool)]| {
            let other = |(name, num, editing): &(&str, u32, bool)| Other {
                actor: Actor((*name).to_owned()),
                item: item(*num).filter(|_| *num > 0),
                editing: *editing,
            };
            ledger.others = Some(there.iter().map(other).collect());
            (sign(&texts, &ledger, item(1)).unwrap(), people(&texts, &ledger).text)
        };
        let (own, other) = ("m.bakker", "k.smit");
        for (there, shown, said) in [
            (&[][..], "1 online", "Er is nu niemand anders."),
            (&[(own, 0, false)], "1 online", "Er is nu niemand anders. U hebt zelf nog een venster open."),
            (
                &[(own, 1, false)],
                "1 online",
                "Er is nu niemand anders. U hebt zelf nog een venster open (bij A-1).",
            ),
            (
                &[(own, 1, true), (own, 2, false)],
                "u bewerkt dit elders",
                "Er is nu niemand anders. U hebt zelf nog 2 vensters open (bewerkt A-1, bij A-2).",
            ),
            (
                &[(own, 1, true), (other, 1, false)],
                "u bewerkt dit elders",
                "Hier zijn ook: k.smit (bij A-1). U hebt zelf nog een venster open (bewerkt A-1).",
            ),
            (
                &[(own, 1, true), (other, 1, true)],
                "k.smit bewerkt",
                "Hier zijn ook: k.smit (bewerkt A-1). U hebt zelf nog een venster open (bewerkt A-1).",
            ),
            (
                &[(own, 1, false), (other, 1, false)],
                "k.smit ook hier",
                "Hier zijn ook: k.smit (bij A-1). U hebt zelf nog een venster open (bij A-1).",
            ),
            (&[(other, 2, false)], "2 online", "Hier zijn ook: k.smit (bij A-2)."),
        ] {
            assert_eq!(with(there), (shown.to_owned(), said.to_owned()), "{there:?}");
        }
    }

    #[test]
    fn a_moving_cursor_is_told_when_it_rests_and_an_edit_at_once() {
        let mut presence = Presence::default();
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
