//! Writing to the record, and bringing everything that was derived from it up to date.
//!
//! The only code of the workbench that writes entries: a draft that was proposed becomes an entry, or an entry is taken
//! back; what was done, and what to mind about it, is said on the message line. What others write is taken in the same way.

use super::presence::is_cut_off;
use super::{App, Scope, cx};
use crate::command::Command;
use crate::i18n::words;
use crate::model::change::{Change, Draft, Entry, Label, Verb, inverse};
use crate::model::erasure::contact_in;
use crate::model::id::{Ref, Stamp};
use crate::model::ledger::{Followed, Ledger, NotUndone, ReadOnly, Undone, Unwritten, was_erased};
use crate::model::record::Kind;
use crate::model::remark::remarks;
use crate::t;
use crate::tui::Source;
use crate::tui::component::{Layer, Message, Request};
use crate::tui::sums::Sums;
use crate::tui::text;

/// After an entry of more changes than this what is searched is made afresh rather than brought up to date.
const FINDER_FOLLOWS: usize = 2_000;

/// The cells that a title gets where what was just done is said: it stands on the screen, and every cell is a byte of the line.
const NAMED_BY: usize = 44;

impl App<'_> {
    /// Keeps the source text of an accepted plan and writes its entry; without the text nothing is written.
    pub(super) fn take_over(&mut self, draft: Draft, source: Option<&Source>) {
        match source.map_or(Ok(()), |source| self.import.keep(self.ledger, source)) {
            Ok(()) => self.commit(draft, true),
            Err(error) => self.failed(&error),
        }
    }

    pub(super) fn commit(&mut self, draft: Draft, layer: bool) {
        let was_empty = self.ledger.register().is_empty();
        let marked = self.nav.view().marked();
        let of_marked = match draft.label.subject {
            None => !marked.is_empty(),
            Some(subject) => marked == [subject],
        };
        match self.ledger.append(draft, None, self.now.at) {
            Ok(Some(entry)) => {
                self.absorb(&entry.changes, true, was_empty);
                let done = self.done(&entry);
                self.message = Some(done);
                if layer && (was_empty || entry.label.verb == Verb::ImportPlan) {
                    // Everything below, the first screen or the question for the file, has led to this.
                    self.layers.clear();
                    self.let_go();
                    self.offer_tour();
                } else if layer {
                    self.close();
                }
                if let [Change::Insert(item)] = &entry.changes[..]
                    && matches!(
                        item.record().reference().kind,
                        Kind::Action | Kind::Node | Kind::Partner | Kind::Contact | Kind::Agreement
                    )
                {
                    self.go(item.record().reference(), false);
                } else if let Some(subject) = entry.label.subject.filter(|r| is_new_place(&entry, *r)) {
                    self.go(subject, false);
                } else if of_marked {
                    let cx = cx!(self);
                    self.nav.view_mut().ask(Request::Unmark, &cx);
                }
            }
            Ok(None) => {
                if layer {
                    self.close();
                }
                self.message = Some(Message::note(t!(self.env.texts, "nothing-changed")));
            }
            Err(why) => {
                let said = words::unwritten(self.env.texts, &why, self.now.today);
                self.refused(Message::bad(self.once_more(said, &why)));
            }
        }
    }

    /// What is said of something in doubt, and what to do: the same again is the same once more.
    fn once_more(&self, said: String, why: &Unwritten) -> String {
        match why {
            Unwritten::Doubtful => format!("{said} {}", t!(self.env.texts, "doubtful-again")),
            _ => said,
        }
    }

    /// Whether others may be writing to the register, so that it is to be followed.
    pub fn only_reads(&self) -> bool {
        matches!(self.ledger.read_only(), Some(ReadOnly::Held { .. } | ReadOnly::Folder(_)))
    }

    /// Takes in what others have written since, as what is written here: nothing that is open closes or moves.
    pub fn follow(&mut self) {
        let was_empty = self.ledger.register().is_empty();
        match self.ledger.follow() {
            Ok(followed @ (Followed::Anew | Followed::Again | Followed::Erased)) => {
                if followed == Followed::Erased {
                    self.close_erased();
                }
                self.sums = Sums::of(self.ledger.register());
                self.finder = None;
                if followed == Followed::Erased {
                    let ledger = &*self.ledger;
                    self.drafts.forget(&|item| item.kind == Kind::Contact && was_erased(ledger, item));
                }
                self.nav.anew(&self.arranged, &cx!(self));
                let named = followed == Followed::Erased && self.names_erased();
                if named && self.scopes() == [Scope::Prompt] {
                    // Before it is recorded; and once more after it, for who typed on.
                    self.message = Some(Message::warn(t!(self.env.texts, "follow-erased-named")));
                }
                self.notices.push_back(match followed {
                    Followed::Again => Message::note(t!(self.env.texts, "follow-again")),
                    Followed::Erased if named => Message::warn(t!(self.env.texts, "follow-erased-named")),
                    Followed::Erased => Message::note(t!(self.env.texts, "follow-erased")),
                    _ => Message::warn(t!(self.env.texts, "follow-anew")),
                });
                self.unfollowed = None;
            }
            Ok(Followed::Entries(entries)) => {
                // As one: the register is past the last of them already.
                let changes: Vec<Change> = entries.into_iter().flat_map(|entry| entry.changes).collect();
                if !changes.is_empty() {
                    self.absorb(&changes, false, was_empty);
                }
                self.unfollowed = None;
            }
            Err(why) => {
                let why = words::unwritten(self.env.texts, &why, self.now.today);
                let said = t!(self.env.texts, "follow-failed", reason = why);
                if self.unfollowed.as_ref() != Some(&said) {
                    self.notices.push_back(Message::warn(said.clone()));
                    self.unfollowed = Some(said);
                }
            }
        }
        self.look_for_trouble();
        self.look_for_hindrance();
        self.look();
        self.say_next();
    }

    /// Closes what is open on a contact that has been erased: what stands there would be kept again.
    fn close_erased(&mut self) {
        let register = self.ledger.register();
        let is_gone =
            |name: &str| contact_in(name).is_some_and(|contact| register.contact(contact).is_none());
        let is_open = |layer: &dyn Layer| layer.unsaved().is_some_and(|(name, _)| is_gone(&name));
        if let Some(at) = self.layers.iter().position(|layer| is_open(&**layer)) {
            while self.layers.len() > at {
                self.close();
            }
        }
    }

    /// Whether somebody who has just been erased is named in what is being typed, or was kept, about something else: that is the user's,
    /// and recorded it would be there again. After this nobody knows what to look for any more.
    fn names_erased(&mut self) -> bool {
        let erased = self.ledger.take_erased();
        let register = self.ledger.register();
        // What is about the person goes with them.
        let goes = |name: &str| contact_in(name).is_some_and(|contact| register.contact(contact).is_none());
        let open = self.layers.iter().filter_map(|layer| layer.unsaved());
        let mut texts = open.chain(self.ledger.drafts()).filter(|(name, _)| !goes(name));
        texts.any(|(_, text)| erased.name(&text))
    }

    /// Says why nothing can be recorded any more, when that has come from elsewhere.
    fn look_for_hindrance(&mut self) {
        let now = self.ledger.read_only();
        let texts = self.env.texts;
        // What was said of it before is no longer so. A line that is back may have been found gone by what was done, between two
        // looks.
        let before = [ReadOnly::Away, ReadOnly::Stopped].into_iter().chain(self.hindrance.clone());
        let before = before.filter(|why| now.as_ref() != Some(why));
        let mut untrue: Vec<String> = before.map(|why| words::read_only(texts, &why)).collect();
        if now != self.hindrance {
            untrue.push(t!(texts, "reason-read-only"));
        }
        if now.as_ref().is_some_and(is_cut_off) {
            untrue.push(t!(texts, "follow-again"));
        }
        self.withdraw(&untrue);
        if now != self.hindrance {
            let told = now.iter().filter(|why| is_cut_off(why) || **why == ReadOnly::Viewer);
            let said = told.map(|why| Message::warn(words::read_only(texts, why)));
            self.notices.extend(said);
            self.hindrance = now;
        }
    }

    /// Takes these sentences away wherever they stand or wait to be said.
    fn withdraw(&mut self, untrue: &[String]) {
        let is_untrue = |message: &mut Message| untrue.contains(&message.text);
        self.notices.retain_mut(|notice| !is_untrue(notice));
        self.message.take_if(is_untrue);
        for shown in self.layers.iter_mut().filter_map(|layer| layer.refusal()) {
            shown.take_if(is_untrue);
        }
    }

    fn look_for_trouble(&mut self) {
        let trouble = self.ledger.trouble();
        if trouble != self.trouble {
            self.notices.extend(trouble.clone().map(Message::warn));
            self.trouble = trouble;
        }
    }

    /// Brings everything derived from the register up to date with what has changed by the user's `own` doing or others'.
    fn absorb(&mut self, changes: &[Change], own: bool, was_empty: bool) {
        self.look_for_trouble();
        self.sums = Sums::of(self.ledger.register());
        if changes.len() > FINDER_FOLLOWS {
            self.finder = None;
        } else if let Some(finder) = &mut self.finder {
            finder.update(self.ledger.register(), changes.iter().map(Change::target));
        }
        let cx = cx!(self);
        if was_empty {
            self.nav.begin(&self.arranged, &cx);
        }
        self.nav.absorb(changes, own, &cx);
    }

    /// What an entry was and how to take it back; before that, what to mind about it. Further remarks come one by one.
    fn done(&mut self, entry: &Entry) -> Message {
        let texts = self.env.texts;
        let title = text::cut(&entry.label.title, NAMED_BY);
        let label = Label { title, ..entry.label.clone() };
        let what = match label.verb {
            Verb::ImportPlan => words::taken_over(texts, &entry.changes),
            _ => words::due_moved(texts, &label, &entry.changes, self.now.today),
        };
        let what = capital(&what.unwrap_or_else(|| words::label(texts, &label, self.now.today)));
        let key = self.env.keymap.key_of(Command::UndoChange);
        let undo = t!(texts, "undo-tail", key = key);
        let remarks = remarks(self.ledger.register(), entry);
        let mut said = remarks.iter().map(|remark| words::remark(texts, remark, self.now.today));
        let Some(first) = said.next() else { return Message::good(what).ending(undo) };
        self.notices.extend(said.map(Message::warn));
        Message::warn(format!("{first} {what}")).ending(undo)
    }

    /// Has something taken back and says what; `nothing` is the message for when there was nothing.
    pub(super) fn take_back(
        &mut self,
        nothing: &str,
        how: impl FnOnce(&mut dyn Ledger, Stamp) -> Result<Undone, NotUndone>,
    ) {
        let texts = self.env.texts;
        let was_empty = self.ledger.register().is_empty();
        match how(self.ledger, self.now.at) {
            Ok(undone) => {
                self.absorb(&undone.entry.changes, true, was_empty);
                let redone = undone.entry.label.verb == Verb::Redo;
                // Of several dates it says by how much they had moved, as it did then; a single one goes by its day, which is
                // shorter.
                let several = undone.what.subject.is_none();
                let moved = |changes: &[Change]| {
                    words::due_moved(texts, &undone.what, changes, self.now.today).filter(|_| several)
                };
                let changes = &undone.entry.changes;
                let due = if redone { moved(changes) } else { moved(&inverse(changes)) };
                let what = due.unwrap_or_else(|| words::label(texts, &undone.what, self.now.today));
                let (id, tail, command) = if redone {
                    ("redo-done", "undo-tail", Command::UndoChange)
                } else {
                    ("undo-done", "redo-tail", Command::RedoChange)
                };
                let key = self.env.keymap.key_of(command);
                let said = texts.get(id, &[("what", what.into())]);
                let seq = undone.entry.seq;
                self.message = Some(if self.nav.view().lists_entry(seq) {
                    Message::good(said).ending(texts.get(tail, &[("key", key.into())]))
                } else {
                    // Nothing on the screen shows that it was done.
                    let seq = words::grouped(texts, seq as usize);
                    Message::warn(said).ending(t!(texts, "undo-outside-filter", seq = seq))
                });
            }
            Err(NotUndone::Nothing) => self.message = Some(Message::note(texts.get(nothing, &[]))),
            Err(why) => {
                let (register, own) = (self.ledger.register(), self.ledger.actor());
                let said = words::not_undone(texts, register, own, &why, &self.env.zone, self.now.today);
                let said = match &why {
                    NotUndone::Unwritten(why) => self.once_more(said, why),
                    _ => said,
                };
                self.message = Some(Message::bad(said));
            }
        }
    }
}

/// Whether an entry put its subject where it is: a topic that was moved, a plan that was read.
fn is_new_place(entry: &Entry, subject: Ref) -> bool {
    let inserted = |change: &Change| matches!(change, Change::Insert(_)) && change.target() == subject;
    entry.label.verb == Verb::MoveNode || entry.changes.iter().any(inserted)
}

/// The text with its first letter in upper case.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
