//! Starting the workbench: on which register, with which plan reader, or what to say when there is no terminal.

use std::path::Path;

use super::call::Call;
use super::demo::{DEMO_ACTIONS, DEMO_SEED};
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::i18n::Lang;
use crate::io::file;
use crate::io::plan::{self, KeptSource, MAX_SOURCE_BYTES};
use crate::model::id::Stamp;
use crate::model::register::Register;
use crate::store::{Keeper, Use};
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
        let draft = super::import::titled(plan::parse(&source), path);
        let kept = plan::kept_source(&source);
        let now = self.call.env.now(&self.call.zone);
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
        keeper.settle();
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

    /// Runs the workbench on `keeper`, whose folder is `dir`.
    pub fn run_on(&self, keeper: &mut Keeper, dir: &Path) -> Result<tui::Outcome, Stop> {
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
}
