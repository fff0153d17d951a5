//! Looking through an import, the passage behind an item, and the path of a plan file, by keys.

use super::*;
use crate::model::kinds::{Level, NodeKind};
use crate::model::ledger::Unwritten;

/// A register whose plan was read from a text that was kept.
fn read_from_a_file() -> Bench {
    let mut bench = Bench::new(register(40));
    let target = Ref::new(Kind::Plan, 1);
    let now = Circumstances { at: NOW, today: NOW.day(&TimeZone::UTC), actor: bench.ledger.actor().clone() };
    let file = [(Field::source_file, Value::Text("plan.txt".into()))];
    let draft = set_fields(bench.ledger.register(), &now, target, &file).unwrap();
    bench.ledger.append(draft, None, NOW).unwrap();
    bench.ledger.source = Ok(Some(plan_text()));
    bench
}

#[test]
fn what_is_refused_in_a_review_is_not_taken_over_nor_what_stands_under_it() {
    let mut bench = Bench::new(Register::new());
    // The plan, the findings and the one finding, the subjects, then the first priority with its three topics.
    let keys = "<enter>plan.txt<enter>jjjj<space>";
    let screen = bench.screen(keys);
    assert!(line(&screen, "voorstellen,").contains("23 voorstellen, 4 afgewezen"), "{screen}");
    assert!(line(&screen, "✗ Een veilige stad").contains("afgewezen"), "{screen}");
    assert!(line(&screen, "– Jeugdoverlast").contains("valt mee af"), "{screen}");
    assert!(screen.contains("3 andere voorstellen kunnen er niet zonder"), "{screen}");
    let screen = bench.screen(&format!("{keys}j<space>"));
    assert!(screen.contains("Dit valt mee af met “Een veilige stad”"), "{screen}");
    let asked = bench.screen(&format!("{keys}<enter>j"));
    assert_eq!(bench.ledger.head(), 0, "another key is a no: {asked}");
    let asked = bench.screen(&format!("{keys}<enter>"));
    assert!(asked.contains("Alles overnemen wat niet is afgewezen?") && bench.ledger.head() == 0, "{asked}");
    let screen = bench.screen(&format!("{keys}<enter><enter>"));
    let said = "Overgenomen: 7 onderwerpen, 6 contactpersonen, 4 partners, 2 andere · u = ongedaan";
    assert!(screen.contains(said), "{screen}");
    let nodes = &bench.ledger.register().tables().nodes;
    assert_eq!((nodes.len(), nodes.get(2), bench.ledger.head()), (7, None, 1));
    let screen = bench.screen("u");
    assert!(bench.ledger.register().is_empty(), "one undo: {screen}");
}

#[test]
fn everything_below_a_row_is_refused_or_taken_with_one_key() {
    let mut bench = Bench::new(Register::new());
    let refused = |screen: &str| screen.lines().filter(|line| line.contains('✗')).count();
    let start = "<enter>plan.txt<enter>jjjj";
    assert_eq!(refused(&bench.screen(&format!("{start}-"))), 3, "the topics, not the priority itself");
    assert_eq!(refused(&bench.screen(&format!("{start}-j<space>"))), 2);
    assert_eq!(refused(&bench.screen(&format!("{start}-<space>+"))), 0, "the row itself too");
    assert_eq!(refused(&bench.screen(&format!("{start}k<space>"))), 11, "on a heading: all of its kind");
    assert_eq!(refused(&bench.screen(&format!("{start}k<space><space>"))), 0);
    assert!(bench.screen(&format!("{start}j-")).contains("Hieronder staat niets."));
    assert!(bench.screen(&format!("{start}kk<space>")).contains("Een bevinding leest u na"));
}

#[test]
fn without_the_plan_its_text_is_not_kept_and_without_anything_nothing_is_written() {
    let mut bench = Bench::new(Register::new());
    let no_plan = "<enter>plan.txt<enter><space>";
    // On to the heading of the municipalities, of the partners, of the contacts.
    let headings = ["j".repeat(15), "jj".into(), "jjjjj".into()];
    let nothing = format!("{no_plan}{}<enter>", headings.map(|keys| keys + "<space>").concat());
    let screen = bench.screen(&nothing);
    assert!(
        screen.contains("23 voorstellen, 23 afgewezen") && screen.contains("Alles is afgewezen"),
        "{screen}"
    );
    assert_eq!(bench.ledger.head(), 0);
    let screen = bench.screen(&format!("{no_plan}<enter><enter>"));
    let tables = bench.ledger.register().tables();
    assert_eq!((tables.plans.len(), tables.nodes.len(), tables.partners.len()), (0, 0, 4), "{screen}");
    assert!(bench.kept.borrow().is_empty(), "no plan refers to the text");
}

#[test]
fn a_title_kind_and_level_can_be_corrected_before_they_are_taken_over() {
    let mut bench = Bench::new(Register::new());
    let start = "<enter>plan.txt<enter>jjjjj";
    let screen = bench.screen(&format!("{start}e<ctrl-u>Overlast in de stad<esc>"));
    assert!(screen.contains("✓ Overlast ") && !screen.contains("in de stad"), "{screen}");
    let screen = bench.screen(&format!("{start}e<ctrl-u><enter>"));
    assert!(screen.contains("titel"), "a title cannot be empty: {screen}");
    let screen = bench.screen(&format!("{start}ees in de buurt<enter>sv"));
    assert!(line(&screen, "✓ Overlastes in de buurt").contains("aangepast"), "{screen}");
    assert!(screen.contains("niveau: driehoek"), "{screen}");
    assert!(bench.screen(&format!("{start}Gs")).contains("alleen nieuwe onderwerpen"));
    bench.screen(&format!("{start}e en hinder<enter>sv<enter><enter>"));
    let node = bench.ledger.register().node(Ref::new(Kind::Node, 2)).unwrap();
    assert_eq!(node.title, "Overlast en hinder");
    assert_eq!((node.node_kind, node.level), (NodeKind::Project, Some(Level::Driehoek)));
}

#[test]
fn leaving_a_review_asks_once_when_something_was_changed_by_hand() {
    let mut bench = Bench::new(Register::new());
    let untouched = bench.screen("<enter>plan.txt<enter>jjj<esc>");
    assert!(untouched.contains("Typ het pad"), "{untouched}");
    let asked = bench.screen("<enter>plan.txt<enter>jjjj<space><esc>");
    assert!(asked.contains("Nog eens esc") && asked.contains("✗ Een veilige stad"), "{asked}");
    let stays = bench.screen("<enter>plan.txt<enter>jjjj<space><esc>j<esc>");
    assert!(stays.contains("Nog eens esc"), "another key takes the question back: {stays}");
    let left = bench.screen("<enter>plan.txt<enter>jjjj<space><esc><esc>");
    assert!(left.contains("Typ het pad") && bench.ledger.head() == 0, "{left}");
    let taken_back = bench.screen("<enter>plan.txt<enter>jjjj<space><space><esc>");
    assert!(taken_back.contains("Typ het pad"), "nothing by hand any more: {taken_back}");
}

#[test]
fn an_unfinished_review_is_offered_again_with_what_was_refused_and_corrected() {
    let mut bench = Bench::new(Register::new());
    let untouched = bench.with(|app| {
        press(app, "<enter>plan.txt<enter>jjjj");
        app.keep_unsaved();
        app.drafts_kept()
    });
    assert_eq!(untouched, [], "what was only looked at is read again just as well");
    bench.with(|app| {
        press(app, "<enter>plan.txt<enter>jjjj<space>jjjje<ctrl-u>Uit en thuis<enter>v");
        app.keep_unsaved();
    });
    assert_eq!(bench.ledger.drafts()[0].0, "review");
    let offered = bench.screen("");
    assert!(line(&offered, "›").contains("plan.txt"), "{offered}");
    assert!(offered.contains("Verder met het nalopen"), "{offered}");
    assert!(offered.contains("Enter leest dit plan opnieuw"), "{offered}");
    let again = bench.screen("<enter>");
    assert!(line(&again, "✗ Een veilige stad").contains("afgewezen"), "{again}");
    assert!(line(&again, "✓ Uit en thuis").contains("aangepast"), "{again}");
    assert_eq!(bench.ledger.drafts().len(), 1, "until it has been dealt with");
    bench.screen("<enter><enter><enter>");
    let nodes = &bench.ledger.register().tables().nodes;
    assert_eq!((nodes.len(), nodes.get(2)), (7, None));
    assert!(nodes.iter().any(|node| node.title == "Uit en thuis" && node.level == Some(Level::Driehoek)));
    assert_eq!(bench.ledger.drafts(), []);
}

#[test]
fn an_earlier_choice_never_lands_on_something_else_of_a_corrected_plan() {
    let mut bench = Bench::new(Register::new());
    bench.with(|app| {
        // A priority is refused; "Veilig uitgaan" is corrected and refused. In the other file that one is something else.
        press(app, "<enter>plan.txt<enter>jjjj<space>jjjjje<ctrl-u>Uit en thuis<enter><space>");
        app.keep_unsaved();
    });
    let (name, kept) = bench.ledger.drafts().remove(0);
    assert!(kept.starts_with("/werk/plan.txt\n"), "found from any folder: {kept}");
    let renamed = kept.replacen("plan.txt", "hernoemd.txt", 1);
    bench.ledger.keep_draft(&name, Some(&renamed)).unwrap();
    let screen = bench.screen("<enter>");
    assert!(line(&screen, "✗ Een veilige stad").contains("afgewezen"), "{screen}");
    assert!(screen.contains(" keuzes van eerder zijn niet meer terug te vinden"), "{screen}");
    assert!(screen.contains("✓ Dierenwelzijn") && !screen.contains("Uit en thuis"), "{screen}");
}

#[test]
fn earlier_choices_are_dropped_when_another_file_is_read_instead() {
    let mut bench = Bench::new(register(40));
    bench.ledger.keep_draft("review", Some("/werk/plan.txt\n5 node 1 00000000")).unwrap();
    assert!(bench.screen("<enter>").contains("Eén keuze van eerder is niet meer terug te vinden"));
    let screen = bench.screen("<ctrl-u>verbeterd.txt<enter>");
    assert!(screen.contains("Digitale oplichting") && !screen.contains("van eerder"), "{screen}");
}

#[test]
fn a_choice_of_an_earlier_review_that_is_not_found_again_is_counted() {
    let mut bench = Bench::new(Register::new());
    bench.ledger.keep_draft("review", Some("plan.txt\n5 node 1\n9999 node 3")).unwrap();
    let screen = bench.screen("<enter>");
    assert!(screen.contains("2 keuzes van eerder zijn niet meer terug te vinden"), "{screen}");
    bench.ledger.keep_draft("review", Some("weg.txt\n5 node 1")).unwrap();
    let screen = bench.screen("<enter>");
    assert!(screen.contains("weg.txt is er niet."), "the path can be corrected: {screen}");
    bench.screen("<esc>");
    assert_eq!(bench.ledger.drafts(), [], "dropped with Esc");
}

#[test]
fn the_passage_follows_the_cursor_and_n_goes_to_the_findings() {
    let mut bench = Bench::new(Register::new());
    let screen = bench.screen("<enter>plan.txt<enter>jjjjj");
    assert!(screen.contains("▌ 42 Overlast: daar werken"), "{screen}");
    for keys in ["<enter>plan.txt<enter>n", "<enter>plan.txt<enter>nn", "<enter>plan.txt<enter>GN"] {
        let screen = bench.screen(keys);
        assert!(screen.contains("▌  1 Integraal veiligheidsplan"), "{screen}");
        assert!(screen.contains("▌ 12 In de jaren 2024-2027") && !screen.contains("Alinea 6 "), "{screen}");
    }
    let plan = bench.screen("<enter>plan.txt<enter>jjjjjgg");
    let whole = plan.contains("Integraal veiligheidsplan") && !plan.contains("42 Overlast: daar werken");
    assert!(whole, "what comes from no one place has the beginning beside it: {plan}");
    bench.with(|app| {
        press(app, "<enter>plan.txt<enter>jjjjj");
        let before = shown(app, (120, 36));
        press(app, "KKKK");
        let after = shown(app, (120, 36));
        assert!(
            after.contains("▌   ✓ Overlast") && after.contains("▌ 42 Overlast"),
            "the cursor stays: {after}"
        );
        assert!(after.contains("36 Alinea 36") && !before.contains("36 Alinea 36"), "{after}");
        press(app, "JJJJ");
        assert_eq!(shown(app, (120, 36)), before);
    });
}

#[test]
fn a_corrected_plan_shows_what_is_new_and_changed_and_each_can_be_refused() {
    let mut bench = Bench::new(register(40));
    let keys = "Iverbeterd.txt<enter>";
    let screen = bench.screen(keys);
    assert!(screen.contains("3 voorstellen, geen tegenstrijdigheden gevonden"), "{screen}");
    assert!(line(&screen, "✓ Digitale oplichting").contains("nieuw"), "{screen}");
    assert!(line(&screen, "± Overlast").contains("gewijzigd  regel 5"), "{screen}");
    assert!(screen.contains("088-1234567") && screen.contains("0900-8844 → "), "{screen}");
    assert!(screen.contains("Staat niet meer in de tekst") && screen.contains("T-11"), "{screen}");
    let difference = bench.screen(&format!("{keys}jjj"));
    assert!(difference.contains("wordt: Samen met de buurt."), "{difference}");
    let screen = bench.screen(&format!("{keys}jjj<space><enter><enter>"));
    let register = bench.ledger.register();
    let node = register.node(Ref::new(Kind::Node, 2)).unwrap();
    assert_eq!((node.description.as_str(), node.source_line), ("", 5), "{screen}");
    assert!(screen.contains("Overgenomen: 1 onderwerp, 1 bijgewerkt · u = ongedaan"), "{screen}");
    assert_eq!(register.tables().partners.get(1).unwrap().phone, "088-1234567");
    assert!(register.node(Ref::new(Kind::Node, 12)).is_some() && bench.ledger.head() == 2);
    let screen = bench.screen("");
    assert!(screen.contains("Acties"), "neither review nor prompt is left: {screen}");
}

#[test]
fn one_key_shows_the_passage_behind_an_item() {
    let mut bench = read_from_a_file();
    let screen = bench.screen("hjjb");
    assert!(screen.contains("In het plan: T-2 Overlast, regel 42"), "{screen}");
    assert!(screen.contains("▌ 42 Overlast: daar werken"), "{screen}");
    assert!(bench.screen("hjjb<esc>").contains("Prioriteiten"));
    assert!(bench.screen("hjjb<pgdn>").contains("60 Alinea 60"));
    assert!(bench.screen("hjjb8").contains("Dat kan hier niet; esc gaat eerst terug."));
    let of_action = bench.screen("b");
    assert!(of_action.contains("In het plan: T-"), "an action shows its subject's: {of_action}");
    assert!(bench.screen("hb").contains("De tekst van Integraal"), "the plan itself");
    bench.ledger.source = Ok(None);
    assert!(bench.screen("hjjb").contains("plan.txt ontbreekt"));
    bench.ledger.source = Err(Unwritten::Doubtful);
    assert!(bench.screen("hjjb").contains("is niet te tonen: de server gaf geen antwoord."));
    let mut by_hand = Bench::new(register(40));
    assert!(by_hand.screen("hjjb").contains("Dit komt niet uit een ingelezen plan"));
    assert!(by_hand.screen("hjjB").contains("Van dit plan is geen tekst bewaard"));
}

#[test]
fn the_findings_of_a_plan_can_be_read_again_without_importing() {
    let mut bench = read_from_a_file();
    let screen = bench.screen("hjjB");
    assert!(line(&screen, "▌ 1. De titel noemt").contains("2025-2028"), "{screen}");
    assert!(screen.contains("▌ 12 In de jaren"), "{screen}");
    for key in ["<space>", "e", "-", "s", "T"] {
        let screen = bench.screen(&format!("hjjB{key}"));
        assert!(screen.contains("Dit kan alleen bij het nakijken van een plan dat"), "{key}: {screen}");
    }
    for key in ["<esc>", "q"] {
        let screen = bench.screen(&format!("hjjB{key}"));
        assert!(screen.contains("Prioriteiten") && bench.ledger.head() == 2, "{key}: {screen}");
    }
    assert!(bench.screen("n").contains("n doet hier niets"), "the keys of the review are its own");
}

#[test]
fn a_finding_is_read_whole_and_enter_goes_through_its_places() {
    let mut bench = read_from_a_file();
    bench.size = (80, 24);
    let text: String = (1..=300).map(|n| format!("Alinea {n}.\n")).collect();
    bench.ledger.source = Ok(Some(text));
    let screen = bench.screen("hjjB");
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("inleiding 2024-2027 (regels 1 en 12)."), "whole: {screen}");
    let bottom = screen.lines().last().unwrap();
    assert!(bottom.contains("J tekst  K op"), "{bottom}");
    let screen = bench.screen("hjjB<enter>");
    assert!(screen.contains("Regel 12: plaats 2 van 2") && screen.contains("▌  12 Alinea 12"), "{screen}");
    let screen = bench.screen("hjjB<enter><enter>");
    assert!(screen.contains("Regel 1: plaats 1 van 2") && screen.contains("▌   1 Alinea 1."), "{screen}");
    let screen = bench.screen("hjjBk<enter>");
    assert!(line(&screen, "▌ 1. De titel").contains("2025"), "from the heading to the finding: {screen}");
    assert!(!bench.screen("hjjB<enter><esc>").contains("De titel noemt"));
    let mut bench = Bench::new(Register::new());
    bench.size = (80, 24);
    let screen = bench.screen("<enter>plan.txt<enter>n");
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("inleiding 2024-2027 (regels 1 en 12)."), "whole: {screen}");
    assert!(screen.lines().last().unwrap().contains("J tekst  K op"), "{screen}");
}

#[test]
fn enter_on_a_finding_of_an_import_goes_through_its_places_and_takes_nothing_over() {
    let mut bench = Bench::new(Register::new());
    let start = "<enter>plan.txt<enter>n";
    let screen = bench.screen(start);
    let bottom = screen.lines().last().unwrap();
    assert!(bottom.contains("p plaats") && bottom.contains("T overnemen"), "{bottom}");
    for (keys, said) in [
        ("<enter>", "Regel 12: plaats 2 van 2"),
        ("<enter><enter>", "Regel 1: plaats 1 van 2"),
        ("pp<enter>", "Regel 12: plaats 2 van 2"),
    ] {
        let screen = bench.screen(&format!("{start}{keys}"));
        assert!(screen.contains(said) && screen.contains("▌ 1. De titel"), "{keys}: {screen}");
    }
    let screen = bench.screen(&format!("{start}k<enter>"));
    assert!(line(&screen, "▌ 1. De titel").contains("2025"), "from the heading to the finding: {screen}");
    assert_eq!(bench.ledger.head(), 0);
    let screen = bench.screen(&format!("{start}jj"));
    assert!(screen.lines().last().unwrap().contains("T overnemen  space wel/niet"), "{screen}");
    bench.screen(&format!("{start}T"));
    assert_eq!((bench.ledger.head(), bench.ledger.register().tables().nodes.len()), (1, 11));
}

#[test]
fn a_path_is_completed_and_says_whether_the_file_is_there() {
    let mut bench = Bench::new(register(40));
    let screen = bench.screen("I");
    assert!(screen.contains("plannen/") && screen.contains("lijst.csv"), "{screen}");
    let screen = bench.screen("Ip<tab>");
    assert!(line(&screen, "› ").contains("› plan") && !screen.contains("lijst.csv"), "{screen}");
    let screen = bench.screen("Ip<tab>.<tab>");
    assert!(line(&screen, "› ").contains("› plan.txt") && screen.contains("Dit bestand is er."), "{screen}");
    let screen = bench.screen("Ip<tab><tab><tab>");
    assert!(line(&screen, "▌ plannen/").contains("plannen/"), "{screen}");
    let screen = bench.screen("Ip<tab><tab><tab><enter>");
    assert!(line(&screen, "› ").contains("› plannen/") && screen.contains("oud.txt"), "{screen}");
    assert!(bench.screen("Iweg.txt").contains("Er is niets dat zo heet."));
    let screen = bench.screen("Iweg.txt<enter>");
    assert!(screen.contains("weg.txt is er niet. Kijk het pad na."), "{screen}");
    assert!(bench.screen("I<tab><tab><esc>").contains("Prioriteiten"));
    let screen = bench.screen("I“<enter>");
    assert!(screen.contains("“ is er niet."), "{screen}");
    let screen = bench.screen(":plan inlezen<enter>'plan.txt'<enter>");
    assert!(screen.contains("Gevonden in het plan"), "also from the palette, and quoted: {screen}");
    bench.ledger.read_only = Some(ReadOnly::Folder("geen schrijfrecht".into()));
    assert!(bench.screen("I").contains("alleen te lezen"));
}

#[test]
fn commands_of_the_review_are_in_the_palette_and_say_when_they_cannot_be_used() {
    let mut bench = Bench::new(Register::new());
    let screen = bench.screen("<enter>plan.txt<enter>jjjj:afwijzen of<enter>");
    assert!(screen.contains("✗ Een veilige stad"), "{screen}");
    let mut bench = Bench::new(register(3));
    assert!(bench.screen(":afwijzen of<enter>").contains("Dit kan alleen bij het nakijken"));
}

#[test]
fn in_a_low_window_too_the_place_is_in_view_with_a_little_above_it() {
    let mut bench = read_from_a_file();
    bench.size = (80, 24);
    let long = |n: usize| format!("Alinea {n}: {}", "wij werken samen aan een veilige stad. ".repeat(40));
    let mut lines: Vec<String> = (1..=60).map(long).collect();
    lines[0] = format!("{} alhier 2025-2028", long(1));
    lines[11] = format!("{} aldaar 2024-2027", long(12));
    lines[41] = format!("{} Overlast: daar werken gemeente en partners", long(42));
    bench.ledger.source = Ok(Some(lines.join("\n")));
    let finding = bench.screen("hjjB");
    assert!(finding.contains("alhier"), "the finding in the far end of its line: {finding}");
    let next = bench.screen("hjjBp");
    assert!(next.contains("aldaar"), "and the next place: {next}");
    let passage = bench.screen("hjjb");
    let row = passage.lines().position(|line| line.contains("Overlast: daar")).unwrap();
    assert!((2..8).contains(&row), "near the top of the page: {passage}");
}

#[test]
fn what_was_read_from_a_plan_says_so_with_the_key_where_it_works() {
    let mut bench = read_from_a_file();
    for size in [(80, 24), (120, 36)] {
        bench.size = size;
        let plan = bench.screen("h");
        assert!(plan.contains("tekst (b)") && plan.contains("tegenstrijdigheden"), "{plan}");
        assert!(plan.contains("(B)"), "{plan}");
        let node = bench.screen("hjj");
        assert!(line(&node, "bron  ").contains("regel 42 (b)"), "{node}");
        let bottom = node.lines().last().unwrap();
        assert_eq!(bottom.contains("b bron"), size.0 > 80, "{bottom}");
        assert!(bottom.contains("q stop"), "{bottom}");
    }
    let mut by_hand = Bench::new(register(40));
    let node = by_hand.screen("hjj");
    assert!(!node.contains("(b)") && !node.contains("b bron"), "there is no text to show: {node}");
}

#[test]
fn the_help_is_found_by_the_words_that_people_use() {
    let mut bench = read_from_a_file();
    for (typed, key) in [("tegenstr", "B "), ("bevinding", "B "), ("nakijken", "B "), ("bron", "b ")] {
        let screen = bench.screen(&format!("?/{typed}<enter>"));
        assert!(screen.lines().any(|line| line.trim_start().starts_with(key)), "{typed}: {screen}");
    }
}
