//! What belongs to the person at the workbench rather than to the register: its arrangement, and their own editor.
//!
//! Owns the files in the state folder and the running of `$VISUAL` or `$EDITOR`. `start` hands it to the workbench, with the
//! texts that an editor still had when an earlier run was killed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_current_process_group, waitpid};

use super::env::{Env, clock, is_another_of_us};
use crate::error::{Error, Kind};
use crate::i18n::{Texts, words};
use crate::io::file;
use crate::{t, tui};

/// The file with the arrangement, in the state folder.
const ARRANGEMENT: &str = "workbench.toml";

/// The desk of one user.
pub struct OwnDesk<'a> {
    texts: &'a Texts,
    state: Option<PathBuf>,
    editor: Option<String>,
    /// `check` of the register's folder.
    register: u32,
}

/// A text that was in an editor when the workbench was killed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// The file it stands in.
    pub path: PathBuf,
    /// `check` of the text as the editor got it.
    pub before: u32,
    /// What stands there now, as far as it is text.
    pub text: String,
    /// Whether that is all of it: the file can go once the text is elsewhere. Otherwise it has been put aside, and stays.
    pub whole: bool,
}

/// A number for a text, by which it is known again; line ends at its end, which editors add, make no difference.
pub fn check(text: &str) -> u32 {
    crc32fast::hash(text.trim_end_matches(['\n', '\r']).as_bytes())
}

/// `check` of the folder of a register.
fn check_of_folder(dir: &Path) -> u32 {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    crc32fast::hash(dir.as_os_str().as_encoded_bytes())
}

/// What stands in the name of a file for an editor, `edit-<process>-<moment>-<register>-<text>.txt`: the process and both checks.
fn parts_of(name: &str) -> Option<(u32, u32, u32)> {
    let mut parts = name.strip_prefix("edit-")?.strip_suffix(".txt")?.split('-');
    let (process, _moment) = (parts.next()?.parse().ok()?, parts.next()?);
    let mut check = || u32::from_str_radix(parts.next()?, 16).ok();
    Some((process, check()?, check()?)).filter(|_| parts.next().is_none())
}

/// Gives the file of an editor at `path` a name that `left_behind` does not know, as the user is told of it; its path from
/// then on.
fn put_aside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!("kept-{name}"));
    match std::fs::rename(path, &aside) {
        Ok(()) => aside,
        Err(_) => path.to_owned(),
    }
}

impl<'a> OwnDesk<'a> {
    /// The desk that `env` tells of, before the register in `dir`. Whoever comes in as `name`, by an account that is not theirs,
    /// has a folder there of their own, and no editor: it would give them everything that the account may.
    pub fn new(env: &Env, texts: &'a Texts, dir: &Path, name: Option<&str>) -> OwnDesk<'a> {
        let editor = env.var("VISUAL").or_else(|| env.var("EDITOR")).map(str::to_owned);
        let (state, register) = (env.state_dir(), check_of_folder(dir));
        let Some(name) = name else { return OwnDesk { texts, state, editor, register } };
        let folder = blake3::hash(name.as_bytes()).to_hex();
        let state = state.map(|state| state.join("people").join(&folder[..16]));
        OwnDesk { texts, state, editor: None, register }
    }

    /// The texts of this register that an editor had when the workbench was killed, the oldest first: for who may write
    /// to the register and has edited nothing yet. Those of another workbench that goes on are its own. Those that are empty or as the
    /// editor got them are removed; a file that is not text is put aside.
    pub fn left_behind(&self) -> Vec<LeftBehind> {
        let listing = self.state.as_ref().and_then(|dir| std::fs::read_dir(dir).ok());
        let mut left: Vec<_> = listing
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let (process, register, before) = parts_of(entry.file_name().to_str()?)?;
                if register != self.register || is_another_of_us(process) {
                    return None;
                }
                let written = entry.metadata().and_then(|facts| facts.modified()).ok()?;
                let bytes = std::fs::read(entry.path()).ok()?;
                let (text, whole) = match String::from_utf8(bytes) {
                    Ok(text) => (text, true),
                    Err(other) => (String::from_utf8_lossy(other.as_bytes()).into_owned(), false),
                };
                let text = text.trim_end_matches(['\n', '\r']).to_owned();
                Some((written, LeftBehind { path: entry.path(), before, text, whole }))
            })
            .collect();
        left.sort_by_key(|(written, _)| *written);
        let is_idle = |left: &LeftBehind| {
            left.whole && (left.text.trim().is_empty() || check(&left.text) == left.before)
        };
        let (idle, mut worth): (Vec<_>, Vec<_>) = left.into_iter().map(|(_, left)| left).partition(is_idle);
        for left in idle {
            // What cannot be removed is looked at again at the next start.
            let _ = std::fs::remove_file(left.path);
        }
        for left in worth.iter_mut().filter(|left| !left.whole) {
            left.path = put_aside(&left.path);
        }
        worth
    }

    fn failed(&self, id: &str, path: &Path, why: &io::Error) -> Error {
        let path = path.display().to_string();
        let reason = words::io_reason(self.texts, why.kind(), &why.to_string());
        Error::new(Kind::System, self.texts.get(id, &[("path", path.into()), ("reason", reason.into())]))
    }

    fn run(&self, editor: &str, path: &Path, text: &str) -> Result<String, Error> {
        let unwritten = |why: &io::Error| self.failed("editor-no-file", path, why);
        let mut file = create(path).map_err(|why| unwritten(&why))?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|why| {
            // A part of what is still on the screen.
            let _ = std::fs::remove_file(path);
            unwritten(&why)
        })?;
        drop(file);
        // Through the shell, as the variable may hold arguments; the path is an argument of its own.
        let child = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(path).spawn();
        let done = child.and_then(|child| succeeded(&child));
        let done = done.map_err(|why| self.failed("editor-not-started", Path::new(editor), &why))?;
        let left = std::fs::read(path).map_err(|why| self.failed("editor-file-gone", path, &why))?;
        let changed = left != text.as_bytes();
        // What was written there all the same is not thrown away, nor taken for a text that nobody was told of.
        let place = || put_aside(path).display().to_string();
        if !done {
            let editor = editor.to_owned();
            let said = if changed {
                t!(self.texts, "editor-failed-kept", editor = editor, path = place())
            } else {
                t!(self.texts, "editor-failed", editor = editor)
            };
            return Err(Error::new(Kind::System, said));
        }
        String::from_utf8(left)
            .map(|text| text.trim_end_matches(['\n', '\r']).to_owned())
            .map_err(|_| Error::new(Kind::Input, t!(self.texts, "editor-not-text", path = place())))
    }
}

/// Waits for `child`; whether it ended well. When it is stopped (Ctrl-Z in the editor) this process stops too, as the shell
/// that waits for the whole job expects, and goes on when the job does.
fn succeeded(child: &Child) -> io::Result<bool> {
    let pid = Pid::from_child(child);
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) if status.stopped() => kill_current_process_group(Signal::STOP)?,
            Ok(Some((_, status))) => return Ok(status.exit_status() == Some(0)),
            Ok(None) | Err(Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
    }
}

/// A new file that only this user can read.
fn create(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

impl tui::Desk for OwnDesk<'_> {
    fn arranged(&self) -> Option<String> {
        file::read_settings(&self.state.as_ref()?.join(ARRANGEMENT)).ok()
    }

    fn arrange(&mut self, text: &str) -> Result<(), Error> {
        // Without a home folder the arrangement holds for this run.
        let Some(dir) = &self.state else { return Ok(()) };
        let path = dir.join(ARRANGEMENT);
        // What cannot be read is not written over: somebody's filters may be in it.
        let damaged = file::read_settings(&path).is_ok_and(|text| !tui::is_arrangement(&text));
        if damaged {
            let _ = std::fs::rename(&path, dir.join(format!("{ARRANGEMENT}.damaged")));
        }
        std::fs::create_dir_all(dir)
            .and_then(|()| file::write(&path, |to| to.write_all(text.as_bytes())))
            .map_err(|why| self.failed("desk-not-kept", &path, &why))
    }

    fn edit(&mut self, text: &str) -> Result<String, Error> {
        let Some(editor) = &self.editor else {
            return Err(Error::new(Kind::Usage, t!(self.texts, "editor-none")));
        };
        let dir = self.state.clone().unwrap_or_else(std::env::temp_dir);
        let stamp = clock().0;
        let (process, register, before) = (std::process::id(), self.register, check(text));
        let path = dir.join(format!("edit-{process}-{stamp}-{register:08x}-{before:08x}.txt"));
        let edited = self.run(editor, &path, text);
        // What is in the answer, or never changed, is needed no more; anything else stays for the user to look at.
        let unchanged = || std::fs::read(&path).is_ok_and(|left| left == text.as_bytes());
        if edited.is_ok() || unchanged() {
            let _ = std::fs::remove_file(&path);
        }
        edited
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::tui::Desk as _;

    fn desk<'a>(texts: &'a Texts, dir: &Path, editor: Option<&str>) -> OwnDesk<'a> {
        let (state, editor) = (Some(dir.join("state")), editor.map(str::to_owned));
        OwnDesk { texts, state, editor, register: check_of_folder(dir) }
    }

    #[test]
    fn what_was_in_an_editor_when_the_program_was_killed_is_found_again() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let desk = desk(&texts, dir.path(), None);
        let state = dir.path().join("state");
        std::fs::create_dir_all(&state).unwrap();
        let file = |process: u32, register: u32, before: &str| {
            state.join(format!("edit-{process}-1795165200000-{register:08x}-{:08x}.txt", check(before)))
        };
        let here = check_of_folder(dir.path());
        // The number says nothing: in a container it is our own, as it was that of the run before.
        let changed = file(std::process::id(), here, "eerst");
        std::fs::write(&changed, "daarna\n").unwrap();
        let idle = [file(5_000_002, here, "zo gelaten"), file(5_000_003, here, "weg")];
        std::fs::write(&idle[0], "zo gelaten\n").unwrap();
        std::fs::write(&idle[1], "\n").unwrap();
        let others = [
            file(5_000_004, here + 1, "van een ander register"),
            state.join("edit-van-mij.txt"),
            state.join("edit-5000005-1795165200000.txt"),
        ];
        for path in &others {
            std::fs::write(path, "tekst").unwrap();
        }
        let found = LeftBehind { path: changed, before: check("eerst"), text: "daarna".into(), whole: true };
        assert_eq!(desk.left_behind(), [found]);
        assert!(idle.iter().all(|path| !path.exists()));
        assert!(others.iter().all(|path| path.exists()));
    }

    #[test]
    fn a_file_of_an_editor_that_is_not_text_is_put_aside_and_offered_as_far_as_it_is() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let desk = desk(&texts, dir.path(), None);
        let (state, here) = (dir.path().join("state"), check_of_folder(dir.path()));
        std::fs::create_dir_all(&state).unwrap();
        let name = format!("edit-7-1795165200000-{here:08x}-{:08x}.txt", check("eerst"));
        std::fs::write(state.join(&name), b"caf\xe9 Zonneveld\n").unwrap();
        let found = desk.left_behind();
        assert_eq!((found.len(), found[0].whole), (1, false));
        assert_eq!(found[0].text, "caf\u{fffd} Zonneveld");
        assert!(!state.join(&name).exists());
        assert_eq!(std::fs::read(&found[0].path).unwrap(), b"caf\xe9 Zonneveld\n");
        assert_eq!(desk.left_behind(), [], "it is offered once");
        assert!(found[0].path.exists());
    }

    #[test]
    fn an_editor_gives_the_text_back_and_leaves_no_file() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let editor = dir.path().join("editor with blanks.sh");
        std::fs::write(&editor, "sed -i s/oud/nieuw/ \"$2\"\n").unwrap();
        let command = format!("sh '{}' -w", editor.display());
        let mut desk = desk(&texts, dir.path(), Some(&command));
        assert_eq!(desk.edit("een oud\nverhaal").unwrap(), "een nieuw\nverhaal");
        assert_eq!(std::fs::read_dir(dir.path().join("state")).unwrap().count(), 0);
    }

    #[test]
    fn an_editor_that_fails_or_takes_the_file_away_is_told_in_a_sentence() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        for (editor, said) in [
            (None, "EDITOR"),
            (Some("false"), "false"),
            (Some("/nergens/ed"), "/nergens/ed"),
            (Some("rm"), "weg"),
            (Some("printf '\\377' > \"$1\"; :"), "edit-"),
            (Some("echo nieuw > \"$1\"; false"), "edit-"),
        ] {
            let why = desk(&texts, dir.path(), editor).edit("tekst").unwrap_err();
            assert!(why.message.contains(said), "{editor:?}: {}", why.message);
        }
    }

    #[test]
    fn what_an_editor_wrote_is_kept_when_it_cannot_be_taken() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let edited = desk(&texts, dir.path(), Some("echo nieuw > \"$1\"; false")).edit("oud");
        let kept: Vec<_> = std::fs::read_dir(dir.path().join("state")).unwrap().flatten().collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(std::fs::read_to_string(kept[0].path()).unwrap(), "nieuw\n");
        assert!(edited.unwrap_err().message.contains(&*kept[0].file_name().to_string_lossy()));
        assert_eq!(desk(&texts, dir.path(), None).left_behind(), [], "the user has been told of it");
        desk(&texts, dir.path(), Some("false")).edit("oud").unwrap_err();
        assert_eq!(
            std::fs::read_dir(dir.path().join("state")).unwrap().count(),
            1,
            "nothing new was written"
        );
    }

    #[test]
    fn an_arrangement_that_cannot_be_read_is_put_aside_and_not_written_over() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        std::fs::create_dir_all(dir.path().join("state")).unwrap();
        std::fs::write(dir.path().join("state/workbench.toml"), "[[filters]\nname = 3").unwrap();
        desk(&texts, dir.path(), None).arrange("sort = \"due\"\n").unwrap();
        let aside = std::fs::read_to_string(dir.path().join("state/workbench.toml.damaged")).unwrap();
        assert!(aside.starts_with("[[filters]"));
    }

    #[test]
    fn what_was_arranged_is_there_the_next_time() {
        let (texts, dir) = (Texts::new(Lang::Nl), tempfile::tempdir().unwrap());
        let mut desk = desk(&texts, dir.path(), None);
        assert_eq!(desk.arranged(), None);
        desk.arrange("sort = \"-due\"\n").unwrap();
        assert_eq!(desk.arranged().as_deref(), Some("sort = \"-due\"\n"));
        std::fs::remove_dir_all(dir.path().join("state")).unwrap();
        std::fs::write(dir.path().join("state"), "in de weg").unwrap();
        assert!(desk.arrange("x").unwrap_err().message.contains("workbench.toml"));
    }
}
