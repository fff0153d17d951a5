//! Commands that are carried out where the register is: by the server, for a client that asks for one and goes.
//!
//! Owns which commands that are, both sides of it, and the surroundings that such a command gets: those of whoever asked, as far as
//! they make a difference to what is printed. A copy of a large register would take longer than the command.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use super::args::{self, Command};
use super::call::{Call, error_text};
use super::env::Env;
use super::out::{Out, Stop};
use super::settings::Settings;
use super::{broken, carry_out, sentences};
use crate::error::Error;
use crate::i18n::{Lang, Texts};
use crate::model::ledger::{Ledger, ReadOnly, Unwritten};
use crate::net::talk::{Errand, Ran};

/// So many lines of a list are soon made. Longer ones are for a copy of the register: the server has others to see to meanwhile.
const SHORT: usize = 200;

/// Whether a command needs nothing but its words and the register, and is soon done. What searches the whole record is not, nor
/// what looks back through it for what can be undone: with a copy of the register it asks for one piece after the other, and the server
/// sees to others in between.
pub fn is_errand(command: &Command, json: bool) -> bool {
    // 0 stands for all of them.
    let short = |limit: &Option<usize>| limit.is_some_and(|limit| (1..=SHORT).contains(&limit));
    match command {
        Command::List { limit, .. } => return short(limit),
        Command::Log { target, since, who, limit } => {
            let newest = target.is_none() && since.is_none() && who.is_none();
            return newest && (short(limit) || (limit.is_none() && !json));
        }
        _ => {}
    }
    matches!(
        command,
        Command::Add { .. }
            | Command::Show { .. }
            | Command::Set { .. }
            | Command::Done { .. }
            | Command::Progress { .. }
            | Command::Move { .. }
            | Command::Remove { .. }
            | Command::Erase(_)
    )
}

/// Whether a command records nothing.
fn only_reads(command: &Command) -> bool {
    matches!(command, Command::List { .. } | Command::Show { .. } | Command::Log { .. })
}

impl Call<'_> {
    /// Has the server of the register, if one holds it, carry out the command in `args`, and prints what it says; `None` when the
    /// command is to be carried out here.
    ///
    /// # Errors
    /// There is a server, and it does not do so.
    pub fn send_errand(&mut self, command: &Command, args: &[OsString]) -> Result<Option<ExitCode>, Stop> {
        let words = args.iter().map(|arg| arg.to_str().map(str::to_owned));
        // What is no text cannot be sent; the command itself says so.
        let Some(args) = words.collect::<Option<Vec<String>>>() else { return Ok(None) };
        let Some(client) = self.attach(&self.dir()?, false)? else { return Ok(None) };
        let errand = Errand {
            args,
            lang: self.texts.lang().tag().to_owned(),
            color: self.color,
            width: self.out.width(),
            zone: self.env.var("TZ").map(str::to_owned),
        };
        let ran = client.run(errand).map_err(|why| match why {
            // What only reads has nothing to be in doubt about.
            Unwritten::Doubtful if only_reads(command) => Unwritten::ReadOnly(ReadOnly::Away),
            why => why,
        });
        let ran = ran.map_err(|why| sentences::unwritten(self.texts, &why, self.now.today))?;
        // Without a standard error there is nobody to tell.
        let _ = io::stderr().write_all(ran.err.as_bytes());
        self.out.raw().write_all(ran.out.as_bytes())?;
        Ok(Some(ExitCode::from(ran.code)))
    }
}

/// What is printed, where it can be looked at afterwards.
#[derive(Clone, Default)]
struct Printed(Rc<RefCell<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Printed {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

/// Carries out errands on a register, with the words of both languages at hand.
pub struct Errands {
    dir: OsString,
    texts: Vec<Texts>,
}

impl Errands {
    /// For the register in `dir`.
    pub fn new(dir: &Path) -> Errands {
        Errands { dir: dir.as_os_str().to_owned(), texts: Vec::new() }
    }

    fn texts(&mut self, lang: Lang) -> &Texts {
        let at = self.texts.iter().position(|texts| texts.lang() == lang).unwrap_or_else(|| {
            self.texts.push(Texts::new(lang));
            self.texts.len() - 1
        });
        &self.texts[at]
    }

    /// Carries out `errand` on `ledger`, in the name of whoever it is lent to.
    pub fn run<'a>(&mut self, errand: Errand, ledger: Box<dyn Ledger + 'a>) -> Ran {
        let mut env = Env::default();
        env.vars.insert("REGIE_REGISTER".into(), self.dir.clone());
        env.vars.extend(errand.zone.iter().map(|zone| ("TZ".into(), zone.into())));
        let texts = self.texts(Lang::from_tag(&errand.lang).unwrap_or_default());
        let (out, err) = (Printed::default(), Printed::default());
        let settings = Settings::default();
        let args: Vec<OsString> = errand.args.iter().map(OsString::from).collect();
        let json = args::peek(&args).json;
        let done = catch_unwind(AssertUnwindSafe(|| {
            let (global, command) = args::parse(&args, texts)?;
            if !is_errand(&command, global.json) {
                return Err(Stop::from(Error::new(crate::error::Kind::Usage, errand.args.join(" "))));
            }
            let zone = env.zone();
            let mut now = env.now(&zone);
            now.actor = ledger.actor().clone();
            let (color, width) = (errand.color, errand.width);
            let printed = Out::new(Box::new(out.clone()), color, width);
            let mut call = Call::new(&env, texts, global, &settings, now, zone, printed);
            call.color = color;
            call.err = RefCell::new(Box::new(err.clone()));
            call.lent = std::cell::Cell::new(Some(ledger));
            let done = carry_out(&mut call, &command);
            done.and(call.out.flush())
        }));
        let failed = match done {
            Ok(Ok(()) | Err(Stop::ReaderGone)) => None,
            Ok(Err(Stop::Failed(error))) => Some(error),
            Ok(Err(Stop::Output(why))) => Some(super::output_failed(texts, &why, None)),
            Err(_) => Some(broken(&env, texts)),
        };
        let mut said = err.text();
        said.extend(failed.iter().map(|error| error_text(error, json)));
        Ran { out: out.text(), err: said, code: failed.map_or(0, |error| error.code()) }
    }
}
