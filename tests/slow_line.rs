//! The jobs of the workbench on a slow line: how many bytes each step brings, and how long that takes.
//!
//! Nothing waits here. What the program would send is counted, and a line of 9,600 baud with 300 ms each way is computed from
//! it: `cargo test --test slow_line -- --nocapture` shows the table. The bounds hold what has been won.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and talks by printing"
)]

use jiff::tz::TimeZone;
use regie::i18n::{Lang, Texts};
use regie::io::demo::Demo;
use regie::model::id::{Actor, Day, Stamp};
use regie::model::ledger::Ledger;
use regie::store::{Holder, Keeper, OpenOptions, Use};
use regie::tui::{Nowhere, Offscreen, Options, Settings};

/// 9,600 baud with a start and a stop bit around each byte.
const BYTES_PER_SECOND: f64 = 960.0;

/// From the key to the program, and from the program to the screen.
const BOTH_WAYS: f64 = 0.6;

/// The screen that the goals are for.
const SIZE: (u16, u16) = (120, 40);

/// A job of the product's table, done from the action under the cursor.
struct Job {
    name: &'static str,
    /// What is pressed before, not counted.
    before: &'static [Keys],
    /// What is pressed one after another; the user looks at the screen between two of them.
    steps: &'static [Keys],
    /// What the screen shows afterwards.
    shows: &'static str,
    /// The most bytes that one key may bring.
    key: usize,
    /// The most bytes of the whole job.
    whole: usize,
}

/// Pressed without waiting for the screen.
enum Keys {
    /// Keys as a keymap names them.
    Press(&'static str),
    /// A text, a key per character.
    Type(&'static str),
}

use Keys::{Press, Type};

/// Every job that the workbench can do. One that it learns gets its row here: J9 and J10 come with the meeting.
const JOBS: &[Job] = &[
    Job { name: "J1 done", before: &[], steps: &[Press("d")], shows: "Gereed: A-", key: 400, whole: 400 },
    Job {
        name: "J2 a week later",
        before: &[],
        steps: &[Press("w")],
        shows: "ongedaan",
        key: 250,
        whole: 250,
    },
    Job {
        name: "J2 to a date",
        before: &[],
        steps: &[Press("t"), Type("27-11"), Press("enter")],
        shows: "ongedaan",
        key: 950,
        whole: 1_650,
    },
    Job {
        name: "J3 progress with a note",
        before: &[],
        steps: &[Press("p"), Type("60 zaal geregeld"), Press("enter")],
        shows: "zaal geregeld",
        key: 1_450,
        whole: 2_000,
    },
    Job {
        name: "J4 to someone else",
        before: &[],
        steps: &[Press("o"), Type("bak"), Press("enter")],
        shows: "ongedaan",
        key: 1_500,
        whole: 3_400,
    },
    Job {
        name: "J5 add",
        before: &[],
        steps: &[Press("a"), Type("Schouw steegjes @bakker due:vr #licht"), Press("enter")],
        shows: "Schouw steegjes",
        key: 3_200,
        whole: 5_000,
    },
    Job {
        name: "J6 find",
        before: &[],
        steps: &[Press("/"), Type("kermis"), Press("enter")],
        shows: "ermis",
        key: 5_900,
        whole: 18_000,
    },
    Job {
        name: "J7 undo",
        before: &[Press("d")],
        steps: &[Press("u")],
        shows: "Ongedaan",
        key: 400,
        whole: 400,
    },
    Job {
        name: "J7 redo",
        before: &[Press("d u")],
        steps: &[Press("U")],
        shows: "Opnieuw",
        key: 400,
        whole: 400,
    },
    Job {
        name: "J8 the number of the next",
        before: &[],
        steps: &[Press("j")],
        shows: "06-",
        key: 950,
        whole: 950,
    },
    Job {
        name: "J11 filter",
        before: &[Press("2")],
        steps: &[Press("f"), Type("kleur:rood"), Press("enter")],
        shows: "kleur:rood",
        key: 5_000,
        whole: 14_300,
    },
    Job {
        name: "J12 edit the title",
        before: &[],
        steps: &[Press("e"), Type(" in december"), Press("enter")],
        shows: "ongedaan",
        key: 1_450,
        whole: 2_750,
    },
    Job {
        name: "J12 edit a cell",
        before: &[Press("2 l l")],
        steps: &[Press("e"), Type("bak"), Press("enter")],
        shows: "ongedaan",
        key: 700,
        whole: 2_700,
    },
    Job {
        name: "another view",
        before: &[],
        steps: &[Press("2")],
        shows: "van 1.000",
        key: 5_900,
        whole: 5_900,
    },
    Job {
        name: "copy the number",
        before: &[],
        steps: &[Press("y"), Press("p")],
        shows: "Gekopieerd",
        key: 450,
        // The keys that go on from `y`, and the bottom line that says so, come and go.
        whole: 800,
    },
    Job {
        name: "half a page down",
        before: &[],
        steps: &[Press("ctrl-d")],
        shows: "A-",
        key: 1_150,
        whole: 1_150,
    },
];

/// Presses keys; yields how many bytes each brought.
fn press(workbench: &mut Offscreen<'_>, terminal: &mut vt100::Parser, keys: &Keys) -> Vec<usize> {
    let keys: Vec<String> = match keys {
        Press(keys) => keys.split(' ').map(str::to_owned).collect(),
        Type(text) => {
            text.chars().map(|c| if c == ' ' { "space".to_owned() } else { c.to_string() }).collect()
        }
    };
    let mut one = |key: &String| {
        assert!(workbench.press(key), "{key}");
        let sent = workbench.frame();
        terminal.process(sent);
        sent.len()
    };
    keys.iter().map(&mut one).collect()
}

#[test]
fn every_job_on_a_line_of_9600_baud_stays_within_its_bytes() {
    let at = Stamp(1_795_338_000_000);
    let dir = tempfile::tempdir().unwrap();
    let texts = Texts::new(Lang::Nl);
    println!("{:28} {:>5} {:>9} {:>7} {:>8}", "job", "keys", "most/key", "bytes", "seconds");
    let mut over = Vec::new();
    for (number, job) in JOBS.iter().enumerate() {
        // A register of its own, so that no job depends on the one before.
        let options = OpenOptions::new(Use::Stay, Holder::default()).creating();
        let actor = Actor("m.bakker".to_owned());
        let mut keeper =
            Keeper::open(&dir.path().join(number.to_string()), actor, options, &mut |_| ()).unwrap().keeper;
        for draft in Demo::new(1, 1_000, Day::new(2026, 11, 22).unwrap(), at).drafts() {
            keeper.append(draft, None, at).unwrap();
        }
        let clock = || at;
        let options = Options {
            texts: &texts,
            settings: Settings::default(),
            keymap: None,
            clock: &clock,
            zone: TimeZone::UTC,
            term: None,
            import: &mut Nowhere,
            desk: &mut Nowhere,
            hyperlinks: false,
            mouse: false,
            notices: Vec::new(),
            tour: false,
        };
        let mut workbench = Offscreen::new(&mut keeper, options, SIZE.0, SIZE.1);
        let mut terminal = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        terminal.process(workbench.frame());
        for keys in job.before {
            press(&mut workbench, &mut terminal, keys);
        }
        let (mut costs, mut seconds) = (Vec::new(), 0.0);
        for step in job.steps {
            let step = press(&mut workbench, &mut terminal, step);
            // Typed text goes up while the first of it comes back; only the bytes queue.
            seconds += BOTH_WAYS + step.iter().sum::<usize>() as f64 / BYTES_PER_SECOND;
            costs.extend(step);
        }
        let screen = terminal.screen().contents();
        assert!(screen.contains(job.shows), "{}: {:?} is not on the screen:\n{screen}", job.name, job.shows);
        let (most, whole) = (costs.iter().copied().max().unwrap(), costs.iter().sum::<usize>());
        println!("{:28} {:>5} {most:>9} {whole:>7} {seconds:>8.1}", job.name, costs.len());
        if most > job.key || whole > job.whole {
            over.push((job.name, most, job.key, whole, job.whole));
        }
    }
    assert_eq!(over, [], "job, most bytes of a key and its bound, bytes and their bound");
}
