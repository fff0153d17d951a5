//! Priorities that the plan enumerates: in the paragraph that sums it up, in a list, in a sentence, in a table.
//!
//! Owns the choice between several enumerations: how surely each one is that of the council's own priorities. Used by `grow`, which
//! brings what is found together with the headings.

use super::branch::{Branch, branch, is_name, item_branch, merge_topics, strip_numbering, unique};
use crate::io::plan::lists::{List, Listed, NOT_OWN, tables};
use crate::io::plan::outline::{Outline, Role, Statement, label_of};
use crate::io::plan::text::{
    enumeration, has, has_any, key, number_word, same_subject, sentences, split_outside,
};

/// "vier prioriteiten": the number that the plan announces.
pub(super) fn announced(outline: &Outline, statements: &[Statement]) -> Option<(usize, u32)> {
    statements.iter().find_map(|statement| {
        let role = outline.sections[statement.section].role;
        let text = &statement.key;
        if matches!(role, Role::Evaluation | Role::Regional | Role::National | Role::Driehoek)
            || has_any(&text, NOT_OWN) && !has(&text, "terugblik")
            || has_any(&text, &["kende", "kenden", "telde", "hadden"])
        {
            return None;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        words.iter().enumerate().find_map(|(at, word)| {
            let number = number_word(word)?;
            // "hoofdstuk 3 … prioriteiten" and "2 van de prioriteiten" announce nothing.
            let reach = if word.bytes().all(|byte| byte.is_ascii_digit()) { 1 } else { 2 };
            let near = words
                .iter()
                .skip(at + 1)
                .take(reach)
                .any(|next| matches!(*next, "prioriteiten" | "speerpunten" | "pijlers" | "hoofdthemas"));
            near.then_some((number, statement.line))
        })
    })
}

/// "prioriteiten: Naam: onderwerp, onderwerp (toelichting), …; Naam: …" in a paragraph.
pub(super) fn summary_branches(outline: &Outline, statements: &[Statement]) -> Vec<Branch> {
    for (index, statement) in statements.iter().enumerate() {
        let role = outline.sections[statement.section].role;
        if role.is_of_others() || role == Role::Listing {
            continue;
        }
        let segments = split_outside(statement.text, ';');
        if segments.len() < 2 || segments.iter().filter(|segment| names_topics(segment)).count() < 2 {
            continue;
        }
        let before = index
            .checked_sub(1)
            .and_then(|at| statements.get(at))
            .map(|before| before.key.to_string())
            .unwrap_or_default();
        let (intro, rest) = match statement.text.split_once(": ") {
            Some((intro, rest)) if has_any(&key(intro), OWN_PRIORITIES) => (key(intro), rest),
            _ if has_any(&before, OWN_PRIORITIES) || matches!(role, Role::Summary | Role::Priorities) => {
                (before, statement.text)
            }
            _ => continue,
        };
        if has_any(&intro, NOT_OWN) {
            continue;
        }
        let mut out: Vec<Branch> = Vec::new();
        for segment in split_outside(rest, ';') {
            let segment = segment.trim().trim_end_matches('.').trim();
            let segment = segment.strip_prefix("en ").unwrap_or(segment);
            let colons: Vec<&str> = segment.split(": ").collect();
            // "Kop: de naam: onderwerpen": the last colon comes before the topics.
            let (name, label, topics) = match colons.as_slice() {
                [] => continue,
                [name] => (*name, None, ""),
                [name, topics] => (*name, None, *topics),
                [label, .., name, topics] => (*name, Some(*label), *topics),
            };
            let mut priority = branch(name, statement.line, segment);
            priority.parts.extend(label.map(str::to_string));
            priority.topics = enumeration(topics)
                .iter()
                .filter(|item| is_name(item))
                .map(|item| branch(item, statement.line, item_quote(segment, item)))
                .collect();
            if is_name(&priority.name) {
                out.push(priority);
            }
        }
        if out.len() >= 2
            && out.iter().filter(|priority| !priority.topics.is_empty()).count() * 2 >= out.len()
        {
            return out;
        }
    }
    Vec::new()
}

const OWN_PRIORITIES: &[&str] = &[
    "prioriteiten",
    "prioriteit",
    "*speerpunten",
    "themas",
    "hoofdthemas",
    "*themas",
    "pijlers",
    "opgaven",
    "programmalijnen",
    "hoofdlijnen",
    "sporen",
    "ambities",
];

/// "Naam: a, b", where the name is no label such as "Doel".
fn names_topics(segment: &str) -> bool {
    segment.split_once(": ").is_some_and(|(name, _)| label_of(&key(name)).is_none())
}

/// The item as it stands in the segment, else the whole segment.
fn item_quote<'t>(segment: &'t str, item: &str) -> &'t str {
    segment.find(item).map_or(segment, |at| &segment[at..at + item.len()])
}

/// Priorities in a list: bullets, or an enumeration in a sentence.
pub(super) fn listed_branches(
    outline: &Outline,
    lists: &[List],
    statements: &[Statement],
    announced: Option<(usize, u32)>,
) -> Vec<Branch> {
    let mut candidates: Vec<(i32, Vec<Branch>)> = Vec::new();
    for list in lists.iter().filter(|list| list.listed == Listed::Priorities) {
        let role = outline.sections[list.section].role;
        if role.is_of_others() || matches!(role, Role::Listing | Role::Fields) {
            continue;
        }
        let mut branches: Vec<Branch> = Vec::new();
        for item in &list.items {
            let next = item_branch(&item.text, item.line);
            match branches.last_mut() {
                Some(last) if item.depth > 1 => last.topics.push(next),
                _ => branches.push(next),
            }
        }
        let names = branches
            .iter()
            .filter(|branch| is_name(&branch.name) && branch.name.split_whitespace().count() <= 10)
            .count();
        if names * 4 < branches.len() * 3 || branches.len() < 2 {
            continue;
        }
        branches.retain(|branch| is_name(&branch.name));
        let mut score = intro_score(&key(&list.intro), role);
        score += i32::from(announced.is_some_and(|(number, _)| number == branches.len())) * 3;
        candidates.push((score, branches));
    }
    for statement in statements {
        let role = outline.sections[statement.section].role;
        if role.is_of_others() || matches!(role, Role::Listing | Role::Fields) {
            continue;
        }
        let Some((intro, rest)) = inline_priorities(statement.text) else { continue };
        if has_any(&intro, NOT_OWN) {
            continue;
        }
        let branches: Vec<Branch> = enumeration(rest)
            .iter()
            .filter(|item| is_name(item) && item.split_whitespace().count() <= 10)
            .map(|item| branch(item, statement.line, statement.text))
            .collect();
        if branches.len() < 2 {
            continue;
        }
        let mut score = intro_score(&intro, role) - 1;
        score += i32::from(announced.is_some_and(|(number, _)| number == branches.len())) * 3;
        candidates.push((score, branches));
    }
    candidates.extend(tabled_branches(outline).map(|branches| (TABLE_SCORE, branches)));
    let most = candidates.iter().map(|(score, _)| *score).max();
    candidates
        .into_iter()
        .find(|(score, _)| Some(*score) == most && *score > 0)
        .map(|(_, branches)| branches)
        .unwrap_or_default()
}

fn intro_score(intro: &str, role: Role) -> i32 {
    let mut score = 0;
    score += if has_any(intro, &["prioriteiten", "speerpunten", "pijlers", "opgaven", "programmalijnen"]) {
        3
    } else {
        1
    };
    score += i32::from(has_any(intro, &["volgende", "komende", "voorrang", "deze periode"]));
    score += if matches!(role, Role::Priorities | Role::Summary) { 2 } else { 0 };
    score -= if matches!(role, Role::Analysis | Role::Programme | Role::Finance | Role::Law) { 2 } else { 0 };
    score
}

/// "De prioriteiten zijn: a, b en c." or "… prioriteiten: a, b en c": the announcement and the rest.
fn inline_priorities(text: &str) -> Option<(String, &str)> {
    let (intro, rest) = text.split_once(": ").or_else(|| {
        ["prioriteiten zijn ", "speerpunten zijn ", "pijlers zijn ", "prioriteiten zijn dan ook "]
            .iter()
            .find_map(|phrase| {
                let at = text.find(phrase)? + phrase.len();
                Some((&text[..at], &text[at..]))
            })
    })?;
    let words = key(intro);
    let own = has_any(
        &words,
        &[
            "prioriteiten",
            "*speerpunten",
            "hoofdthemas",
            "pijlers",
            "programmalijnen",
            "opgaven",
            "themas",
            "sporen",
        ],
    );
    let tail: Vec<&str> = words.split_whitespace().rev().take(9).collect();
    let near = tail.iter().any(|word| {
        word.ends_with("prioriteiten")
            || word.ends_with("speerpunten")
            || word.ends_with("themas")
            || matches!(*word, "pijlers" | "programmalijnen" | "opgaven" | "sporen")
    });
    (own && near && (rest.contains(", ") || rest.contains(" en ")) && sentences(rest).len() == 1)
        .then_some((words, rest))
}

/// A table with a column for the priorities says it more surely than any sentence.
const TABLE_SCORE: i32 = 8;

/// Rows of a table with a column "Prioriteit" and one for what belongs to it.
fn tabled_branches(outline: &Outline) -> impl Iterator<Item = Vec<Branch>> {
    tables(outline).into_iter().filter_map(|table| {
        let (first, _) = table.rows.first()?;
        let role = outline.sections[outline.section_of(*first)].role;
        if role.is_of_others() {
            return None;
        }
        let name = table.column(&[
            "prioriteit",
            "prioriteiten",
            "speerpunt",
            "speerpunten",
            "pijler",
            "programmalijn",
            "hoofdthema",
            "opgave",
        ])?;
        let topics = table.column(&[
            "thema",
            "themas",
            "onderwerp",
            "onderwerpen",
            "subthemas",
            "deelthemas",
            "aandachtspunten",
        ])?;
        /// No council chooses more, and comparing each with each would take for ever.
        const MOST_ROWS: usize = 200;
        let mut out: Vec<Branch> = Vec::new();
        for &(block, cells) in table.rows.iter().take(MOST_ROWS) {
            let (Some(title), Some(below)) = (cells.get(name), cells.get(topics)) else { continue };
            let row = &outline.blocks[block];
            let found: Vec<Branch> = enumeration(below)
                .iter()
                .filter(|item| is_name(item))
                .map(|item| branch(item, row.line, &row.text))
                .collect();
            match out.last_mut() {
                // The name stands once, before its first topic.
                Some(last) if title.is_empty() || same_subject(&last.name, title) => {
                    merge_topics(&mut last.topics, found);
                }
                _ if is_name(title) => {
                    let mut next = branch(strip_numbering(title), row.line, &row.text);
                    next.topics = found;
                    out.push(next);
                }
                _ => {}
            }
        }
        (out.len() >= 2).then(|| unique(out))
    })
}
