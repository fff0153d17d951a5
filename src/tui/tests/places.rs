//! The tree rearranged by keys, and finding one's way back: marks, backward and forward.

use super::*;
use crate::tui::theme::Role;

fn titles(bench: &Bench, parent: &str) -> Vec<String> {
    bench.ledger.register().children(parent.parse().unwrap()).map(|node| node.title.clone()).collect()
}

#[test]
fn a_place_is_moved_among_its_neighbours_and_a_level_in_and_out() {
    let mut bench = Bench::new(register(40));
    let first = ["Overlast", "Jeugdoverlast", "Buurtparticipatie"];
    assert_eq!(titles(&bench, "T-1"), first);
    let screen = bench.screen("hjjJ");
    assert_eq!(titles(&bench, "T-1"), ["Jeugdoverlast", "Overlast", "Buurtparticipatie"]);
    assert!(line(&screen, "▌").contains("Overlast"), "the cursor goes with it: {screen}");
    bench.screen("hjjjJ");
    assert_eq!(titles(&bench, "T-1"), ["Jeugdoverlast", "Buurtparticipatie", "Overlast"]);
    let last = bench.screen("hjjjjJ");
    assert!(last.contains("Verder die kant op kan niet."), "{last}");
    bench.screen("hjjjj>");
    assert_eq!(titles(&bench, "T-4"), ["Overlast"]);
    let out = bench.screen("hjjjlj<");
    assert!(out.contains("Overlast"), "{out}");
    assert_eq!(titles(&bench, "T-1"), ["Jeugdoverlast", "Buurtparticipatie", "Overlast"]);
    bench.screen("uuuu");
    assert_eq!(titles(&bench, "T-1"), first, "each step is one to take back");
}

#[test]
fn a_place_is_hung_elsewhere_by_name_but_never_under_itself() {
    let mut bench = Bench::new(register(40));
    let offered = bench.screen("hjM");
    let list: Vec<&str> = offered.lines().skip_while(|line| !line.contains("Waar komt")).collect();
    assert!(!list.iter().any(|line| line.contains("Jeugdoverlast")), "nothing of its own: {offered}");
    bench.screen("hjjMaanpak<enter>");
    assert!(titles(&bench, "T-9").contains(&"Overlast".to_owned()));
    let plan = bench.screen("hM");
    assert!(plan.contains("Dit werkt op een onderwerp"), "{plan}");
}

#[test]
fn what_is_hung_under_a_folded_place_is_shown_there() {
    let mut bench = Bench::new(register(40));
    // The last priority is folded, then a topic of the first goes under it.
    let screen = bench.screen("hG<left><left>gg");
    assert!(!screen.contains("Polarisatie  "), "folded: {screen}");
    let screen = bench.screen("hG<left><left>ggjjMaanpak<enter>");
    assert!(line(&screen, "▌").contains("Overlast") && screen.contains("Polarisatie  "), "{screen}");
}

/// A second plan, in force now, with nothing under it.
fn empty_plan(bench: &mut Bench) {
    let plan = crate::model::plan::Plan {
        num: 2,
        title: "Jaarplan 2026".into(),
        from: crate::model::id::Day::new(2026, 1, 1),
        to: crate::model::id::Day::new(2026, 12, 31),
        ..Default::default()
    };
    let label = Label { verb: Verb::AddItem, subject: None, title: String::new(), detail: String::new() };
    let draft = Draft { label, changes: vec![Change::Insert(plan.into())] };
    bench.ledger.append(draft, None, NOW).unwrap();
}

#[test]
fn in_a_plan_without_topics_no_action_is_offered_and_what_to_do_is_said() {
    let mut bench = Bench::new(register(40));
    empty_plan(&mut bench);
    let screen = bench.screen("hG");
    assert!(line(&screen, "▌").contains("Jaarplan 2026"), "{screen}");
    assert!(!screen.lines().last().unwrap().contains("a nieuw"), "{screen}");
    assert!(screen.contains("nog geen onderwerpen"), "{screen}");
    let refused = bench.screen("hGa");
    assert!(
        refused.contains("dat is er hier nog niet: A voegt er een toe, I leest een plan in."),
        "{refused}"
    );
    let added = bench.screen("hGAVerkeer<enter>");
    assert!(line(&added, "▌").contains("Verkeer"), "{added}");
    assert!(added.lines().last().unwrap().contains("a nieuw"), "{added}");
}

#[test]
fn a_topic_is_added_in_the_tree_of_the_plan_only() {
    let mut bench = Bench::new(register(40));
    for key in ["A", "M", "J"] {
        let screen = bench.screen(&format!("3{key}"));
        assert!(screen.contains("Onderwerpen staan in de boom van het plan; 1 gaat erheen."), "{screen}");
    }
    let elsewhere = bench.screen("2:onderwerp toevoegen<enter>");
    assert!(elsewhere.contains("Nieuw: "), "by name it leads to the plan: {elsewhere}");
}

#[test]
fn a_plan_that_is_imported_later_is_unfolded_as_far_as_there_is_room() {
    let mut known = Register::new();
    let signal = crate::model::signal::Signal { num: 1, title: "Fietswrakken".into(), ..Default::default() };
    known.load(signal.into());
    let mut bench = Bench::new(known);
    let screen = bench.screen("Iplan.txt<enter><enter><enter>");
    assert!(line(&screen, "▌").contains("Integraal"), "{screen}");
    for topic in ["Overlast", "Evenementen", "Polarisatie"] {
        assert!(screen.contains(topic), "{topic}: {screen}");
    }
    // A priority with more under it than a screen takes does not hide the others.
    let mut many = register(0);
    for num in 12..112 {
        let parent = if num < 92 { 5 } else { 9 };
        let place = Some(Place { parent: Ref::new(Kind::Node, parent), rank: u64::from(num) << 20 });
        many.load(Node { num, title: format!("Thema {num}"), place, ..Default::default() }.into());
    }
    let screen = Bench::new(many).screen("");
    assert!(screen.contains("Overlast") && !screen.contains("Thema 12"), "{screen}");
    assert!(screen.contains("Waterland boeit") && screen.contains("Thema 92"), "{screen}");
}

#[test]
fn a_new_place_comes_under_the_chosen_one_and_is_what_its_neighbours_are() {
    let mut bench = Bench::new(register(40));
    let prompt = bench.screen("hjA");
    assert!(prompt.contains("Nieuw: onderwerp onder T-1 Een veilige stad"), "{prompt}");
    let screen = bench.screen("hjAFietsendiefstal<enter>");
    assert!(line(&screen, "▌").contains("Fietsendiefstal"), "{screen}");
    assert_eq!(titles(&bench, "T-1").last().unwrap(), "Fietsendiefstal");
    bench.screen("hAVerkeer<enter>");
    let added = bench.ledger.register().children("L-1".parse().unwrap()).last().unwrap().clone();
    assert_eq!(added.node_kind, crate::model::kinds::NodeKind::Priority);
    // What the plan only names beside its priorities does not decide.
    let project = crate::model::kinds::NodeKind::Project;
    let plan = "L-1".parse().unwrap();
    let draft =
        crate::model::operation::add_node(bench.ledger.register(), plan, project, "Haven op slot").unwrap();
    bench.ledger.append(draft, None, NOW).unwrap();
    let prompt = bench.screen("hA");
    assert!(prompt.contains("Nieuw: prioriteit onder L-1"), "{prompt}");
    let empty = bench.screen("hjA<enter>");
    assert!(empty.contains("Er ontbreekt een titel"), "{empty}");
}

#[test]
fn jumps_are_gone_back_over_and_forward_and_letters_lead_to_what_was_kept() {
    let mut bench = Bench::new(register(40));
    let there = bench.screen("/A-17<enter>");
    assert!(line(&there, "▌").contains("A-17"), "{there}");
    let back = bench.screen("/A-17<enter>H");
    assert!(line(&back, "▌").contains("A-1 "), "{back}");
    let forward = bench.screen("/A-17<enter>/A-20<enter>HHL");
    assert!(line(&forward, "▌").contains("A-17"), "{forward}");
    let end = bench.screen("HL");
    assert!(end.contains("Verder vooruit is er niets."), "{end}");
    let kept = bench.screen("/A-17<enter>mx");
    assert!(kept.contains("A-17 onthouden onder x; ' x gaat erheen."), "{kept}");
    let gone = bench.screen("/A-17<enter>mx/A-20<enter>'x");
    assert!(line(&gone, "▌").contains("A-17"), "{gone}");
    let list = bench.screen("mx'");
    assert!(list.contains("x A-1 Buurtpreventie-avond"), "{list}");
    let table = bench.screen("2jjmx1'x");
    assert!(line(&table, "▌").contains("A-23"), "kept in one view, found in the other: {table}");
}

#[test]
fn after_a_removal_the_cursor_is_on_the_neighbour_that_took_its_place() {
    let mut bench = Bench::new(register(0));
    let size = bench.size;
    bench.with(|app| {
        // Overlast, Jeugdoverlast and Buurtparticipatie stand under the first priority.
        press(app, "gtjjX<enter>");
        let screen = shown(app, size);
        assert!(line(&screen, "▌").contains("▌    Jeugdoverlast"), "the next one:\n{screen}");
        press(app, "jX<enter>");
        let screen = shown(app, size);
        assert!(line(&screen, "▌").starts_with("▌ ▾ Een veilige stad"), "it was the last:\n{screen}");
    });
}

#[test]
fn a_letter_is_asked_for_and_enter_names_none() {
    let mut bench = Bench::new(register(40));
    let asked = bench.screen("m");
    assert!(asked.contains("Druk op een letter of cijfer"), "{asked}");
    let keys = asked.lines().last().unwrap_or_default().trim();
    assert_eq!(keys, "letter of cijfer onthoudt  esc annuleer");
    assert_eq!(bench.screen("m<enter>"), asked);
    let going = bench.screen("'");
    assert!(going.contains("Met m en een letter of cijfer"), "{going}");
    assert_eq!(going.lines().last().unwrap_or_default().trim(), "esc annuleer");
}

#[test]
fn after_a_first_key_the_bottom_line_names_only_the_way_back() {
    let mut bench = Bench::new(register(40));
    let before = bench.screen("");
    let after = bench.screen("g");
    assert_eq!(after.lines().last().unwrap_or_default().trim(), "esc annuleer", "{after}");
    assert_eq!(bench.screen("g<esc>"), before);
}

#[test]
fn what_is_found_stands_in_columns_whatever_its_kind() {
    let mut bench = Bench::new(register(40));
    for size in [(60, 20), (80, 24), (120, 36)] {
        bench.size = size;
        let screen = bench.screen("/bakker");
        let hits: Vec<&str> =
            screen.lines().filter(|line| line.contains("%") && line.contains("A-")).collect();
        let hits: Vec<&str> = hits.into_iter().filter(|line| line.starts_with("   A-")).collect();
        assert!(hits.len() > 3, "{screen}");
        if size.0 >= 80 {
            let lead = |line: &&str| {
                let at = line.find(" M. Bakker").or(line.find(" Marieke Bakker"))?;
                Some(line[..at].chars().count())
            };
            let at: Vec<_> = hits.iter().map(lead).collect();
            assert!(at[0].is_some() && at.iter().all(|other| *other == at[0]), "{at:?} {screen}");
        }
        let contact = line(&screen, "C-1");
        assert!(contact.contains("0299-555001"), "{screen}");
        let starts = |line: &str| line.chars().nth(9).is_some_and(|c| c != ' ');
        assert!(starts(contact) && hits.iter().all(|line| starts(line)), "titles below each other: {screen}");
    }
}

#[test]
fn what_is_finished_asks_for_no_attention() {
    let mut bench = Bench::new(register(40));
    bench.theme = Theme::default();
    let warns = |bench: &mut Bench, keys: &str| {
        let warn = bench.theme.style(Role::Warn).fg;
        bench.with(|app| {
            press(app, keys);
            let buffer = drawn(app, (120, 36));
            let detail = (2..34).flat_map(|y| (86..120).map(move |x| (x, y)));
            detail.filter(|at| buffer[*at].style().fg == warn && buffer[*at].symbol() != " ").count()
        })
    };
    assert!(warns(&mut bench, "/A-3<enter>") > 0, "open, orange and waiting");
    assert_eq!(warns(&mut bench, "/A-39<enter>"), 0, "done, though it was orange");
    assert_eq!(warns(&mut bench, "/A-4<enter>"), 0, "done, though it was flagged");
}

#[test]
fn the_cursor_is_in_view_on_every_line_of_details_in_two_columns() {
    let mut bench = Bench::new(register(40));
    bench.size = (80, 24);
    for item in ["A-39", "T-1", "P-1"] {
        bench.with(|app| {
            press(app, &format!("/{item}<enter>E"));
            for _ in 0..40 {
                let screen = shown(app, (80, 24));
                assert!(screen.contains('▌'), "{item}: {screen}");
                press(app, "j");
            }
        });
    }
}
