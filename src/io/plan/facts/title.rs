//! The title of a plan, and what kind of document it says that it is.
//!
//! Owns which line is the title, what of it is subtitle, and the names for kinds of plans. Used by `read`.

use std::collections::HashMap;

use super::periods::{EARLIER, FOREIGN};
use crate::io::plan::blocks::PLAN_WORDS;
use crate::io::plan::dates::{find_dates, find_periods, find_year};
use crate::io::plan::draft::PlanKind;
use crate::io::plan::municipalities;
use crate::io::plan::outline::Outline;
use crate::io::plan::source::{Mark, SourceText};
use crate::io::plan::text::{has, has_any, join_spaced_capitals, key, squash, strip_footnotes};

pub(super) struct Title {
    pub title: String,
    pub subtitle: Option<String>,
    pub line: u32,
    pub quote: String,
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
pub(super) fn choose_title(source: &SourceText) -> Title {
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
pub(super) fn cover_period(source: &SourceText, title: &Title) -> Option<(i16, i16)> {
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

pub(super) fn plan_kind(title: &str, outline: &Outline) -> PlanKind {
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
