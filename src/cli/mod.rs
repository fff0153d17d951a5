//! The command line: arguments in, exit code out.
//!
//! Owns the dispatch of commands, the choice of language and colours, and the last line of defence: whatever goes wrong
//! inside, the user gets one sentence. The only place where all layers meet. Used by `main`.
//!
//! Exit codes: 0 done; 1 refused or failed; 2 wrong usage. A reader that goes away (`regie list | head -1`) ends the
//! program in silence.

mod access;
mod args;
mod call;
mod care;
mod change;
mod demo;
mod desk;
mod docs;
mod door;
mod env;
mod erase;
mod errand;
mod import;
mod meter;
mod out;
mod read;
mod sentences;
mod serve;
mod settings;
mod start;

use std::borrow::Cow;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;

use args::{Color, Command};
use call::{Call, print_error};
pub use env::Env;
use out::{Out, Outcome, Stop};
use settings::Settings;

use crate::error::{Error, Kind};
use crate::i18n::{Lang, Texts, words};
use crate::io::visible;
use crate::t;
use crate::tui::{Palette, Setting};

/// Runs one call: `args` with the program's name first.
pub fn run(args: &[OsString], env: &Env) -> ExitCode {
    let peeked = args::peek(args);
    let settings = Settings::read(env);
    let lang = env.lang(peeked.lang, settings.lang);
    let texts = Texts::new(lang);
    let json = peeked.json;
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = Some(format!("{info}\n{}", std::backtrace::Backtrace::force_capture()));
        }
    }));
    let outcome = catch_unwind(AssertUnwindSafe(|| understood(args, env, &texts, &settings)));
    match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(Stop::ReaderGone)) => ExitCode::SUCCESS,
        Ok(Err(Stop::Output(why))) => {
            let error = output_failed(&texts, &why, None);
            print_error(&error, json);
            error.exit_code()
        }
        Ok(Err(Stop::Failed(error))) => {
            print_error(&error, json);
            error.exit_code()
        }
        Err(_) => {
            let error = broken(env, &texts);
            print_error(&error, json);
            error.exit_code()
        }
    }
}

/// What the last panic said. A panic that a layer below catches itself (the storage engine's) is never shown.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// The sentence for a failure nobody foresaw; its details go to a file.
fn broken(env: &Env, texts: &Texts) -> Error {
    let details = LAST_PANIC.lock().ok().and_then(|mut last| last.take()).unwrap_or_default();
    let dir = env.state_dir().unwrap_or_else(std::env::temp_dir);
    let file = dir.join(format!("crash-{}.txt", std::process::id()));
    let about = format!("regie {}\n{details}\n", env!("CARGO_PKG_VERSION"));
    let kept = std::fs::create_dir_all(&dir).and_then(|()| std::fs::write(&file, about));
    let error = Error::new(Kind::System, t!(texts, "cli-broken"));
    match kept {
        Ok(()) => error.hint(t!(texts, "cli-broken-hint", file = visible::path(&file))),
        Err(_) => error,
    }
}

fn understood(args: &[OsString], env: &Env, texts: &Texts, settings: &Settings) -> Result<ExitCode, Stop> {
    let (global, mut command) = args::parse(args, texts)?;
    let color = match global.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            env.stdout_terminal
                && env.var("NO_COLOR").is_none()
                && env.var("TERM").is_some_and(|t| t != "dumb")
        }
    };
    let width = if env.stdout_terminal { terminal_width(env) } else { None };
    let zone = env.zone();
    let out = Out::new(Box::new(std::io::stdout()), color, width);
    let mut call = Call::new(env, texts, global, settings, env.now(&zone), zone.clone(), out);
    call.color = color;
    // What shows neither register nor dates works by any clock.
    let dateless = matches!(
        command,
        Command::Keys { .. } | Command::Completions { .. } | Command::Man | Command::Print(_)
    );
    if !dateless {
        env::refuse_wrong_clock(call.now.at, texts)?;
    }
    let mut said = settings.troubles(texts);
    if let Some(given) = env.var("REGIE_LANG").filter(|tag| Lang::from_tag(tag).is_none()) {
        said.push(t!(texts, "cli-settings-lang", place = "REGIE_LANG", given = given));
    }
    if let Some(given) = env.var("REGIE_THEME").filter(|name| Palette::from_name(name).is_none()) {
        said.push(settings::wrong_value(texts, "REGIE_THEME", Setting::Theme, given));
    }
    match &command {
        // The screen of the workbench would cover it at once; there it is said on the message line.
        Command::Workbench | Command::Demo { into: None, .. } if env.can_draw() => call.startup = said,
        _ => said.iter().for_each(|said| call.note(said)),
    }
    let mut args = Cow::Borrowed(args);
    if let Command::Erase(how) = &mut command {
        // Asked here: where it is carried out there may be nobody to ask.
        if let Some(chosen) = call.confirm_erasing(how)? {
            how.mentions = Some(chosen);
            let options = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
            args.to_mut().insert(options, erase::option(chosen).into());
        }
    }
    if errand::is_errand(&command, call.global.json)
        && let Some(code) = call.send_errand(&command, &args)?
    {
        return call.out.flush().map(|()| code);
    }
    let outcome = carry_out(&mut call, &command);
    // What was printed before a failure is handed over all the same; a full disk behind `>` is a failure too.
    let flushed = call.out.flush();
    match outcome.and(flushed) {
        Err(Stop::Output(why)) => Err(output_failed(texts, &why, call.recorded.get()).into()),
        other => other.map(|()| ExitCode::SUCCESS),
    }
}

/// What was printed did not arrive; a change that was `recorded` by then stands all the same.
fn output_failed(texts: &Texts, why: &std::io::Error, recorded: Option<u64>) -> Error {
    let reason = words::io_reason(texts, why.kind(), &why.to_string());
    let error = Error::new(Kind::System, t!(texts, "cli-output", reason = reason));
    match recorded {
        None => error.hint(t!(texts, "cli-output-hint")),
        Some(seq) => error.hint(t!(texts, "cli-output-recorded", seq = seq.to_string())),
    }
}

/// Columns of the terminal; the variable that shells set goes before what the terminal says.
fn terminal_width(env: &Env) -> Option<usize> {
    let told = env.var("COLUMNS").and_then(|text| text.parse().ok());
    told.or_else(|| {
        rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col))
    })
    .filter(|width| *width >= 20)
}

fn carry_out(call: &mut Call<'_>, command: &Command) -> Outcome {
    match command {
        Command::Workbench => call.workbench(),
        Command::Demo { actions, seed, into } => call.demo(*actions, *seed, into.as_deref()),
        Command::ImportPlan(how) => call.import_plan(how),
        Command::ImportActions(how) => call.import_actions(how),
        Command::ImportContacts(how) => call.import_contacts(how),
        Command::Add { text, under, as_title } => call.add(text, *under, *as_title),
        Command::List { query, kind, sort, limit, all, format } => call.list(&read::ListCall {
            query,
            kind: *kind,
            sort: sort.as_deref(),
            limit: *limit,
            all: *all,
            format: *format,
        }),
        Command::Show { target } => call.show(*target),
        Command::Set { target, values } => call.set(*target, values),
        Command::Done { target, note } => call.done(*target, note.as_deref()),
        Command::Progress { target, percent, note, health } => {
            call.progress(*target, *percent, note, *health)
        }
        Command::Move { target, under, position } => call.move_to(*target, *under, *position),
        Command::Remove { target } => call.remove(*target),
        Command::Erase(how) => call.erase(how),
        Command::Undo { entry } => call.undo(*entry),
        Command::Redo => call.redo(),
        Command::Log { target, since, who, limit } => {
            call.log(*target, since.as_deref(), who.as_deref(), *limit)
        }
        Command::Export { format, excel, output } => call.export(*format, *excel, output.as_deref()),
        Command::Backup { file } => call.backup(file),
        Command::Restore { file, force } => call.restore(file, *force),
        Command::Serve { background: true, .. } => call.serve_in_background(),
        Command::Serve { idle, group, .. } => call.serve(*idle, group.as_deref()),
        Command::Status { check: true } => call.check_access(),
        Command::Status { check: false } => call.status(),
        Command::Stop => call.stop(),
        Command::Verify => call.verify(),
        Command::Repair => call.repair(),
        Command::Keys { markdown, keymap } => call.keys(*markdown, *keymap),
        Command::Completions { shell } => call.completions(*shell),
        Command::Man => call.man(),
        Command::Print(text) => Ok(call.out.raw().write_all(text.as_bytes())?),
    }
}
