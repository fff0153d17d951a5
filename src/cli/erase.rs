//! `regie erase`: the personal data of a contact leaves the record.
//!
//! Owns the question beforehand, which is asked where the user is; that nothing is erased while it was not said what is to become of
//! what others wrote of the person, or who takes over what refers to them; and telling what is left.

use std::io::{BufRead, Write};

use serde_json::json;

use super::args::EraseHow;
use super::call::{Call, Desk, Held};
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind as Sort};
use crate::i18n::words;
use crate::io::{json, visible};
use crate::model::apply::Conflict;
use crate::model::bulk::bulk;
use crate::model::change::Entry;
use crate::model::erasure::{Erased, Erasing, Mentions, Traces};
use crate::model::id::Ref;
use crate::model::operation::{self, Refusal};
use crate::model::record::{Field, Kind};
use crate::model::register::Register;
use crate::model::remark::remarks;
use crate::t;

/// So many places are named before anything is erased; a name that stands in more is shown by a search.
const MOST_PLACES: usize = 40;

/// So many items that refer to the contact are named when somebody must take over.
const NAMED: usize = 5;

/// The option by which mentions go, or stay.
pub fn option(mentions: bool) -> &'static str {
    if mentions { "--mentions" } else { "--leave-mentions" }
}

impl Call<'_> {
    /// Asks whether the contact is really meant, unless that was said: on a terminal, with the name; elsewhere it must be said. What was
    /// chosen there of the mentions, when it was not said and there are any.
    ///
    /// # Errors
    /// It is not.
    pub fn confirm_erasing(&self, how: &EraseHow) -> Result<Option<bool>, Stop> {
        let EraseHow { target, mentions, ref names, hand_over_to, yes } = *how;
        if let Some(name) = names.iter().find(|name| !Traces::default().note_said(name)) {
            let error =
                Error::new(Sort::Usage, t!(self.texts, "cli-erase-name-short", name = visible::line(name)));
            return Err(error.hint(t!(self.texts, "cli-erase-name-short-hint")).into());
        }
        if yes {
            return Ok(None);
        }
        let target_text = target.to_string();
        if !self.env.stdin_terminal || !self.env.stderr_terminal {
            let error = Error::new(Sort::Usage, t!(self.texts, "cli-erase-unasked", ref = target_text));
            return Err(error.hint(t!(self.texts, "cli-erase-unasked-hint")).into());
        }
        let desk = self.read_if_any()?;
        self.must_be_contact(desk.register(), target)?;
        let name = visible::line(desk.register().title(target)).into_owned();
        let found = match &desk {
            Desk::Kept(keeper) => {
                let erasing = Erasing { contact: target, mentions: false, names: names.clone() };
                let found = keeper.mentions(&erasing);
                found.map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?
            }
            Desk::Empty(_) => Mentions::default(),
        };
        self.must_be_free(desk.register(), target, hand_over_to)?;
        let taken_over = hand_over_to.map(|to| {
            let count = desk.register().inbound(target);
            let name = visible::line(desk.register().title(to)).into_owned();
            t!(self.texts, "cli-erase-ask-over", ref = target.to_string(), count = count, to = to.to_string(), name = name)
        });
        drop(desk);
        let name = if name.is_empty() { t!(self.texts, "cli-erase-removed") } else { name };
        let ref_text = target_text.as_str();
        let mut asked = t!(self.texts, "cli-erase-meant", ref = ref_text, name = name) + "\n";
        asked.extend(taken_over.map(|line| line + "\n"));
        if !found.is_empty() {
            let (places, lines) = (found.places.len(), found.lines);
            asked += &(t!(self.texts, "cli-erase-found", places = places, lines = lines) + "\n");
            self.places(&found.places).iter().for_each(|place| asked += &format!("  {place}\n"));
        }
        asked += &match (mentions, found.is_empty()) {
            (_, true) => t!(self.texts, "cli-erase-ask", ref = ref_text),
            (Some(true), false) => t!(self.texts, "cli-erase-ask-mentions", ref = ref_text),
            (Some(false), false) => t!(self.texts, "cli-erase-ask-left", ref = ref_text),
            (None, false) => t!(self.texts, "cli-erase-ask-which", ref = ref_text),
        };
        // Without a standard error it was not asked, and the answer is read all the same.
        let _ = write!(self.err.borrow_mut(), "{asked} ");
        let _ = self.err.borrow_mut().flush();
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        let mut said = answer.split_whitespace();
        let meant = said.next().is_some_and(|said| said.eq_ignore_ascii_case(&target_text));
        let to_choose = mentions.is_none() && !found.is_empty();
        let chosen = [true, false].into_iter().find(|chosen| said.clone().eq([option(*chosen)]));
        if meant && if to_choose { chosen.is_some() } else { said.next().is_none() } {
            return Ok(chosen);
        }
        Err(Error::new(Sort::Refused, t!(self.texts, "cli-erase-not", ref = target_text)).into())
    }

    /// Only contacts are persons. One that was removed earlier is none of the register, and in the journal still.
    fn must_be_contact(&self, register: &Register, target: Ref) -> Result<(), Stop> {
        if target.kind == Kind::Contact {
            return Ok(());
        }
        let refusal = Refusal::WrongKind { found: target, needed: Kind::Contact };
        Err(sentences::refusal(self.texts, register, &refusal).into())
    }

    /// To whom everything goes over that refers to `target` must be somebody else; and there must be somebody, if there is anything.
    fn must_be_free(&self, register: &Register, target: Ref, to: Option<Ref>) -> Result<(), Stop> {
        if let Some(to) = to {
            self.must_be(register, to, Kind::Contact)?;
            if to == target {
                let error =
                    Error::new(Sort::Refused, t!(self.texts, "cli-erase-over-itself", ref = to.to_string()));
                return Err(error.hint(self.over_hint(register, target)).into());
            }
            return Ok(());
        }
        let count = register.inbound(target);
        if count == 0 {
            return Ok(());
        }
        let referenced = Conflict::Referenced { target, by: register.referrers(target, NAMED), count };
        let error = sentences::unwritten(self.texts, &referenced.into(), self.now.today);
        Err(error.hint(self.over_hint(register, target)).into())
    }

    /// How to have everything taken over: by whoever replaces the contact anyway, if that is known.
    fn over_hint(&self, register: &Register, target: Ref) -> String {
        let deputy = register.contact(target).and_then(|contact| contact.deputy);
        let to = deputy.map_or("C-…".to_owned(), |to| to.to_string());
        t!(self.texts, "cli-erase-over-hint", ref = target.to_string(), to = to)
    }

    /// Records that whatever refers to `from` refers to `to` from now on; how many items, and the entry.
    fn hand_over(&self, keeper: &mut Held<'_>, from: Ref, to: Ref) -> Result<Option<(usize, Entry)>, Stop> {
        let register = keeper.register();
        let targets = register.referrers(from, usize::MAX);
        let all = bulk(&targets, |item| operation::hand_over(register, item, from, to))
            .map_err(|refused| sentences::refusal(self.texts, register, &refused.refusal))?;
        let Some(all) = all else { return Ok(None) };
        let entry = self.append(keeper, all.draft)?;
        Ok(entry.map(|entry| (all.changed, entry)))
    }

    /// Places in the register, a line each.
    fn places(&self, places: &[(Ref, Field)]) -> Vec<String> {
        let line = |(item, field): &(Ref, Field)| format!("{item}  {}", words::field(self.texts, *field));
        let mut lines: Vec<String> = places.iter().take(MOST_PLACES).map(line).collect();
        let more = places.len().saturating_sub(MOST_PLACES);
        lines.extend((more > 0).then(|| t!(self.texts, "cli-erase-more", count = more)));
        lines
    }

    /// `regie erase REF [--mentions|--leave-mentions] [--name TEXT]... [--hand-over-to REF]`, after the question.
    pub fn erase(&mut self, how: &EraseHow) -> Outcome {
        let EraseHow { target, mentions, ref names, hand_over_to, .. } = *how;
        let mut keeper = self.write(false)?;
        self.must_be_contact(keeper.register(), target)?;
        let erasing = Erasing { contact: target, mentions: mentions == Some(true), names: names.clone() };
        let today = self.now.today;
        let unwritten = |why| sentences::unwritten(self.texts, &why, today);
        let text = target.to_string();
        // Asked first: who may not erase is to hand over nothing either.
        let mut left = keeper.mentions(&erasing).map_err(unwritten)?;
        self.must_be_free(keeper.register(), target, hand_over_to)?;
        if mentions.is_none() && !left.is_empty() {
            let (places, lines) = (left.places.len(), left.lines);
            let said = t!(self.texts, "cli-erase-mentioned", ref = text.as_str());
            let found = t!(self.texts, "cli-erase-found", places = places, lines = lines);
            let mut error = Error::new(Sort::Refused, said).hint(found);
            error.hints.extend(self.places(&left.places).into_iter().map(|place| format!("  {place}")));
            return Err(error.hint(t!(self.texts, "cli-erase-choose")).into());
        }
        if erasing.mentions {
            left = Mentions::default();
        }
        let handed = match hand_over_to {
            Some(to) => self.hand_over(&mut keeper, target, to)?.map(|handed| (to, handed)),
            None => None,
        };
        let erased = keeper.erase(&erasing, self.now.at).map_err(|why| match &handed {
            Some((_, (_, entry))) => {
                unwritten(why).hint(t!(self.texts, "cli-erase-over-stands", seq = entry.seq.to_string()))
            }
            None => unwritten(why),
        })?;
        let seq = erased.entry.as_ref().map(|entry| entry.seq);
        if seq.is_some() {
            self.recorded.set(seq);
        }
        let Erased { lines, traces, gone, left: files, .. } = erased;
        let named = traces.mentions(keeper.register());
        if self.global.json {
            let places: Vec<_> =
                named.iter().map(|(item, field)| json!({"ref": item, "field": field.word()})).collect();
            let handed =
                handed.map(|(to, (count, entry))| json!({"to": to, "items": count, "entry": entry.seq}));
            let body = json!({"entry": seq, "refs": [text], "lines": lines, "mentions": places,
                "mention_lines": left.lines, "files": files, "removed_files": gone, "handed_over": handed});
            json::write(self.out.raw(), &body)?;
            return Ok(self.out.raw().write_all(b"\n")?);
        }
        if let Some((to, (count, entry))) = handed {
            let (seq, to) = (entry.seq.to_string(), to.to_string());
            let ref_text = text.as_str();
            self.out
                .line(&t!(self.texts, "cli-erase-over", ref = ref_text, count = count, to = to, seq = seq))?;
            for remark in remarks(keeper.register(), &entry) {
                self.note(&words::remark(self.texts, &remark, today));
            }
        }
        let Some(seq) = seq else {
            self.out.line(&t!(self.texts, "cli-erase-nothing", ref = text.as_str()))?;
            return self.out.line(&t!(self.texts, "cli-erase-name", ref = text));
        };
        let seq = seq.to_string();
        self.out.line(&t!(self.texts, "cli-erased", ref = text.as_str(), lines = lines, seq = seq))?;
        for file in &gone {
            self.out.line(&format!("  {}", t!(self.texts, "cli-erase-gone", file = visible::line(file))))?;
        }
        if !left.is_empty() {
            let (places, lines) = (left.places.len(), left.lines);
            self.out.line(&t!(self.texts, "cli-erase-left", places = places, lines = lines))?;
            for place in self.places(&left.places) {
                self.out.line(&format!("  {place}"))?;
            }
            self.out.line(&t!(self.texts, "cli-erase-name", ref = text))?;
        }
        let others: Vec<_> = named.into_iter().filter(|place| !left.places.contains(place)).collect();
        if !others.is_empty() {
            self.out.line(&t!(self.texts, "cli-erase-others"))?;
            for place in self.places(&others) {
                self.out.line(&format!("  {place}"))?;
            }
        }
        if !files.is_empty() {
            self.out.line(&t!(self.texts, "cli-erase-files"))?;
        }
        for file in &files {
            self.out.line(&format!("  {}", visible::line(file)))?;
        }
        self.out.line(&t!(self.texts, "cli-erase-backups"))
    }
}
