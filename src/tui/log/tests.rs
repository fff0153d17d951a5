//! The log driven by keys: (what happened, keys, what the screen shows).

use jiff::tz::TimeZone;

use crate::i18n::Lang;
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::id::{Ref, Stamp};
use crate::model::kinds::ActionState;
use crate::model::ledger::{Ledger, ReadOnly, TakenBack, Unwritten, undo_entry};
use crate::model::operation::{self, Circumstances, Proposed};
use crate::model::partner::Partner;
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::value::{Percent, Value};

use crate::tui::app::App;
use crate::tui::input::{Mouse, MouseAct};
use crate::tui::testing::{NOW, register};
use crate::tui::tests::{Bench, line, press, shown};
use crate::tui::theme::{Palette, Theme};

const HOUR: i64 = 3_600_000;

fn action(num: u32) -> Ref {
    Ref::new(Kind::Action, num)
}

/// `name` does something, `hours` before now.
fn act(bench: &mut Bench, name: &str, hours: i64, what: impl FnOnce(&Register, &Circumstances) -> Proposed) {
    bench.ledger.act_as(name);
    let at = Stamp(NOW.0 - hours * HOUR);
    let now = Circumstances { at, today: at.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
    let draft = what(bench.ledger.register(), &now).unwrap();
    bench.ledger.append(draft, None, at).unwrap().unwrap();
}

/// An import of `count` partners as one entry.
fn import(bench: &mut Bench, count: u32) {
    let first = bench.ledger.register().next_ref(Kind::Partner).num;
    let partner = |num| Partner { num, title: format!("Organisatie {num}"), ..Default::default() };
    let changes = (first..first + count).map(|num| Change::Insert(partner(num).into())).collect();
    let label = Label {
        verb: Verb::ImportContacts,
        subject: None,
        title: "adressen.csv".into(),
        detail: count.to_string(),
    };
    bench.ledger.append(Draft { label, changes }, None, NOW).unwrap().unwrap();
}

/// A week's work of two people: entries 2 to 8, the last by m.bakker.
fn week() -> Bench {
    let mut bench = Bench::new(register(20));
    act(&mut bench, "k.smit", 80, |r, now| operation::shift_due(r, now, action(2), 7));
    act(&mut bench, "m.bakker", 75, |r, now| operation::complete_action(r, now, action(1), None));
    act(&mut bench, "m.bakker", 60, |r, now| operation::drop_action(r, now, action(3), "dubbel met A-2"));
    act(&mut bench, "k.smit", 30, |r, now| {
        operation::record_progress(r, now, action(2), 55, None, "kaart is getekend")
    });
    bench.ledger.act_as("m.bakker");
    undo_entry(&mut bench.ledger, 4, Stamp(NOW.0 - 20 * HOUR)).unwrap();
    act(&mut bench, "m.bakker", 5, |r, now| operation::shift_due(r, now, action(5), 7));
    act(&mut bench, "m.bakker", 2, |r, now| {
        operation::record_progress(r, now, action(2), 70, None, "kaart is besproken")
    });
    bench
}

/// The numbers in the list, from the top, and the one under the cursor.
fn numbers(screen: &str) -> (Vec<u64>, Option<u64>) {
    let mut chosen = None;
    let number = |line: &str| -> Option<u64> {
        let rest = line.trim_start_matches(['▌', '▏', '↶', '↷', '×', ' ']);
        rest.split_whitespace().next()?.parse().ok()
    };
    let list = screen.lines().skip(2).filter_map(|line| {
        let found = number(line)?;
        if line.starts_with(['▌', '▏']) {
            chosen = Some(found);
        }
        Some(found)
    });
    (list.collect(), chosen)
}

#[test]
fn screens_in_both_languages_at_three_sizes() {
    for lang in [Lang::Nl, Lang::En] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            for (name, keys) in [("list", "8"), ("page", "8jj<enter>"), ("filter", "8fA-2 @smit")] {
                let mut bench = week();
                (bench.lang, bench.size) = (lang, size);
                let name = format!("{name}_{}x{}_{}", size.0, size.1, lang.tag());
                insta::assert_snapshot!(name, bench.screen(keys));
            }
        }
    }
}

#[test]
fn the_smallest_window_shows_the_list_or_the_page() {
    let mut bench = week();
    bench.size = (40, 10);
    insta::assert_snapshot!("small_list", bench.screen("8"));
    insta::assert_snapshot!("small_page", bench.screen("8jj<enter>"));
    insta::assert_snapshot!("small_filter", bench.screen("8f@smit"));
}

#[test]
fn entries_stand_newest_first_with_who_and_what_and_marks_of_undo() {
    let screen = week().screen("8");
    assert_eq!(numbers(&screen), ((1..=8).rev().collect(), Some(8)));
    let dropped = line(&screen, "vervallen: A-3");
    assert!(dropped.contains('×') || dropped.contains('↶'), "{screen}");
    assert!(line(&screen, "ongedaan gemaakt").starts_with(" ↶"), "{screen}");
    assert!(line(&screen, " 4 di 17-11").contains('×'), "taken back since: {screen}");
    assert!(line(&screen, "k.smit").contains("do 19-11"), "{screen}");
}

#[test]
fn the_page_says_every_change_from_what_to_what() {
    let wide = |keys| {
        let mut bench = week();
        bench.size = (200, 60);
        bench.screen(keys)
    };
    let screen = wide("8");
    assert!(screen.contains("m.bakker, vrijdag 20 november 2026 om 08:00"), "{screen}");
    assert!(screen.contains("voortgang: 55% → 70%"), "{screen}");
    assert!(screen.contains("+ N-") && screen.contains("kaart is besproken"), "{screen}");
    let undone = wide("8jj");
    assert!(undone.contains("Neemt regel 4 terug: vervallen: A-3"), "{undone}");
    let taken = wide("8jjjj");
    assert!(taken.contains("Teruggenomen door regel 6 (m.bakker, "), "{taken}");
}

#[test]
fn the_page_says_by_whom_and_when_data_was_erased_from_an_entry() {
    let mut bench = week();
    bench.size = (200, 60);
    let item = Partner { num: 90, title: "███".into(), ..Default::default() };
    for (verb, change) in
        [(Verb::AddItem, Change::Insert(item.clone().into())), (Verb::Erase, Change::Remove(item.into()))]
    {
        let subject = Some(Ref::new(Kind::Partner, 90));
        let label = Label { verb, subject, title: String::new(), detail: String::new() };
        bench.ledger.append(Draft { label, changes: vec![change] }, None, NOW).unwrap();
    }
    let erased = bench.screen("8j");
    assert!(erased.contains("Gegevens gewist door regel 10 (m.bakker, "), "{erased}");
    let (itself, other) = (bench.screen("8"), bench.screen("8jj"));
    assert!(!itself.contains("Gegevens gewist door") && !other.contains("Gegevens gewist door"), "{itself}");
}

#[test]
fn x_takes_an_own_entry_back_though_others_came_after_it() {
    let mut bench = week();
    let screen = bench.screen("8jjjjjx");
    assert_eq!(bench.action(1).state, ActionState::InProgress, "{screen}");
    assert!(screen.contains("Ongedaan gemaakt — gereed: A-1"), "{screen}");
    assert_eq!(numbers(&screen).1, Some(3), "the cursor stays on its entry: {screen}");
    assert!(screen.contains("Teruggenomen door regel 9"), "{screen}");
    let again = bench.screen("8jjjjjjx");
    assert!(again.contains("Regel 3 is al ongedaan gemaakt."), "{again}");
    let redone = bench.screen("8x");
    assert!(redone.contains("Opnieuw gedaan: gereed: A-1"), "{redone}");
    assert_eq!(bench.action(1).state, ActionState::Done);
}

#[test]
fn undo_and_redo_have_signs_of_their_own_and_say_what_holds() {
    let mut bench = week();
    bench.size = (200, 60);
    // Entry 9 undoes 8, entry 10 does it again, 11 undoes that.
    let screen = bench.screen("uU8");
    assert!(line(&screen, "opnieuw gedaan").starts_with("▌↷  10"), "{screen}");
    assert!(screen.contains("Doet regel 8 opnieuw: voortgang 70%: A-2"), "{screen}");
    let undone = bench.screen("8j");
    assert!(line(&undone, "▌").starts_with("▌↶×  9"), "{undone}");
    assert!(undone.contains("Geldt niet meer: regel 10 deed het opnieuw (m.bakker, "), "{undone}");
    let first = bench.screen("8jj");
    assert!(
        line(&first, "▌").starts_with("▌    8") && !first.contains("Geldt niet meer"),
        "it holds: {first}"
    );
    let again = bench.screen("u8j");
    assert!(line(&again, "▌").starts_with("▌↷× 10"), "{again}");
    assert!(again.contains("Teruggenomen door regel 11"), "{again}");
    bench.theme = Theme { palette: Palette::Mono, ascii: true };
    let plain = bench.screen("8j");
    assert!(plain.is_ascii() && plain.contains("rx 10"), "{plain}");
    bench.size = (200, 250);
    let legend = bench.screen("8?");
    assert!(legend.contains("doet opnieuw wat ongedaan was gemaakt"), "{legend}");
}

#[test]
fn what_is_undone_outside_the_filter_is_named_and_said_to_be_outside() {
    let mut bench = week();
    let screen = bench.screen("8fA-5<enter>u");
    assert!(screen.contains("Ongedaan gemaakt — voortgang 70%: A-2"), "{screen}");
    assert!(screen.contains("· regel 9 buiten het filter"), "{screen}");
    assert_eq!(numbers(&screen), (vec![7], Some(7)), "nothing else moves: {screen}");
    let again = bench.screen("8fA-5<enter>U");
    assert!(again.contains("Opnieuw gedaan: voortgang 70%: A-2"), "{again}");
    assert!(again.contains("· regel 10 buiten het filter"), "{again}");
    let inside = bench.screen("8fA-2<enter>u");
    assert!(inside.contains("U doet het opnieuw") && !inside.contains("buiten het filter"), "{inside}");
    assert!(numbers(&inside).0.contains(&11), "{inside}");
    assert!(!bench.screen("U").contains("buiten het filter"), "in other views there is none");
}

#[test]
fn what_cannot_be_taken_back_says_why_and_by_whom() {
    let mut bench = week();
    let head = bench.ledger.head();
    let foreign = bench.screen("8jjjx");
    assert!(
        foreign.contains("Regel 5 is van k.smit; alleen eigen wijzigingen kunnen ongedaan."),
        "{foreign}"
    );
    act(&mut bench, "k.smit", 1, |r, now| operation::shift_due(r, now, action(5), 7));
    bench.ledger.act_as("m.bakker");
    let changed = bench.screen("8jjx");
    assert!(changed.contains("kan niet ongedaan") && changed.contains("Dat deed k.smit op"), "{changed}");
    act(&mut bench, "m.bakker", 2, |r, now| operation::shift_due(r, now, action(5), 7));
    let own = bench.screen("8jjjx");
    assert!(own.contains("kan niet ongedaan") && own.contains("Dat deed u zelf op"), "{own}");
    assert_eq!(bench.ledger.head(), head + 2, "nothing was written");
}

#[test]
fn an_entry_of_which_nothing_may_be_seen_says_just_that() {
    let mut bench = week();
    let head = bench.ledger.head();
    let said = "Hier is voor u niets te zien.";
    // The first entry of this ledger is not there to be read; at the side the page says the same.
    let screen = bench.screen("8G");
    assert_eq!(screen.matches(said).count(), 2, "{screen}");
    for keys in ["8Gx", "8Ggi", "8Gp", "8G<enter><enter>"] {
        let screen = bench.screen(keys);
        assert!(screen.lines().rev().take(3).any(|line| line.contains(said)), "{keys}: {screen}");
    }
    assert_eq!(bench.ledger.head(), head, "nothing was written");
}

#[test]
fn whose_account_is_known_is_called_by_name_and_found_by_both() {
    let mut bench = week();
    let karin = bench.ledger.register().tables().contacts.iter().next().unwrap().reference();
    act(&mut bench, "m.bakker", 0, |r, now| {
        let [name, account] = ["Karin Smit", "k.smit"].map(|text| Value::Text(text.into()));
        operation::set_fields(r, now, karin, &[(Field::title, name), (Field::account, account)])
    });
    let list = bench.screen("8");
    assert!(line(&list, " 7 vr").contains("m.bakker"), "{list}");
    assert!(line(&list, " 5 do").contains("Karin Smit voortgang"), "{list}");
    let page = bench.screen("8jjjj");
    assert!(page.contains("Karin Smit (k.smit), "), "{page}");
    let foreign = bench.screen("8jjjjx");
    assert!(foreign.contains("Regel 5 is van Karin Smit; alleen eigen"), "{foreign}");
    let by_name = bench.screen("8/@karin<enter>");
    assert!(!numbers(&by_name).0.is_empty());
    assert_eq!(numbers(&by_name).0, numbers(&bench.screen("8/@k.sm<enter>")).0);
}

#[test]
fn an_import_is_one_entry_and_goes_as_one() {
    let mut bench = week();
    import(&mut bench, 400);
    let screen = bench.screen("8");
    assert!(screen.contains("400 wijzigingen") && screen.contains("Organisatie 5"), "{screen}");
    let end = bench.with(|app| {
        press(app, "8<tab>");
        shown(app, (120, 36));
        press(app, "G");
        shown(app, (120, 36))
    });
    assert!(end.contains("en nog 100 wijzigingen"), "{end}");
    bench.screen("8x");
    assert_eq!(bench.ledger.register().tables().partners.len(), 4);
    let gone = bench.screen("8gi");
    assert!(gone.contains("gaat niet over één item"), "{gone}");
}

#[test]
fn what_made_the_register_can_be_taken_back_and_done_again_without_leaving_the_log() {
    let mut bench = Bench::new(Register::new());
    bench.screen("j<enter>Waterland<enter><enter>");
    bench.with(|app| {
        press(app, "8x");
        let empty = shown(app, (120, 36));
        assert!(empty.contains("Ongedaan gemaakt — plan begonnen"), "{empty}");
        press(app, "ggx");
        let again = shown(app, (120, 36));
        assert!(again.contains("Opnieuw gedaan: plan begonnen") && again.contains("3 regels"), "{again}");
        press(app, "1");
        assert!(shown(app, (120, 36)).contains("Veilige woon- en leefomgeving"));
    });
}

#[test]
fn the_history_of_an_item_has_its_notes_and_nothing_else() {
    let mut bench = week();
    let screen = bench.screen("/a-2<enter>gh");
    let (found, chosen) = numbers(&screen);
    assert!(line(&screen, "Logboek  3 gevonden").contains("f: A-2"), "{screen}");
    assert_eq!((found, chosen), (vec![8, 5, 2], Some(8)), "{screen}");
    import(&mut bench, 400);
    let imported = bench.screen("8fP-399<enter>");
    assert!(
        imported.contains("Eén wijziging van P-399") && imported.contains("Organisatie 399"),
        "{imported}"
    );
    let all = bench.screen("/a-2<enter>gh<esc>");
    assert_eq!(numbers(&all).0.len(), 9, "{all}");
}

#[test]
fn a_filter_takes_effect_while_it_is_typed_and_esc_brings_the_old_one_back() {
    let mut bench = week();
    let typing = bench.screen("8f@smit");
    assert_eq!(numbers(&typing).0, [5, 2], "{typing}");
    assert!(typing.contains("2 gevonden"), "{typing}");
    assert_eq!(numbers(&bench.screen("8jjjf@smit")).1, Some(5), "the cursor stays when it can");
    let back = bench.screen("8jjf@smit<esc>");
    assert_eq!(numbers(&back), ((1..=8).rev().collect(), Some(6)), "{back}");
    let words = bench.screen("8fVOORTGANG hotspots<enter>");
    assert_eq!(numbers(&words).0, [8, 5], "{words}");
    let nothing = bench.screen("8fzzz<enter>");
    assert!(nothing.contains("Geen regel past in dit filter. Met f past u het aan"), "{nothing}");
}

#[test]
fn one_key_shows_only_the_item_the_person_or_oneself() {
    let mut bench = week();
    assert_eq!(numbers(&bench.screen("8i")).0, [8, 5, 2]);
    assert_eq!(numbers(&bench.screen("8ii")).0.len(), 8);
    assert_eq!(numbers(&bench.screen("8jjjp")), (vec![5, 2], Some(5)));
    let own = bench.screen("8o");
    assert_eq!(numbers(&own).0, [8, 7, 6, 4, 3], "{own}");
    assert!(own.contains("f: @ik"), "{own}");
    assert_eq!(numbers(&bench.screen("8io")).0, [8], "of the item, and own");
    assert_eq!(numbers(&bench.screen("8jjjpo")).0, [8, 7, 6, 4, 3], "one person takes the other’s place");
}

#[test]
fn enter_twice_goes_to_the_item_and_a_removed_one_says_so() {
    let mut bench = week();
    let screen = bench.screen("8<enter><enter>");
    assert!(line(&screen, "▌").contains("A-2 "), "{screen}");
    bench.screen("aWijkschouw Havenpad<enter>");
    let undone = bench.screen("u8gi");
    assert!(undone.contains("A-21 staat niet meer in het register."), "{undone}");
}

#[test]
fn new_entries_leave_the_cursor_on_its_entry_at_its_height() {
    let mut bench = week();
    for _ in 0..60 {
        act(&mut bench, "m.bakker", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    }
    let now = Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
    bench.ledger.by_others = vec![operation::shift_due(bench.ledger.register(), &now, action(5), 7).unwrap()];
    let height = |screen: &str| screen.lines().position(|line| line.starts_with('▌'));
    bench.with(|app| {
        press(app, "8jjjj");
        let before = shown(app, (120, 36));
        app.follow();
        let after = shown(app, (120, 36));
        assert_eq!(numbers(&after).1, numbers(&before).1);
        assert_eq!(height(&after), height(&before));
        assert!(after.contains("één nieuwe bovenaan"), "{after}");
        press(app, "gg");
        assert!(!shown(app, (120, 36)).contains("nieuwe bovenaan"));
        press(app, "1u8");
        assert_eq!(numbers(&shown(app, (120, 36))).1, Some(70), "who left the newest comes back to it");
    });
}

#[test]
fn what_one_does_in_the_log_is_seen_there() {
    let mut bench = week();
    for round in 0..60 {
        act(&mut bench, "m.bakker", 1, |r, now| operation::shift_due(r, now, action(1 + round % 9), 7));
    }
    bench.with(|app| {
        let mut after = |keys: &str| {
            press(app, keys);
            let screen = shown(app, (120, 36));
            let (list, chosen) = numbers(&screen);
            (list[0], chosen, screen.contains("nieuwe bovenaan"))
        };
        after("8");
        assert_eq!(after("jjjju"), (69, Some(64), false), "the first row stays on the screen");
        assert_eq!(after("x"), (70, Some(64), false));
        assert_eq!(after("u"), (71, Some(64), false));
        let (top, last, _) = after("<ctrl-d>G");
        assert_eq!((top < 70, last), (true, Some(1)));
        assert_eq!(after("u"), (top, last, true), "where it is not it does not come there");
        assert_eq!(after("8"), (72, Some(72), false), "pressed once more it goes to the newest");
        assert_eq!(after("<enter>u8"), (73, Some(73), false), "also from the page");
        let (top, last, _) = after(&"j".repeat(31));
        assert_eq!((top, last), (73, Some(42)));
        assert_eq!(after("u"), (73, Some(42), true), "nor when that takes the cursor off the screen");
    });
}

#[test]
fn the_page_of_an_entry_names_the_way_back_and_x_only_where_it_can_be_taken_back() {
    let mut bench = week();
    bench.size = (80, 24);
    let foot = |bench: &mut Bench, keys| bench.screen(keys).lines().last().unwrap().to_owned();
    let own = foot(&mut bench, "8<enter>");
    assert!(own.starts_with(" ? hulp  esc terug  x deze ongedaan"), "{own}");
    assert!(own.contains("naar item") && !own.contains("filter"), "{own}");
    for keys in ["8jjj<enter>", "8jjjj<enter>", "8<enter>x"] {
        let not = foot(&mut bench, keys);
        assert!(not.starts_with(" ? hulp  esc terug") && !not.contains("deze ongedaan"), "{keys}: {not}");
    }
    assert!(!foot(&mut bench, "8<enter><esc>").contains("esc terug"));
}

#[test]
fn who_comes_back_to_the_log_sees_what_has_happened_since() {
    let mut bench = week();
    for _ in 0..60 {
        act(&mut bench, "m.bakker", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    }
    bench.with(|app| {
        let mut after = |keys: &str| {
            press(app, keys);
            let screen = shown(app, (120, 36));
            let (list, chosen) = numbers(&screen);
            (list[0], chosen, screen.contains("nieuwe bovenaan"))
        };
        after("8");
        after("jjjj");
        assert_eq!(after("1uuu8"), (71, Some(64), false), "the cursor is still on its entry");
        assert_eq!(after(&format!("1{}8", "u".repeat(30))), (101, Some(101), false), "else on the newest");
        let (top, chosen, _) = after(&"j".repeat(40));
        assert!(top < 101);
        assert_eq!(after("1u8"), (top, chosen, true), "who had scrolled on finds the old place");
    });
}

#[test]
fn a_click_chooses_an_entry_and_the_wheel_moves_what_is_below_it() {
    let mut bench = week();
    import(&mut bench, 400);
    bench.with(|app| {
        press(app, "8");
        let first = shown(app, (120, 36));
        let mut after = |act, x, y| {
            app.mouse(Mouse { act, x, y });
            shown(app, (120, 36))
        };
        assert_eq!(numbers(&after(MouseAct::Press, 20, 4)).1, Some(7));
        assert_eq!(numbers(&after(MouseAct::WheelDown, 20, 9)).1, Some(4));
        assert_eq!(after(MouseAct::Press, 20, 2), first);
        let scrolled = after(MouseAct::WheelDown, 100, 9);
        assert_ne!(scrolled, first);
        assert!(scrolled.contains("▌    9"), "the list keeps the keys: {scrolled}");
        assert!(after(MouseAct::Press, 100, 9).contains("▏    9"), "the page has them");
    });
}

#[test]
fn a_filter_that_is_typed_letter_by_letter_finds_what_it_finds_when_pasted() {
    let mut bench = week();
    for round in 0..300 {
        let name = ["k.smit", "m.bakker"][round % 2];
        act(&mut bench, name, 1, |r, now| operation::shift_due(r, now, action(1 + round as u32 % 9), 7));
    }
    let found = |bench: &mut Bench, before: &str, pasted: &str| {
        bench.with(|app| {
            press(app, before);
            app.paste(pasted);
            while app.has_spare_work() {
                app.do_spare_work();
            }
            numbers(&shown(app, (120, 60))).0
        })
    };
    for filter in ["@smit gereed", "voortgang hotspots", "A-2 @bakker", "a-1", "gereed @smit"] {
        let whole = found(&mut bench, "8f", filter);
        let (start, end) = filter.split_at(filter.len() / 2);
        for typed in [
            filter.to_owned(),
            format!("{start}zz<backspace><backspace>{end}x<backspace>"),
            format!("{filter}<c-u>{filter}"),
        ] {
            assert_eq!(found(&mut bench, &format!("8f{typed}"), ""), whole, "{typed}");
        }
    }
    assert_eq!(found(&mut bench, "8f", "voortgang hotspots"), [8, 5]);
}

#[test]
fn a_long_search_goes_on_by_itself_and_says_how_far_it_is() {
    let mut bench = week();
    for _ in 0..1_200 {
        act(&mut bench, "k.smit", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    }
    bench.with(|app| {
        press(app, "8fgereed<enter>");
        let first = shown(app, (120, 36));
        assert!(first.contains("zoekt nog, bij regel") && first.contains("het zoeken gaat door"), "{first}");
        while app.has_spare_work() {
            app.do_spare_work();
        }
        let found = shown(app, (120, 36));
        assert_eq!(numbers(&found), (vec![3], Some(3)), "{found}");
        assert!(!found.contains("zoekt nog"), "{found}");
    });
}

#[test]
fn lines_are_read_while_the_filter_is_open_and_nobody_types() {
    let mut bench = week();
    for _ in 0..400 {
        act(&mut bench, "k.smit", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    }
    bench.with(|app| {
        press(app, "8f");
        while app.has_spare_work() {
            app.do_spare_work();
        }
        press(app, "g");
        assert!(!app.has_spare_work(), "the first letter finds them all known");
        press(app, "ereed<enter>");
        assert_eq!(numbers(&shown(app, (120, 36))).0, [3]);
    });
}

#[test]
fn a_long_entry_is_read_while_nobody_types_and_so_are_its_neighbours() {
    let mut bench = week();
    bench.ledger.entry_bytes = 1 << 20;
    bench.with(|app| {
        let page = |app: &mut App<'_>, key: &str| {
            press(app, key);
            shown(app, (120, 36)).contains("worden gelezen")
        };
        let rest = |app: &mut App<'_>| {
            while app.has_spare_work() {
                app.do_spare_work();
            }
            shown(app, (120, 36))
        };
        assert!(page(app, "8"), "the first one waits for a quiet moment");
        assert!(!rest(app).contains("worden gelezen"));
        assert!(!page(app, "j"), "the next one has been read by then");
        assert!(page(app, "j"), "one that came too fast has not");
        rest(app);
        assert!(!page(app, "k") && !page(app, "j"), "there and back");
        assert!(page(app, "jjj"), "further on not either");
        rest(app);
    });
}

#[test]
fn what_comes_next_on_the_screen_is_looked_at_while_nobody_types() {
    let mut bench = week();
    for _ in 0..100 {
        act(&mut bench, "k.smit", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    }
    let looked = std::rc::Rc::clone(&bench.ledger.looked_at);
    bench.with(|app| {
        press(app, "8");
        shown(app, (120, 36));
        while app.has_spare_work() {
            app.do_spare_work();
        }
        let before = looked.get();
        press(app, "<ctrl-d>");
        shown(app, (120, 36));
        assert_eq!(looked.get(), before, "half a page further on all is known");
    });
}

#[test]
fn an_entry_that_cannot_be_read_is_shown_as_such() {
    let mut bench = week();
    bench.ledger.damaged = Some(6);
    bench.size = (200, 60);
    let screen = bench.screen("8jj");
    assert!(line(&screen, "▌").contains("Regel 6 is beschadigd (journal/000001"), "{screen}");
    assert!(screen.contains("“regie verify” zegt wat er mis is."), "{screen}");
    let filtered = bench.screen("8ftoegevoegd");
    assert!(filtered.contains("één regel is onleesbaar"), "{filtered}");
    let history = bench.screen("/a-2<enter>gh");
    assert_eq!(numbers(&history).0, [8, 5, 2], "{history}");
    let refused = bench.screen("8jjx");
    assert!(refused.contains("beschadigd"), "{refused}");
}

#[test]
fn an_empty_log_says_what_comes_there() {
    let mut bench = Bench::new(Register::new());
    bench.ledger.read_only = Some(ReadOnly::Folder("geen schrijfrecht".into()));
    let screen = bench.screen("8");
    assert!(
        screen.contains("Er is nog niets vastgelegd.") && screen.contains("gaat u naar het plan"),
        "{screen}"
    );
    assert!(bench.screen("8jGx<enter><tab>igi").contains("Er is nog niets vastgelegd."));
}

#[test]
fn what_is_in_force_is_known_though_undo_and_redo_follow_each_other() {
    let mut bench = Bench::new(register(10));
    let first = bench.ledger.head() + 1;
    act(&mut bench, "m.bakker", 1, |r, now| operation::shift_due(r, now, action(7), 7));
    let moved = bench.ledger.register().action(action(7)).unwrap().due;
    let mut taken = TakenBack::new(&bench.ledger);
    for chain in first..first + 6 {
        let done = undo_entry(&mut bench.ledger, chain, NOW).unwrap();
        let due = bench.ledger.register().action(action(7)).unwrap().due;
        let verb = if due == moved { Verb::Redo } else { Verb::Undo };
        assert_eq!(done.entry.label.verb, verb, "{chain} says what came of it");
        taken.add(&bench.ledger, chain + 1).unwrap();
        let mut afresh = TakenBack::new(&bench.ledger);
        while afresh.reached() > first {
            afresh.look_back(&bench.ledger).unwrap();
        }
        for seq in first..=chain + 1 {
            assert_eq!(taken.by(seq), afresh.by(seq), "{seq} after {chain}");
        }
    }
    assert_eq!(bench.ledger.register().action(action(7)).unwrap().progress, Percent::new(30).unwrap());
}

#[test]
fn an_entry_that_is_taken_out_of_the_record_goes_from_every_view() {
    let mut bench = week();
    let before = bench.ledger.register().clone();
    act(&mut bench, "k.smit", 1, |r, now| operation::complete_action(r, now, action(7), None));
    let held = ReadOnly::Held { pid: 7, user: "k.smit".into(), since: "2026-11-20T08:00:00Z".into() };
    bench.ledger.read_only = Some(held);
    bench.ledger.taken_out = Some(before);
    let size = bench.size;
    bench.with(|app| {
        press(app, "2ggjj");
        shown(app, size);
        press(app, "8");
        assert!(shown(app, size).contains("Logboek  9 regels"));
        app.follow();
        let log = shown(app, size);
        assert!(log.contains("Logboek  8 regels"), "{log}");
        assert!(log.contains("niet vastgelegd"), "{log}");
        press(app, "2");
        let table = shown(app, size);
        assert!(!line(&table, "A-7 ").contains("100%"), "{table}");
    });
}

#[test]
fn that_others_cannot_be_followed_is_told_once() {
    let mut bench = week();
    bench.ledger.read_only = Some(ReadOnly::Folder("alleen lezen".into()));
    bench.ledger.unfollowed = Some(Unwritten::Damaged { seq: 9, place: "journal/000001.jsonl:9".to_owned() });
    let size = (200, 60);
    bench.with(|app| {
        press(app, "<esc>");
        let mut told = 0;
        for _ in 0..4 {
            app.follow();
            told += usize::from(shown(app, size).contains("niet te volgen"));
            press(app, "j");
            press(app, "k");
        }
        assert_eq!(told, 1);
    });
}

#[test]
fn what_works_on_a_line_of_the_log_is_not_done_from_where_nobody_sees_which() {
    let mut bench = week();
    let screen = bench.screen("8:deze regel<enter>");
    assert!(!screen.contains("Dit werkt op een regel"), "in the log it is not refused: {screen}");
    assert!(!screen.contains("Opdracht"), "and carried out: {screen}");
    let head = bench.ledger.head();
    let screen = bench.screen("82:deze regel ongedaan<enter>");
    assert_eq!(bench.ledger.head(), head);
    assert!(screen.contains("regel van het logboek"), "{screen}");
}

#[test]
fn the_log_is_whole_again_after_the_history_of_an_item() {
    let mut bench = week();
    let all = numbers(&bench.screen("8")).0;
    let history = numbers(&bench.screen("/a-2<enter>gh")).0;
    assert!(history.len() < all.len());
    assert_eq!(numbers(&bench.screen("/a-2<enter>gh18")).0, all);
    assert_eq!(numbers(&bench.screen("/a-2<enter>gh8")).0, history, "not while it is looked at");
}
