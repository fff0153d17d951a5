//! `regie erase`: the personal data of a contact leaves the record.
//!
//! Owns the question beforehand, which is asked where the user is, and telling what is left for them to do afterwards.

use std::io::{BufRead, Write};

use serde_json::json;

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind as Sort};
use crate::i18n::words;
use crate::io::{json, visible};
use crate::model::erasure::Erased;
use crate::model::id::Ref;
use crate::model::operation::Refusal;
use crate::model::record::Kind;
use crate::model::register::Register;
use crate::t;

impl Call<'_> {
    /// Asks whether `target` is really meant, unless that was said: on a terminal, with the name; elsewhere it must be said.
    ///
    /// # Errors
    /// It is not.
    pub fn confirm_erasing(&self, target: Ref, yes: bool) -> Result<(), Stop> {
        if yes {
            return Ok(());
        }
        let target_text = target.to_string();
        if !self.env.stdin_terminal || !self.env.stderr_terminal {
            let error = Error::new(Sort::Usage, t!(self.texts, "cli-erase-unasked", ref = target_text));
            return Err(error.hint(t!(self.texts, "cli-erase-unasked-hint")).into());
        }
        let desk = self.read_if_any()?;
        self.must_be_contact(desk.register(), target)?;
        let name = visible::line(desk.register().title(target)).into_owned();
        drop(desk);
        let name = if name.is_empty() { t!(self.texts, "cli-erase-removed") } else { name };
        let asked = t!(self.texts, "cli-erase-ask", ref = target_text.as_str(), name = name);
        // Without a standard error it was not asked, and the answer is read all the same.
        let _ = write!(self.err.borrow_mut(), "{asked} ");
        let _ = self.err.borrow_mut().flush();
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if answer.trim().eq_ignore_ascii_case(&target_text) {
            return Ok(());
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

    /// `regie erase REF [--mentions]`, after the question.
    pub fn erase(&mut self, target: Ref, mentions: bool) -> Outcome {
        let mut keeper = self.write(false)?;
        self.must_be_contact(keeper.register(), target)?;
        let erased = keeper.erase(target, mentions, self.now.at);
        let erased = erased.map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?;
        let seq = erased.entry.as_ref().map(|entry| entry.seq);
        self.recorded.set(seq);
        let register = keeper.register();
        let mentions = erased.traces.mentions(register);
        let sources = register.tables().plans.iter().map(|plan| plan.source_file.clone());
        let mut files: Vec<String> = sources
            .filter(|file| keeper.source_text(file).is_some_and(|text| erased.traces.name(&text)))
            .map(|file| format!("plans/{file}"))
            .chain(erased.left.iter().cloned())
            .collect();
        files.sort();
        files.dedup();
        let text = target.to_string();
        if self.global.json {
            let places: Vec<_> =
                mentions.iter().map(|(item, field)| json!({"ref": item, "field": field.word()})).collect();
            let body = json!({"entry": seq, "refs": [text], "lines": erased.lines, "mentions": places,
                "files": files, "removed_files": erased.gone});
            json::write(self.out.raw(), &body)?;
            return Ok(self.out.raw().write_all(b"\n")?);
        }
        let Erased { lines, gone, .. } = &erased;
        match seq {
            None => self.out.line(&t!(self.texts, "cli-erase-nothing", ref = text))?,
            Some(seq) => {
                let seq = seq.to_string();
                self.out.line(&t!(self.texts, "cli-erased", ref = text, lines = *lines, seq = seq))?;
            }
        }
        for file in gone {
            self.out.line(&format!("  {}", t!(self.texts, "cli-erase-gone", file = visible::line(file))))?;
        }
        if !mentions.is_empty() || !files.is_empty() {
            self.out.line(&t!(self.texts, "cli-erase-mentions"))?;
        }
        for (item, field) in &mentions {
            self.out.line(&format!("  {item}  {}", words::field(self.texts, *field)))?;
        }
        for file in &files {
            self.out.line(&format!("  {}", visible::line(file)))?;
        }
        self.out.line(&t!(self.texts, "cli-erase-backups"))
    }
}
