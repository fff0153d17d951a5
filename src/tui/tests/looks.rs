//! Themes, keymaps, palette, help and tour, driven by keys.

use super::*;
use crate::command::Base;

/// The screen after `keys`, with the keymap `base`.
fn screen_with(bench: &mut Bench, base: Base, keys: &str) -> String {
    let size = bench.size;
    with_keymap(bench, base, |app| {
        press(app, keys);
        shown(app, size)
    })
}

fn with_keymap<T>(bench: &mut Bench, base: Base, what: impl FnOnce(&mut App<'_>) -> T) -> T {
    let texts = Texts::new(bench.lang);
    let zone = TimeZone::fixed(jiff::tz::offset(1));
    let env = Env {
        texts: &texts,
        theme: bench.theme,
        scroll: ScrollBy::Page,
        folder: "~/instellingen/regie".into(),
        keymap: Keymap::of(base),
        clock: &|| NOW,
        zone,
    };
    let mut import = OnePlan(register(0), bench.kept.clone());
    let mut app = App::new(&mut bench.ledger, &mut import, &mut bench.desk, env, Vec::new());
    what(&mut app)
}

#[test]
fn the_tour_goes_on_when_what_it_asks_for_is_done() {
    let mut bench = Bench::new(register(40));
    bench.with(|app| {
        let mut after = |keys: &str| {
            press(app, keys);
            shown(app, (120, 36))
        };
        let screen = after("<f2>");
        assert!(line(&screen, "stap 1 van 5").contains("esc overslaan"), "{screen}");
        assert!(screen.contains("A-1 ") && screen.contains("Overlast"), "the panes stay visible: {screen}");
        let screen = after("gtjj");
        assert!(screen.contains("stap 1 van 5") && line(&screen, "▌").contains("Overlast"), "{screen}");
        assert!(after("j").contains("stap 2 van 5"), "after three moves in the tree");
        assert!(after("<tab>").contains("stap 2 van 5"), "to the actions only");
        let screen = after("j");
        let heading = line(&screen, "stap 2 van 5");
        assert!(heading.contains("enter details en verder · esc overslaan"), "{heading}");
        assert!(screen.contains("Ga erin met enter of tab"), "the first part is done: {screen}");
        let screen = after("<tab>");
        assert!(screen.contains("stap 3 van 5"), "into the details: {screen}");
        let screen = after("<enter>");
        assert!(screen.contains("stap 4 van 5"), "Enter goes on as well: {screen}");
    });
    assert_eq!(bench.ledger.head(), 1, "nothing was written on the way");
}

#[test]
fn what_is_pressed_during_the_tour_is_really_done() {
    let mut bench = Bench::new(register(40));
    let head = bench.ledger.head();
    bench.with(|app| {
        let mut after = |keys: &str| {
            press(app, keys);
            shown(app, (120, 36))
        };
        assert!(after("<f2><enter>ga<enter>").contains("stap 3 van 5"));
        let screen = after("u");
        assert!(screen.contains("stap 3 van 5"), "undoing comes after doing: {screen}");
        let screen = after("d");
        assert!(screen.contains("Gereed: A-1") && screen.contains("Maak het nu ongedaan met u"), "{screen}");
        assert!(after("u").contains("stap 4 van 5"));
        let screen = after("aSchouw @bakker");
        assert!(screen.contains("[trekker Marieke Bakker]") && !screen.contains("stap 4"), "{screen}");
        assert!(after("<esc>").contains("stap 4 van 5"), "a prompt that is dropped leads nowhere");
        assert!(after("aSchouw @bakker<enter>").contains("stap 5 van 5"));
        assert!(after("/politie<esc>").contains("Nog één"));
        assert!(after("?q").contains("Dat was het"));
        assert!(!after("<enter>").contains("Rondleiding"));
    });
    assert_eq!(bench.ledger.head(), head + 3, "done, undone, added");
    assert_eq!(bench.action(41).title, "Schouw");
}

#[test]
fn esc_skips_the_tour_and_q_leaves_from_it() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("<f2><esc>");
    assert!(!screen.contains("stap 1"), "{screen}");
    bench.with(|app| {
        press(app, "<f2>q");
        assert_eq!(app.ending(), Some(Outcome::Quit));
    });
    let again = bench.screen("<f2><enter><f2>");
    assert!(again.contains("stap 1 van 5"), "it starts afresh: {again}");
}

#[test]
fn the_tour_names_the_keys_that_are_in_force() {
    let mut bench = Bench::new(register(40));
    let screen = screen_with(&mut bench, Base::Emacs, "<f2><enter><enter><enter><ctrl-h>t");
    assert!(line(&screen, "loop met").contains("down en up"), "{screen}");
    let screen = screen_with(&mut bench, Base::Emacs, "<f2><enter>ga<enter>d");
    assert!(screen.contains("ongedaan met u"), "{screen}");
}

#[test]
fn whoever_has_just_begun_is_told_of_the_tour() {
    let mut bench = Bench::new(Register::new());
    let screen = bench.screen("j<enter>Waterland<enter><enter>j");
    assert!(screen.contains("Nieuw hier? f2 laat"), "{screen}");
    assert!(bench.screen("<f2>").contains("stap 1 van 5"));
}

#[test]
fn the_tour_in_both_languages_and_where_there_is_little_room() {
    for lang in [Lang::Nl, Lang::En] {
        for size in [(80, 24), (120, 36)] {
            let mut bench = Bench::new(register(40));
            (bench.lang, bench.size) = (lang, size);
            let name = format!("tour_{}x{}_{}", size.0, size.1, lang.tag());
            insta::assert_snapshot!(name, bench.screen("<f2>"));
        }
    }
    // Every step and its second part fits in the sheet, also in the narrowest window.
    for (lang, width) in [(Lang::Nl, 80), (Lang::En, 80), (Lang::Nl, 40), (Lang::En, 40)] {
        let mut bench = Bench::new(register(40));
        (bench.lang, bench.size) = (lang, (width, 24));
        let step = |n| format!("{}ga<enter>", "<enter>".repeat(n));
        for keys in [
            "".into(),
            "<enter>".into(),
            "<enter>gaj".into(),
            step(1),
            step(1) + "d",
            step(1) + "du",
            step(1) + "du<enter>",
            step(4),
        ] {
            let screen = bench.screen(&format!("<f2>{keys}"));
            let heading = screen.lines().nth(17).unwrap();
            assert!(heading.contains(" esc ") || heading.contains(" enter "), "the way out: {screen}");
            let sheet: Vec<&str> = screen.lines().skip(17).take(5).collect();
            assert!(sheet[0].starts_with("──"), "{screen}");
            let last = sheet.iter().rev().find(|line| !line.is_empty()).unwrap();
            assert!(last.ends_with('.'), "cut off: {screen}");
        }
    }
}

#[test]
fn the_palette_starts_with_what_was_chosen_last() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen(":dichtvouwen<enter>:openv<enter>:");
    let rows: Vec<&str> = screen.lines().skip_while(|line| !line.contains("── Opdracht")).collect();
    assert!(rows[2].contains("Alles openvouwen") && rows[3].contains("dichtvouwen"), "{screen}");
    assert!(rows[2].ends_with("z r"), "the key is on the right: {screen}");
    let screen = bench.screen(":");
    let first = screen.lines().rfind(|line| line.contains('▌')).unwrap();
    assert!(first.contains("Actie toevoegen"), "nothing was chosen yet: {screen}");
}

#[test]
fn the_palette_finds_a_field_of_the_item_by_any_of_its_names_and_edits_it() {
    let mut bench = Bench::new(register(40));
    for (keys, title) in [
        (":termijn", "einddatum bewerken"),
        (":trekker", "trekker bewerken"),
        (":kleur", "kleur bewerken"),
        (":thema", "onder bewerken"),
        ("/Karin<enter>:telefoon", "telefoon bewerken"),
        ("/Politie<enter>:phone", "telefoon bewerken"),
        ("hj:trekker", "bestuurlijk trekker bewerken"),
    ] {
        let screen = bench.screen(keys);
        assert!(screen.contains(title), "{keys}: {screen}");
    }
    assert!(!bench.screen(":telefoon").contains("telefoon bewerken"), "an action has no such field");
    assert!(!bench.screen("8:trekker").contains("trekker bewerken"), "nor has an entry of the log");
    bench.screen(":einddatum<enter>1-2-2027<enter>");
    assert_eq!(bench.action(1).due.unwrap().to_string(), "2027-02-01");
    bench.screen("2<space><space>:trekker bew<enter>smit<enter>");
    let entry = bench.ledger.entry(bench.ledger.head()).unwrap().unwrap();
    assert_eq!(entry.changes.len(), 2, "of all that are marked: {entry:?}");
    bench.ledger.read_only = Some(ReadOnly::Folder("geen schrijfrecht".into()));
    let screen = bench.screen(":einddatum bew<enter>");
    assert!(screen.contains("Opdracht") && screen.contains("alleen te lezen"), "says why not: {screen}");
}

#[test]
fn the_palette_and_help_say_where_theme_keys_and_language_are_set() {
    let mut bench = Bench::new(register(40));
    for lang in [Lang::Nl, Lang::En] {
        bench.lang = lang;
        for (typed, line) in [
            ("theme", "theme = \"dark\" in ~/instellingen/regie/config.toml"),
            ("keymap vim", "keymap = \"vim\" in ~/instellingen/regie/config.toml"),
            ("lang", "lang = \"en\" in ~/instellingen/regie/config.toml"),
            ("keys", "~/instellingen/regie/keymap.toml"),
        ] {
            // Fields and commands that fit may stand before or after it.
            let said = (0..9).map(|row| bench.screen(&format!(":{typed}{}<enter>", "<down>".repeat(row))));
            let mut said = said.map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "));
            assert!(said.any(|said| said.contains(line)), "{typed}");
        }
    }
    bench.lang = Lang::Nl;
    for typed in ["ting", "set", "alse"] {
        assert!(
            !bench.screen(&format!(":{typed}")).contains("muis"),
            "no part of what it is called: {typed}"
        );
    }
    let screen = bench.screen(":kleuren<enter>");
    assert!(screen.contains("Het geldt vanaf de volgende start."), "whole: {screen}");
    assert!(bench.screen(":kleuren<enter> <down>").contains("thema: kleuren"), "and back to the list");
    let help = bench.screen("?/thema");
    assert!(help.contains("Zet theme = \"dark\""), "{help}");
    assert!(help.contains("onder. Ga met E naar de details en druk op e"), "{help}");
    bench.size = (120, 200);
    assert!(bench.screen("?").contains("toetsen van vim of emacs"), "on the whole page too");
}

#[test]
fn the_palette_finds_what_is_explained_with_a_word_after_what_is_called_by_it() {
    let mut bench = Bench::new(register(40));
    bench.size = (80, 24);
    let screen = bench.screen(":thema");
    let at = |part: &str| screen.find(part).unwrap_or_else(|| panic!("no {part}: {screen}"));
    assert!(at("thema: kleuren") < at("Onderwerp toevoegen"), "{screen}");
    assert!(!bench.screen(":in").contains("Onderwerp toevoegen"), "short words are in every explanation");
    bench.screen("h:thema prioriteit<enter>Samen<enter>");
    assert!(bench.ledger.register().tables().nodes.iter().any(|node| node.title == "Samen"));
}

#[test]
fn a_row_of_the_palette_uses_the_room_between_its_title_and_its_key() {
    let mut bench = Bench::new(register(40));
    bench.size = (80, 24);
    let screen = bench.screen(":ongedaan");
    let row = line(&screen, "Ongedaan maken");
    assert!(row.ends_with(" u"), "{row}");
    let explanation = row.trim_end_matches(" u").trim_end();
    assert!(explanation.ends_with('.') || explanation.chars().count() > 74, "cut with room beside it: {row}");
    let wide = bench.screen(":tekst");
    assert!(wide.contains("Tekst omlaag"), "{wide}");
}

#[test]
fn choosing_what_cannot_be_done_says_why_and_stays() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("h:gereed<enter>");
    assert!(screen.contains("── Opdracht"), "still open: {screen}");
    assert_eq!(screen.matches("Dit werkt op een actie").count(), 2, "in the list and as an answer: {screen}");
    assert_eq!(bench.ledger.head(), 1);
    let screen = bench.screen("h:gereed<enter><esc>l:gereed<enter>");
    assert!(screen.contains("Gereed: A-1"), "{screen}");
}

#[test]
fn help_begins_with_what_can_be_done_here() {
    let mut bench = Bench::new(register(40));
    let order =
        |screen: &str, one: &str, other: &str| screen.find(one).unwrap() < screen.find(other).unwrap();
    bench.size = (120, 200);
    let on_action = bench.screen("?");
    assert!(order(&on_action, "Acties en onderwerpen", "Bewegen"), "{on_action}");
    let in_tree = bench.screen("h?");
    assert!(order(&in_tree, "Bewegen", "Acties en onderwerpen"), "{in_tree}");
    let reason = "Nu niet. Dit werkt op een actie: ga met g a naar de acties";
    assert!(order(&in_tree, reason, "Meld de actie gereed"), "{in_tree}");
    let table = bench.screen("2?");
    assert!(table.contains("Alle acties als tabel") && !table.contains("Links de prioriteiten"), "{table}");
    assert!(order(&table, "In de weergave Acties", "Acties en onderwerpen"), "{table}");
    assert!(order(&table, "Overal", "In de boom van Plan"), "what does not work here comes last: {table}");
    let not_now = on_action.find("Nu niet. Deze actie is nog open").unwrap();
    assert!(not_now > on_action.find("Meld de actie gereed").unwrap(), "{on_action}");
}

#[test]
fn help_is_searched_by_word_and_by_key() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("?/einddatum");
    assert!(screen.contains("Schuif de einddatum een week op"), "{screen}");
    assert!(!screen.contains("Meld de actie gereed") && !screen.contains("Tekens"), "{screen}");
    let screen = bench.screen("?/W");
    assert!(line(&screen, "W  ").contains("naar voren"), "{screen}");
    assert!(bench.screen("?/zzz").contains("Geen toets of opdracht past hierbij"));
    assert!(bench.screen("?/zzz<esc>").contains("De prioriteiten, ernaast"), "Esc shows all again");
    let kept = bench.screen("?/einddatum<enter>j");
    assert!(!kept.contains("Meld de actie gereed"), "kept while reading: {kept}");
    assert!(!bench.screen("?/einddatum<enter><esc>").contains("Hulp"));
}

#[test]
fn every_theme_draws_the_same_signs() {
    let mut bench = Bench::new(register(40));
    let plain = bench.screen("");
    for palette in Palette::ALL {
        bench.theme = Theme { palette: *palette, ascii: false };
        assert_eq!(bench.screen(""), plain, "{palette:?}");
    }
}

#[test]
fn what_a_keymap_does_to_others_is_said_with_line_and_names() {
    let texts = Texts::new(Lang::Nl);
    let said = |text: &str| {
        let file = KeymapFile { path: "keymap.toml".into(), text: Ok(text.into()) };
        overlay(&texts, &mut Keymap::built_in(), &file)
    };
    assert_eq!(
        said("[everywhere]\nq = \"none\"\nctrl-c = \"none\"\n"),
        [
            "keymap.toml, regel 3: zo heeft “quit_program” geen toets meer, en dan is er geen weg terug. Daarom blijft \
             ctrl-c gewoon werken."
        ]
    );
    assert_eq!(
        said("[items]\n\"v a\" = \"add_action\"\nv = \"set_due\"\nx = \"toggle_flag\"\n"),
        [
            "keymap.toml, regel 2: “v a” komt nooit aan de beurt, want regel 3 gebruikt “v” al.",
            "keymap.toml, regel 4: met “x” heeft geen toets meer: drop_action. Geef daar een andere toets voor, of \
             kies de opdracht op naam.",
        ]
    );
    assert_eq!(
        said("[panes]\nd = \"move_last\"\n[items]\nctrl-m = \"add_action\"\n"),
        [
            "keymap.toml, regel 2: “d” komt niet aan de beurt, want “d” gaat naar “complete_action” in [items]. Haal \
             die toets daar weg met \"d\" = \"none\".",
            "keymap.toml, regel 4: een terminal stuurt “ctrl-m” als enter; kies een andere toets.",
        ]
    );
}

#[test]
fn a_register_is_worked_on_with_hands_from_emacs() {
    let mut bench = Bench::new(register(40));
    let screen = screen_with(&mut bench, Base::Emacs, "<ctrl-n><ctrl-p>d<ctrl-x>u");
    assert!(screen.contains("Ongedaan gemaakt"), "{screen}");
    let screen = screen_with(&mut bench, Base::Emacs, "<ctrl-s>a-17<ctrl-c><ctrl-c>");
    assert!(line(&screen, "▌").contains("A-17"), "{screen}");
    let screen = screen_with(&mut bench, Base::Emacs, "<alt-x>hulp<ctrl-g>");
    assert!(!screen.contains("── Opdracht"), "{screen}");
    with_keymap(&mut bench, Base::Emacs, |app| {
        press(app, "<ctrl-c>");
        assert_eq!(app.ending(), None, "alone it does nothing there");
        press(app, "<ctrl-x><ctrl-c>");
        assert_eq!(app.ending(), Some(Outcome::Quit));
    });
    with_keymap(&mut bench, Base::Vim, |app| {
        press(app, "ZZ");
        assert_eq!(app.ending(), Some(Outcome::Quit));
    });
}

#[test]
fn a_row_is_brought_to_the_middle_of_the_list() {
    let mut bench = Bench::new(register(400));
    let row = |screen: &str| screen.lines().position(|line| line.contains('▌')).unwrap();
    bench.with(|app| {
        let mut after = |keys: &str| {
            press(app, keys);
            shown(app, (120, 36))
        };
        after("");
        after("<pgdn>");
        let before = after("jjjjjjjj");
        let centred = after("zz");
        assert_ne!(row(&before), row(&centred));
        assert!((17..=19).contains(&row(&centred)), "{centred}");
        let chosen = |screen: &str| {
            screen.lines().find(|l| l.contains('▌')).unwrap().split('│').nth(1).map(str::to_owned)
        };
        assert_eq!(chosen(&before), chosen(&centred), "the cursor did not");
    });
}

#[test]
fn hands_from_vim_leave_with_colon_q() {
    let mut bench = Bench::new(register(3));
    for lang in [Lang::Nl, Lang::En] {
        bench.lang = lang;
        with_keymap(&mut bench, Base::Vim, |app| {
            press(app, ":q<enter>");
            assert_eq!(app.ending(), Some(Outcome::Quit), "{lang:?}");
        });
    }
}

mod ways_out {
    use proptest::prelude::*;

    use super::super::any_keys::chords;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn after_any_keys_in_any_keymap_and_the_tour_there_is_a_way_out(
            keys in chords(),
            base in prop::sample::select(Base::ALL.to_vec()),
            width in 1u16..140,
        ) {
            let mut bench = Bench::new(register(25));
            let ended = with_keymap(&mut bench, base, |app| {
                press(app, "<f2>");
                for chord in keys {
                    app.key(chord);
                    drawn(app, (width, 24));
                    if app.ending().is_some() {
                        return true;
                    }
                }
                press(app, &"<esc>".repeat(8));
                press(app, if base == Base::Emacs { "<ctrl-x><ctrl-c>" } else { "<ctrl-c>" });
                app.ending().is_some()
            });
            prop_assert!(ended);
            let register = bench.ledger.register();
            prop_assert!(register.same_content(&register.rebuilt()));
        }
    }
}

#[test]
fn the_keymap_is_checked_for_every_place_where_keys_are_looked_up() {
    for view in crate::tui::view::ViewId::ALL {
        let own = view.scopes() == Scope::LOGGING;
        assert!(own || Scope::TOGETHER.contains(&view.scopes()), "{view:?}");
    }
    assert!(Scope::TOGETHER.contains(&[Scope::Prompt].as_slice()));
}

#[test]
fn a_command_of_another_view_that_is_chosen_by_name_is_carried_out_there() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("2:dichtvouwen<enter>");
    assert!(screen.contains("Prioriteiten") && !screen.contains("Buurtparticipatie   "), "{screen}");
    let by_name = bench.screen(":kruis de actie<esc>:aankruisen<enter>");
    assert!(!by_name.contains("Prioriteiten") && by_name.contains('◉'), "{by_name}");
}

#[test]
fn the_first_screen_reads_a_plan_and_does_again_what_was_taken_back() {
    let mut bench = Bench::new(Register::new());
    assert!(bench.screen("I").contains("Typ het pad"));
    let nothing = bench.screen("U");
    assert!(nothing.contains("niets om opnieuw te doen") && nothing.contains("Welkom"), "{nothing}");
    bench.screen("j<enter>Waterland<enter><enter>u");
    assert!(bench.ledger.register().is_empty());
    let again = bench.screen("U");
    assert!(!bench.ledger.register().is_empty(), "{again}");
    assert!(again.contains("Waterland") && !again.contains("Welkom"), "{again}");
}

#[test]
fn empty_places_say_what_to_do() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("/a-6<enter>");
    assert!(screen.contains("Nog geen partner (E") && screen.contains("Nog geen notities; p"), "{screen}");
    assert!(bench.screen("/zzzzqq").contains("Typ minder letters of een ander woord"));
    assert!(bench.screen(":zzzz").contains("Typ minder letters, of een woord"));
    let screen = bench.screen("2fzzzzqq<enter>");
    assert!(screen.contains("Met f past u het aan"), "{screen}");
    let mut empty = Bench::new(register(0));
    let screen = empty.screen("");
    assert!(screen.contains("Geen acties hier. Met a voegt u er een toe"), "{screen}");
    let mut nothing = Bench::new(Register::new());
    let screen = nothing.screen("<esc>");
    assert!(screen.contains("Nog geen plan. enter toont hoe u"), "{screen}");
}

#[test]
fn the_bottom_line_names_what_a_view_is_for_in_80_columns_and_how_to_leave() {
    let cases = [
        ("", "? hulp", &["a nieuw", "p voortgang", "d gereed", "e bewerk"][..]),
        ("h", "? hulp", &["a nieuw", "A onderwerp", "e bewerk", "/ zoek"]),
        ("hj", "? hulp", &["a nieuw", "A onderwerp", "M verplaats", "e bewerk"]),
        ("2", "? hulp", &["f filter", "s sorteer", "c kolom", "space kruis", "d gereed", "e bewerk"]),
        ("3", "? hulp", &["n c contact", "n a afspraak", "n p partner"]),
        ("8", "? hulp", &["x deze ongedaan"]),
        ("", "? help", &["a new", "p progress", "d done", "e edit"]),
        ("hj", "? help", &["A subject", "M move"]),
        ("2", "? help", &["f filter", "s sort", "c columns", "space mark", "d done", "e edit"]),
        ("3", "? help", &["n c contact", "n a agreement", "n p partner"]),
    ];
    for (keys, help, words) in cases {
        let mut bench = Bench::new(register(40));
        bench.lang = if help == "? hulp" { Lang::Nl } else { Lang::En };
        bench.size = (80, 24);
        let screen = bench.screen(keys);
        let bottom = screen.lines().last().unwrap();
        assert!(bottom.trim().starts_with(help), "{keys}: {bottom}");
        assert!(
            bottom.ends_with(if bench.lang == Lang::Nl { "q stop" } else { "q quit" }),
            "{keys}: {bottom}"
        );
        for word in words {
            assert!(bottom.contains(word), "{keys} {word}: {bottom}");
        }
    }
}

#[test]
fn labels_of_details_are_whole_and_how_much_there_is_below_covers_no_text() {
    for width in [80, 100, 120, 200] {
        let mut bench = Bench::new(register(40));
        bench.size = (width, 24);
        let plan = bench.screen("h");
        assert!(plan.contains("vastgesteld ") && !plan.contains("voortga…"), "{plan}");
        let long = bench.screen("hlE");
        let said = line(&long, " meer");
        assert!(said.contains("A-1"), "on the row of the heading: {long}");
    }
}
