//! The keeper: one process's hold on a register: opening it, committing to it, reading its entries.
//!
//! Owns the order of things that durability rests on (lock, then state, then the journal's tail; memory,
//! then journal, then acknowledgement) and what happens when a step fails. `cli` opens one and everything
//! above works with it as a `Ledger`.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use super::block::{Block, all_blocks, blocks_of};
use super::drafts::Drafts;
use super::erase::{self, Known};
use super::folder::{Folder, is_full, is_plain_name, open_plain, write_whole};
use super::group::{Answer, Companion, Group, Submission};
use super::journal::{
    self, Acknowledged, After, AppendError, Damage, Disk, Extent, Flaw, Journal, JournalError, Mark, Medium,
    Place, Walked, Witness,
};
use super::lock::{Asked, Holder, Lock, PassedLock};
use super::replay::{any_change, damage, id_in, read_beginning, read_entry, read_outline, replay, rows_in};
use super::snapshot::{Snapshot, SnapshotCache};
use super::state::{Row, State, Unfit};
use super::{Notice, Phase, Progress, StoreError, Watcher, io_error};
use crate::model::apply::{Touched, apply_revocably, revoke};
use crate::model::change::{Change, Draft, Entry, Verb};
use crate::model::erasure::{Erased, Erasing, Mentions, Traces};
use crate::model::id::{Actor, EntryId, Ref, Stamp};
use crate::model::ledger::{self, Beginning, EntryHead, Followed, Ledger, Outline, ReadOnly, Unwritten};
use crate::model::record::Field;
use crate::model::register::Register;

/// The state follows the journal after this many entries: replaying so few costs less than a millisecond at the next
/// opening, while writing the state costs an `fsync` or two.
pub const CHECKPOINT_ENTRIES: u64 = 64;

/// The state also follows after this many bytes of journal (about 2 ms of replay).
pub const CHECKPOINT_BYTES: u64 = 128 << 10;

/// So many of the latest entries stay findable without the state, for a reader that has let go of it.
const RECENT_ROWS: u64 = 128;

/// So many rows are read from the state at a time: going back over 100,000 entries one by one costs ten times as much.
const ROWS_AT_A_TIME: u64 = 256;

/// About so much of the journal is read at a time in search of an item.
const SEARCH_BYTES: u64 = 256 << 10;

/// So much of the journal is looked through for the ids of its latest entries: some 20 ms at a start.
const LATEST_BYTES: u64 = 4 << 20;

/// So many of the latest entries are looked through for their ids, however large: an import may be the last of them.
const LATEST_ENTRIES: u64 = 512;

/// How often what looks damaged is read again while somebody else may be writing it.
const READ_AGAIN: u32 = 3;

/// What a register is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// One command that only reads: the register is let go of as soon as it is loaded.
    Read,
    /// One command that ends by itself at once.
    Brief,
    /// A workbench or server that stays.
    Stay,
}

/// How to open a register.
pub struct OpenOptions {
    /// Make the register when the folder has none.
    pub create: bool,
    /// What for.
    pub usage: Use,
    /// Account, machine and moment for the lock's text; process id and `brief` are filled in.
    pub holder: Holder,
    /// How long to wait for a brief holder.
    pub patience: Duration,
    /// Bytes after which the journal goes on in a new file.
    pub segment_bytes: u64,
    /// What the journal writes through.
    pub medium: Box<dyn Medium>,
}

impl OpenOptions {
    /// The usual: not creating, the disk, and the patience to let a queue of commands of 10 to 500 ms pass. Who only reads
    /// can do so beside a writer, and waits a second at most.
    pub fn new(usage: Use, holder: Holder) -> OpenOptions {
        OpenOptions {
            create: false,
            usage,
            holder,
            patience: Duration::from_secs(if usage == Use::Read { 1 } else { 10 }),
            segment_bytes: journal::SEGMENT_BYTES,
            medium: Box::new(Disk),
        }
    }

    /// The same, making the register when there is none.
    #[must_use]
    pub fn creating(mut self) -> OpenOptions {
        self.create = true;
        self
    }
}

/// A register that is open, and what happened at opening.
pub struct Opened {
    /// The register.
    pub keeper: Keeper,
    /// What the user should know.
    pub notices: Vec<Notice>,
}

/// Is shown an entry's number, row and lines; says whether to go on.
type Look<'a> = &'a mut dyn FnMut(u64, &Row, &[u8]) -> Result<bool, Unwritten>;

/// One process's hold on a register.
pub struct Keeper {
    pub(super) folder: Folder,
    drafts: Drafts,
    actor: Actor,
    pub(super) register: Register,
    pub(super) journal: Journal,
    usage: Use,
    pub(super) state: Option<State>,
    /// The engine has failed: the state is left alone until the next opening.
    pub(super) stateless: Option<Unfit>,
    /// The last entry the state holds.
    saved: u64,
    /// Bytes of journal that the state does not hold.
    pub(super) unsaved_bytes: u64,
    dirty: BTreeSet<Block>,
    snapshots: SnapshotCache,
    /// Rows of the entries that the state does not hold, and of some others.
    pub(super) rows: BTreeMap<u64, Row>,
    /// Rows that were read from the state together: which of its stretches, and what stands there.
    saved_rows: RefCell<(Option<u64>, BTreeMap<u64, Row>)>,
    /// All rows up to some entry, read off the journal when the state cannot tell.
    found_rows: OnceCell<BTreeMap<u64, Row>>,
    /// Who reads without the lock may find that an erasure has moved the entries: how far the files went then, and all rows.
    moved_rows: RefCell<Option<(Extent, BTreeMap<u64, Row>)>>,
    pub(super) read_only: Option<ReadOnly>,
    lock: Option<Lock>,
    /// Nobody held the lock when this reader last looked: the register can be written to after an opening.
    free: bool,
    /// How far the journal went when it no longer held what this reader knows and loading it afresh came to nothing: that is
    /// long work, done once for the same files.
    lost_in: Option<Extent>,
    /// What those are known by whom another process has erased, until it is told.
    gone: Traces,
}

/// Keeps `text` as a plan's source under `plans/` of `folder`; see `Ledger::keep_source`.
fn keep_source(folder: &Folder, wanted: &str, text: &str) -> Result<String, StoreError> {
    let base: String = wanted
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    let base: String = base.trim_start_matches('.').chars().take(80).collect();
    let (stem, ext) = match base.rsplit_once('.') {
        Some((stem, ext)) if !stem.is_empty() => (stem.to_owned(), format!(".{ext}")),
        _ => (base, String::new()),
    };
    let mut n = 1;
    loop {
        let name = if n == 1 { format!("{stem}{ext}") } else { format!("{stem}-{n}{ext}") };
        if !is_plain_name(&name) {
            return Err(StoreError::BadName(wanted.to_owned()));
        }
        let path = folder.plans().join(&name);
        match std::fs::read(&path) {
            Ok(there) if there == text.as_bytes() => return Ok(name),
            Ok(_) => n += 1,
            Err(missing) if missing.kind() == ErrorKind::NotFound => {
                write_whole(&path, text.as_bytes()).map_err(|why| io_error(&path, &why))?;
                return Ok(name);
            }
            Err(why) => return Err(io_error(&path, &why)),
        }
    }
}

/// Who holds the register in `dir`, when somebody does and has said so.
pub fn holder(dir: &Path) -> Option<Holder> {
    super::lock::holder(&Folder::new(dir).lock())
}

fn is_read_only(why: &io::Error) -> bool {
    matches!(why.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

pub(super) fn why_read_only(why: &io::Error) -> Option<ReadOnly> {
    if is_full(why) {
        Some(ReadOnly::DiskFull)
    } else if is_read_only(why) {
        Some(ReadOnly::Folder(why.to_string()))
    } else {
        None
    }
}

/// What loading came to.
pub(super) struct Loaded {
    pub register: Register,
    pub walked: Walked,
    state: Option<State>,
    saved: Mark,
    pub rows: BTreeMap<u64, Row>,
    dirty: BTreeSet<Block>,
}

impl Loaded {
    /// Lets go of the state, if it came from there: what is loaded stays.
    pub(super) fn close_state(&mut self) {
        if let Some(state) = self.state.take() {
            state.close();
        }
    }
}

impl Keeper {
    /// Whether there is a register in `dir`.
    pub fn is_there(dir: &Path) -> bool {
        Folder::new(dir).look().unwrap_or(true)
    }

    /// Opens the register in `dir` for `actor`.
    ///
    /// When somebody else holds it, or folder or disk do not allow writing, it is opened for reading and `notices` says
    /// why; a brief use is refused instead when somebody else holds it. Errors: there is no register (and none is to be made), the folder is somebody's own, the journal is damaged
    /// or of a newer version, or the operating system refuses; then nothing has been touched.
    pub fn open(
        dir: &Path,
        actor: Actor,
        options: OpenOptions,
        watch: Watcher<'_>,
    ) -> Result<Opened, StoreError> {
        let folder = Folder::new(dir);
        if erase::is_between(&folder) {
            let holder = Holder { pid: std::process::id(), brief: true, ..options.holder.clone() };
            if let Ok(Asked::Held(_lock)) = super::lock::take(&folder.lock(), &holder, options.patience) {
                erase::bring_back(&folder)?;
            }
        }
        if !folder.look()? {
            if !options.create {
                return Err(StoreError::NoRegister(dir.to_path_buf()));
            }
            if !folder.is_free().map_err(|why| io_error(dir, &why))? {
                return Err(StoreError::NotEmpty(dir.to_path_buf()));
            }
            folder.create().map_err(|why| io_error(dir, &why))?;
        }
        let brief = options.usage != Use::Stay;
        let holder = Holder { pid: std::process::id(), brief, ..options.holder.clone() };
        let lock_path = folder.lock();
        match super::lock::take(&lock_path, &holder, options.patience) {
            Ok(Asked::Held(lock)) => Keeper::open_held(folder, actor, options, lock, watch),
            // Who only came to write or to serve has no use for reading beside: replaying the journal first would be in vain.
            Ok(Asked::Taken(other)) if options.usage == Use::Brief || holder.serves() => {
                Err(StoreError::Held(other))
            }
            Ok(Asked::Taken(Holder { pid, user, since, .. })) => {
                Keeper::open_beside(folder, actor, options, ReadOnly::Held { pid, user, since }, watch)
            }
            Err(why) => match why_read_only(&why) {
                Some(reason) => Keeper::open_beside(folder, actor, options, reason, watch),
                None => Err(io_error(&lock_path, &why)),
            },
        }
    }

    /// Opens the register in `dir`, whose lock has been `passed` on by the process that held it.
    ///
    /// # Errors
    /// As for `open`; and what was passed on is not the lock of this register.
    pub fn take_over(
        dir: &Path,
        actor: Actor,
        options: OpenOptions,
        passed: PassedLock,
        watch: Watcher<'_>,
    ) -> Result<Opened, StoreError> {
        let folder = Folder::new(dir);
        let holder = Holder { pid: std::process::id(), brief: false, ..options.holder.clone() };
        let path = folder.lock();
        let lock = Lock::take_over(&path, &holder, passed).map_err(|why| io_error(&path, &why))?;
        Keeper::open_held(folder, actor, options, lock, watch)
    }

    /// Gives the register away to another process: writes and closes the state, and passes the lock on. From then on this keeper can
    /// only be read. `None` when it cannot write, or its lock not be passed on: it goes on as before.
    pub fn pass_on(&mut self) -> Option<PassedLock> {
        if self.read_only.is_some() {
            return None;
        }
        self.settle();
        let passed = self.lock.as_mut()?.pass_on().ok()?;
        self.let_go();
        Some(passed)
    }

    /// Frees the memory of a register that has been passed on. It is empty from then on.
    pub fn empty(&mut self) {
        self.register = Register::new();
        self.snapshots = SnapshotCache::default();
    }

    /// The unsaved texts, for whoever goes on with them here when the register is held elsewhere.
    pub fn unsaved(&self) -> Drafts {
        self.drafts.clone()
    }

    /// Tells others where the process that holds the register listens; empty when it does not.
    pub fn listens_at(&mut self, socket: &str) {
        if let Some(lock) = &mut self.lock {
            lock.listens_at(socket);
        }
    }

    /// Opens for reading without the lock: from the journal alone, as only its whole entries are safe to read while
    /// somebody else writes.
    fn open_beside(
        folder: Folder,
        actor: Actor,
        options: OpenOptions,
        reason: ReadOnly,
        watch: Watcher<'_>,
    ) -> Result<Opened, StoreError> {
        let loaded = load_beside(&folder, watch)?;
        let notices = vec![Notice::ReadOnly(reason.clone())];
        let mut keeper = Keeper::new(folder, actor, options, loaded);
        keeper.read_only = Some(reason);
        Ok(Opened { keeper, notices })
    }

    fn open_held(
        folder: Folder,
        actor: Actor,
        options: OpenOptions,
        lock: Lock,
        watch: Watcher<'_>,
    ) -> Result<Opened, StoreError> {
        let mut notices = erase::finish(&folder)?;
        let mut full = false;
        let loaded = match load_from_state(&folder, watch)? {
            Ok(loaded) => loaded,
            Err(unfit) => {
                let loaded = load_from_journal(&folder, watch)?;
                full = unfit == Unfit::DiskFull;
                if full {
                    notices.push(Notice::ReadOnly(ReadOnly::DiskFull));
                } else if unfit != Unfit::Missing || overdue(&loaded) {
                    notices.push(set_aside(&folder, unfit, loaded.walked.entries));
                }
                loaded
            }
        };
        let mut keeper = Keeper::new(folder, actor, options, loaded);
        keeper.lock = Some(lock);
        keeper.read_only = full.then_some(ReadOnly::DiskFull);
        keeper.mend_tail(&mut notices)?;
        if keeper.read_only.is_none() {
            keeper.checkpoint_if_due(watch);
        }
        if let Some(unfit) = &keeper.stateless {
            // Nothing has been made anew after all; where an old state was put stays worth telling.
            notices.retain(|notice| !matches!(notice, Notice::Rebuilt { aside: None, .. }));
            notices.push(Notice::NoState(unfit.clone()));
        }
        if keeper.usage == Use::Read {
            keeper.let_go();
        }
        Ok(Opened { keeper, notices })
    }

    fn new(folder: Folder, actor: Actor, options: OpenOptions, loaded: Loaded) -> Keeper {
        let Loaded { register, walked, state, saved, rows, dirty } = loaded;
        let unsaved_bytes = walked.whole_chunks().iter().map(|chunk| chunk.len).sum();
        let journal = Journal::open(&folder.journal(), walked, options.segment_bytes, options.medium);
        Keeper {
            drafts: Drafts::new(folder.drafts()),
            folder,
            actor,
            register,
            journal,
            usage: options.usage,
            state,
            stateless: None,
            saved: saved.seq,
            unsaved_bytes,
            dirty,
            snapshots: SnapshotCache::default(),
            rows,
            saved_rows: RefCell::default(),
            found_rows: OnceCell::new(),
            moved_rows: RefCell::default(),
            read_only: None,
            lock: None,
            free: false,
            lost_in: None,
            gone: Traces::default(),
        }
    }

    /// Cuts a torn tail off the journal, keeping the bytes, so that the next entry can follow the last whole one.
    fn mend_tail(&mut self, notices: &mut Vec<Notice>) -> Result<(), StoreError> {
        match self.journal.mend() {
            Ok(None) => Ok(()),
            Ok(Some(cut)) => {
                notices.push(Notice::TornTail { seq: cut.seq, bytes: cut.bytes, kept: cut.kept });
                Ok(())
            }
            Err((path, why)) => {
                let Some(reason) = why_read_only(&why) else { return Err(io_error(&path, &why)) };
                if self.read_only.is_none() {
                    notices.push(Notice::ReadOnly(reason.clone()));
                    self.read_only = Some(reason);
                }
                Ok(())
            }
        }
    }

    /// Gives up lock and state; what is loaded stays readable.
    fn let_go(&mut self) {
        if let Some(state) = self.state.take() {
            let first = self.saved.saturating_sub(RECENT_ROWS) + 1;
            self.rows.extend(state.rows(first, self.saved).unwrap_or_default());
            state.close();
        }
        self.lock = None;
    }

    /// The folder of the register.
    pub fn store_path(&self) -> &Path {
        self.folder.root()
    }

    /// Why the state is not kept, when the engine has failed since the opening.
    pub fn state_trouble(&self) -> Option<&Unfit> {
        self.stateless.as_ref()
    }

    /// Whether somebody else held the register when this keeper opened it for reading, and nobody did when `follow` last
    /// looked: who opens it now can write.
    pub fn is_free(&self) -> bool {
        self.free
    }

    /// Reads the entries that somebody else has written behind the last one known, and carries them out: all of them or, on an
    /// error, none. One that erased something has rewritten what is before it too: then all is loaded afresh.
    fn read_on(&mut self) -> Result<Followed, JournalError> {
        let dir = self.folder.journal();
        let Some((walked, files)) = self.journal.walk_on()? else { return Ok(Followed::Entries(Vec::new())) };
        let rows = rows_in(&dir, &walked.whole_chunks())?;
        let read = rows.iter().map(|(seq, row)| read_entry(&dir, *seq, &row.place()));
        let entries = read.collect::<Result<Vec<Entry>, JournalError>>()?;
        if entries.iter().any(|entry| entry.label.verb == Verb::Erase) {
            let loaded = load_beside(&self.folder, &mut |_| ())?;
            self.gone.note_gone(&self.register, &loaded.register);
            self.take_up(loaded);
            return Ok(Followed::Erased);
        }
        let mut done: Vec<Touched> = Vec::new();
        for (entry, row) in entries.iter().zip(rows.values()) {
            match apply_revocably(&mut self.register, &entry.changes, entry.at) {
                Ok(touched) => done.push(touched),
                Err(conflict) => {
                    for (entry, touched) in entries.iter().zip(&done).rev() {
                        revoke(&mut self.register, &entry.changes, touched);
                    }
                    let why = Flaw::does_not_apply(&conflict);
                    return Err(damage(&dir, row.segment, row.offset, entry.seq, why));
                }
            }
        }
        self.journal.go_on_from(&walked, files);
        entries.iter().for_each(|entry| self.snapshots.changed(&entry.changes));
        self.rows.extend(rows);
        Ok(Followed::Entries(entries))
    }

    /// Takes what was loaded afresh for what was known.
    fn take_up(&mut self, loaded: Loaded) {
        self.journal.begin_at(&loaded.walked);
        (self.register, self.rows) = (loaded.register, loaded.rows);
        self.snapshots = SnapshotCache::default();
        self.found_rows = OnceCell::new();
        self.moved_rows.take();
    }

    /// Loads the register afresh when the journal no longer holds the last entry that was read from it: whoever wrote that has
    /// cut it off again, as it could not be made durable. `why` when that is not what has happened: what looked damaged is.
    fn load_anew(&mut self, why: JournalError) -> Result<(), JournalError> {
        let files = self.journal.extent()?;
        if self.journal.holds_end() || self.lost_in == Some(files) {
            return Err(why);
        }
        // The last entry may never have been durable, and no more any that were written together with it. Without what was,
        // the journal has lost something.
        let durable = Acknowledged::read(&self.folder.journal()).map(|known| known.seq);
        let durable = durable.unwrap_or(u64::MAX).min(self.head().saturating_sub(1));
        let loaded = match load_beside(&self.folder, &mut |_| ()) {
            Ok(loaded) if loaded.walked.end.seq >= durable => loaded,
            Ok(_) | Err(JournalError::Damaged(_)) => {
                self.lost_in = Some(files);
                return Err(why);
            }
            Err(other) => return Err(other),
        };
        self.take_up(loaded);
        Ok(())
    }

    /// Checks each of `submissions` against the register as those before it left it, and makes all that apply durable
    /// together; the answers come in the same order. One that is refused leaves the others alone. When writing fails, none
    /// has been written: register and journal are as they were.
    pub fn append_all(&mut self, submissions: Vec<Submission>) -> Vec<Answer> {
        self.append_with(submissions, &mut ())
    }

    /// As `append_all`, with a `companion` to whom every submission is shown before and after it is carried out. When writing fails,
    /// what it saw has never been: the last entry is the one it was before.
    pub fn append_with(
        &mut self,
        submissions: Vec<Submission>,
        companion: &mut dyn Companion,
    ) -> Vec<Answer> {
        if let Some(why) = self.why_unwritable() {
            let answer = |s: Submission| if s.draft.changes.is_empty() { Ok(None) } else { Err(why.clone()) };
            return submissions.into_iter().map(answer).collect();
        }
        let first = self.head() + 1;
        let group = Group::carry_out(&mut self.register, submissions, companion);
        let entries = group.entries();
        if entries.is_empty() {
            return group.written(first);
        }
        match self.journal.append_all(&entries) {
            Ok(places) => {
                self.journal.acknowledge();
                self.read_only = None;
                for ((seq, place), submission) in (first..).zip(places).zip(group.applied()) {
                    self.take_note(seq, &place, submission);
                }
                self.checkpoint_if_due(&mut |_| ());
                group.written(first)
            }
            Err(error) => {
                let why = self.after_failure(&error);
                group.take_back(&mut self.register, &why)
            }
        }
    }

    /// Lets go of everything that was derived from the journal and the register as they were.
    pub(super) fn forget(&mut self) {
        self.saved = 0;
        self.dirty = all_blocks(&self.register);
        self.snapshots = SnapshotCache::default();
        self.saved_rows.take();
        self.found_rows = OnceCell::new();
    }

    /// Why nothing can be written. A full disk may have room again; everything else lasts until the next opening.
    pub(super) fn why_unwritable(&self) -> Option<Unwritten> {
        match &self.read_only {
            Some(reason) if *reason != ReadOnly::DiskFull => Some(Unwritten::ReadOnly(reason.clone())),
            _ if self.lock.is_none() => {
                Some(Unwritten::Failed(format!("{}: opened for reading", self.folder.root().display())))
            }
            _ => None,
        }
    }

    /// Remembers where entry `seq` stands and which blocks it has altered.
    fn take_note(&mut self, seq: u64, place: &Place, submission: &Submission) {
        mark_dirty(&mut self.dirty, &submission.draft.changes);
        self.snapshots.changed(&submission.draft.changes);
        let row = Row {
            segment: place.segment,
            offset: place.offset,
            len: place.len,
            actor: submission.actor.0.clone(),
            undoes: submission.undoes,
        };
        self.rows.insert(seq, row);
        self.unsaved_bytes += place.len;
    }

    /// What those are told whose entries the journal has not taken; what is possible from now on follows from it.
    fn after_failure(&mut self, error: &AppendError) -> Unwritten {
        let text = format!("{}: {}", error.path.display(), error.why);
        match error.after {
            After::AsBefore => {}
            After::LeftOver => self.read_only = Some(ReadOnly::Folder(text.clone())),
            After::Overtaken => {
                self.read_only = Some(ReadOnly::Overtaken);
                return Unwritten::ReadOnly(ReadOnly::Overtaken);
            }
        }
        match why_read_only(&error.why) {
            Some(reason) => {
                if self.read_only.is_none() {
                    self.read_only = Some(reason.clone());
                }
                Unwritten::ReadOnly(reason)
            }
            None => Unwritten::Failed(text),
        }
    }

    /// The register after the last entry, as bytes for another process. The first one encodes everything; later ones only
    /// what has changed since.
    pub fn snapshot(&mut self) -> Result<Snapshot, Unfit> {
        self.snapshots.take(&self.register, self.journal.end().seq)
    }

    /// Writes the state up to the last entry, so that the next opening has nothing to replay: before letting go of a
    /// register in which much was done. Without it nothing is lost either.
    pub fn settle(&mut self) {
        if self.lock.is_some() && self.read_only.is_none() && self.journal.end().seq > self.saved {
            self.checkpoint(&mut |_| ());
        }
    }

    /// Lets go of the register at once, for a command whose process ends here: the state stays as far as it is, as after
    /// dropping a keeper, and the next opening replays the rest. Nothing can be read from the keeper any more.
    pub fn leave(&mut self) {
        if let Some(state) = self.state.take() {
            state.close();
        }
        self.lock = None;
        // The memory goes back with the process; freeing 100,000 items one by one first would only keep the user waiting.
        std::mem::forget(std::mem::take(&mut self.register));
    }

    fn checkpoint_if_due(&mut self, watch: Watcher<'_>) {
        let behind = self.journal.end().seq - self.saved;
        if behind >= CHECKPOINT_ENTRIES || self.unsaved_bytes >= CHECKPOINT_BYTES {
            self.checkpoint(watch);
        }
    }

    /// Brings the state up to the journal. A failure leaves the register as durable as before; the state rests then.
    pub(super) fn checkpoint(&mut self, watch: Watcher<'_>) {
        if self.stateless.is_some() {
            return;
        }
        if let Err(unfit) = self.try_checkpoint(watch) {
            if let Some(state) = self.state.take() {
                state.close();
            }
            self.stateless = Some(unfit);
        }
    }

    fn try_checkpoint(&mut self, watch: Watcher<'_>) -> Result<(), Unfit> {
        let state = match self.state.take() {
            Some(state) => state,
            None => {
                self.dirty = all_blocks(&self.register);
                State::open(&self.folder.state(), true)?
            }
        };
        let state = self.state.insert(state);
        let rows = self.rows.range(self.saved + 1..).map(|(seq, row)| (*seq, row));
        let mut seen = |done, total| watch(Progress { phase: Phase::WriteState, done, total });
        state.checkpoint(&self.register, self.journal.end(), &self.dirty, &mut { rows }, &mut seen)?;
        self.dirty.clear();
        self.rows.clear();
        self.saved_rows.take();
        self.saved = self.journal.end().seq;
        self.unsaved_bytes = 0;
        Ok(())
    }

    /// What `read` reads of the journal. Without the lock an erasure may have moved the entries since their rows were read: then
    /// it is read from where they stand now.
    fn reading<T>(&self, read: impl Fn() -> Result<T, Unwritten>) -> Result<T, Unwritten> {
        let mut done = read();
        let mut tries = 0;
        while self.lock.is_none()
            && matches!(done, Err(Unwritten::Damaged { .. } | Unwritten::Failed(_)))
            && tries < READ_AGAIN
            && self.find_moved()
        {
            tries += 1;
            done = read();
        }
        done
    }

    /// Finds all rows again, unless the files go no further than when that was last done: long work, that what is damaged does not
    /// become better of.
    fn find_moved(&self) -> bool {
        let Ok(files) = self.journal.extent() else { return false };
        if self.moved_rows.borrow().as_ref().is_some_and(|(seen, _)| *seen == files) {
            return false;
        }
        let rows = super::replay::rows(&self.folder.journal());
        let found = rows.is_ok();
        self.moved_rows.replace(Some((files, rows.unwrap_or_default())));
        found
    }

    /// The row of entry `seq`.
    fn row(&self, seq: u64) -> Result<Option<Row>, Unwritten> {
        if seq == 0 || seq > self.head() {
            return Ok(None);
        }
        let moved = self.moved_rows.borrow().as_ref().and_then(|(_, rows)| rows.get(&seq).cloned());
        if moved.is_some() {
            return Ok(moved);
        }
        if let Some(row) = self.rows.get(&seq) {
            return Ok(Some(row.clone()));
        }
        if let Some(row) = self.state.as_ref().and_then(|state| self.saved_row(state, seq)) {
            return Ok(Some(row));
        }
        if self.found_rows.get().is_none() {
            let rows = super::replay::rows(&self.folder.journal()).map_err(failed)?;
            let _ = self.found_rows.set(rows);
        }
        Ok(self.found_rows.get().and_then(|rows| rows.get(&seq)).cloned())
    }

    /// The row that `state` has of entry `seq`. Its neighbours are kept: who asks for one mostly goes on to the next.
    fn saved_row(&self, state: &State, seq: u64) -> Option<Row> {
        let block = seq / ROWS_AT_A_TIME;
        let mut read = self.saved_rows.borrow_mut();
        if read.0 != Some(block) {
            let first = block * ROWS_AT_A_TIME;
            *read = (Some(block), state.rows(first, first + ROWS_AT_A_TIME - 1).unwrap_or_default());
        }
        read.1.get(&seq).cloned()
    }

    /// The latest entry from `first` to `last` with a change that names `target` and fits. Only lines that name the item are
    /// taken apart: as in every change, it stands there as a text of its own.
    fn search(
        &self,
        target: Ref,
        first: u64,
        last: u64,
        fits: &dyn Fn(&Change) -> bool,
    ) -> Result<Option<u64>, Unwritten> {
        let dir = self.folder.journal();
        let named = format!("\"{target}\"");
        self.reading(|| {
            let mut found = None;
            self.look_back(first, last, &mut |seq, row, lines| {
                let first = journal::lines(lines).next();
                if self.lock.is_none() && !matches!(first, Some(Ok(line)) if line.seq == seq) {
                    return Err(failed(damage(&dir, row.segment, row.offset, seq, Flaw::Order)));
                }
                if any_change(&dir, seq, &row.place(), lines, &named, fits).map_err(failed)? {
                    found = Some(seq);
                }
                Ok(found.is_none())
            })?;
            Ok(found)
        })
    }

    /// Goes over the lines of the entries from `last` back to `first` for as long as `go_on` says so; they are read many at a time.
    fn look_back(&self, first: u64, last: u64, go_on: Look<'_>) -> Result<(), Unwritten> {
        let dir = self.folder.journal();
        let (first, mut last) = (first.max(1), last.min(self.head()));
        while last >= first {
            let mut rows: Vec<(u64, Row)> = Vec::new();
            let mut size = 0;
            while last >= first && size < SEARCH_BYTES {
                let Some(row) = self.row(last)? else { break };
                let follows =
                    |later: &Row| (row.segment, row.offset + row.len) == (later.segment, later.offset);
                if rows.last().is_some_and(|(_, later)| !follows(later)) {
                    break;
                }
                size += row.len;
                rows.push((last, row));
                last -= 1;
            }
            let Some((_, earliest)) = rows.last() else { return Ok(()) };
            let (segment, start) = (earliest.segment, earliest.offset);
            let bytes = journal::read_bytes(&dir, segment, start, size).map_err(failed)?;
            for (seq, row) in &rows {
                let from = usize::try_from(row.offset - start).unwrap_or(usize::MAX);
                let len = usize::try_from(row.len).unwrap_or(usize::MAX);
                let lines = bytes.get(from..).map_or(&[][..], |rest| &rest[..len.min(rest.len())]);
                if !go_on(*seq, row, lines)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The first of the entries up to `last` that take about `most` bytes of the journal together: one at least.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn stretch(&self, last: u64, most: u64) -> Result<u64, Unwritten> {
        let (mut first, mut bytes) = (last, 0);
        while let Some(row) = self.row(first)? {
            bytes += row.len;
            if first == 1 || bytes >= most {
                break;
            }
            first -= 1;
        }
        Ok(first)
    }

    /// Shows `see` every entry that removed something, the latest first. One that cannot be read is left out.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn removals(&self, see: &mut dyn FnMut(&Entry)) -> Result<(), Unwritten> {
        let word = memchr::memmem::Finder::new("\"remove\"");
        self.look_back(1, self.head(), &mut |seq, _, lines| {
            if word.find(lines).is_some()
                && let Ok(Some(entry)) = self.entry(seq)
            {
                see(&entry);
            }
            Ok(true)
        })
    }

    /// What the makers of the latest entries know them by, who they are, and which entries: the latest first. At most `most`
    /// entries are looked at, and about `LATEST_BYTES` of the journal, or `LATEST_ENTRIES` when these take more.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn latest_ids(&self, most: u64) -> Result<Vec<(EntryId, Actor, u64)>, Unwritten> {
        let (mut found, mut bytes, mut looked_at) = (Vec::new(), 0, 0);
        self.look_back(self.head().saturating_sub(most) + 1, self.head(), &mut |seq, row, lines| {
            found.extend(id_in(lines).map(|(id, actor)| (id, actor, seq)));
            bytes += row.len;
            looked_at += 1;
            Ok(bytes < LATEST_BYTES || looked_at < LATEST_ENTRIES)
        })?;
        Ok(found)
    }

    /// The entries with numbers in `range`, in order; `rev()` for the latest first.
    pub fn entries(
        &self,
        range: RangeInclusive<u64>,
    ) -> impl DoubleEndedIterator<Item = Result<Entry, Unwritten>> + '_ {
        let (first, last) = ((*range.start()).max(1), (*range.end()).min(self.head()));
        (first..=last).filter_map(|seq| self.entry(seq).transpose())
    }
}

/// A journal's trouble for those who only see a `Ledger`: where, and what.
pub(super) fn failed(error: JournalError) -> Unwritten {
    Unwritten::Failed(match error {
        JournalError::Io(path, why) => format!("{}: {why}", path.display()),
        JournalError::Damaged(Damage { segment, line, seq, .. }) => {
            return Unwritten::Damaged { seq, place: format!("journal/{segment:06}.jsonl:{line}") };
        }
        JournalError::Future { segment, line, version } => {
            format!("journal/{segment:06}.jsonl:{line}: v{version}")
        }
    })
}

/// Whether a state should have been there: the journal is longer than what one opening replays.
fn overdue(loaded: &Loaded) -> bool {
    let bytes: u64 = loaded.walked.whole_chunks().iter().map(|chunk| chunk.len).sum();
    loaded.walked.entries >= CHECKPOINT_ENTRIES || bytes >= CHECKPOINT_BYTES
}

/// Moves an unfit state out of the way and says so.
fn set_aside(folder: &Folder, why: Unfit, entries: u64) -> Notice {
    let state = folder.state();
    if state.symlink_metadata().is_err() {
        return Notice::Rebuilt { why, aside: None, entries };
    }
    let aside = folder.aside("state.aside");
    match std::fs::rename(&state, &aside) {
        Ok(()) => Notice::Rebuilt { why, aside: Some(aside), entries },
        Err(_) => Notice::NoState(why),
    }
}

/// Loads the state and the journal's tail. The outer error is the journal's: nothing may be written then.
pub(super) fn load_from_state(
    folder: &Folder,
    watch: Watcher<'_>,
) -> Result<Result<Loaded, Unfit>, StoreError> {
    let dir = folder.journal();
    let mut state = match State::open(&folder.state(), false) {
        Ok(state) => state,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let mark = match state.mark() {
        Ok(mark) => mark,
        Err(unfit) => {
            state.close();
            return Ok(Err(unfit));
        }
    };
    if !journal::holds(&dir, &mark) {
        // Either this journal has lost what the state has seen, or it is another journal.
        state.close();
        let walked = journal::walk(&dir, Mark::START, &mut |_| ()).map_err(|why| match why {
            // What two say is said by the one that cannot be a slip of a copy.
            JournalError::Damaged(Damage { segment, line, seq, why: Flaw::EndsEarly { known, .. } })
                if mark.seq >= known =>
            {
                let why = Flaw::EndsEarly { known: mark.seq, by: Witness::State };
                JournalError::Damaged(Damage { segment, line, seq, why })
            }
            other => other,
        })?;
        if walked.end.seq < mark.seq {
            let Mark { segment, offset, seq, .. } = walked.end;
            let line = journal::line_number(&dir, segment, offset);
            let why = Flaw::EndsEarly { known: mark.seq, by: Witness::State };
            return Err(StoreError::Damaged(Damage { segment, line, seq: seq + 1, why }));
        }
        return Ok(Err(Unfit::NotOfThisJournal));
    }
    let walked = journal::walk(&dir, mark, &mut |_| ())?;
    let mut register =
        match state.load(&mut |done, total| watch(Progress { phase: Phase::Load, done, total })) {
            Ok(register) => register,
            Err(unfit) => {
                state.close();
                return Ok(Err(unfit));
            }
        };
    let (mut rows, mut dirty) = (BTreeMap::new(), BTreeSet::new());
    let chunks = walked.whole_chunks();
    replay(
        &dir,
        &chunks,
        &mut register,
        &mut |seq, row| drop(rows.insert(seq, row)),
        &mut |changes| mark_dirty(&mut dirty, changes),
        &mut |_| (),
    )?;
    Ok(Ok(Loaded { register, walked, state: Some(state), saved: mark, rows, dirty }))
}

/// Verifies and replays the whole journal.
fn load_from_journal(folder: &Folder, watch: Watcher<'_>) -> Result<Loaded, JournalError> {
    load_journal(&folder.journal(), watch)
}

/// As `load_from_journal`, of the journal in `dir`.
pub(super) fn load_journal(dir: &Path, watch: Watcher<'_>) -> Result<Loaded, JournalError> {
    let total = journal_bytes(dir)?;
    let mut counted = Counted { phase: Phase::Verify, done: 0, total, watch };
    let walked = journal::walk(dir, Mark::START, &mut |bytes| counted.add(bytes))?;
    (counted.phase, counted.done) = (Phase::Replay, 0);
    let (mut register, mut rows) = (Register::new(), BTreeMap::new());
    replay(
        dir,
        &walked.whole_chunks(),
        &mut register,
        &mut |seq, row| drop(rows.insert(seq, row)),
        &mut |_| (),
        &mut |bytes| counted.add(bytes),
    )?;
    Ok(Loaded { register, walked, state: None, saved: Mark::START, rows, dirty: BTreeSet::new() })
}

/// As `load_from_journal`, while somebody else may be writing: a line that was being written while it was read looks
/// damaged, and is whole the next time.
pub(super) fn load_beside(folder: &Folder, watch: Watcher<'_>) -> Result<Loaded, JournalError> {
    let mut tries = 0;
    loop {
        match load_from_journal(folder, watch) {
            Err(JournalError::Damaged(_)) if tries < READ_AGAIN => tries += 1,
            other => return other,
        }
    }
}

/// Brings what `load_beside` found up to the journal as it is now; the lock is held.
pub(super) fn catch_up(folder: &Folder, loaded: &mut Loaded) -> Result<(), JournalError> {
    let dir = folder.journal();
    let from = loaded.walked.end;
    // Not the same journal any more, or one whose end may have been written to rather than after.
    if loaded.walked.unended || !journal::holds(&dir, &from) {
        *loaded = load_from_journal(folder, &mut |_| ())?;
        return Ok(());
    }
    let more = journal::walk(&dir, from, &mut |_| ())?;
    let chunks = more.whole_chunks();
    if replay(&dir, &chunks, &mut loaded.register, &mut |_, _| (), &mut |_| (), &mut |_| ()).is_err() {
        // One that erased something has rewritten what was loaded.
        *loaded = load_from_journal(folder, &mut |_| ())?;
        return Ok(());
    }
    let entries = loaded.walked.entries + more.entries;
    let chunks = loaded.walked.whole_chunks().into_iter().chain(chunks).collect();
    let put_back = loaded.walked.put_back.drain(..).chain(more.put_back).collect();
    loaded.walked = Walked { entries, chunks, put_back, ..more };
    Ok(())
}

/// The bytes of all segments.
pub(super) fn journal_bytes(dir: &Path) -> Result<u64, JournalError> {
    let size = |segment| {
        let path = journal::segment_path(dir, segment);
        std::fs::metadata(&path).map(|meta| meta.len()).map_err(|why| JournalError::Io(path, why))
    };
    journal::segments(dir)?.into_iter().map(size).sum()
}

/// Adds up steps into progress reports.
pub(super) struct Counted<'a> {
    pub phase: Phase,
    pub done: u64,
    pub total: u64,
    pub watch: Watcher<'a>,
}

impl Counted<'_> {
    pub(super) fn add(&mut self, step: u64) {
        self.done += step;
        (self.watch)(Progress { phase: self.phase, done: self.done.min(self.total), total: self.total });
    }
}

fn mark_dirty(dirty: &mut BTreeSet<Block>, changes: &[Change]) {
    dirty.extend(blocks_of(changes));
}

impl Ledger for Keeper {
    fn register(&self) -> &Register {
        &self.register
    }

    fn head(&self) -> u64 {
        self.journal.end().seq
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn read_only(&self) -> Option<ReadOnly> {
        self.read_only.clone()
    }

    fn append(&mut self, draft: Draft, undoes: Option<u64>, at: Stamp) -> Result<Option<Entry>, Unwritten> {
        if let Some(seq) = undoes
            && let Some(by) = self.erased_by(seq)?
        {
            return Err(Unwritten::Erased { seq, by });
        }
        let alone = Submission { actor: self.actor.clone(), draft, undoes, id: None, at };
        self.append_all(vec![alone]).pop().unwrap_or(Ok(None))
    }

    fn mentions(&self, wanted: &Erasing) -> Result<Mentions, Unwritten> {
        let Known { traces, .. } = self.known(wanted)?;
        let lines = erase::mentioned(&self.folder.journal(), wanted.contact, &traces).map_err(failed)?;
        Ok(Mentions { places: traces.to_strike(&self.register, wanted.contact), lines })
    }

    fn erase(&mut self, wanted: &Erasing, at: Stamp) -> Result<Erased, Unwritten> {
        let by = self.actor.clone();
        self.erase_contact(&by, wanted, at)
    }

    fn follow(&mut self) -> Result<Followed, Unwritten> {
        if self.lock.is_some() || self.read_only.is_none() {
            return Ok(Followed::Entries(Vec::new()));
        }
        // Looked at first: what its holder wrote last is read then, before anybody hears that it is free.
        let held = matches!(self.read_only, Some(ReadOnly::Held { .. }));
        self.free = held && super::lock::is_free(&self.folder.lock());
        let mut tries = 0;
        loop {
            match self.read_on() {
                // A line that was being written while it was read looks damaged, and is whole the next time.
                Err(JournalError::Damaged(_)) if tries < READ_AGAIN => tries += 1,
                Err(why @ JournalError::Damaged(_)) => {
                    return self.load_anew(why).map(|()| Followed::Anew).map_err(failed);
                }
                done => return done.map_err(failed),
            }
        }
    }

    fn take_erased(&mut self) -> Traces {
        std::mem::take(&mut self.gone)
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        let row = self.row(seq)?;
        Ok(row.map(|row| EntryHead { seq, actor: Actor(row.actor), undoes: row.undoes }))
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        self.reading(|| {
            let Some(row) = self.row(seq)? else { return Ok(None) };
            read_entry(&self.folder.journal(), seq, &row.place()).map(Some).map_err(failed)
        })
    }

    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        self.reading(|| {
            let Some(row) = self.row(seq)? else { return Ok(None) };
            super::replay::erased_by(&self.folder.journal(), &row.place()).map_err(failed)
        })
    }

    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        self.reading(|| {
            let Some(row) = self.row(seq)? else { return Ok(None) };
            read_outline(&self.folder.journal(), seq, &row.place()).map(Some).map_err(failed)
        })
    }

    fn beginning(&self, seq: u64, about: Option<Ref>, most: usize) -> Result<Option<Beginning>, Unwritten> {
        self.reading(|| {
            let Some(row) = self.row(seq)? else { return Ok(None) };
            read_beginning(&self.folder.journal(), seq, &row.place(), about, most).map(Some).map_err(failed)
        })
    }

    fn latest_concerning(&self, target: Ref, first: u64, last: u64) -> Result<Option<u64>, Unwritten> {
        self.search(target, first, last, &|change| ledger::concerns(change, target))
    }

    fn touched_within(
        &self,
        target: Ref,
        field: Option<Field>,
        first: u64,
        last: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        let fits = |change: &Change| ledger::touches(change, target, field);
        let Some(seq) = self.search(target, first, last, &fits)? else { return Ok(None) };
        Ok(self.outline(seq)?.map(|outline| (seq, outline.actor, outline.at)))
    }

    fn keep_draft(&mut self, name: &str, text: Option<&str>) -> Result<(), Unwritten> {
        self.drafts.keep(name, text)
    }

    fn drafts(&self) -> Vec<(String, String)> {
        self.drafts.all()
    }

    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten> {
        keep_source(&self.folder, wanted, text).map_err(|why| match why {
            StoreError::Io { kind: ErrorKind::StorageFull | ErrorKind::QuotaExceeded, .. } => {
                Unwritten::ReadOnly(ReadOnly::DiskFull)
            }
            StoreError::Io { path, text, .. } => Unwritten::Failed(format!("{}: {text}", path.display())),
            other => Unwritten::Failed(other.to_string()),
        })
    }

    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten> {
        if !is_plain_name(file) {
            return Ok(None);
        }
        let path = self.folder.plans().join(file);
        match open_plain(&path).and_then(io::read_to_string) {
            Ok(text) => Ok(Some(text)),
            Err(missing) if missing.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(Unwritten::Failed(format!("{}: {why}", path.display()))),
        }
    }
}
