//! What sentences announce: goals, candidate actions, principles and evaluations.
//!
//! Owns the phrases by which a plan says what it wants and what it will do. A plan holds no actions:
//! what announces doing something is a candidate, for a person to turn into one. Used by `parse`.

use std::collections::HashSet;

use super::blocks::BlockKind;
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed, Table, tables};
use super::outline::{Label, Outline, Role, Statement, label_of};
use super::text::{
    capitalise, enumeration, has, has_any, key, sentences, shorten, strip_article, strip_footnotes,
};

/// The text after a label: "Doel: minder inbraken" gives "minder inbraken" for `Label::Goals`.
pub(super) fn labelled(text: &str, wanted: Label) -> Option<&str> {
    let (head, rest) = text.split_once(": ")?;
    let head_key = key(head);
    let bare = head_key.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let known = label_of(&format!(" {bare} ")).or(match bare {
        "ons doel" | "het doel" => Some(Label::Goals),
        "onze acties" | "concrete acties" => Some(Label::Actions),
        "wie" | "samen met" => Some(Label::Partners),
        // "Resultaat in 2026": the year behind it is taken off above.
        "resultaat in" | "resultaat eind" | "resultaten in" => Some(Label::Goals),
        _ => None,
    });
    (known == Some(wanted)).then_some(rest.trim())
}

/// Sections in which a sentence about the future is about the plan's own work.
fn looks_ahead(role: Role) -> bool {
    !matches!(
        role,
        Role::Evaluation
            | Role::Decision
            | Role::Appendix
            | Role::Law
            | Role::Principles
            | Role::Title
            | Role::Listing
            | Role::Analysis
    )
}

const GOAL_PHRASES: &[&str] = &[
    "doel is",
    "doelstelling is",
    "ons doel",
    "streven naar",
    "streeft naar",
    "streven we",
    "streven wij",
    "streeft de gemeente",
    "ambitie is",
    "onze ambitie",
    "hebben als doel",
    "heeft als doel",
    "heeft tot doel",
    "met als doel",
    "willen bereiken",
    "willen we bereiken",
    "willen wij bereiken",
    "wij willen dat",
    "we willen dat",
    "wil de gemeente bereiken",
    "gemeente wil dat",
    "wil de gemeente dat",
];

/// What the plan says about itself, or about goals in general.
const NO_GOAL: &[&str] = &[
    "een doel is",
    "in deze kadernota",
    "in deze nota",
    "in dit plan",
    "in dit beleid",
    "dit plan beschrijft",
];

/// Goals: from lists and labels, and sentences that say what is to be reached.
pub(super) fn goals(
    outline: &Outline,
    lists: &[List],
    statements: &[Statement],
    node_of: impl Fn(usize) -> Option<usize>,
) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let mut seen: HashSet<(Option<usize>, String)> = HashSet::new();
    let mut add = |text: &str, line: u32, quote: &str, section: usize| {
        let text = strip_footnotes(text.trim());
        let title = shorten(&capitalise(&text));
        if out.len() >= MOST_OF_A_KIND
            || title.chars().count() < 8
            || !seen.insert((node_of(section), key(&title)))
        {
            return;
        }
        let mut goal = Proposal::new(ProposalKind::Goal, title, line, quote);
        goal.text = text;
        goal.under = node_of(section);
        out.push(goal);
    };
    for list in lists.iter().filter(|list| list.listed == Listed::Goals) {
        if looks_ahead(outline.sections[list.section].role) {
            for item in &list.items {
                add(&item.text, item.line, &item.text, list.section);
            }
        }
    }
    for table in tables(outline) {
        let Some(column) = table.column(&["doel", "doelen", "doelstelling", "doelstellingen"]) else {
            continue;
        };
        for &(block, cells) in &table.rows {
            let section = outline.section_of(block);
            if let Some(cell) = cells.get(column)
                && looks_ahead(outline.sections[section].role)
            {
                let row = &outline.blocks[block];
                add(cell, row.line, &row.text, section);
            }
        }
    }
    // "Wat willen we bereiken? In 2025 is …": the question is the label of the rest of its paragraph.
    let mut asked: Option<usize> = None;
    for statement in statements {
        let section = &outline.sections[statement.section];
        let kind = &outline.blocks[statement.block].kind;
        if !looks_ahead(section.role) || matches!(kind, BlockKind::Row(_)) {
            continue;
        }
        if statement.text.ends_with('?') && label_of(&statement.key) == Some(Label::Goals) {
            asked = Some(statement.block);
            continue;
        }
        if let Some(rest) = labelled(statement.text, Label::Goals) {
            add(rest, statement.line, statement.text, statement.section);
            continue;
        }
        let text_key = &statement.key;
        let in_label = (section.label == Some(Label::Goals) && *kind == BlockKind::Para)
            || asked == Some(statement.block);
        let announces = statement.text.ends_with(':');
        let says = has_any(&text_key, GOAL_PHRASES)
            && !has_any(&text_key, NO_GOAL)
            && !statement.text.ends_with('?');
        if !announces && (says || (in_label && text_key.split_whitespace().count() >= 4)) {
            add(statement.text, statement.line, statement.text, statement.section);
        }
    }
    out
}

/// Verbs of doing in the passive: "wordt … onderzocht".
const DOING: &[&str] = &[
    "voortgezet",
    "gecontinueerd",
    "geintensiveerd",
    "geactualiseerd",
    "onderzocht",
    "ingezet",
    "opgepakt",
    "gebundeld",
    "in kaart gebracht",
    "uitgebreid",
    "ontwikkeld",
    "opgesteld",
    "uitgevoerd",
    "georganiseerd",
    "ingevoerd",
    "aangepakt",
    "geimplementeerd",
    "gestart",
    "versterkt",
    "gestimuleerd",
    "geinvesteerd",
    "samengewerkt",
    "ingeblazen",
    "aangehaald",
    "gezocht",
    "opgezet",
    "aangelegd",
    "aangeschaft",
    "verbeterd",
    "bezocht",
    "gehouden",
    "getraind",
    "geplaatst",
    "uitgerold",
    "vernieuwd",
    "herzien",
    "opgenomen",
    "geevalueerd",
    "gecontroleerd",
];
/// The municipality itself will do it.
const WE_DO: &[&str] = &[
    "gaan we",
    "we gaan",
    "gaan wij",
    "wij gaan",
    "blijven we",
    "we blijven",
    "wij blijven",
    "blijven wij",
    "breiden we",
    "breiden wij",
    "zetten we",
    "zetten wij",
    "we zetten",
    "wij zetten",
    "pakken we",
    "pakken wij",
    "we pakken",
    "wij pakken",
    "starten we",
    "we starten",
    "wij starten",
    "we organiseren",
    "wij organiseren",
    "organiseren we",
    "organiseren wij",
    "we onderzoeken",
    "wij onderzoeken",
    "onderzoeken we",
    "onderzoeken wij",
    "we ontwikkelen",
    "wij ontwikkelen",
    "ontwikkelen we",
    "ontwikkelen wij",
    "we stellen",
    "wij stellen",
    "we voeren",
    "wij voeren",
    "voeren we",
    "voeren wij",
    "we maken een",
    "maken we een",
    "maken wij een",
    "zoeken we",
    "zoeken wij",
    "wij maken een",
    "investeren we",
    "we investeren",
    "wij investeren",
    "intensiveren we",
    "we intensiveren",
    "wij intensiveren",
    "we breiden",
    "wij breiden",
    "we versterken",
    "wij versterken",
    "versterken we",
    "we bouwen",
    "wij bouwen",
    "sluiten we",
    "we sluiten",
    "wij sluiten",
    "we actualiseren",
    "wij actualiseren",
    "we houden",
    "wij houden",
    "organiseert de gemeente",
    "gaat de gemeente",
    "de gemeente gaat",
    "start de gemeente",
    "de gemeente start",
    "de gemeente organiseert",
    "de gemeente onderzoekt",
    "verder uitbouwen",
    "er komt",
    "er komen",
    "stimuleren wij",
    "stimuleren we",
];

fn announces_doing(text_key: &str) -> bool {
    let passive = has_any(text_key, &["zal", "zullen", "wordt", "worden", "moet", "moeten", "dient"])
        && has_any(text_key, DOING);
    let past = has_any(text_key, &["is in", "zijn in", "werd", "werden", "afgelopen"])
        && !has_any(text_key, &["zal", "zullen"]);
    has_any(text_key, WE_DO) || (passive && !past)
}

/// Candidate actions: items under "Acties", rows of action tables, and sentences that announce doing.
pub(super) fn candidate_actions(
    outline: &Outline,
    lists: &[List],
    statements: &[Statement],
    node_of: impl Fn(usize) -> Option<usize>,
) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let mut seen: HashSet<(Option<usize>, String)> = HashSet::new();
    let mut add = |title: &str, line: u32, quote: &str, section: usize, parts: Vec<String>| {
        let text = strip_footnotes(title.trim());
        let title = shorten(&capitalise(&text));
        // The same deed may be announced under two priorities.
        let same = (node_of(section), key(&title));
        if out.len() >= MOST_OF_A_KIND || title.chars().count() < 6 || !seen.insert(same) {
            return;
        }
        let mut action = Proposal::new(ProposalKind::CandidateAction, title, line, quote);
        action.text = text;
        action.under = node_of(section);
        action.parts = parts;
        out.push(action);
    };
    for list in lists.iter().filter(|list| list.listed == Listed::Actions) {
        if looks_ahead(outline.sections[list.section].role) {
            for item in &list.items {
                add(&item.text, item.line, &item.text, list.section, Vec::new());
            }
        }
    }
    table_actions(outline, &mut add);
    for statement in statements {
        let section = &outline.sections[statement.section];
        if outline.blocks[statement.block].kind != BlockKind::Para || !looks_ahead(section.role) {
            continue;
        }
        if let Some(rest) = labelled(statement.text, Label::Actions) {
            for part in rest.split("; ") {
                add(part, statement.line, statement.text, statement.section, Vec::new());
            }
            continue;
        }
        if labelled(statement.text, Label::Goals).is_some() {
            continue;
        }
        let own = matches!(
            section.role,
            Role::Priorities
                | Role::Regular
                | Role::Fields
                | Role::Vision
                | Role::Communication
                | Role::Partners
        ) || node_of(statement.section).is_some()
            || section.label == Some(Label::Actions);
        let text_key = &statement.key;
        let about_plan = has_any(
            &text_key,
            &["in dit plan", "dit plan", "uitvoeringsprogramma", "prioriteiten", "hoofdstuk", "in deze nota"],
        );
        let open = statement.text.ends_with(':') || statement.text.ends_with('?');
        if own
            && !open
            && !about_plan
            && announces_doing(text_key)
            && text_key.split_whitespace().count() >= 4
        {
            add(statement.text, statement.line, statement.text, statement.section, Vec::new());
        }
    }
    out
}

/// Rows of a table with a column "Actie": the other columns are its owner, date and budget.
fn table_actions(outline: &Outline, add: &mut impl FnMut(&str, u32, &str, usize, Vec<String>)) {
    let mut columns: Option<(usize, usize)> = None;
    for (index, block) in outline.blocks.iter().enumerate() {
        let BlockKind::Row(cells) = &block.kind else {
            columns = None;
            continue;
        };
        let header = cells.iter().position(|cell| {
            has_any(
                &key(cell),
                &[
                    "actie",
                    "acties",
                    "activiteit",
                    "activiteiten",
                    "maatregel",
                    "maatregelen",
                    "wat doen we",
                    "wat gaan we doen",
                ],
            ) && cell.split_whitespace().count() <= 5
        });
        match (columns, header) {
            (None, Some(column)) => columns = Some((column, cells.len())),
            (Some((column, _)), _) => {
                if let Some(action) = cells.get(column).filter(|cell| !cell.is_empty()) {
                    let parts = cells
                        .iter()
                        .enumerate()
                        .filter(|&(at, cell)| at != column && !cell.is_empty())
                        .map(|(_, cell)| cell.clone())
                        .collect();
                    add(action, block.line, &block.text, outline.section_of(index), parts);
                }
            }
            _ => {}
        }
    }
}

/// Principles: the items of the lists that say so, or the sub-headings of the chapter, or an enumeration.
pub(super) fn principles(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for list in lists.iter().filter(|list| list.listed == Listed::Principles) {
        for item in list.items.iter().filter(|item| item.depth == 1) {
            let text = strip_footnotes(item.text.trim());
            let first = sentences(&text).first().map_or(text.as_str(), |first| first);
            let mut principle = Proposal::new(
                ProposalKind::Principle,
                shorten(&capitalise(first)),
                item.line,
                item.text.clone(),
            );
            principle.text = text.trim_end_matches([';', ',']).to_string();
            out.push(principle);
        }
    }
    if !out.is_empty() {
        return out;
    }
    for (index, section) in outline.sections.iter().enumerate().skip(1) {
        if section.own_role != Role::Principles {
            continue;
        }
        for child in outline.children(index) {
            let child_section = &outline.sections[child];
            if child_section.label.is_none() {
                let mut principle = Proposal::new(
                    ProposalKind::Principle,
                    child_section.title.clone(),
                    child_section.line,
                    child_section.title.clone(),
                );
                principle.text = outline.text_of(child);
                out.push(principle);
            }
        }
    }
    if !out.is_empty() {
        return out;
    }
    statements.iter().find_map(|statement| named_principles(outline, statement)).unwrap_or_default()
}

/// "Leidend zijn de volgende principes: a, b en c."
fn named_principles(outline: &Outline, statement: &Statement) -> Option<Vec<Proposal>> {
    let (intro, rest) = statement.text.split_once(": ")?;
    let role = outline.sections[statement.section].role;
    let says = has_any(&key(intro), &["*uitgangspunten", "principes", "kernwaarden", "beginselen"]);
    if !says || matches!(role, Role::Evaluation | Role::Appendix | Role::Law) || sentences(rest).len() > 1 {
        return None;
    }
    let names = enumeration(rest);
    let principle = |name: &String| {
        let mut out = Proposal::new(
            ProposalKind::Principle,
            shorten(&capitalise(name)),
            statement.line,
            statement.text,
        );
        out.text.clone_from(name);
        out
    };
    (names.len() >= 2).then(|| names.iter().map(principle).collect())
}

/// What earlier priorities achieved: the parts of the look back.
pub(super) fn evaluations(outline: &Outline, lists: &[List]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let tables = tables(outline);
    for (index, section) in outline.sections.iter().enumerate().skip(1) {
        let outer = section.parent.is_some_and(|parent| outline.sections[parent].role == Role::Evaluation);
        if section.own_role != Role::Evaluation || outer {
            continue;
        }
        let parts: Vec<usize> =
            outline.children(index).filter(|&child| outline.sections[child].label.is_none()).collect();
        for &child in &parts {
            let text = outline.full_text(child);
            if !text.is_empty() {
                let part = &outline.sections[child];
                out.push(evaluation(&part.title, text, part.line, &part.title));
            }
        }
        if !parts.is_empty() {
            continue;
        }
        let named: Vec<Proposal> = lists
            .iter()
            .filter(|list| list.section == index && list.listed == Listed::Results)
            .flat_map(|list| list.items.iter())
            .filter_map(|item| {
                let (head, rest) = item.text.split_once(": ").or_else(|| item.text.split_once(" – "))?;
                let short = head.split_whitespace().count() <= 7;
                short.then(|| {
                    evaluation(&capitalise(strip_article(head)), rest.to_string(), item.line, &item.text)
                })
            })
            .collect();
        let tabled = tabled_evaluations(outline, &tables, index);
        if named.len() >= 2 {
            out.extend(named);
        } else if tabled.len() >= 2 {
            out.extend(tabled);
        } else {
            let text = outline.full_text(index);
            if !text.is_empty() {
                out.push(evaluation(&section.title, text, section.line, &section.title));
            }
        }
    }
    out.truncate(MOST_OF_A_KIND);
    // "Resultaten" under a priority of this plan is about that priority.
    for (index, section) in outline.sections.iter().enumerate().skip(1) {
        let inside = section.role != Role::Evaluation && section.label == Some(Label::Results);
        let text = outline.text_of(index);
        if inside
            && !text.is_empty()
            && let Some(parent) = section.parent
        {
            let title = outline.sections[parent].title.clone();
            out.push(evaluation(&title, text, section.line, &section.title));
        }
    }
    out
}

/// Rows of a table in the look back: what it was about, and what came of it.
fn tabled_evaluations(outline: &Outline, tables: &[Table<'_>], section: usize) -> Vec<Proposal> {
    let mut out = Vec::new();
    let own = outline.sections[section].blocks.clone();
    let first = tables.partition_point(|table| table.rows.first().is_none_or(|row| row.0 < own.start));
    let inside = |table: &&Table<'_>| table.rows.first().is_some_and(|row| row.0 < own.end);
    for table in tables[first..].iter().take_while(inside) {
        let result = table.column(&["resultaat", "resultaten", "behaald", "bereikt", "stand van zaken"]);
        let Some(result) = result.filter(|&result| result > 0) else { continue };
        for &(block, cells) in &table.rows {
            if let (Some(title), Some(text)) = (cells.first(), cells.get(result))
                && !title.is_empty()
            {
                let row = &outline.blocks[block];
                out.push(evaluation(title, text.clone(), row.line, &row.text));
            }
        }
    }
    out
}

fn evaluation(title: &str, text: String, line: u32, quote: &str) -> Proposal {
    let mut evaluation = Proposal::new(ProposalKind::Evaluation, title, line, quote);
    evaluation.text = text;
    evaluation
}

/// True for a sentence that says that the actions are elsewhere.
pub(super) fn denies_actions(text: &str) -> bool {
    let text = key(text);
    has_any(&text, &["acties", "actiepunten", "maatregelen", "activiteiten"])
        && (has_any(
            &text,
            &[
                "niet in dit plan",
                "niet in deze nota",
                "niet in dit beleid",
                "geen acties",
                "geen concrete acties",
                "niet opgenomen",
                "niet uitgewerkt",
            ],
        ) || (has(&text, "uitvoeringsprogramma*")
            && has_any(&text, &["uitgewerkt", "concrete", "nader"])
            && has_any(&text, &["niet", "jaarlijks*", "jaarlijkse"])))
}
