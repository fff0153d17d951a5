//! The commands that handle a register as a whole: backup, restore, verify, repair.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::i18n::words;
use crate::io::visible;
use crate::model::id::Ref;
use crate::store::{self, Damage, NoteCheck, OpenOptions, Operator, PutBack, StateCheck, StoreError, Use};
use crate::t;

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// So many items that were lost are named; `--json` has them all.
const NAMED: usize = 20;

/// Numbers, lowest first, of which those that follow each other are drawn together: “8–11, 15”.
fn runs(numbers: &[u64]) -> String {
    let run = |run: &[u64]| match run {
        [first, .., last] => format!("{first}–{last}"),
        _ => run.iter().map(u64::to_string).collect(),
    };
    numbers.chunk_by(|a, b| a + 1 == *b).map(run).collect::<Vec<_>>().join(", ")
}

fn put_back_json(line: &PutBack) -> serde_json::Value {
    json!({"file": format!("{:06}.jsonl", line.segment), "line": line.line, "entry": line.seq,
        "erased_by": line.by, "ref": line.contact})
}

impl Call<'_> {
    /// On whose behalf the register as a whole is handled.
    fn operator(&self) -> Operator {
        let patience = OpenOptions::new(Use::Brief, self.holder()).patience;
        Operator { actor: self.now.actor.clone(), holder: self.holder(), at: self.now.at, patience }
    }

    fn failed(&self, why: &StoreError, dir: &Path) -> Stop {
        sentences::store(self.texts, why, dir).into()
    }

    /// Prints a result as JSON, or as these lines.
    fn report(&mut self, body: &serde_json::Value, lines: &[String]) -> Outcome {
        if self.global.json {
            crate::io::json::write(self.out.raw(), body)?;
            return Ok(std::io::Write::write_all(self.out.raw(), b"\n")?);
        }
        lines.iter().try_for_each(|line| self.out.line(line))
    }

    /// `regie backup FILE`.
    pub fn backup(&mut self, file: &Path) -> Outcome {
        let dir = self.dir()?;
        let made = {
            let mut meter = self.meter();
            store::backup(&dir, file, &mut |progress| meter.store(progress))
        };
        let made = made.map_err(|why| self.failed(&why, &dir))?;
        let line = t!(
            self.texts,
            "cli-backup",
            file = visible::path(file),
            entries = made.entries,
            size = size(made.bytes)
        );
        let body = json!({
            "file": file, "entries": made.entries, "files": made.files, "bytes": made.bytes,
        });
        self.report(&body, &[line])
    }

    /// `regie restore FILE [--force]`.
    pub fn restore(&mut self, file: &Path, force: bool) -> Outcome {
        let dir = self.dir()?;
        let operator = self.operator();
        let restored = {
            let mut meter = self.meter();
            store::restore(file, &dir, force, &operator, &mut |progress| meter.store(progress))
        };
        let restored = restored.map_err(|why| self.failed(&why, &dir))?;
        let mut lines =
            vec![t!(self.texts, "cli-restored", dir = visible::path(&dir), entries = restored.entries)];
        for path in &restored.aside {
            lines.push(t!(self.texts, "cli-aside", path = visible::path(path)));
        }
        let body = json!({"entries": restored.entries, "files": restored.files, "bytes": restored.bytes,
            "aside": restored.aside});
        self.report(&body, &lines)
    }

    /// `regie verify`.
    pub fn verify(&mut self) -> Outcome {
        let dir = self.dir()?;
        let operator = self.operator();
        let found = {
            let mut meter = self.meter();
            store::verify(&dir, &operator, &mut |progress| meter.store(progress))
        };
        let found = match found {
            // Whoever verifies need not be told to.
            Err(StoreError::Damaged(damage)) => {
                return Err(sentences::damaged(self.texts, &damage, &dir).into());
            }
            Err(StoreError::PutBack { damage, lines }) => return self.unfit_for(&damage, &lines, &dir),
            found => found.map_err(|why| self.failed(&why, &dir))?,
        };
        let (state, state_line) = match &found.state {
            StateCheck::Agrees => ("agrees", t!(self.texts, "cli-verify-agrees")),
            StateCheck::None => ("none", t!(self.texts, "cli-verify-none")),
            StateCheck::Differs => ("differs", t!(self.texts, "cli-verify-differs")),
            StateCheck::Unfit(why) => {
                ("unfit", t!(self.texts, "cli-verify-unfit", why = sentences::unfit(self.texts, why)))
            }
            StateCheck::Busy => ("busy", t!(self.texts, "cli-verify-busy")),
            StateCheck::NoLock(path) => {
                ("no_lock", t!(self.texts, "cli-verify-no-lock", path = visible::path(path)))
            }
        };
        let mut lines = vec![
            t!(
                self.texts,
                "cli-verified",
                entries = found.entries,
                items = found.items,
                size = size(found.bytes)
            ),
            state_line,
        ];
        if found.torn_bytes > 0 {
            lines.push(t!(self.texts, "cli-verify-torn", bytes = found.torn_bytes));
        }
        let note = match found.note {
            NoteCheck::Fine => "fine",
            NoteCheck::Unread => {
                lines.push(t!(self.texts, "cli-verify-note"));
                "unread"
            }
            NoteCheck::Folder => {
                lines.push(t!(self.texts, "cli-verify-note-folder"));
                "folder"
            }
        };
        for (plan, source) in &found.sources {
            let (plan, source) = (plan.to_string(), source.as_str());
            lines.push(t!(self.texts, "cli-verify-source", plan = plan, file = source));
        }
        lines.extend(found.put_back.iter().map(|line| self.put_back(line)));
        let sources: Vec<_> =
            found.sources.iter().map(|(plan, file)| json!({"plan": plan, "file": file})).collect();
        let put_back: Vec<_> = found.put_back.iter().map(put_back_json).collect();
        let body = json!({
            "entries": found.entries, "items": found.items, "bytes": found.bytes, "torn_bytes": found.torn_bytes,
            "state": state, "acknowledged": note, "sources": sources, "put_back": put_back,
        });
        self.report(&body, &lines)?;
        let differs = found.state == StateCheck::Differs || !found.sources.is_empty();
        if !differs && found.put_back.is_empty() {
            return Ok(());
        }
        self.out.flush()?;
        let mut error = Error::new(Kind::Damaged, t!(self.texts, "cli-verify-failed"));
        if differs {
            error = error.hint(t!(self.texts, "cli-verify-failed-hint"));
        }
        Err(self.erase_again(error, &found.put_back).into())
    }

    /// `error` with how to erase once more what stands again in `lines`.
    fn erase_again(&self, mut error: Error, lines: &[PutBack]) -> Error {
        let erased: BTreeSet<Ref> = lines.iter().filter_map(|line| line.contact).collect();
        for contact in erased {
            error = error
                .hint(t!(self.texts, "cli-verify-put-back-hint", ref = contact.to_string()))
                .hint(t!(self.texts, "cli-erase-name", ref = contact.to_string()));
        }
        error
    }

    /// The register cannot be opened, for lines of its journal that were put back.
    fn unfit_for(&mut self, damage: &Damage, lines: &[PutBack], dir: &Path) -> Outcome {
        let put_back: Vec<_> = lines.iter().map(put_back_json).collect();
        let said: Vec<String> = lines.iter().map(|line| self.put_back(line)).collect();
        self.report(&json!({"put_back": put_back}), &said)?;
        self.out.flush()?;
        let error = sentences::damaged(self.texts, damage, dir)
            .hint(t!(self.texts, "cli-verify-put-back-repair-hint"));
        Err(self.erase_again(error, lines).into())
    }

    /// Where what was erased stands again, and who had erased it.
    fn put_back(&self, line: &PutBack) -> String {
        t!(
            self.texts,
            "cli-verify-put-back",
            segment = format!("{:06}.jsonl", line.segment),
            line = line.line.to_string(),
            seq = line.seq.to_string(),
            ref = line.contact.map_or(String::new(), |contact| contact.to_string()),
            by = line.by.to_string(),
            actor = visible::line(&line.actor.0),
            at = words::moment(self.texts, line.at, &self.zone, self.now.today)
        )
    }

    /// `regie repair`.
    pub fn repair(&mut self) -> Outcome {
        let dir = self.dir()?;
        let operator = self.operator();
        let mended = {
            let mut meter = self.meter();
            store::repair(&dir, &operator, &mut |progress| meter.store(progress))
        };
        let mended = mended.map_err(|why| self.failed(&why, &dir))?;
        let mut lines = Vec::new();
        if mended.journal_aside.is_none() && mended.state_aside.is_none() {
            lines.push(t!(self.texts, "cli-repair-sound", entries = mended.kept));
        } else {
            lines.push(t!(self.texts, "cli-repaired", kept = mended.kept));
        }
        if mended.adapted > 0 {
            lines.push(t!(self.texts, "cli-repair-adapted", count = mended.adapted));
        }
        if !mended.lost.is_empty() {
            lines.push(t!(
                self.texts,
                "cli-repair-lost",
                count = mended.lost.len(),
                seqs = runs(&mended.lost)
            ));
        }
        if mended.recovered > 0 {
            lines.push(t!(self.texts, "cli-repair-recovered", count = mended.recovered));
        }
        if mended.journal_aside.is_some() {
            let (before, items) = (mended.items_before, mended.items);
            lines.push(t!(self.texts, "cli-repair-items", before = before, items = items));
        }
        if mended.end_lost {
            lines.push(t!(self.texts, "cli-repair-end-lost"));
        }
        if !mended.missing.is_empty() {
            let named: Vec<String> = mended.missing.iter().take(NAMED).map(Ref::to_string).collect();
            let rest = mended.missing.len().saturating_sub(NAMED);
            lines.push(t!(self.texts, "cli-repair-missing", refs = named.join(", "), rest = rest));
        }
        for path in mended.journal_aside.iter().chain(&mended.state_aside) {
            lines.push(t!(self.texts, "cli-aside", path = visible::path(path)));
        }
        let body = json!({
            "items_before": mended.items_before, "items": mended.items, "missing": mended.missing,
            "unknown": mended.unknown, "end_lost": mended.end_lost, "kept": mended.kept, "adapted": mended.adapted, "lost": mended.lost, "recovered": mended.recovered,
            "journal_aside": mended.journal_aside, "state_aside": mended.state_aside,
        });
        self.report(&body, &lines)?;
        if mended.missing.is_empty() && mended.unknown == 0 && !mended.end_lost {
            return Ok(());
        }
        self.out.flush()?;
        Err(Error::new(Kind::Damaged, t!(self.texts, "cli-repair-short"))
            .hint(t!(self.texts, "cli-repair-short-hint"))
            .into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_drawn_together() {
        assert_eq!(runs(&[8, 9, 10, 11, 15, 17, 18]), "8–11, 15, 17–18");
        assert_eq!((runs(&[3]), runs(&[])), ("3".to_owned(), String::new()));
    }
}
