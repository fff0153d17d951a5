//! The nodes: priorities with their topics, and what a plan names beside them.
//!
//! Owns the tree while it grows: the council's priorities from what is `listed` and what is `headed`, then what stands `beside` them,
//! and which section describes which node. Used by `parse`; `checks` asks it for the places that disagree.

mod beside;
mod branch;
mod headed;
mod listed;

use std::collections::HashMap;

use self::branch::{Branch, is_name, item_branch};
use self::headed::{combine, headed_branches, section_topics};
use self::listed::{announced, listed_branches, summary_branches};
use super::blocks::BlockKind;
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed};
use super::outline::{Outline, Role, Statement, field_of};
use super::text::{key, same_subject, split_bracket, split_tilde, stem};
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
    words.iter().filter(|word| text.contains(&stem(word))).count() as f32 / words.len() as f32
}
