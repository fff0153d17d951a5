//! Errors as they reach a user: what happened, to what, what to do next, and the exit code.
//!
//! Inner layers return their own typed outcomes; only the edges (`cli`, `tui`) turn those into an
//! `Error`, in the user's language.

use std::process::ExitCode;

/// What sort of failure it is: the word in `--json` errors, and the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Wrong command line: exit code 2.
    Usage,
    /// Refused by a rule of the register.
    Refused,
    /// Something named is not there.
    NotFound,
    /// Somebody else changed it, or holds it.
    Conflict,
    /// The input (file, text, number) is not usable.
    Input,
    /// The register itself is damaged.
    Damaged,
    /// The operating system refused: disk, permissions, terminal.
    System,
}

impl Kind {
    /// The word in `--json` errors.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Usage => "usage",
            Kind::Refused => "refused",
            Kind::NotFound => "not_found",
            Kind::Conflict => "conflict",
            Kind::Input => "input",
            Kind::Damaged => "damaged",
            Kind::System => "system",
        }
    }
}

/// A failure in whole sentences.
#[derive(Debug)]
pub struct Error {
    /// What sort.
    pub kind: Kind,
    /// What happened, to what: one sentence.
    pub message: String,
    /// What to do next, a sentence each.
    pub hints: Vec<String>,
    /// The cause below, for the log.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), hints: Vec::new(), source: None }
    }

    /// The same with one more thing to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hints.push(hint.into());
        self
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Error {
        self.source = Some(Box::new(source));
        self
    }

    /// 2 for wrong usage, else 1.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// The number of `exit_code`.
    pub fn code(&self) -> u8 {
        if self.kind == Kind::Usage { 2 } else { 1 }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
