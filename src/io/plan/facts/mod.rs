//! Facts about the plan as a document: title, kind, municipalities, period, validity, adoption.
//!
//! Owns the order in which they are read, and remembers the lines of each, so that `checks` can say what contradicts what; one module
//! per fact owns the choice between several candidates. Used by `parse`.

mod adoption;
mod names;
mod periods;
mod title;

use jiff::civil::Date;

use self::adoption::adoption;
use self::names::{from_capitals, municipalities};
use self::periods::{periods, validity};
use self::title::{choose_title, cover_period, plan_kind};
use super::draft::PlanFacts;
use super::outline::{Outline, Statement};
use super::source::SourceText;
use super::text::{has_any, key, squash};
use crate::model::kinds::Stage;

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
