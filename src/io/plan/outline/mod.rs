//! The outline: which heading lies under which, and what a section is about.
//!
//! Owns levels (numbers, markup, words, shape) and the sections with their sentences; `roles` owns what a title says. Used by every
//! module that looks for things in "the chapter on …".

mod roles;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use self::roles::role_of;
pub(super) use self::roles::{LISTING, Label, Role, field_of, label_of};
use super::blocks::{Block, BlockKind, HeadingForm, blocks};
use super::source::SourceText;
use super::text::{Key, cased_key, has_any, key, sentences};

#[derive(Clone, Debug)]
pub(super) struct Section {
    pub title: String,
    pub line: u32,
    pub level: u8,
    /// What its own title says.
    pub own_role: Role,
    /// Its own role, or that of the nearest section above it that has one.
    pub role: Role,
    pub label: Option<Label>,
    /// "Prioriteit 2: …": the word.
    pub named: Option<&'static str>,
    pub parent: Option<usize>,
    /// Its own blocks, without heading and without its sub-sections.
    pub blocks: Range<usize>,
}

/// Blocks and sections of a plan. Section 0 is what stands before the first heading.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
    /// For each section those directly under it.
    children: Vec<Vec<usize>>,
    /// Sections whose heading comes back under several others.
    templates: HashSet<usize>,
}

/// A sentence, list item or table row, with its place.
#[derive(Clone, Debug)]
pub(super) struct Statement<'o> {
    pub section: usize,
    pub block: usize,
    pub line: u32,
    pub text: &'o str,
    /// Its words for `text::has`, lower-case and as written: every module asks for them.
    pub key: Key,
    pub cased: Key,
}

impl Outline {
    pub(super) fn new(source: &SourceText) -> Outline {
        let blocks = blocks(source);
        let mut sections = sections(&blocks);
        announced_look_back(&blocks, &mut sections);
        let mut children = vec![Vec::new(); sections.len()];
        for (index, section) in sections.iter().enumerate() {
            if let Some(parent) = section.parent {
                children[parent].push(index);
            }
        }
        let templates = templates(&sections);
        Outline { blocks, sections, children, templates }
    }

    /// True for a heading that comes back under several sections of the same chapter: part of a
    /// template ("Onze inzet"), and no subject. In the look back the old priorities may well have
    /// the names of the new ones.
    pub(super) fn is_template(&self, index: usize) -> bool {
        self.templates.contains(&index)
    }

    /// Sections directly under `index`.
    pub(super) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        self.children[index].iter().copied()
    }

    /// True when `index` lies somewhere under `ancestor`, or is it.
    pub(super) fn within(&self, index: usize, ancestor: usize) -> bool {
        let mut at = Some(index);
        while let Some(here) = at {
            if here == ancestor {
                return true;
            }
            at = self.sections[here].parent;
        }
        false
    }

    /// The section that holds a block.
    pub(super) fn section_of(&self, block: usize) -> usize {
        self.sections.partition_point(|section| section.blocks.start <= block).saturating_sub(1)
    }

    /// Own paragraphs and list items of a section, as one text.
    pub(super) fn text_of(&self, index: usize) -> String {
        let texts: Vec<&str> = self.blocks[self.sections[index].blocks.clone()]
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        texts.join("\n")
    }

    /// Text of a section with everything under it.
    pub(super) fn full_text(&self, index: usize) -> String {
        let mut out = self.text_of(index);
        for child in index + 1..self.sections.len() {
            if !self.within(child, index) {
                break;
            }
            let text = self.text_of(child);
            if !text.is_empty() {
                out.push('\n');
                out.push_str(&self.sections[child].title);
                out.push('\n');
                out.push_str(&text);
            }
        }
        out.trim().to_string()
    }

    /// Every sentence, list item and row of the plan, headings left out.
    pub(super) fn statements(&self) -> Vec<Statement<'_>> {
        let mut out = Vec::new();
        for (section, Section { blocks, .. }) in self.sections.iter().enumerate() {
            for block in blocks.clone() {
                let Block { line, kind, text } = &self.blocks[block];
                let texts = match kind {
                    BlockKind::Heading(_) => continue,
                    BlockKind::Bullet(_) | BlockKind::Row(_) => vec![text.as_str()],
                    BlockKind::Para => sentences(text),
                };
                out.extend(texts.into_iter().map(|text| {
                    // Small letters of what is folded already: the same as `key`, for half of the work.
                    let cased = cased_key(text);
                    let (key, cased) = (Key::new(cased.to_lowercase()), Key::new(cased));
                    Statement { section, block, line: *line, text, key, cased }
                }));
            }
        }
        out
    }
}

/// Level of a label: below everything, so that whatever follows closes it.
const LABEL_LEVEL: u8 = 20;

/// Sections under which plain headings are sub-headings.
fn takes_children(role: Role) -> bool {
    matches!(
        role,
        Role::Priorities
            | Role::Fields
            | Role::Evaluation
            | Role::Regional
            | Role::Driehoek
            | Role::Regular
            | Role::Partners
            | Role::Agreements
            | Role::National
            | Role::Analysis
    )
}

struct Levels {
    has_numbers: bool,
    has_chapters: bool,
    has_caps: bool,
    chapter: u16,
    sub: u16,
    /// Level of the last heading that says its own level.
    hard: u8,
    named: HashMap<&'static str, u8>,
}

fn sections(blocks: &[Block]) -> Vec<Section> {
    let forms = |test: &dyn Fn(&HeadingForm) -> bool| {
        blocks.iter().filter(|block| matches!(&block.kind, BlockKind::Heading(form) if test(form))).count()
    };
    let plain_caps = forms(&|form| *form == HeadingForm::Plain(true));
    let plain = forms(&|form| *form == HeadingForm::Plain(false));
    let mut labels: HashMap<Label, u32> = HashMap::new();
    for block in blocks {
        if let (BlockKind::Heading(_), Some(label)) = (&block.kind, label_of(&key(&block.text))) {
            *labels.entry(label).or_default() += 1;
        }
    }
    let mut levels = Levels {
        has_numbers: forms(&|form| matches!(form, HeadingForm::Numbered(_) | HeadingForm::Chapter(_))) >= 2,
        has_chapters: forms(&|form| matches!(form, HeadingForm::Chapter(_))) >= 2,
        has_caps: plain_caps >= 2 && plain >= 1,
        chapter: 0,
        sub: 0,
        hard: 0,
        named: HashMap::new(),
    };
    let mut out: Vec<Section> = vec![Section {
        title: String::new(),
        line: blocks.first().map_or(1, |block| block.line),
        level: 0,
        own_role: Role::Title,
        role: Role::Title,
        label: None,
        named: None,
        parent: None,
        blocks: 0..0,
    }];
    let mut stack: Vec<usize> = vec![0];
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(form) = &block.kind else {
            if let Some(last) = out.last_mut() {
                last.blocks.end = index + 1;
            }
            continue;
        };
        let own_role = role_of(&block.text);
        let open_role = stack.last().map_or(Role::Title, |&open| out[open].role);
        let label = label_of(&key(&block.text)).filter(|label| {
            // Under a priority such a heading is a label; alone it may well be a chapter.
            let under_subject =
                stack.len() > 2 && matches!(open_role, Role::Priorities | Role::Fields | Role::Regular);
            let repeated = labels.get(label).is_some_and(|&count| count >= 2);
            let chapter = match form {
                HeadingForm::Numbered(numbers) => numbers.len() == 1,
                HeadingForm::Chapter(_) | HeadingForm::Appendix => true,
                _ => false,
            };
            stack.len() > 1 && !chapter && (under_subject || repeated || own_role == Role::Other)
        });
        let level = match label {
            Some(_) => LABEL_LEVEL,
            None => levels.of(form, own_role, &out, &stack),
        };
        while stack.len() > 1 && stack.last().is_some_and(|&open| out[open].level >= level) {
            stack.pop();
        }
        let parent = stack.last().copied();
        let inherited = parent.map_or(Role::Other, |parent| out[parent].role);
        let inherited = if inherited == Role::Title { Role::Other } else { inherited };
        let role = if own_role == Role::Other || label.is_some() { inherited } else { own_role };
        let named = match form {
            HeadingForm::Named(word, _) => Some(*word),
            _ => None,
        };
        stack.push(out.len());
        out.push(Section {
            title: block.text.clone(),
            line: block.line,
            level,
            own_role: if label.is_some() { Role::Other } else { own_role },
            role,
            label,
            named,
            parent,
            blocks: index + 1..index + 1,
        });
    }
    late_evaluation_is_monitoring(&mut out);
    out
}

/// Sections with the same title, level and role under different parents.
fn templates(sections: &[Section]) -> HashSet<usize> {
    let mut parents: HashMap<(u8, Role, String), HashSet<Option<usize>>> = HashMap::new();
    let name = |section: &Section| (section.level, section.role, key(&section.title));
    for section in sections {
        parents.entry(name(section)).or_default().insert(section.parent);
    }
    let repeated = |section: &Section| parents.get(&name(section)).is_some_and(|parents| parents.len() > 1);
    (0..sections.len()).filter(|&index| repeated(&sections[index])).collect()
}

/// "Terugkijkend op het vorige beleid stellen we vast:" before sub-headings makes those a look back.
fn announced_look_back(blocks: &[Block], sections: &mut [Section]) {
    const LOOKS_BACK: &[&str] = &[
        "terugkijkend",
        "terugblikkend",
        "kijken we terug",
        "kijken wij terug",
        "terug op wat",
        "vorige beleid",
        "vorige plan",
        "vorige prioriteiten",
        "vorige speerpunten",
        "afgelopen periode",
        "afgelopen jaren",
    ];
    for index in 1..sections.len() {
        let Section { own_role, label, blocks: ref own, .. } = sections[index];
        let last = blocks[own.clone()].last().filter(|block| block.kind == BlockKind::Para);
        let announces = last.is_some_and(|block| {
            block.text.ends_with(':')
                && sentences(&block.text).last().is_some_and(|last| has_any(&key(last), LOOKS_BACK))
        });
        if !announces || label.is_some() || !matches!(own_role, Role::Other | Role::Analysis | Role::Intro) {
            continue;
        }
        let level = sections[index].level;
        let parts: Vec<usize> = (index + 1..sections.len())
            .take_while(|&child| sections[child].level > level)
            .filter(|&child| sections[child].parent == Some(index) && sections[child].label.is_none())
            .collect();
        if parts.len() >= 2 {
            (sections[index].own_role, sections[index].role) = (Role::Evaluation, Role::Evaluation);
            for part in parts {
                sections[part].role = Role::Evaluation;
            }
        }
    }
}

/// A chapter "Evaluatie" after the priorities says how the plan will be evaluated.
fn late_evaluation_is_monitoring(sections: &mut [Section]) {
    let Some(first) = sections.iter().position(|section| section.own_role == Role::Priorities) else {
        return;
    };
    for section in sections.iter_mut().skip(first) {
        if section.own_role == Role::Evaluation && key(&section.title).trim() == "evaluatie" {
            (section.own_role, section.role) = (Role::Monitoring, Role::Monitoring);
        }
    }
}

impl Levels {
    fn of(&mut self, form: &HeadingForm, role: Role, sections: &[Section], stack: &[usize]) -> u8 {
        let level = match form {
            HeadingForm::Marked(level) => *level,
            HeadingForm::Chapter(number) => {
                (self.chapter, self.sub) = (*number, 0);
                1
            }
            HeadingForm::Appendix => 1,
            HeadingForm::Numbered(numbers) => match numbers.as_slice() {
                [number] => self.single(*number, role),
                [chapter, ..] => {
                    self.chapter = self.chapter.max(*chapter);
                    u8::try_from(numbers.len()).unwrap_or(4)
                }
                [] => 1,
            },
            HeadingForm::Named(word, _) => self.named(word, sections, stack),
            HeadingForm::Plain(caps) => return self.plain(*caps, role, sections, stack),
        };
        self.hard = level;
        level
    }

    /// A single number is a chapter, or a count that starts again within one.
    fn single(&mut self, number: u16, role: Role) -> u8 {
        if self.has_chapters {
            return 2;
        }
        let next_chapter = number == self.chapter + 1;
        let next_sub = self.sub > 0 && number == self.sub + 1;
        let chapter = if next_chapter && next_sub {
            role != Role::Other
        } else {
            next_chapter || (!next_sub && number > self.chapter)
        };
        if chapter {
            (self.chapter, self.sub) = (number, 0);
            1
        } else {
            self.sub = number;
            2
        }
    }

    fn named(&mut self, word: &'static str, sections: &[Section], stack: &[usize]) -> u8 {
        if let Some(&level) = self.named.get(word) {
            return level;
        }
        let above = stack.iter().rev().map(|&open| &sections[open]).find(|open| {
            open.label.is_none()
                && open.level > 0
                && (open.named.is_some()
                    || takes_children(open.own_role)
                    || (open.level == 1 && (self.has_numbers || open.own_role == Role::Vision)))
        });
        let level = above.map_or(1, |above| above.level + 1);
        self.named.insert(word, level);
        level
    }

    fn plain(&mut self, caps: bool, role: Role, sections: &[Section], stack: &[usize]) -> u8 {
        let open = stack.iter().rev().map(|&open| &sections[open]).find(|open| open.label.is_none());
        if self.has_numbers {
            return match role {
                Role::Appendix | Role::Summary | Role::Title => 1,
                _ if self.hard == 0 => 1,
                _ if caps && role != Role::Other => 1,
                _ => self.hard + 1,
            };
        }
        if self.hard > 0 && role == Role::Other {
            // Bold lines between headings of the markup, or headings below "Prioriteit 1".
            return self.hard + 1;
        }
        if self.has_caps {
            return if caps { 1 } else { 2 };
        }
        if role != Role::Other {
            return 1;
        }
        let under = open.is_some_and(|open| {
            open.level > 0 && (takes_children(open.role) && (open.level == 1 || open.own_role == Role::Other))
        });
        if under { 2 } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::plan::read_source;

    fn outline(text: &str) -> Vec<(u8, String)> {
        let source = read_source(text.as_bytes()).unwrap();
        let outline = Outline::new(&source);
        outline.sections.iter().skip(1).map(|section| (section.level, section.title.clone())).collect()
    }

    fn shown(text: &str) -> String {
        outline(text).iter().map(|(level, title)| format!("{level} {title}")).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn numbers_chapters_and_plain_headings_give_levels() {
        let body = "\n\nDit is een alinea met een hele zin erin.\n\n";
        let numbered =
            format!("1. Inleiding{body}2. Prioriteiten{body}Wonen{body}2.1 Zorg{body}3 Slot{body}");
        assert_eq!(shown(&numbered), "1 Inleiding / 1 Prioriteiten / 2 Wonen / 2 Zorg / 1 Slot");
        let chapters = format!(
            "Hoofdstuk 1: Inleiding{body}Hoofdstuk 2{body}Prioriteit 1: Wonen{body}Prioriteit 2: Zorg{body}"
        );
        assert_eq!(shown(&chapters), "1 Inleiding / 1 Hoofdstuk 2 / 2 Wonen / 2 Zorg");
        let plain = format!("Inleiding{body}Onze prioriteiten{body}Wonen{body}Zorg{body}Uitvoering{body}");
        assert_eq!(shown(&plain), "1 Inleiding / 1 Onze prioriteiten / 2 Wonen / 2 Zorg / 1 Uitvoering");
    }

    #[test]
    fn tables_of_contents_are_no_headings() {
        let toc = "Inhoudsopgave\n1. Inleiding ..... 3\n2. Prioriteiten pag. 6\n3 Slot 9\n\n";
        let merged = "Inhoud\n1 Inleiding 3 2 Prioriteiten 6 3 Slot 9\n\n";
        let body = "1. Inleiding\n\nTekst die volgt op de kop.\n\n2. Prioriteiten\n\nNog een zin daarna.\n\n";
        for start in [toc, merged] {
            assert_eq!(shown(&format!("{start}{body}")), "1 Inleiding / 1 Prioriteiten");
        }
    }
}
