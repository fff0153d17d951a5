//! The commands that handle a register as a whole: backup, restore, verify, repair.

use std::path::Path;

use serde_json::json;

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::io::visible;
use crate::model::id::Ref;
use crate::store::{self, OpenOptions, Operator, StateCheck, StoreError, Use};
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
        let found = found.map_err(|why| self.failed(&why, &dir))?;
        let (state, state_line) = match &found.state {
            StateCheck::Agrees => ("agrees", t!(self.texts, "cli-verify-agrees")),
            StateCheck::None => ("none", t!(self.texts, "cli-verify-none")),
            StateCheck::Differs => ("differs", t!(self.texts, "cli-verify-differs")),
            StateCheck::Unfit(why) => {
                ("unfit", t!(self.texts, "cli-verify-unfit", why = sentences::unfit(self.texts, why)))
            }
            StateCheck::Busy => ("busy", t!(self.texts, "cli-verify-busy")),
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
        for (plan, source) in &found.sources {
            let (plan, source) = (plan.to_string(), source.as_str());
            lines.push(t!(self.texts, "cli-verify-source", plan = plan, file = source));
        }
        let sources: Vec<_> =
            found.sources.iter().map(|(plan, file)| json!({"plan": plan, "file": file})).collect();
        let body = json!({
            "entries": found.entries, "items": found.items, "bytes": found.bytes, "torn_bytes": found.torn_bytes,
            "state": state, "sources": sources,
        });
        self.report(&body, &lines)?;
        if found.state == StateCheck::Differs || !found.sources.is_empty() {
            self.out.flush()?;
            return Err(Error::new(Kind::Damaged, t!(self.texts, "cli-verify-failed"))
                .hint(t!(self.texts, "cli-verify-failed-hint"))
                .into());
        }
        Ok(())
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
            let seqs = mended.lost.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            lines.push(t!(self.texts, "cli-repair-lost", count = mended.lost.len(), seqs = seqs));
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
