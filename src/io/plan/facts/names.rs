//! The municipalities that a plan is of.
//!
//! Owns how their names are read from the title, the decision and the text, and how they are spelled. Used by `read`.

use crate::io::plan::municipalities;
use crate::io::plan::outline::Statement;
use crate::io::plan::source::SourceText;
use crate::io::plan::text::{capitalise, has, has_any, key, squash};

fn push_name(names: &mut Vec<String>, name: &str) {
    let name = name.trim().trim_start_matches("Gemeente ").trim_start_matches("gemeente ").trim();
    if !name.is_empty() && !names.iter().any(|known| known == name) {
        names.push(name.to_string());
    }
}

/// After "gemeente" or "gemeenten" in a text: the names.
fn names_in(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (word, plural) in
        [("gemeenten ", true), ("Gemeenten ", true), ("gemeente ", false), ("Gemeente ", false)]
    {
        for (at, _) in text.match_indices(word) {
            let boundary = text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic());
            if boundary {
                out.extend(municipalities::read_names(&text[at + word.len()..], plural));
            }
        }
    }
    out
}

pub(super) fn municipalities(
    source: &SourceText,
    title: &str,
    quote: &str,
    statements: &[Statement],
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in source.meta.iter().filter(|item| item.name == "creator" || item.name == "spatial") {
        push_name(&mut names, &item.value);
    }
    let mut from_title = title_municipalities(title, quote);
    // A word of the title that the text never uses again is no municipality.
    let spoken = |name: &String| {
        municipalities::exists(name)
            || names.contains(name)
            || names_in(quote).contains(name)
            || statements
                .iter()
                .any(|statement| !quote.contains(statement.text) && statement.text.contains(name.as_str()))
    };
    // "Veiligheidsplan Heuvelland" of "de gemeenten A, B en C": the title names the region.
    if names.is_empty()
        && let [region] = from_title.as_slice()
        && !municipalities::exists(region)
        && let Some(joint) = joint_names(source)
        && !joint.contains(region)
        && !statements.iter().any(|statement| names_in(statement.text).contains(region))
    {
        return joint;
    }
    let any_spoken = from_title.iter().any(spoken);
    let text_names = || statements.iter().any(|statement| !names_in(statement.text).is_empty());
    if !any_spoken && text_names() {
        from_title.clear();
    } else if any_spoken {
        from_title.retain(spoken);
    }
    if !from_title.is_empty() {
        // The title of a joint plan names them all; the publication only the one that published it.
        let mut all = from_title;
        for name in names {
            if !all.contains(&name) && all.len() < 2 && !all.iter().any(|known| known.contains(&name)) {
                all.push(name);
            }
        }
        if all.len() == 1 {
            all.extend(joint_municipalities(&all[0], statements));
        }
        return all;
    }
    if !names.is_empty() {
        return names;
    }
    for line in source.lines.iter().take(40) {
        let text = squash(&line.text);
        if let Some(name) = text.strip_prefix("GEMEENTE ") {
            push_name(&mut names, &from_capitals(name, statements));
            return names;
        }
        let lead = key(&text);
        if lead.starts_with(" gemeente ")
            || lead.starts_with(" gemeenten ")
            || has_any(
                &lead,
                &[
                    "raad van de gemeente",
                    "raden van de gemeenten",
                    "gemeenteblad van",
                    "officiele uitgave van",
                ],
            )
        {
            let after = text.split("lad van ").nth(1).filter(|_| names_in(&text).is_empty());
            let found = after.map_or_else(|| names_in(&text), |rest| municipalities::read_names(rest, false));
            for name in found {
                push_name(&mut names, &name);
            }
            if !names.is_empty() {
                return names;
            }
        }
    }
    for statement in statements.iter().take(25) {
        let joint =
            has_any(&statement.key, &["samen", "gezamenlijk*", "dit plan", "deze nota", "dit beleid"])
                && !has_any(&statement.key, &["samen met", "regiogemeenten", "buurgemeenten"]);
        let named = names_in(statement.text);
        if joint && has(&statement.key, "gemeenten") && named.len() > 1 {
            return named;
        }
    }
    let mut counts: Vec<(String, usize)> = Vec::new();
    for statement in statements {
        for name in names_in(statement.text) {
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts.into_iter().find(|(_, count)| Some(*count) == most).map(|(name, _)| vec![name]).unwrap_or_default()
}

/// "Gemeenten A, B en C" on the cover.
fn joint_names(source: &SourceText) -> Option<Vec<String>> {
    /// A cover has no more lines.
    const COVER: usize = 12;
    source.lines.iter().take(COVER).find_map(|line| {
        let text = squash(&line.text);
        let names = if text.starts_with("Gemeenten ") { names_in(&text) } else { Vec::new() };
        (names.len() >= 2).then_some(names)
    })
}

/// A name that the cover has in capitals, as the text writes it.
pub(super) fn from_capitals(name: &str, statements: &[Statement]) -> String {
    let wanted = key(name);
    let count = name.split(' ').count();
    let written =
        statements.iter().filter(|statement| statement.key.contains(&wanted)).find_map(|statement| {
            let words: Vec<&str> = statement.text.split_whitespace().collect();
            words.windows(count).map(|run| run.join(" ")).find(|run| key(run) == wanted)
        });
    let small = |word: &str| matches!(word, "aan" | "de" | "den" | "der" | "en" | "op" | "van" | "bij");
    let spell = |word: &str| {
        let lower = word.to_lowercase();
        if small(&lower) { lower } else { capitalise(&lower) }
    };
    let name = written.unwrap_or_else(|| name.split(' ').map(spell).collect::<Vec<_>>().join(" "));
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_string()
}

/// "voor de gemeenten A, B en C" early in the text, when the title names one of them.
fn joint_municipalities(first: &str, statements: &[Statement]) -> Vec<String> {
    /// A joint plan says so in its introduction.
    const INTRODUCTION: usize = 25;
    for statement in statements.iter().take(INTRODUCTION) {
        let text_key = &statement.key;
        if has(&text_key, "gemeenten")
            && has_any(&text_key, &["gezamenlijk*", "van de gemeenten", "voor de gemeenten", "raden"])
            && !has_any(&text_key, &["samen met", "regiogemeenten", "buurgemeenten"])
        {
            let names = names_in(statement.text);
            if names.len() > 1 && names.iter().any(|name| name == first) {
                return names.into_iter().filter(|name| name != first).collect();
            }
        }
    }
    Vec::new()
}

/// Words of a title that are no municipality.
const TITLE_WORDS: &[&str] = &[
    "lokaal",
    "regeling",
    "integraal",
    "integrale",
    "veiligheidsplan",
    "veiligheidsbeleid",
    "veiligheid",
    "veiligheidsprogramma",
    "kadernota",
    "nota",
    "strategisch",
    "kader",
    "jaarplan",
    "programma",
    "beleidsplan",
    "beleidsnota",
    "beleid",
    "plan",
    "gemeente",
    "gemeenten",
    "van",
    "voor",
    "de",
    "het",
    "en",
    "in",
    "livp",
    "ivp",
    "ivb",
    "lvp",
    "openbare",
    "orde",
    "meerjarig",
    "meerjarenplan",
    "periode",
    "jaar",
    "concept",
    "ontwerp",
    "definitief",
    "versie",
    "samen",
    "veilig",
    "veilige",
    "leefbaar",
    "leefbaarheid",
    "sociale",
    "lokale",
    "uitvoeringsprogramma",
    "actieplan",
    "aan",
    "werken",
    "tot",
    "met",
    "t",
    "m",
    "bijlage",
    "stad",
    "veiligheidsnota",
    "regio",
    "naar",
    "een",
    "besluit",
    "raad",
    "raadsbesluit",
    "vaststelling",
    "houdende",
    "geheel",
    "maatschappelijke",
    "zorg",
    "handhaving",
    "op",
    "koers",
];

fn title_municipalities(title: &str, quote: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in names_in(quote).into_iter().chain(names_in(title)) {
        push_name(&mut names, &name);
    }
    if !names.is_empty() {
        return names;
    }
    for name in municipalities::named_in(title) {
        push_name(&mut names, name);
    }
    if !names.is_empty() {
        return names;
    }
    // A name that no list has: the capitalised words that are left, when they stand together.
    let main = title.split([':', '|']).next().unwrap_or(title);
    let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
    for word in main.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let known = key(bare).split_whitespace().all(|part| TITLE_WORDS.contains(&part));
        let name =
            bare.chars().next().is_some_and(char::is_uppercase) && !bare.chars().any(|c| c.is_ascii_digit());
        if name && !known {
            if let Some(run) = runs.last_mut() {
                run.push(bare);
            }
            if word.ends_with(',') {
                runs.push(Vec::new());
            }
        } else {
            runs.push(Vec::new());
        }
    }
    runs.into_iter().filter(|run| !run.is_empty() && run.len() <= 3).map(|run| run.join(" ")).collect()
}
