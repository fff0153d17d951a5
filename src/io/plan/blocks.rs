//! From lines to blocks: headings, paragraphs, list items and table rows.
//!
//! Owns what is junk (menus of the site, page numbers, running headers, tables of contents), how
//! wrapped lines are joined, and what looks like a heading. Which heading lies under which is for
//! `outline`. Used by `outline`.

use std::collections::{HashMap, HashSet};

use super::dates;
use super::source::{CELL_SEPARATOR, Line, Mark, SourceFormat, SourceText};
use super::text::{has_any, is_closed, join_spaced_capitals, key, squash, starts_upper, strip_footnotes};

/// A piece of the plan with one meaning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// Line of the source file on which it starts.
    pub line: u32,
    pub kind: BlockKind,
    /// Its text, white space folded; for a heading without number and footnotes.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum BlockKind {
    Heading(HeadingForm),
    /// Item of a list; 1 is the outermost.
    Bullet(u8),
    Para,
    /// Cells of a table row.
    Row(Vec<String>),
}

/// How a heading shows that it is one; the outline turns this into a level.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum HeadingForm {
    /// The markup says so.
    Marked(u8),
    /// "3", "3.", "3.1".
    Numbered(Vec<u16>),
    /// "Hoofdstuk 3".
    Chapter(u16),
    /// "Bijlage 1".
    Appendix,
    /// "Prioriteit 2: …", with the word.
    Named(&'static str, u16),
    /// Nothing but its shape; true when in capitals.
    Plain(bool),
}

/// A line that may still turn out to be anything.
#[derive(Clone, Debug)]
struct Piece {
    line: u32,
    text: String,
    key: String,
    indent: usize,
    /// A blank line (or another kind of break) comes before it.
    gap: bool,
    mark: Mark,
}

/// What a piece looks like on its own.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Bullet {
        marker: char,
        text: String,
    },
    /// "3. Titel": a heading or an item of a numbered list.
    Number {
        number: u16,
        title: String,
    },
    Hard {
        form: HeadingForm,
        title: String,
    },
    TitleLike,
    Text,
    Row,
}

/// The blocks of a plan, without its junk.
pub(super) fn blocks(source: &SourceText) -> Vec<Block> {
    let mut pieces = pieces(&source.lines);
    let toc = drop_toc(&mut pieces);
    drop_junk(&mut pieces);
    merge_split_headings(&mut pieces);
    drop_page_numbers(&mut pieces);
    Builder::new(pieces, toc, source.format).build()
}

/// The text that is looked at: the longest plans are a tenth of this. What comes after is left out,
/// and a finding says from which line on.
const MOST_TEXT: usize = 4 * 1024 * 1024;
const MOST_LINES: usize = 40_000;

/// The line from which on a text is too long to be a plan; `None` for every real one.
pub(super) fn cut_at(lines: &[Line]) -> Option<u32> {
    let mut length = 0;
    lines.iter().enumerate().find_map(|(index, line)| {
        length += line.text.len();
        (length > MOST_TEXT || index >= MOST_LINES).then_some(line.number)
    })
}

fn pieces(lines: &[Line]) -> Vec<Piece> {
    let end = cut_at(lines).unwrap_or(u32::MAX);
    let lines = &lines[..lines.partition_point(|line| line.number < end)];
    let mut out: Vec<Piece> = Vec::with_capacity(lines.len());
    let mut previous = 0u32;
    for line in lines {
        let indent = line.text.chars().take_while(|c| c.is_whitespace()).count();
        // "Actie | Wie | Wanneer": a table in a text.
        let trimmed = line.text.trim();
        let bars = trimmed.trim_matches('|').matches('|').count();
        let framed = trimmed.starts_with('|') && trimmed.ends_with('|');
        if line.mark == Mark::Plain && (bars >= 2 || (bars == 1 && framed)) {
            if let Some(piece) = bar_row(line) {
                previous = line.number;
                out.push(piece);
            }
            continue;
        }
        let text = match line.mark {
            Mark::TableRow => line.text.clone(),
            _ => join_spaced_capitals(&squash(&line.text)),
        };
        let gap = line.number > previous + 1 || line.mark != Mark::Plain || previous == 0;
        previous = line.number;
        out.push(Piece { line: line.number, key: key(&text), text, indent, gap, mark: line.mark });
    }
    out
}

/// A row of a table drawn with bars; `None` for the line under its head.
fn bar_row(line: &Line) -> Option<Piece> {
    let cells: Vec<String> = line.text.trim().trim_matches('|').split('|').map(squash).collect();
    let text = cells.join(&CELL_SEPARATOR.to_string());
    let piece =
        Piece { line: line.number, key: key(&text), text, indent: 0, gap: true, mark: Mark::TableRow };
    piece.text.chars().any(char::is_alphanumeric).then_some(piece)
}

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
pub(super) const PLAN_WORDS: &[&str] = &[
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

fn drop_junk(pieces: &mut Vec<Piece>) {
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
fn page_number(piece: &Piece) -> bool {
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

fn drop_page_numbers(pieces: &mut Vec<Piece>) {
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
fn drop_toc(pieces: &mut Vec<Piece>) -> HashSet<String> {
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
fn toc_title(key: &str) -> String {
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

/// A number alone on its line belongs to the title on the next one, unless it is a page number.
fn merge_split_headings(pieces: &mut Vec<Piece>) {
    let mut chapter = 0u16;
    let taken = std::mem::take(pieces);
    let mut iter = taken.into_iter().peekable();
    while let Some(mut piece) = iter.next() {
        let next_fits = iter.peek().is_some_and(|next| {
            next.mark == Mark::Plain
                && title_shape(&next.text)
                && !page_number(next)
                && next.line <= piece.line + 3
        });
        if let Some(numbers) = number_only(&piece.text) {
            let expected = numbers.len() > 1 || numbers.first() == Some(&(chapter + 1));
            if next_fits
                && expected
                && piece.mark == Mark::Plain
                && let Some(title) = iter.next()
            {
                if numbers.len() == 1 {
                    chapter += 1;
                }
                piece.text = format!("{} {}", piece.text, title.text);
                piece.key = key(&piece.text);
            }
        } else if next_fits && named_only(&piece.text) {
            if let Some(title) = iter.next() {
                piece.text = format!("{}: {}", piece.text.trim_end_matches([':', '.']), title.text);
                piece.key = key(&piece.text);
            }
        } else if let Some((numbers, _)) = leading_number(&piece.text)
            && let [number] = numbers.as_slice()
            && *number == chapter + 1
        {
            chapter = *number;
        }
        pieces.push(piece);
    }
}

fn number_only(text: &str) -> Option<Vec<u16>> {
    match leading_number(text) {
        Some((numbers, "")) => Some(numbers),
        _ => None,
    }
}

/// "Hoofdstuk 3" or "Prioriteit 2" with nothing after it.
fn named_only(text: &str) -> bool {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let word = word.to_lowercase();
    let named = word == "hoofdstuk" || NAMED.contains(&word.as_str());
    named && !rest.is_empty() && rest.trim_end_matches([':', '.']).bytes().all(|byte| byte.is_ascii_digit())
}

/// "3.1. Titel" gives [3, 1] and "Titel". Nothing above 40 is a chapter.
fn leading_number(text: &str) -> Option<(Vec<u16>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let spaced = rest.is_empty() || rest.starts_with([' ', ':', '\u{A0}']) || head.ends_with('.');
    let mut numbers = Vec::new();
    for part in head.trim_end_matches('.').split('.') {
        let number: u16 = part.parse().ok().filter(|&number| number <= 40 && part.len() <= 2)?;
        numbers.push(number);
    }
    let rest = rest.trim_start_matches([' ', ':', '-', '–']).trim();
    (spaced && !numbers.is_empty() && numbers.len() <= 4).then_some((numbers, rest))
}

/// Words before a number that make a heading of a line.
const NAMED: &[&str] = &[
    "prioriteit",
    "thema",
    "speerpunt",
    "pijler",
    "ambitie",
    "programmalijn",
    "veiligheidsveld",
    "veiligheidsthema",
    "beleidsthema",
    "hoofdthema",
    "veld",
    "opgave",
    "programma",
    "spoor",
    "lijn",
    "doelstelling",
    "kernthema",
    "actielijn",
];

/// True for a line that could be a title: short, with a capital, and not the end of a sentence.
pub(super) fn title_shape(text: &str) -> bool {
    /// Longer headings exist, but then a number or markup says so.
    const LONGEST: usize = 90;
    const MOST_WORDS: usize = 13;
    let count = text.chars().count();
    if !(3..=LONGEST).contains(&count) || text.split(' ').count() > MOST_WORDS {
        return false;
    }
    let ends_open = !text.ends_with(['.', ';', ',', ':', '-']) || text.ends_with("etc.");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    ends_open
        && starts_upper(text)
        && letters * 2 > count
        && !text.contains('~')
        && !text.contains(". ")
        && !text.contains("@")
        && !text.contains("www.")
        && dates::find_dates(text).is_empty()
}

struct Builder {
    pieces: Vec<Piece>,
    shapes: Vec<Shape>,
    toc: HashSet<String>,
    format: SourceFormat,
    /// Width at which lines were wrapped, when they were.
    wrap: Option<usize>,
    /// The text separates paragraphs by blank lines.
    spaced: bool,
    /// For each piece: how many title-like pieces follow one another from it on.
    runs: Vec<usize>,
    out: Vec<Block>,
    markers: Vec<(char, usize)>,
}

impl Builder {
    fn new(pieces: Vec<Piece>, toc: HashSet<String>, format: SourceFormat) -> Builder {
        let mut pieces = pieces;
        join_lone_bullets(&mut pieces);
        let mut shapes: Vec<Shape> = pieces.iter().map(shape).collect();
        let wrap = wrap_width(&pieces, format);
        let gaps = pieces.iter().skip(1).filter(|piece| piece.gap).count();
        let spaced = gaps * 5 >= pieces.len();
        settle_numbers(&pieces, &mut shapes, &toc);
        let mut runs = vec![0; shapes.len()];
        for index in (0..shapes.len()).rev() {
            if shapes[index] == Shape::TitleLike {
                runs[index] = 1 + runs.get(index + 1).copied().unwrap_or(0);
            }
        }
        Builder { pieces, shapes, toc, format, wrap, spaced, runs, out: Vec::new(), markers: Vec::new() }
    }

    fn build(mut self) -> Vec<Block> {
        let mut index = 0;
        while index < self.pieces.len() {
            index = self.take(index);
        }
        self.out
    }

    /// Turns the piece at `index` into a block or adds it to the last one; returns the next index.
    fn take(&mut self, index: usize) -> usize {
        let piece = self.pieces[index].clone();
        if self.continues(index) {
            self.append(&piece.text);
            return index + 1;
        }
        match self.shapes[index].clone() {
            Shape::Row => {
                let cells: Vec<String> = piece.text.split(CELL_SEPARATOR).map(squash).collect();
                let text =
                    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" | ");
                self.push(piece.line, BlockKind::Row(cells), text);
            }
            Shape::Bullet { marker, text } => {
                let depth = match piece.mark {
                    Mark::Bullet(depth) => depth,
                    _ => self.depth(marker, piece.indent),
                };
                self.push(piece.line, BlockKind::Bullet(depth), text);
            }
            Shape::Number { number, title } => {
                self.heading(piece.line, HeadingForm::Numbered(vec![number]), &title);
            }
            Shape::Hard { form, title } => self.heading(piece.line, form, &title),
            Shape::TitleLike if self.is_heading(index) => {
                let caps = is_caps(&piece.text);
                self.heading(piece.line, HeadingForm::Plain(caps), &piece.text);
            }
            Shape::TitleLike | Shape::Text => {
                if let Some((marker, count)) = self.list_without_bullets(index) {
                    for item in index..index + count {
                        let (line, text) = (self.pieces[item].line, self.pieces[item].text.clone());
                        let depth = self.depth(marker, 0);
                        self.push(line, BlockKind::Bullet(depth), text);
                    }
                    return index + count;
                }
                self.push(piece.line, BlockKind::Para, piece.text.clone());
            }
        }
        index + 1
    }

    fn push(&mut self, line: u32, kind: BlockKind, text: String) {
        if !matches!(kind, BlockKind::Bullet(_)) {
            self.markers.clear();
        }
        self.out.push(Block { line, kind, text });
    }

    fn heading(&mut self, line: u32, form: HeadingForm, title: &str) {
        let title = strip_footnotes(title.trim().trim_end_matches(':').trim());
        self.push(line, BlockKind::Heading(form), title);
    }

    fn append(&mut self, text: &str) {
        if let Some(last) = self.out.last_mut() {
            let hyphened = last.text.ends_with('-')
                && !last.text.ends_with(" -")
                && text.starts_with(char::is_lowercase)
                && !text.starts_with("en ")
                && !text.starts_with("of ");
            if hyphened {
                last.text.pop();
            } else {
                last.text.push(' ');
            }
            last.text.push_str(text);
        }
    }

    /// Depth of a bullet by its marker and indent, within the current run of bullets.
    fn depth(&mut self, marker: char, indent: usize) -> u8 {
        if let Some(at) = self.markers.iter().position(|&(known, deep)| known == marker && deep == indent) {
            self.markers.truncate(at + 1);
        } else {
            while self.markers.last().is_some_and(|&(_, deep)| deep > indent) {
                self.markers.pop();
            }
            if self.markers.last().is_some_and(|&(known, _)| known == marker)
                && self.markers.last().is_some_and(|&(_, deep)| deep == indent)
            {
                // The same list goes on.
            } else {
                self.markers.push((marker, indent));
            }
        }
        u8::try_from(self.markers.len()).unwrap_or(u8::MAX)
    }

    /// True when the piece goes on with the sentence of the last block.
    fn continues(&self, index: usize) -> bool {
        let piece = &self.pieces[index];
        let Some(last) = self.out.last() else { return false };
        if self.format != SourceFormat::Text || matches!(last.kind, BlockKind::Row(_)) {
            return false;
        }
        let closed = is_closed(&last.text);
        let lower = piece.text.starts_with(char::is_lowercase);
        match self.shapes[index] {
            // "Partners: …" below "Onderwerpen: …" is a line of its own, however full the one above.
            Shape::Text if inline_label(&piece.text) => return false,
            Shape::Text | Shape::TitleLike => {}
            _ => return false,
        }
        if let BlockKind::Heading(_) = last.kind {
            // A heading that was wrapped.
            return !piece.gap && lower && self.wrap.is_some() && piece.text.chars().count() < 60 && !closed;
        }
        if piece.gap {
            // A page break in the middle of a sentence.
            let ends_open = last.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'));
            let bullet = matches!(last.kind, BlockKind::Bullet(_));
            return lower && ends_open && !bullet;
        }
        let Some(width) = self.wrap else {
            return lower && !closed && !self.spaced;
        };
        if lower && !closed {
            return true;
        }
        // The line before was full, so this one is its continuation whatever it starts with.
        let before = self.pieces[index - 1].text.chars().count() + self.pieces[index - 1].indent;
        let first_word = piece.text.split(' ').next().map_or(0, |word| word.chars().count());
        before + first_word + 1 > width
    }

    fn is_known_heading(&self, index: usize) -> bool {
        self.toc.contains(&toc_title(&self.pieces[index].key))
    }

    /// A line with the shape of a title is a heading when what stands around it agrees.
    fn is_heading(&self, index: usize) -> bool {
        let piece = &self.pieces[index];
        if piece.mark == Mark::Strong || self.is_known_heading(index) {
            return true;
        }
        if self.format != SourceFormat::Text && piece.mark == Mark::Plain {
            return is_caps(&piece.text);
        }
        let Some(next) = self.pieces.get(index + 1) else { return false };
        let opens = piece.gap
            || index == 0
            || self
                .out
                .last()
                .is_some_and(|last| is_closed(&last.text) || matches!(last.kind, BlockKind::Heading(_)));
        let label = super::outline::label_of(&piece.key).is_some();
        // Items of a list often end without a full stop.
        let after_item = index > 0
            && matches!(self.shapes[index - 1], Shape::Bullet { .. })
            && (label || (self.wrap.is_none() && !self.spaced));
        if !opens && !after_item {
            return false;
        }
        match &self.shapes[index + 1] {
            Shape::Text => {
                let lower = next.text.starts_with(char::is_lowercase);
                let longer = next.text.chars().count() > piece.text.chars().count()
                    || inline_label(&next.text)
                    || is_caps(&piece.text);
                !lower && (next.gap || longer || is_closed(&next.text))
            }
            Shape::Bullet { .. } | Shape::Row => label || (next.gap || !self.spaced) || is_caps(&piece.text),
            Shape::Hard { .. } | Shape::Number { .. } => next.gap || !self.spaced,
            // Two titles in a row are a chapter and its first section; more are a list.
            Shape::TitleLike => {
                let run = self.title_run(index);
                run == 2 || (run > 2 && (label || self.starts_list(index)))
            }
        }
    }

    /// How many title-like pieces follow one another from `index`.
    fn title_run(&self, index: usize) -> usize {
        self.runs[index]
    }

    /// The first of a run of titles is the heading of the list that follows.
    fn starts_list(&self, index: usize) -> bool {
        index == 0 || self.shapes[index - 1] != Shape::TitleLike
    }

    /// Names below one another without bullets, after a line that announces them or after a heading.
    fn list_without_bullets(&self, index: usize) -> Option<(char, usize)> {
        let announced = self
            .out
            .last()
            .is_some_and(|last| last.text.ends_with(':') || matches!(last.kind, BlockKind::Heading(_)));
        let run = self.title_run(index);
        if run < 2 {
            return None;
        }
        // The last of the run may be the heading of the text below it.
        let next = index + run;
        let leads = run > 0
            && self.shapes.get(next) == Some(&Shape::Text)
            && self.pieces[next - 1].gap
            && (!self.spaced || self.pieces.get(next).is_some_and(|piece| piece.gap));
        let count = if leads && run > 2 { run - 1 } else { run };
        (announced && count >= 2 && self.format == SourceFormat::Text).then_some(('\0', count))
    }
}

fn is_caps(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 4 && letters.iter().all(|c| c.is_uppercase())
}

/// A bullet sign alone on its line belongs to the text on the next one.
fn join_lone_bullets(pieces: &mut Vec<Piece>) {
    let taken = std::mem::take(pieces);
    let mut iter = taken.into_iter().peekable();
    while let Some(mut piece) = iter.next() {
        let lone = piece.mark == Mark::Plain
            && piece.text.chars().count() == 1
            && piece.text.chars().all(|c| BULLETS.contains(&c) || c == '-');
        if lone && let Some(next) = iter.next_if(|next| next.mark == Mark::Plain) {
            piece.text = format!("{} {}", piece.text, next.text);
            piece.key = key(&piece.text);
        }
        pieces.push(piece);
    }
}

const BULLETS: &[char] = &[
    '•', '·', '▪', '◦', '●', '○', '■', '□', '‣', '⁃', '➢', '►', '▶', '✓', '✔', '➔', '→', '❖', '◆', '♦', '*',
    '°', '˚', '\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F02D}', '\u{F0FC}', '∙', '‐', '»', '>',
];

fn shape(piece: &Piece) -> Shape {
    let text = piece.text.as_str();
    match piece.mark {
        Mark::TableRow => return Shape::Row,
        Mark::Bullet(_) => {
            let (marker, rest) = bullet(text).unwrap_or(('•', text));
            return Shape::Bullet { marker, text: rest.to_string() };
        }
        Mark::Heading(level) => {
            let (form, title) = hard_heading(text).unwrap_or((HeadingForm::Marked(level), text.to_string()));
            // The number may be glued to a markup level; the markup is the surer of the two.
            let form = match form {
                HeadingForm::Named(..) | HeadingForm::Appendix => form,
                _ => HeadingForm::Marked(level),
            };
            let title = leading_number(&title).map_or(title.clone(), |(_, rest)| rest.to_string());
            return Shape::Hard { form, title: if title.is_empty() { text.to_string() } else { title } };
        }
        _ => {}
    }
    if piece.mark == Mark::Plain
        && let Some((number, title)) = bracketed(text)
    {
        return Shape::Hard { form: HeadingForm::Named(BRACKETED, number), title: title.to_string() };
    }
    if let Some((marker, rest)) = bullet(text) {
        return Shape::Bullet { marker, text: rest.to_string() };
    }
    // "Onderwerpen: a, b" is a line of text, however short.
    if inline_label(text) {
        return Shape::Text;
    }
    if let Some((form, title)) = hard_heading(text) {
        return match form {
            HeadingForm::Numbered(numbers) if numbers.len() == 1 => {
                Shape::Number { number: numbers[0], title }
            }
            form => Shape::Hard { form, title },
        };
    }
    if let Some((numbers, rest)) = leading_number(text)
        && numbers.len() == 1
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('.')
        && rest.chars().any(char::is_alphabetic)
    {
        return Shape::Bullet { marker: '1', text: rest.to_string() };
    }
    if title_shape(text) || (text.ends_with(':') && super::outline::label_of(&piece.key).is_some()) {
        return Shape::TitleLike;
    }
    Shape::Text
}

/// "Doel: minder inbraken", "Samen met: a, b en c": a label with its text on one line.
fn inline_label(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(head, rest)| {
        super::outline::label_of(&key(head)).is_some() || rest.matches(", ").count() >= 2
    })
}

fn bullet(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if BULLETS.contains(&first) {
        let spaced = rest.starts_with(' ') || first != '*' && first != '>' && first != '»';
        return (spaced && !rest.trim().is_empty()).then(|| (first, rest.trim()));
    }
    if matches!(first, '-' | '–' | '—') && rest.starts_with(' ') {
        return Some(('-', rest.trim()));
    }
    if first == 'o' && rest.starts_with(' ') && starts_upper(rest) {
        return Some(('o', rest.trim()));
    }
    // "a)", "a.", "1)", "(1)", "i."
    let open = text.strip_prefix('(').unwrap_or(text);
    let end = open.find([')', '.'])?;
    let (label, after) = open.split_at(end);
    let after = &after[1..];
    let closed = open[end..].starts_with(')');
    let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman =
        (1..=4).contains(&label.len()) && label.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let digits = closed && (1..=2).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit());
    let item = (letter || roman || digits) && after.starts_with(' ') && !after.trim().is_empty();
    item.then(|| (if digits { '1' } else { 'a' }, after.trim()))
}

/// Headings that show themselves by a word or number in front.
fn hard_heading(text: &str) -> Option<(HeadingForm, String)> {
    /// A numbered heading may be longer than an unnumbered one.
    const LONGEST: usize = 130;
    if text.chars().count() > LONGEST {
        return None;
    }
    if let Some(rest) = text.strip_prefix('#') {
        let level = 1 + rest.chars().take_while(|&c| c == '#').count();
        let title = rest.trim_start_matches('#').trim();
        let level = u8::try_from(level).ok().filter(|level| *level <= 6)?;
        return (!title.is_empty()).then(|| (HeadingForm::Marked(level), title.to_string()));
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let lower = word.to_lowercase();
    let capital = starts_upper(word);
    let ends_open = !text.ends_with(['.', ';', ',']);
    if capital && (lower == "hoofdstuk" || lower == "deel" || lower == "artikel") && ends_open {
        let (numbers, title) = leading_number(rest).or_else(|| roman(rest))?;
        let title = if title.is_empty() { text } else { title };
        return Some((HeadingForm::Chapter(numbers.first().copied().unwrap_or(0)), title.to_string()));
    }
    if capital && lower == "paragraaf" && ends_open {
        let (numbers, title) = leading_number(rest)?;
        return Some((HeadingForm::Numbered(numbers), title.to_string()));
    }
    if capital && lower.trim_end_matches([':', '.']) == "bijlage" && ends_open {
        return Some((HeadingForm::Appendix, text.to_string()));
    }
    if capital
        && ends_open
        && let Some(named) = NAMED.iter().find(|named| **named == lower)
        && let Some((numbers, title)) =
            leading_number(rest).or_else(|| roman(rest)).or_else(|| capital_letter(rest))
        && let [number] = numbers.as_slice()
        && !title.is_empty()
        && starts_upper(title)
    {
        return Some((HeadingForm::Named(named, *number), title.to_string()));
    }
    // "II. Titel": a single I is the numeral and not the letter.
    if let Some((numbers, title)) = roman(text).filter(|_| ends_open)
        && text.split(' ').next().is_some_and(|numeral| numeral.ends_with(['.', ':', ')']))
        && let [number] = numbers.as_slice()
        && starts_upper(title)
        && title_shape(title)
    {
        return Some((HeadingForm::Named("roman", *number), title.to_string()));
    }
    if let Some(lettered) = lettered(text).filter(|_| ends_open) {
        return Some(lettered);
    }
    let (numbers, title) = leading_number(text)?;
    let shape = ends_open && !title.is_empty() && !text.ends_with(':');
    let first = title.split(' ').next().unwrap_or_default();
    let deep = numbers.len() > 1;
    let starts = starts_upper(title) || (deep && title.chars().next().is_some_and(char::is_alphabetic));
    let fits = shape
        && starts
        && !dates::is_month(first)
        && title.chars().any(char::is_alphabetic)
        && !title.contains('~');
    let numeric = first.bytes().all(|byte| byte.is_ascii_digit());
    (fits && !numeric).then(|| (HeadingForm::Numbered(numbers), title.to_string()))
}

/// "A: Titel" after the word "Prioriteit".
fn capital_letter(rest: &str) -> Option<(Vec<u16>, &str)> {
    let (letter, title) = rest.split_once([':', '.', ' '])?;
    let [byte @ b'A'..=b'H'] = letter.as_bytes() else { return None };
    Some((vec![u16::from(byte - b'A') + 1], title.trim_start_matches([' ', ':', '-', '–', '.']).trim()))
}

/// "1) Titel": a heading when a text of its own follows it, see `settle_numbers`.
fn bracketed(text: &str) -> Option<(u16, &str)> {
    let (number, title) = text.split_once(") ")?;
    let number: u16 = number.parse().ok().filter(|number| (1..=20).contains(number))?;
    let title = title.trim();
    (starts_upper(title) && title_shape(title)).then_some((number, title))
}

/// "A. Titel".
fn lettered(text: &str) -> Option<(HeadingForm, String)> {
    let (letter, title) = text.split_once(['.', ')'])?;
    let [byte @ b'A'..=b'J'] = letter.as_bytes() else { return None };
    let title = title.strip_prefix(' ')?.trim();
    let fits = starts_upper(title) && title_shape(title);
    fits.then(|| (HeadingForm::Named("letter", u16::from(byte - b'A') + 1), title.to_string()))
}

/// "II. Titel".
fn roman(text: &str) -> Option<(Vec<u16>, &str)> {
    const NUMERALS: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    let end = text.find(|c: char| !matches!(c, 'I' | 'V' | 'X')).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let at = NUMERALS.iter().position(|numeral| *numeral == head)?;
    let rest = rest.strip_prefix(['.', ':', ' ']).or(rest.is_empty().then_some(""))?;
    Some((vec![u16::try_from(at + 1).ok()?], rest.trim_start_matches([' ', ':', '-', '–', '.']).trim()))
}

/// What stands behind the number at the start: "." or " ".
fn number_sign(text: &str) -> Option<char> {
    text.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next()
}

/// The word for headings "1) Titel".
const BRACKETED: &str = "bracketed";

/// Lines "1. …", "2. …" right after one another are a list; with text between them, headings.
fn settle_numbers(pieces: &[Piece], shapes: &mut [Shape], toc: &HashSet<String>) {
    let number = |shape: &Shape| match shape {
        Shape::Number { number, .. } => Some(*number),
        _ => None,
    };
    let mut listed = vec![false; shapes.len()];
    // Four in a row without text between them list what the chapters treated.
    const LONG_RUN: usize = 4;
    let mut start = 0;
    for index in 1..=shapes.len() {
        let goes_on = shapes.get(index).and_then(number).zip(number(&shapes[index - 1]));
        if goes_on.is_none_or(|(second, first)| second != first + 1) {
            if index - start >= LONG_RUN {
                listed[start..index].fill(true);
            }
            start = index;
        }
    }
    for index in 1..shapes.len() {
        if let (Some(first), Some(second)) = (number(&shapes[index - 1]), number(&shapes[index]))
            && second == first + 1
        {
            let known = toc.contains(&toc_title(&pieces[index - 1].key));
            listed[index - 1] |= !known;
            listed[index] |= !known;
        }
    }
    // "1. Een zin." is a list item already; its neighbours in the count are items too.
    let count = |index: usize| {
        leading_number(&pieces[index].text)
            .filter(|(numbers, _)| numbers.len() == 1)
            .map(|(numbers, _)| numbers[0])
    };
    for index in 1..shapes.len() {
        let item = |shape: &Shape| matches!(shape, Shape::Bullet { marker: '1', .. });
        // "5. Een zin." and after a blank line "6 Afspraken": the list ended, a chapter begins.
        let apart = (pieces[index].gap && !pieces[index - 1].gap)
            || number_sign(&pieces[index].text) != number_sign(&pieces[index - 1].text);
        let follows =
            !apart && count(index - 1).zip(count(index)).is_some_and(|(first, second)| second == first + 1);
        if follows && item(&shapes[index - 1]) && number(&shapes[index]).is_some() {
            listed[index] = true;
        }
        if follows && item(&shapes[index]) && number(&shapes[index - 1]).is_some() {
            listed[index - 1] = true;
        }
    }
    // "Prioriteit 1: …", "Prioriteit 2: …" and "A. …", "B. …" without text between them.
    let named = |shape: &Shape| match shape {
        Shape::Hard { form: HeadingForm::Named(word, number), .. } => Some((*word, *number)),
        _ => None,
    };
    for index in 1..shapes.len() {
        if let (Some((word, first)), Some((other, second))) =
            (named(&shapes[index - 1]), named(&shapes[index]))
            && word == other
            && second == first + 1
            && pieces[index].mark == Mark::Plain
        {
            listed[index - 1] = true;
            listed[index] = true;
        }
    }
    // "1) Naam" with a text of its own is a heading; else an item of a list.
    for index in 0..shapes.len() {
        if named(&shapes[index]).is_some_and(|(word, _)| word == BRACKETED) {
            let text = pieces.get(index + 1).is_some_and(|next| {
                shapes[index + 1] == Shape::Text && starts_upper(&next.text) && is_closed(&next.text)
            });
            listed[index] |= !text;
        }
    }
    for (shape, listed) in shapes.iter_mut().zip(listed) {
        if listed && let Shape::Number { title, .. } | Shape::Hard { title, .. } = shape {
            *shape = Shape::Bullet { marker: '1', text: std::mem::take(title) };
        }
    }
}

/// The width at which the lines of a text were wrapped; `None` when a line is a paragraph.
fn wrap_width(pieces: &[Piece], format: SourceFormat) -> Option<usize> {
    /// No editor or PDF converter wraps wider.
    const WIDEST: usize = 140;
    /// Fewer broken sentences than this are accidents.
    const FEWEST_BREAKS: usize = 2;
    if format != SourceFormat::Text {
        return None;
    }
    let breaks = pieces
        .windows(2)
        .filter(|pair| {
            !pair[1].gap && !is_closed(&pair[0].text) && pair[1].text.starts_with(char::is_lowercase)
        })
        .count();
    let mut widths: Vec<usize> =
        pieces.iter().map(|piece| piece.text.chars().count() + piece.indent).collect();
    widths.sort_unstable();
    let ninetieth = widths.get(widths.len() * 19 / 20).copied().unwrap_or(0);
    (breaks >= FEWEST_BREAKS && breaks * 20 >= pieces.len() && ninetieth <= WIDEST).then_some(ninetieth)
}
