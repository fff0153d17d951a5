//! Tables of contents: they name every heading once more, and are none.
//!
//! Owns what an entry looks like and how far a table goes; the titles in it are kept, as they tell headings from lists. Used by `blocks`.

use std::collections::{HashMap, HashSet};

use super::Piece;
use super::junk::page_number;
use super::shape::NAMED;
use crate::io::plan::source::Mark;
use crate::io::plan::text::{has_any, is_closed, key, starts_upper};

/// What the end of a line says about a table of contents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Toc {
    /// Dot leaders or "pag. 6": certain.
    Strong,
    /// Ends in a number: likely, among its like.
    Weak(u16),
    No,
}

fn toc_entry(piece: &Piece) -> Toc {
    /// A longer line is prose that happens to end in a number.
    const LONGEST_ENTRY: usize = 120;
    let text = piece.text.trim_end();
    let leaders = ["....", ". . .", "……", "____", "… …"].iter().any(|leader| text.contains(leader))
        || text.contains("…………");
    if leaders {
        return Toc::Strong;
    }
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if !(1..=3).contains(&digits) {
        return Toc::No;
    }
    let head = text[..text.len() - digits].trim_end();
    let page: u16 = text[text.len() - digits..].parse().unwrap_or(0);
    let head_key = key(head);
    if head.ends_with('…') || head.ends_with("...") || head.ends_with("..") {
        return Toc::Strong;
    }
    let paged =
        ["pag", "pagina", "blz", "p"].iter().any(|word| head_key.trim_end().ends_with(&format!(" {word}")));
    let short = text.chars().count() <= LONGEST_ENTRY;
    if paged && short {
        return Toc::Strong;
    }
    if merged_entries(text) {
        return Toc::Strong;
    }
    let spaced = text[..text.len() - digits].ends_with([' ', '\u{A0}']);
    if short && spaced && head_key.trim().len() > 2 && starts_upper(head) && !is_closed(head) {
        // "Prioriteit 1" is a heading, no entry on page 1.
        let words = head_key.split_whitespace().count();
        if words == 1 && has_any(&head_key, NAMED) {
            return Toc::No;
        }
        return Toc::Weak(page);
    }
    Toc::No
}

/// "1 Inleiding 3 2 Terugblik 5 3 Prioriteiten 8": several entries on one line.
fn merged_entries(text: &str) -> bool {
    let tokens: Vec<&str> = text.split(' ').collect();
    let mut joints = 0;
    for window in tokens.windows(3) {
        let [page, number, word] = window else { continue };
        let is_page = page.len() <= 3 && page.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = number.trim_end_matches('.').split('.').all(|part| {
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit())
        });
        if is_page && is_number && starts_upper(word) {
            joints += 1;
        }
    }
    joints >= 2 || (joints == 1 && text.len() < 120)
}

fn is_toc_heading(key: &str) -> bool {
    matches!(key.trim(), "inhoud" | "inhoudsopgave" | "inhoudsopgaaf" | "inhoudstafel" | "index")
}

/// Removes tables of contents; returns the keys of their entries, which are headings for certain.
pub(super) fn drop_toc(pieces: &mut Vec<Piece>) -> HashSet<String> {
    let mut drop = vec![false; pieces.len()];
    let mut times: HashMap<&str, u32> = HashMap::new();
    for piece in pieces.iter() {
        *times.entry(bare_key(&piece.key)).or_default() += 1;
    }
    let entries: Vec<Toc> = pieces.iter().map(toc_entry).collect();
    for index in 0..pieces.len() {
        let piece = &pieces[index];
        if piece.mark == Mark::TocEntry || entries[index] == Toc::Strong {
            drop[index] = true;
        }
        let opens = piece.key.trim_start().starts_with("inhoudsopgave ") || is_toc_heading(&piece.key);
        if opens && !drop[index] {
            mark_toc_region(pieces, &entries, &times, index, &mut drop);
        }
    }
    mark_toc_runs(pieces, &entries, &mut drop);
    let titles = pieces
        .iter()
        .zip(&drop)
        .filter(|(_, dropped)| **dropped)
        .map(|(piece, _)| toc_title(&piece.key))
        .filter(|title| !title.is_empty())
        .collect();
    let mut index = 0;
    pieces.retain(|_| {
        index += 1;
        !drop[index - 1]
    });
    titles
}

/// The key without number in front and page behind.
pub(super) fn toc_title(key: &str) -> String {
    let number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = key.split_whitespace().collect();
    let start = words.iter().take_while(|word| number(word)).count();
    let end = words.len() - words.iter().rev().take_while(|word| number(word)).count();
    if start < end { words[start..end].join(" ") } else { String::new() }
}

fn bare_key(key: &str) -> &str {
    key.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
}

/// From "Inhoudsopgave" on: as long as lines look like entries.
fn mark_toc_region(
    pieces: &[Piece],
    entries: &[Toc],
    times: &HashMap<&str, u32>,
    start: usize,
    drop: &mut [bool],
) {
    /// Longer than any entry, and too long to be one by its shape alone.
    const LONGEST_ENTRY: usize = 110;
    drop[start] = true;
    let first = pieces.get(start + 1).map(|piece| bare_key(&piece.key));
    let like = |index: usize| -> bool {
        let Some(piece) = pieces.get(index) else { return false };
        let repeats = times.get(bare_key(&piece.key)).is_some_and(|&count| count >= 2);
        let short = piece.text.chars().count() <= LONGEST_ENTRY;
        entries[index] != Toc::No || piece.mark == Mark::TocEntry || (short && repeats) || page_number(piece)
    };
    let mut index = start + 1;
    while index < pieces.len() {
        let again =
            index > start + 1 && first == Some(bare_key(&pieces[index].key)) && entries[index] == Toc::No;
        if again {
            break;
        }
        let short = pieces[index].text.chars().count() <= LONGEST_ENTRY && !is_closed(&pieces[index].text);
        // One odd line among entries (a heading that was renamed) belongs to the table.
        if like(index)
            || (short
                && index > start + 1
                && like(index + 1)
                && like(index - 1)
                && !is_first_heading(pieces, index, times))
        {
            drop[index] = true;
            index += 1;
        } else {
            break;
        }
    }
}

/// The body starts here when the line repeats an entry of the table above it.
fn is_first_heading(pieces: &[Piece], index: usize, times: &HashMap<&str, u32>) -> bool {
    times.get(bare_key(&pieces[index].key)).is_some_and(|&count| count >= 2)
}

/// Three or more lines in a row that end in page numbers that do not fall.
fn mark_toc_runs(pieces: &[Piece], entries: &[Toc], drop: &mut [bool]) {
    let mut start = 0;
    while start < entries.len() {
        let mut end = start;
        let mut page = 0;
        while let Some(Toc::Weak(next)) = entries.get(end)
            && *next >= page
            && pieces[end].mark != Mark::TableRow
        {
            page = *next;
            end += 1;
        }
        if end - start >= 3 {
            drop[start..end].fill(true);
        }
        start = end.max(start + 1);
    }
}
