//! Starting the workbench: on which register, with which plan reader, or what to say when there is no terminal.

use std::path::{Path, PathBuf};

use super::args::Color;
use super::call::{Call, Held};
use super::demo::{DEMO_ACTIONS, DEMO_SEED};
use super::desk::{LeftBehind, OwnDesk, check};
use super::env;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind};
use crate::i18n::{Lang, Texts, words};
use crate::io::plan::{self, MAX_SOURCE_BYTES};
use crate::io::{file, visible};
use crate::model::change::{Draft, Entry, Verb};
use crate::model::erasure::Traces;
use crate::model::id::{Actor, Ref, Stamp};
use crate::model::ledger::{
    Beginning, EntryHead, Followed, Ledger, Other, Outline, ReadOnly, Unwritten, Wake,
};
use crate::model::record::Field;
use crate::model::register::Register;
use crate::store::{Notice, Use};
use crate::tui::Palette;
use crate::{t, tui};

/// The most paths that are listed to choose from. More than a screen holds is typed further, not looked through.
const MOST_PATHS: usize = 200;

/// The most names of a folder that are looked at after a key.
const MOST_NAMES: usize = 20_000;

/// `path` with a `~` at its start made the home folder.
fn at_home(path: &str, home: Option<&str>) -> PathBuf {
    match (path.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
            PathBuf::from(format!("{home}{rest}"))
        }
        _ => PathBuf::from(path),
    }
}

/// The paths that go on from `typed`, folders with a slash behind them; hidden ones when the dot has been typed.
fn completions(typed: &str, home: Option<&str>) -> Vec<String> {
    if typed == "~" {
        return vec!["~/".to_owned()];
    }
    let (dir, start) = typed.split_at(typed.rfind('/').map_or(0, |slash| slash + 1));
    let folder = if dir.is_empty() { PathBuf::from(".") } else { at_home(dir, home) };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let names = entries.flatten().take(MOST_NAMES).filter_map(|entry| entry.file_name().into_string().ok());
    let is_plan = |name: &str| {
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
        plan::ENDINGS.contains(&&*ending)
    };
    let shown = |name: &String| {
        let hidden = name.starts_with('.') && !start.starts_with('.');
        // What is typed in full is there, whatever it is.
        let offered = |name: &str| is_plan(name) || name == start || folder.join(name).is_dir();
        name.starts_with(start) && !hidden && offered(name)
    };
    let mut names: Vec<String> = names.filter(shown).collect();
    names.sort_unstable();
    names.truncate(MOST_PATHS);
    let slash = |name: &str| if folder.join(name).is_dir() { "/" } else { "" };
    names.iter().map(|name| format!("{dir}{name}{}", slash(name))).collect()
}

/// Reads plan files for the workbench, and keeps the texts of those that are taken over beside the register.
struct PlanReader<'a, 'b> {
    call: &'a Call<'b>,
}

impl tui::PlanImport for PlanReader<'_, '_> {
    fn propose(&mut self, register: &Register, path: &Path) -> Result<tui::Proposal, Error> {
        let texts = self.call.texts;
        if let Some(name) = &self.call.global.name {
            // The files are those of an account that is not theirs.
            let said = t!(texts, "serve-as-no-files", name = visible::line(name));
            return Err(Error::new(Kind::Refused, said).hint(t!(texts, "serve-as-no-files-hint")));
        }
        let path = &path.to_str().map_or(path.to_owned(), |path| at_home(path, self.call.env.var("HOME")));
        // A pipe would be waited for, with nobody to stop the waiting; on the command line that is what one asks for.
        if std::fs::metadata(path).is_ok_and(|facts| !facts.is_file() && !facts.is_dir()) {
            let path = path.display().to_string();
            return Err(Error::new(Kind::Input, t!(texts, "cli-not-a-file", path = path)));
        }
        let bytes =
            file::read(path, MAX_SOURCE_BYTES as u64).map_err(|why| sentences::file(texts, path, &why))?;
        let source = plan::read_source(&bytes).map_err(|why| sentences::source(texts, path, &why))?;
        let draft = super::import::titled(plan::parse(&source), path);
        let kept = plan::kept_source(&source);
        let now = self.call.env.now(&self.call.zone);
        let compared = plan::compare(register, &draft, &kept, &now, &|_| true);
        let findings = worded(&draft.findings, texts);
        let source = Some(tui::Source { file: kept.file, text: kept.text });
        // Without a current folder the path is as good as it was typed.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        Ok(tui::Proposal { path, draft: compared.draft, source, findings, gone: compared.gone })
    }

    fn keep(&mut self, ledger: &mut dyn Ledger, source: &tui::Source) -> Result<(), Error> {
        let kept = ledger.keep_source(&source.file, &source.text);
        let today = self.call.now.today;
        kept.map(|_| ()).map_err(|why| sentences::unwritten(self.call.texts, &why, today))
    }

    fn findings(&self, text: &str) -> Vec<tui::Finding> {
        // A text that was kept has been read before; one that is no longer readable has nothing to find.
        plan::read_source(text.as_bytes())
            .map_or(Vec::new(), |source| worded(&plan::parse(&source).findings, self.call.texts))
    }

    fn complete(&self, typed: &str) -> Vec<String> {
        if self.call.global.name.is_some() {
            Vec::new()
        } else {
            completions(typed, self.call.env.var("HOME"))
        }
    }
}

fn worded(findings: &[plan::Finding], texts: &Texts) -> Vec<tui::Finding> {
    let dutch = texts.lang() == Lang::Nl;
    let word = |found: &plan::Finding| tui::Finding {
        text: found.message(dutch),
        lines: found.lines.clone(),
        words: found.args.clone(),
    };
    findings.iter().map(word).collect()
}

/// The register with words for what goes wrong beside its record: the store has none, the workbench knows no store.
struct Worded<'a, 'b> {
    keeper: &'a mut Held<'b>,
    texts: &'a Texts,
    /// Texts that an editor had when the workbench was killed, each with the name that it is offered under.
    left: Vec<(String, LeftBehind)>,
}

impl<'a, 'b> Worded<'a, 'b> {
    /// As `keeper` has it, with the texts that an editor `left` behind as drafts: each in the place of the draft that went into
    /// the editor, or under a name of its own.
    fn new(keeper: &'a mut Held<'b>, texts: &'a Texts, left: Vec<LeftBehind>) -> Worded<'a, 'b> {
        let mut drafts = if left.is_empty() { Vec::new() } else { keeper.drafts() };
        let named = |(number, left): (usize, LeftBehind)| {
            let draft = drafts.iter().position(|(_, text)| check(text) == left.before);
            // Once each: who lets go of a draft lets go of one text.
            let name = draft.map(|at| drafts.swap_remove(at).0);
            (name.unwrap_or_else(|| format!("editor-{}", number + 1)), left)
        };
        let left = left.into_iter().enumerate().map(named).collect();
        Worded { keeper, texts, left }
    }
}

impl Ledger for Worded<'_, '_> {
    fn register(&self) -> &Register {
        self.keeper.register()
    }

    fn head(&self) -> u64 {
        self.keeper.head()
    }

    fn actor(&self) -> &Actor {
        self.keeper.actor()
    }

    fn read_only(&self) -> Option<ReadOnly> {
        self.keeper.read_only()
    }

    fn trouble(&self) -> Option<String> {
        let stateless = self.keeper.state_trouble();
        let stateless = stateless.map(|why| sentences::notice(self.texts, &Notice::NoState(why.clone())));
        stateless.or_else(|| self.keeper.is_free().then(|| t!(self.texts, "cli-register-free")))
    }

    fn append(&mut self, draft: Draft, undoes: Option<u64>, at: Stamp) -> Result<Option<Entry>, Unwritten> {
        self.keeper.append(draft, undoes, at)
    }

    fn resume(&mut self, verb: Verb) -> Option<Result<Option<Entry>, Unwritten>> {
        self.keeper.resume(verb)
    }

    fn follow(&mut self) -> Result<Followed, Unwritten> {
        match self.keeper.let_in()? {
            Some(followed) => Ok(followed),
            None => self.keeper.follow(),
        }
    }

    fn take_erased(&mut self) -> Traces {
        self.keeper.take_erased()
    }

    fn on_news(&mut self, wake: Wake) {
        match &mut *self.keeper {
            // A knock is the only news of a register that nobody shares.
            Held::Alone(_, door) => door.on_knock(wake),
            held => held.on_news(wake),
        }
    }

    fn others(&self) -> Option<Vec<Other>> {
        self.keeper.others()
    }

    fn look_at(&self, item: Option<Ref>, editing: bool) {
        self.keeper.look_at(item, editing);
    }

    fn entry_head(&self, seq: u64) -> Result<Option<EntryHead>, Unwritten> {
        self.keeper.entry_head(seq)
    }

    fn entry(&self, seq: u64) -> Result<Option<Entry>, Unwritten> {
        self.keeper.entry(seq)
    }

    fn erased_by(&self, seq: u64) -> Result<Option<u64>, Unwritten> {
        self.keeper.erased_by(seq)
    }

    fn outline(&self, seq: u64) -> Result<Option<Outline>, Unwritten> {
        self.keeper.outline(seq)
    }

    fn beginning(&self, seq: u64, about: Option<Ref>, most: usize) -> Result<Option<Beginning>, Unwritten> {
        self.keeper.beginning(seq, about, most)
    }

    fn latest_concerning(&self, target: Ref, first: u64, last: u64) -> Result<Option<u64>, Unwritten> {
        self.keeper.latest_concerning(target, first, last)
    }

    fn latest_touching(
        &self,
        target: Ref,
        field: Option<Field>,
        since: u64,
    ) -> Result<Option<(u64, Actor, Stamp)>, Unwritten> {
        self.keeper.latest_touching(target, field, since)
    }

    fn keep_draft(&mut self, name: &str, text: Option<&str>) -> Result<(), Unwritten> {
        self.keeper.keep_draft(name, text)?;
        // It is in the draft now, or let go of with it.
        for (_, left) in self.left.extract_if(.., |(offered, _)| offered.as_str() == name) {
            // What cannot be removed is offered once more at the next start.
            let _ = if left.whole { std::fs::remove_file(left.path) } else { Ok(()) };
        }
        Ok(())
    }

    fn drafts(&self) -> Vec<(String, String)> {
        let mut drafts = self.keeper.drafts();
        for (name, left) in &self.left {
            match drafts.iter_mut().find(|(known, _)| known == name) {
                Some((_, text)) => text.clone_from(&left.text),
                None => drafts.push((name.clone(), left.text.clone())),
            }
        }
        drafts
    }

    fn keep_source(&mut self, wanted: &str, text: &str) -> Result<String, Unwritten> {
        self.keeper.keep_source(wanted, text)
    }

    fn source_text(&self, file: &str) -> Result<Option<String>, Unwritten> {
        self.keeper.source_text(file)
    }
}

impl Call<'_> {
    /// `regie`: the workbench.
    pub fn workbench(&mut self) -> Outcome {
        if !self.env.can_draw() {
            return Err(self.headless().into());
        }
        let dir = self.dir()?;
        let opened = self.open(&dir, Use::Stay, true)?;
        // Why only reading is possible the workbench says itself.
        let notices = opened.notices.iter().filter(|notice| !matches!(notice, Notice::ReadOnly(_)));
        let notices = notices.map(|notice| sentences::notice(self.texts, notice)).collect();
        let mut keeper = opened.keeper;
        let outcome = self.run_on(&mut keeper, &dir, notices, false);
        keeper.settle();
        // Whoever goes on to the demo does not keep others from the register.
        drop(keeper);
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

    /// The user's own keymap; `None` when there is none.
    pub fn own_keymap(&self) -> Option<tui::KeymapFile> {
        let path = self.env.config_dir()?.join("keymap.toml");
        let text = match file::read_settings(&path) {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return None,
            read => read.map_err(|why| words::io_reason(self.texts, why.kind(), &why.to_string())),
        };
        Some(tui::KeymapFile { path: path.display().to_string(), text })
    }

    /// Runs the workbench on `keeper`, whose folder is `dir`, and has it say `notices`; with the tour when somebody is to be
    /// shown around.
    pub fn run_on(
        &self,
        keeper: &mut Held<'_>,
        dir: &Path,
        notices: Vec<String>,
        tour: bool,
    ) -> Result<tui::Outcome, Stop> {
        let keymap = self.own_keymap();
        let mut import = PlanReader { call: self };
        let mut desk = OwnDesk::new(self.env, self.texts, dir, self.global.name.as_deref());
        // Only who can write can do anything with them.
        let left = if keeper.read_only().is_none() { desk.left_behind() } else { Vec::new() };
        let aside = left.iter().filter(|left| !left.whole).map(|left| {
            let path = left.path.display().to_string();
            t!(self.texts, "editor-left-not-text", path = path)
        });
        let notices = self.startup.iter().cloned().chain(notices).chain(aside).collect();
        let options = tui::Options {
            texts: self.texts,
            settings: tui::Settings {
                theme: self.theme(),
                scroll: self.settings.scroll.unwrap_or_default(),
                keymap: self.settings.keymap.unwrap_or_default(),
                folder: self.env.shown_config_dir(),
            },
            keymap,
            clock: &env::clock,
            zone: self.zone.clone(),
            term: self.env.var("TERM").map(str::to_owned),
            import: &mut import,
            desk: &mut desk,
            hyperlinks: self.settings.links.unwrap_or_else(|| self.env.knows_hyperlinks()),
            mouse: self.settings.mouse.unwrap_or(false),
            notices,
            tour,
        };
        Ok(tui::run(&mut Worded::new(keeper, self.texts, left), options)?)
    }

    /// The theme that was asked for: by option, by variable, in the settings; none of these has colours where they are
    /// turned off, but for a theme asked for in this very call, which goes before `NO_COLOR`. Line drawing where the locale
    /// knows it, unless the settings say otherwise.
    fn theme(&self) -> tui::Theme {
        let palette = match self.global.theme {
            _ if self.global.color == Color::Never => Palette::Mono,
            Some(palette) => palette,
            None if !self.color => Palette::Mono,
            None => {
                let told = self.env.var("REGIE_THEME").and_then(Palette::from_name);
                told.or(self.settings.theme).unwrap_or_default()
            }
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| self.env.var(name)).unwrap_or("");
        let folded = locale.to_ascii_lowercase().replace('-', "");
        tui::Theme { palette, ascii: self.settings.ascii.unwrap_or(!folded.contains("utf8")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Holder, Keeper, OpenOptions};

    #[test]
    fn the_file_of_a_text_that_was_offered_goes_with_it_unless_it_holds_more() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let options = OpenOptions::new(Use::Stay, Holder::default()).creating();
        let opened =
            Keeper::open(&dir.path().join("r"), Actor("m.bakker".into()), options, &mut |_| ()).unwrap();
        let mut keeper = Held::Kept(Box::new(opened.keeper));
        let file = |name: &str, whole| {
            let path = dir.path().join(name);
            std::fs::write(&path, b"caf\xe9").unwrap();
            LeftBehind { path, before: 0, text: "caf\u{fffd}".into(), whole }
        };
        let left = vec![file("all", true), file("more", false)];
        let mut ledger = Worded::new(&mut keeper, &texts, left);
        for (name, _) in ledger.drafts() {
            ledger.keep_draft(&name, None).unwrap();
        }
        assert!(!dir.path().join("all").exists());
        assert_eq!(std::fs::read(dir.path().join("more")).unwrap(), b"caf\xe9");
    }

    #[test]
    fn a_path_goes_on_with_what_is_there_and_the_tilde_is_home() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["plan-2018.txt", "plan-2022.HTML", "planning.xlsx", ".plan.md", "ander.txt"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(dir.path().join("plannen")).unwrap();
        let home = dir.path().to_str();
        assert_eq!(completions("~", home), ["~/"]);
        assert_eq!(completions("~/plan", home), ["~/plan-2018.txt", "~/plan-2022.HTML", "~/plannen/"]);
        assert_eq!(completions("~/.p", home), ["~/.plan.md"]);
        assert_eq!(completions("~/planning.xlsx", home), ["~/planning.xlsx"], "typed in full, it is there");
        let typed = format!("{}/a", dir.path().display());
        assert_eq!(completions(&typed, None), [format!("{}/ander.txt", dir.path().display())]);
        assert_eq!(completions("~/plannen/", home), Vec::<String>::new());
        assert_eq!(completions("~/weg/", home), Vec::<String>::new());
        assert_eq!(at_home("~/plan.txt", Some("/home/a")), Path::new("/home/a/plan.txt"));
        assert_eq!(at_home("~piet/plan.txt", Some("/home/a")), Path::new("~piet/plan.txt"));
        assert_eq!(at_home("~/plan.txt", None), Path::new("~/plan.txt"));
    }
}
