//! The register of a server as one of its clients may use it, lent for one command that is carried out here.
//!
//! Owns the checks of a client's wishes on this way: role, veil, numbers. A command of a client that has no copy of the register
//! is carried out where the register is; `server` tells the others afterwards what was recorded.

use super::access::{Grant, Role};
use super::recording::{self, Outcome, Wish};
use super::veiled::{Seen, Veiled};
use crate::model::change::{Draft, Entry};
use crate::model::erasure::{Erased, Erasing, Mentions};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{Beginning, EntryHead, Ledger, Outline, ReadOnly, Unwritten};
use crate::model::record::Field;
use crate::model::register::Register;
use crate::store::Keeper;

/// A register that is lent.
pub struct Lent<'a> {
    /// What is lent.
    pub keeper: &'a mut Keeper,
    /// The veil, which is there when it is lent to somebody who is not cleared.
    pub veiled: &'a mut Option<Veiled>,
    /// To whom.
    pub actor: Actor,
    /// What they may do.
    pub grant: Grant,
    /// The moment.
    pub at: Stamp,
    /// What has become of their wishes.
    pub outcomes: &'a mut Vec<Outcome>,
    /// Something has been erased: everybody needs the register afresh.
    pub erased: &'a mut bool,
    /// What is seen of the register when the veil was let go of: nothing.
    pub nothing: Register,
}

impl Lent<'_> {
    /// Whether they may erase: that names what still refers to a contact, and alters whatever mentions it.
    fn may_erase(&self) -> Result<(), Unwritten> {
        match self.grant {
            Grant { role: Role::Admin, cleared: true } => Ok(()),
            Grant { role: Role::Admin, cleared: false } => Err(Unwritten::NotCleared),
            _ => Err(Unwritten::NotAdmin),
        }
    }

    /// Asks `what` of the record as they may see it.
    fn ask<T>(&self, what: impl FnOnce(&dyn Ledger) -> Result<T, Unwritten>) -> Result<T, Unwritten> {
        if self.grant.cleared {
            return what(&*self.keeper);
        }
        let veiled = self.veiled.as_ref().ok_or(Unwritten::ReadOnly(ReadOnly::Viewer))?;
        what(&Seen { keeper: self.keeper, veiled })
    }
}

impl Ledger for Lent<'_> {
    fn register(&self) -> &Register {
        if self.grant.cleared {
            return self.keeper.register();
        }
        self.veiled.as_ref().map_or(&self.nothing, Veiled::register)
    }

    fn head(&self) -> u64 {
        self.keeper.head()
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn read_only(&self) -> Option<ReadOnly> {
        if self.grant.role < Role::Editor {
            return Some(ReadOnly::Viewer);
        }
        // A disk that was full may have room again: recording finds out.
        self.keeper.read_only().filter(|why| *why != ReadOnly::DiskFull)
    }

    fn append(&mut self, draft: Draft, undoes: Option<u64>, _: Stamp) -> Result<Option<Entry>, Unwritten> {
        if self.grant.role < Role::Editor {
            return Err(Unwritten::ReadOnly(ReadOnly::Viewer));
        }
        let Grant { role, cleared } = self.grant;
        let (actor, admin) = (self.actor.clone(), role >= Role::Admin);
        let wish = Wish { actor, cleared, admin, draft, undoes, id: None };
        let Some(outcome) = recording::record(self.keeper, self.veiled, vec![wish], self.at).pop() else {
            return Ok(None);
        };
        let told = match self.grant.cleared {
            true => outcome.answer.clone(),
            false => recording::seen_of(&outcome, self.veiled.as_ref()),
        };
        self.outcomes.push(outcome);
        told
    }

    fn mentions(&self, wanted: &Erasing) -> Result<Mentions, Unwritten> {
        self.may_erase()?;
        self.ask(|record| record.mentions(wanted))
    }

    fn erase(&mut self, wanted: &Erasing, _: Stamp) -> Result<Erased, Unwritten> {
        self.may_erase()?;
        let erased = self.keeper.erase_contact(&self.actor, wanted, self.at)?;
        if erased.entry.is_some() {
            *self.erased = true;
            // One that cannot be made just now is when somebody needs it.
            *self.veiled = if self.veiled.is_some() { Veiled::new(self.keeper).ok() } else { None };
        }
        Ok(erased)
    }

    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        self.ask(|record| record.erased_by(seq))
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        self.ask(|record| record.entry_head(seq))
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        self.ask(|record| record.entry(seq))
    }

    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        self.ask(|record| record.outline(seq))
    }

    fn beginning(&self, seq: u64, about: Option<Ref>, most: usize) -> Result<Option<Beginning>, Unwritten> {
        self.ask(|record| record.beginning(seq, about, most))
    }

    fn latest_concerning(&self, target: Ref, first: u64, last: u64) -> Result<Option<u64>, Unwritten> {
        self.ask(|record| record.latest_concerning(target, first, last))
    }

    fn touched_within(
        &self,
        target: Ref,
        field: Option<Field>,
        first: u64,
        last: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        self.ask(|record| record.touched_within(target, field, first, last))
    }

    fn keep_draft(&mut self, _: &str, _: Option<&str>) -> Result<(), Unwritten> {
        // Texts that are being typed stay with whoever types them.
        Err(Unwritten::ReadOnly(ReadOnly::Viewer))
    }

    fn drafts(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten> {
        if self.grant.role < Role::Editor {
            return Err(Unwritten::ReadOnly(ReadOnly::Viewer));
        }
        self.keeper.keep_source(wanted, text)
    }

    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten> {
        if self.grant.cleared {
            return self.keeper.source_text(file);
        }
        self.veiled.as_ref().map_or(Ok(None), |veiled| veiled.source_text(self.keeper, file))
    }
}
