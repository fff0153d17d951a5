//! Who adopted the plan, and when.
//!
//! Owns how decisions are worded, and which of several dates is that of the decision. Used by `read`.

use super::periods::{EARLIER, window_before};
use crate::io::plan::blocks::PLAN_WORDS;
use crate::io::plan::dates::{FoundDate, find_dates, find_periods};
use crate::io::plan::draft::AdoptionFact;
use crate::io::plan::outline::{Outline, Role, Statement};
use crate::io::plan::source::SourceText;
use crate::io::plan::text::{has, has_any, key};
use crate::model::kinds::Body;

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
pub(super) fn adoption(
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
