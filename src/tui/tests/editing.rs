//! Editing in place driven by keys: every kind of field, drafts, the user's own editor.

use super::*;
use crate::model::erasure::MARK;
use crate::model::partner::Contact;
use crate::model::value::Shape;

#[test]
fn e_edits_the_title_in_its_row_and_nothing_else_moves() {
    let mut bench = Bench::new(register(40));
    let before = bench.screen("");
    let open = bench.screen("e");
    let changed = before.lines().zip(open.lines()).filter(|(a, b)| a != b).count();
    assert!(changed <= 2, "the row and the keys at the bottom, not {changed} lines:\n{open}");
    assert!(line(&open, "›").contains("Vijzeltuin organiseren"), "{open}");
    let kept = bench.screen("e in december<enter>");
    assert_eq!(bench.action(1).title, "Buurtpreventie-avond Vijzeltuin organiseren in december");
    assert!(kept.contains("Titel gewijzigd: A-1"), "{kept}");
    let head = bench.ledger.head();
    bench.screen("e en meer<esc>");
    assert_eq!(bench.ledger.head(), head, "Esc leaves it");
    let same = bench.screen("e<enter>");
    assert_eq!(bench.ledger.head(), head, "so does Enter on what was there: {same}");
    let empty = bench.screen("e<ctrl-u><enter>");
    assert!(empty.contains("Er ontbreekt een titel"), "{empty}");
    let topic = bench.screen("hjje (wijk)<enter>");
    assert!(topic.contains("Overlast (wijk)"), "in the tree too: {topic}");
}

/// What a field takes, typed; for a choice the letters of it. `None` for those that go on to ask why.
fn typed(kind: Kind, field: Field) -> Option<&'static str> {
    let spec = kind.fields().iter().find(|spec| spec.field == field)?;
    Some(match (spec.shape, field) {
        (_, Field::health | Field::state | Field::waiting_on | Field::drop_reason | Field::done_on) => {
            return None;
        }
        (Shape::Texts, _) => "een, twee",
        (Shape::Flag, _) => "ja",
        (Shape::Whole(_, high), _) if high < 1_000 => "7",
        (Shape::Whole(..), _) => "2027",
        (Shape::Number, _) => "12,5",
        (Shape::Day, Field::from | Field::valid_from | Field::start) => "1-2-2020",
        (Shape::Day, _) => "1-2-2031",
        (Shape::Refs, Field::municipalities | Field::nodes) => return None,
        (Shape::Refs, _) => "P-3",
        // What is not in the register yet, or what it has already, cannot be picked anew.
        (Shape::Ref | Shape::Word(_), _) => return None,
        (Shape::Account, _) => "k.smit",
        (Shape::Text | Shape::Moment | Shape::Place, _) => "iets anders",
    })
}

/// Opens the details of what `keys` lead to, goes down to `field` and presses `then`.
fn in_details(app: &mut App<'_>, keys: &str, field: Field, then: &str) -> Option<String> {
    press(app, keys);
    shown(app, (120, 60));
    for _ in 0..80 {
        if app.field_under_cursor() == Some(field) {
            press(app, then);
            return Some(shown(app, (120, 60)));
        }
        press(app, "j");
        shown(app, (120, 60));
    }
    None
}

#[test]
fn every_field_of_every_kind_on_the_screen_can_be_edited_where_it_stands() {
    let mut written = 0;
    for (item, keys) in [
        ("A-1", "<enter>"),
        ("T-1", "hj<shift-tab>"),
        ("L-1", "h<shift-tab>"),
        ("P-1", "/Politie<enter>E"),
        ("C-3", "/Karin<enter>E"),
    ] {
        let r: Ref = item.parse().unwrap();
        let fields = r.kind.fields().iter().map(|spec| spec.field);
        for field in fields.filter(|field| crate::tui::detail::is_editable(*field)) {
            let mut bench = Bench::new(register(40));
            bench.size = (120, 60);
            let opened = bench.with(|app| in_details(app, keys, field, "e"));
            let opened = opened.unwrap_or_else(|| panic!("{item} {field:?} is not on the page"));
            assert!(opened.contains("akkoord"), "{item} {field:?}: {opened}");
            let Some(text) = typed(r.kind, field) else { continue };
            let before = bench.ledger.register().get(r).unwrap().get(field);
            let then = format!("e<ctrl-u>{text}<enter>");
            let screen = bench.with(|app| in_details(app, keys, field, &then)).unwrap();
            let after = bench.ledger.register().get(r).unwrap().get(field);
            assert_ne!(before, after, "{item} {field:?}: {screen}");
            written += 1;
        }
    }
    assert!(written > 35, "{written}");
}

#[test]
fn several_stay_as_they_are_when_nothing_is_typed_or_chosen() {
    let mut bench = Bench::new(register(40));
    bench.size = (160, 45);
    let head = bench.ledger.head();
    for keys in ["2<space><space>o<enter>", "2<space><space>t<enter>", "2<space><space>lllle<enter>"] {
        let screen = bench.screen(keys);
        assert_eq!(bench.ledger.head(), head, "{keys}: {screen}");
    }
    // In the details it is the one that is shown that is edited, whatever is marked.
    bench.screen("2<space><space><enter>e in de details<enter>");
    let changed =
        bench.ledger.register().tables().actions.iter().filter(|a| a.title.contains("in de details"));
    assert_eq!(changed.map(|a| a.num).collect::<Vec<_>>(), [23]);
}

#[test]
fn a_label_typed_for_several_is_added_to_what_each_has() {
    let mut bench = Bench::new(register(40));
    let tags = |bench: &Bench| [1, 12].map(|num| bench.action(num).tags.clone());
    let before = tags(&bench);
    let with = |more: &str| {
        before.clone().map(|mut tags| {
            tags.push(more.to_owned());
            tags
        })
    };
    let asked = bench.screen("2<space><space>:labels<enter>");
    assert!(asked.contains("wat u typt komt erbij"), "{asked}");
    let typed = bench.screen("2<space><space>:labels<enter>prio");
    assert!(typed.contains("erbij: prio"), "{typed}");
    bench.screen("2<space><space>:labels<enter>prio<enter>");
    assert_eq!(tags(&bench), with("prio"));
    bench.screen("2<space><space>:labels<enter>-prio, laat<enter>");
    assert_eq!(tags(&bench), with("laat"));
    bench.screen("2<space><space>:labels<enter>=een<enter>");
    assert_eq!(tags(&bench), [["een"], ["een"]]);
    let head = bench.ledger.head();
    bench.screen("2<space><space>:labels<enter>x<backspace><enter>");
    assert_eq!(bench.ledger.head(), head, "an emptied line takes nothing away");
    bench.screen("2<space><space>:labels<enter>=<enter>");
    assert!(tags(&bench).iter().all(Vec::is_empty));
}

#[test]
fn one_label_says_what_was_done_to_all_and_nothing_that_only_some_have() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("2<space><space>w");
    assert!(screen.contains("Einddatum een week later: A-1, A-12"), "{screen}");
    let undone = bench.screen("u");
    assert!(undone.contains("Ongedaan gemaakt — einddatum een week later: A-1, A-12"), "{undone}");
    let same = bench.screen("2<space><space>t1-2-2027<enter>");
    assert!(same.contains("Einddatum ma 1-2-2027: A-1, A-12"), "{same}");
}

#[test]
fn people_themes_and_words_are_picked_with_a_few_letters() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("opost");
    assert!(screen.contains("Lies Postma") && screen.contains("wijkbeheerder, Woningcorporatie"), "{screen}");
    bench.screen("opost<enter>");
    assert_eq!(bench.action(1).lead, Some(Ref::new(Kind::Contact, 5)));
    let none = bench.screen("oniets<enter>");
    assert_eq!(bench.action(1).lead, None, "the word for nothing takes it away: {none}");
    let red = bench.screen("hj:kleur bewerken<enter>ro<enter>");
    assert!(red.contains("Waarom rood?"), "what begins with the letters comes before “groen”: {red}");
    let nobody = bench.screen("oqqq<enter>");
    assert!(nobody.contains("Niets heet zo"), "{nobody}");
    bench.size = (160, 45);
    bench.screen("2le polarisatie<enter>");
    let moved =
        bench.ledger.register().tables().actions.iter().filter(|a| a.under.is_some_and(|r| r.num == 11));
    assert_eq!(moved.count(), 5, "one more than there were");
}

#[test]
fn a_long_text_is_edited_from_each_of_its_lines() {
    let mut bench = Bench::new(register(40));
    let overlast = Ref::new(Kind::Node, 2);
    let now = Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
    let text = Value::Text("Wij willen dat het prettig wonen is in alle buurten. ".repeat(20));
    let draft = set_fields(bench.ledger.register(), &now, overlast, &[(Field::description, text)]).unwrap();
    bench.ledger.append(draft, None, NOW).unwrap();
    bench.with(|app| {
        in_details(app, "hjj<shift-tab>", Field::description, "").unwrap();
        // In a low pane the cursor goes line by line.
        shown(app, (80, 24));
        press(app, "jjj");
        assert_eq!(app.field_under_cursor(), Some(Field::description));
        press(app, "e");
        let open = shown(app, (80, 24));
        assert!(!open.contains("Hier valt niets te bewerken"), "{open}");
        assert!(open.contains("T-2 Overlast: toelichting"), "{open}");
    });
}

#[test]
fn a_list_of_a_few_words_opens_within_the_pane_of_its_field() {
    let mut bench = Bench::new(register(40));
    let before = bench.with(|app| in_details(app, "hj<shift-tab>", Field::health, "")).unwrap();
    let open = bench.with(|app| in_details(app, "hj<shift-tab>", Field::health, "e")).unwrap();
    let chars: Vec<char> = line(&before, "Prioriteiten").chars().collect();
    let pane = chars.iter().rposition(|c| *c == '│').unwrap();
    assert_ne!(before, open);
    let beside = |screen: &str| -> Vec<String> {
        let rows: Vec<&str> = screen.lines().collect();
        rows[..rows.len() - 2].iter().map(|row| row.chars().take(pane).collect()).collect()
    };
    assert_eq!(beside(&before), beside(&open), "{open}");
}

#[test]
fn a_date_is_typed_over_the_old_one_and_read_back_while_typing() {
    let mut bench = Bench::new(register(40));
    let open = bench.screen("t");
    assert!(line(&open, "›").contains("21-9-2026"), "what it is now: {open}");
    let typing = bench.screen("t+2w");
    assert!(typing.contains("vrijdag 4 december 2026"), "{typing}");
    bench.screen("t<backspace>7<enter>");
    assert_eq!(bench.action(1).due.unwrap().to_string(), "2027-09-21", "or edited, once one has moved in it");
    let screen = bench.screen("tgeen<enter>");
    assert_eq!(bench.action(31).due, None, "now the first of its theme: {screen}");
}

#[test]
fn a_long_text_has_the_pane_lines_and_the_own_editor() {
    let mut bench = Bench::new(register(40));
    let open = "<enter>G<ctrl-u>";
    let screen = bench.with(|app| {
        press(app, "<enter>");
        shown(app, (120, 36));
        while app.field_under_cursor() != Some(Field::description) {
            press(app, "j");
            shown(app, (120, 36));
        }
        press(app, "eEerste regel<ctrl-j>tweede");
        shown(app, (120, 36))
    });
    assert!(line(&screen, "Eerste regel").len() > 3 && screen.contains("tweede"), "{open}: {screen}");
    assert_eq!(bench.ledger.drafts().len(), 0);
    let edit = |bench: &mut Bench, keys: &str| {
        bench.with(|app| {
            press(app, "<enter>");
            shown(app, (120, 36));
            while app.field_under_cursor() != Some(Field::description) {
                press(app, "j");
                shown(app, (120, 36));
            }
            press(app, keys);
            if app.is_editing() {
                app.run_editor();
            }
            let screen = shown(app, (120, 36));
            press(app, "<enter>");
            screen
        })
    };
    edit(&mut bench, "eEen plan<ctrl-j>van twee regels<ctrl-o>");
    assert_eq!(bench.action(1).description, "EEN PLAN\nVAN TWEE REGELS");
    bench.desk.broken = true;
    let screen = edit(&mut bench, "e!<ctrl-o>");
    assert!(screen.contains("De editor hield op.") && screen.contains("REGELS!"), "the text stays: {screen}");
    assert_eq!(bench.action(1).description, "EEN PLAN\nVAN TWEE REGELS!");
}

#[test]
fn an_open_edit_survives_the_end_of_the_program_and_goes_on_where_it_was() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        press(app, "e en verder");
        app.keep_unsaved();
    });
    assert_eq!(bench.ledger.drafts()[0].0, "edit-A-1-title");
    let screen = bench.screen("");
    assert!(screen.contains("hersteld") && line(&screen, "›").contains("en verder"), "{screen}");
    bench.screen("<enter>");
    assert!(bench.action(1).title.ends_with("organiseren en verder"));
    assert_eq!(bench.ledger.drafts(), []);
}

#[test]
fn what_is_typed_for_several_marked_items_survives_with_all_of_them() {
    for (keys, name, more) in [
        ("2<space><space>p70 besproken", "progress-many", ""),
        ("2<space><space>xgeen", "drop-many", " geld"),
        ("2<space><space>t1-2-2027", "edit-many-due", ""),
    ] {
        let mut bench = Bench::new(register(40));
        let marked = bench.with(|app| {
            press(app, keys);
            app.keep_unsaved();
            app.drafts_kept()
        });
        let [(kept, text)] = &marked[..] else { panic!("{keys}: {marked:?}") };
        assert_eq!(kept, name);
        let items: Vec<Ref> = text.lines().next().unwrap().split(' ').map(|r| r.parse().unwrap()).collect();
        assert_eq!(items.len(), 2, "{text}");
        let screen = bench.screen(more);
        assert!(screen.contains("2 aangekruist") && screen.contains("hersteld"), "{keys}: {screen}");
        let head = bench.ledger.head();
        let screen = bench.screen(&format!("{more}<enter>"));
        assert_eq!(bench.ledger.head(), head + 1, "{keys}: {screen}");
        let entry = bench.ledger.entry(head + 1).unwrap().unwrap();
        let changed: Vec<Ref> = entry.changes.iter().map(Change::target).collect();
        assert!(items.iter().all(|item| changed.contains(item)), "{entry:?}");
        assert_eq!(bench.ledger.drafts(), []);
    }
}

#[test]
fn of_several_items_of_a_kept_text_those_go_on_that_are_still_there() {
    let mut bench = Bench::new(register(40));
    bench.ledger.keep_draft("drop-many", Some("A-1 A-999 A-2\ngeen geld")).unwrap();
    let screen = bench.screen("<enter>");
    let state = |num| bench.action(num).state;
    assert_eq!([state(1), state(2)], [ActionState::Dropped; 2], "{screen}");
    bench.ledger.keep_draft("drop-many", Some("A-998 A-999\ngeen geld")).unwrap();
    let page = bench.screen("");
    assert!(page.contains("van A-998 A-999") && page.contains("geen geld"), "{page}");
}

#[test]
fn a_kept_text_about_somebody_who_is_erased_meanwhile_is_offered_no_more() {
    for erased in [false, true] {
        let mut bench = Bench::new(register(20));
        let item = Contact { num: 90, title: MARK.to_owned(), ..Default::default() };
        let draft = |verb, change| Draft {
            label: Label { verb, subject: None, title: String::new(), detail: String::new() },
            changes: vec![change],
        };
        let added = draft(Verb::AddItem, Change::Insert(item.clone().into()));
        bench.ledger.append(added, None, NOW).unwrap();
        bench.ledger.keep_draft("edit-A-1-title", Some("Eerst dit")).unwrap();
        bench.ledger.keep_draft("edit-C-90-function", Some("over haar")).unwrap();
        if erased {
            bench.ledger.by_others = vec![draft(Verb::Erase, Change::Remove(item.into()))];
        }
        let screen = bench.with(|app| {
            app.follow();
            press(app, "<esc>");
            shown(app, (120, 36))
        });
        assert_eq!(screen.contains("over haar"), !erased, "{screen}");
    }
}

#[test]
fn who_names_somebody_in_a_text_of_their_own_is_told_when_that_person_is_erased() {
    let item = Contact { num: 90, title: "Karin de Wit".to_owned(), ..Default::default() };
    let draft = |verb, change| Draft {
        label: Label { verb, subject: None, title: String::new(), detail: String::new() },
        changes: vec![change],
    };
    for (typed, kept, told) in [
        ("e<ctrl-u>Bel karin de wit", None, true),
        ("e<ctrl-u>Bel Jan", None, false),
        ("", Some(("edit-A-2-title", "Bel Karin de Wit")), true),
        ("", Some(("edit-A-2-title", "Bel Jan")), false),
        // What is about her goes, and there is nothing to take out.
        ("", Some(("edit-C-90-note", "Karin de Wit belt")), false),
    ] {
        let mut bench = Bench::new(register(20));
        let added = draft(Verb::AddItem, Change::Insert(item.clone().into()));
        bench.ledger.append(added, None, NOW).unwrap();
        bench.ledger.by_others = vec![draft(Verb::Erase, Change::Remove(item.clone().into()))];
        if let Some((name, text)) = kept {
            bench.ledger.keep_draft(name, Some(text)).unwrap();
        }
        let (screen, later) = bench.with(|app| {
            press(app, typed);
            app.follow();
            let screen = shown(app, (80, 24));
            press(app, "<esc>");
            (screen, shown(app, (80, 24)))
        });
        let warning = "Uw tekst noemt iemand van wie de gegevens net zijn gewist: haal dat eruit.";
        assert_eq!(screen.contains(warning), told, "{typed} {kept:?}: {screen}");
        if !typed.is_empty() {
            // It stays to be said to who typed on.
            let said = if told { warning } else { "Iemands gegevens zijn uit het register gewist" };
            assert!(later.contains(said), "{typed} {kept:?}: {later}");
        }
        assert!(bench.ledger.take_erased().is_empty(), "nobody knows her any more");
    }
}

#[test]
fn a_reason_being_typed_survives_with_the_colour_that_waits_for_it() {
    let mut bench = Bench::new(register(40));
    bench.size = (160, 45);
    bench.with(|app| {
        press(app, "2<space><space>lllllerood<enter>geen men");
        app.keep_unsaved();
    });
    assert_eq!(bench.ledger.drafts()[0].0, "why-many-health-reason");
    let screen = bench.screen("");
    assert!(screen.contains("geen men") && screen.contains("hersteld"), "{screen}");
    assert!(screen.contains("rood"), "and says for what: {screen}");
    bench.screen("sen<enter>");
    let red = bench.ledger.register().tables().actions.iter();
    let red = red.filter(|action| action.health_reason == "geen mensen");
    let red: Vec<_> = red.map(|action| action.health).collect();
    assert_eq!(red, [Some(Health::Red); 2]);
    assert_eq!(bench.ledger.drafts(), []);
}

#[test]
fn what_is_typed_is_kept_while_it_is_typed_and_let_go_when_it_is_written() {
    let mut bench = Bench::new(register(40));
    let at = std::cell::Cell::new(NOW);
    let texts = Texts::new(Lang::Nl);
    let env = Env {
        texts: &texts,
        theme: Theme::default(),
        scroll: ScrollBy::Page,
        folder: "~/instellingen/regie".into(),
        keymap: Keymap::built_in(),
        clock: &|| at.get(),
        zone: TimeZone::UTC,
    };
    let mut import = OnePlan(register(0), bench.kept.clone());
    let mut app = App::new(&mut bench.ledger, &mut import, &mut bench.desk, env, Vec::new());
    let midnight = app.deadline().unwrap();
    press(&mut app, "pzaal");
    let soon = app.deadline().unwrap();
    assert!(soon.0 < midnight.0 && soon.0 > NOW.0, "before midnight, and not at once");
    assert_eq!(app.drafts_kept(), []);
    at.set(soon);
    app.look_at_clock();
    assert_eq!(app.drafts_kept(), [("progress-A-1".to_owned(), "zaal".to_owned())]);
    assert_eq!(app.deadline(), Some(midnight), "nothing more to do until something is typed");
    press(&mut app, " geregeld<enter>");
    assert_eq!(app.drafts_kept(), [], "it is in the record now");
}

#[test]
fn a_paste_into_a_field_stays_in_it_and_brings_no_escape_to_the_screen() {
    let mut bench = Bench::new(register(40));
    let screen = bench.with(|app| {
        press(app, "e");
        app.paste("\u{1b}[31mrood\u{1b}]0;x\u{7}\r\n\u{202e}om 漢字 e\u{301}");
        shown(app, (120, 36))
    });
    assert!(!screen.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{screen}");
    let screen = bench.with(|app| {
        press(app, "e");
        app.paste(&"lang ".repeat(250_000));
        shown(app, (80, 24))
    });
    assert!(screen.contains("te lang"), "{screen}");
}

#[test]
fn an_edit_stays_open_when_the_window_changes() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        press(app, "e erbij");
        for size in [(120, 36), (80, 24), (40, 10), (20, 5), (200, 60)] {
            let screen = shown(app, size);
            assert!(size.0 < 40 || screen.contains("erbij"), "{size:?}: {screen}");
        }
        press(app, "<enter>");
    });
    assert!(bench.action(1).title.ends_with("erbij"));
}

#[test]
fn a_draft_that_cannot_be_kept_is_told_each_time_and_again_at_the_end() {
    let mut bench = Bench::new(register(3));
    bench.ledger.no_drafts = true;
    let size = bench.size;
    bench.with(|app| {
        press(app, "aWijkschouw");
        assert!(app.unkept().is_none(), "not tried yet");
        for _ in 0..2 {
            app.keep_unsaved();
            let screen = shown(app, size);
            assert!(screen.contains("kan niet als concept worden bewaard"), "{screen}");
            press(app, "s");
            let screen = shown(app, size);
            assert!(!screen.contains("als concept") && screen.contains("Wijkschouws"), "{screen}");
        }
        app.keep_unsaved();
        assert_eq!(app.unkept().unwrap().hints, ["Wijkschouwss"], "the words themselves");
    });
    bench.ledger.no_drafts = false;
    assert!(bench.screen("aLater").contains("Later"));
}

#[test]
fn a_field_is_edited_where_it_stands_and_its_label_stays_whole() {
    let mut bench = Bench::new(register(40));
    for size in [(80, 24), (120, 36), (200, 60)] {
        bench.size = size;
        let screen = bench.screen("Ejjje");
        assert!(
            screen.contains("einddatum\u{203a}") || screen.contains("einddatum \u{203a}"),
            "{size:?}: {screen}"
        );
    }
}

#[test]
fn a_row_is_edited_within_its_pane() {
    let mut bench = Bench::new(register(40));
    for size in [(80, 24), (120, 36)] {
        bench.size = size;
        for keys in ["hjj", "hjjjjj", "hj<enter>", "3jj", "3jjl"] {
            let (before, open) = (bench.screen(keys), bench.screen(&format!("{keys}e")));
            let row = open.lines().position(|line| line.contains('›')).unwrap();
            let chars = |screen: &str| screen.lines().nth(row).unwrap().chars().collect::<Vec<_>>();
            let (before, after) = (chars(&before), chars(&open));
            let mark = after.iter().position(|c| *c == '›').unwrap();
            assert!(before.contains(&'│'), "{keys}: {open}");
            for (x, c) in before.iter().enumerate().filter(|(_, c)| **c == '│') {
                assert_eq!(after[x], *c, "{keys} {size:?}: the line between the panes stays: {open}");
            }
            if let Some(edge) = before.iter().position(|c| *c == '│').filter(|edge| *edge > mark) {
                assert_eq!(before[edge..], after[edge..], "{keys} {size:?}: {open}");
            }
        }
    }
}

#[test]
fn what_somebody_else_made_of_the_field_meanwhile_is_told_before_it_is_overwritten() {
    let title = |bench: &Bench| bench.ledger.register().title(Ref::new(Kind::Action, 1)).to_owned();
    let edits = |bench: &mut Bench, field: Field, value: &str, keys: &[&str]| -> Vec<String> {
        let now =
            Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
        let values = [(field, Value::Text(value.into()))];
        let theirs = set_fields(bench.ledger.register(), &now, Ref::new(Kind::Action, 1), &values).unwrap();
        bench.ledger.by_others = vec![theirs];
        bench.with(|app| {
            press(app, "e<ctrl-u>");
            press(app, keys[0]);
            app.follow();
            keys[1..]
                .iter()
                .map(|keys| {
                    press(app, keys);
                    shown(app, (120, 36))
                })
                .collect()
        })
    };
    let mut bench = Bench::new(register(20));
    let screens = edits(&mut bench, Field::title, "Hun titel", &["Mijn titel", "<enter>", "<esc>"]);
    assert!(screens[0].contains("Intussen zette k.smit hier “Hun titel”"), "{}", screens[0]);
    assert!(screens[0].contains("Mijn titel"), "what was typed stays: {}", screens[0]);
    assert_eq!(title(&bench), "Hun titel", "Esc leaves it");
    edits(&mut bench, Field::title, "Hun tweede", &["Mijn tweede", "<enter>", "<enter>"]);
    assert_eq!(title(&bench), "Mijn tweede", "Enter once more puts it in its place");
    // Another field is nobody's business, and who typed nothing or the same overwrites nothing.
    edits(&mut bench, Field::description, "toelichting", &["Mijn derde", "<enter>"]);
    assert_eq!(title(&bench), "Mijn derde");
    let head = bench.ledger.head();
    edits(&mut bench, Field::title, "Hun vierde", &["Hun vierde", "<enter>"]);
    assert_eq!((title(&bench).as_str(), bench.ledger.head()), ("Hun vierde", head + 1));
    // One's own other window is nobody else.
    bench.ledger.other = bench.ledger.actor().clone();
    let screens = edits(&mut bench, Field::title, "Van hiernaast", &["Van hier", "<enter>"]);
    assert!(screens[0].contains("Intussen zette u hier in een ander venster"), "{}", screens[0]);
    // Of a long one what is new of it, not the beginning that everybody knows.
    let long = "Extra surveillance bij de oude veiling tegen laad- en losoverlast";
    edits(&mut bench, Field::title, long, &["x", "<esc>"]);
    let screens = edits(&mut bench, Field::title, &format!("{long} BBB"), &[long, " CCC<enter>", "<esc>"]);
    assert!(screens[0].contains("“…tegen") && screens[0].contains("losoverlast BBB”"), "{}", screens[0]);
}

#[test]
fn what_was_said_of_the_line_goes_when_it_is_no_longer_so() {
    let (away, back) = ("De server antwoordt niet", "De verbinding met de server is er weer");
    for heard_meanwhile in [true, false] {
        let mut bench = Bench::new(register(20));
        let line = std::rc::Rc::clone(&bench.ledger.line);
        bench.with(|app| {
            let screen = |app: &mut App<'_>| shown(app, (120, 36));
            press(app, "e en meer");
            line.replace(Some(ReadOnly::Away));
            if heard_meanwhile {
                app.follow();
            }
            press(app, "<enter>");
            assert!(screen(app).contains(away), "in the field: {}", screen(app));
            app.follow();
            assert!(screen(app).contains(away), "it is still so: {}", screen(app));
            line.replace(None);
            app.follow();
            let now = screen(app);
            assert!(!now.contains(away) && now.contains("organiseren en meer"), "{now}");
            press(app, "<esc>");
            assert!(screen(app).contains(back), "{}", screen(app));
            line.replace(Some(ReadOnly::NotAllowed("m.bakker".into())));
            app.follow();
            let now = screen(app);
            assert!(!now.contains(back) && now.contains("mag dit register niet meer gebruiken"), "{now}");
        });
    }
}
