//! What the plan names beside its priorities: regional problem areas, national goals, the watch list, driehoek themes, projects, and
//! the five fields of Kernbeleid Veiligheid.
//!
//! Owns where each of these stands in a plan and at what level it is. Used by `grow`, after the priorities are known.

use super::Tree;
use super::branch::{is_abbreviation, is_name, is_subject, running_list, split_head, topics_in};
use crate::io::plan::draft::{Proposal, ProposalKind};
use crate::io::plan::lists::{List, Listed, WATCH_WORDS, tables};
use crate::io::plan::outline::{Outline, Role, Statement, field_of};
use crate::io::plan::text::{
    capitalise, enumeration, has, has_any, key, overlap, same_subject, shorten, split_bracket, strip_article,
    strip_footnotes,
};
use crate::model::kinds::{Level, NodeKind, SafetyField};

impl Tree {
    pub(super) fn add_regional(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
        let flat = |listed| match listed {
            Listed::ProblemAreas => Some((NodeKind::ProblemArea, Level::Regional)),
            Listed::NationalGoals => Some((NodeKind::NationalGoal, Level::National)),
            Listed::Watch => Some((NodeKind::Watch, Level::Local)),
            _ => None,
        };
        for list in lists {
            if let Some((kind, level)) = flat(list.listed) {
                for item in &list.items {
                    let (head, _) = split_head(&item.text);
                    self.add_flat(kind, level, &head, item.line, &item.text);
                }
            }
        }
        self.add_headed_regional(outline);
        for (index, statement) in statements.iter().enumerate() {
            if matches!(outline.sections[statement.section].role, Role::Appendix) {
                continue;
            }
            let Some((intro, rest)) = statement.text.split_once(": ") else {
                self.add_running(statement);
                continue;
            };
            let role = outline.sections[statement.section].role;
            let words = key(intro);
            let around = [index.wrapping_sub(1), index, index + 1]
                .iter()
                .filter_map(|&at| statements.get(at))
                .filter(|other| other.block == statement.block)
                .map(|other| &*other.key)
                .collect::<String>();
            let enumerates = rest.contains(", ") || rest.contains(" en ") || rest.contains("; ");
            if !enumerates || rest.chars().count() > 400 {
                continue;
            }
            let subject = has_any(
                &words,
                &[
                    "problemen",
                    "onderwerpen",
                    "fenomenen",
                    "verschijnselen",
                    "ontwikkelingen",
                    "themas",
                    "aandachtspunten",
                ],
            );
            let national = has(&words, "landelijk*")
                && has_any(
                    &words,
                    &["doelstelling*", "prioriteit*", "themas", "doelen", "agenda", "onderwerpen"],
                );
            let regional = has_any(&words, &["regionale", "regionaal", "eenheid"]);
            let area = has(&words, "probleemgebied*")
                || (regional && has_any(&words, &["prioriteiten", "*themas", "speerpunten"]))
                || (role == Role::Regional && has_any(&words, &["prioriteiten", "themas", "speerpunten"]));
            let (kind, level) = if national {
                (NodeKind::NationalGoal, Level::National)
            } else if subject && has_any(&around, WATCH_WORDS) {
                (NodeKind::Watch, Level::Local)
            } else if area {
                (NodeKind::ProblemArea, Level::Regional)
            } else {
                continue;
            };
            for item in enumeration(rest) {
                self.add_flat(kind, level, &item, statement.line, statement.text);
            }
        }
        self.add_driehoek(outline, lists, statements);
    }

    fn add_flat(&mut self, kind: NodeKind, level: Level, text: &str, line: u32, quote: &str) {
        let (name, note) = split_bracket(&strip_footnotes(text));
        let name = capitalise(strip_article(name.trim()));
        if self.is_full() || !is_name(&name) || self.find_node(&name, kind).is_some() {
            return;
        }
        let title = match &note {
            // An abbreviation stays with its name: others refer to it.
            Some(note) if is_abbreviation(note) => format!("{name} ({note})"),
            _ => name,
        };
        let mut node = Proposal::new(ProposalKind::Node, title, line, quote);
        node.node_kind = Some(kind);
        node.level = Some(level);
        node.parts = note.filter(|note| !is_abbreviation(note)).into_iter().collect();
        self.proposals.push(node);
    }

    /// "De landelijke agenda bevat doelstellingen voor a, b en c", "de eenheid kent als regionale thema’s
    /// a, b en c".
    fn add_running(&mut self, statement: &Statement) {
        const NOUNS: &[&str] = &["doelstellingen", "prioriteiten", "speerpunten", "thema's", "thema’s"];
        let (kind, level) = if has(&statement.key, "landelijk*") {
            (NodeKind::NationalGoal, Level::National)
        } else if has_any(&statement.key, &["regionale", "de eenheid"]) {
            (NodeKind::ProblemArea, Level::Regional)
        } else {
            return;
        };
        let items = running_list(statement.text, NOUNS)
            .and_then(|rest| topics_in(rest, statement.line, statement.text))
            .unwrap_or_default();
        for item in items {
            self.add_flat(kind, level, &item.name, item.line, statement.text);
        }
    }

    /// Sub-headings of a chapter on the regional plan.
    fn add_headed_regional(&mut self, outline: &Outline) {
        for (index, section) in outline.sections.iter().enumerate().skip(1) {
            let (kind, level) = match section.own_role {
                Role::Regional => (NodeKind::ProblemArea, Level::Regional),
                Role::National => (NodeKind::NationalGoal, Level::National),
                Role::Watch => (NodeKind::Watch, Level::Local),
                _ => continue,
            };
            let children: Vec<usize> = outline
                .children(index)
                .filter(|&child| {
                    let child = &outline.sections[child];
                    child.own_role == Role::Other && child.label.is_none() && is_subject(&child.title)
                })
                .collect();
            if children.len() < 2 {
                continue;
            }
            for child in children {
                let child = &outline.sections[child];
                let title = child.title.clone();
                self.add_flat(kind, level, &title, child.line, &title);
            }
        }
    }

    fn add_driehoek(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
        for list in lists.iter().filter(|list| list.listed == Listed::DriehoekThemes) {
            for item in &list.items {
                self.driehoek_theme(&item.text, item.line, &item.text);
            }
        }
        for statement in statements {
            let section = &outline.sections[statement.section];
            let Some((intro, rest)) = statement.text.split_once(": ") else { continue };
            let words = key(intro);
            let driehoek = section.role == Role::Driehoek || has(&words, "*driehoek");
            if driehoek
                && section.role != Role::Evaluation
                && has_any(&words, &["themas", "thema", "prioriteiten", "onderwerpen", "speerpunten"])
                && (rest.contains(", ") || rest.contains("; "))
                && rest.chars().count() < 400
            {
                let items = enumeration(rest);
                // "De driehoek en de raad kiezen als prioriteiten: …": those are the council's own.
                if items.iter().all(|item| self.find_node(item, NodeKind::Priority).is_some()) {
                    continue;
                }
                for item in items {
                    self.driehoek_theme(&item, statement.line, statement.text);
                }
            }
        }
    }

    /// "Gebied ~ Thema" puts the theme under its problem area.
    fn driehoek_theme(&mut self, text: &str, line: u32, quote: &str) {
        let text = text.trim().trim_end_matches([';', '.', ' ']);
        let pair = text
            .split_once('~')
            .or_else(|| text.split_once(" – "))
            .or_else(|| text.split_once(" - "))
            .or_else(|| text.split_once(": "));
        let (area, theme) = match pair {
            Some((area, theme)) => (Some(area.trim()), theme.trim()),
            None => (None, text),
        };
        let found = area.and_then(|area| self.area_of(area));
        // "Inbraken: we bundelen de inzet": an explanation, not an area and its theme.
        let (name, rest) = match (area, found) {
            (Some(area), None) if !text.contains('~') => (area, theme),
            _ => (theme, ""),
        };
        let (name, note) = split_bracket(&strip_footnotes(name));
        let title = capitalise(strip_article(&name));
        let double = self.proposals.iter().any(|node| {
            node.node_kind == Some(NodeKind::DriehoekTheme)
                && node.under == found
                && same_subject(&node.title, &title)
        });
        if self.is_full() || !is_name(&title) || double {
            return;
        }
        let mut node = Proposal::new(ProposalKind::Node, title, line, quote);
        node.node_kind = Some(NodeKind::DriehoekTheme);
        node.level = Some(Level::Driehoek);
        node.under = found;
        node.text = rest.to_string();
        node.parts = note.into_iter().collect();
        if let (Some(area), None, true) = (area, found, text.contains('~')) {
            node.parts.push(area.to_string());
        }
        self.proposals.push(node);
    }

    /// The problem area with this name, also by the abbreviation in its brackets.
    fn area_of(&self, name: &str) -> Option<usize> {
        self.find_node(name, NodeKind::ProblemArea).or_else(|| {
            self.proposals.iter().position(|node| {
                node.node_kind == Some(NodeKind::ProblemArea) && overlap(&node.title, name) >= 0.99
            })
        })
    }

    pub(super) fn add_projects(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
        for list in lists.iter().filter(|list| list.listed == Listed::Projects) {
            let start = self.proposals.len();
            for item in &list.items {
                self.add_project(&item.text, item.line, &item.text, false);
            }
            let regional = matches!(outline.sections[list.section].role, Role::Agreements | Role::Regional);
            for node in self.proposals[start..].iter_mut().filter(|_| regional) {
                node.level = Some(Level::Regional);
            }
        }
        for statement in statements {
            for name in projects_in(statement.text) {
                self.add_project(&name, statement.line, statement.text, true);
            }
        }
    }

    fn add_project(&mut self, text: &str, line: u32, quote: &str, mentioned: bool) {
        let (name, note) = split_bracket(&strip_footnotes(text));
        let bare = name.trim().trim_start_matches("Project ").trim_start_matches("project ");
        let bare = bare
            .trim_matches(|c: char| matches!(c, '‘' | '’' | '“' | '”' | '"' | '\'' | ' ' | '.' | ';' | ','));
        let title = capitalise(strip_article(bare));
        let known = self.proposals.iter().any(|node| {
            node.node_kind == Some(NodeKind::Project)
                && (same_subject(&node.title, &title) || key(&node.title) == key(&title))
        });
        if self.is_full() || !is_name(&title) || known {
            return;
        }
        let mut node = Proposal::new(ProposalKind::Node, title, line, quote);
        node.node_kind = Some(NodeKind::Project);
        node.parts = note.map(|note| enumeration(&note)).unwrap_or_default();
        node.level = Some(Level::Local);
        node.mentioned = mentioned;
        self.proposals.push(node);
    }

    pub(super) fn add_fields(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
        let mut found: Vec<(SafetyField, u32, String)> = Vec::new();
        for list in lists.iter().filter(|list| list.listed == Listed::Fields) {
            found.extend(
                list.items
                    .iter()
                    .filter_map(|item| Some((field_of(&item.text)?, item.line, item.text.clone()))),
            );
        }
        for statement in statements {
            if has_any(&statement.key, &["kernbeleid", "veiligheidsvelden", "vijf velden", "vijf themas"])
                && let Some((_, rest)) = statement.text.split_once(": ")
            {
                let text = key(rest);
                for (field, pattern) in FIELD_WORDS {
                    if has(&text, pattern) {
                        found.push((*field, statement.line, statement.text.to_string()));
                    }
                }
            }
        }
        for table in tables(outline) {
            for &(block, cells) in &table.rows {
                let line = outline.blocks[block].line;
                found.extend(
                    cells.iter().take(2).find_map(|cell| Some((field_of(cell)?, line, cell.clone()))),
                );
            }
        }
        for section in outline.sections.iter().skip(1) {
            if !matches!(section.role, Role::Evaluation | Role::Appendix) && section.label.is_none() {
                found.extend(
                    field_of(&section.title).map(|field| (field, section.line, section.title.clone())),
                );
            }
        }
        let distinct =
            SafetyField::ALL.iter().filter(|field| found.iter().any(|(known, ..)| known == *field)).count();
        if distinct < 3 {
            return;
        }
        for &field in SafetyField::ALL {
            let Some((_, line, quote)) = found.iter().find(|(known, ..)| *known == field) else { continue };
            let mut proposal = Proposal::new(ProposalKind::Field, field_name(field), *line, quote.clone());
            proposal.field = Some(field);
            self.proposals.push(proposal);
        }
    }
}

const FIELD_WORDS: &[(SafetyField, &str)] = &[
    (SafetyField::Living, "woon en leefomgeving"),
    (SafetyField::Business, "bedrijvigheid"),
    (SafetyField::Youth, "jeugd"),
    (SafetyField::Physical, "fysieke veiligheid"),
    (SafetyField::Integrity, "integriteit"),
];

/// The field's name in Kernbeleid Veiligheid (VNG).
fn field_name(field: SafetyField) -> &'static str {
    match field {
        SafetyField::Living => "Veilige woon- en leefomgeving",
        SafetyField::Business => "Bedrijvigheid en veiligheid",
        SafetyField::Youth => "Jeugd en veiligheid",
        SafetyField::Physical => "Fysieke veiligheid",
        SafetyField::Integrity => "Integriteit en veiligheid",
    }
}

/// Projects that a sentence names: "projecten als A, B en C", "project ‘X’", "project Kompas".
fn projects_in(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for phrase in ["projecten als ", "projecten zoals ", "initiatieven als ", "initiatieven zoals "] {
        if let Some(at) = text.find(phrase) {
            out.extend(
                enumeration(&text[at + phrase.len()..])
                    .into_iter()
                    .filter(|item| item.split_whitespace().count() <= 5),
            );
        }
    }
    for (at, _) in text.match_indices("roject ") {
        let rest = text[at + "roject ".len()..].trim_start();
        let Some(first) = rest.chars().next() else { continue };
        if matches!(first, '‘' | '“' | '"' | '\'') {
            let inner = &rest[first.len_utf8()..];
            if let Some(end) = inner.find(['’', '”', '"', '\'']) {
                out.push(inner[..end].to_string());
            }
        } else if first.is_uppercase() {
            let name: Vec<&str> =
                rest.split(' ').take_while(|word| word.starts_with(char::is_uppercase)).take(4).collect();
            let joined = name.join(" ");
            let cut = joined.find([',', '.', ';', '(', ':']).map_or(joined.as_str(), |end| &joined[..end]);
            out.push(cut.trim().to_string());
        }
    }
    out.retain(|name| is_name(name) && shorten(name) == *name);
    out
}
