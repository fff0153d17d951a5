//! Priorities that are headings: the sections of the chapter on priorities, and the topics below each.
//!
//! Owns what makes a section a priority, where its topics stand, and how the names of a list and the headings are brought together.
//! Used by `grow`.

use super::branch::{
    Branch, branch, concerns, is_name, is_subject, item_branch, merge_topics, running_list, split_head,
    topics_in, unique,
};
use crate::io::plan::blocks::BlockKind;
use crate::io::plan::lists::{List, Listed};
use crate::io::plan::outline::{Label, Outline, Role, field_of};
use crate::io::plan::text::{has_any, key, number_word, overlap, same_subject, sentences};

/// Headings that are priorities: "Prioriteit 2: …", or the sections of the chapter on priorities.
pub(super) fn headed_branches(outline: &Outline, lists: &[List]) -> Vec<Branch> {
    let closed = |role: Role| role.is_of_others() || matches!(role, Role::Listing | Role::Analysis);
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

fn parent_role(outline: &Outline, index: usize) -> Option<Role> {
    outline.sections[index].parent.map(|parent| outline.sections[parent].role)
}

/// Topics of a section: its sub-headings, lists and lines that name them.
pub(super) fn section_topics(outline: &Outline, lists: &[List], index: usize) -> Vec<Branch> {
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

/// Brings the listed names and the headings together.
pub(super) fn combine(
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
        section.label.is_none() && !section.role.is_of_others() && same_subject(&section.title, name)
    })
}
