//! `status --check`, and what `serve` says at its start: what is wrong with the file that says who may use the register, and with the folder around it.
//!
//! Owns the sentences about `net::access`, and which of the names in the file nobody has: an account, a group, or a key in the
//! `authorized_keys` of the account that serves.

use std::collections::HashSet;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::call::Call;
use super::env::{self, Names};
use super::out::Outcome;
use crate::error::{Error, Kind};
use crate::i18n::words;
use crate::io::visible;
use crate::net::access::{self, Flaw, Found, Problem};
use crate::t;

/// So many things are told one by one: who has more to mend begins with these.
const MOST_TOLD: usize = 100;

impl Call<'_> {
    /// `regie status --check`: everything that is wrong with the file and the folder around it.
    pub fn check_access(&mut self) -> Outcome {
        let dir = self.dir()?;
        let facts = std::fs::metadata(&dir).map_err(|why| {
            let reason = words::io_reason(self.texts, why.kind(), &why.to_string());
            Error::new(
                Kind::NotFound,
                t!(self.texts, "access-no-dir", dir = visible::path(&dir), reason = reason),
            )
        })?;
        let mut said = Vec::new();
        if facts.mode() & 0o077 != 0 {
            let mode = format!("{:o}", facts.mode() & 0o7777);
            said.push(t!(self.texts, "access-dir-mode", dir = visible::path(&dir), mode = mode));
        }
        let file = visible::path(&dir.join(access::FILE));
        let found = Found::look(&dir, facts.uid());
        let problem = |problem: &Problem| (problem.line(), self.access_problem(problem, &file));
        let mut of_lines: Vec<(usize, String)> = found.problems.iter().map(problem).collect();
        let (names, unsaid) = self.unknown_names(&found, &file);
        of_lines.extend(names);
        // As somebody goes through the file to mend it.
        of_lines.sort_by_key(|(line, _)| *line);
        said.extend(of_lines.into_iter().map(|(_, said)| said).chain(unsaid));
        let more = said.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            said.truncate(MOST_TOLD);
            said.push(t!(self.texts, "access-more", count = more));
        }
        if !found.problems.is_empty() {
            said.push(t!(self.texts, "access-void"));
        }
        let well = if found.missing { "access-missing" } else { "access-well" };
        if found.missing && !said.is_empty() {
            said.push(t!(self.texts, well, file = file.as_str()));
        }
        let Some((first, others)) = said.split_first() else {
            return self.out.line(&t!(self.texts, well, file = file));
        };
        Err(others
            .iter()
            .fold(Error::new(Kind::Refused, first.clone()), |error, said| error.hint(said))
            .into())
    }

    /// Everything by which the file of the register in `dir` is void, and that it is; nothing when it counts. Names that nobody has are
    /// not looked for: the system may be slow to say.
    pub fn void_access(&self, dir: &Path) -> Vec<String> {
        let file = visible::path(&dir.join(access::FILE));
        let found = Found::look(dir, rustix::process::geteuid().as_raw());
        let mut said: Vec<String> = found
            .problems
            .iter()
            .take(MOST_TOLD)
            .map(|problem| self.access_problem(problem, &file))
            .collect();
        if !said.is_empty() {
            said.push(t!(self.texts, "access-void"));
        }
        said
    }

    /// What is to be said of the names that nobody has, each with its line, and of those of which the system did not say. They grant
    /// nobody anything, and do no harm.
    fn unknown_names(&self, found: &Found, file: &str) -> (Vec<(usize, String)>, Option<String>) {
        let texts = self.texts;
        let keys = self.env.authorized_keys().and_then(|path| std::fs::read_to_string(path).ok());
        let keys = keys.unwrap_or_default();
        // Who comes in by a key of this account need not be an account.
        let words: Vec<&str> = keys.split(|c: char| c.is_whitespace() || c == '"').collect();
        let named = words.windows(2).filter(|pair| pair[0] == "--as").map(|pair| pair[1]);
        let named: HashSet<&str> =
            named.chain(words.iter().filter_map(|word| word.strip_prefix("--as="))).collect();
        let users = found.users.keys().map(String::as_str).filter(|name| !named.contains(name));
        let (users, users_unsaid) = env::unknown(Names::Users, users);
        let (groups, groups_unsaid) = env::unknown(Names::Groups, found.groups.keys().map(String::as_str));
        let mut said: Vec<(usize, String)> = Vec::new();
        for (id, names, lines) in
            [("access-no-user", users, &found.users), ("access-no-group", groups, &found.groups)]
        {
            for name in names {
                let line = lines.get(name).copied().unwrap_or_default();
                let args = [
                    ("file", file.into()),
                    ("line", line.to_string().into()),
                    ("name", visible::line(name).into()),
                ];
                said.push((line, texts.get(id, &args)));
            }
        }
        said.sort();
        let unsaid = users_unsaid.len() + groups_unsaid.len();
        let unsaid = (unsaid > 0).then(|| t!(texts, "access-unsaid", file = file, count = unsaid));
        (said, unsaid)
    }

    fn access_problem(&self, problem: &Problem, file: &str) -> String {
        let texts = self.texts;
        match problem {
            Problem::Owner(uid) => {
                let name = env::find_account(*uid).ok().flatten();
                let name = name.map_or_else(|| uid.to_string(), |account| account.name);
                t!(texts, "access-owner", file = file, name = visible::line(&name))
            }
            Problem::Mode(mode) => t!(texts, "access-mode", file = file, mode = format!("{mode:o}")),
            Problem::NoFile => t!(texts, "access-no-file", file = file),
            Problem::Dangling => t!(texts, "access-dangling", file = file),
            Problem::TooLarge => t!(texts, "access-too-large", file = file, most = access::MOST >> 20),
            Problem::Unread(kind, why) => {
                let reason = words::io_reason(texts, *kind, why);
                t!(texts, "access-unread", file = file, reason = visible::line(&reason))
            }
            Problem::Form(line, flaw) => {
                let what = self.access_flaw(flaw);
                t!(texts, "access-line", file = file, line = line.to_string(), what = what)
            }
        }
    }

    fn access_flaw(&self, flaw: &Flaw) -> String {
        let texts = self.texts;
        match flaw {
            Flaw::Toml(why) => t!(texts, "access-toml", reason = visible::line(why.trim())),
            Flaw::Section(name) => t!(texts, "access-section", name = visible::line(name)),
            Flaw::NoName => t!(texts, "access-no-name"),
            Flaw::NoHeading(name) => t!(texts, "access-no-heading", name = visible::line(name)),
            Flaw::Unquoted(name) => t!(texts, "access-unquoted", name = visible::line(name)),
            Flaw::Key(name, key) => {
                t!(texts, "access-key", name = visible::line(name), key = visible::line(key))
            }
            Flaw::NoRole(name) => t!(texts, "access-no-role", name = visible::line(name)),
            Flaw::Role(name, role) => {
                t!(texts, "access-role", name = visible::line(name), role = visible::line(role))
            }
            Flaw::Cleared(name) => t!(texts, "access-cleared", name = visible::line(name)),
        }
    }
}
