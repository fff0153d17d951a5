//! The command line as data: what was asked, in types.
//!
//! Owns the grammar (commands, options, help texts in the user's language) and the sentences for
//! wrong usage. Used by `cli::run`; completions and the man page are made from the same grammar.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, ValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches};

use super::demo::{DEMO_ACTIONS, DEMO_SEED};
use crate::command::Base;
use crate::error::{Error, Kind as Sort};
use crate::i18n::{Lang, Texts, words};
use crate::model::field::{kind_named, synonyms, word_exactly};
use crate::model::id::{NotARef, Ref};
use crate::model::kinds::Health;
use crate::model::record::Kind;
use crate::t;
use crate::tui::Palette;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    fn from_word(word: &str) -> Color {
        match word {
            "always" => Color::Always,
            "never" => Color::Never,
            _ => Color::Auto,
        }
    }
}

/// The options that every command takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Global {
    /// `--register`.
    pub register: Option<PathBuf>,
    /// `--socket`.
    pub socket: Option<PathBuf>,
    /// `--as`.
    pub name: Option<String>,
    /// `--lang`.
    pub lang: Option<Lang>,
    /// `--color`.
    pub color: Color,
    /// `--theme`.
    pub theme: Option<Palette>,
    /// `--json`.
    pub json: bool,
}

/// What an import is to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportHow {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// Write what is proposed.
    pub accept: bool,
    /// Leave out rows with problems instead of refusing the file.
    pub skip_bad: bool,
    /// `COLUMN=FIELD` pairs.
    pub map: Vec<String>,
    /// The node for actions that name none.
    pub under: Option<Ref>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// What is to be erased, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraseHow {
    /// The contact.
    pub target: Ref,
    /// Whether the person's name, addresses and numbers also leave what was written elsewhere; `None` when that was not said.
    pub mentions: Option<bool>,
    /// What else the person is known by.
    pub names: Vec<String>,
    /// Who takes over what refers to the contact.
    pub hand_over_to: Option<Ref>,
    /// It need not be asked.
    pub yes: bool,
}

/// The format of `regie list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// A table for people.
    #[default]
    Table,
    /// One JSON array.
    Json,
    /// Comma-separated values.
    Csv,
}

/// The formats of `regie export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Every item, whole.
    Json,
    /// The actions.
    Csv,
    /// The contacts.
    Vcf,
}

/// One call of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the variants are the commands of the same name, described by their help texts"
)]
pub enum Command {
    Workbench,
    Demo {
        actions: u32,
        seed: u64,
        into: Option<PathBuf>,
    },
    ImportPlan(ImportHow),
    ImportActions(ImportHow),
    ImportContacts(ImportHow),
    Add {
        text: String,
        under: Option<Ref>,
        as_title: bool,
    },
    List {
        query: String,
        kind: Option<Kind>,
        sort: Option<String>,
        limit: Option<usize>,
        all: bool,
        format: ListFormat,
    },
    Show {
        target: Ref,
    },
    Set {
        target: Ref,
        values: Vec<(String, String)>,
    },
    Done {
        target: Ref,
        note: Option<String>,
    },
    Progress {
        target: Ref,
        percent: i64,
        note: String,
        health: Option<Health>,
    },
    Move {
        target: Ref,
        under: Ref,
        position: Option<usize>,
    },
    Remove {
        target: Ref,
    },
    Erase(EraseHow),
    Undo {
        entry: Option<u64>,
    },
    Redo,
    Log {
        target: Option<Ref>,
        since: Option<String>,
        who: Option<String>,
        limit: Option<usize>,
    },
    Export {
        format: ExportFormat,
        excel: bool,
        output: Option<PathBuf>,
    },
    Backup {
        file: PathBuf,
    },
    Restore {
        file: PathBuf,
        force: bool,
    },
    /// To hold the register for others; ends when nobody has been there for `idle`.
    Serve {
        idle: Option<std::time::Duration>,
        group: Option<String>,
        background: bool,
    },
    /// How the server is, or with `check` what is wrong with who may use it.
    Status {
        check: bool,
    },
    Stop,
    Verify,
    Repair,
    Keys {
        markdown: bool,
        keymap: Option<Base>,
    },
    Completions {
        shell: clap_complete::Shell,
    },
    Man,
    /// `--help`, `--version` and their like: text for standard output.
    Print(String),
}

/// The colours that `--health` accepts: the stable words, and unlisted what else people say.
fn colours() -> PossibleValuesParser {
    let stable = Health::WORDS.iter().map(|word| PossibleValue::new(*word));
    let more = synonyms(Health::WORDS).map(|(word, _)| PossibleValue::new(word).hide(true));
    PossibleValuesParser::new(stable.chain(more))
}

/// What can be told from the raw arguments before they are understood: a wrong command line must be answered in the
/// language and form that it asked for.
pub fn peek(args: &[OsString]) -> Global {
    let mut global = Global::default();
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        match word {
            "--" => break,
            "--json" => global.json = true,
            "--lang" => global.lang = words.next().and_then(Lang::from_tag),
            "--color" => global.color = Color::from_word(words.next().unwrap_or("")),
            _ => {
                if let Some(tag) = word.strip_prefix("--lang=") {
                    global.lang = Lang::from_tag(tag);
                } else if let Some(when) = word.strip_prefix("--color=") {
                    global.color = Color::from_word(when);
                }
            }
        }
    }
    global
}

fn reference() -> ValueParser {
    ValueParser::new(|text: &str| text.parse::<Ref>().map_err(|NotARef| NotUnderstood::Reference))
}

fn percentage() -> ValueParser {
    ValueParser::new(|text: &str| {
        let digits = text.trim().trim_end_matches('%').trim_end();
        digits.parse::<i64>().map_err(|_| NotUnderstood::Percentage)
    })
}

fn assignment() -> ValueParser {
    ValueParser::new(|text: &str| match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => Ok((field.trim().to_owned(), value.to_owned())),
        _ => Err(NotUnderstood::Assignment),
    })
}

/// Why one value was not understood; the sentence is chosen in `wrong_usage`.
#[derive(Clone, Debug, thiserror::Error)]
enum NotUnderstood {
    #[error("reference")]
    Reference,
    #[error("percentage")]
    Percentage,
    #[error("assignment")]
    Assignment,
    /// No kind is called so; these are spelled somewhat like it.
    #[error("kind")]
    Kind(Vec<Kind>),
}

/// The grammar, with its help texts in the language of `texts`.
pub fn grammar(texts: &Texts) -> clap::Command {
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        t!(texts, "cli-word-usage")
    );
    let options = t!(texts, "cli-word-options");
    let arguments = t!(texts, "cli-word-arguments");
    let everywhere = t!(texts, "cli-word-everywhere");
    let file = t!(texts, "cli-word-file");
    let text = t!(texts, "cli-word-text");
    let dir = t!(texts, "cli-word-dir");
    let number = t!(texts, "cli-word-number");

    let flag = |name: &'static str, help: String| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).help_heading(options.clone())
    };
    let option = |name: &'static str, value: &str, help: String| {
        Arg::new(name).long(name).value_name(value.to_owned()).help(help).help_heading(options.clone())
    };
    let given = |name: &'static str, value: &str, help: String| {
        Arg::new(name).value_name(value.to_owned()).help(help).help_heading(arguments.clone())
    };
    let target = || given("ref", "REF", t!(texts, "cli-arg-ref")).required(true).value_parser(reference());
    let note = || option("note", &text, t!(texts, "cli-opt-note")).short('m');
    let path = || ValueParser::path_buf();
    let command = |name: &'static str, about: String| {
        clap::Command::new(name)
            .about(about)
            .help_template(template.clone())
            .args_override_self(true)
            .arg(help_flag(texts, &options))
    };

    let import_args = |cmd: clap::Command| {
        cmd.arg(given("file", &file, t!(texts, "cli-arg-import-file")).required(true).value_parser(path()))
            .arg(flag("accept", t!(texts, "cli-opt-accept")).conflicts_with("dry-run"))
            .arg(flag("dry-run", t!(texts, "cli-opt-dry-run")))
    };
    let table_args = |cmd: clap::Command| {
        import_args(cmd)
            .arg(
                option("map", &t!(texts, "cli-word-mapping"), t!(texts, "cli-opt-map"))
                    .action(ArgAction::Append),
            )
            .arg(option("sheet", &t!(texts, "cli-word-name"), t!(texts, "cli-opt-sheet")))
            .arg(flag("skip-bad", t!(texts, "cli-opt-skip-bad")))
    };

    clap::Command::new("regie")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t!(texts, "cli-about"))
        .after_help(t!(texts, "cli-after-help"))
        .help_template(template.clone())
        .subcommand_help_heading(t!(texts, "cli-word-commands"))
        .subcommand_value_name(t!(texts, "cli-word-command"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .args_override_self(true)
        .arg(help_flag(texts, &options))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(t!(texts, "cli-opt-version"))
                .help_heading(options.clone()),
        )
        .arg(
            option("register", &dir, t!(texts, "cli-opt-register"))
                .value_parser(path())
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(
            option("socket", &t!(texts, "cli-word-path"), t!(texts, "cli-opt-socket"))
                .value_parser(path())
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(
            option("as", &t!(texts, "cli-word-name"), t!(texts, "cli-opt-as"))
                .value_parser(NonEmptyStringValueParser::new())
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(
            option("lang", "nl|en", t!(texts, "cli-opt-lang"))
                .value_parser(PossibleValuesParser::new(["nl", "en"]))
                .hide_possible_values(true)
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(
            option("color", "auto|always|never", t!(texts, "cli-opt-color"))
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .hide_possible_values(true)
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(
            option("theme", &t!(texts, "cli-word-name"), t!(texts, "cli-opt-theme"))
                .value_parser(PossibleValuesParser::new(Palette::ALL.iter().map(|theme| theme.name())))
                .hide_possible_values(true)
                .global(true)
                .help_heading(everywhere.clone()),
        )
        .arg(flag("json", t!(texts, "cli-opt-json")).global(true).help_heading(everywhere.clone()))
        .subcommand(
            command("demo", t!(texts, "cli-cmd-demo"))
                .arg(
                    option("actions", &number, t!(texts, "cli-opt-demo-actions"))
                        .value_parser(clap::value_parser!(u32).range(..=1_000_000)),
                )
                .arg(
                    option("seed", &t!(texts, "cli-word-seed"), t!(texts, "cli-opt-demo-seed"))
                        .value_parser(clap::value_parser!(u64)),
                )
                .arg(option("into", &dir, t!(texts, "cli-opt-demo-into")).value_parser(path())),
        )
        .subcommand(
            command("import", t!(texts, "cli-cmd-import"))
                .subcommand_required(true)
                .subcommand_help_heading(t!(texts, "cli-word-what"))
                .subcommand_value_name(t!(texts, "cli-word-what-name"))
                .disable_help_subcommand(true)
                .subcommand(import_args(command("plan", t!(texts, "cli-cmd-import-plan"))))
                .subcommand(
                    table_args(command("actions", t!(texts, "cli-cmd-import-actions"))).arg(
                        option("under", "REF", t!(texts, "cli-opt-import-under")).value_parser(reference()),
                    ),
                )
                .subcommand(table_args(command("contacts", t!(texts, "cli-cmd-import-contacts")))),
        )
        .subcommand(
            command("add", t!(texts, "cli-cmd-add"))
                .arg(given("text", &text, t!(texts, "cli-arg-add-text")).required(true).num_args(1..))
                .arg(option("under", "REF", t!(texts, "cli-opt-under")).value_parser(reference()))
                .arg(flag("as-title", t!(texts, "cli-opt-as-title"))),
        )
        .subcommand(
            command("list", t!(texts, "cli-cmd-list"))
                .arg(given("query", &t!(texts, "cli-word-query"), t!(texts, "cli-arg-query")).num_args(0..))
                .arg(option("kind", &t!(texts, "cli-word-kind"), t!(texts, "cli-opt-kind")).value_parser(
                    ValueParser::new(|text: &str| kind_named(text).map_err(NotUnderstood::Kind)),
                ))
                .arg(
                    option("sort", &t!(texts, "cli-word-key"), t!(texts, "cli-opt-sort"))
                        .allow_hyphen_values(true),
                )
                .arg(
                    option("limit", &number, t!(texts, "cli-opt-limit"))
                        .value_parser(clap::value_parser!(u32)),
                )
                .arg(flag("all", t!(texts, "cli-opt-all")))
                .arg(flag("csv", t!(texts, "cli-opt-csv")).conflicts_with("json")),
        )
        .subcommand(command("show", t!(texts, "cli-cmd-show")).arg(target()))
        .subcommand(
            command("set", t!(texts, "cli-cmd-set")).arg(target()).arg(
                given("values", &t!(texts, "cli-word-assignment"), t!(texts, "cli-arg-values"))
                    .required(true)
                    .num_args(1..)
                    .value_parser(assignment()),
            ),
        )
        .subcommand(command("done", t!(texts, "cli-cmd-done")).arg(target()).arg(note()))
        .subcommand(
            command("progress", t!(texts, "cli-cmd-progress"))
                .arg(target())
                .arg(
                    given("percent", "PERCENT", t!(texts, "cli-arg-percent"))
                        .required(true)
                        .allow_negative_numbers(true)
                        .value_parser(percentage()),
                )
                .arg(note())
                .arg(
                    option("health", &t!(texts, "cli-word-colour"), t!(texts, "cli-opt-health"))
                        .value_parser(colours())
                        .hide_possible_values(true),
                ),
        )
        .subcommand(
            command("move", t!(texts, "cli-cmd-move"))
                .arg(target())
                .arg(
                    option("under", "REF", t!(texts, "cli-opt-move-under"))
                        .required(true)
                        .value_parser(reference()),
                )
                .arg(
                    option("position", &number, t!(texts, "cli-opt-position"))
                        .value_parser(clap::value_parser!(u32).range(1..)),
                ),
        )
        .subcommand(command("remove", t!(texts, "cli-cmd-remove")).arg(target()))
        .subcommand(
            command("erase", t!(texts, "cli-cmd-erase"))
                .arg(target())
                .arg(flag("mentions", t!(texts, "cli-opt-mentions")))
                .arg(
                    flag("leave-mentions", t!(texts, "cli-opt-leave-mentions"))
                        .conflicts_with_all(["mentions", "name"]),
                )
                .arg(
                    option("name", &text, t!(texts, "cli-opt-erase-name"))
                        .action(ArgAction::Append)
                        .allow_hyphen_values(true),
                )
                .arg(
                    option("hand-over-to", "REF", t!(texts, "cli-opt-hand-over-to"))
                        .value_parser(reference()),
                )
                .arg(flag("yes", t!(texts, "cli-opt-yes"))),
        )
        .subcommand(
            command("undo", t!(texts, "cli-cmd-undo")).arg(
                option("entry", &t!(texts, "cli-word-entry"), t!(texts, "cli-opt-entry"))
                    .value_parser(clap::value_parser!(u64).range(1..)),
            ),
        )
        .subcommand(command("redo", t!(texts, "cli-cmd-redo")))
        .subcommand(
            command("log", t!(texts, "cli-cmd-log"))
                .arg(target().required(false))
                .arg(
                    option("since", &t!(texts, "cli-word-date"), t!(texts, "cli-opt-since"))
                        .allow_hyphen_values(true),
                )
                .arg(option("who", &t!(texts, "cli-word-name"), t!(texts, "cli-opt-log-who")))
                .arg(
                    option("limit", &number, t!(texts, "cli-opt-log-limit"))
                        .value_parser(clap::value_parser!(u32)),
                ),
        )
        .subcommand(
            command("export", t!(texts, "cli-cmd-export"))
                .arg(
                    given("format", "json|csv|vcf", t!(texts, "cli-arg-format"))
                        .required(true)
                        .value_parser(PossibleValuesParser::new(["json", "csv", "vcf"]))
                        .hide_possible_values(true),
                )
                .arg(flag("excel", t!(texts, "cli-opt-excel")))
                .arg(option("output", &file, t!(texts, "cli-opt-output")).short('o').value_parser(path())),
        )
        .subcommand(
            command("backup", t!(texts, "cli-cmd-backup"))
                .arg(given("file", &file, t!(texts, "cli-arg-backup")).required(true).value_parser(path())),
        )
        .subcommand(
            command("restore", t!(texts, "cli-cmd-restore"))
                .arg(given("file", &file, t!(texts, "cli-arg-restore")).required(true).value_parser(path()))
                .arg(flag("force", t!(texts, "cli-opt-force"))),
        )
        .subcommand(
            command("serve", t!(texts, "cli-cmd-serve"))
                .arg(
                    option("idle", &number, t!(texts, "cli-opt-idle"))
                        .value_parser(clap::value_parser!(u32).range(1..)),
                )
                .arg(option("group", &t!(texts, "cli-word-name"), t!(texts, "cli-opt-group")))
                // For workbenches, which start one so.
                .arg(flag("background", String::new()).hide(true)),
        )
        .subcommand(
            command("status", t!(texts, "cli-cmd-status")).arg(flag("check", t!(texts, "cli-opt-check"))),
        )
        .subcommand(command("stop", t!(texts, "cli-cmd-stop")))
        .subcommand(command("verify", t!(texts, "cli-cmd-verify")))
        .subcommand(command("repair", t!(texts, "cli-cmd-repair")))
        .subcommand(
            command("keys", t!(texts, "cli-cmd-keys"))
                .arg(
                    option("format", "text|md", t!(texts, "cli-opt-keys-format"))
                        .value_parser(PossibleValuesParser::new(["text", "md"]))
                        .hide_possible_values(true),
                )
                .arg(
                    option("keymap", "default|vim|emacs", t!(texts, "cli-opt-keys-keymap"))
                        .value_parser(PossibleValuesParser::new(Base::ALL.iter().map(|base| base.name())))
                        .hide_possible_values(true),
                ),
        )
        .subcommand(
            command("completions", t!(texts, "cli-cmd-completions")).arg(
                given("shell", "SHELL", t!(texts, "cli-arg-shell"))
                    .required(true)
                    .value_parser(clap::value_parser!(clap_complete::Shell))
                    .hide_possible_values(true),
            ),
        )
        .subcommand(command("man", t!(texts, "cli-cmd-man")))
}

fn help_flag(texts: &Texts, heading: &str) -> Arg {
    Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::HelpShort)
        .help(t!(texts, "cli-opt-help"))
        .help_heading(heading.to_owned())
}

/// Understands `args` (the program's name first).
///
/// # Errors
/// Wrong usage, as a sentence with hints; exit code 2.
pub fn parse(args: &[OsString], texts: &Texts) -> Result<(Global, Command), Error> {
    // `regie help [COMMAND]` is what people try first.
    let mut args = args.to_vec();
    if args.get(1).is_some_and(|word| word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    if args.get(1..).is_some_and(|rest| rest.iter().any(|word| word == "list" || word == "add")) {
        args = args.into_iter().map(shield).collect();
    }
    match grammar(texts).try_get_matches_from(&args) {
        Ok(matches) => Ok((global_of(&matches), command_of(&matches))),
        Err(wrong) if matches!(wrong.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let mut page = wrong.render().to_string();
            // The one word of the page that clap has no setting for.
            page = page.replace("[OPTIONS]", &t!(texts, "cli-word-optional"));
            Ok((peek(&args), Command::Print(page)))
        }
        Err(wrong) => Err(wrong_usage(&wrong, &args, texts)),
    }
}

/// Stands before a word that starts with a dash but is no option: a noncharacter that no keyboard gives.
const SHIELD: char = '\u{FDD0}';

/// `-word` in a query leaves items with that word out; clap would take it for options. Two-letter words such as `-h`
/// stay options.
fn shield(word: OsString) -> OsString {
    match word.to_str() {
        Some(text) if text.starts_with('-') && !text.starts_with("--") && text.chars().count() > 2 => {
            format!("{SHIELD}{text}").into()
        }
        _ => word,
    }
}

fn unshield(text: &str) -> String {
    text.strip_prefix(SHIELD).unwrap_or(text).to_owned()
}

fn global_of(matches: &ArgMatches) -> Global {
    Global {
        register: matches.get_one::<PathBuf>("register").cloned(),
        socket: matches.get_one::<PathBuf>("socket").cloned(),
        name: matches.get_one::<String>("as").cloned(),
        lang: matches.get_one::<String>("lang").and_then(|tag| Lang::from_tag(tag)),
        color: matches.get_one::<String>("color").map_or(Color::Auto, |word| Color::from_word(word)),
        theme: matches.get_one::<String>("theme").and_then(|name| Palette::from_name(name)),
        json: matches.get_flag("json"),
    }
}

fn import_how(matches: &ArgMatches, kind: &str) -> ImportHow {
    let table = kind != "plan";
    ImportHow {
        file: path_of(matches, "file"),
        accept: matches.get_flag("accept"),
        skip_bad: table && matches.get_flag("skip-bad"),
        map: if table { strings(matches, "map") } else { Vec::new() },
        under: if kind == "actions" { matches.get_one("under").copied() } else { None },
        sheet: if table { matches.get_one::<String>("sheet").cloned() } else { None },
    }
}

fn path_of(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

fn strings(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).map(|all| all.map(|text| unshield(text)).collect()).unwrap_or_default()
}

fn count(matches: &ArgMatches, name: &str) -> Option<usize> {
    matches.get_one::<u32>(name).and_then(|n| usize::try_from(*n).ok())
}

/// Required arguments are there once clap has let the command line through; the fallbacks are never seen.
fn command_of(matches: &ArgMatches) -> Command {
    let Some((name, matches)) = matches.subcommand() else { return Command::Workbench };
    let target = || matches.get_one::<Ref>("ref").copied().unwrap_or(Ref::new(Kind::Action, 1));
    match name {
        "demo" => Command::Demo {
            actions: matches.get_one::<u32>("actions").copied().unwrap_or(DEMO_ACTIONS),
            seed: matches.get_one::<u64>("seed").copied().unwrap_or(DEMO_SEED),
            into: matches.get_one::<PathBuf>("into").cloned(),
        },
        "import" => match matches.subcommand() {
            Some(("actions", matches)) => Command::ImportActions(import_how(matches, "actions")),
            Some(("contacts", matches)) => Command::ImportContacts(import_how(matches, "contacts")),
            Some((_, matches)) => Command::ImportPlan(import_how(matches, "plan")),
            None => Command::Workbench,
        },
        "add" => Command::Add {
            text: strings(matches, "text").join(" "),
            under: matches.get_one("under").copied(),
            as_title: matches.get_flag("as-title"),
        },
        "list" => Command::List {
            query: strings(matches, "query").join(" "),
            kind: matches.get_one::<Kind>("kind").copied(),
            sort: matches.get_one::<String>("sort").map(|key| unshield(key)),
            limit: count(matches, "limit"),
            all: matches.get_flag("all"),
            format: match (matches.get_flag("csv"), matches.get_flag("json")) {
                (true, _) => ListFormat::Csv,
                (_, true) => ListFormat::Json,
                _ => ListFormat::Table,
            },
        },
        "show" => Command::Show { target: target() },
        "set" => Command::Set {
            target: target(),
            values: matches.get_many("values").map(|all| all.cloned().collect()).unwrap_or_default(),
        },
        "done" => Command::Done { target: target(), note: matches.get_one::<String>("note").cloned() },
        "progress" => Command::Progress {
            target: target(),
            percent: matches.get_one::<i64>("percent").copied().unwrap_or_default(),
            note: matches.get_one::<String>("note").cloned().unwrap_or_default(),
            health: matches
                .get_one::<String>("health")
                .and_then(|word| word_exactly(Health::WORDS, word))
                .and_then(Health::from_word),
        },
        "move" => Command::Move {
            target: target(),
            under: matches.get_one::<Ref>("under").copied().unwrap_or_else(target),
            position: count(matches, "position"),
        },
        "remove" => Command::Remove { target: target() },
        "erase" => Command::Erase(EraseHow {
            target: target(),
            mentions: if matches.get_flag("leave-mentions") {
                Some(false)
            } else {
                // Somebody who says what to look for wants it found.
                (matches.get_flag("mentions") || matches.contains_id("name")).then_some(true)
            },
            names: matches.get_many::<String>("name").map_or(Vec::new(), |names| names.cloned().collect()),
            hand_over_to: matches.get_one("hand-over-to").copied(),
            yes: matches.get_flag("yes"),
        }),
        "undo" => Command::Undo { entry: matches.get_one::<u64>("entry").copied() },
        "redo" => Command::Redo,
        "log" => Command::Log {
            target: matches.get_one::<Ref>("ref").copied(),
            since: matches.get_one::<String>("since").cloned(),
            who: matches.get_one::<String>("who").cloned(),
            limit: count(matches, "limit"),
        },
        "export" => Command::Export {
            format: match matches.get_one::<String>("format").map(String::as_str) {
                Some("csv") => ExportFormat::Csv,
                Some("vcf") => ExportFormat::Vcf,
                _ => ExportFormat::Json,
            },
            excel: matches.get_flag("excel"),
            output: matches.get_one::<PathBuf>("output").cloned(),
        },
        "backup" => Command::Backup { file: path_of(matches, "file") },
        "restore" => Command::Restore { file: path_of(matches, "file"), force: matches.get_flag("force") },
        "serve" => Command::Serve {
            idle: matches.get_one::<u32>("idle").map(|secs| std::time::Duration::from_secs((*secs).into())),
            group: matches.get_one::<String>("group").cloned(),
            background: matches.get_flag("background"),
        },
        "status" => Command::Status { check: matches.get_flag("check") },
        "stop" => Command::Stop,
        "verify" => Command::Verify,
        "repair" => Command::Repair,
        "keys" => Command::Keys {
            markdown: matches.get_one::<String>("format").is_some_and(|f| f == "md"),
            keymap: matches.get_one::<String>("keymap").and_then(|name| Base::from_name(name)),
        },
        "completions" => Command::Completions {
            shell: matches.get_one("shell").copied().unwrap_or(clap_complete::Shell::Bash),
        },
        "man" => Command::Man,
        _ => Command::Workbench,
    }
}

/// The sentence for a command line that was not understood.
fn wrong_usage(wrong: &clap::Error, args: &[OsString], texts: &Texts) -> Error {
    let context = |kind: ContextKind| match wrong.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::Number(n)) => n.to_string(),
        _ => String::new(),
    };
    let arg = context(ContextKind::InvalidArg);
    let given_arg = arg.clone();
    let value = context(ContextKind::InvalidValue);
    let cause = std::error::Error::source(wrong).and_then(|cause| cause.downcast_ref::<NotUnderstood>());
    let message = match (wrong.kind(), cause) {
        (ErrorKind::InvalidSubcommand, _) => {
            t!(texts, "cli-usage-command", given = context(ContextKind::InvalidSubcommand))
        }
        (ErrorKind::UnknownArgument, _) => t!(texts, "cli-usage-unknown", given = arg),
        (ErrorKind::MissingRequiredArgument, _) => t!(texts, "cli-usage-missing", what = arg),
        (ErrorKind::MissingSubcommand, _) => t!(texts, "cli-usage-what"),
        (ErrorKind::InvalidValue, _) if value.is_empty() => t!(texts, "cli-usage-no-value", option = arg),
        (ErrorKind::InvalidValue, _) => t!(
            texts,
            "cli-usage-value",
            option = arg,
            given = value,
            known = context(ContextKind::ValidValue)
        ),
        (_, Some(NotUnderstood::Reference)) => t!(texts, "cli-usage-reference", given = value),
        (_, Some(NotUnderstood::Percentage)) => t!(texts, "cli-usage-percentage", given = value),
        (_, Some(NotUnderstood::Assignment)) => t!(texts, "cli-usage-assignment", given = value),
        (_, Some(NotUnderstood::Kind(_))) => {
            let known = Kind::ALL.iter().map(|kind| words::kind(texts, *kind)).collect::<Vec<_>>().join(", ");
            t!(texts, "cli-usage-value", option = arg, given = value, known = known)
        }
        (ErrorKind::ValueValidation, None) => t!(texts, "cli-usage-number", option = arg, given = value),
        (ErrorKind::ArgumentConflict, _) => {
            t!(texts, "cli-usage-conflict", one = arg, other = context(ContextKind::PriorArg))
        }
        (ErrorKind::InvalidUtf8, _) => t!(texts, "cli-usage-utf8"),
        _ => t!(texts, "cli-usage-other", given = wrong.kind().to_string()),
    };
    let mut error = Error::new(Sort::Usage, message);
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let suggestion = context(kind);
        if !suggestion.is_empty() {
            error = error.hint(t!(texts, "cli-usage-meant", what = suggestion));
        }
    }
    if let Some(NotUnderstood::Kind(near)) = cause
        && !near.is_empty()
    {
        let near = near.iter().map(|kind| words::kind(texts, *kind)).collect::<Vec<_>>().join(", ");
        error = error.hint(t!(texts, "cli-usage-meant", what = near));
    }
    let names: Vec<&str> = grammar_path(args, texts);
    if names == ["export"] && wrong.kind() == ErrorKind::UnknownArgument && !given_arg.starts_with('-') {
        let format =
            args.iter().filter_map(|arg| arg.to_str()).find(|word| ["json", "csv", "vcf"].contains(word));
        let format = format.unwrap_or("csv");
        error = error.hint(t!(texts, "cli-usage-export", format = format, file = given_arg.as_str()));
    }
    error.hint(t!(
        texts,
        "cli-usage-help",
        command = ["regie"].into_iter().chain(names).collect::<Vec<_>>().join(" ")
    ))
}

/// The commands that `args` names, as far as they exist: `import actions`.
fn grammar_path<'a>(args: &'a [OsString], texts: &Texts) -> Vec<&'a str> {
    let mut at = grammar(texts);
    let mut path = Vec::new();
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        let Some(next) = at.find_subcommand(word).cloned() else { continue };
        path.push(word);
        at = next;
    }
    path
}
