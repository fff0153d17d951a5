//! Lines that are not the plan's: menus of the site around it, page numbers, running headers.
//!
//! Owns the words by which they are known. Used by `blocks` before anything is joined.

use std::collections::{HashMap, HashSet};

use super::Piece;
use crate::io::plan::source::Mark;
use crate::io::plan::text::has_any;

/// Words of the site around the plan: menus, and lines that `facts` reads from the source itself.
const SITE_JUNK: &[&str] = &[
    "ga direct naar",
    "ga naar de inhoud",
    "direct naar content",
    "u bent hier",
    "naar zoekresultaat",
    "zoekresultaten",
    "wat is cvdr",
    "permanente link",
    "maak een permanente link",
    "toon relaties",
    "deel deze pagina",
    "delen via",
    "cookies",
    "externe link",
    "officiele uitgave",
    "informatie van lokale overheden",
    "lokale wet en regelgeving",
    "regeling vervallen per",
    "geldend van",
    "geldig van",
    "intitule",
    "hieronder leest u",
    "exporteer",
    "uw zoekopdracht",
    "deze versie is geldig",
    "toon wetstechnische informatie",
    "toon wettechnische informatie",
    "wetstechnische informatie",
    "dit is een gewaarmerkte versie",
    "gemeenteblad van",
    "overheid nl",
    "zoek regelingen",
    "terug naar boven",
    "naar boven",
    "printen",
    "pdf versie",
    "download als",
    "aan deze tekst kunnen geen rechten",
    "alle rechten voorbehouden",
];

fn is_site_junk(piece: &Piece) -> bool {
    /// A longer line says something even when it starts like a menu.
    const LONGEST_JUNK: usize = 140;
    if piece.text.chars().count() > LONGEST_JUNK {
        return false;
    }
    let trimmed = piece.key.trim();
    matches!(
        trimmed,
        "home" | "menu" | "contact" | "inloggen" | "zoeken" | "help" | "sluiten" | "delen" | "print"
    ) || SITE_JUNK
        .iter()
        .any(|junk| piece.key[1..].starts_with(junk) && { piece.key[1 + junk.len()..].starts_with(' ') })
}

/// Words that the title of a safety plan holds, and so its running header.
pub(in crate::io::plan) const PLAN_WORDS: &[&str] = &[
    "*veiligheidsplan",
    "*veiligheidsbeleid",
    "*veiligheidsprogramma",
    "*veiligheidsnota",
    "integrale veiligheid",
    "kadernota",
    "livp",
    "ivp",
    "ivb",
    "lvp",
    "strategisch kader",
    "*veiligheidsplannen",
    "jaarplan",
];

pub(super) fn drop_junk(pieces: &mut Vec<Piece>) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let without_digits = |piece: &Piece| -> String {
        piece
            .key
            .chars()
            .filter(|c| !c.is_ascii_digit())
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    /// A running header fits on a line of a page.
    const LONGEST_HEADER: usize = 110;
    let header = |piece: &Piece| {
        piece.text.len() <= LONGEST_HEADER
            && (has_any(&piece.key, PLAN_WORDS) || has_any(&piece.key, &["pagina", "pag"]))
    };
    for piece in pieces.iter().filter(|piece| header(piece)) {
        *seen.entry(without_digits(piece)).or_default() += 1;
    }
    let mut kept: HashSet<String> = HashSet::new();
    pieces.retain(|piece| {
        if is_site_junk(piece) {
            return false;
        }
        if header(piece) {
            let name = without_digits(piece);
            if seen.get(&name).is_some_and(|&count| count >= 3) {
                return kept.insert(name);
            }
        }
        true
    });
}

/// "7", "- 7 -", "pagina 7", "pag. 7 van 30", "7 / 30".
pub(super) fn page_number(piece: &Piece) -> bool {
    let words: Vec<&str> = piece.key.split_whitespace().collect();
    let number = |word: &str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        [one] => number(one),
        ["pagina" | "pag" | "p" | "blz" | "bladzijde", one] | [one, "pagina"] => number(one),
        ["pagina" | "pag" | "blz", one, "van", two] => number(one) && number(two),
        [one, "van", two] => number(one) && number(two),
        [one, two] => piece.text.contains('/') && number(one) && number(two),
        _ => false,
    }
}

pub(super) fn drop_page_numbers(pieces: &mut Vec<Piece>) {
    let mut broken = false;
    let kept = std::mem::take(pieces);
    for mut piece in kept {
        if page_number(&piece) && piece.mark == Mark::Plain {
            broken = true;
            continue;
        }
        piece.gap |= broken;
        broken = false;
        pieces.push(piece);
    }
}
