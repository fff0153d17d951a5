//! # How regie is built
//!
//! `regie` is a terminal workbench for carrying out a municipal safety plan. One crate (this library and the `regie`
//! program), one folder per layer, one mechanism for every change.
//!
//! ## Layers
//!
//! Each layer may use those in its row, and everything may use `error`. `tests/layers.rs` reads this table and fails on any other
//! import.
//!
//! | layer | may import | what it is |
//! |---|---|---|
//! | `error` | - | a failure in whole sentences, and its exit code |
//! | `model` | - | the register as plain data: items, changes, operations, roll-up, queries. No I/O, clock, environment, randomness |
//! | `store` | `model` | where entries and state live: journal, sled, check, lock |
//! | `io` | `model` | importers that propose, exporters that read |
//! | `command` | `model` | the command table, key chords, the keymap |
//! | `i18n` | `model` | the words of the screen in Dutch and English |
//! | `tui` | `model`, `command`, `io`, `i18n` | the workbench; it never sees the store |
//! | `net` | `model`, `store` | one register, many people: the server that holds it, and clients with a copy each |
//! | `cli` | `all` | arguments, dispatch, printing; the only place where everything meets |
//!
//! ## One mechanism: entries
//!
//! Everything that alters a register, from a key to an import of 100,000 rows, is one `model::change::Entry`: who, when, a label
//! as data, and changes that each carry what they start from. `model::apply` is the only code that alters a register that is open,
//! and takes an entry whole or not at all (`Register::load` fills one that is being opened). Undo appends the inverse, guarded by what the changes start from, so it survives a restart
//! and refuses when somebody came between.
//!
//! ## A walk: the key `d`
//!
//! 1. `tui/input.rs` reads the byte, `tui/decode.rs` makes it a chord, `tui/event_loop.rs` hands it to the app.
//! 2. `command/keymap.rs` turns the chord into the command `complete_action` of `command/table.rs`, which also says whether it can
//!    be done just now.
//! 3. `tui/app/mod.rs` gives it to the top layer or the shown view; a command on items goes to `tui/app/items.rs`, which asks the view
//!    (`tui/view.rs`) what it works on, the item under the cursor or all that are marked, and calls `model/operation.rs`:
//!    `complete_action` looks at the register and proposes a draft (label and changes) or refuses with a reason;
//!    `model/bulk.rs` joins the drafts of several items into one. The answer is a `Reply` (`tui/component.rs`).
//! 4. `tui/app/record.rs` hands the draft to `model/ledger.rs`, which is what the app sees of the record; behind it
//!    `store/keeper.rs` carries the changes out in memory through `model/apply.rs` (which checks every guard) and makes the
//!    draft an entry.
//! 5. `store/journal/entry.rs` makes the entry a line, chained by hashes; `append.rs` there writes it and calls `fdatasync`; only then
//!    is it acknowledged. If that fails, the changes are taken back in memory.
//! 6. `store/state.rs` (sled, through `store/codec.rs`) follows in checkpoints; at the next opening `store/replay.rs` replays what
//!    the journal has beyond it.
//! 7. The app reads the register again (in one process it is the replica; a client of a server holds its own),
//!    `tui/sums.rs` adds up the nodes with `model/rollup.rs`, the view that is shown follows the entry and draws (`tui/plan/`,
//!    `tui/table/`, `tui/partners/`, `tui/log/`; the others follow when they are shown again), and `tui/screen.rs` sends the cells
//!    that differ, after `tui/shift.rs` has looked for rows that the terminal can move itself.
//!
//! ## Several people
//!
//! `regie serve` holds the register (`net/server/`): one thread takes what came in from all clients together (`arrivals.rs` there has the
//! threads that read it), answers who only asks (`answers.rs`), and records the rest with one `fdatasync` (`net/recording.rs`, `store/group.rs`); each draft is fitted to the register as those before it left it, and its new items get
//! the next free numbers (`model/renumber.rs`). Only then is everybody told of the entries, in one order, and those who wished of
//! their answers. Each wish has an id of its client's making (`model/id.rs`, `EntryId`), which goes into the journal: a client whose
//! line dropped before the answer asks again by the same id, and what has been recorded already (`net/known.rs`) is answered and not
//! recorded again. A client (`net/client/`; `line.rs` attaches it, `hearing.rs` listens and
//! comes back) has a copy, from a snapshot of blocks and the entries after it; one that reads too slowly
//! gets a snapshot instead of a queue without end (`net/outbox.rs`). Those not cleared share one veil (`model/veil`,
//! `net/veiled.rs`): they get a register, entries and a past of their own, and what they propose is lifted back through it. Who may do
//! what says `net/access.rs`, asked at each connection and again when the file has changed; the system is asked who an account is on the
//! thread of its connection, as a directory service may take long. A command without a workbench is
//! carried out in the server (`cli/errand.rs`, `net/lent.rs`).
//!
//! One thread for the register means that whatever it does, everybody waits for. What is bounded by what (release, 100,000 actions, on a
//! busy machine with 2 cores): a wish shares its `fdatasync` with at most 255 others; an errand is a command that is soon done (5 to
//! 15 ms; a text is looked for in many actions by a second thread beside it), all others, undo among them, work on a copy of their own; searching the record for an item goes piece by piece
//! (`SEARCHED`, some 20 ms): the client asks on for what concerned it, and the server itself goes on for who touched it last; the
//! first snapshot, and the first veil (some 150 ms each), are made once and kept in step, the veil anew when something large is hidden or
//! shown. An import of 100,000 rows takes as long as carrying it out and writing it, and reading its entry back whole as long as that:
//! both are rare, and bounded by the longest frame. What clients say takes as much memory as `net/room.rs` gives out, what they do not
//! listen to as much as `net/outbox.rs`. To erase somebody is bounded by nothing but the record: some six passes over the journal, on
//! this thread, with the register in memory twice while the two are compared. It is rare, and nobody may see it half done: until then
//! everybody waits. The question beforehand costs two such passes.
//!
//! ## Erasing
//!
//! `model/erasure.rs` says what of a change is a person's and what stands there instead: a value that depends on the field alone, so that
//! replay and guards still fit. `store/erase/mod.rs` has the keeper write a new journal beside the old one, carry it out, compare it with
//! memory, and exchange the two folders in one step; the old one goes last, and an opening that finds it finishes. The register in
//! memory is then the one that was replayed, and a server sends it to everybody.
//!
//! ## Where this departs from the first design, and why
//!
//! - The state holds items in blocks of 32 and is written in checkpoints, not at every commit: reading 100,000 items is four
//!   times as fast, and a commit costs one `fdatasync`. The journal is the record, so nothing is lost by it.
//! - Kinds beyond the word list have references too: goal D, programme J, principle U, candidate action K, instrument W,
//!   measurement M, meeting series R, progress note N. Candidates and instruments give what a plan announces or relies on a
//!   home without making actions of it.
//! - The Kernbeleid field of an item is called `safety_field` in code and journal; in JSON and queries it is `field`.
//! - The workbench reads keys and writes the screen itself, with ratatui's buffers and widgets in between: crossterm's reader does
//!   not end when the terminal goes, and its writer sends more bytes than the budget allows.
//! - The HTML of plans is read by an own linear tag reader, because no maintained parser keeps the source lines that every
//!   proposal must show.
//! - An opening verifies the journal from the last entry that the state has seen. Damage before that is noticed by whoever reads or
//!   takes back that entry (refused by name), and by `verify`, `backup`, `repair` and every rebuild: a workbench over ten years of
//!   entries must open at once.
//! - A second writer beside the lock (the lock file removed, a network disk without locks) is found out before an append, by the
//!   length and the inode of the journal.
//! - The detail pane keeps the fields of an action at the same height and cuts them to a line, folds older notes until it has the
//!   keys, and draws no rule to the edge: 800 bytes for a cursor move instead of 1,100, and more of it on the screen.
//! - In the table of actions the cursor is a bar and a bold reference: a bold title would be sent twice per move (41 bytes a move).
//!   Details come beside the table on request, so that its rows span the width and the terminal scrolls them itself.
//! - A table keeps its rows where they are until it is asked for anew: what no longer fits its filter stays until then. One that is empty
//!   fills itself. The log does not move for what others record; an undo of one's own shows its line.
//! - An edit is drawn where its field stands and takes the first key typed in a date or number as a new one. A field that is not on
//!   the screen gets a sheet. The title of an action is its own: `e` on a title is refused while several are marked.
//! - Finding shows fourteen hits over the lower part of the screen instead of a page: half the bytes per letter on a slow line.
//! - What a person has arranged (columns, order, filters) is kept in their state folder and not in the register: it says nothing of
//!   the plan.
//! - Texts being typed are kept two seconds after they change, not at every key: others wait for the same disk.
//! - The terminal is opened once more for writing, without waiting: a stalled one (a hung line, a terminal that was stopped) gets the newest frame when
//!   it goes on, and keeps the program neither from working nor from ending.
//! - Frames below 2 kB are sent without the marks of a synchronized update: on a slow line their first bytes should show at once.
//! - On the command line `add` refuses words that look like fields and were not understood (`--as-title` takes them as words):
//!   nobody sees a script's title. In the workbench they stay text, as the line shows so while it is typed.
//! - A query that names no state looks at unfinished actions: what was due years ago and is done is seldom what is asked.
//! - A command leaves the register in memory to the operating system instead of taking 100,000 items apart.
//! - An action is stale 28 days after its last note or, without one, after it was added; the 28 days are no setting yet.
//! - Where no server starts by itself one process writes and others read. A workbench that reads looks once a second whether the journal has grown (the
//!   lengths of two files, and a try at the lock file), beside the wake-up at midnight that each has, and stays a reader when the
//!   writer ends: it says so.
//! - `net` uses the store on both ends (the server holds a `Keeper`, a client loads a `Snapshot`), and the workbench knows neither: a
//!   client is a `Ledger`, with `follow` and `on_news` for what others do and `others` for who they are. The socket is handed over by systemd
//!   as standard input: taking over a numbered descriptor would need unsafe code.
//! - The first workbench starts no server: it holds the register itself, and listens where one would (`cli/door.rs`). Whoever comes next
//!   has it start one and hand socket and lock over. A server each time would cost whoever works alone a process, a snapshot and as
//!   much memory again; the door costs a thread that sleeps. Clients of such a server start another when it has gone without a word, and none
//!   when it was told to stop.
//! - No server starts by itself for a register with an `access.toml`, for `--as` (which needs one) or for another account's: somebody
//!   sees to a server there, which listens where the others look, and one that starts by itself would take the lock from under it.
//! - Entries of which somebody not cleared sees nothing are told them as a number that has passed: they can tell that something was
//!   recorded. Numbers of their own for them would change whenever something comes to be confidential.
//! - High contrast is two themes, as no colour stands out by 7 to 1 from both a dark and a light background, and backgrounds are
//!   left alone. `contrast` and `contrast-light` also name the colour of ordinary text, which the other themes leave to the terminal.
//! - Quitting, going back and dropping a line have a key whatever a keymap file says: a way out is no matter of taste.
//! - What components look at (`tui/component.rs`, `Cx`) holds the ledger too, shared: entries are too many to be kept in memory
//!   or handed over before every frame, and a search goes through all of them. Only the app has it to write to, which takes it
//!   mutably.
//! - sled keeps a pool of threads that wake once a second; it cannot be stopped from outside. It costs about 1 ms in 5 s.

pub mod cli;
pub mod command;
pub mod error;
pub mod i18n;
pub mod io;
pub mod model;
pub mod net;
pub mod store;
pub mod tui;
