//! From lines to blocks: headings, paragraphs, list items and table rows.
//!
//! Owns how wrapped lines are joined and which of them are headings; `junk` and `contents` own what is left out, `shape` what a line
//! looks like on its own. Which heading lies under which is for `outline`, which uses it.

mod contents;
mod junk;
mod shape;

use std::collections::HashSet;

use self::contents::{drop_toc, toc_title};
pub(super) use self::junk::PLAN_WORDS;
use self::junk::{drop_junk, drop_page_numbers, page_number};
use self::shape::{
    BULLETS, Shape, inline_label, is_caps, leading_number, named_only, number_only, settle_numbers, shape,
    title_shape,
};
use super::source::{CELL_SEPARATOR, Line, Mark, SourceFormat, SourceText};
use super::text::{is_closed, join_spaced_capitals, key, squash, strip_footnotes};

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
