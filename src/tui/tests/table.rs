//! View 2 driven by keys: filtering, sorting, grouping, marking, and what is remembered.

use super::*;
use crate::model::change::Change;

/// The references in the rows of the table, from top to bottom.
fn rows(screen: &str) -> Vec<String> {
    let reference = |line: &str| {
        let start = line.trim_start_matches(['▌', '◉', ' ']);
        start.starts_with("A-").then(|| start.split(' ').next().unwrap_or_default().to_owned())
    };
    screen.lines().filter_map(reference).collect()
}

#[test]
fn marks_that_are_taken_away_are_counted_and_come_back_on_a_key() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("2<space><space><space><esc>");
    assert!(screen.contains("3 kruisen zijn weg; g v zet ze terug."), "{screen}");
    assert!(!screen.contains("aangekruist"), "{screen}");
    assert!(bench.screen("2<space><space><space><esc>gv").contains("3 aangekruist"));
    assert!(!bench.screen("2<space><space><space><esc><esc>").contains("zijn weg"), "nothing to say again");
    assert!(bench.screen("2<space><esc>").contains("Het kruis is weg"));
    assert!(bench.screen("2gv").contains("nog niets aangekruist"));
    let after = bench.screen("2<space><space>!gv");
    assert!(after.contains("2 aangekruist"), "what something was done with too: {after}");
    assert!(bench.screen("2**gv").contains("aangekruist"), "all that were marked");
    let gone = bench.screen("2<space>k<enter>d<esc>2");
    assert!(!gone.contains("aangekruist"), "what is not shown is not worked on: {gone}");
    bench.screen("u");
    let fewer = bench.screen("2<space><space><esc>fA-1<enter>gv");
    assert!(fewer.contains("1 aangekruist"), "only what is shown: {fewer}");
}

#[test]
fn the_table_in_both_languages_at_three_sizes() {
    for lang in [Lang::Nl, Lang::En] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let cases = [
                ("table", "2"),
                ("table_filter", "2f@<backspace>tre"),
                ("table_group", "2lS<space>jj<space>"),
                ("table_columns", "2c"),
                ("table_detail", "2<enter>"),
                ("table_saved", "FMijn week"),
            ];
            for (name, keys) in cases {
                let mut bench = Bench::new(register(40));
                (bench.lang, bench.size) = (lang, size);
                let name = format!("{name}_{}x{}_{}", size.0, size.1, lang.tag());
                insta::assert_snapshot!(name, bench.screen(keys));
            }
        }
    }
}

#[test]
fn f_filters_while_typing_counts_and_esc_brings_the_old_filter_back() {
    let mut bench = Bench::new(register(40));
    let all = bench.screen("2");
    assert!(all.contains("32 van 40"), "{all}");
    let typed = bench.screen("ftrekker:bakker");
    let found = rows(&typed);
    assert!(typed.contains(&format!("{} van 40", found.len())), "{typed}");
    assert!((1..32).contains(&found.len()) && typed.contains("status:open trekker:bakker"), "{typed}");
    let kept = bench.screen("ftrekker:bakker<enter>j");
    assert_eq!(rows(&kept), found, "Enter keeps it");
    let dropped = bench.screen("ftrekker:bakker<esc>");
    assert_eq!(rows(&dropped), rows(&all), "Esc leaves what was there");
}

#[test]
fn where_nothing_was_found_only_what_helps_is_named_and_esc_shows_everything() {
    let mut bench = Bench::new(register(40));
    let typing = bench.screen("2fzzzz");
    assert!(typing.contains("Geen actie past in dit filter."), "{typing}");
    assert!(!typing.contains("Met f"), "f would be a letter of the filter: {typing}");
    let nothing = bench.screen("2fzzzz<enter>");
    assert!(nothing.contains("Met f past u het aan, met esc ziet u alle acties."), "{nothing}");
    let keys = nothing.lines().last().unwrap_or_default();
    assert!(keys.contains("f filter") && !keys.contains("kruis") && !keys.contains("bewerk"), "{keys}");
    let all = bench.screen("2fzzzz<enter><esc>");
    assert!(all.contains("40 van 40") && all.contains("space kruis"), "{all}");
}

#[test]
fn columns_are_reached_sideways_and_those_without_room_are_said() {
    // Each from the first columns: what is chosen is kept for the next time.
    let screen = |keys: &str| Bench::new(register(40)).screen(keys);
    let one = screen("2c");
    assert!(one.contains("h links  l rechts") && !one.contains("(past niet)"), "{one}");
    let on = |screen: &str| screen.matches('◉').count();
    let other = screen("2cl<enter>");
    assert_eq!(on(&other), on(&one) + 1, "the first of the right half came on: {other}");
    assert_eq!(screen("2clh<enter>"), screen("2c<enter>"), "and back to the left");
    let many = screen("2cj<enter>jj<enter>j<enter>j<enter>j<enter>j<enter>j<enter>");
    assert!(many.contains("(past niet)"), "{many}");
}

#[test]
fn a_filter_that_cannot_be_read_is_refused_and_never_stands_in_the_heading() {
    let mut bench = Bench::new(register(40));
    let all = rows(&bench.screen("2"));
    for typed in ["status:rod", "einddatum:zz", "status:", "-kleur:paars"] {
        let screen = bench.screen(&format!("f{typed}<enter>"));
        assert!(line(&screen, "›").contains(typed), "the line stays: {screen}");
        let why = if typed.ends_with(':') { "staat niets" } else { "Bij “" };
        assert!(screen.contains(why), "{typed}: {screen}");
        assert!(screen.lines().nth(1).unwrap().trim_end().ends_with("f: status:open"), "{screen}");
        assert!(all.starts_with(&rows(&screen)) && screen.contains("32 van 40"), "{screen}");
    }
    let typing = bench.screen("fkleur:r");
    assert!(!typing.contains("Bij “"), "a word that can still be completed is not wrong: {typing}");
    let typed = bench.screen("fkleur:zz");
    assert!(typed.contains("Bij “"), "nothing completes it: {typed}");
    let mended = bench.screen("fkleur:zz<enter><backspace><backspace>rood<enter>");
    assert!(mended.contains("f: status:open kleur:rood"), "{mended}");
    let text = bench.screen("fNVT:<enter>");
    assert!(text.contains("NVT:") && !text.contains('›'), "an unknown word with a colon is a text: {text}");
}

#[test]
fn tab_completes_keys_and_the_names_behind_them() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("ftre<tab>");
    assert!(
        screen.contains("status:open trekker:") && screen.contains("\"Jan de Vries\"").eq(&false),
        "{screen}"
    );
    assert!(screen.contains("Jan de Vries"), "the names are offered: {screen}");
    let next = bench.screen("ftre<tab><tab>");
    let typed = line(&next, "›").trim_end();
    assert!(typed.contains("trekker:") && !typed.ends_with(':'), "before a letter is typed: {next}");
    let screen = bench.screen("ftre<tab>vri<tab><enter>");
    assert!(screen.contains("f: status:open trekker:\"Jan de Vries\""), "{screen}");
    assert!(
        rows(&screen)
            .iter()
            .all(|r| bench.action(r[2..].parse().unwrap()).lead == Some(Ref::new(Kind::Contact, 2)))
    );
    let odd = bench.screen("f#bestaatniet ");
    assert!(odd.contains("Geen actie heeft het label #bestaatniet."), "{odd}");
}

#[test]
fn columns_are_chosen_sorted_and_grouped_by_and_all_that_is_remembered() {
    let mut bench = Bench::new(register(40));
    bench.size = (160, 45);
    let sorted = bench.screen("2ls");
    assert!(sorted.contains("onder▲"), "by the column under the cursor: {sorted}");
    let turned = bench.screen("2ls");
    assert!(turned.contains("onder▼"), "remembered since, so that once more turns it round: {turned}");
    let grouped = bench.screen("2llS");
    assert!(grouped.contains("Jan de Vries  ") && grouped.contains("Zonder trekker"), "{grouped}");
    let again = bench.screen("2");
    assert!(again.contains("Zonder trekker"), "the next time too: {again}");
    let flat = bench.screen("2llS");
    assert!(!flat.contains("Zonder trekker"), "{flat}");
    let wider = bench.screen("2cj<enter><esc>");
    assert!(wider.contains("veld"), "{wider}");
    assert!(bench.screen("2").contains("veld"));
    let none = bench.screen("2s");
    assert!(none.contains("titel▲"), "{none}");
    let refused = bench.screen("2lllllS");
    assert!(refused.contains("kan niet worden gegroepeerd"), "{refused}");
}

#[test]
fn what_is_marked_changes_as_one_step_and_is_undone_as_one() {
    let mut bench = Bench::new(register(40));
    let three = &rows(&bench.screen("2"))[..3].to_vec();
    let screen = bench.screen("2<space><space><space>");
    assert!(screen.contains("3 aangekruist"), "{screen}");
    let before = bench.ledger.head();
    let screen = bench.screen("2<space><space><space>d");
    assert_eq!(bench.ledger.head(), before + 1, "one entry");
    assert!(screen.contains(&format!("Gereed: {}", three.join(", "))), "{screen}");
    for r in three {
        assert_eq!(bench.action(r[2..].parse().unwrap()).state, ActionState::Done);
    }
    assert!(!screen.contains("aangekruist"), "the marks have served: {screen}");
    bench.screen("u");
    for r in three {
        assert_ne!(bench.action(r[2..].parse().unwrap()).state, ActionState::Done);
    }
    let screen = bench.screen("2<space><space><space>p70 besproken<enter>");
    for r in three {
        let action = r.parse().unwrap();
        assert_eq!(bench.ledger.register().notes_of(action).last().unwrap().title, "besproken", "{screen}");
    }
    bench.screen("2*osmit<enter>");
    let smit = Some(Ref::new(Kind::Contact, 3));
    let open = bench.ledger.register().tables().actions.iter().filter(|action| action.is_open());
    assert!(open.filter(|action| action.lead != smit).count() == 0, "all that the filter found");
    let screen = bench.screen("2*tgisteren<enter>");
    assert!(screen.contains("Einddatum"), "{screen}");
}

#[test]
fn when_one_of_the_marked_cannot_be_done_nothing_is_and_it_is_named() {
    let mut bench = Bench::new(register(40));
    let before = bench.ledger.head();
    let screen = bench.screen("2*lllllerood<enter><enter>");
    assert!(screen.contains("een reden"), "orange and red ask why: {screen}");
    assert_eq!(bench.ledger.head(), before);
    bench.screen("2*lllllerood<enter>geen mensen<enter>");
    assert_eq!(bench.ledger.head(), before + 1);
    let open = bench.ledger.register().tables().actions.iter().filter(|action| action.is_open());
    for action in open {
        assert_eq!((action.health, &*action.health_reason), (Some(Health::Red), "geen mensen"), "{action:?}");
    }
}

#[test]
fn the_cursor_stays_on_its_action_at_its_height_whatever_happens() {
    let mut bench = Bench::new(register(40));
    bench.size = (120, 20);
    let deep = "2jjjjjjjjjjjjjjjjjjjj";
    let at = |screen: &str| screen.lines().position(|line| line.starts_with('▌')).unwrap();
    let before = bench.screen(deep);
    let (height, row) = (at(&before), line(&before, "▌").to_owned());
    // Somebody adds actions that come before it.
    let mut other = bench.ledger.register().action(Ref::new(Kind::Action, 1)).unwrap().clone();
    let after = bench.with(|app| {
        press(app, deep);
        shown(app, (120, 20));
        press(app, "d");
        shown(app, (120, 20))
    });
    assert_eq!(at(&after), height, "done, and no longer what the filter finds, it stays where it is");
    assert_eq!(line(&after, "▌").split_whitespace().nth(1), row.split_whitespace().nth(1));
    other.num = 900;
    other.due = None;
    let insert = vec![Change::Insert(other.into())];
    let label = Label { verb: Verb::AddAction, subject: None, title: String::new(), detail: String::new() };
    bench.ledger.append(Draft { label, changes: insert }, None, NOW).unwrap();
    let again = bench.screen("2");
    assert!(again.contains("van 41"), "{again}");
}

#[test]
fn a_list_without_rows_fills_itself_when_something_fits_again() {
    let mut bench = Bench::new(register(40));
    let one = bench.screen("2f<ctrl-u>status:open titel:hotspots<enter>*d2");
    assert!(rows(&one).is_empty() && one.contains("0 van 40"), "all done, and asked for anew: {one}");
    let undone = bench.screen("2f<ctrl-u>status:open titel:hotspots<enter>2u");
    assert_eq!(undone.contains("Geen actie past"), rows(&undone).is_empty(), "{undone}");
    let count = rows(&undone).len();
    assert!(count > 0 && undone.contains(&format!("{count} van 40")), "{undone}");
    let redone = bench.screen("2f<ctrl-u>status:open titel:hotspots<enter>2U");
    assert_eq!(rows(&redone).len(), count, "rows stay: {redone}");
    assert!(redone.contains("0 van 40"), "and the count is true: {redone}");
}

#[test]
fn rows_keep_their_places_while_the_count_is_true_and_the_key_of_the_view_lists_anew() {
    let mut bench = Bench::new(register(40));
    let all = rows(&bench.screen("2"));
    let done = bench.screen("2d");
    assert_eq!(rows(&done), all, "a row stays where it is");
    assert!(done.contains("31 van 40") && !done.contains("nog "), "{done}");
    let anew = bench.screen("2d2");
    assert!(rows(&anew).len() >= 20 && anew.contains("30 van 40"), "{anew}");
    let back = bench.screen("2uu");
    assert!(back.contains("32 van 40  nog 2 met 2"), "brought back, without a row: {back}");
    let listed = bench.screen("22");
    assert!(listed.contains("32 van 40") && !listed.contains("nog "), "{listed}");
    assert_eq!(rows(&listed), all);
}

#[test]
fn what_is_filtered_by_may_change_elsewhere() {
    let mut bench = Bench::new(register(40));
    let title = Change::Set {
        target: Ref::new(Kind::Contact, 1),
        field: Field::title,
        before: Value::Text("Marieke Bakker".into()),
        after: Value::Text("Marieke Zomer".into()),
    };
    let label = Label { verb: Verb::SetField, subject: None, title: String::new(), detail: String::new() };
    bench.ledger.append(Draft { label, changes: vec![title] }, None, NOW).unwrap();
    let none = bench.screen("2f<ctrl-u>trekker:bakker<enter>");
    assert!(rows(&none).is_empty() && none.contains("0 van 40"), "{none}");
    let back = bench.screen("2f<ctrl-u>trekker:bakker<enter>u");
    assert!(rows(&back).len() > 1 && !back.contains(" 0 van 40"), "{back}");
}

#[test]
fn saved_filters_are_kept_found_by_name_and_taken_away() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("fkleur:rood<enter>FRode acties<enter>");
    assert!(screen.contains("Bewaard als “Rode acties”."), "{screen}");
    let red = rows(&bench.screen("fkleur:rood<enter>"));
    let screen = bench.screen("Frode<enter>");
    assert_eq!(rows(&screen), red);
    assert!(screen.contains("f: status:open kleur:rood"), "{screen}");
    let gone = bench.screen("Frode<ctrl-x><esc>F");
    assert!(!gone.contains("Rode acties"), "{gone}");
    assert!(!bench.desk.text.as_ref().unwrap().contains("Rode"));
}

#[test]
fn a_part_of_a_saved_name_never_silently_replaces_a_filter_that_is_not_saved() {
    let mut bench = Bench::new(register(40));
    bench.screen("fkleur:rood<enter>FRode acties<enter>");
    let own = "f<ctrl-u>kleur:groen<enter>Frode<enter>";
    let asked = bench.screen(own);
    assert!(asked.contains("Geen filter heet “rode”.") && asked.contains("f: kleur:groen"), "{asked}");
    let picked = bench.screen(&format!("{own}<enter>"));
    assert!(picked.contains("f: status:open kleur:rood"), "Enter once more: {picked}");
    let again = bench.screen(&format!("{own} a<enter>"));
    assert!(again.contains("Geen filter heet “rode a”."), "another name is asked about anew: {again}");
    let saved = bench.screen(&format!("{own}<up><enter>"));
    assert!(saved.contains("Bewaard als “rode”.") && saved.contains("f: kleur:groen"), "{saved}");
    let own = own.replace("groen", "oranje");
    let exact = bench.screen(&own);
    assert!(exact.contains("f: kleur:groen"), "the one called so comes before the older one: {exact}");
    assert!(bench.screen("Fact<enter>").contains("f: status:open kleur:rood"), "nothing would be lost");
}

#[test]
fn every_key_in_the_table_is_safe_in_any_window_and_on_an_empty_register() {
    let keys = [
        "", "f", "F", "c", "s", "S", "*", "<space>", "l", "h", "e", "j", "G", "<enter>", "<tab>", "<esc>",
        "d", "o",
    ];
    for (width, height) in [(40, 10), (41, 11), (79, 12), (80, 24), (109, 14), (110, 14), (300, 100)] {
        for first in keys {
            for second in keys {
                for count in [0, 20] {
                    let mut bench = Bench::new(register(count));
                    bench.size = (width, height);
                    bench.screen(&format!("2{first}{second}"));
                }
            }
        }
    }
}

#[test]
fn moving_in_the_table_costs_a_few_bytes() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        let mut screen = Screen::new(120, 40);
        app.draw(screen.frame());
        press(app, "2");
        let cursor = app.draw(screen.frame());
        screen.finish(cursor);
        let mut sent = Vec::new();
        for _ in 0..20 {
            press(app, "j");
            let cursor = app.draw(screen.frame());
            sent.push(screen.finish(cursor).len());
        }
        assert!(sent.iter().all(|bytes| *bytes <= 60), "{sent:?}");
    });
}

#[test]
fn a_title_is_not_edited_while_several_are_marked() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("2  jje");
    assert!(screen.contains("Een titel is van één item"), "{screen}");
    let screen = bench.screen("2  jj<esc>e<ctrl-u>Anders<enter>");
    assert!(screen.contains("Anders"), "without marks it is the one under the cursor: {screen}");
}

#[test]
fn a_single_mark_is_gone_too_when_the_marked_was_done() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("2 jd");
    assert!(!screen.contains("aangekruist"), "{screen}");
    let screen = bench.screen("2 jw<esc>jj aNog een<enter>2");
    assert!(screen.contains("1 aangekruist"), "what has nothing to do with it leaves marks: {screen}");
}
