//! The register for those who are not cleared: one veil over it that all of them look through.
//!
//! Owns the veil, its snapshots, and the record as it is seen through it. The server keeps it in step with every entry and makes
//! nothing for those not cleared in another way.

use crate::model::apply::Conflict;
use crate::model::change::{Change, Draft, Entry};
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{EntryHead, Ledger, ReadOnly, Unwritten, concerns};
use crate::model::record::Record;
use crate::model::register::Register;
use crate::model::veil::{Anew, Veil};
use crate::store::{Keeper, Snapshot, SnapshotCache, Unfit};

/// The veil, and the bytes of the register under it.
pub struct Veiled {
    veil: Veil,
    snapshots: SnapshotCache,
}

impl Veiled {
    /// The veil over what `keeper` holds. Work: a pass over the register and the record.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn new(keeper: &Keeper) -> Result<Veiled, Unwritten> {
        let mut veil = Veil::new(keeper.register());
        keeper.removals(&mut |entry| veil.look_back(entry))?;
        Ok(Veiled { veil, snapshots: SnapshotCache::default() })
    }

    /// The register as it is seen.
    pub fn register(&self) -> &Register {
        self.veil.register()
    }

    /// Whether `r` is an item that may be known of.
    pub fn sees(&self, r: Ref) -> bool {
        self.veil.sees(r)
    }

    /// The register as it is seen, after entry `head`.
    ///
    /// # Errors
    /// Something in it cannot be encoded.
    pub fn snapshot(&mut self, head: u64) -> Result<Snapshot, Unfit> {
        self.snapshots.take(self.veil.register(), head)
    }

    /// Makes a draft that was made on what is seen into one for `whole`.
    ///
    /// # Errors
    /// What is in its way; nothing hidden is named.
    pub fn lift(&mut self, whole: &Register, draft: Draft) -> Result<Draft, Conflict> {
        self.veil.lift(whole, draft)
    }

    /// Follows `changes` that have just been carried out on `whole`; what of them is seen.
    ///
    /// # Errors
    /// `Anew`: those who follow need the register as it is seen now.
    pub fn absorb(&mut self, whole: &Register, changes: &[Change], at: Stamp) -> Result<Vec<Change>, Anew> {
        match self.veil.absorb(whole, changes, at) {
            Ok(seen) => {
                self.snapshots.changed(&seen);
                Ok(seen)
            }
            Err(anew) => {
                self.snapshots = SnapshotCache::default();
                Err(anew)
            }
        }
    }

    /// An entry that has been followed, `changes` being what is `seen` of it.
    pub fn told(&self, entry: &Entry, seen: Vec<Change>) -> Entry {
        let label = self.veil.label(&entry.label, &entry.changes);
        Entry { label, changes: seen, actor: entry.actor.clone(), ..*entry }
    }

    /// The text of a plan that `keeper` keeps as `file`, where nothing of that plan is hidden.
    pub fn source_text(&self, keeper: &Keeper, file: &str) -> Result<Option<String>, Unwritten> {
        let whole = keeper.register();
        let mut plans = whole.tables().plans.iter().filter(|plan| plan.source_file == file).peekable();
        if plans.peek().is_none() || plans.any(|plan| self.veil.hides_of(whole, plan.reference())) {
            return Ok(None);
        }
        keeper.source_text(file)
    }

    /// What may be shown of an entry of the past; `None` when nothing is left of it.
    pub fn entry(&self, entry: Entry) -> Option<Entry> {
        self.veil.entry(entry)
    }
}

/// The record as it is seen through the veil, to be read.
pub struct Seen<'a> {
    /// What is behind the veil.
    pub keeper: &'a Keeper,
    /// The veil.
    pub veiled: &'a Veiled,
}

impl Ledger for Seen<'_> {
    fn register(&self) -> &Register {
        self.veiled.veil.register()
    }

    fn head(&self) -> u64 {
        self.keeper.head()
    }

    fn actor(&self) -> &Actor {
        self.keeper.actor()
    }

    fn read_only(&self) -> Option<ReadOnly> {
        Some(ReadOnly::Viewer)
    }

    fn append(&mut self, _: Draft, _: Option<u64>, _: Stamp) -> Result<Option<Entry>, Unwritten> {
        Err(Unwritten::ReadOnly(ReadOnly::Viewer))
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        let head = |Entry { seq, actor, undoes, .. }| EntryHead { seq, actor, undoes };
        Ok(self.entry(seq)?.map(head))
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        Ok(self.keeper.entry(seq)?.and_then(|entry| self.veiled.entry(entry)))
    }

    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        // Of what is not seen nothing is told.
        if self.entry(seq)?.is_none() { Ok(None) } else { self.keeper.erased_by(seq) }
    }

    fn latest_concerning(&self, target: Ref, first: u64, mut last: u64) -> Result<Option<u64>, Unwritten> {
        if !self.veiled.sees(target) {
            return Ok(None);
        }
        while let Some(seq) = self.keeper.latest_concerning(target, first, last)? {
            if self.entry(seq)?.is_some_and(|entry| entry.changes.iter().any(|c| concerns(c, target))) {
                return Ok(Some(seq));
            }
            last = seq - 1;
        }
        Ok(None)
    }

    fn keep_draft(&mut self, _: &str, _: Option<&str>) -> Result<(), Unwritten> {
        Err(Unwritten::ReadOnly(ReadOnly::Viewer))
    }

    fn drafts(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn keep_source(&mut self, _: &str, _: &str) -> Result<String, Unwritten> {
        Err(Unwritten::ReadOnly(ReadOnly::Viewer))
    }

    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten> {
        self.veiled.source_text(self.keeper, file)
    }
}
