//! View 3 driven by keys: (register, keys, what the screen shows).

use crate::i18n::Lang;
use crate::model::id::{Day, Ref};
use crate::model::kinds::AgreementKind;
use crate::model::ledger::Ledger;
use crate::model::partner::{Agreement, Contact};
use crate::model::record::Kind;
use crate::model::register::Register;
use crate::tui::screen::Screen;
use crate::tui::testing::register;
use crate::tui::tests::{Bench, line, press, shown};
use crate::tui::theme::{Palette, Theme};

/// The register of the other tests (today is 20 November 2026) with agreements of every standing.
fn with_agreements(count: u32) -> Register {
    let mut register = register(count);
    let agreements = [
        ("Convenant woonoverlast", &[1, 4][..], Some("2025-02-01"), Some("2027-01-31"), 1),
        ("Dienstverlening jongerenwerk", &[3], Some("2025-01-01"), Some("2026-12-30"), 3),
        ("Convenant RIEC", &[1, 2], Some("2024-03-01"), Some("2029-02-28"), 6),
        ("Gemeenschappelijke regeling veiligheidsregio", &[1], Some("2014-01-01"), None, 12),
        ("Horecaconvenant", &[1], Some("2022-01-01"), Some("2026-10-31"), 0),
        ("Keurmerk Veilig Ondernemen", &[], None, None, 0),
    ];
    let day = |text: Option<&str>| text.map(|text| text.parse::<Day>().unwrap());
    for (num, (title, parties, from, to, notice_months)) in (1..).zip(agreements) {
        let agreement = Agreement {
            num,
            title: title.into(),
            agreement_kind: AgreementKind::Covenant,
            parties: parties.iter().map(|num| Ref::new(Kind::Partner, *num)).collect(),
            from: day(from),
            to: day(to),
            notice_months,
            ..Agreement::default()
        };
        register.load(agreement.into());
    }
    register
}

fn bench() -> Bench {
    Bench::new(with_agreements(40))
}

/// What stands in the pane `n` from the left, row by row.
fn pane(screen: &str, n: usize) -> Vec<String> {
    let rows = screen.lines().skip(2).filter_map(|row| row.split('│').nth(n));
    rows.map(|row| row.trim_end().to_owned()).collect()
}

fn row(rows: &[String], part: &str) -> usize {
    rows.iter().position(|row| row.contains(part)).unwrap_or_else(|| panic!("no {part:?} in {rows:#?}"))
}

#[test]
fn screens_in_both_languages_at_three_sizes_and_small() {
    for lang in [Lang::Nl, Lang::En] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            for (name, keys) in [("partners", "3"), ("agreements", "3gg<enter>"), ("contact", "3jl")] {
                let mut bench = bench();
                (bench.lang, bench.size) = (lang, size);
                let name = format!("{name}_{}x{}_{}", size.0, size.1, lang.tag());
                insta::assert_snapshot!(name, bench.screen(keys));
            }
        }
    }
    let mut bench = bench();
    bench.size = (40, 10);
    insta::assert_snapshot!("small_partners", bench.screen("3"));
    insta::assert_snapshot!("small_carried", bench.screen("3jjjjl"));
    insta::assert_snapshot!("small_agreement", bench.screen("3gg<enter><enter>"));
    bench.size = (80, 24);
    bench.theme = Theme { palette: Palette::Mono, ascii: true };
    let plain = bench.screen("3");
    assert!(plain.is_ascii(), "{plain}");
}

#[test]
fn all_partners_but_the_chosen_one_are_folded_and_unfold_on_a_key() {
    let mut bench = bench();
    let screen = bench.screen("3");
    assert!(line(&screen, "▌").contains("Openbaar Ministerie"), "{screen}");
    let tree = pane(&screen, 0);
    assert!(row(&tree, "Sanne Groen") == row(&tree, "Openbaar Ministerie") + 1, "{tree:#?}");
    assert!(tree.iter().all(|row| !row.contains("Jan de Vries")), "{tree:#?}");
    let open = bench.screen("3jj<space>");
    assert_eq!(row(&pane(&open, 0), "Jan de Vries"), row(&pane(&open, 0), "Politie") + 1);
    assert!(line(&open, "▌").contains("Politie"));
    let back = bench.screen("3jh");
    assert!(line(&back, "▌").contains("Openbaar Ministerie"), "left goes to the partner: {back}");
    let folded = pane(&bench.screen("3jhh"), 0);
    assert!(folded.iter().all(|row| !row.contains("Sanne")), "and then folds it: {folded:#?}");
    let all = pane(&bench.screen("3zr"), 0);
    assert!(row(&all, "Karin Smit") > row(&all, "Zonder partner"), "those without one come last: {all:#?}");
    assert!(pane(&bench.screen("3jzm"), 0).iter().all(|row| !row.contains("Sanne")));
}

#[test]
fn an_action_added_here_says_where_it_comes_and_that_the_chosen_partner_takes_part() {
    let mut bench = bench();
    let screen = bench.screen("hjjj3a");
    assert!(screen.contains("Nieuwe actie onder Jeugdoverlast · onder:naam kiest anders"), "{screen}");
    assert!(line(&screen, "› ").contains("› +Openbaar Ministerie"), "{screen}");
    assert!(screen.contains("[onder Jeugdoverlast]") && screen.contains("Openbaar Ministerie]"), "{screen}");
    let other = bench.screen("hjjj3aSchouw onder:T-2");
    assert!(other.contains("Nieuwe actie ") && !other.contains("kiest anders"), "{other}");
    let by_contact = bench.screen("3ja");
    assert!(line(&by_contact, "› ").contains("› +Openbaar Ministerie"), "{by_contact}");
    let of_action = bench.screen("3la");
    assert!(!of_action.contains("kiest anders"), "the place is that of the action: {of_action}");
    let added = bench.screen("hjjj3aSchouw Havenpad<enter>");
    let schouw = bench.ledger.register().tables().actions.iter().find(|a| a.title == "Schouw Havenpad");
    let schouw = schouw.expect("it was added");
    assert_eq!(schouw.under, Some(Ref::new(Kind::Node, 3)));
    assert_eq!(schouw.partners, [Ref::new(Kind::Partner, 2)]);
    assert!(line(&added, "Schouw Havenpad").contains('▌') || added.contains("Toegevoegd"), "{added}");
    bench.screen("3a");
    assert!(bench.ledger.drafts().is_empty(), "what nobody typed is no draft");
}

#[test]
fn a_folded_contact_leaves_the_cursor_on_their_partner() {
    let mut bench = bench();
    let screen = bench.screen("3jzm");
    assert!(line(&screen, "▌").contains("Openbaar Ministerie"), "{screen}");
}

#[test]
fn what_a_contact_carries_is_what_they_lead_and_a_partner_what_it_is_in() {
    let mut bench = bench();
    let by = |bench: &Bench, keep: &dyn Fn(&crate::model::action::Action) -> bool| -> Vec<String> {
        let actions = bench.ledger.register().tables().actions.iter();
        let mut refs: Vec<String> =
            actions.filter(|a| a.is_open() && keep(a)).map(|a| format!("A-{}", a.num)).collect();
        refs.sort();
        refs
    };
    let listed = |screen: &str| -> Vec<String> {
        let rows = pane(screen, 1).into_iter();
        let words = rows
            .filter_map(|row| row.trim_start_matches(['▌', '▏', ' ']).split(' ').next().map(str::to_owned));
        let mut refs: Vec<String> = words.filter(|word| word.starts_with("A-")).collect();
        refs.sort();
        refs
    };
    bench.size = (160, 60);
    let jan = Ref::new(Kind::Contact, 2);
    let police = Ref::new(Kind::Partner, 1);
    let screen = bench.screen("3/vries<enter>");
    assert!(line(&screen, "▌").contains("Jan de Vries"), "{screen}");
    assert_eq!(listed(&screen), by(&bench, &|action| action.lead == Some(jan)));
    let screen = bench.screen("3/politie<enter>");
    assert!(line(&screen, "▌").contains("Politie"), "{screen}");
    assert_eq!(listed(&screen), by(&bench, &|a| a.lead == Some(jan) || a.partners.contains(&police)));
    assert!(
        screen.contains("V-1 Convenant woonoverlast") && screen.contains("V-5 Horecaconvenant"),
        "{screen}"
    );
    assert!(!screen.contains("V-2 "), "not those of others: {screen}");
}

#[test]
fn agreements_say_what_is_next_and_stand_by_its_date() {
    let mut bench = bench();
    bench.size = (160, 40);
    let screen = bench.screen("3gg<enter>");
    let rows = pane(&screen, 1);
    let order = ["V-2 ", "V-1 ", "V-3 ", "V-4 ", "V-6 ", "V-5 "].map(|part| row(&rows, part));
    assert!(order.is_sorted(), "{rows:#?}");
    for (title, said) in [
        ("V-2 ", "eindigt over 40 dagen  1-1-2025 – 30-12-2026"),
        ("V-1 ", "opzeggen kan tot 31-12, nog 41 dagen  1-2-2025 – 31-1-2027"),
        ("V-3 ", "opzeggen kan tot 28-8-2028  1-3-2024 – 28-2-2029"),
        ("V-4 ", "zonder einddatum  1-1-2014 – …"),
        ("V-5 ", "afgelopen op 31-10  1-1-2022 – 31-10-2026"),
    ] {
        assert_eq!(rows[row(&rows, title) + 1].trim(), said);
    }
    assert!(line(&screen, "Afspraken naar datum").contains("2 vragen aandacht"), "{screen}");
    let tree = pane(&screen, 0);
    let marked = |part: &str| tree[row(&tree, part)].ends_with('!');
    assert!(marked("Politie") && marked("De Dijk") && !marked("Openbaar Ministerie"), "{tree:#?}");
}

#[test]
fn titles_of_agreements_stand_below_each_other() {
    let mut register = with_agreements(40);
    let agreement = Agreement { num: 10, title: "Convenant buurtbus".into(), ..Agreement::default() };
    register.load(agreement.into());
    let mut bench = Bench::new(register);
    let screen = bench.screen("3gg");
    let at = |title: &str| line(&screen, title).split(title).next().unwrap().chars().count();
    assert!(line(&screen, "V-10 ").contains("V-10 Convenant buurtbus"), "{screen}");
    assert_eq!(at("Convenant buurtbus"), at("Convenant RIEC"), "{screen}");
    bench.with(|app| {
        press(app, "3gglG");
        shown(app, (120, 36));
        press(app, "e");
        let open = shown(app, (120, 36));
        let before = line(&open, "›").split('›').next().unwrap().chars().count();
        assert_eq!(before + 1, at("Convenant RIEC"), "edited where it stands: {open}");
    });
}

#[test]
fn the_cursor_passes_headings_and_terms_and_comes_back_the_same_way() {
    let mut bench = bench();
    bench.with(|app| {
        press(app, "3jj<enter>");
        let size = (120, 60);
        let mut down = vec![line(&shown(app, size), "▌").to_owned()];
        loop {
            press(app, "j");
            let at = line(&shown(app, size), "▌").to_owned();
            if down.last() == Some(&at) {
                break;
            }
            assert!(at.contains("▌A-") || at.contains("▌V-"), "{at}");
            down.push(at);
        }
        assert!(down.last().is_some_and(|row| row.contains("V-5")), "the ended one is last: {down:#?}");
        for expected in down.iter().rev().skip(1) {
            press(app, "k");
            assert_eq!(line(&shown(app, size), "▌"), expected);
        }
    });
}

#[test]
fn what_is_done_stays_under_the_cursor_until_the_place_is_chosen_again() {
    let mut bench = bench();
    bench.with(|app| {
        press(app, "3jj<enter>jd");
        let screen = shown(app, (120, 36));
        let at = line(&screen, "▌").to_owned();
        assert!(at.contains("100%") && at.contains('✓'), "{at}");
        let reference = at.split('▌').nth(1).and_then(|row| row.split(' ').next()).unwrap().to_owned();
        press(app, "hkj");
        let again = shown(app, (120, 36));
        assert!(pane(&again, 1).iter().all(|row| !row.contains(&format!("{reference} "))), "{again}");
    });
}

#[test]
fn find_leads_to_partners_contacts_and_agreements_in_their_own_view() {
    let mut bench = bench();
    for (keys, title) in [
        ("/postma<enter>", "Lies Postma"),
        ("/dijk<enter>", "Woningcorporatie De Dijk"),
        ("/horecaconvenant<enter>", "Horecaconvenant"),
        ("/v-6<enter>", "Keurmerk Veilig Ondernemen"),
    ] {
        let screen = bench.screen(keys);
        assert!(line(&screen, "▌").contains(title), "{keys}: {screen}");
    }
    let screen = bench.screen("3/a-17<enter>");
    assert!(
        line(&screen, "Prioriteiten").contains("Acties"),
        "an action elsewhere is gone to in the plan: {screen}"
    );
    let screen = bench.screen("/postma<enter>");
    assert!(screen.contains("06-55500105"), "with the number: {screen}");
}

#[test]
fn a_contact_is_added_at_the_chosen_partner_from_one_line() {
    let mut bench = bench();
    let keys = "3jjncwijkagent@voorbeeld.nl, Iris Kok, 06 555 001 99, wijkagent centrum";
    let typing = bench.screen(keys);
    for chip in [
        "[partner Politie]",
        "[e-mail wijkagent@voorbeeld.nl]",
        "[telefoon 06 555 001 99]",
        "[functie wijkagent centrum]",
    ] {
        assert!(typing.contains(chip), "{chip} in {typing}");
    }
    let head = bench.ledger.head();
    let screen = bench.screen(&format!("{keys}<enter>"));
    assert_eq!(bench.ledger.head(), head + 1);
    assert!(line(&screen, "▌").contains("Iris Kok"), "{screen}");
    let iris: &Contact = bench.ledger.register().tables().contacts.get(7).unwrap();
    assert_eq!((iris.title.as_str(), iris.partner), ("Iris Kok", Some(Ref::new(Kind::Partner, 1))));
    assert_eq!((iris.phone.as_str(), iris.email.as_str()), ("06 555 001 99", "wijkagent@voorbeeld.nl"));
    let screen = bench.screen("3u");
    assert!(bench.ledger.register().tables().contacts.get(7).is_none(), "{screen}");
    assert!(bench.screen("3nc<enter>").contains("Er ontbreekt een titel"));
}

#[test]
fn partners_and_agreements_are_added_and_shown() {
    let mut bench = bench();
    let screen = bench.screen("3npHalt<enter>");
    assert!(line(&screen, "▌").contains("Halt") && screen.contains("Toegevoegd: P-5 Halt"), "{screen}");
    let typing = bench.screen("3jjnaConvenant horeca 1-1-2027..31-12-2028 opzeg 3m +dijk");
    for chip in
        ["[partijen Politie, Woningcorporatie De Dijk]", "[van vr 1-1-2027]", "[opzegtermijn (maanden) 3]"]
    {
        assert!(typing.contains(chip), "{chip} in {typing}");
    }
    let screen = bench.screen("3jjnaConvenant horeca 1-1-2027..31-12-2028 opzeg 3m +dijk<enter>");
    assert!(line(&screen, "▌").contains("Convenant horeca"), "{screen}");
    let agreement = bench.ledger.register().tables().agreements.get(7).unwrap();
    assert_eq!(agreement.parties, [Ref::new(Kind::Partner, 1), Ref::new(Kind::Partner, 4)]);
    assert_eq!((agreement.to, agreement.notice_months), (Day::new(2028, 12, 31), 3));
    let wrong = bench.screen("3naConvenant 31-2-2027..2028");
    assert!(wrong.contains("31-2 bestaat niet"), "{wrong}");
}

#[test]
fn the_line_of_a_contact_shows_what_is_the_name_and_what_the_function() {
    let mut bench = bench();
    bench.size = (80, 24);
    let screen = bench.screen("3jjnc06-00001234, wijkagent, Iris Kok");
    for chip in ["[partner Politie]", "[telefoon 06-00001234]", "[functie wijkagent]", "[naam Iris Kok]"] {
        assert!(screen.contains(chip), "{chip} in {screen}");
    }
    assert!(screen.contains("in elke volgorde"), "{screen}");
    let asks = bench.screen("3jjncHalt, Iris");
    assert!(
        asks.contains("[naam Halt] [functie Iris]") && asks.contains("zet dan “naam:” voor de naam."),
        "{asks}"
    );
    bench.lang = Lang::En;
    let asks = bench.screen("3jjncHalt, Iris");
    assert!(
        asks.contains("[name Halt] [position Iris]") && asks.contains("put “name:” before the name."),
        "{asks}"
    );
    let told = bench.screen("3jjncHalt, name: Iris");
    assert!(told.contains("[position Halt] [name Iris]") && told.contains("in any order"), "{told}");
}

#[test]
fn the_line_of_a_contact_shows_where_somebody_works() {
    let mut bench = bench();
    bench.size = (80, 24);
    let screen = bench.screen("3jjncIris Kok, wijkagent, gemeente Elders");
    assert!(screen.contains("[partner Politie]") && screen.contains("[gemeente Elders?]"), "{screen}");
    assert!(screen.contains("Als partner onbekend;"), "{screen}");
    let other = bench.screen("3jjncIris Kok, adviseur, openbaar ministerie");
    assert!(other.contains("[partner Openbaar Ministerie]") && !other.contains("Politie]"), "{other}");
    let unknown = bench.screen("3jjncIris Kok, adviseur, +nergens");
    assert!(unknown.contains("Niets in het register heet “nergens”."), "{unknown}");
    bench.lang = Lang::En;
    let screen = bench.screen("3jjncIris Kok, wijkagent, gemeente Elders");
    assert!(screen.contains("Not known as a partner;"), "{screen}");
}

#[test]
fn the_line_of_an_agreement_shows_its_end_and_its_parties_once() {
    let mut bench = bench();
    bench.size = (80, 24);
    let screen = bench.screen("3jjnaConvenant einddatum:15-1-2027 +openbaar ministerie");
    assert!(screen.contains("[partijen Politie, Openbaar Ministerie]"), "{screen}");
    assert_eq!(screen.matches("[partijen").count(), 1, "{screen}");
    assert!(screen.contains("[tot en met vr 15-1-"), "{screen}");
    let unknown = bench.screen("3jjnaConvenant trekker:bakker");
    assert!(unknown.contains("[trekker:bakker?]") && unknown.contains("Dit veld bestaat niet"), "{unknown}");
}

#[test]
fn an_unsent_contact_is_offered_again_at_its_partner() {
    let mut bench = bench();
    bench.with(|app| {
        press(app, "3jjncIris Kok");
        app.keep_unsaved();
    });
    assert_eq!(bench.ledger.drafts(), [("new-contact-P-1".to_owned(), "Iris Kok".to_owned())]);
    let screen = bench.screen("");
    assert!(screen.contains("Iris Kok") && screen.contains("[partner Politie]"), "{screen}");
    bench.screen("<enter>");
    assert_eq!(bench.ledger.drafts(), []);
    bench.ledger.keep_draft("new-agreement-P-99", Some("Convenant")).unwrap();
    let page = bench.screen("");
    assert!(page.contains("nieuw bij P-99") && page.contains("Convenant"), "{page}");
}

#[test]
fn removing_asks_once_and_can_be_undone_and_is_refused_with_the_names_of_those_in_the_way() {
    let mut bench = bench();
    let screen = bench.screen("3X");
    for said in ["P-2 Openbaar Ministerie kan niet weg", "A-2 Hotspots in kaart brengen (actie)", "en nog"] {
        assert!(screen.contains(said), "{said} in {screen}");
    }
    let head = bench.ledger.head();
    bench.screen("3X<enter>");
    assert_eq!(bench.ledger.head(), head, "Enter on a refusal writes nothing");
    let agreement = Ref::new(Kind::Agreement, 2);
    let asked = bench.screen("3gg<enter>X");
    assert!(asked.contains("V-2 Dienstverlening jongerenwerk (afspraak)"), "{asked}");
    bench.screen("3gg<enter>X<esc>");
    assert!(bench.ledger.register().get(agreement).is_some(), "Esc leaves it");
    let screen = bench.screen("3gg<enter>X<enter>");
    assert!(bench.ledger.register().get(agreement).is_none());
    assert!(line(&screen, "▌").contains("V-1"), "the cursor is on the one that took its place: {screen}");
    bench.screen("u");
    assert!(bench.ledger.register().get(agreement).is_some());
    let notes = bench.screen("X");
    assert!(notes.contains("A-1 Buurtpreventie") && notes.contains("voortgangsnotities gaan mee"), "{notes}");
}

#[test]
fn fields_are_edited_where_they_stand() {
    let mut bench = bench();
    bench.screen("3jje eenheid Noord-Holland<enter>");
    assert_eq!(bench.ledger.register().title(Ref::new(Kind::Partner, 1)), "Politie eenheid Noord-Holland");
    let action = bench.screen("3jj<enter>");
    let reference = line(&action, "▌").split('▌').nth(1).and_then(|row| row.split(' ').next()).unwrap();
    bench.screen("3jj<enter>e (nu)<enter>");
    let edited: Ref = reference.parse().unwrap();
    assert!(bench.ledger.register().title(edited).ends_with("(nu)"), "{action}");
    // In the details of an agreement: its last day.
    let screen = bench.with(|app| {
        press(app, "3gg<enter><enter>");
        shown(app, (120, 36));
        press(app, "jjje31-3-2027<enter>");
        shown(app, (120, 36))
    });
    let agreement = bench.ledger.register().tables().agreements.get(2).unwrap();
    assert_eq!(agreement.to, Day::new(2027, 3, 31), "{screen}");
}

#[test]
fn a_register_without_partners_says_how_to_begin() {
    let mut bench = Bench::new(register(40));
    let empty = {
        let mut fresh = Register::new();
        for kind in [Kind::Municipality, Kind::Plan] {
            let num = Ref::new(kind, 1);
            bench.ledger.register().tables().item(num).into_iter().for_each(|item| fresh.load(item));
        }
        fresh
    };
    bench = Bench::new(empty);
    let screen = bench.screen("3").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("Nog geen partners.") && screen.contains("n p"), "{screen}");
    let screen = bench.screen("3npPolitie<enter>");
    assert!(line(&screen, "▌").contains("Politie") && screen.contains("draagt geen open acties"), "{screen}");
    let said = |n| pane(&screen, n).join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said(1).contains("n a legt een afspraak vast, n c een contactpersoon"), "{screen}");
    assert!(said(2).contains("n c voegt er een toe"), "{screen}");
}

#[test]
fn the_view_follows_what_was_done_elsewhere_and_keeps_its_place() {
    let mut bench = bench();
    bench.with(|app| {
        press(app, "3jj1d3");
        let screen = shown(app, (120, 36));
        assert!(line(&screen, "▌").contains("Politie"), "{screen}");
        assert!(pane(&screen, 1).iter().all(|row| !row.contains("A-1 ")), "A-1 is done: {screen}");
        press(app, "1u3");
        assert!(pane(&shown(app, (120, 36)), 1).iter().any(|row| row.contains("A-1 ")));
    });
}

#[test]
fn an_action_added_for_a_partner_appears_where_it_is_sorted_and_nothing_else_moves() {
    let mut bench = bench();
    bench.with(|app| {
        press(app, "3jj<enter>");
        let before = pane(&shown(app, (120, 36)), 1);
        press(app, "aWijkschouw +politie due:vr<enter>");
        let screen = shown(app, (120, 36));
        assert!(line(&screen, "▌").contains("Wijkschouw"), "{screen}");
        let plain = |rows: &[String]| -> Vec<String> {
            let rows = rows.iter().map(|row| row.trim_start_matches(['▌', '▏', ' ']).to_owned());
            rows.filter(|row| !row.contains("Wijkschouw") && (row.starts_with("A-") || row.starts_with("V-")))
                .collect()
        };
        assert_eq!(plain(&pane(&screen, 1)), plain(&before));
    });
}

#[test]
fn a_move_in_the_list_costs_no_more_than_one_in_the_plan() {
    let mut bench = Bench::new(with_agreements(400));
    bench.with(|app| {
        let mut screen = Screen::new(120, 40);
        let mut step = |keys: &str| {
            press(app, keys);
            let cursor = app.draw(screen.frame());
            screen.finish(cursor).len()
        };
        step("3jj<enter>");
        let mut costs: Vec<usize> = (0..30).map(|_| step("j")).collect();
        costs.sort_unstable();
        assert!(costs[15] <= 750, "the median of {costs:?}");
        assert_eq!(step(""), 0, "nothing happened, nothing is sent");
    });
}
