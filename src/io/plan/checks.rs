//! Checks: where the plan contradicts itself, each as one finding.
//!
//! Owns the comparisons between facts, tree and text; the words of a finding are in `finding`.
//! Used by `parse`, last of all.

use std::collections::{HashMap, HashSet};

use super::announce::denies_actions;
use super::blocks::{BlockKind, cut_at};
use super::draft::{Proposal, ProposalKind};
use super::facts::Facts;
use super::finding::{Finding, FindingCode};
use super::lists::{List, Listed, is_phase};
use super::municipalities;
use super::outline::{LISTING, Outline, Role, Section, Statement};
use super::source::SourceText;
use super::text::{
    enumeration, first_words, has, has_any, key, overlap, same_subject, sentences, split_bracket,
    strip_article,
};
use super::tree::Tree;
use crate::model::kinds::NodeKind;

/// Everything that a person should look at.
pub(super) fn check(
    source: &SourceText,
    outline: &Outline,
    statements: &[Statement],
    lists: &[List],
    facts: &Facts,
    tree: &Tree,
    proposals: &[Proposal],
) -> Vec<Finding> {
    let mut out = Vec::new();
    if let Some(line) = cut_at(&source.lines) {
        out.push(Finding::new(FindingCode::TextTooLong, vec![line.to_string()], vec![line]));
    }
    document(facts, &mut out);
    periods(facts, &mut out);
    other_municipalities(facts, outline, statements, &mut out);
    priorities(tree, proposals, &mut out);
    third_list(outline, proposals, &mut out);
    themes(proposals, &mut out);
    sources(source, outline, statements, &mut out);
    separators(source, outline, lists, &mut out);
    repeated(outline, &mut out);
    brackets(outline, &mut out);
    actions(statements, proposals, &mut out);
    out
}

fn document(facts: &Facts, out: &mut Vec<Finding>) {
    let plan = &facts.plan;
    if plan.title.is_empty() {
        out.push(Finding::new(FindingCode::NoTitle, Vec::new(), Vec::new()));
    }
    let lines = |line: Option<u32>| line.into_iter().collect::<Vec<u32>>();
    if let (Some(from), Some(to)) = (plan.valid_from, plan.valid_to)
        && to < from
    {
        let args = vec![from.to_string(), to.to_string()];
        out.push(Finding::new(FindingCode::ValidityReversed, args, lines(facts.validity_line)));
    }
    if facts.withdrawn_line.is_some() {
        let args = vec![plan.withdrawn_from.map(|date| date.to_string()).unwrap_or_default()];
        out.push(Finding::new(FindingCode::Withdrawn, args, lines(facts.withdrawn_line)));
    }
    let adopted = plan.adopted.as_ref();
    let adopted_on = adopted.and_then(|fact| fact.date);
    if let Some((since, line)) = facts.retroactive {
        let day = since.or(plan.valid_from).map(|date| date.to_string()).unwrap_or_default();
        let later = plan.valid_from.filter(|from| Some(*from) != since).or(adopted_on);
        let args = vec![day, later.map(|date| date.to_string()).unwrap_or_default()];
        out.push(Finding::new(FindingCode::Retroactive, args, vec![line]));
    } else if let (Some(from), Some(date)) = (plan.valid_from, adopted_on)
        && from < date
    {
        let mut at = lines(facts.validity_line);
        at.extend(adopted.map(|fact| fact.line));
        out.push(Finding::new(FindingCode::Retroactive, vec![from.to_string(), date.to_string()], at));
    }
    if let Some(fact) = adopted.filter(|fact| fact.date.is_none() && !fact.date_text.is_empty()) {
        out.push(Finding::new(
            FindingCode::AdoptionWithoutYear,
            vec![fact.date_text.clone()],
            vec![fact.line],
        ));
    }
}

fn years(from: i16, to: i16) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

fn periods(facts: &Facts, out: &mut Vec<Finding>) {
    let plan = &facts.plan;
    let (Some(from), Some(to)) = (plan.from, plan.to) else {
        out.push(Finding::new(FindingCode::NoPeriod, Vec::new(), Vec::new()));
        return;
    };
    let own = years(from, to);
    let mut conflicts: Vec<((i16, i16), Vec<u32>)> = Vec::new();
    for &(from, to, line) in &facts.conflicts {
        match conflicts.iter_mut().find(|(period, _)| *period == (from, to)) {
            Some((_, lines)) => lines.push(line),
            None => conflicts.push(((from, to), vec![line])),
        }
    }
    for ((other_from, other_to), mut lines) in conflicts {
        lines.extend(facts.period_line);
        out.push(Finding::new(
            FindingCode::PeriodConflict,
            vec![own.clone(), years(other_from, other_to)],
            lines,
        ));
    }
    for other in plan.predecessor.iter().chain(&plan.successor) {
        let lines: Vec<u32> = facts.period_line.into_iter().chain([other.line]).collect();
        let args = |span: String| vec![own.clone(), years(other.from, other.to), span];
        let (first, second) = if other.from < from {
            ((other.from, other.to), (from, to))
        } else {
            ((from, to), (other.from, other.to))
        };
        if second.0 <= first.1 {
            out.push(Finding::new(
                FindingCode::PeriodOverlap,
                args(years(second.0, first.1.min(second.1))),
                lines,
            ));
        } else if second.0 > first.1 + 1 {
            out.push(Finding::new(FindingCode::PeriodGap, args(years(first.1 + 1, second.0 - 1)), lines));
        }
    }
}

/// Verbs that a plan uses of its own municipality.
const SELF_VERBS: &[&str] = &[
    "streeft",
    "heeft",
    "hanteert",
    "wil",
    "kiest",
    "werkt",
    "zet",
    "kent",
    "vindt",
    "investeert",
    "is",
    "gaat",
    "blijft",
    "ziet",
    "voert",
    "pakt",
    "scoort",
    "staat",
    "telt",
    "geborgd",
    "leefbaar",
];

/// How often and where a municipality is named, and how often as the plan's own.
#[derive(Default)]
struct Naming {
    count: usize,
    own: usize,
    lines: Vec<u32>,
}

/// A municipality that the text speaks of as its own, and that is not the plan's.
fn other_municipalities(facts: &Facts, outline: &Outline, statements: &[Statement], out: &mut Vec<Finding>) {
    /// Fewer times is a neighbour that happens to be named.
    const LEAST: usize = 3;
    let own = &facts.plan.municipalities;
    if own.is_empty() {
        return;
    }
    let headings = outline.sections.iter().map(|section| (section.line, section.title.as_str()));
    let texts: Vec<(u32, &str)> =
        statements.iter().map(|statement| (statement.line, statement.text)).chain(headings).collect();
    let known: HashSet<&str> = municipalities::names().collect();
    let mut found: HashMap<String, Naming> = HashMap::new();
    for &(line, text) in &texts {
        let words: Vec<&str> = text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            if !bare.starts_with(char::is_uppercase) || bare.len() < 4 {
                continue;
            }
            let Some(name) = municipality_of(bare, &known) else { continue };
            if own.iter().any(|own| own.contains(&name) || name.contains(own.as_str())) {
                continue;
            }
            let before = at.checked_sub(1).map(|at| key(words[at])).unwrap_or_default();
            let after = words.get(at + 1).map(|next| key(next)).unwrap_or_default();
            let inflected = bare != name;
            let inside =
                matches!(before.trim(), "binnen" | "voor" | "gemeente" | "in" | "om") && !word.ends_with(',');
            let speaks = inflected
                || (matches!(before.trim(), "binnen" | "gemeente"))
                || (inside && SELF_VERBS.contains(&after.trim()))
                || SELF_VERBS.contains(&after.trim());
            let entry = found.entry(name).or_default();
            entry.count += 1;
            entry.own += usize::from(speaks);
            entry.lines.push(line);
        }
    }
    let own_name = own.join(", ");
    let own_count: usize = texts
        .iter()
        .map(|(_, text)| own.iter().map(|name| text.matches(name.as_str()).count()).sum::<usize>())
        .sum();
    let mut found: Vec<(String, Naming)> = found.into_iter().collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, Naming { count, own: speaks, lines }) in found {
        if count >= LEAST && speaks >= 2 && speaks * 3 >= count {
            let args = vec![name, count.to_string(), own_name.clone(), own_count.to_string()];
            out.push(Finding::new(FindingCode::OtherMunicipality, args, lines));
        }
    }
}

/// The municipality that a word names, also as "Drechterlandse" or "Hoornse".
fn municipality_of(word: &str, names: &HashSet<&str>) -> Option<String> {
    let known = |name: &str| names.get(name).map(|name| name.to_string());
    known(word).or_else(|| ["se", "s", "er", "e"].iter().find_map(|tail| known(word.strip_suffix(tail)?)))
}

fn priorities(tree: &Tree, proposals: &[Proposal], out: &mut Vec<Finding>) {
    let count = proposals.iter().filter(|p| p.node_kind == Some(NodeKind::Priority)).count();
    let themes = proposals.iter().filter(|p| p.node_kind == Some(NodeKind::Theme)).count();
    if count == 0 && themes == 0 {
        out.push(Finding::new(FindingCode::NoPriorities, Vec::new(), Vec::new()));
    }
    if let Some((number, line)) = tree.announced.filter(|&(number, _)| count > 0 && number != count) {
        let args = vec!["prioriteiten".to_string(), number.to_string(), count.to_string()];
        out.push(Finding::new(FindingCode::CountDiffers, args, vec![line]));
    }
    if tree.listed.len() < 2 || tree.headed.len() < 2 {
        return;
    }
    let alike = |a: &str, b: &str| same_subject(a, b) || overlap(a, b) >= 0.75;
    let only = |left: &[(String, u32)], right: &[(String, u32)]| -> Vec<(String, u32)> {
        left.iter().filter(|(name, _)| !right.iter().any(|(other, _)| alike(name, other))).cloned().collect()
    };
    let (listed, headed) = (only(&tree.listed, &tree.headed), only(&tree.headed, &tree.listed));
    let related = tree.listed.len() == tree.headed.len() || listed.len() < tree.listed.len();
    if !listed.is_empty() && related && (!headed.is_empty() || listed.len() < tree.listed.len()) {
        let names = |side: &[(String, u32)]| {
            side.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let lines = listed.iter().chain(&headed).map(|&(_, line)| line).collect();
        out.push(Finding::new(FindingCode::NamesDiffer, vec![names(&listed), names(&headed)], lines));
    }
}

/// A chapter that lists the themes once more.
fn third_list(outline: &Outline, proposals: &[Proposal], out: &mut Vec<Finding>) {
    // "Bijlage 1. Prioriteiten op een rij" lists them as well.
    let lists = |section: &&Section| {
        section.own_role == Role::Listing
            || (section.own_role == Role::Appendix && has_any(&key(&section.title), LISTING))
    };
    for section in outline.sections.iter().filter(lists) {
        let blocks = &outline.blocks[section.blocks.clone()];
        let mut entries: Vec<String> = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Bullet(_) => entries.push(block.text.trim_end_matches([';', '.']).to_string()),
                BlockKind::Para if block.text.contains("; ") || block.text.contains(", ") => {
                    let rest = block.text.split_once(": ").map_or(block.text.as_str(), |(_, rest)| rest);
                    entries.extend(enumeration(rest));
                }
                _ => {}
            }
        }
        let topics: Vec<&Proposal> = proposals
            .iter()
            .filter(|p| matches!(p.node_kind, Some(NodeKind::Priority | NodeKind::Topic | NodeKind::Theme)))
            .collect();
        if entries.len() < 3 || topics.is_empty() {
            continue;
        }
        let bare = |text: &str| key(strip_article(&split_bracket(text).0)).trim().to_string();
        let mut doubles: Vec<String> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let name = split_bracket(entry).0;
            if entries[..at].iter().any(|other| bare(other) == bare(entry)) && !doubles.contains(&name) {
                doubles.push(name);
            }
        }
        let covers = |entry: &String, topic: &Proposal| {
            let (name, note) = split_bracket(entry);
            let topic_note = split_bracket(&topic.title).1;
            // "Jeugd (overlast)" is "Jeugdoverlast"; "… (HIC)" is the other "… (HIC)".
            let glued = note.as_ref().is_some_and(|note| key(&format!("{name}{note}")) == key(&topic.title));
            let same_note = note.as_ref().is_some_and(|note| topic_note.as_ref() == Some(note));
            glued
                || same_note
                || same_subject(entry, &topic.title)
                || overlap(&name, &topic.title) >= 0.6
                || note.is_some_and(|note| same_subject(&note, &topic.title))
                || topic.parts.iter().any(|part| same_subject(entry, part))
        };
        let missing: Vec<String> = topics
            .iter()
            .filter(|topic| {
                topic.node_kind != Some(NodeKind::Priority)
                    || topics.iter().all(|other| other.under.is_none())
            })
            .filter(|topic| !entries.iter().any(|entry| covers(entry, topic)))
            .map(|topic| topic.title.clone())
            .collect();
        if !doubles.is_empty() || !missing.is_empty() {
            let mut lines: Vec<u32> = blocks.iter().map(|block| block.line).collect();
            lines.push(section.line);
            let args = vec![entries.len().to_string(), doubles.join(", "), missing.join(", ")];
            out.push(Finding::new(FindingCode::ThirdListDiffers, args, lines));
        }
    }
}

/// Problem areas without a driehoek theme, or with several.
fn themes(proposals: &[Proposal], out: &mut Vec<Finding>) {
    let of = |kind: NodeKind| proposals.iter().enumerate().filter(move |(_, p)| p.node_kind == Some(kind));
    let linked = of(NodeKind::DriehoekTheme).filter(|(_, theme)| theme.under.is_some()).count();
    if linked == 0 || of(NodeKind::ProblemArea).count() == 0 {
        return;
    }
    let count =
        |area: usize| of(NodeKind::DriehoekTheme).filter(|(_, theme)| theme.under == Some(area)).count();
    let names = |test: &dyn Fn(usize) -> bool| {
        of(NodeKind::ProblemArea)
            .filter(|&(at, _)| test(count(at)))
            .map(|(_, area)| area.title.clone())
            .collect::<Vec<_>>()
    };
    let (without, several) = (names(&|count| count == 0), names(&|count| count > 1));
    if !without.is_empty() || !several.is_empty() {
        let lines =
            of(NodeKind::ProblemArea).chain(of(NodeKind::DriehoekTheme)).map(|(_, p)| p.line).collect();
        out.push(Finding::new(
            FindingCode::ThemesDiffer,
            vec![without.join(", "), several.join(", ")],
            lines,
        ));
    }
}

/// What a sentence says the analysis was based on.
fn sources_of(text: &str) -> Vec<String> {
    let text_key = key(text);
    let tells = has_any(
        &text_key,
        &["geanalyseerd", "analyse van", "gebaseerd op", "gebruik gemaakt van", "bronnen", "geraadpleegd"],
    ) && has_any(&text_key, &["*monitor", "*cijfers"]);
    if !tells {
        return Vec::new();
    }
    let start = [": ", "analyse van ", "gebaseerd op ", "gebruik gemaakt van "]
        .iter()
        .filter_map(|phrase| text.find(phrase).map(|at| at + phrase.len()))
        .min();
    let Some(start) = start else { return Vec::new() };
    let rest = &text[start..];
    let end = [" hebben ", " heeft ", " met ", " is ", " zijn ", " leidt ", " blijkt "]
        .iter()
        .filter_map(|stop| rest.find(stop))
        .min();
    enumeration(&rest[..end.unwrap_or(rest.len())])
        .iter()
        .map(|item| strip_article(item).to_string())
        .filter(|item| item.split_whitespace().count() <= 6)
        .collect()
}

fn sources(source: &SourceText, outline: &Outline, statements: &[Statement], out: &mut Vec<Finding>) {
    let found: Vec<(u32, Vec<String>)> = statements
        .iter()
        .filter(|statement| {
            !matches!(outline.sections[statement.section].role, Role::Evaluation | Role::Appendix)
        })
        .map(|statement| (statement.line, sources_of(statement.text)))
        .filter(|(_, names)| names.len() >= 2)
        .collect();
    if let [(first_line, first), .., (last_line, last)] = found.as_slice() {
        let only = |left: &[String], right: &[String]| {
            left.iter()
                .filter(|name| {
                    !right.iter().any(|other| same_subject(name, other) || overlap(name, other) >= 0.99)
                })
                .cloned()
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (left, right) = (only(first, last), only(last, first));
        if !left.is_empty() || !right.is_empty() {
            out.push(Finding::new(
                FindingCode::SourcesDiffer,
                vec![left, right],
                vec![*first_line, *last_line],
            ));
        }
    }
    let mut told: Vec<&str> = Vec::new();
    for (line, names) in &found {
        for name in names.iter().filter(|name| {
            (3..=6).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
        }) {
            let spelled = source.lines.iter().any(|line| {
                line.text.contains(&format!("({name})")) || line.text.contains(&format!("{name} ("))
            });
            if !spelled && !told.contains(&name.as_str()) {
                told.push(name);
                out.push(Finding::new(FindingCode::AbbreviationUnexplained, vec![name.clone()], vec![*line]));
            }
        }
    }
}

/// "~" between items, before a phase, between an area and a theme.
fn separators(source: &SourceText, outline: &Outline, lists: &[List], out: &mut Vec<Finding>) {
    let mut jobs: Vec<(&str, Vec<u32>)> = Vec::new();
    let mut add = |job: &'static str, line: u32| match jobs.iter_mut().find(|(known, _)| *known == job) {
        Some((_, lines)) => lines.push(line),
        None => jobs.push((job, vec![line])),
    };
    for block in
        outline.blocks.iter().filter(|block| block.kind == BlockKind::Para && block.text.contains('~'))
    {
        add("items", block.line);
    }
    for list in lists {
        for item in list.items.iter().filter(|item| item.text.contains('~')) {
            add(
                if list.listed == Listed::Cycle || is_phase(&item.text) { "phase" } else { "pair" },
                item.line,
            );
        }
    }
    if jobs.len() < 2 {
        return;
    }
    for line in
        source.lines.iter().filter(|line| line.text.contains("~\u{A0}") || line.text.contains("\u{A0}~"))
    {
        match jobs.iter_mut().find(|(known, _)| *known == "nbsp") {
            Some((_, lines)) => lines.push(line.number),
            None => jobs.push(("nbsp", vec![line.number])),
        }
    }
    let mut args = vec!["~".to_string()];
    args.extend(jobs.iter().map(|(job, _)| job.to_string()));
    let lines = jobs.into_iter().flat_map(|(_, lines)| lines).collect();
    out.push(Finding::new(FindingCode::SeparatorAmbiguous, args, lines));
}

/// Sentences that stand in the plan twice; one finding for each pair of paragraphs.
fn repeated(outline: &Outline, out: &mut Vec<Finding>) {
    /// Shorter sentences repeat by chance (labels, templates).
    const SHORTEST: usize = 100;
    let mut seen: HashMap<String, (usize, u32, &str)> = HashMap::new();
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    for (at, block) in outline.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row(_)) {
            continue;
        }
        // A passage is quoted from its start, so the first sentence of a run names it.
        let mut opening: Option<&str> = None;
        for sentence in sentences(&block.text) {
            let name = key(sentence);
            let long = sentence.chars().count() >= SHORTEST;
            match seen.get(&name) {
                Some(&(before, line, _)) if before != at => {
                    let first = *opening.get_or_insert(sentence);
                    if long && pairs.insert((before, at)) {
                        let args = vec![first_words(first, 8)];
                        out.push(Finding::new(FindingCode::RepeatedParagraph, args, vec![line, block.line]));
                    }
                }
                Some(_) => {}
                None => {
                    opening = None;
                    seen.insert(name, (at, block.line, sentence));
                }
            }
        }
    }
}

/// Round brackets without their partner.
fn brackets(outline: &Outline, out: &mut Vec<Finding>) {
    for block in &outline.blocks {
        let mut open: Vec<usize> = Vec::new();
        let mut odd: Option<usize> = None;
        for (at, c) in block.text.char_indices() {
            match c {
                '(' => open.push(at),
                ')' if open.pop().is_none() && !enumerates(&block.text[..at]) => {
                    odd.get_or_insert(at);
                }
                _ => {}
            }
        }
        if let Some(at) = odd.or(open.first().copied()) {
            out.push(Finding::new(
                FindingCode::UnbalancedBracket,
                vec![around(&block.text, at)],
                vec![block.line],
            ));
        }
    }
}

/// "a)" and "1)" number things.
fn enumerates(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    !word.is_empty()
        && (word.len() == 1 || (word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())))
}

fn around(text: &str, at: usize) -> String {
    /// About four words on either side.
    const SIDE: usize = 30;
    let mut start = at.saturating_sub(SIDE);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + SIDE).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let cut = &text[start..end];
    let cut = if start > 0 { cut.split_once(' ').map_or(cut, |(_, rest)| rest) } else { cut };
    let cut = if end < text.len() { cut.rsplit_once(' ').map_or(cut, |(rest, _)| rest) } else { cut };
    cut.to_string()
}

fn actions(statements: &[Statement], proposals: &[Proposal], out: &mut Vec<Finding>) {
    let denial =
        statements.iter().find(|statement| denies_actions(statement.text) && has(&statement.key, "acties"));
    let owned = proposals.iter().any(|p| p.kind == ProposalKind::CandidateAction && !p.parts.is_empty());
    let any = proposals.iter().any(|p| p.kind == ProposalKind::CandidateAction);
    if let Some(denial) = denial.filter(|_| !owned) {
        out.push(Finding::new(FindingCode::NoActions, vec![denial.text.to_string()], vec![denial.line]));
    } else if !any {
        out.push(Finding::new(FindingCode::NoActions, vec![String::new()], Vec::new()));
    }
}
