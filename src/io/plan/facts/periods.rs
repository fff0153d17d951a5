//! From when to when: validity of the publication, period of the plan, predecessor and successor.
//!
//! Owns the words that say whose a period is. Used by `read`; `adoption` looks at the same words before a date.

use jiff::civil::Date;

use super::Facts;
use crate::io::plan::blocks::PLAN_WORDS;
use crate::io::plan::dates::{find_dates, find_periods, find_year};
use crate::io::plan::draft::PlanPeriod;
use crate::io::plan::outline::{Outline, Role, Statement};
use crate::io::plan::source::SourceText;
use crate::io::plan::text::{find, has, has_any, key, squash};

/// Reads "Geldend van … t/m …", withdrawal and entry into force; true when open-ended ("heden").
pub(super) fn validity(source: &SourceText, statements: &[Statement], facts: &mut Facts) -> bool {
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
pub(super) const FOREIGN: &[&str] = &[
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

pub(super) const EARLIER: &[&str] = &[
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
pub(super) fn periods(
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
pub(super) fn window_before(text: &str, at: usize) -> &str {
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
