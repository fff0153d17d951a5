//! Reading dates: what people type, and what it means.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A Sunday.
const TODAY: &str = "2026-11-22";

#[test]
fn days_are_read_as_people_type_them() {
    for (text, expected) in [
        ("vr", "2026-11-27"),
        ("vr.", "2026-11-27"),
        ("vrijdag", "2026-11-27"),
        ("op vrijdag", "2026-11-27"),
        ("fri", "2026-11-27"),
        ("zo", "2026-11-29"),
        ("Mo", "2026-11-23"),
        ("Tu", "2026-11-24"),
        ("We", "2026-11-25"),
        ("Th", "2026-11-26"),
        ("Fr", "2026-11-27"),
        ("Fr 27-11", "2026-11-27"),
        ("Sa", "2026-11-28"),
        ("Su", "2026-11-29"),
        ("next fr", "2026-11-27"),
        ("Ma", "2026-11-23"),
        ("vandaag", "2026-11-22"),
        ("today", "2026-11-22"),
        ("morgen", "2026-11-23"),
        ("overmorgen", "2026-11-24"),
        ("gisteren", "2026-11-21"),
        ("27-11", "2026-11-27"),
        ("22-11", "2026-11-22"),
        ("21-11", "2027-11-21"),
        ("27/11", "2026-11-27"),
        ("27.11.", "2026-11-27"),
        ("27-11-2026", "2026-11-27"),
        ("27-11-26", "2026-11-27"),
        ("2026-11-27", "2026-11-27"),
        ("vr 27-11", "2026-11-27"),
        ("27 nov", "2026-11-27"),
        ("27nov", "2026-11-27"),
        ("27 november 2026", "2026-11-27"),
        ("27nov 2027", "2027-11-27"),
        ("November 27, 2026", "2026-11-27"),
        ("de 27e", "2026-11-27"),
        ("27", "2026-11-27"),
        ("1", "2026-12-01"),
        ("31", "2026-12-31"),
        ("1 mrt", "2027-03-01"),
        ("+2w", "2026-12-06"),
        ("2w", "2026-12-06"),
        ("over 2 weken", "2026-12-06"),
        ("twee weken", "2026-12-06"),
        ("in two weeks", "2026-12-06"),
        ("+3d", "2026-11-25"),
        ("-3d", "2026-11-19"),
        ("3 dagen geleden", "2026-11-19"),
        ("+1m", "2026-12-22"),
        ("+1j", "2027-11-22"),
        ("eind november", "2026-11-30"),
        ("end of november", "2026-11-30"),
        ("november", "2026-11-30"),
        ("begin november", "2027-11-01"),
        ("half november", "2027-11-15"),
        ("half december", "2026-12-15"),
        ("eind 2026", "2026-12-31"),
        ("eind februari", "2027-02-28"),
        ("eind februari 2028", "2028-02-29"),
        ("week 48", "2026-11-27"),
        ("wk48", "2026-11-27"),
        ("wk 47", "2027-11-26"),
        ("week 53", "2027-01-01"),
        ("2026-w48", "2026-11-27"),
        ("vr week 49", "2026-12-04"),
        ("ma volgende week", "2026-11-23"),
        ("volgende week", "2026-11-27"),
        ("deze week", "2026-11-20"),
        ("komende vrijdag", "2026-11-27"),
        ("volgende vrijdag", "2026-11-27"),
        ("vorige vrijdag", "2026-11-20"),
        ("volgende maand", "2026-12-31"),
        ("eind van de maand", "2026-11-30"),
        ("eind volgende maand", "2026-12-31"),
        ("eind van het jaar", "2026-12-31"),
        ("jaareinde", "2026-12-31"),
        ("q4", "2026-12-31"),
        ("q1", "2027-03-31"),
        ("begin q1", "2027-01-01"),
        ("kwartaal 4", "2026-12-31"),
        ("4e kwartaal", "2026-12-31"),
        ("eerste kwartaal 2028", "2028-03-31"),
        ("volgend kwartaal", "2027-03-31"),
        ("volgend jaar", "2027-12-31"),
        ("2026-12", "2026-12-31"),
        ("12-2026", "2026-12-31"),
        ("2027", "2027-12-31"),
    ] {
        assert_eq!(parse_day(text, day(TODAY)), Ok(day(expected)), "{text}");
    }
}

#[test]
fn a_weekday_is_the_next_one_after_today_even_on_that_weekday() {
    assert_eq!(parse_day("vr", day("2026-11-27")), Ok(day("2026-12-04")));
    assert_eq!(parse_day("vorige vrijdag", day("2026-11-27")), Ok(day("2026-11-20")));
    assert_eq!(parse_day("volgende vrijdag", day("2026-11-25")), Ok(day("2026-12-04")));
    assert_eq!(parse_day("deze vrijdag", day("2026-11-25")), Ok(day("2026-11-27")));
}

#[test]
fn a_weekday_goes_with_a_week_before_or_behind_it() {
    // A Wednesday: Monday has been, Friday is to come.
    let today = day("2026-11-25");
    for (text, expected) in [
        ("volgende week maandag", "2026-11-30"),
        ("maandag volgende week", "2026-11-30"),
        ("maandag van volgende week", "2026-11-30"),
        ("volgende week op maandag", "2026-11-30"),
        ("volgende week ma", "2026-11-30"),
        ("volgende week do", "2026-12-03"),
        ("volgende week zo", "2026-12-06"),
        ("next week monday", "2026-11-30"),
        ("monday next week", "2026-11-30"),
        ("on friday of next week", "2026-12-04"),
        ("next week fri", "2026-12-04"),
        ("next week we", "2026-12-02"),
        ("vrijdag deze week", "2026-11-27"),
        ("deze week vrijdag", "2026-11-27"),
        ("vorige week dinsdag", "2026-11-17"),
        ("tuesday last week", "2026-11-17"),
        ("week 49 vrijdag", "2026-12-04"),
        ("week 49 2027 vr", "2027-12-10"),
        ("vrijdag in week 49", "2026-12-04"),
        ("27-11 vrijdag", "2026-11-27"),
        ("27 november vrijdag", "2026-11-27"),
        ("vrijdag over een week", "2026-12-04"),
        ("vrijdag over één week", "2026-12-04"),
        ("over een week vrijdag", "2026-12-04"),
        ("over een week op vrijdag", "2026-12-04"),
        ("over 2 weken vr", "2026-12-11"),
        ("vr over 2 weken", "2026-12-11"),
        ("vr over 2w", "2026-12-11"),
        ("vrijdag over veertien dagen", "2026-12-11"),
        ("komende vrijdag over een week", "2026-12-04"),
        ("over twee weken komende vrijdag", "2026-12-11"),
        ("maandag over een week", "2026-12-07"),
        ("maandag over drie weken", "2026-12-21"),
        ("friday in two weeks", "2026-12-11"),
        ("in two weeks friday", "2026-12-11"),
        ("in two weeks on friday", "2026-12-11"),
        ("in 2 weeks fr", "2026-12-11"),
        ("a week from friday", "2026-12-04"),
        ("two weeks from now", "2026-12-09"),
        ("een week na vrijdag", "2026-12-04"),
        ("morgen over een week", "2026-12-03"),
        ("vandaag over een maand", "2026-12-25"),
        ("eerstvolgende vrijdag", "2026-11-27"),
        ("aankomende maandag", "2026-11-30"),
        ("eerste maandag van december", "2026-12-07"),
        ("eerste maandag van november", "2027-11-01"),
        ("first monday of december", "2026-12-07"),
        ("laatste vrijdag van de maand", "2026-11-27"),
        ("eerste maandag van de maand", "2026-12-07"),
        ("2e dinsdag volgende maand", "2026-12-08"),
        ("last friday of november 2027", "2027-11-26"),
        ("de 15e van volgende maand", "2026-12-15"),
        ("volgende maand de 15e", "2026-12-15"),
        ("15 volgende maand", "2026-12-15"),
    ] {
        assert_eq!(parse_day(text, today), Ok(day(expected)), "{text}");
    }
    for text in [
        "next week do",
        "volgende week we",
        "vrijdag over een maand",
        "vrijdag over 10 dagen",
        "vrijdag over een week geleden",
        "vrijdag 2 weken",
        "vijfde maandag van december",
        "5e maandag van december",
        "volgende over een week",
        "over vrijdag een week",
        "volgende maand 15",
        "deze maand 15",
    ] {
        assert_eq!(parse_day(text, today), Err(DateProblem::NotADate(text.into())), "{text}");
    }
    assert_eq!(parse_day("26-11 vrijdag", today), Err(DateProblem::OtherWeekday(day("2026-11-26"))));
}

#[test]
fn words_that_look_like_more_of_a_date_are_known() {
    for (text, expected) in [
        ("maandag", 1),
        ("week 60", 2),
        ("over een week", 3),
        ("over een paar weken evalueren", 4),
        ("in november de balans", 2),
        ("27 november", 2),
        ("27 nov.", 2),
        ("op 27-11 bellen", 2),
        ("3 dagen toezicht", 2),
        ("eind mei", 2),
        ("volgende", 1),
        ("next month", 2),
        ("over", 1),
        ("2027", 1),
        ("q4", 1),
        ("van deze maand", 3),
        ("haven maandag", 0),
        ("over de brug", 0),
        ("over een brug", 0),
        ("in de haven", 0),
        ("op straat", 0),
        ("start campagne", 0),
        ("Jan bellen", 0),
        ("27 stuks", 0),
        ("half werk", 0),
        ("een plan", 0),
        ("zo nodig", 0),
        ("do the rounds", 0),
        ("deze straat", 0),
        ("10.30 uur", 0),
        ("van 9.10 uur tot 14.00", 0),
        ("9.15-10.30", 0),
        ("10.11 haven", 1),
        ("", 0),
    ] {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(date_words(&words), expected, "{text}");
    }
}

#[test]
fn what_is_not_a_day_says_why() {
    let no_such = |day, month, year| Err(DateProblem::NoSuchDay { day, month, year });
    for (text, expected) in [
        ("31-02", no_such(31, 2, None)),
        ("31 februari", no_such(31, 2, None)),
        ("29-02", no_such(29, 2, Some(2027))),
        ("29-02-2027", no_such(29, 2, Some(2027))),
        ("11-27", no_such(11, 27, None)),
        ("0-1", no_such(0, 1, None)),
        ("2026-13", no_such(1, 13, None)),
        ("week 53 2027", Err(DateProblem::NoSuchWeek { week: 53, year: 2027 })),
        ("week 99", Err(DateProblem::NoSuchWeek { week: 99, year: 2027 })),
        ("27-11-1066", Err(DateProblem::YearOutOfRange(1066))),
        ("9999", Err(DateProblem::YearOutOfRange(9999))),
        ("+9999j", Err(DateProblem::YearOutOfRange(9999))),
        ("do 27-11", Err(DateProblem::OtherWeekday(day("2026-11-27")))),
        ("binnenkort", Err(DateProblem::NotADate("binnenkort".into()))),
        ("", Err(DateProblem::NotADate(String::new()))),
        ("eind", Err(DateProblem::NotADate("eind".into()))),
        ("27 11", Err(DateProblem::NotADate("27 11".into()))),
        ("32", Err(DateProblem::NotADate("32".into()))),
    ] {
        assert_eq!(parse_day(text, day(TODAY)), expected, "{text}");
    }
}

#[test]
fn periods_have_both_their_ends() {
    for (text, first, last) in [
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("week 48", "2026-11-23", "2026-11-29"),
        ("november", "2026-11-01", "2026-11-30"),
        ("q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("deze maand", "2026-11-01", "2026-11-30"),
        ("vr", "2026-11-27", "2026-11-27"),
    ] {
        let found = parse_period(text, day(TODAY)).unwrap();
        assert_eq!((found.first, found.last), (day(first), day(last)), "{text}");
    }
}

proptest! {
    #[test]
    fn every_day_is_read_back_from_each_of_its_spellings(offset in -40_000_i64..60_000, ahead in 0_i64..364) {
        let today = day(TODAY).plus(offset);
        let other = today.plus(ahead);
        let (d, m, y) = (other.0.day(), other.0.month(), other.year());
        let name = MONTHS[m as usize - 1].0;
        for text in [
            other.to_string(), format!("{d}-{m}-{y}"), format!("{d:02}/{m:02}/{y}"), format!("{d} {name} {y}"),
            format!("{d} {}", &name[..3]), format!("{d}-{m}"), format!("+{ahead}d"),
        ] {
            prop_assert_eq!(parse_day(&text, today), Ok(other), "{} on {}", text, today);
        }
    }

    #[test]
    fn a_weekday_some_weeks_on_is_the_same_in_every_order_and_language(
        offset in -4_000_i64..6_000, weekday in 0_usize..7, weeks in 1_i64..60, short in any::<bool>(),
    ) {
        let today = day(TODAY).plus(offset);
        let (nl, en, wanted) = WEEKDAYS[weekday];
        let (nl, en) = if short { (&nl[..2], &en[..3]) } else { (nl, en) };
        let expected = next_weekday(wanted, today).plus(7 * weeks);
        let (week, weken) = if weeks == 1 { ("week", "week") } else { ("weeks", "weken") };
        for text in [
            format!("{nl} over {weeks} {weken}"), format!("over {weeks} {weken} {nl}"),
            format!("over {weeks} {weken} op {nl}"), format!("{en} in {weeks} {week}"),
            format!("in {weeks} {week} {en}"), format!("{weeks} {week} from {en}"), format!("{nl} over {weeks}w"),
        ] {
            prop_assert_eq!(parse_day(&text, today), Ok(expected), "{} on {}", text, today);
        }
        let monday = today.plus(7 - i64::from(today.0.weekday().to_monday_zero_offset()));
        let expected = monday.plus(weekday as i64);
        for text in [
            format!("{nl} volgende week"), format!("volgende week {nl}"), format!("{nl} van volgende week"),
            format!("{en} next week"), format!("next week {en}"), format!("on {en} of next week"),
        ] {
            prop_assert_eq!(parse_day(&text, today), Ok(expected), "{} on {}", text, today);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ -~à-ü]{0,24}", offset in -40_000_i64..60_000) {
        let today = day(TODAY).plus(offset);
        if let Ok(period) = parse_period(&text, today) {
            prop_assert!(period.first <= period.last);
        }
    }

    #[test]
    fn dates_out_of_words_are_read_or_refused(
        words in prop::collection::vec(prop::sample::select(vec![
            "eind", "begin", "half", "vr", "27", "nov", "week", "48", "2026", "volgende", "deze", "maand", "q4",
            "-", "+2w", "geleden", "kwartaal", "3e", "31-02", "jaar", "0", "99999999999999999999", "w", "1nov",
            "over", "in", "from", "weken", "9999", "eerste", "laatste", "maandag", "van", "next", "zo", "morgen",
        ]), 0..7),
    ) {
        let text = words.join(" ");
        prop_assert!(date_words(&words) <= words.len());
        if let Ok(found) = parse_day(&text, day(TODAY)) {
            prop_assert!(YEARS.contains(&i64::from(found.year())));
        }
    }
}
