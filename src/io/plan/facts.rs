//! Facts about the plan as a document: title, kind, municipalities, period, validity, adoption.
//!
//! Owns the choice between several candidates and remembers the lines of each, so that `checks` can
//! say what contradicts what. Used by `parse`.

use std::collections::HashMap;

use jiff::civil::Date;

use super::blocks::PLAN_WORDS;
use super::dates::{FoundDate, find_dates, find_periods, find_year};
use super::draft::{AdoptionFact, PlanFacts, PlanKind, PlanPeriod};
use super::municipalities;
use super::outline::{Outline, Role, Statement};
use super::source::{Mark, SourceText};
use super::text::{capitalise, find, has, has_any, join_spaced_capitals, key, squash, strip_footnotes};
use crate::model::kinds::{Body, Stage};

/// The facts, and where the plan says what.
pub(super) struct Facts {
    pub plan: PlanFacts,
    pub validity_line: Option<u32>,
    pub withdrawn_line: Option<u32>,
    /// "met terugwerkende kracht vanaf" this day, and its line.
    pub retroactive: Option<(Option<Date>, u32)>,
    /// Periods that the text gives for this plan, other than that of the title.
    pub conflicts: Vec<(i16, i16, u32)>,
    /// Line that gives the period.
    pub period_line: Option<u32>,
}

/// Reads the facts.
pub(super) fn read(source: &SourceText, outline: &Outline, statements: &[Statement]) -> Facts {
    let title = choose_title(source);
    let mut facts = Facts {
        plan: PlanFacts {
            title: title.title.clone(),
            subtitle: title.subtitle.clone(),
            plan_kind: plan_kind(&title.title, outline),
            municipalities: Vec::new(),
            from: None,
            to: None,
            valid_from: None,
            valid_to: None,
            withdrawn_from: None,
            adopted: None,
            predecessor: None,
            successor: None,
            superseded_by: None,
            stage: Stage::Draft,
            line: title.line,
            quote: title.quote.clone(),
        },
        validity_line: None,
        withdrawn_line: None,
        retroactive: None,
        conflicts: Vec::new(),
        period_line: None,
    };
    facts.plan.municipalities = municipalities(source, &title.title, &title.quote, statements);
    for name in &mut facts.plan.municipalities {
        if name.chars().count() > 3 && name.chars().all(|c| !c.is_lowercase()) {
            *name = from_capitals(name, statements);
        }
    }
    let open_ended = validity(source, statements, &mut facts);
    let cover = cover_period(source, &title);
    periods(&title.quote, title.line, cover, outline, statements, &mut facts);
    facts.plan.adopted = adoption(source, outline, statements, facts.plan.from.zip(facts.plan.to));
    facts.plan.superseded_by = superseded_by(source);
    facts.plan.stage = stage(&facts, source, open_ended);
    facts
}

struct Title {
    title: String,
    subtitle: Option<String>,
    line: u32,
    quote: String,
}

/// Lines that are about the publication and never its title.
const NO_TITLE: &[&str] = &[
    "geldend van",
    "geldig van",
    "regeling vervallen",
    "gemeenteblad",
    "inhoudsopgave",
    "hieronder leest",
    "u bent hier",
    "zoekresultaten",
    "permanente link",
    "gelet op",
    "gelezen",
    "overwegende",
    "besluit vast te stellen",
    "vast te stellen",
    "heeft op",
    "vastgesteld",
    "vaststelling van",
    "vaststellen",
    "vastgestelde",
    "onderwerp",
    "raadsvoorstel",
    "te bepalen",
    "in te trekken",
    "ingetrokken",
];

/// The best of the first lines, the headings and what the file calls itself.
fn choose_title(source: &SourceText) -> Title {
    /// The title stands before the text: this many lines of menus and covers come first at most.
    const SEARCHED: usize = 120;
    /// Longer than any title with its subtitle.
    const LONGEST: usize = 220;
    let mut best: Option<(i32, usize, String)> = None;
    let mut previous_is_intitule = false;
    let mut times: HashMap<&str, u32> = HashMap::new();
    for line in source.lines.iter().filter(|line| line.text.len() <= LONGEST) {
        *times.entry(line.text.trim()).or_default() += 1;
    }
    for (index, line) in source.lines.iter().take(SEARCHED).enumerate() {
        let text = join_spaced_capitals(&squash(&line.text));
        let text =
            text.strip_prefix("Regeling: ").unwrap_or(&text).trim_start_matches('#').trim().to_string();
        let text_key = key(&text);
        let intitule = previous_is_intitule;
        previous_is_intitule = matches!(text_key.trim(), "intitule" | "citeertitel");
        let named =
            has_any(&text_key, PLAN_WORDS) || (has(&text_key, "*veilig*") && !find_periods(&text).is_empty());
        let leader = text.contains("....") || text.contains(". . .");
        if !named
            || leader
            || text.chars().count() > LONGEST
            || has_any(&text_key, NO_TITLE)
            || line.mark == Mark::TocEntry
        {
            continue;
        }
        let mut score = 0;
        score += if has_any(&text_key, PLAN_WORDS) { 4 } else { 1 };
        let whole = with_next_lines(source, index, &text);
        score += if !find_periods(&whole).is_empty() { 3 } else { i32::from(find_year(&text).is_some()) };
        score += if intitule { 3 } else { 0 };
        score += if matches!(line.mark, Mark::Heading(1)) {
            3
        } else {
            i32::from(matches!(line.mark, Mark::Heading(_) | Mark::Strong))
        };
        score -= if text.ends_with(['.', ':', ';']) { 5 } else { 0 };
        score -= if text.chars().count() > 110 { 2 } else { 0 };
        score -= if numbered(&text) { 3 } else { 0 };
        // The head of every page names the plan in its own way.
        score -= if times.get(line.text.trim()).is_some_and(|&times| times >= 3) { 2 } else { 0 };
        // The first line of a sentence that was wrapped.
        let first = text_key.split_whitespace().next().unwrap_or_default();
        score -= if matches!(first, "het" | "in" | "dit" | "deze" | "met" | "voor" | "wij" | "bij" | "uit") {
            3
        } else {
            0
        };
        score -= if has_any(&text_key, EARLIER) { 3 } else { 0 };
        score -= if text.starts_with(char::is_lowercase) { 4 } else { 0 };
        // A heading of a chapter ("Integraal veiligheidsbeleid") comes later than the cover.
        score -= i32::try_from(index / 12).unwrap_or(0);
        if score >= 2 && best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, index, text));
        }
    }
    if let Some((_, index, text)) = best {
        let quote = with_next_lines(source, index, &text);
        let (title, subtitle) = split_subtitle(&strip_footnotes(&quote));
        return Title { title, subtitle, line: source.lines[index].number, quote };
    }
    let stated = source.meta.iter().find(|item| item.name == "title" && has(&key(&item.value), "*veilig*"));
    match stated {
        Some(item) => {
            let (title, subtitle) = split_subtitle(&squash(&item.value));
            Title { title, subtitle, line: item.line, quote: item.value.clone() }
        }
        None => Title {
            title: String::new(),
            subtitle: None,
            line: source.lines.first().map_or(1, |line| line.number),
            quote: String::new(),
        },
    }
}

fn numbered(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
}

/// A cover breaks its title: the period and the municipality may stand on the next lines.
fn with_next_lines(source: &SourceText, index: usize, text: &str) -> String {
    /// How far below the name the period may stand on a cover.
    const LOOK_AHEAD: usize = 3;
    let mut out = text.to_string();
    let mut bare = find_periods(&out).is_empty() && find_year(&out).is_none();
    for line in source.lines.iter().skip(index + 1).take(LOOK_AHEAD) {
        let next = squash(&line.text);
        let next_key = key(&next);
        let words = next_key
            .split_whitespace()
            .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
            .count();
        let period_only = (!find_periods(&next).is_empty() || find_year(&next).is_some())
            && (words <= 1 || (words <= 3 && has(&next_key, "*gemeenten")))
            && find_dates(&next).is_empty();
        if bare && period_only {
            out = format!("{out} {next}");
            bare = false;
        } else if next_key.starts_with(" gemeente") && words <= 6 && !has(&key(&out), "gemeente*") {
            continue;
        } else {
            break;
        }
    }
    out
}

/// A period on the cover, beside a motto, when the title itself has none.
fn cover_period(source: &SourceText, title: &Title) -> Option<(i16, i16)> {
    /// How far from the title a cover may put its period, in lines with text.
    const REACH: usize = 4;
    /// Longer lines are prose, which may speak of another period.
    const LONGEST: usize = 90;
    let at = source.lines.iter().position(|line| line.number == title.line)?;
    let cover = source.lines.get(at.saturating_sub(REACH)..)?.iter().take(2 * REACH + 1);
    cover
        .filter(|line| line.text.chars().count() <= LONGEST && !line.text.trim_end().ends_with('.'))
        .filter(|line| !has_any(&key(&line.text), EARLIER) && !has_any(&key(&line.text), FOREIGN))
        .find_map(|line| find_periods(&line.text).first().map(|period| (period.from, period.to)))
}

/// Takes a subtitle off that follows the period, also when it is glued to it.
fn split_subtitle(text: &str) -> (String, Option<String>) {
    let text = text.trim().trim_end_matches(['.', ',']).trim();
    let clean =
        |title: &str| title.trim().trim_end_matches([':', '-', '–', '|', ',', ' ']).trim().to_string();
    let end = find_periods(text).first().map(|period| period.end).or_else(|| single_year_end(text));
    if let Some(end) = end {
        let rest = &text[end..];
        let glued = rest.starts_with(char::is_alphabetic);
        let trimmed = rest.trim_start_matches([' ', ':', '-', '–', '|', ',', '\u{A0}']).trim();
        let marked = rest.trim_start().starts_with([':', '-', '–', '|', '‘', '“', '"', '\'', '(']);
        let rest_key = key(trimmed);
        let place = rest_key.starts_with(" gemeente") || !municipalities::named_in(trimmed).is_empty();
        if !trimmed.is_empty() && (glued || ((marked || trimmed.split(' ').count() >= 3) && !place)) {
            let subtitle =
                trimmed.trim_matches(|c: char| matches!(c, '‘' | '’' | '“' | '”' | '"' | '\'' | '(' | ')'));
            return (clean(&text[..end]), Some(subtitle.to_string()));
        }
        return (clean(text), None);
    }
    // "VeiligheidsplanSamen sterk": a capital in the middle of a word.
    for (at, c) in text.char_indices().skip(1) {
        let before = text[..at].chars().next_back();
        if c.is_uppercase()
            && before.is_some_and(char::is_lowercase)
            && has_any(&key(&text[..at]), PLAN_WORDS)
        {
            return (clean(&text[..at]), Some(text[at..].trim().to_string()));
        }
    }
    (clean(text), None)
}

fn single_year_end(text: &str) -> Option<usize> {
    let year = find_year(text)?;
    text.find(&year.to_string()).map(|at| at + 4)
}

fn plan_kind(title: &str, outline: &Outline) -> PlanKind {
    let kind_in = |text: &str| {
        let text = key(text);
        let kinds: [(PlanKind, &[&str]); 9] = [
            (PlanKind::Kadernota, &["kadernota*"]),
            (PlanKind::StrategischKader, &["strategisch kader", "strategisch veiligheidskader"]),
            (PlanKind::Jaarplan, &["jaarplan*"]),
            (
                PlanKind::Livp,
                &["lokaal integraal veiligheidsplan", "livp", "lokale integrale veiligheidsplan"],
            ),
            (
                PlanKind::Ivp,
                &[
                    "integraal veiligheidsplan",
                    "integraal veiligheids plan",
                    "ivp",
                    "integrale veiligheidsplan",
                    "plan integrale veiligheid",
                    "integraal veiligheids en leefbaarheidsplan",
                ],
            ),
            (
                PlanKind::Ivb,
                &[
                    "integraal veiligheidsbeleid",
                    "integrale veiligheidsbeleid",
                    "ivb",
                    "beleidsplan integrale veiligheid",
                    "beleid integrale veiligheid",
                    "nota integrale veiligheid",
                    "beleidsnota integrale veiligheid",
                ],
            ),
            (PlanKind::Lvp, &["lokaal veiligheidsplan", "lvp"]),
            (
                PlanKind::Veiligheidsprogramma,
                &["*veiligheidsprogramma", "programma integrale veiligheid", "programma veiligheid"],
            ),
            (PlanKind::Ivb, &["*veiligheidsbeleid", "*veiligheidsnota", "integrale veiligheid"]),
        ];
        kinds.iter().find(|(_, patterns)| has_any(&text, patterns)).map(|&(kind, _)| kind)
    };
    /// Where a plan introduces its own name.
    const INTRODUCTION: usize = 30;
    kind_in(title)
        .or_else(|| {
            (!title.is_empty()).then_some(()).and_then(|()| {
                outline.blocks.iter().take(INTRODUCTION).find_map(|block| kind_in(&block.text))
            })
        })
        .or_else(|| has(&key(title), "*veiligheidsplan").then_some(PlanKind::Ivp))
        .unwrap_or(PlanKind::Other)
}

fn push_name(names: &mut Vec<String>, name: &str) {
    let name = name.trim().trim_start_matches("Gemeente ").trim_start_matches("gemeente ").trim();
    if !name.is_empty() && !names.iter().any(|known| known == name) {
        names.push(name.to_string());
    }
}

/// After "gemeente" or "gemeenten" in a text: the names.
fn names_in(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (word, plural) in
        [("gemeenten ", true), ("Gemeenten ", true), ("gemeente ", false), ("Gemeente ", false)]
    {
        for (at, _) in text.match_indices(word) {
            let boundary = text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic());
            if boundary {
                out.extend(municipalities::read_names(&text[at + word.len()..], plural));
            }
        }
    }
    out
}

fn municipalities(source: &SourceText, title: &str, quote: &str, statements: &[Statement]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in source.meta.iter().filter(|item| item.name == "creator" || item.name == "spatial") {
        push_name(&mut names, &item.value);
    }
    let mut from_title = title_municipalities(title, quote);
    // A word of the title that the text never uses again is no municipality.
    let spoken = |name: &String| {
        municipalities::exists(name)
            || names.contains(name)
            || names_in(quote).contains(name)
            || statements
                .iter()
                .any(|statement| !quote.contains(statement.text) && statement.text.contains(name.as_str()))
    };
    // "Veiligheidsplan Heuvelland" of "de gemeenten A, B en C": the title names the region.
    if names.is_empty()
        && let [region] = from_title.as_slice()
        && !municipalities::exists(region)
        && let Some(joint) = joint_names(source)
        && !joint.contains(region)
        && !statements.iter().any(|statement| names_in(statement.text).contains(region))
    {
        return joint;
    }
    let any_spoken = from_title.iter().any(spoken);
    let text_names = || statements.iter().any(|statement| !names_in(statement.text).is_empty());
    if !any_spoken && text_names() {
        from_title.clear();
    } else if any_spoken {
        from_title.retain(spoken);
    }
    if !from_title.is_empty() {
        // The title of a joint plan names them all; the publication only the one that published it.
        let mut all = from_title;
        for name in names {
            if !all.contains(&name) && all.len() < 2 && !all.iter().any(|known| known.contains(&name)) {
                all.push(name);
            }
        }
        if all.len() == 1 {
            all.extend(joint_municipalities(&all[0], statements));
        }
        return all;
    }
    if !names.is_empty() {
        return names;
    }
    for line in source.lines.iter().take(40) {
        let text = squash(&line.text);
        if let Some(name) = text.strip_prefix("GEMEENTE ") {
            push_name(&mut names, &from_capitals(name, statements));
            return names;
        }
        let lead = key(&text);
        if lead.starts_with(" gemeente ")
            || lead.starts_with(" gemeenten ")
            || has_any(
                &lead,
                &[
                    "raad van de gemeente",
                    "raden van de gemeenten",
                    "gemeenteblad van",
                    "officiele uitgave van",
                ],
            )
        {
            let after = text.split("lad van ").nth(1).filter(|_| names_in(&text).is_empty());
            let found = after.map_or_else(|| names_in(&text), |rest| municipalities::read_names(rest, false));
            for name in found {
                push_name(&mut names, &name);
            }
            if !names.is_empty() {
                return names;
            }
        }
    }
    for statement in statements.iter().take(25) {
        let joint =
            has_any(&statement.key, &["samen", "gezamenlijk*", "dit plan", "deze nota", "dit beleid"])
                && !has_any(&statement.key, &["samen met", "regiogemeenten", "buurgemeenten"]);
        let named = names_in(statement.text);
        if joint && has(&statement.key, "gemeenten") && named.len() > 1 {
            return named;
        }
    }
    let mut counts: Vec<(String, usize)> = Vec::new();
    for statement in statements {
        for name in names_in(statement.text) {
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts.into_iter().find(|(_, count)| Some(*count) == most).map(|(name, _)| vec![name]).unwrap_or_default()
}

/// "Gemeenten A, B en C" on the cover.
fn joint_names(source: &SourceText) -> Option<Vec<String>> {
    /// A cover has no more lines.
    const COVER: usize = 12;
    source.lines.iter().take(COVER).find_map(|line| {
        let text = squash(&line.text);
        let names = if text.starts_with("Gemeenten ") { names_in(&text) } else { Vec::new() };
        (names.len() >= 2).then_some(names)
    })
}

/// A name that the cover has in capitals, as the text writes it.
fn from_capitals(name: &str, statements: &[Statement]) -> String {
    let wanted = key(name);
    let count = name.split(' ').count();
    let written =
        statements.iter().filter(|statement| statement.key.contains(&wanted)).find_map(|statement| {
            let words: Vec<&str> = statement.text.split_whitespace().collect();
            words.windows(count).map(|run| run.join(" ")).find(|run| key(run) == wanted)
        });
    let small = |word: &str| matches!(word, "aan" | "de" | "den" | "der" | "en" | "op" | "van" | "bij");
    let spell = |word: &str| {
        let lower = word.to_lowercase();
        if small(&lower) { lower } else { capitalise(&lower) }
    };
    let name = written.unwrap_or_else(|| name.split(' ').map(spell).collect::<Vec<_>>().join(" "));
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_string()
}

/// "voor de gemeenten A, B en C" early in the text, when the title names one of them.
fn joint_municipalities(first: &str, statements: &[Statement]) -> Vec<String> {
    /// A joint plan says so in its introduction.
    const INTRODUCTION: usize = 25;
    for statement in statements.iter().take(INTRODUCTION) {
        let text_key = &statement.key;
        if has(&text_key, "gemeenten")
            && has_any(&text_key, &["gezamenlijk*", "van de gemeenten", "voor de gemeenten", "raden"])
            && !has_any(&text_key, &["samen met", "regiogemeenten", "buurgemeenten"])
        {
            let names = names_in(statement.text);
            if names.len() > 1 && names.iter().any(|name| name == first) {
                return names.into_iter().filter(|name| name != first).collect();
            }
        }
    }
    Vec::new()
}

/// Words of a title that are no municipality.
const TITLE_WORDS: &[&str] = &[
    "lokaal",
    "regeling",
    "integraal",
    "integrale",
    "veiligheidsplan",
    "veiligheidsbeleid",
    "veiligheid",
    "veiligheidsprogramma",
    "kadernota",
    "nota",
    "strategisch",
    "kader",
    "jaarplan",
    "programma",
    "beleidsplan",
    "beleidsnota",
    "beleid",
    "plan",
    "gemeente",
    "gemeenten",
    "van",
    "voor",
    "de",
    "het",
    "en",
    "in",
    "livp",
    "ivp",
    "ivb",
    "lvp",
    "openbare",
    "orde",
    "meerjarig",
    "meerjarenplan",
    "periode",
    "jaar",
    "concept",
    "ontwerp",
    "definitief",
    "versie",
    "samen",
    "veilig",
    "veilige",
    "leefbaar",
    "leefbaarheid",
    "sociale",
    "lokale",
    "uitvoeringsprogramma",
    "actieplan",
    "aan",
    "werken",
    "tot",
    "met",
    "t",
    "m",
    "bijlage",
    "stad",
    "veiligheidsnota",
    "regio",
    "naar",
    "een",
    "besluit",
    "raad",
    "raadsbesluit",
    "vaststelling",
    "houdende",
    "geheel",
    "maatschappelijke",
    "zorg",
    "handhaving",
    "op",
    "koers",
];

fn title_municipalities(title: &str, quote: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in names_in(quote).into_iter().chain(names_in(title)) {
        push_name(&mut names, &name);
    }
    if !names.is_empty() {
        return names;
    }
    for name in municipalities::named_in(title) {
        push_name(&mut names, name);
    }
    if !names.is_empty() {
        return names;
    }
    // A name that no list has: the capitalised words that are left, when they stand together.
    let main = title.split([':', '|']).next().unwrap_or(title);
    let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
    for word in main.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let known = key(bare).split_whitespace().all(|part| TITLE_WORDS.contains(&part));
        let name =
            bare.chars().next().is_some_and(char::is_uppercase) && !bare.chars().any(|c| c.is_ascii_digit());
        if name && !known {
            if let Some(run) = runs.last_mut() {
                run.push(bare);
            }
            if word.ends_with(',') {
                runs.push(Vec::new());
            }
        } else {
            runs.push(Vec::new());
        }
    }
    runs.into_iter().filter(|run| !run.is_empty() && run.len() <= 3).map(|run| run.join(" ")).collect()
}

/// Reads "Geldend van … t/m …", withdrawal and entry into force; true when open-ended ("heden").
fn validity(source: &SourceText, statements: &[Statement], facts: &mut Facts) -> bool {
    /// Such lines are short; prose that mentions the words is not.
    const LONGEST: usize = 200;
    let mut open_ended = false;
    for line in source.lines.iter().filter(|line| line.text.len() <= LONGEST) {
        let text = squash(&line.text);
        let text_key = key(&text);
        let starts = |words: &[&str]| words.iter().any(|word| text_key.starts_with(&format!(" {word} ")));
        if facts.validity_line.is_none()
            && starts(&[
                "geldend van",
                "geldig van",
                "geldend vanaf",
                "geldig vanaf",
                "deze versie is geldig",
            ])
        {
            let dates = find_dates(&text);
            let mut exact = dates.iter().filter_map(|found| found.date);
            facts.plan.valid_from = exact.next();
            facts.validity_line = Some(line.number);
            open_ended = has(&text_key, "heden");
            if has_any(&text_key, &["terugwerkende kracht"]) {
                facts.retroactive = Some((exact.next_back(), line.number));
            }
            if !open_ended {
                facts.plan.valid_to = exact.next();
            }
        }
        let withdrawn = starts(&[
            "regeling vervallen",
            "vervallen per",
            "ingetrokken per",
            "regeling ingetrokken",
            "deze regeling is vervallen",
            "deze regeling is ingetrokken",
        ]);
        if facts.withdrawn_line.is_none() && withdrawn {
            facts.plan.withdrawn_from = find_dates(&text).iter().find_map(|found| found.date);
            facts.withdrawn_line = Some(line.number);
        }
    }
    for item in &source.meta {
        let date = || find_dates(&item.value).iter().find_map(|found| found.date);
        match item.name.as_str() {
            "inwerkingtredingdatum" if facts.plan.valid_from.is_none() => {
                facts.plan.valid_from = date();
                facts.validity_line.get_or_insert(item.line);
                open_ended |= facts.plan.valid_to.is_none();
            }
            "uitwerkingtredingdatum" if facts.plan.valid_to.is_none() => {
                facts.plan.valid_to = date();
                facts.validity_line.get_or_insert(item.line);
                open_ended = false;
            }
            "terugwerkendekrachtdatum" | "terugwerkendekracht" if facts.retroactive.is_none() => {
                facts.retroactive = date().map(|date| (Some(date), item.line));
            }
            _ => {}
        }
    }
    for statement in statements {
        let text_key = &statement.key;
        let own = has_any(&text_key, PLAN_WORDS)
            || has_any(
                &text_key,
                &["dit plan", "deze nota", "deze regeling", "dit besluit", "dit beleid", "plan treedt"],
            );
        let date = || find_dates(statement.text).iter().find_map(|found| found.date);
        if facts.retroactive.is_none()
            && has_any(&text_key, &["terugwerkende kracht", "werkt terug"])
            && (own || date().is_some())
        {
            let exact: Vec<Date> = find_dates(statement.text).iter().filter_map(|found| found.date).collect();
            facts.retroactive = Some((exact.last().copied(), statement.line));
        }
        if facts.plan.valid_from.is_none()
            && own
            && has_any(&text_key, &["treedt in werking", "in werking op", "werking met ingang van"])
        {
            facts.plan.valid_from = date();
            facts.validity_line = facts.plan.valid_from.map(|_| statement.line);
        }
    }
    open_ended
}

/// Words that mark a period as that of somebody else's document.
const FOREIGN: &[&str] = &[
    "meerjarenbeleidsplan",
    "meerjarenplan",
    "regionaal",
    "regionale",
    "eenheid",
    "politie",
    "coalitie*",
    "collegeprogramma",
    "collegeakkoord",
    "begroting",
    "landelijk*",
    "rijks*",
    "nationale",
    "veiligheidsagenda",
    "veiligheidsstrategie",
    "veiligheidsregio",
    "uitvoeringsprogramma*",
    "uitvoeringsplan",
    "omgevingsvisie",
    "bestuursakkoord",
    "raadsprogramma",
    "preventie*",
    "gezondheidsbeleid",
    "regioplan",
    "crisisplan",
    "beleidsplan brandweer",
    "monitor",
    "cijfers",
    "gemeten",
    "daalde",
    "steeg",
    "gestegen",
    "gedaald",
    "horecabeleid",
    "jeugdbeleid",
    "woonvisie",
];
const EARLIER: &[&str] = &[
    "vorig*",
    "voorgaand*",
    "afgelopen",
    "terugblik*",
    "evaluatie*",
    "oude",
    "eerder*",
    "geevalueerd",
    "voorafgaand*",
    "vervangt",
    "voorganger",
];
const SUCCEEDS: &[&str] = &["volgt", "volgde", "opvolger van", "in de plaats van"];
const LATER: &[&str] = &["volgend*", "opvolg*", "nieuwe"];
const OWN: &[&str] = &[
    "prioriteiten",
    "speerpunten",
    "themas",
    "dit plan",
    "planperiode",
    "beleidsperiode",
    "looptijd",
    "komende",
    "deze periode",
    "plan loopt",
    "geldt voor",
    "deze nota",
    "deze kadernota",
    "dit beleid",
];

/// Own period, periods that contradict it, predecessor and successor.
fn periods(
    title: &str,
    title_line: u32,
    cover: Option<(i16, i16)>,
    outline: &Outline,
    statements: &[Statement],
    facts: &mut Facts,
) {
    let own = find_periods(title).first().map(|period| (period.from, period.to)).or_else(|| {
        let year = find_year(title)?;
        Some((year, year))
    });
    let mut own = own.or(cover);
    if own.is_some() {
        facts.period_line = Some(title_line);
    }
    let headings = outline
        .sections
        .iter()
        .enumerate()
        .skip(1)
        .map(|(index, section)| (index, section.line, section.title.as_str()));
    let mut texts: Vec<(usize, u32, &str)> = headings.collect();
    texts.extend(statements.iter().map(|statement| (statement.section, statement.line, statement.text)));
    texts.sort_by_key(|&(_, line, _)| line);
    if own.is_none() {
        own = texts.iter().find_map(|&(section, line, text)| {
            let period = find_periods(text).first().copied()?;
            let window = key(text);
            let says_own = has_any(&window, OWN) || has_any(&window, PLAN_WORDS);
            let other = has_any(&window, EARLIER)
                || outline.sections[section].role == Role::Evaluation
                || has_any(&window, FOREIGN);
            (says_own && !other).then(|| {
                facts.period_line = Some(line);
                (period.from, period.to)
            })
        });
    }
    (facts.plan.from, facts.plan.to) = (own.map(|(from, _)| from), own.map(|(_, to)| to));
    let Some((from, to)) = own else { return };
    for (section, line, text) in texts {
        let whole = key(text);
        for period in find_periods(text).into_iter().filter(|period| (period.from, period.to) != (from, to)) {
            let window = key(window_before(text, period.start));
            let role = outline.sections[section].role;
            let foreign =
                has_any(&window, FOREIGN) || matches!(role, Role::Regional | Role::National | Role::Analysis);
            if foreign && !has_any(&window, &["livp", "ivp", "veiligheidsplan"]) {
                continue;
            }
            // "Dit plan volgt het plan 2019-2022 op" speaks of the plan before.
            let succeeds = has_any(&window, SUCCEEDS);
            let earlier = has_any(&window, EARLIER)
                || succeeds
                || role == Role::Evaluation
                || (has_any(&whole, EARLIER) && period.to <= from && !has_any(&window, OWN));
            let named = has_any(&window, PLAN_WORDS);
            let this = has_any(&window, &["dit", "onderhavige"])
                || (outline.sections[section].own_role == Role::Title
                    && outline.sections[section].line == line);
            let says_own = (has_any(&window, OWN) || (named && this))
                && !has_any(&window, EARLIER)
                && !succeeds
                && role != Role::Evaluation;
            let touches = period.from <= to && period.to >= from;
            if says_own || (named && period.from == from && role != Role::Evaluation) {
                facts.conflicts.push((period.from, period.to, line));
            } else if (named || earlier)
                && period.from < from
                && (period.to <= to)
                && !(touches && named && !earlier && period.to > from)
            {
                facts.plan.predecessor.get_or_insert(PlanPeriod {
                    title: other_title(text, period.start, period.end),
                    from: period.from,
                    to: period.to,
                    line,
                });
            } else if (named || has_any(&window, LATER)) && period.from > from {
                facts.plan.successor.get_or_insert(PlanPeriod {
                    title: other_title(text, period.start, period.end),
                    from: period.from,
                    to: period.to,
                    line,
                });
            }
        }
    }
}

/// The words just before a period, within its sentence, that say whose it is.
fn window_before(text: &str, at: usize) -> &str {
    /// About six words.
    const WINDOW: usize = 48;
    let mut start = at.saturating_sub(WINDOW);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..at]
}

/// "LIVP 2021-2024": the plan's name as it stands before the period.
fn other_title(text: &str, start: usize, end: usize) -> Option<String> {
    let before = window_before(text, start);
    let at = PLAN_WORDS.iter().filter_map(|pattern| find(&key(before), pattern)).min()?;
    // Offsets in the key are those in the text as long as nothing was folded away; else no title.
    let words = key(before)[at..].split_whitespace().count();
    let spoken = before.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let tail: Vec<&str> = spoken.rev().take(words).collect();
    let name: Vec<&str> =
        tail.into_iter().rev().map(|word| word.trim_matches(['(', ',', '‘', '“'])).collect();
    Some(format!("{} {}", name.join(" "), &text[start..end]))
}

fn body_of(text_key: &str) -> Option<Body> {
    let council = has_any(
        text_key,
        &["raad", "gemeenteraad", "raadsvergadering", "raden", "gemeenteraden", "raadsbesluit"],
    );
    let executive = has_any(text_key, &["college", "burgemeester en wethouders", "colleges", "b w"]);
    match (council, executive) {
        (true, _) => Some(Body::Council),
        (false, true) => Some(Body::Executive),
        _ if has(text_key, "driehoek*") => Some(Body::Driehoek),
        _ if has(text_key, "burgemeester") => Some(Body::Mayor),
        _ => None,
    }
}

/// Documents other than the plan that are adopted too.
const OTHER_DOCUMENTS: &[&str] = &[
    "uitvoeringsprogramma*",
    "uitvoeringsplan*",
    "begroting",
    "meerjarenbeleidsplan",
    "meerjarenplan",
    "regionaal beleidsplan",
    "jaarplan*",
    "crisisplan",
    "evenementenbeleid",
    "apv",
    "verordening",
    "horecabeleid",
    "beleidsregel*",
];

/// How many sentences stand between the meeting and "besluit:" in the head of a decision.
const DECISION_HEAD: usize = 8;

/// The sentence that says best who adopted the plan and when.
fn adoption(
    source: &SourceText,
    outline: &Outline,
    statements: &[Statement],
    own: Option<(i16, i16)>,
) -> Option<AdoptionFact> {
    let mut best: Option<(i32, AdoptionFact)> = None;
    for (index, statement) in statements.iter().enumerate() {
        let own_key = &statement.key;
        let formula = has(own_key, "aldus")
            || statement.text.ends_with("besluit:")
            || statement.text.ends_with("besluiten:")
            || has_any(
                own_key,
                &[
                    "besloten in",
                    "besluit op",
                    "besluit in zijn",
                    "besluiten op",
                    "heeft besloten",
                    "besloot op",
                ],
            );
        let says = formula
            || has_any(
                &own_key,
                &[
                    "vastgesteld",
                    "stelde",
                    "stelden",
                    "vastgestelde",
                    "raadsbesluit van",
                    "aangenomen",
                    "vast te stellen",
                    "stelt",
                    "vaststelling",
                ],
            );
        if !says {
            continue;
        }
        // The formula at the end is often broken over lines: "… vergadering van / 12 december 2022".
        let mut text = statement.text.to_string();
        let mut dates = find_dates(&text);
        if dates.is_empty() && formula {
            for next in statements.iter().skip(index + 1).take(2) {
                text = format!("{text} {}", next.text);
            }
            dates = find_dates(&text);
        }
        // "De raad, in vergadering bijeen op 3 juni 2021; … besluit:": the date stands in the head.
        if dates.is_empty() && statement.text.ends_with(':') && formula {
            let head = statements[index.saturating_sub(DECISION_HEAD)..index].iter().rev();
            let met = head.filter(|before| has(&before.key, "vergadering")).find_map(|before| {
                let dates = find_dates(before.text);
                (!dates.is_empty()).then_some((before.text, dates))
            });
            if let Some((before, found)) = met {
                (text, dates) = (before.to_string(), found);
            }
        }
        let text_key = key(&text);
        let date = adoption_date(&text, &dates);
        let body = body_of(&text_key);
        let named = has_any(&text_key, PLAN_WORDS)
            || has_any(&text_key, &["dit plan", "deze nota", "deze kadernota", "dit beleid", "dit jaarplan"]);
        let mut score = 0;
        score += match &date {
            Some(found) if found.has_year => 3,
            Some(_) => 2,
            None => 0,
        };
        score += if formula { 3 } else { 0 };
        score += if named { 2 } else { 0 };
        score += if body.is_some() { 2 } else { 0 };
        score -= if has_any(&text_key, OTHER_DOCUMENTS) && !has(&text_key, "dit jaarplan") { 4 } else { 0 };
        score -= if has_any(
            &text_key,
            &["wordt", "worden", "zal", "ter vaststelling", "eens in de vier jaar", "verzoekt", "jaarlijks"],
        ) {
            3
        } else {
            0
        };
        score -= if has_any(&text_key, EARLIER) { 2 } else { 0 };
        // The plan of another period was adopted on another day.
        let periods = find_periods(&text);
        let other = own.is_some_and(|own| {
            !periods.is_empty() && periods.iter().all(|period| (period.from, period.to) != own)
        });
        score -= if other { 3 } else { 0 };
        score -= if matches!(
            outline.sections[statement.section].role,
            Role::Evaluation | Role::Regional | Role::National
        ) {
            3
        } else {
            0
        };
        if score >= 4 && date.is_some() && best.as_ref().is_none_or(|(most, _)| score > *most) {
            let body = body.or_else(|| deciding_body(source)).unwrap_or(Body::Council);
            let fact = AdoptionFact {
                body,
                date: date.as_ref().and_then(|found| found.date),
                date_text: date
                    .as_ref()
                    .map(|found| text[found.start..found.end].to_string())
                    .unwrap_or_default(),
                line: statement.line,
                quote: statement.text.to_string(),
            };
            best = Some((score, fact));
        }
    }
    if let Some((_, fact)) = best {
        return Some(fact);
    }
    let issued = source.meta.iter().find(|item| item.name == "issued")?;
    let date = find_dates(&issued.value).iter().find_map(|found| found.date)?;
    let ratified = source.meta.iter().find(|item| item.name == "isratifiedby");
    Some(AdoptionFact {
        body: ratified.and_then(|item| body_of(&key(&item.value))).unwrap_or(Body::Council),
        date: Some(date),
        date_text: issued.value.clone(),
        line: issued.line,
        quote: issued.value.clone(),
    })
}

/// The date of the decision: not the one on which something enters into force, nor that of a proposal.
fn adoption_date(text: &str, dates: &[FoundDate]) -> Option<FoundDate> {
    let of_something_else = |found: &&FoundDate| {
        let before = key(window_before(text, found.start));
        let near: String = before
            .split_whitespace()
            .rev()
            .take(5)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
            .join(" ");
        has_any(&format!(" {near} "), &["ingang", "werking", "voorstel", "gelezen", "per", "vanaf"])
    };
    dates.iter().find(|found| !of_something_else(found)).cloned()
}

/// The body named in the head or foot of a decision.
fn deciding_body(source: &SourceText) -> Option<Body> {
    source.lines.iter().find_map(|line| {
        let text_key = key(&line.text);
        if text_key.starts_with(" de raad van ")
            || text_key.starts_with(" de gemeenteraad van ")
            || text_key.starts_with(" de raad der ")
        {
            Some(Body::Council)
        } else if text_key.starts_with(" het college van ")
            || text_key.starts_with(" burgemeester en wethouders van ")
        {
            Some(Body::Executive)
        } else {
            None
        }
    })
}

fn superseded_by(source: &SourceText) -> Option<String> {
    // Few lines hold the word, and only those are worth folding.
    let mut lines = source.lines.iter().filter(|line| line.text.contains("door"));
    lines.find_map(|line| {
        let text = squash(&line.text);
        if !has_any(&key(&text), &["vervangen door", "opgevolgd door", "vervalt door"]) {
            return None;
        }
        let at = text.find("CVDR").or_else(|| text.find("door ").map(|at| at + 5))?;
        let rest = text[at..].trim().trim_end_matches('.');
        (!rest.is_empty() && rest.len() < 160).then(|| rest.to_string())
    })
}

fn stage(facts: &Facts, source: &SourceText, open_ended: bool) -> Stage {
    if facts.withdrawn_line.is_some() {
        return Stage::Withdrawn;
    }
    /// The cover and the first page say that a text is a draft.
    const COVER: usize = 15;
    let draft = source.lines.iter().take(COVER).any(|line| {
        line.text.len() < 120
            && has_any(&key(&line.text), &["concept", "ontwerp", "conceptversie", "concept versie"])
    });
    match (draft, open_ended && facts.plan.valid_from.is_some(), &facts.plan.adopted) {
        (true, false, None) => Stage::Draft,
        (_, true, _) => Stage::InForce,
        (_, _, Some(_)) => Stage::Adopted,
        _ if facts.plan.valid_from.is_some() => Stage::Adopted,
        _ => Stage::Draft,
    }
}
