//! Everything about one entry: what, who, when, what it takes back or was taken back by, and every change in words.
//!
//! Owns the page of lines (made afresh only when what it is made from changed), how far it is scrolled, and the changes
//! read from the ledger. An entry of many changes is read when nobody presses a key, and only its beginning is shown; so are its
//! neighbours, to be there when the cursor comes. The log shows it beside its list or in its place.

use ratatui::layout::Rect;

use super::entries::{Entries, Seen, unread, unread_because};
use crate::command::Command;
use crate::i18n::words;
use crate::model::change::{Change, Verb};
use crate::model::id::{Day, Ref};
use crate::model::ledger::{Beginning, Outline, Unwritten};
use crate::model::record::{Field, Kind, Record};
use crate::model::value::Value;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::Cx;
use crate::tui::layers::reading::{Line, Reading, wrapped};
use crate::tui::text;
use crate::tui::theme::Role;

/// So many changes are shown; more than anybody reads of an import.
const MOST_CHANGES: usize = 300;

/// An entry of at most so many bytes is read at once: a millisecond.
const AT_ONCE: u64 = 64 << 10;

/// Of so many entries the changes are kept besides those of the one that is shown: its neighbours, and where one came from.
const KEPT: usize = 4;

/// The most cells of a value; the item's own page has a long text whole.
const LONGEST: usize = 400;

/// How far further lines of a change stand in.
const HANG: u16 = 2;

/// What a page shows: an entry, and of its changes all, or those that concern one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The entry; 0 for nothing.
    pub seq: u64,
    /// The item.
    pub about: Option<Ref>,
}

/// What came of reading the changes of an entry.
type Read = Result<Option<Beginning>, Unwritten>;

/// What a page was made from; while this is the same, so is the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    shown: Shown,
    width: u16,
    head: u64,
    today: Day,
    read: bool,
    taken_back_by: Option<u64>,
}

/// The pane.
#[derive(Debug, Default)]
pub struct Page {
    made: Option<Origin>,
    lines: Vec<Line>,
    reading: Reading,
    /// What is shown, and its changes once they have been read.
    shown: Shown,
    changes: Option<Read>,
    /// What was read of others, the latest first.
    kept: Vec<(Shown, Read)>,
    /// What is likely to be shown next.
    near: Vec<Shown>,
}

impl Page {
    /// Whether the entry that is shown is known not to hold any more.
    pub fn no_longer_holds(&self) -> bool {
        self.made.as_ref().is_some_and(|made| made.taken_back_by.is_some())
    }

    /// Carries out a command for panes: scrolling. `false` for other commands.
    pub fn command(&mut self, command: Command) -> bool {
        self.reading.command(command)
    }

    /// Whether changes are still to be read.
    pub fn has_spare_work(&self) -> bool {
        self.shown.seq > 0 && (self.changes.is_none() || self.unread().is_some())
    }

    /// The first of those likely to be shown next of which nothing has been read.
    fn unread(&self) -> Option<Shown> {
        self.near.iter().copied().find(|near| self.kept.iter().all(|(kept, _)| kept != near))
    }

    /// Reads them: of the entry that is shown, else of one beside it.
    pub fn read(&mut self, cx: &Cx<'_>) {
        let of = |shown: Shown| cx.ledger.beginning(shown.seq, shown.about, MOST_CHANGES);
        if self.changes.is_none() {
            self.changes = Some(of(self.shown));
        } else if let Some(near) = self.unread() {
            self.keep(near, of(near));
        }
    }

    fn keep(&mut self, shown: Shown, read: Read) {
        self.kept.insert(0, (shown, read));
        self.kept.truncate(KEPT);
    }

    /// These are likely to be shown next; not more than half of what is kept.
    pub fn expect(&mut self, near: impl Iterator<Item = Shown>) {
        self.near = near.take(KEPT / 2).collect();
    }

    /// Shows nothing, and so has nothing to read.
    pub fn put_away(&mut self) {
        self.turn_to(Shown::default());
    }

    fn turn_to(&mut self, shown: Shown) {
        if self.shown != shown {
            let known =
                self.kept.iter().position(|(kept, _)| *kept == shown).map(|at| self.kept.remove(at).1);
            let left = (self.shown, std::mem::replace(&mut self.changes, known));
            if let (of, Some(read)) = left {
                self.keep(of, read);
            }
            self.shown = shown;
            self.reading = Reading::default();
        }
    }

    /// Draws what is known of the entry in `area`.
    pub fn draw(
        &mut self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        shown: Shown,
        entries: &mut Entries,
        cx: &Cx<'_>,
    ) {
        self.turn_to(shown);
        let seen = entries.outline(shown.seq, cx).clone();
        let small = !matches!(&seen, Ok(Some(outline)) if outline.bytes > AT_ONCE);
        if self.changes.is_none() && small {
            self.read(cx);
        }
        let origin = Origin {
            shown,
            width: area.width,
            head: cx.head,
            today: cx.now.today,
            read: self.changes.is_some(),
            taken_back_by: entries.no_longer_by(shown.seq, cx),
        };
        if self.made.as_ref() != Some(&origin) {
            self.lines = self.made_of(&seen, entries, cx, usize::from(area.width.saturating_sub(1)));
            self.made = Some(origin);
        }
        self.reading.draw(canvas, area, area.y.saturating_sub(1), cx, &self.lines);
    }

    fn made_of(&self, seen: &Seen, entries: &mut Entries, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let texts = cx.texts;
        let Ok(Some(outline)) = seen else {
            let unread = unread(texts, self.shown.seq, seen);
            return unread.map_or_else(Vec::new, |(said, role)| wrapped(&said, 0, 0, width, role));
        };
        let erased = self.changes.as_ref().and_then(|read| read.as_ref().ok()?.as_ref()?.erased);
        let mut lines = about(outline, erased, entries, cx, width);
        lines.push(Vec::new());
        match &self.changes {
            None => lines.extend(wrapped(&t!(texts, "log-reading"), 0, 0, width, Role::Dim)),
            Some(Ok(found)) => {
                let none = Beginning { changes: Vec::new(), total: 0, erased: None };
                let found = found.as_ref().unwrap_or(&none);
                lines.push(vec![(0, changes_title(found.total, self.shown.about, cx), Role::Title)]);
                lines.extend(changes(found, outline.label.subject, cx, width));
            }
            Some(Err(why)) => {
                lines.extend(wrapped(&unread_because(texts, self.shown.seq, why), 0, 0, width, Role::Bad));
            }
        }
        lines
    }
}

/// What, who, when, and what became of it: among others which entry `erased` data from it, as far as it has been read.
fn about(
    outline: &Outline,
    erased: Option<u64>,
    entries: &mut Entries,
    cx: &Cx<'_>,
    width: usize,
) -> Vec<Line> {
    let (texts, today) = (cx.texts, cx.now.today);
    let mut lines = wrapped(&words::label(texts, &outline.label, today), 0, 0, width, Role::Strong);
    let (day, time) = (words::day_full(texts, outline.at.day(cx.zone)), words::clock(outline.at, cx.zone));
    let when = t!(
        texts,
        "log-when",
        day = day,
        time = time,
        who = words::who_exactly(texts, cx.register, &outline.actor.0)
    );
    lines.extend(wrapped(&when, 0, 0, width, Role::Text));
    if let Some(undoes) = outline.undoes {
        let said = if outline.label.verb == Verb::Redo {
            let root = entries.root(undoes, cx);
            other(entries, root, "log-redoes", cx)
        } else {
            other(entries, undoes, "log-undoes", cx)
        };
        lines.extend(wrapped(&said, 0, 0, width, Role::Accent));
    }
    if let Some(by) = entries.no_longer_by(outline.seq, cx) {
        let undid = outline.label.verb == Verb::Undo;
        let said = other(entries, by, if undid { "log-overtaken" } else { "log-undone" }, cx);
        lines.extend(wrapped(&said, 0, 0, width, Role::Warn));
    }
    if let Some(by) = erased.filter(|by| *by != outline.seq) {
        lines.extend(wrapped(&other(entries, by, "log-erased", cx), 0, 0, width, Role::Warn));
    }
    let gone = outline.label.subject.filter(|r| cx.register.get(*r).is_none());
    if let Some(gone) = gone {
        let said = t!(texts, "go-gone", ref = gone.to_string());
        lines.extend(wrapped(&said, 0, 0, width, Role::Warn));
    }
    lines
}

/// A sentence (message `id`) about another entry: its number, what it was, who and when.
fn other(entries: &mut Entries, seq: u64, id: &str, cx: &Cx<'_>) -> String {
    let (texts, today) = (cx.texts, cx.now.today);
    let number = words::grouped(texts, seq as usize);
    match entries.outline(seq, cx) {
        Ok(Some(outline)) => {
            let what = words::label(texts, &outline.label, today);
            let when = words::moment(texts, outline.at, cx.zone, today);
            let who = words::who_exactly(texts, cx.register, &outline.actor.0);
            let args =
                [("seq", number.into()), ("what", what.into()), ("who", who.into()), ("when", when.into())];
            texts.get(id, &args)
        }
        _ => texts.get(&format!("{id}-unread"), &[("seq", number.into())]),
    }
}

fn changes_title(total: usize, about: Option<Ref>, cx: &Cx<'_>) -> String {
    let (id, item) = match about {
        Some(item) => ("log-changes-of", item.to_string()),
        None => ("log-changes", String::new()),
    };
    let said = words::grouped(cx.texts, total);
    cx.texts.get(id, &[("count", total.into()), ("said", said.into()), ("item", item.into())])
}

/// The changes in words. Those of one item stand together below its name, which `subject` has above them already.
fn changes(found: &Beginning, subject: Option<Ref>, cx: &Cx<'_>, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut under = subject;
    for change in found.changes.iter().take(MOST_CHANGES) {
        let target = change.target();
        let whole = matches!(change, Change::Insert(_) | Change::Remove(_));
        if !whole && under != Some(target) {
            lines.extend(wrapped(&named(target, cx), 0, HANG, width, Role::Text));
            under = Some(target);
        }
        lines.extend(worded(change, cx, width));
    }
    let more = found.total.saturating_sub(MOST_CHANGES);
    if more > 0 {
        let said = words::grouped(cx.texts, more);
        let said = cx.texts.get("log-more-changes", &[("count", more.into()), ("said", said.into())]);
        lines.extend(wrapped(&said, 0, 0, width, Role::Dim));
    }
    lines
}

/// An item by reference and title, as far as it is still there.
fn named(r: Ref, cx: &Cx<'_>) -> String {
    format!("{r} {}", cx.register.title(r)).trim_end().to_owned()
}

/// An item that is added or removed, by reference, kind and title.
fn whole(record: &dyn Record, cx: &Cx<'_>) -> String {
    let r = record.reference();
    format!("{r} {}: {}", words::kind(cx.texts, r.kind), record.title())
}

fn worded(change: &Change, cx: &Cx<'_>, width: usize) -> Vec<Line> {
    let signed = |sign: &str, role: Role, said: &str| {
        let mut lines = wrapped(said, HANG, 0, width, Role::Text);
        if let Some(first) = lines.first_mut() {
            first.insert(0, (0, sign.to_owned(), role));
        }
        lines
    };
    match change {
        Change::Insert(item) => signed("+", Role::Good, &whole(item.record(), cx)),
        Change::Remove(item) => signed("-", Role::Bad, &whole(item.record(), cx)),
        Change::Set { target, field, before, after } => {
            let [before, after] = [before, after].map(|value| shown(target.kind, *field, value, cx));
            let (before, after) = words::differing_within(&before, &after, LONGEST);
            let name = words::field(cx.texts, *field);
            let said = t!(cx.texts, "log-set", field = name, before = cut(before), after = cut(after));
            wrapped(&said, HANG, HANG, width, Role::Text)
        }
        Change::Move { before, after, .. } => {
            let parents = [before.parent, after.parent].map(|parent| named(parent, cx));
            let [from, to] = parents;
            let said = if before.parent == after.parent {
                t!(cx.texts, "log-reordered", under = to)
            } else {
                t!(cx.texts, "log-moved", from = from, to = to)
            };
            wrapped(&said, HANG, HANG, width, Role::Text)
        }
    }
}

/// A value of `field` in words.
fn shown(kind: Kind, field: Field, value: &Value, cx: &Cx<'_>) -> String {
    let said = words::value_named(cx.texts, cx.register, kind, field, value, cx.now.today);
    if said.is_empty() { t!(cx.texts, "value-none") } else { said }
}

/// A text as it is, or the beginning of a long one.
fn cut(said: String) -> String {
    if text::fits(&said, LONGEST) { said } else { text::cut(&said, LONGEST) }
}
