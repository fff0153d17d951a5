//! Pictures of every view, prompt and editor in each size, language and look: one file per combination, to be looked at.

use super::*;
use crate::io::demo::Demo;

/// The name of each picture, and the keys that lead to it from the start.
const SCREENS: &[(&str, &str)] = &[
    ("plan", ""),
    ("plan, the tree has the keys", "gt"),
    ("plan, details have the keys", "E"),
    ("plan, keys that may follow", "g"),
    ("progress", "p60 vergunning is binnen"),
    ("due date", "t"),
    ("person for action", "ob"),
    ("why it is dropped", "x"),
    ("an action in one line", "aWijkschouw Havenpad @b"),
    ("title in its place", "e"),
    ("field in the details", "Ejje"),
    ("several lines", ":description<enter>Bij de brug.<ctrl-j>Na de zomer."),
    ("removal", "X"),
    ("new place", "gtA"),
    ("place to move to", "gtjM"),
    ("letter to keep under", "m"),
    ("palette", ":"),
    ("palette, a word", ":filter"),
    ("find", "/politie"),
    ("actions", "2"),
    ("actions, marked", "2 j "),
    ("actions, details", "2<enter>"),
    ("actions, grouped", "2lllS"),
    ("actions, columns", "2c"),
    ("actions, filter", "2fstatus:"),
    ("actions, filter that cannot be read", "2feinddatum:zz"),
    ("actions, nothing found", "2fxyzxyz<enter>"),
    ("actions, saved filters", "2FMijn week"),
    ("actions, date of a cell", "2llle"),
    ("partners", "3"),
    ("partners, details", "3E"),
    ("partner to add", "3npStichting Vaart"),
    ("contact to add", "3ncJan Jansen 06-55500199"),
    ("agreement to add", "3naSamenwerkingsafspraak Horeca"),
    ("log", "8"),
    ("log, filter", "8fpolitie"),
    ("help of the plan", "?"),
    ("help of the log", "8?"),
    ("file to import", "I"),
    ("tour", "<f2>"),
];

fn demo() -> Bench {
    let mut bench = Bench::new(Register::new());
    let today = NOW.day(&TimeZone::fixed(jiff::tz::offset(1)));
    for draft in Demo::new(42, 120, today, NOW).drafts() {
        bench.ledger.append(draft, None, NOW).unwrap();
    }
    // Some history for the log.
    bench.screen("dujp60 zaal geregeld<enter>jwt27-11<enter>jo<tab><enter>k!");
    bench
}

#[test]
fn every_screen_in_every_size_language_and_look() {
    let mono = Theme { palette: Palette::Mono, ascii: true };
    let looks =
        [("nl", Lang::Nl, Theme::default()), ("en", Lang::En, Theme::default()), ("ascii", Lang::Nl, mono)];
    let mut bench = demo();
    for size in [(80, 24), (120, 36), (200, 60)] {
        for (look, lang, theme) in looks {
            (bench.size, bench.lang, bench.theme) = (size, lang, theme);
            let mut pictures = String::new();
            for (name, keys) in SCREENS {
                for (draft, _) in bench.ledger.drafts() {
                    bench.ledger.keep_draft(&draft, None).unwrap();
                }
                // What one arranges is not there in the next.
                bench.desk = OneDesk::default();
                let screen = bench.screen(keys);
                let rows = screen.lines().map(|row| format!("|{row}\n")).collect::<String>();
                pictures.push_str(&format!("== {name}: {keys}\n{rows}"));
            }
            insta::assert_snapshot!(format!("{}x{}_{look}", size.0, size.1), pictures);
        }
    }
}
