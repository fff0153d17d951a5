//! Agreements and meetings: what the plan lists, and what it names in passing.
//!
//! Owns the words by which an agreement shows its sort (convenant, gemeenschappelijke regeling,
//! dienstverleningsovereenkomst, platform) and those for meetings that come back. Used by `parse`.

use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed, tables};
use super::outline::{Outline, Role, Statement};
use super::text::{
    capitalise, enumeration, has, has_any, key, overlap, same_subject, split_bracket, split_outside,
    strip_article, strip_footnotes,
};
use crate::model::kinds::{AgreementKind, Level};

fn agreement_kind(text: &str) -> AgreementKind {
    let text = key(text);
    if has_any(&text, &["gemeenschappelijke regeling", "gr"]) {
        AgreementKind::JointScheme
    } else if has_any(&text, &["*convenant", "convenant*"]) {
        AgreementKind::Covenant
    } else if has_any(&text, &["dienstverleningsovereenkomst", "dvo"]) {
        AgreementKind::ServiceContract
    } else if has_any(
        &text,
        &["platform", "samenwerking", "*veiligheidshuis", "netwerk", "samenwerkingsverband"],
    ) {
        AgreementKind::Platform
    } else {
        AgreementKind::Other
    }
}

/// Enough to judge an agreement by.
const LONGEST_TEXT: usize = 1500;

/// Agreements from the lists of the plan, then those named elsewhere (`mentioned`).
pub(super) fn agreements(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let listed = lists
        .iter()
        .filter(|list| list.listed == Listed::Agreements)
        .flat_map(|list| list.items.iter().map(|item| (item.line, item.text.clone())));
    let tabled = table_rows(outline);
    let laid_down = statements
        .iter()
        .filter(|statement| !matches!(outline.sections[statement.section].role, Role::Appendix | Role::Law))
        .flat_map(|statement| laid_down(statement.text).into_iter().map(|name| (statement.line, name)));
    for (line, item) in listed.chain(tabled).chain(laid_down).take(MOST_OF_A_KIND) {
        let text = strip_footnotes(&item);
        let head = text.split(": ").next().unwrap_or_default();
        let (mut name, note) = split_bracket(head);
        let abbreviation = note.as_deref().is_some_and(|note| {
            !note.contains([' ', ',']) && note.chars().all(|c| c.is_uppercase() || c == '-')
        });
        if let (Some(note), true) = (&note, abbreviation) {
            name = format!("{name} ({note})");
        }
        let name = capitalise(strip_article(name.trim()));
        if name.split_whitespace().count() > 16 || name.chars().count() < 3 {
            continue;
        }
        let mut agreement = Proposal::new(ProposalKind::Agreement, name, line, item.clone());
        agreement.agreement_kind = Some(agreement_kind(&item));
        agreement.parts = parts(&text, if abbreviation { None } else { note.as_deref() });
        agreement.text = text.split_once(": ").map(|(_, rest)| rest.to_string()).unwrap_or_default();
        if !out.iter().any(|known| same_subject(&known.title, &agreement.title)) {
            out.push(agreement);
        }
    }
    for statement in statements {
        if matches!(outline.sections[statement.section].role, Role::Appendix | Role::Law) {
            continue;
        }
        for name in named(statement.text) {
            let name_key = key(&name);
            let full = out.len() >= MOST_OF_A_KIND;
            let known = out.iter_mut().find(|known| {
                same_subject(&known.title, &name)
                    || overlap(&known.title, &name) >= 0.99
                    || (!known.mentioned && key(&known.quote).contains(name_key.trim()))
            });
            match known {
                // What is said about it elsewhere belongs to its text.
                Some(known) if known.quote != statement.text && known.text.len() < LONGEST_TEXT => {
                    known.text.push_str(if known.text.is_empty() { "" } else { "\n" });
                    known.text.push_str(statement.text);
                }
                Some(_) => {}
                None if !full => {
                    let title = capitalise(&name);
                    let mut agreement =
                        Proposal::new(ProposalKind::Agreement, title, statement.line, statement.text);
                    agreement.agreement_kind = Some(agreement_kind(&name));
                    agreement.mentioned = true;
                    out.push(agreement);
                }
                None => {}
            }
        }
    }
    out
}

/// Names in the column "Afspraak" of a table.
fn table_rows(outline: &Outline) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for table in tables(outline) {
        let Some(column) =
            table.column(&["afspraak", "afspraken", "convenant", "overeenkomst", "samenwerkingsafspraak"])
        else {
            continue;
        };
        for &(block, cells) in &table.rows {
            if let Some(cell) = cells.get(column).filter(|cell| cell.chars().any(char::is_alphabetic)) {
                out.push((outline.blocks[block].line, cell.clone()));
            }
        }
    }
    out
}

/// "Afspraken zijn vastgelegd in de A, het B en de C": the names, each with the capital of one.
fn laid_down(text: &str) -> Vec<String> {
    const CUES: &[&str] = &[
        "vastgelegd in de ",
        "vastgelegd in het ",
        "deel aan de ",
        "deel aan het ",
        "aangesloten bij de ",
        "aangesloten bij het ",
        "sluit aan bij het ",
        "sluit aan bij de ",
    ];
    let Some(rest) = CUES.iter().find_map(|cue| Some(&text[text.find(cue)? + cue.len()..])) else {
        return Vec::new();
    };
    // A name may hold "en"; the next one has an article.
    const JOINTS: [&str; 4] = [" en de ", " en het ", " en aan de ", " en aan het "];
    let rest =
        JOINTS.iter().fold(rest.trim_end_matches('.').to_string(), |rest, joint| rest.replace(joint, ", "));
    split_outside(&rest, ',')
        .into_iter()
        .map(|name| strip_article(name.trim()).to_string())
        .filter(|name| {
            let first = key(name).split_whitespace().next().unwrap_or_default().to_string();
            name.split_whitespace().count() <= 12
                && name.starts_with(char::is_uppercase)
                && (is_agreement_word(&first) || first == "gemeenschappelijke")
        })
        .collect()
}

/// The word by which an agreement begins: "Samenwerkingsprotocol", "Bestuursovereenkomst".
fn is_agreement_word(word: &str) -> bool {
    ["convenant", "overeenkomst", "protocol", "afspraken", "regeling", "intentieverklaring"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

/// What a bracket names: "o.a. a, b en c" gives a, b, c. Of two brackets the last counts.
fn parts(text: &str, note: Option<&str>) -> Vec<String> {
    let last = text.rfind('(').and_then(|open| {
        let rest = &text[open + 1..];
        Some(rest[..rest.find(')')?].to_string())
    });
    let inner = match note {
        Some(note) if note.contains('(') => last,
        Some(note) => Some(note.to_string()),
        None => last.filter(|inner| inner.contains([' ', ','])),
    };
    let Some(inner) = inner else { return Vec::new() };
    let inner = inner.trim();
    let inner = ["o.a. ", "o.a.", "onder andere ", "waaronder ", "zoals ", "w.o. "]
        .iter()
        .find_map(|lead| inner.strip_prefix(lead))
        .unwrap_or(inner);
    enumeration(inner.trim())
}

/// Words that end the name of an agreement.
const STOPS: &[&str] = &[
    "wordt",
    "worden",
    "is",
    "zijn",
    "was",
    "en",
    "of",
    "aan",
    "te",
    "uitvoeren",
    "met",
    "waarin",
    "dat",
    "die",
    "dit",
    "deze",
    "heeft",
    "hebben",
    "van",
    "wij",
    "we",
    "blijft",
    "blijven",
    "zal",
    "zullen",
    "gesloten",
    "ondertekend",
    "afgesloten",
    "gecontinueerd",
    "uit",
    "als",
    "kan",
    "kunnen",
    "in",
    "op",
    "waarbij",
    "tussen",
    "bij",
    "door",
    "waarmee",
    "geldt",
    "loopt",
    "verlengd",
    "verlengen",
    "vastgesteld",
    "opgesteld",
    "moet",
    "biedt",
    "regelt",
    "af",
    "ook",
    "nog",
    "niet",
    "om",
    "legt",
    "maakt",
    "sluiten",
    "zetten",
    "werken",
];

/// Agreements that a sentence names, with a word for what they are about.
fn named(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        let lower = bare.to_lowercase();
        let closed = word.ends_with(['.', ',', ';', ':', ')']);
        if lower.ends_with("convenant") && lower.len() > "convenant".len() + 2 && lower != "regioconvenant" {
            out.push(bare.to_string());
            continue;
        }
        let scheme = lower == "regeling" && at > 0 && words[at - 1].to_lowercase() == "gemeenschappelijke";
        let single = matches!(
            lower.as_str(),
            "convenant" | "dienstverleningsovereenkomst" | "samenwerkingsovereenkomst" | "intentieverklaring"
        );
        if !(single || scheme) || closed {
            continue;
        }
        let mut name: Vec<&str> = Vec::new();
        let mut rest = words[at + 1..].iter().peekable();
        // "convenant om de …", "convenant inzake de …"
        while rest
            .next_if(|word| {
                matches!(
                    **word,
                    "om" | "inzake"
                        | "voor"
                        | "over"
                        | "tegen"
                        | "de"
                        | "het"
                        | "rond"
                        | "rondom"
                        | "betreffende"
                        | "aanpak"
                        | "ten"
                        | "behoeve"
                        | "van"
                )
            })
            .is_some()
        {}
        for word in rest {
            let bare = word.trim_matches(|c: char| {
                matches!(c, ',' | '.' | ';' | ':' | '‘' | '’' | '“' | '”' | '"' | '(' | ')')
            });
            // "Convenant Zorg- en Veiligheidshuis": the hyphen says that the word goes on.
            let joins = bare == "en" && name.last().is_some_and(|last| last.ends_with('-'));
            if (STOPS.contains(&bare) && !joins) || name.len() >= 5 || bare.is_empty() {
                break;
            }
            name.push(bare);
            if word.ends_with([',', '.', ';', ':', ')', '’', '”', '"']) {
                break;
            }
        }
        if !name.is_empty() {
            let lead = if scheme { "Gemeenschappelijke regeling" } else { bare };
            out.push(format!("{} {}", capitalise(lead), name.join(" ")));
        }
    }
    out
}

/// Meetings by name: pattern, title, level.
const MEETINGS: &[(&str, &str, Level)] = &[
    ("lokale driehoek", "Driehoek", Level::Driehoek),
    ("driehoeksoverleg", "Driehoek", Level::Driehoek),
    ("driehoek", "Driehoek", Level::Driehoek),
    ("regionale werkgroep*", "Regionale werkgroepen", Level::Regional),
    ("hotspot avond*", "Hotspot-avonden", Level::Local),
    ("buurtbijeenkomst*", "Buurtbijeenkomsten", Level::Local),
    ("wijkbijeenkomst*", "Wijkbijeenkomsten", Level::Local),
    ("bewonersavond*", "Bewonersavonden", Level::Local),
    ("bewonersbijeenkomst*", "Bewonersbijeenkomsten", Level::Local),
    ("dorpsgesprek*", "Dorpsgesprekken", Level::Local),
    ("stuurgroep*", "Stuurgroep", Level::Regional),
    ("regietafel", "Regietafel", Level::Local),
    ("veiligheidstafel", "Veiligheidstafel", Level::Local),
    ("procestafel", "Procestafel", Level::Local),
    ("ondermijningstafel", "Ondermijningstafel", Level::Local),
    ("burgemeesterskring", "Burgemeesterskring", Level::Regional),
];

/// Compounds of "overleg" that are no meeting of their own.
const NO_MEETING: &[&str] = &["overleg", "vooroverleg", "spoedoverleg", "onderoverleg", "inoverleg"];

/// Words before "overleg" that belong to its name.
const SORTS: &[&str] = &[
    "integraal",
    "integrale",
    "bestuurlijk",
    "ambtelijk",
    "districtelijk",
    "regionaal",
    "lokaal",
    "operationeel",
    "tactisch",
    "strategisch",
    "periodiek",
];

/// Meetings that come back: from lists, from the lexicon and every "…overleg".
pub(super) fn meetings(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let push =
        |title: String, level: Level, line: u32, quote: &str, mentioned: bool, out: &mut Vec<Proposal>| {
            if out.iter().any(|known| same_subject(&known.title, &title)) {
                return;
            }
            let mut meeting = Proposal::new(ProposalKind::MeetingSeries, title, line, quote);
            meeting.level = Some(level);
            meeting.mentioned = mentioned;
            out.push(meeting);
        };
    for list in lists.iter().filter(|list| list.listed == Listed::Meetings) {
        for item in &list.items {
            let head =
                item.text.split([':', '–', ';', '(']).next().unwrap_or_default().trim().trim_end_matches('.');
            let name = capitalise(strip_article(head));
            if (1..=7).contains(&name.split_whitespace().count()) && name.len() > 2 {
                let level = if has(&key(&name), "*driehoek*") {
                    Level::Driehoek
                } else if has(&key(&name), "regiona*") {
                    Level::Regional
                } else {
                    Level::Local
                };
                let title =
                    if matches!(key(&name).trim(), "driehoeksoverleg" | "lokale driehoek" | "driehoek") {
                        "Driehoek".to_string()
                    } else {
                        name
                    };
                push(title, level, item.line, &item.text, false, &mut out);
            }
        }
    }
    for statement in statements {
        let text = &statement.key;
        if outline.sections[statement.section].role == Role::Appendix {
            continue;
        }
        for &(pattern, title, level) in MEETINGS {
            if has(&text, pattern) {
                push(title.to_string(), level, statement.line, statement.text, true, &mut out);
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let root = word
                .strip_suffix("overleggen")
                .map(|root| format!("{root}overleg"))
                .unwrap_or_else(|| (*word).to_string());
            if root.ends_with("overleg")
                && root.len() > "overleg".len() + 2
                && !NO_MEETING.contains(&root.as_str())
                && root != "driehoeksoverleg"
            {
                let sort = at.checked_sub(1).map(|at| words[at]).filter(|word| SORTS.contains(word));
                let title =
                    sort.map_or_else(|| capitalise(&root), |sort| format!("{} {root}", capitalise(sort)));
                let regional =
                    sort.is_some_and(|sort| sort.starts_with("regiona")) || root.starts_with("regio");
                let level = if regional { Level::Regional } else { Level::Local };
                // "het veiligheidsoverleg" after "Integraal veiligheidsoverleg" is the same one.
                let ending = format!(" {root} ");
                if sort.is_some() || !out.iter().any(|known| key(&known.title).ends_with(&ending)) {
                    push(title, level, statement.line, statement.text, true, &mut out);
                }
            }
            // "afstemming te houden met de regiocommandant", "afgestemd met Bouw- en Woningtoezicht"
            let contact = matches!(*word, "afgestemd" | "afstemming") && at + 1 < words.len();
            if contact && let Some(with) = words[at + 1..].iter().take(4).position(|word| *word == "met") {
                let after: Vec<&str> = words[at + 1 + with + 1..]
                    .iter()
                    .copied()
                    .skip_while(|word| matches!(*word, "de" | "het" | "onze" | "al"))
                    .take_while(|word| {
                        !matches!(
                            *word,
                            "en" | "in"
                                | "om"
                                | "is"
                                | "zijn"
                                | "over"
                                | "worden"
                                | "op"
                                | "van"
                                | "hebben"
                                | "wordt"
                        )
                    })
                    .take(3)
                    .collect();
                let name = after.join(" ");
                // Only somebody in particular makes a meeting.
                if matches!(after.first().copied(), Some(first) if first.ends_with("commandant")) {
                    push(
                        format!("Afstemming met {name}"),
                        Level::Regional,
                        statement.line,
                        statement.text,
                        true,
                        &mut out,
                    );
                } else if has_any(&format!(" {name} "), &["bouw", "bwt"]) {
                    push(
                        "Afstemming met Bouw- en Woningtoezicht".to_string(),
                        Level::Local,
                        statement.line,
                        statement.text,
                        true,
                        &mut out,
                    );
                }
            }
        }
    }
    out
}
