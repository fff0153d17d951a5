//! Every failure as an `Error`: a sentence with names in it, and what to do next.
//!
//! Owns one exhaustive `match` per typed outcome of the layers below (refusals, conflicts, the store, files, tables), on
//! top of the words of `i18n`. Used by all commands.

use std::io::ErrorKind;
use std::path::Path;

use crate::error::{Error, Kind};
use crate::i18n::{Texts, problems, words};
use crate::io::file::FileProblem;
use crate::io::mapping::MapProblem;
use crate::io::plan::{BinaryKind, SourceError};
use crate::io::sheet::SheetProblem;
use crate::io::vcard::CardProblem;
use crate::io::visible;
use crate::model::field::{NameProblem, ValueProblem, candidates, kinds_for};
use crate::model::id::{Actor, Day};
use crate::model::ledger::{NotUndone, ReadOnly, Unwritten};
use crate::model::operation::Refusal;
use crate::model::record::Field;
use crate::model::register::Register;
use crate::store::{BadBackup, Damage, Flaw, Notice, StoreError, Unfit, Witness};
use crate::t;

/// A refusal by the rules of the register.
pub fn refusal(texts: &Texts, register: &Register, why: &Refusal) -> Error {
    let kind = match why {
        Refusal::NotFound(_) | Refusal::WrongReference { exists: false, .. } => Kind::NotFound,
        Refusal::WrongValue { .. }
        | Refusal::TooLong { .. }
        | Refusal::EmptyTitle
        | Refusal::Reversed { .. }
        | Refusal::Contradiction { .. }
        | Refusal::NeedsPlace
        | Refusal::PeriodReversed(..)
        | Refusal::NoSuchField { .. } => Kind::Input,
        Refusal::WrongKind { .. }
        | Refusal::WrongReference { exists: true, .. }
        | Refusal::NeedsReason(_)
        | Refusal::AlreadyDone(_)
        | Refusal::StillOpen(_)
        | Refusal::SameAccount { .. }
        | Refusal::Cycle { .. }
        | Refusal::InUse { .. } => Kind::Refused,
    };
    let error = Error::new(kind, words::refusal(texts, register, why));
    match why {
        Refusal::WrongKind { needed, .. } => {
            error.hint(t!(texts, "cli-list-kind-hint", kind = needed.word()))
        }
        Refusal::WrongReference { field, .. } => match kinds_for(*field)[..] {
            [kind] => error.hint(t!(texts, "cli-list-kind-hint", kind = kind.word())),
            _ => error.hint(t!(texts, "cli-list-kinds-hint")),
        },
        Refusal::WrongValue { field: Field::progress, .. } => error.hint(t!(texts, "cli-percent-hint")),
        Refusal::NoSuchField { kind, .. } => {
            let fields = kind.fields().iter().map(|spec| spec.field.word()).collect::<Vec<_>>().join(", ");
            error.hint(t!(texts, "cli-fields-hint", fields = fields))
        }
        Refusal::Cycle { node, .. } => error.hint(t!(texts, "cli-cycle-hint", ref = node.to_string())),
        Refusal::AlreadyDone(r) => error.hint(t!(texts, "cli-already-done-hint", ref = r.to_string())),
        Refusal::NeedsReason(Field::health) => error.hint(t!(texts, "cli-health-reason-hint")),
        Refusal::NeedsReason(_) => error.hint(t!(texts, "cli-drop-reason-hint")),
        Refusal::InUse { target, .. } => error.hint(t!(texts, "cli-in-use-hint", ref = target.to_string())),
        _ => error,
    }
}

/// Why a text is no value for `field`, and what would be.
pub fn value(texts: &Texts, register: &Register, field: Field, problem: &ValueProblem, today: Day) -> Error {
    let kind = match problem {
        ValueProblem::Name(NameProblem::Missing(_) | NameProblem::Unknown { .. }) => Kind::NotFound,
        _ => Kind::Input,
    };
    let error = Error::new(kind, problems::value(texts, register, field, problem, today));
    match problem {
        ValueProblem::Date(_) => error.hint(t!(texts, "cli-date-hint")),
        ValueProblem::OutOfRange { .. } | ValueProblem::NotANumber(_) | ValueProblem::NotWhole(_)
            if field == Field::progress =>
        {
            error.hint(t!(texts, "cli-percent-hint"))
        }
        ValueProblem::Name(problem) => {
            match (near_names(texts, register, field, problem), &kinds_for(field)[..]) {
                (Some(meant), _) => error.hint(meant),
                (None, [kind]) => error.hint(t!(texts, "cli-list-kind-hint", kind = kind.word())),
                _ => error.hint(t!(texts, "cli-list-kinds-hint")),
            }
        }
        _ => error,
    }
}

/// Who may be meant by a name that nothing resembles as it was typed: those that fit its beginning.
pub fn near_names(texts: &Texts, register: &Register, field: Field, problem: &NameProblem) -> Option<String> {
    /// Fewer letters fit too many.
    const FEWEST: usize = 3;
    /// So many are named.
    const NAMED: usize = 5;
    let NameProblem::Unknown { given, near } = problem else { return None };
    if !near.is_empty() {
        // The sentence names them already.
        return None;
    }
    let kinds = kinds_for(field);
    let ends: Vec<usize> = given.char_indices().map(|(at, _)| at).skip(FEWEST).collect();
    let found = ends.into_iter().rev().map(|end| candidates(register, &kinds, &given[..end], NAMED));
    let found = found.into_iter().find(|found| !found.is_empty())?;
    let names: Vec<String> = found.iter().map(|r| format!("{r} {}", register.title(*r))).collect();
    Some(t!(texts, "problem-meant", what = names.join(", ")))
}

/// Why only reading is possible.
pub fn read_only(texts: &Texts, why: &ReadOnly) -> Error {
    let message = words::read_only(texts, why);
    match why {
        ReadOnly::Held { .. } => Error::new(Kind::Conflict, message).hint(t!(texts, "cli-held-hint")),
        ReadOnly::Overtaken | ReadOnly::OtherVersion(_) | ReadOnly::Viewer | ReadOnly::NotAllowed(_) => {
            Error::new(Kind::Conflict, message)
        }
        ReadOnly::Away => Error::new(Kind::System, message).hint(t!(texts, "serve-nobody-hint")),
        ReadOnly::Folder(_) => Error::new(Kind::System, message).hint(t!(texts, "cli-io-denied-hint")),
        ReadOnly::DiskFull | ReadOnly::Stopped => Error::new(Kind::System, message),
    }
}

/// Why an entry was not written.
pub fn unwritten(texts: &Texts, why: &Unwritten, today: Day) -> Error {
    match why {
        Unwritten::Conflict(_) => Error::new(Kind::Conflict, words::unwritten(texts, why, today)),
        Unwritten::ReadOnly(why) => read_only(texts, why),
        Unwritten::Damaged { .. } => {
            Error::new(Kind::Damaged, words::unwritten(texts, why, today)).hint(t!(texts, "cli-damaged-hint"))
        }
        Unwritten::Doubtful => {
            Error::new(Kind::System, words::unwritten(texts, why, today)).hint(t!(texts, "cli-doubtful-hint"))
        }
        Unwritten::Erased { .. } => Error::new(Kind::Refused, words::unwritten(texts, why, today)),
        Unwritten::NotAdmin => Error::new(Kind::Refused, words::unwritten(texts, why, today))
            .hint(t!(texts, "cli-not-admin-hint")),
        Unwritten::NotCleared => Error::new(Kind::Refused, words::unwritten(texts, why, today))
            .hint(t!(texts, "cli-not-cleared-hint")),
        Unwritten::Failed(_) => Error::new(Kind::System, words::unwritten(texts, why, today)),
    }
}

/// Why undo or redo did nothing of what `own` wanted.
pub fn not_undone(
    texts: &Texts,
    register: &Register,
    own: &Actor,
    why: &NotUndone,
    zone: &jiff::tz::TimeZone,
    today: Day,
) -> Error {
    let message = words::not_undone(texts, register, own, why, zone, today);
    match why {
        NotUndone::Nothing | NotUndone::NotYours { .. } | NotUndone::AlreadyUndone(_) => {
            Error::new(Kind::Refused, message)
        }
        NotUndone::NoSuchEntry(_) => Error::new(Kind::NotFound, message),
        NotUndone::Changed { .. } => {
            Error::new(Kind::Conflict, message).hint(t!(texts, "cli-undo-changed-hint"))
        }
        NotUndone::Unwritten(why) => unwritten(texts, why, today),
    }
}

/// The damage of the journal in the register's folder `dir`.
pub fn damaged(texts: &Texts, damage: &Damage, dir: &Path) -> Error {
    let what = self::damage(texts, damage);
    let error = Error::new(Kind::Damaged, t!(texts, "cli-damaged", dir = visible::path(dir), what = what))
        .hint(t!(texts, "cli-damaged-hint"));
    match damage.why {
        Flaw::EndsEarly { by: Witness::Acknowledged, .. } => error.hint(t!(texts, "cli-damaged-copy-hint")),
        _ => error,
    }
}

/// A failure of the store; `dir` is the register's folder.
pub fn store(texts: &Texts, why: &StoreError, dir: &Path) -> Error {
    let show = |path: &Path| visible::path(path);
    match why {
        StoreError::NoRegister(path) => {
            Error::new(Kind::NotFound, t!(texts, "cli-no-register", dir = show(path)))
                .hint(t!(texts, "cli-no-register-hint"))
        }
        StoreError::NotEmpty(path) => Error::new(Kind::Refused, t!(texts, "cli-not-empty", dir = show(path)))
            .hint(t!(texts, "cli-not-empty-hint")),
        StoreError::Damaged(damage @ Damage { why: Flaw::DoesNotApply { .. }, .. }) => {
            damaged(texts, damage, dir).hint(t!(texts, "cli-damaged-verify-hint"))
        }
        StoreError::Damaged(damage) | StoreError::PutBack { damage, .. } => damaged(texts, damage, dir),
        StoreError::Future { segment, line, version } => Error::new(
            Kind::Damaged,
            t!(
                texts,
                "cli-future",
                dir = show(dir),
                segment = *segment,
                line = line.to_string(),
                version = *version
            ),
        )
        .hint(t!(texts, "cli-future-hint")),
        StoreError::Held(holder) if holder.brief => Error::new(
            Kind::Conflict,
            t!(
                texts,
                "cli-held-brief",
                user = if holder.user.is_empty() { "none" } else { holder.user.as_str() }
            ),
        )
        .hint(t!(texts, "cli-held-brief-hint")),
        StoreError::Held(holder) if holder.serves() => {
            Error::new(Kind::Conflict, t!(texts, "cli-held-served", pid = holder.pid.to_string()))
                .hint(t!(texts, "cli-held-served-hint"))
        }
        StoreError::Held(holder) => {
            let held =
                ReadOnly::Held { pid: holder.pid, user: holder.user.clone(), since: holder.since.clone() };
            read_only(texts, &held)
        }
        StoreError::NotFree { path, entries } => {
            Error::new(Kind::Refused, t!(texts, "cli-not-free", dir = show(path), entries = *entries))
                .hint(t!(texts, "cli-not-free-hint"))
        }
        StoreError::BadBackup { path, why } => {
            let what = match why {
                BadBackup::NotABackup => t!(texts, "cli-backup-none"),
                BadBackup::Future(version) => t!(texts, "cli-backup-future", version = *version),
                BadBackup::CutShort => t!(texts, "cli-backup-short"),
                BadBackup::Altered(part) => t!(texts, "cli-backup-altered", part = part.as_str()),
                BadBackup::Journal(damage) => self::damage(texts, damage),
            };
            Error::new(Kind::Input, t!(texts, "cli-bad-backup", file = show(path), what = what))
                .hint(t!(texts, "cli-bad-backup-hint"))
        }
        StoreError::Replaced(path) => {
            Error::new(Kind::Conflict, t!(texts, "cli-backup-replaced", dir = show(path)))
                .hint(t!(texts, "cli-backup-replaced-hint"))
        }
        StoreError::NoFile(path) => Error::new(Kind::System, t!(texts, "cli-no-file", path = show(path)))
            .hint(t!(texts, "cli-no-file-hint", path = show(path))),
        StoreError::BadName(name) => Error::new(Kind::Input, t!(texts, "cli-bad-name", name = name.as_str())),
        // The journal's folder is the first thing that is looked for.
        StoreError::Io { path, kind, text } if *path == dir.join("journal") => match kind {
            ErrorKind::PermissionDenied => {
                Error::new(Kind::System, t!(texts, "cli-dir-unreadable", dir = show(dir)))
                    .hint(t!(texts, "cli-dir-unreadable-hint"))
            }
            ErrorKind::NotADirectory => {
                Error::new(Kind::Refused, t!(texts, "cli-dir-is-file", dir = show(dir)))
                    .hint(t!(texts, "cli-not-empty-hint"))
            }
            _ => io(texts, path, *kind, text),
        },
        StoreError::Io { path, kind, text } => io(texts, path, *kind, text),
    }
}

/// A refusal of the operating system about `path`, in words where they are known, with what to do about it.
pub fn io(texts: &Texts, path: &Path, kind: ErrorKind, text: &str) -> Error {
    let reason = words::io_reason(texts, kind, text);
    let sort = if kind == ErrorKind::NotFound { Kind::NotFound } else { Kind::System };
    let error = Error::new(sort, t!(texts, "cli-io", path = visible::path(path), reason = reason));
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => error.hint(t!(texts, "cli-io-full-hint")),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            error.hint(t!(texts, "cli-io-denied-hint"))
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => error.hint(t!(texts, "cli-io-missing-hint")),
        ErrorKind::IsADirectory => error.hint(t!(texts, "cli-io-folder-hint")),
        _ => error.hint(t!(texts, "cli-io-other-hint")),
    }
}

/// Where a journal is damaged, and how, as part of a sentence.
pub fn damage(texts: &Texts, damage: &Damage) -> String {
    let what = match &damage.why {
        Flaw::NotALine => t!(texts, "cli-flaw-not-a-line"),
        Flaw::Payload => t!(texts, "cli-flaw-payload"),
        Flaw::NotErased => t!(texts, "cli-flaw-not-erased"),
        Flaw::Header => t!(texts, "cli-flaw-header"),
        Flaw::Order => t!(texts, "cli-flaw-order"),
        Flaw::Incomplete => t!(texts, "cli-flaw-incomplete"),
        Flaw::SegmentMissing => t!(texts, "cli-flaw-segment"),
        Flaw::DoesNotApply { item, field: None } => t!(texts, "cli-flaw-apply", ref = item.to_string()),
        Flaw::DoesNotApply { item, field: Some(field) } => {
            t!(texts, "cli-flaw-apply-field", ref = item.to_string(), field = words::field(texts, *field))
        }
        Flaw::Unreadable(why) => t!(texts, "cli-flaw-unreadable", reason = why.as_str()),
        Flaw::EndsEarly { known, by: Witness::State } => {
            t!(texts, "cli-flaw-ends-early", known = known.to_string())
        }
        Flaw::EndsEarly { known, by: Witness::Acknowledged } => {
            t!(texts, "cli-flaw-ends-early-note", known = known.to_string())
        }
    };
    t!(
        texts,
        "cli-damage-at",
        segment = format!("{:06}.jsonl", damage.segment),
        line = damage.line.to_string(),
        seq = damage.seq.to_string(),
        what = what
    )
}

/// Why a state is of no use, as part of a sentence.
pub fn unfit(texts: &Texts, why: &Unfit) -> String {
    match why {
        Unfit::Missing => t!(texts, "cli-state-missing"),
        Unfit::OtherFormat => t!(texts, "cli-state-format"),
        Unfit::Engine(words) => t!(texts, "cli-state-engine", reason = words.as_str()),
        Unfit::Damaged => t!(texts, "cli-state-damaged"),
        Unfit::NotOfThisJournal => t!(texts, "cli-state-other"),
        Unfit::DiskFull => t!(texts, "cli-state-full"),
    }
}

/// What happened at opening.
pub fn notice(texts: &Texts, notice: &Notice) -> String {
    match notice {
        Notice::TornTail { seq, bytes, kept } => t!(
            texts,
            "cli-notice-torn",
            seq = seq.to_string(),
            bytes = bytes.to_string(),
            file = visible::path(kept)
        ),
        Notice::Rebuilt { why, aside: None, entries } => {
            t!(texts, "cli-notice-rebuilt", why = unfit(texts, why), entries = *entries)
        }
        Notice::Rebuilt { why, aside: Some(path), entries } => t!(
            texts,
            "cli-notice-rebuilt-aside",
            why = unfit(texts, why),
            entries = *entries,
            dir = visible::path(path)
        ),
        Notice::NoState(why) => t!(texts, "cli-notice-no-state", why = unfit(texts, why)),
        Notice::ReadOnly(why) => words::read_only(texts, why),
        Notice::Erased { contact, gone, left } => {
            let list = |names: &[String]| {
                names.iter().map(|name| visible::path(Path::new(name))).collect::<Vec<_>>().join(", ")
            };
            let mut said = vec![t!(texts, "cli-notice-erased", contact = contact.to_string())];
            if !gone.is_empty() {
                said.push(t!(texts, "cli-notice-erased-gone", files = list(gone)));
            }
            if !left.is_empty() {
                said.push(t!(texts, "cli-notice-erased-left", files = list(left)));
            }
            said.join(" ")
        }
        Notice::Leftover { path, why } => {
            t!(texts, "cli-notice-leftover", dir = visible::path(path), reason = visible::line(why))
        }
    }
}

/// Bytes as mebibytes, rounded up, for sentences about limits.
fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}

/// Why a file cannot be read.
pub fn file(texts: &Texts, path: &Path, why: &FileProblem) -> Error {
    let name = visible::path(path);
    match why {
        FileProblem::Missing => Error::new(Kind::NotFound, t!(texts, "cli-file-missing", file = name))
            .hint(t!(texts, "cli-file-missing-hint")),
        FileProblem::Folder => Error::new(Kind::Input, t!(texts, "cli-file-folder", file = name))
            .hint(t!(texts, "cli-file-folder-hint")),
        FileProblem::TooLarge(bytes, limit) => Error::new(
            Kind::Input,
            t!(texts, "cli-file-large", file = name, size = mib(*bytes), limit = mib(*limit)),
        )
        .hint(t!(texts, "cli-file-large-hint")),
        FileProblem::System(error) => io(texts, path, error.kind(), &error.to_string()),
    }
}

/// What sort of file it turned out to be, as part of a sentence.
fn binary(texts: &Texts, kind: BinaryKind) -> String {
    match kind {
        BinaryKind::Pdf => t!(texts, "cli-is-pdf"),
        BinaryKind::Zip => t!(texts, "cli-is-zip"),
        BinaryKind::Ole => t!(texts, "cli-is-ole"),
        BinaryKind::Rtf => t!(texts, "cli-is-rtf"),
        BinaryKind::Unknown => t!(texts, "cli-is-binary"),
    }
}

/// Why a file cannot be read as a table.
pub fn sheet(texts: &Texts, path: &Path, why: &SheetProblem) -> Error {
    let file = visible::path(path);
    match why {
        SheetProblem::Empty => Error::new(Kind::Input, t!(texts, "cli-file-empty", file = file))
            .hint(t!(texts, "cli-file-empty-hint")),
        SheetProblem::UnclosedQuote(line) => {
            Error::new(Kind::Input, t!(texts, "cli-unclosed-quote", file = file, line = line.to_string()))
                .hint(t!(texts, "cli-unclosed-quote-hint"))
        }
        SheetProblem::NotATable(kind) => {
            Error::new(Kind::Input, t!(texts, "cli-not-a-table", file = file, kind = binary(texts, *kind)))
                .hint(t!(texts, "cli-not-a-table-hint"))
        }
        SheetProblem::Damaged(words) => {
            Error::new(Kind::Input, t!(texts, "cli-workbook-damaged", file = file, reason = words.as_str()))
                .hint(t!(texts, "cli-not-a-table-hint"))
        }
        SheetProblem::NoSuchSheet { given, known } => Error::new(
            Kind::Input,
            t!(texts, "cli-no-such-sheet", file = file, sheet = given.as_str(), known = known.join(", ")),
        ),
        SheetProblem::TooManyRows(limit) => {
            Error::new(Kind::Input, t!(texts, "cli-too-many-rows", file = file, limit = limit.to_string()))
                .hint(t!(texts, "cli-file-large-hint"))
        }
        SheetProblem::UnpacksTooLarge(bytes, limit) => Error::new(
            Kind::Input,
            t!(texts, "cli-unpacks-large", file = file, size = mib(*bytes), limit = mib(*limit)),
        )
        .hint(t!(texts, "cli-file-large-hint")),
    }
}

/// Why the columns of a table cannot be used; `fields` are the words for FIELD.
pub fn mapping(texts: &Texts, path: &Path, why: &MapProblem, fields: &[&str]) -> Error {
    let file = visible::path(path);
    match why {
        MapProblem::NotAPair(text) => {
            Error::new(Kind::Usage, t!(texts, "cli-map-pair", given = text.as_str()))
        }
        MapProblem::NoSuchColumn(column, known) => Error::new(
            Kind::Input,
            t!(texts, "cli-map-column", file = file, column = column.as_str(), known = known.join(", ")),
        ),
        MapProblem::NoSuchField(field) => Error::new(
            Kind::Usage,
            t!(texts, "cli-map-field", given = field.as_str(), known = fields.join(", ")),
        ),
        MapProblem::NoTitle(known) => {
            Error::new(Kind::Input, t!(texts, "cli-map-no-title", file = file, known = known.join(", ")))
                .hint(t!(texts, "cli-map-no-title-hint"))
        }
    }
}

/// Why a file cannot be read as vCards.
pub fn cards(texts: &Texts, path: &Path, why: &CardProblem) -> Error {
    let file = visible::path(path);
    match why {
        CardProblem::NoCards => Error::new(Kind::Input, t!(texts, "cli-no-cards", file = file))
            .hint(t!(texts, "cli-not-cards-hint")),
        CardProblem::Binary(kind) => {
            Error::new(Kind::Input, t!(texts, "cli-not-cards", file = file, kind = binary(texts, *kind)))
                .hint(t!(texts, "cli-not-cards-hint"))
        }
    }
}

/// Why a file cannot be read as a plan.
pub fn source(texts: &Texts, path: &Path, why: &SourceError) -> Error {
    let file = visible::path(path);
    match why {
        SourceError::Empty => Error::new(Kind::Input, t!(texts, "cli-file-empty", file = file))
            .hint(t!(texts, "cli-file-empty-hint")),
        SourceError::Binary { kind, .. } => {
            Error::new(Kind::Input, t!(texts, "cli-not-a-plan", file = file, kind = binary(texts, *kind)))
                .hint(t!(texts, "cli-not-a-plan-hint"))
        }
        SourceError::TooLarge { bytes, limit } => Error::new(
            Kind::Input,
            t!(texts, "cli-file-large", file = file, size = mib(*bytes as u64), limit = mib(*limit as u64)),
        )
        .hint(t!(texts, "cli-file-large-hint")),
        SourceError::NotXml { line, column, reason } => Error::new(
            Kind::Input,
            t!(
                texts,
                "cli-not-xml",
                file = file,
                line = line.to_string(),
                column = column.to_string(),
                reason = reason.as_str()
            ),
        )
        .hint(t!(texts, "cli-not-a-plan-hint")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::i18n::Lang;
    use crate::store::{Holder, OpenOptions, Use};

    #[test]
    fn a_queue_of_commands_is_waited_for_long_and_said_to_end_by_itself() {
        let brief = Holder { user: "k.smit".into(), brief: true, ..Holder::default() };
        assert_eq!(OpenOptions::new(Use::Brief, brief.clone()).patience, Duration::from_secs(10));
        let say = |holder: &Holder| {
            let why = StoreError::Held(holder.clone());
            let error = store(&Texts::new(Lang::Nl), &why, Path::new("/r"));
            assert_eq!(error.kind, Kind::Conflict);
            format!("{} {}", error.message, error.hints.join(" "))
        };
        let said = say(&brief);
        assert!(
            said.starts_with(
                "Het register is al tien seconden lang bezet door andere opdrachten van k.smit;"
            )
        );
        assert!(said.ends_with("Die eindigen vanzelf: probeer het zo opnieuw."), "{said}");
        let window = say(&Holder { brief: false, pid: 42, ..brief });
        assert!(window.contains("k.smit") && window.contains("Sluit dat venster eerst."), "{window}");
    }

    #[test]
    fn the_systems_own_words_reach_nobody_where_ours_say_the_same() {
        let texts = Texts::new(Lang::Nl);
        let raw = std::io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error()).to_string();
        assert_eq!(words::io_text(&texts, &format!("/r/journal: {raw}")), "/r/journal: de schijf is vol");
        assert_eq!(words::io_text(&texts, "/r/journal: anders"), "/r/journal: anders");
    }
}
