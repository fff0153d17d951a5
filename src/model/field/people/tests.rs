//! Reading a contact or an agreement off one line: what people type, and what becomes of it.

use proptest::prelude::*;

use super::*;
use crate::model::partner::Partner;
use crate::model::record::Kind;

fn said(read: &QuickAdd) -> Vec<(Field, String)> {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join(" "),
        Value::Int(n) => n.to_string(),
        other => format!("{other:?}"),
    };
    read.values().iter().map(|(field, value)| (*field, text(value))).collect()
}

fn register() -> Register {
    let mut register = Register::new();
    for (num, title) in [(1, "Politie"), (2, "Openbaar Ministerie"), (3, "Gemeente Enkhuizen")] {
        register.load(Partner { num, title: title.into(), ..Partner::default() }.into());
    }
    register
}

fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

fn contact(line: &str) -> QuickAdd {
    parse_contact(&register(), line, today(), None)
}

#[test]
fn parts_of_a_contact_are_known_by_their_shape_in_any_order() {
    use Field::*;
    let whole = [
        (title, "Jan de Vries"),
        (function, "wijkagent"),
        (phone, "06-00001234"),
        (email, "jan@politie.example"),
    ];
    for line in [
        "Jan de Vries, wijkagent, 06-00001234, jan@politie.example",
        "jan@politie.example, Jan de Vries, 06-00001234, wijkagent",
        "Jan de Vries; wijkagent; tel. 06-00001234; mail: <jan@politie.example>",
        "Jan de Vries 06-00001234 jan@politie.example, wijkagent",
    ] {
        let read = contact(line);
        let mut found = said(&read);
        found.sort();
        let mut expected = whole.map(|(field, said)| (field, said.to_owned()));
        expected.sort();
        assert_eq!(found, expected, "{line}");
        assert!(read.is_clean());
    }
}

#[test]
fn a_name_is_told_from_a_function_in_any_order() {
    for (person, does) in [
        ("Jan de Vries", "wijkagent"),
        ("jan", "wijkagent"),
        ("jan de vries", "teamleider toezicht"),
        ("Karin", "Wijkagent Centrum"),
        ("M. Bakker", "Coördinator BOA's"),
        ("J.P. van den Berg", "Officier van Justitie"),
        ("mw. de Wit", "adviseur integrale veiligheid"),
        ("Fatima el Amrani", "Regisseur Zorg en Veiligheid"),
        ("Kees 't Hart", "jongerenwerker"),
        ("Anna Mulder", "boa"),
        ("Piet Visser", "jurist handhaving"),
        ("Iris Kok", "Burgemeester"),
        ("Sanne Bakker-de Boer", "Programmamanager"),
        ("Dirk Werker", "wijkagent"),
        ("Priya Sharma", "community officer"),
        ("Tom Baker", "Head of Safety"),
        ("Petra Smit", "OvJ"),
        ("Bas", "OM"),
        ("Iris Kok", "Halt"),
        ("Jan", "team 3"),
        ("KEES BOS", "AIV"),
        ("kees van dam", "wijkteam noord"),
    ] {
        for line in [
            format!("{person}, {does}, 06-00001234"),
            format!("06-00001234, {does}, {person}"),
            format!("{does}; 06-00001234; {person}"),
        ] {
            let read = contact(&line);
            let function = read.fields.iter().find(|(field, _)| *field == Field::function);
            assert_eq!(read.title, person, "{line}");
            assert_eq!(function, Some(&(Field::function, Value::Text(does.into()))), "{line}");
            let chip = |field| {
                let mut all = read.chips.iter().filter(move |chip| chip.kind == ChipKind::Sets(field));
                all.next().map(|chip| &line[chip.span.clone()])
            };
            assert_eq!((chip(Field::title), chip(Field::function)), (Some(person), Some(does)), "{line}");
            assert!(!read.unsure, "{line}");
        }
    }
}

#[test]
fn what_cannot_be_told_is_taken_in_order_and_said_unless_the_line_says_it() {
    for (line, person, does, unsure) in [
        ("Kees, Halt", "Kees", "Halt", true),
        ("Halt, Kees", "Halt", "Kees", true),
        ("jan, piet", "jan", "piet", true),
        ("Halt, naam: Kees", "Kees", "Halt", false),
        ("functie: Halt, Kees", "Kees", "Halt", false),
        ("function:Halt, Kees", "Kees", "Halt", false),
        ("Bakker, M., wijkagent", "M. Bakker", "wijkagent", false),
        ("wijkagent, Vries, J. de", "J. de Vries", "wijkagent", false),
        ("wijkagent centrum", "wijkagent centrum", "", false),
        ("functie: wijkagent", "", "wijkagent", false),
        ("wijkagent, Jan de Vries, centrum", "Jan de Vries", "wijkagent, centrum", false),
    ] {
        let read = contact(line);
        let function = said(&read).into_iter().find(|(field, _)| *field == Field::function);
        let function = function.map_or(String::new(), |(_, said)| said);
        assert_eq!((read.title.as_str(), function.as_str(), read.unsure), (person, does, unsure), "{line}");
    }
}

#[test]
fn telephone_numbers_are_told_from_other_figures() {
    for (line, expected) in [
        ("Jan, 06 12 34 56 78", Some("06 12 34 56 78")),
        ("Jan, +31 (0)6 1234 5678", Some("+31 (0)6 1234 5678")),
        ("Meldkamer, 112", Some("112")),
        ("Gemeente, 14 0228", Some("14 0228")),
        ("Jan 0900-8844", Some("0900-8844")),
        ("Jan, team 3", None),
        ("Jan, wijk 12 en 14", None),
        ("Jan, 2026-2027", None),
        ("Jan 31-12-2026 planning", None),
    ] {
        let read = contact(line);
        let phone = read.fields.iter().find(|(field, _)| *field == Field::phone);
        let expected = expected.map(|text| Value::Text(text.to_owned()));
        assert_eq!(phone.map(|(_, value)| value.clone()), expected, "{line}");
    }
}

#[test]
fn a_second_number_is_refused_and_stays_where_it_is_seen() {
    let line = "Jan, 06-00001234, 0228-000111, wijkagent, centrum";
    let read = parse_contact(&register(), line, today(), Some(Ref::new(Kind::Partner, 2)));
    assert!(read.chips.iter().any(|chip| chip.value == Err(ChipProblem::Twice)));
    let found = said(&read);
    assert!(found.contains(&(Field::function, "0228-000111, wijkagent, centrum".into())), "{found:?}");
    assert!(found.contains(&(Field::partner, "P-2".into())));
}

#[test]
fn a_contact_works_where_the_line_says() {
    for (line, partner, function) in [
        ("Sanne Kuiper, adviseur veiligheid, gemeente Enkhuizen, 0228 360 100", "P-3", "adviseur veiligheid"),
        ("GEMEENTE ENKHUIZEN; Sanne Kuiper; adviseur veiligheid", "P-3", "adviseur veiligheid"),
        ("Politie, Sanne Kuiper", "P-1", ""),
        ("sanne, politie, adviseur", "P-1", "adviseur"),
        ("Sanne Kuiper, officier +openbaar ministerie, 06-00001234", "P-2", "officier"),
        ("Sanne Kuiper +om", "P-2", ""),
        ("Sanne Kuiper, organisatie: enkhuizen", "P-3", ""),
        ("Sanne Kuiper, adviseur", "P-1", "adviseur"),
        ("Sanne Kuiper, +31 6 1234 5678", "P-1", ""),
    ] {
        let read = parse_contact(&register(), line, today(), Some(Ref::new(Kind::Partner, 1)));
        let found = said(&read);
        let of = |field| {
            let mut all = found.iter().filter(|(known, _)| *known == field);
            let first = all.next().map_or("", |(_, said)| said.as_str());
            assert_eq!(all.next(), None, "{line}");
            first
        };
        assert_eq!((of(Field::partner), of(Field::function)), (partner, function), "{line}");
        assert!(
            read.title.eq_ignore_ascii_case("Sanne Kuiper") || read.title == "sanne",
            "{line}: {found:?}"
        );
        assert!(read.is_clean(), "{line}: {:?}", read.chips);
    }
}

#[test]
fn an_organisation_that_is_no_partner_is_not_silently_a_function() {
    let with = Some(Ref::new(Kind::Partner, 1));
    for (line, organisation) in [
        ("Sanne Kuiper, adviseur veiligheid, gemeente Hoorn", "gemeente Hoorn"),
        ("Stichting Jeugdwerk, Sanne Kuiper", "Stichting Jeugdwerk"),
        ("Sanne Kuiper, GGD, arts", "GGD"),
        ("Sanne Kuiper, politie eenheid Noord", "politie eenheid Noord"),
        ("Sanne Kuiper, Zorg- en Veiligheidshuis Waterdam", "Zorg- en Veiligheidshuis Waterdam"),
    ] {
        let read = parse_contact(&register(), line, today(), with);
        let wrong: Vec<_> = read.chips.iter().filter(|chip| chip.value.is_err()).collect();
        let [chip] = wrong[..] else { panic!("{line}: {:?}", read.chips) };
        assert_eq!(&line[chip.span.clone()], organisation);
        assert_eq!(chip.value, Err(ChipProblem::Organisation(with)));
        assert_eq!(read.title, "Sanne Kuiper", "{line}");
        assert!(read.fields.contains(&(Field::partner, Value::Text("P-1".into()))), "{line}");
    }
    for line in [
        "Sanne Kuiper, functie: gemeente Hoorn",
        "Sanne Kuiper, gemeente Hoorn, +politie",
        "Sanne Kuiper, politie adviseur",
        "Jan Bakker, om de week",
        "Gemeente",
    ] {
        assert!(parse_contact(&register(), line, today(), with).is_clean(), "{line}");
    }
    for (line, problem) in [
        ("Sanne Kuiper, +brandweer", None),
        ("Sanne Kuiper, partner: brandweer", None),
        ("Sanne Kuiper +", Some(ChipProblem::Empty)),
        ("Sanne Kuiper, Politie, Gemeente Enkhuizen", Some(ChipProblem::Twice)),
    ] {
        let read = parse_contact(&register(), line, today(), with);
        let wrong = read.chips.iter().find_map(|chip| chip.value.clone().err());
        let name = |problem: &ChipProblem| matches!(problem, ChipProblem::Value(ValueProblem::Name(_)));
        match problem {
            Some(problem) => assert_eq!(wrong, Some(problem), "{line}"),
            None => assert!(wrong.as_ref().is_some_and(name), "{line}: {wrong:?}"),
        }
        assert!(read.fields.contains(&(Field::partner, Value::Text("P-1".into()))), "{line}");
    }
}

fn agreement(line: &str) -> QuickAdd {
    parse_agreement(&register(), line, today(), Some(Ref::new(Kind::Partner, 1)))
}

#[test]
fn an_agreement_has_its_term_its_notice_and_its_parties_from_one_line() {
    use Field::*;
    let term = [(from, "2026-01-01"), (to, "2027-12-31")];
    for (line, expected) in [
        ("Convenant 1-1-2026..31-12-2027", &term[..]),
        ("Convenant 2026..2027", &term[..]),
        ("Convenant 1 januari 2026 t/m 31-12-2027", &term[..]),
        ("Convenant vanaf 1-1-2026 tot 31-12-2027", &term[..]),
        ("Convenant ..31-12-2027", &term[1..]),
        ("Convenant tot 31-12-2027", &term[1..]),
        ("Convenant tot en met 31-12-2027", &term[1..]),
        ("Convenant eindigt 31-12-2027", &term[1..]),
        ("Convenant eindigt op 31 december 2027", &term[1..]),
        ("Convenant vanaf 1-1-2026 tot en met 31-12-2027", &term[..]),
        ("Convenant 1-1-2026 through 31-12-2027", &term[..]),
        ("Convenant, ends on 31-12-2027", &term[1..]),
        ("Convenant 1-1-2026..", &term[..1]),
        ("opzeg 3m Convenant", &[(notice_months, "3")]),
        ("Convenant opzegtermijn: 3 maanden", &[(notice_months, "3")]),
        ("Convenant opzeg:3", &[(notice_months, "3")]),
        ("Convenant opzeg 1 jaar", &[(notice_months, "12")]),
        ("Convenant", &[]),
    ] {
        let read = agreement(line);
        let mut wanted = vec![(title, "Convenant".to_owned()), (parties, "P-1".to_owned())];
        wanted.extend(expected.iter().map(|(field, said)| (*field, (*said).to_owned())));
        wanted.push((agreement_kind, "covenant".to_owned()));
        assert_eq!(said(&read), wanted, "{line}");
    }
    let read = agreement("Convenant +openbaar ministerie 2026..2027");
    assert!(said(&read).contains(&(parties, "P-1 P-2".into())), "{read:?}");
    assert_eq!(read.title, "Convenant");
}

#[test]
fn fields_of_an_agreement_are_set_by_their_names_in_both_languages() {
    use Field::*;
    for (line, field, wanted) in [
        ("Toezicht einddatum:15-1-2027", to, "2027-01-15"),
        ("Toezicht due:15-1-2027", to, "2027-01-15"),
        ("Toezicht tot: 15 januari 2027", to, "2027-01-15"),
        ("Toezicht eindigt:15-1-2027", to, "2027-01-15"),
        ("Toezicht tot en met:15-1-2027", to, "2027-01-15"),
        ("tot en met: 15-1-2027 Toezicht", to, "2027-01-15"),
        ("Toezicht to:2027", to, "2027-12-31"),
        ("Toezicht einddatum:eind januari", to, "2027-01-31"),
        ("Toezicht van:2027", from, "2027-01-01"),
        ("Toezicht from:15-1-2027", from, "2027-01-15"),
        ("Toezicht startdatum:15-1-2027", from, "2027-01-15"),
        ("Toezicht opzegtermijn:3", notice_months, "3"),
        ("Toezicht opzegtermijn (maanden): 3", notice_months, "3"),
        ("Toezicht notice period: 3 months", notice_months, "3"),
        ("Toezicht notice period (months):3", notice_months, "3"),
        ("Toezicht soort:convenant", agreement_kind, "covenant"),
        ("Toezicht partijen:om", parties, "P-1 P-2"),
    ] {
        let read = agreement(line);
        assert!(read.is_clean(), "{line}: {:?}", read.chips);
        assert_eq!(read.title, "Toezicht", "{line}");
        assert!(said(&read).contains(&(field, wanted.to_owned())), "{line}: {:?}", read.fields);
        let chip = &line[read.chips[0].span.clone()];
        assert_eq!(line.replace(chip, "").trim(), "Toezicht", "the whole mark is the chip: {chip}");
    }
    for line in
        ["Toezicht eindatum:15-1-2027", "Toezicht trekker:bakker", "Toezicht #hic", "Toezicht opzeggen:3"]
    {
        let read = agreement(line);
        assert_eq!(read.title, line);
        let [Chip { kind: ChipKind::UnknownKey, value: Err(ChipProblem::UnknownKey(_)), .. }] =
            read.chips[..]
        else {
            panic!("{line}: {:?}", read.chips)
        };
    }
    let wrong = agreement("Toezicht tot:31-2-2027");
    assert_eq!((wrong.title.as_str(), wrong.is_clean()), ("Toezicht tot:31-2-2027", false));
    for line in ["NVT: toezicht om 10:30", "Thema: horeca", "Zie https://example.nl/a:b"] {
        let read = agreement(line);
        assert_eq!((read.title.as_str(), read.chips.len()), (line, 0));
    }
    assert_eq!(agreement("Toezicht \\tot:2027").title, "Toezicht tot:2027");
}

#[test]
fn an_agreement_is_of_the_kind_that_its_title_begins_with() {
    for (line, kind) in [
        ("Convenant woonoverlast 2026..2027", Some("covenant")),
        ("2026..2027 Convenant woonoverlast", Some("covenant")),
        ("Horecaconvenant", Some("covenant")),
        ("Gemeenschappelijke regeling Veiligheidsregio", Some("joint_scheme")),
        ("GR Veiligheidsregio", Some("joint_scheme")),
        ("DVO toezicht", Some("service_contract")),
        ("Platform veilig ondernemen", Some("platform")),
        ("Afspraken over het convenant", None),
        ("Overig overleg", None),
        ("", None),
    ] {
        let read = agreement(line);
        let said = read.fields.iter().find(|(field, _)| *field == Field::agreement_kind);
        let wanted = kind.map(|kind| (Field::agreement_kind, Value::Text(kind.to_owned())));
        assert_eq!(said, wanted.as_ref(), "{line}");
        assert_eq!(read.title, line.replace("2026..2027", "").trim(), "nothing of it is lost");
    }
}

#[test]
fn what_cannot_be_read_stays_in_the_title_and_says_why() {
    for (line, title) in [
        ("Convenant 31-2-2026..31-12-2027", "Convenant 31-2-2026..31-12-2027"),
        ("Convenant opzeg 3d", "Convenant opzeg 3d"),
        ("Convenant +brandweer", "Convenant +brandweer"),
    ] {
        let read = agreement(line);
        assert_eq!(read.title, title);
        assert!(!read.is_clean(), "{line}");
    }
    for title in
        ["Afspraak 2023-2026", "Opzegging huurcontracten", "Van wijk naar wijk", "Regionaal plan 2027"]
    {
        let read = agreement(title);
        assert_eq!((read.title.as_str(), read.chips.len()), (title, 0));
    }
}

proptest! {
    #[test]
    fn any_line_is_read_and_its_chips_lie_within_it(line in "[a-zé0-9@+.,;: /()<>-]{0,60}|\\PC{0,40}") {
        for read in [contact(&line), agreement(&line)] {
            for chip in &read.chips {
                prop_assert!(line.get(chip.span.clone()).is_some_and(|said| !said.is_empty()), "{chip:?}");
            }
        }
    }
}
