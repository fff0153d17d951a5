//! Starting the workbench, on the register or on a demo; and making a demo.

use std::path::Path;

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::io::demo::Demo;
use crate::io::file;
use crate::io::plan::{self, KeptSource, MAX_SOURCE_BYTES};
use crate::i18n::Lang;
use crate::model::id::Stamp;
use crate::model::ledger::Ledger;
use crate::model::operation::Circumstances;
use crate::model::register::Register;
use crate::store::{Keeper, StoreError, Use};
use crate::{t, tui};

/// Reads plan files for the workbench, and keeps their texts beside the register.
struct PlanReader<'a, 'b> {
    call: &'a Call<'b>,
    dir: &'a Path,
}

impl tui::PlanImport for PlanReader<'_, '_> {
    fn propose(&mut self, register: &Register, path: &Path) -> Result<tui::Proposal, Error> {
        let texts = self.call.texts;
        let bytes =
            file::read(path, MAX_SOURCE_BYTES as u64).map_err(|why| sentences::file(texts, path, &why))?;
        let source = plan::read_source(&bytes).map_err(|why| sentences::source(texts, path, &why))?;
        let draft = plan::parse(&source);
        let kept = plan::kept_source(&bytes, &source);
        let now = Circumstances { ..self.call.env.now() };
        let compared = plan::compare(register, &draft, &kept, &now, &|_| true);
        self.keep(&kept)?;
        let dutch = texts.lang() == Lang::Nl;
        let findings = draft.findings.iter().map(|finding| finding.message(dutch)).collect();
        Ok(tui::Proposal { draft: compared.draft, findings })
    }
}

impl PlanReader<'_, '_> {
    fn keep(&self, kept: &KeptSource) -> Result<(), Error> {
        crate::store::keep_source(self.dir, &kept.file, &kept.text)
            .map(|_| ())
            .map_err(|why| sentences::store(self.call.texts, &why, self.dir))
    }
}

impl Call<'_> {
    /// `regie`: the workbench.
    pub fn workbench(&mut self) -> Outcome {
        if !self.env.can_draw() {
            return Err(self.headless().into());
        }
        let dir = self.dir()?;
        let opened =
            self.open(&dir, Use::Stay, true).map_err(|why| sentences::store(self.texts, &why, &dir))?;
        self.tell(&opened.notices);
        let mut keeper = opened.keeper;
        let outcome = self.run_on(&mut keeper, &dir);
        keeper.close();
        match outcome? {
            tui::Outcome::Demo => self.demo(DEMO_ACTIONS, DEMO_SEED, None),
            tui::Outcome::Quit | tui::Outcome::HungUp | tui::Outcome::Terminated => Ok(()),
        }
    }

    /// What to do without a terminal.
    fn headless(&self) -> Error {
        let mut error = Error::new(Kind::Usage, t!(self.texts, "cli-headless"));
        for line in t!(self.texts, "cli-headless-hint").lines() {
            error = error.hint(line);
        }
        error
    }

    fn run_on(&self, keeper: &mut Keeper, dir: &Path) -> Result<tui::Outcome, Stop> {
        let own = self.env.config_dir().map(|dir| dir.join("keymap.toml"));
        let keymap = own.and_then(|path| {
            let text = std::fs::read_to_string(&path).ok()?;
            Some(tui::KeymapFile { path: path.display().to_string(), text })
        });
        let clock = || Stamp(jiff::Timestamp::now().as_millisecond());
        let mut import = PlanReader { call: self, dir };
        let options = tui::Options {
            texts: self.texts,
            theme: self.theme(),
            keymap,
            clock: &clock,
            zone: self.zone.clone(),
            term: self.env.var("TERM").map(str::to_owned),
            import: &mut import,
        };
        Ok(tui::run(keeper, options)?)
    }

    /// Colours unless they are turned off; line drawing where the locale knows it.
    fn theme(&self) -> tui::Theme {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| self.env.var(name)).unwrap_or("");
        let folded = locale.to_ascii_lowercase().replace('-', "");
        tui::Theme { colour: self.color, ascii: !folded.contains("utf8") }
    }

    /// `regie demo`: writes a fictional municipality; without `into` in a temporary register, in which the workbench opens.
    pub fn demo(&mut self, actions: u32, seed: u64, into: Option<&Path>) -> Outcome {
        match into {
            Some(dir) => {
                self.fill(dir, actions, seed)?.close();
                let dir = dir.display().to_string();
                if self.global.json {
                    let body = serde_json::json!({"register": dir, "actions": actions, "seed": seed});
                    crate::io::json::write(self.out.raw(), &body)?;
                    return Ok(std::io::Write::write_all(self.out.raw(), b"\n")?);
                }
                self.out.line(&t!(self.texts, "cli-demo-made", count = actions.to_string(), dir = dir))
            }
            None => {
                if !self.env.can_draw() {
                    return Err(Error::new(Kind::Usage, t!(self.texts, "cli-demo-headless"))
                        .hint(t!(self.texts, "cli-demo-headless-hint"))
                        .into());
                }
                let scratch = Scratch::new().map_err(|why| {
                    let path = std::env::temp_dir().display().to_string();
                    Error::new(Kind::System, t!(self.texts, "cli-io", path = path, reason = why.to_string()))
                })?;
                let mut keeper = self.fill(&scratch.0, actions, seed)?;
                let outcome = self.run_on(&mut keeper, &scratch.0);
                drop(keeper);
                drop(scratch);
                outcome.map(|_| ())
            }
        }
    }

    fn fill(&self, dir: &Path, actions: u32, seed: u64) -> Result<Keeper, Stop> {
        let mut keeper = self.write_in(dir, true)?;
        if keeper.head() > 0 {
            let why = StoreError::NotFree { path: dir.to_path_buf(), entries: keeper.head() };
            return Err(Error::new(Kind::Refused, sentences::store(self.texts, &why, dir).message)
                .hint(t!(self.texts, "cli-demo-not-free-hint"))
                .into());
        }
        let name = t!(self.texts, "cli-phase-demo");
        let mut meter = self.meter();
        let mut drafts = Demo::new(seed, actions, self.now.today, self.now.at).drafts();
        let mut done = 0;
        for draft in &mut drafts {
            done += draft.changes.iter().filter(|change| change.target().kind == crate::model::record::Kind::Action).count();
            self.append(&mut keeper, draft)?;
            meter.show(&name, done as u64, u64::from(actions));
        }
        Ok(keeper)
    }
}

/// Actions of a demo when no number is given: what a municipality of fifty thousand inhabitants has in four years.
pub const DEMO_ACTIONS: u32 = 400;

/// The seed when none is given.
pub const DEMO_SEED: u64 = 1;

/// A folder that is gone when the demo ends.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Scratch> {
        use std::os::unix::fs::DirBuilderExt;
        let name = format!("regie-demo-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is in the folder for temporary files, which the system clears.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
