//! The nodes: priorities with their topics, regional problem areas, national goals, the watch list,
//! driehoek themes and projects; and the five fields when the plan names them.
//!
//! Owns the choice of which list or which headings are the council's priorities, and how the names
//! in a summary and the headings of a chapter are brought together. Used by `parse`; `checks` asks
//! it for the places that disagree.

use std::collections::HashMap;

use super::blocks::BlockKind;
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed, NOT_OWN, WATCH_WORDS, tables};
use super::outline::{Label, Outline, Role, Statement, field_of};
use super::text::{
    capitalise, enumeration, has, has_any, key, number_word, overlap, same_subject, sentences, shorten,
    split_bracket, split_outside, split_tilde, strip_article, strip_footnotes,
};
use crate::model::kinds::{Level, NodeKind, SafetyField};

/// The nodes, and what the checks want to know about how they were found.
pub(super) struct Tree {
    pub proposals: Vec<Proposal>,
    /// Node that a section describes.
    pub node_of: HashMap<usize, usize>,
    /// Names of the priorities in the summary or list, with their line.
    pub listed: Vec<(String, u32)>,
    /// Headings of the chapter on priorities, with their line.
    pub headed: Vec<(String, u32)>,
    /// "drie prioriteiten": the number announced and its line.
    pub announced: Option<(usize, u32)>,
    /// True when sections were ordered by the fields of Kernbeleid instead of by priority.
    pub by_fields: bool,
}

#[derive(Clone, Debug, Default)]
struct Branch {
    name: String,
    note: Option<String>,
    parts: Vec<String>,
    text: String,
    line: u32,
    quote: String,
    section: Option<usize>,
    topics: Vec<Branch>,
}

/// Finds the nodes.
pub(super) fn grow(outline: &Outline, lists: &[List], statements: &[Statement]) -> Tree {
    let mut tree = Tree {
        proposals: Vec::new(),
        node_of: HashMap::new(),
        listed: Vec::new(),
        headed: Vec::new(),
        announced: announced(outline, statements),
        by_fields: false,
    };
    let summary = summary_branches(outline, statements);
    let listed = if summary.is_empty() {
        listed_branches(outline, lists, statements, tree.announced)
    } else {
        summary.clone()
    };
    let headed = headed_branches(outline, lists);
    tree.listed = listed.iter().map(|branch| (branch.name.clone(), branch.line)).collect();
    tree.headed = headed.iter().map(|branch| (branch.name.clone(), branch.line)).collect();
    let mut branches = combine(listed, headed, !summary.is_empty(), outline, lists);
    let fields: Vec<usize> = (1..outline.sections.len())
        .filter(|&index| {
            let section = &outline.sections[index];
            field_of(&section.title).is_some()
                && section.label.is_none()
                && !matches!(section.role, Role::Evaluation | Role::Appendix | Role::Analysis)
        })
        .collect();
    let named_fields = branches.iter().filter(|branch| field_of(&branch.name).is_some()).count();
    tree.by_fields = if branches.is_empty() {
        fields.len() >= 2
    } else {
        fields.len() >= 3 && named_fields * 2 > branches.len()
    };
    if tree.by_fields {
        branches.retain(|branch| field_of(&branch.name).is_none());
    }
    for branch in branches.iter().take(MOST_OF_A_KIND) {
        tree.add_branch(branch, NodeKind::Priority, None, None);
    }
    if tree.by_fields {
        tree.add_field_themes(outline, lists, &fields);
    }
    tree.describe_topics(outline);
    tree.add_regional(outline, lists, statements);
    tree.add_projects(outline, lists, statements);
    tree.add_fields(outline, lists, statements);
    tree.map_sections(outline);
    tree
}

impl Tree {
    fn add_branch(
        &mut self,
        branch: &Branch,
        kind: NodeKind,
        under: Option<usize>,
        field: Option<SafetyField>,
    ) -> usize {
        let index = self.proposals.len();
        let mut node =
            Proposal::new(ProposalKind::Node, branch.name.clone(), branch.line, branch.quote.clone());
        node.node_kind = Some(kind);
        node.level = Some(Level::Local);
        node.text = branch.text.clone();
        node.parts = branch.note.iter().cloned().chain(branch.parts.iter().cloned()).collect();
        node.under = under;
        node.field = field;
        self.proposals.push(node);
        if let Some(section) = branch.section {
            self.node_of.entry(section).or_insert(index);
        }
        for topic in branch.topics.iter().take(MOST_OF_A_KIND) {
            let below = if topic.topics.is_empty() { NodeKind::Topic } else { NodeKind::Theme };
            self.add_branch(topic, below, Some(index), field);
        }
        index
    }

    fn is_full(&self) -> bool {
        self.proposals.len() >= MOST_OF_A_KIND
    }

    fn find_node(&self, name: &str, kind: NodeKind) -> Option<usize> {
        self.proposals.iter().position(|node| node.node_kind == Some(kind) && same_subject(&node.title, name))
    }

    /// Chapters named after the fields: what lies under them are themes in that field.
    fn add_field_themes(&mut self, outline: &Outline, lists: &[List], fields: &[usize]) {
        for &section in fields {
            let field = field_of(&outline.sections[section].title);
            for topic in section_topics(outline, lists, section) {
                self.add_theme(&topic, NodeKind::Theme, field);
            }
            for list in
                lists.iter().filter(|list| list.section == section && list.listed == Listed::Priorities)
            {
                for item in &list.items {
                    self.add_theme(&item_branch(&item.text, item.line), NodeKind::Priority, field);
                }
            }
        }
    }

    fn add_theme(&mut self, branch: &Branch, kind: NodeKind, field: Option<SafetyField>) {
        let known = [NodeKind::Theme, NodeKind::Priority]
            .iter()
            .any(|&kind| self.find_node(&branch.name, kind).is_some());
        if !known && !self.is_full() && is_name(&branch.name) {
            self.add_branch(branch, kind, None, field);
        }
    }

    /// A topic from a summary has no text; the chapter says more about it, item by item.
    fn describe_topics(&mut self, outline: &Outline) {
        /// Below half of the words a passage is about something else.
        const LEAST: f32 = 0.6;
        let pieces: Vec<&str> = outline
            .sections
            .iter()
            .filter(|section| section.role == Role::Priorities)
            .flat_map(|section| outline.blocks[section.blocks.clone()].iter())
            .filter(|block| block.kind == BlockKind::Para && block.text.contains('~'))
            .flat_map(|block| split_tilde(&block.text))
            .take(MOST_OF_A_KIND)
            .collect();
        let mut topics: Vec<&mut Proposal> = self
            .proposals
            .iter_mut()
            .filter(|node| node.node_kind == Some(NodeKind::Topic) && node.text.is_empty())
            .collect();
        // A passage is about one topic: the longest name takes first, so that "overlast" does not get what is said of
        // "overlast door alcohol"; of passages that fit alike the first one introduces the topic.
        topics.sort_by_key(|node| std::cmp::Reverse(node.title.split_whitespace().count()));
        let mut taken = vec![false; pieces.len()];
        for node in topics {
            let mut best: Option<(f32, usize)> = None;
            for (index, piece) in pieces.iter().enumerate().filter(|(index, _)| !taken[*index]) {
                let share = share_of_name(&node.title, piece);
                if share >= LEAST && best.is_none_or(|(most, _)| share > most) {
                    best = Some((share, index));
                }
            }
            if let Some((_, index)) = best {
                taken[index] = true;
                node.text = pieces[index].to_string();
            }
        }
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

    fn add_regional(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
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

    fn add_projects(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
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

    fn add_fields(&mut self, outline: &Outline, lists: &[List], statements: &[Statement]) {
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

    /// Sections below that of a node belong to the node as well.
    fn map_sections(&mut self, outline: &Outline) {
        for index in 1..outline.sections.len() {
            if !self.node_of.contains_key(&index)
                && let Some(parent) = outline.sections[index].parent
                && let Some(&node) = self.node_of.get(&parent)
            {
                self.node_of.insert(index, node);
            }
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

fn is_abbreviation(note: &str) -> bool {
    let capitals = note.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&note.chars().count()) && capitals >= 2 && !note.contains(' ')
}

/// Short enough to name something, and not a sentence.
fn is_name(name: &str) -> bool {
    /// The longest names of topics in real plans run to a dozen words.
    const MOST_WORDS: usize = 14;
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && words <= MOST_WORDS
        && name.chars().count() <= 110
        && !name.contains(". ")
        && !name.contains('?')
}

/// A heading that names a subject, and is no question or step of a template.
fn is_subject(title: &str) -> bool {
    let title_key = key(title);
    let first = title_key.split_whitespace().next().unwrap_or_default();
    let question = title.ends_with('?')
        || matches!(
            first,
            "wat" | "hoe" | "waarom" | "wie" | "waar" | "wanneer" | "welke" | "waaraan" | "waarmee"
        );
    is_name(title)
        && !question
        && super::outline::label_of(&title_key).is_none()
        && !has_any(
            &title_key,
            &[
                "inleiding",
                "algemeen",
                "samengevat",
                "samenvatting",
                "conclusie",
                "tabel",
                "figuur",
                "bijlage",
                "leeswijzer",
            ],
        )
}

/// The share of the words of `name` that `text` holds.
fn share_of_name(name: &str, text: &str) -> f32 {
    let text = key(text);
    let bare = split_bracket(name).0;
    let name_key = key(&bare);
    let words: Vec<&str> = name_key
        .split_whitespace()
        .filter(|word| word.chars().count() > 3 && !matches!(*word, "aanpak" | "gevolg" | "door" | "voor"))
        .collect();
    if words.is_empty() {
        return 0.0;
    }
    words.iter().filter(|word| text.contains(&super::text::stem(word))).count() as f32 / words.len() as f32
}

/// "Naam: de rest" or "Naam – de rest", when the name is short.
fn split_head(text: &str) -> (String, String) {
    /// More words before the sign make a sentence of it.
    const MOST_WORDS: usize = 9;
    let text = text.trim();
    for sign in [": ", " – ", " - ", " — "] {
        if let Some((head, rest)) = split_once_outside(text, sign)
            && head.split_whitespace().count() <= MOST_WORDS
            && !head.trim().is_empty()
        {
            return (head.trim().to_string(), rest.trim().to_string());
        }
    }
    // "Naam. Een hele zin erbij."
    let parts = sentences(text);
    if parts.len() > 1 && parts[0].split_whitespace().count() <= 6 {
        let head = parts[0].trim_end_matches('.').to_string();
        // A sentence comes without what stood before it, so it need not be how the text begins.
        let rest = text.find(parts[0]).map_or(text, |at| &text[at + parts[0].len()..]);
        return (head, rest.trim().to_string());
    }
    (text.trim_end_matches([';', '.', ',', ' ']).to_string(), String::new())
}

fn split_once_outside<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let at = text.find(sign)?;
    let open = text[..at].matches('(').count() > text[..at].matches(')').count();
    (!open).then(|| (&text[..at], &text[at + sign.len()..]))
}

/// "de bestuurlijke aanpak" in a sentence; but a name may begin with one: "Een veilige stad".
fn strip_inner_article(name: &str) -> &str {
    let inner = name.starts_with(char::is_lowercase) && !name.starts_with("een ");
    if inner { strip_article(name) } else { name }
}

/// "Speerpunt drugs" is called "Drugs", as "Speerpunt 1: Drugs" is.
fn strip_kind(name: &str) -> &str {
    const KINDS: &[&str] =
        &["speerpunt", "prioriteit", "pijler", "ambitie", "opgave", "programmalijn", "thema"];
    let (word, rest) = name.split_once(' ').unwrap_or((name, ""));
    let bare = word.trim_end_matches(':').to_lowercase();
    let rest = rest.trim_start_matches([':', '-', '–', ' ']);
    if KINDS.contains(&bare.as_str()) && rest.chars().count() > 2 { rest } else { name }
}

fn branch(name: &str, line: u32, quote: &str) -> Branch {
    let (name, note) = split_bracket(strip_kind(&strip_footnotes(name)));
    let bare = name.trim().trim_matches(|c: char| matches!(c, '“' | '”' | '"' | ';' | ',' | '.' | ' '));
    let name = match &note {
        Some(note) if is_abbreviation(note) => format!("{} ({note})", strip_inner_article(bare)),
        _ => strip_inner_article(bare).to_string(),
    };
    Branch {
        name: capitalise(&name),
        note: note.filter(|note| !is_abbreviation(note)),
        line,
        quote: quote.to_string(),
        ..Branch::default()
    }
}

/// An item of a list of priorities: a name, perhaps with topics or an explanation after it.
fn item_branch(text: &str, line: u32) -> Branch {
    let text = strip_numbering(text);
    let (head, rest) = split_head(text);
    let mut out = branch(&head, line, text);
    if let Some(topics) = topics_in(&rest, line, text) {
        out.topics = topics;
    } else {
        out.text = rest;
    }
    // "Naam (onderwerp, onderwerp, onderwerp)": two may be an explanation, three are topics.
    if let Some(note) = out.note.take_if(|note| out.topics.is_empty() && note.matches(", ").count() >= 2)
        && let Some(topics) = topics_in(&note, line, text)
    {
        out.topics = topics;
    }
    out
}

/// "Prioriteit 1: Naam" in a list.
fn strip_numbering(text: &str) -> &str {
    let Some((word, rest)) = text.split_once(' ') else { return text };
    let named = matches!(
        word.to_lowercase().as_str(),
        "prioriteit" | "thema" | "speerpunt" | "pijler" | "ambitie" | "opgave" | "programmalijn"
    );
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !named || digits == 0 {
        return text;
    }
    rest[digits..].trim_start_matches([':', '.', ' ', '-', '–', ')'])
}

/// The enumeration that goes on without a colon: "omvat de onderwerpen a, b en c", "doelstellingen
/// hebben betrekking op a en b".
fn running_list<'t>(text: &'t str, nouns: &[&str]) -> Option<&'t str> {
    const JOINTS: &[&str] = &[
        "hebben betrekking op ",
        "richten zich op ",
        "gaan over ",
        "op het gebied van ",
        "op het terrein van ",
        "voor ",
        "zijn ",
        "te weten ",
        "namelijk ",
        "zoals ",
        "als ",
        "over ",
        "rond ",
    ];
    let rest = nouns.iter().find_map(|noun| {
        let at = text.find(&format!(" {noun} "))?;
        Some(&text[at + noun.len() + 2..])
    })?;
    let rest = JOINTS.iter().find_map(|joint| rest.strip_prefix(joint)).unwrap_or(rest);
    (rest.contains(", ") || rest.contains(" en ")).then_some(rest)
}

/// "Het gaat om a, b en c": what a priority concerns, when it enumerates three or more.
fn concerns(sentence: &str) -> Option<&str> {
    const LEADS: &[&str] = &["Het gaat om ", "Het gaat ons om ", "Het gaat hier om ", "Het gaat daarbij om "];
    // "Onder veilig wonen verstaan wij a, b en c."
    const MEANS: &[&str] = &[" verstaan wij ", " verstaan we "];
    let meaning = || {
        let at = MEANS.iter().find_map(|means| Some(sentence.find(means)? + means.len()));
        at.filter(|_| sentence.starts_with("Onder ")).map(|at| &sentence[at..])
    };
    let rest = LEADS.iter().find_map(|lead| sentence.strip_prefix(lead)).or_else(meaning)?;
    let rest = rest.strip_prefix("de aanpak van ").unwrap_or(rest);
    (rest.contains(", ") && rest.contains(" en ")).then_some(rest)
}

/// The topics of "onderwerp, onderwerp (toelichting), …"; `None` for prose.
fn topics_in(rest: &str, line: u32, quote: &str) -> Option<Vec<Branch>> {
    /// Items of an enumeration of topics are names, not clauses.
    const MOST_WORDS: usize = 10;
    if rest.is_empty() || sentences(rest).len() > 1 {
        return None;
    }
    let rest = rest.strip_prefix("onderwerpen: ").or_else(|| rest.strip_prefix("met ")).unwrap_or(rest);
    let items = enumeration(rest);
    let short = items.iter().all(|item| split_bracket(item).0.split_whitespace().count() <= MOST_WORDS);
    let average =
        items.iter().map(|item| item.split_whitespace().count()).sum::<usize>() / items.len().max(1);
    let prose = has_any(
        &key(rest),
        &[
            "we", "wij", "wordt", "worden", "zijn", "is", "heeft", "hebben", "willen", "moet", "moeten",
            "zodat", "waarbij", "dat", "die", "om",
        ],
    );
    (items.len() >= 2 && short && average <= 5 && !prose)
        .then(|| items.iter().filter(|item| is_name(item)).map(|item| branch(item, line, quote)).collect())
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

/// "prioriteiten: Naam: onderwerp, onderwerp (toelichting), …; Naam: …" in a paragraph.
fn summary_branches(outline: &Outline, statements: &[Statement]) -> Vec<Branch> {
    for (index, statement) in statements.iter().enumerate() {
        let role = outline.sections[statement.section].role;
        if matches!(
            role,
            Role::Evaluation
                | Role::Regional
                | Role::National
                | Role::Driehoek
                | Role::Appendix
                | Role::Listing
        ) {
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

/// "Naam: a, b", where the name is no label such as "Doel".
fn names_topics(segment: &str) -> bool {
    segment.split_once(": ").is_some_and(|(name, _)| super::outline::label_of(&key(name)).is_none())
}

/// The item as it stands in the segment, else the whole segment.
fn item_quote<'t>(segment: &'t str, item: &str) -> &'t str {
    segment.find(item).map_or(segment, |at| &segment[at..at + item.len()])
}

/// "vier prioriteiten": the number that the plan announces.
fn announced(outline: &Outline, statements: &[Statement]) -> Option<(usize, u32)> {
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

/// Priorities in a list: bullets, or an enumeration in a sentence.
fn listed_branches(
    outline: &Outline,
    lists: &[List],
    statements: &[Statement],
    announced: Option<(usize, u32)>,
) -> Vec<Branch> {
    let mut candidates: Vec<(i32, Vec<Branch>)> = Vec::new();
    for list in lists.iter().filter(|list| list.listed == Listed::Priorities) {
        let role = outline.sections[list.section].role;
        if matches!(
            role,
            Role::Evaluation
                | Role::Regional
                | Role::National
                | Role::Driehoek
                | Role::Appendix
                | Role::Listing
                | Role::Fields
        ) {
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
        if matches!(
            role,
            Role::Evaluation
                | Role::Regional
                | Role::National
                | Role::Driehoek
                | Role::Appendix
                | Role::Listing
                | Role::Fields
        ) {
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

/// A table with a column for the priorities says it more surely than any sentence.
const TABLE_SCORE: i32 = 8;

/// Rows of a table with a column "Prioriteit" and one for what belongs to it.
fn tabled_branches(outline: &Outline) -> impl Iterator<Item = Vec<Branch>> {
    tables(outline).into_iter().filter_map(|table| {
        let (first, _) = table.rows.first()?;
        let role = outline.sections[outline.section_of(*first)].role;
        if matches!(
            role,
            Role::Evaluation | Role::Regional | Role::National | Role::Driehoek | Role::Appendix
        ) {
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

/// Headings that are priorities: "Prioriteit 2: …", or the sections of the chapter on priorities.
fn headed_branches(outline: &Outline, lists: &[List]) -> Vec<Branch> {
    let closed = |role: Role| {
        matches!(
            role,
            Role::Evaluation
                | Role::Regional
                | Role::National
                | Role::Driehoek
                | Role::Appendix
                | Role::Listing
                | Role::Analysis
        )
    };
    let to_branch = |index: usize| {
        let section = &outline.sections[index];
        let mut out = branch(&section.title, section.line, &section.title);
        out.section = Some(index);
        out.text = outline.text_of(index);
        out.topics = section_topics(outline, lists, index);
        out
    };
    const BEST_FIRST: &[&str] = &[
        "prioriteit",
        "speerpunt",
        "pijler",
        "hoofdthema",
        "opgave",
        "programmalijn",
        "ambitie",
        "kernthema",
        "veiligheidsthema",
        "beleidsthema",
        "thema",
        "programma",
        "spoor",
        "lijn",
        "actielijn",
    ];
    for word in BEST_FIRST {
        let named: Vec<usize> = (1..outline.sections.len())
            .filter(|&index| {
                outline.sections[index].named == Some(word)
                    && !parent_role(outline, index).is_some_and(closed)
            })
            .collect();
        if named.len() >= 2 {
            return unique(named.into_iter().map(to_branch).collect());
        }
    }
    // Some plans call their priorities ambitions or goals.
    for chapter_role in [Role::Priorities, Role::Vision] {
        let chapters = (1..outline.sections.len()).filter(|&index| {
            let section = &outline.sections[index];
            section.own_role == chapter_role
                && section.label.is_none()
                && !parent_role(outline, index).is_some_and(closed)
        });
        let mut out = Vec::new();
        for chapter in chapters {
            let children: Vec<usize> = outline
                .children(chapter)
                .filter(|&child| {
                    let section = &outline.sections[child];
                    section.label.is_none()
                        && matches!(section.own_role, Role::Other | Role::Fields)
                        && is_subject(&section.title)
                        && !outline.is_template(child)
                })
                .collect();
            if children.len() >= 2 || (children.len() == 1 && out.len() > 1) {
                out.extend(children.into_iter().map(to_branch));
            }
        }
        if !out.is_empty() {
            return unique(out);
        }
    }
    // "We zetten in op vier thema's" above four sections, whatever the chapter is called.
    for chapter in 1..outline.sections.len() {
        let section = &outline.sections[chapter];
        if closed(section.role) || section.label.is_some() {
            continue;
        }
        let children: Vec<usize> = outline
            .children(chapter)
            .filter(|&child| {
                outline.sections[child].label.is_none() && is_subject(&outline.sections[child].title)
            })
            .collect();
        if children.len() >= 2 && counted_in(&outline.text_of(chapter)) == Some(children.len()) {
            return unique(children.into_iter().map(to_branch).collect());
        }
    }
    Vec::new()
}

/// The number before "thema's", "prioriteiten" and the like in a text.
fn counted_in(text: &str) -> Option<usize> {
    let text = key(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let number = number_word(word)?;
        let near = words.iter().skip(at + 1).take(2).any(|next| {
            matches!(
                *next,
                "prioriteiten"
                    | "speerpunten"
                    | "themas"
                    | "hoofdthemas"
                    | "pijlers"
                    | "opgaven"
                    | "ambities"
                    | "programmalijnen"
                    | "sporen"
            )
        });
        near.then_some(number)
    })
}

fn unique(branches: Vec<Branch>) -> Vec<Branch> {
    let mut out: Vec<Branch> = Vec::new();
    for branch in branches {
        if !out.iter().any(|known| same_subject(&known.name, &branch.name)) {
            out.push(branch);
        }
    }
    out
}

fn parent_role(outline: &Outline, index: usize) -> Option<Role> {
    outline.sections[index].parent.map(|parent| outline.sections[parent].role)
}

/// Topics of a section: its sub-headings, lists and lines that name them.
fn section_topics(outline: &Outline, lists: &[List], index: usize) -> Vec<Branch> {
    let mut topics: Vec<Branch> = Vec::new();
    for child in outline.children(index) {
        let section = &outline.sections[child];
        if section.label.is_none()
            && section.own_role == Role::Other
            && is_subject(&section.title)
            && !outline.is_template(child)
        {
            let mut topic = branch(&section.title, section.line, &section.title);
            topic.section = Some(child);
            topic.text = outline.text_of(child);
            topic.topics = section_topics(outline, lists, child);
            topics.push(topic);
        }
    }
    let inside = |section: usize| {
        section == index
            || (outline.sections[section].parent == Some(index)
                && outline.sections[section].label == Some(Label::Topics))
    };
    for list in lists.iter().filter(|list| inside(list.section)) {
        let in_field = field_of(&outline.sections[index].title).is_some();
        let topical = list.listed == Listed::Topics
            || (list.listed == Listed::Priorities
                && list.section == index
                && !list.intro.is_empty()
                && !in_field);
        let names =
            list.items.iter().filter(|item| split_head(&item.text).0.split_whitespace().count() <= 9).count();
        if topical && names * 4 >= list.items.len() * 3 {
            merge_topics(
                &mut topics,
                list.items
                    .iter()
                    .map(|item| item_branch(&item.text, item.line))
                    .filter(|topic| is_name(&topic.name))
                    .collect(),
            );
        }
    }
    // A line "Onderwerpen: a, b" stands under whatever label came last.
    let labelled = |section: usize| {
        section == index
            || (outline.sections[section].parent == Some(index) && outline.sections[section].label.is_some())
    };
    for section in (index..outline.sections.len()).filter(|&section| labelled(section)) {
        for block in outline.blocks[outline.sections[section].blocks.clone()]
            .iter()
            .filter(|block| block.kind == BlockKind::Para)
        {
            for sentence in sentences(&block.text) {
                if let Some(found) = concerns(sentence).and_then(|rest| topics_in(rest, block.line, sentence))
                {
                    merge_topics(&mut topics, found);
                }
                let listing = has_any(
                    &key(sentence),
                    &["omvat*", "bevat*", "kent", "vallen", "bestaat uit", "betreft"],
                );
                if listing
                    && let Some(found) = running_list(
                        sentence,
                        &["onderwerpen", "thema's", "thema’s", "subthema's", "subthema’s", "deelthema's"],
                    )
                    .and_then(|rest| topics_in(rest, block.line, sentence))
                {
                    merge_topics(&mut topics, found);
                }
                if let Some((intro, rest)) = sentence.split_once(": ")
                    && has_any(
                        &key(intro),
                        &["onderwerpen", "onderwerp", "subthemas", "deelthemas", "themas", "deelonderwerpen"],
                    )
                    && intro.split_whitespace().count() <= 10
                    && let Some(found) = topics_in(rest, block.line, sentence)
                {
                    merge_topics(&mut topics, found);
                }
            }
        }
    }
    topics
}

fn merge_topics(topics: &mut Vec<Branch>, more: Vec<Branch>) {
    for topic in more {
        if !topics
            .iter()
            .any(|known| same_subject(&known.name, &topic.name) || overlap(&known.name, &topic.name) >= 0.99)
        {
            topics.push(topic);
        }
    }
}

/// Brings the listed names and the headings together.
fn combine(
    listed: Vec<Branch>,
    headed: Vec<Branch>,
    summary: bool,
    outline: &Outline,
    lists: &[List],
) -> Vec<Branch> {
    /// Two names with this share of words in common are the same priority.
    const SAME: f32 = 0.75;
    let alike = |a: &Branch, b: &Branch| same_subject(&a.name, &b.name) || overlap(&a.name, &b.name) >= SAME;
    if listed.is_empty() {
        return headed;
    }
    let matches = listed.iter().filter(|item| headed.iter().any(|head| alike(item, head))).count();
    if !summary && matches == 0 && headed.len() >= 2 && headed.len() != listed.len() {
        // The list is of something else: the chapter itself is the surer source.
        return headed;
    }
    let same_count = headed.len() == listed.len();
    let mut out = listed;
    for (index, item) in out.iter_mut().enumerate() {
        let head = headed.iter().find(|head| alike(item, head)).cloned();
        let head = head.or_else(|| {
            section_named(outline, &item.name).map(|section| {
                let found = &outline.sections[section];
                let mut head = branch(&found.title, found.line, &found.title);
                head.section = Some(section);
                head.text = outline.text_of(section);
                head.topics = section_topics(outline, lists, section);
                head
            })
        });
        // Renamed between list and chapter: the same place in the same order.
        let head = head.or_else(|| {
            let there = headed.get(index).filter(|_| same_count)?;
            let free = !there_named(&headed, index, &there.name);
            free.then(|| Branch { topics: Vec::new(), ..there.clone() })
        });
        if let Some(head) = head {
            if item.text.is_empty() {
                item.text = head.text;
            }
            item.section = head.section;
            merge_topics(&mut item.topics, head.topics);
        }
    }
    out
}

/// True when an earlier heading has the same name, so that the place says nothing.
fn there_named(headed: &[Branch], index: usize, name: &str) -> bool {
    headed[..index].iter().any(|head| same_subject(&head.name, name))
}

/// A section anywhere outside the look back that carries the name of a priority.
fn section_named(outline: &Outline, name: &str) -> Option<usize> {
    (1..outline.sections.len()).find(|&index| {
        let section = &outline.sections[index];
        section.label.is_none()
            && !matches!(
                section.role,
                Role::Evaluation | Role::Regional | Role::National | Role::Driehoek | Role::Appendix
            )
            && same_subject(&section.title, name)
    })
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
