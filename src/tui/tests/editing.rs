//! Editing in place driven by keys: every kind of field, drafts, the user's own editor.

use super::*;
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

/// Something to type for a field, and whether that ends the edit with Enter alone.
fn typed(kind: Kind, field: Field) -> Option<&'static str> {
    let spec = kind.fields().iter().find(|spec| spec.field == field)?;
    Some(match spec.shape {
        Shape::Text => "iets",
        Shape::Texts => "een, twee",
        Shape::Flag => "ja",
        Shape::Whole(low, high) if low <= 3 && high >= 3 => "3",
        Shape::Whole(..) => "2027",
        Shape::Number => "12,5",
        Shape::Day => "1-2-2027",
        // Another theme or person than the one it has.
        Shape::Ref if field == Field::under => "T-3",
        Shape::Ref => "",
        Shape::Refs if field == Field::municipalities => "G-1",
        Shape::Refs if field == Field::nodes => "T-1",
        Shape::Refs => "P-2",
        Shape::Moment | Shape::Word(_) | Shape::Place => "",
    })
}

#[test]
fn every_field_of_every_kind_on_the_screen_can_be_edited_where_it_stands() {
    for (kind, keys) in [
        (Kind::Action, "<enter>"),
        (Kind::Node, "hj<shift-tab>"),
        (Kind::Plan, "h<shift-tab>"),
        (Kind::Partner, "/Politie<enter>E"),
        (Kind::Contact, "/Karin<enter>E"),
    ] {
        let fields: Vec<Field> = kind
            .fields()
            .iter()
            .map(|spec| spec.field)
            .filter(|field| crate::tui::detail::is_editable(*field))
            .collect();
        assert!(fields.len() > 5, "{kind:?}");
        for (index, field) in fields.iter().enumerate() {
            let mut bench = Bench::new(register(40));
            bench.size = (120, 60);
            let opened = bench.with(|app| {
                press(app, keys);
                shown(app, (120, 60));
                // Down to the field, however the page orders them.
                for _ in 0..80 {
                    if app.field_under_cursor() == Some(*field) {
                        press(app, "e");
                        return Some(shown(app, (120, 60)));
                    }
                    press(app, "j");
                    shown(app, (120, 60));
                }
                None
            });
            let opened = opened.unwrap_or_else(|| panic!("{kind:?} {field:?} ({index}) is not on the page"));
            assert!(opened.contains("akkoord"), "{kind:?} {field:?}: {opened}");
            assert!(typed(kind, *field).is_some());
        }
    }
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
    let nobody = bench.screen("oqqq<enter>");
    assert!(nobody.contains("Niets heet zo"), "{nobody}");
    bench.size = (160, 45);
    bench.screen("2le polarisatie<enter>");
    let moved =
        bench.ledger.register().tables().actions.iter().filter(|a| a.under.is_some_and(|r| r.num == 11));
    assert_eq!(moved.count(), 5, "one more than there were");
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
fn what_is_typed_is_kept_while_it_is_typed_and_let_go_when_it_is_written() {
    let mut bench = Bench::new(register(40));
    let at = std::cell::Cell::new(NOW);
    let texts = Texts::new(Lang::Nl);
    let env = Env {
        texts: &texts,
        theme: Theme::default(),
        scroll: ScrollBy::Page,
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
