//! A name with what stands under it, read from a line of a list, a heading or a sentence.
//!
//! Owns what counts as the name of a subject, and how a name is told apart from the explanation, topics and numbering around it.
//! Used by everything in `tree` that looks for nodes.

use crate::io::plan::outline::label_of;
use crate::io::plan::text::{
    capitalise, enumeration, has_any, key, overlap, same_subject, sentences, split_bracket, strip_article,
    strip_footnotes,
};

#[derive(Clone, Debug, Default)]
pub(super) struct Branch {
    pub(super) name: String,
    pub(super) note: Option<String>,
    pub(super) parts: Vec<String>,
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) quote: String,
    pub(super) section: Option<usize>,
    pub(super) topics: Vec<Branch>,
}

pub(super) fn branch(name: &str, line: u32, quote: &str) -> Branch {
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
pub(super) fn item_branch(text: &str, line: u32) -> Branch {
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

pub(super) fn unique(branches: Vec<Branch>) -> Vec<Branch> {
    let mut out: Vec<Branch> = Vec::new();
    for branch in branches {
        if !out.iter().any(|known| same_subject(&known.name, &branch.name)) {
            out.push(branch);
        }
    }
    out
}

pub(super) fn merge_topics(topics: &mut Vec<Branch>, more: Vec<Branch>) {
    for topic in more {
        if !topics
            .iter()
            .any(|known| same_subject(&known.name, &topic.name) || overlap(&known.name, &topic.name) >= 0.99)
        {
            topics.push(topic);
        }
    }
}

/// The topics of "onderwerp, onderwerp (toelichting), …"; `None` for prose.
pub(super) fn topics_in(rest: &str, line: u32, quote: &str) -> Option<Vec<Branch>> {
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

/// The enumeration that goes on without a colon: "omvat de onderwerpen a, b en c", "doelstellingen
/// hebben betrekking op a en b".
pub(super) fn running_list<'t>(text: &'t str, nouns: &[&str]) -> Option<&'t str> {
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
pub(super) fn concerns(sentence: &str) -> Option<&str> {
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

pub(super) fn is_abbreviation(note: &str) -> bool {
    let capitals = note.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&note.chars().count()) && capitals >= 2 && !note.contains(' ')
}

/// Short enough to name something, and not a sentence.
pub(super) fn is_name(name: &str) -> bool {
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
pub(super) fn is_subject(title: &str) -> bool {
    let title_key = key(title);
    let first = title_key.split_whitespace().next().unwrap_or_default();
    let question = title.ends_with('?')
        || matches!(
            first,
            "wat" | "hoe" | "waarom" | "wie" | "waar" | "wanneer" | "welke" | "waaraan" | "waarmee"
        );
    is_name(title)
        && !question
        && label_of(&title_key).is_none()
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

/// "Naam: de rest" or "Naam – de rest", when the name is short.
pub(super) fn split_head(text: &str) -> (String, String) {
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

/// "Prioriteit 1: Naam" in a list.
pub(super) fn strip_numbering(text: &str) -> &str {
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
