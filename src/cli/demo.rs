//! `regie demo`: a fictional municipality to look around in.

use std::path::Path;

use super::call::{Call, Held};
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind as Failure};
use crate::io::demo::Demo;
use crate::model::record::Kind;
use crate::store::StoreError;
use crate::t;

impl Call<'_> {
    /// `regie demo`: writes a fictional municipality; without `into` in a temporary register, in which the workbench opens.
    pub fn demo(&mut self, actions: u32, seed: u64, into: Option<&Path>) -> Outcome {
        match into {
            Some(dir) => {
                self.fill(dir, actions, seed)?.settle();
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
                    return Err(Error::new(Failure::Usage, t!(self.texts, "cli-demo-headless"))
                        .hint(t!(self.texts, "cli-demo-headless-hint"))
                        .into());
                }
                let scratch = Scratch::new().map_err(|why| {
                    sentences::io(self.texts, &std::env::temp_dir(), why.kind(), &why.to_string())
                })?;
                let mut keeper = self.fill(&scratch.0, actions, seed)?;
                let outcome = self.run_on(&mut keeper, &scratch.0, Vec::new(), true);
                drop(keeper);
                drop(scratch);
                outcome.map(|_| ())
            }
        }
    }

    fn fill(&self, dir: &Path, actions: u32, seed: u64) -> Result<Held<'_>, Stop> {
        let mut keeper = self.write_in(dir, true)?;
        if keeper.head() > 0 {
            let why = StoreError::NotFree { path: dir.to_path_buf(), entries: keeper.head() };
            return Err(Error::new(Failure::Refused, sentences::store(self.texts, &why, dir).message)
                .hint(t!(self.texts, "cli-demo-not-free-hint"))
                .into());
        }
        let name = t!(self.texts, "cli-phase-demo");
        let mut meter = self.meter();
        let mut drafts = Demo::new(seed, actions, self.now.today, self.now.at).drafts();
        let mut done = 0;
        for draft in &mut drafts {
            done += draft.changes.iter().filter(|change| change.target().kind == Kind::Action).count();
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

/// How many names for its folder a demo tries.
const MOST_NAMES: u32 = 100;

/// A folder that is gone when the demo ends.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Scratch> {
        Scratch::new_in(&std::env::temp_dir())
    }

    /// A new folder in `dir`. An earlier demo that was killed may have left its own behind under this process's number.
    fn new_in(dir: &Path) -> std::io::Result<Scratch> {
        use std::os::unix::fs::DirBuilderExt;
        let pid = std::process::id();
        let names = std::iter::once(format!("regie-demo-{pid}"))
            .chain((2..=MOST_NAMES).map(|n| format!("regie-demo-{pid}-{n}")));
        let mut taken = None;
        for name in names {
            let path = dir.join(name);
            match std::fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Scratch(path)),
                Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => taken = Some(why),
                Err(why) => return Err(why),
            }
        }
        Err(taken.unwrap_or_else(|| std::io::ErrorKind::AlreadyExists.into()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is in the folder for temporary files, which the system clears.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_left_behind_by_an_earlier_demo_is_no_hindrance_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let first = Scratch::new_in(dir.path()).unwrap();
        let second = Scratch::new_in(dir.path()).unwrap();
        assert_ne!(first.0, second.0);
        drop(second);
        assert!(first.0.is_dir());
    }
}
