//! The text of a plan, in numbered lines, with the passage marked that something comes from.
//!
//! Owns the cutting of a text into lines, pieces and rows, what is marked, and how far it is scrolled (`Passage`), and the page
//! that shows the passage behind an item of the register. A frame looks at the rows that it shows and no further, so the
//! length of the text and of its lines does not matter. The import review draws a `Passage` beside its list; `ShowPassage`
//! opens the page.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::sheet::sheet;
use crate::command::{Command, Scope};
use crate::model::id::Ref;
use crate::model::record::{Field, Kind, Record};
use crate::model::register::Register;
use crate::model::value::Value;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// Longer lines are kept in pieces of about this many bytes, so that wrapping one never takes long. A web page saved without
/// line breaks is one line; the longest paragraphs of real plans are about this long.
const PIECE: usize = 2_000;

/// How far past the end of its line a quoted passage is looked for: the importer joins lines that were wrapped, and quotes
/// at most 2,000 bytes.
const BEYOND: usize = 4_000;

/// At how many places a quote is tried. A text that repeats its first word more often is no plan.
const MOST_TRIES: usize = 5_000;

/// How many words of a quote are enough to find it by, when the whole is not there as it is quoted.
const ENOUGH_WORDS: usize = 4;

/// How often a word of a finding is marked on one line.
const MOST_WORDS: usize = 100;

/// Shorter words of a finding (a number of times) say too little to be marked, in bytes.
const LEAST_WORD: usize = 3;

/// How many lines are shown around each line of a finding.
const AROUND: u32 = 2;

/// How many rows at most are left above what is gone to: enough to see where one is, and most of a low pane stays for the rest.
const MOST_ABOVE: usize = 3;

/// A line of the text, or a part of a long one.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// From 1.
    line: u32,
    from: usize,
    to: usize,
    /// Whether the line begins here.
    first: bool,
}

/// A row on the screen: which of the shown pieces (by position), and which of its rows.
type Place = (usize, usize);

/// How something is brought into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// When it cannot be seen.
    Unseen,
    /// Near the top in any case.
    Near,
}

/// A text with something marked in it.
#[derive(Debug)]
pub struct Passage {
    text: String,
    pieces: Vec<Piece>,
    /// The ranges of pieces that are shown, in order; everything when nothing else is said.
    shown: Vec<Range<usize>>,
    /// The marked lines, in order.
    lines: Vec<u32>,
    /// Which of them was gone to last.
    gone_to: usize,
    /// The quoted bytes, in order.
    quotes: Vec<Range<usize>>,
    top: Place,
    /// The marked line that was gone to last is still to be brought into view.
    aiming: Option<Aim>,
    width: usize,
    height: usize,
}

/// Cuts `text` into lines and pieces.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (line, content) in (1..).zip(text.split('\n')) {
        let end = from + content.len();
        let mut at = from;
        loop {
            let mut to = end;
            if end - at > PIECE {
                to = at + PIECE;
                while !text.is_char_boundary(to) {
                    to -= 1;
                }
                to = text[at..to].rfind(' ').filter(|blank| *blank > 0).map_or(to, |blank| at + blank + 1);
            }
            pieces.push(Piece { line, from: at, to, first: at == from });
            at = to;
            if at >= end {
                break;
            }
        }
        from = end + 1;
    }
    // What follows the last line break is no line.
    if pieces.len() > 1 && pieces.last().is_some_and(|last| last.from == last.to) {
        pieces.pop();
    }
    pieces
}

/// All of this many pieces.
fn whole(count: usize) -> Vec<Range<usize>> {
    std::iter::once(0..count).collect()
}

/// Where in `text` the words of `quote` stand one after another, however they are spaced.
fn locate(text: &str, quote: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let stands_at = |from: usize, words: &[&str]| {
        let mut at = from;
        for word in words {
            at = text.len() - text[at..].trim_start().len();
            at += text[at..].starts_with(word).then_some(word.len())?;
        }
        Some(from..at)
    };
    let first = words.first()?;
    let find = |words: &[&str]| {
        text.match_indices(first).take(MOST_TRIES).find_map(|(from, _)| stands_at(from, words))
    };
    find(&words).or_else(|| words.get(..ENOUGH_WORDS).and_then(find))
}

impl Passage {
    /// `text` without marks, from its beginning.
    pub fn new(text: String) -> Passage {
        let pieces = pieces(&text);
        Passage {
            shown: whole(pieces.len()),
            text,
            pieces,
            lines: Vec::new(),
            gone_to: 0,
            quotes: Vec::new(),
            top: (0, 0),
            aiming: None,
            width: 1,
            height: 1,
        }
    }

    /// Shows the whole text and marks `line` (from 1) and on it `quote`; 0 marks nothing.
    pub fn mark(&mut self, line: u32, quote: &str) {
        if self.shown != whole(self.pieces.len()) {
            self.shown = whole(self.pieces.len());
            self.top = (0, 0);
        }
        self.lines = if line > 0 { vec![line] } else { Vec::new() };
        let of_line = self.pieces_of(line..=line);
        let quoted = || {
            let from = self.pieces.get(of_line.start)?.from;
            let end = self.pieces[..of_line.end].last()?.to.max(from + BEYOND).min(self.text.len());
            let end = (end..=self.text.len()).find(|end| self.text.is_char_boundary(*end))?;
            let found = locate(&self.text[from..end], quote)?;
            Some(from + found.start..from + found.end)
        };
        self.quotes = if of_line.is_empty() { Vec::new() } else { quoted().into_iter().collect() };
        self.gone_to = 0;
        self.aiming = (line > 0).then_some(Aim::Unseen);
    }

    /// Shows the text from its beginning.
    pub fn show_beginning(&mut self) {
        self.top = (0, 0);
        self.aiming = None;
    }

    /// Shows `lines` (from 1, ascending) with a little around each, and marks them and on them `words`; the whole text when
    /// there are none.
    pub fn mark_lines(&mut self, lines: &[u32], words: &[String]) {
        self.quotes.clear();
        for line in lines {
            let pieces = self.pieces_of(*line..=*line);
            let (Some(first), Some(last)) = (self.pieces[pieces.clone()].first(), self.pieces[pieces].last())
            else {
                continue;
            };
            for word in words.iter().filter(|word| word.len() >= LEAST_WORD) {
                let found = self.text[first.from..last.to].match_indices(word.as_str()).take(MOST_WORDS);
                self.quotes.extend(found.map(|(at, _)| first.from + at..first.from + at + word.len()));
            }
        }
        self.quotes.sort_unstable_by_key(|quote| quote.start);
        // Words may stand in each other; each byte is marked by one.
        self.quotes.dedup_by(|later, kept| {
            let overlap = later.start < kept.end;
            if overlap {
                kept.end = kept.end.max(later.end);
            }
            overlap
        });
        self.lines = lines.to_vec();
        self.gone_to = 0;
        self.shown.clear();
        for line in lines {
            let around = self.pieces_of(line.saturating_sub(AROUND)..=line.saturating_add(AROUND));
            match self.shown.last_mut() {
                Some(last) if last.end >= around.start => last.end = last.end.max(around.end),
                _ if around.is_empty() => {}
                _ => self.shown.push(around),
            }
        }
        if self.shown.is_empty() {
            self.shown = whole(self.pieces.len());
        }
        self.top = (0, 0);
        self.aiming = (!lines.is_empty()).then_some(Aim::Unseen);
    }

    /// Brings the next of the marked lines into view, after the last one the first: which line that is, which of how many.
    pub fn next_line(&mut self) -> Option<(u32, usize, usize)> {
        let places = self.lines.len();
        self.gone_to = (self.gone_to + 1) % places.max(1);
        let line = *self.lines.get(self.gone_to)?;
        self.aiming = Some(Aim::Near);
        Some((line, self.gone_to + 1, places))
    }

    /// The pieces of these lines.
    fn pieces_of(&self, lines: std::ops::RangeInclusive<u32>) -> Range<usize> {
        let from = self.pieces.partition_point(|piece| piece.line < *lines.start());
        from..self.pieces.partition_point(|piece| piece.line <= *lines.end())
    }

    fn total(&self) -> usize {
        self.shown.iter().map(ExactSizeIterator::len).sum()
    }

    /// The piece at a position among those shown, and whether something was left out before it.
    fn piece(&self, position: usize) -> Option<(&Piece, bool)> {
        let mut before = position;
        for range in &self.shown {
            if before < range.len() {
                let index = range.start + before;
                return self.pieces.get(index).map(|piece| (piece, before == 0 && position > 0));
            }
            before -= range.len();
        }
        None
    }

    /// The rows that the piece at a position takes, as bytes of the text; at least one.
    fn rows(&self, position: usize) -> Vec<Range<usize>> {
        let Some((piece, _)) = self.piece(position) else { return Vec::new() };
        let base = piece.from;
        let mut rows = Vec::new();
        let (mut from, mut used) = (base, 0);
        // Where the row can end, and how wide it is up to there.
        let mut blank: Option<(usize, usize)> = None;
        for (at, cluster) in self.text[base..piece.to].grapheme_indices(true) {
            let (at, end) = (base + at, base + at + cluster.len());
            let wide = text::width(cluster);
            if cluster.chars().all(char::is_whitespace) {
                // A blank at the edge hangs over it and is not drawn.
                used += wide;
                blank = Some((end, used));
                continue;
            }
            if used + wide > self.width && at > from {
                let (cut, before) = blank.take().filter(|(cut, _)| *cut > from).unwrap_or((at, used));
                rows.push(from..cut);
                from = cut;
                used -= before;
            }
            used += wide;
        }
        rows.push(from..piece.to);
        rows
    }

    /// The place `by` rows further down, the last one at most.
    fn down(&self, from: Place, by: usize) -> Place {
        let (mut position, mut row) = (from.0, from.1 + by);
        loop {
            let rows = self.rows(position).len();
            if row < rows {
                return (position, row);
            }
            if position + 1 >= self.total() {
                return (position, rows.saturating_sub(1));
            }
            row -= rows;
            position += 1;
        }
    }

    /// The place `by` rows further up, the first one at most.
    fn up(&self, from: Place, by: usize) -> Place {
        let (mut position, mut row) = from;
        let mut by = by;
        while by > row {
            let Some(above) = position.checked_sub(1) else { return (0, 0) };
            by -= row + 1;
            position = above;
            row = self.rows(position).len().saturating_sub(1);
        }
        (position, row - by)
    }

    /// The furthest that the text is scrolled: its last row is at the bottom.
    fn furthest(&self) -> Place {
        let last = self.total().saturating_sub(1);
        self.up((last, self.rows(last).len().saturating_sub(1)), self.height.saturating_sub(1))
    }

    /// Carries out a command for panes: scrolling. `false` for other commands.
    pub fn command(&mut self, command: Command) -> bool {
        let page = self.height.max(2);
        self.top = match command {
            Command::MoveDown => self.down(self.top, 1),
            Command::MoveUp => self.up(self.top, 1),
            Command::MoveHalfDown => self.down(self.top, page / 2),
            Command::MoveHalfUp => self.up(self.top, page / 2),
            Command::MovePageDown => self.down(self.top, page),
            Command::MovePageUp => self.up(self.top, page),
            Command::MoveFirst => (0, 0),
            Command::MoveLast => self.furthest(),
            _ => return false,
        };
        self.top = self.top.min(self.furthest());
        true
    }

    /// Where the marked line number `index` is worth looking at: at what is quoted of it, else at its beginning.
    fn place_of(&self, index: usize) -> Option<Place> {
        let line = *self.lines.get(index)?;
        let begin = |line: u32| self.pieces.get(self.pieces_of(line..=line).start).map(|piece| piece.from);
        let from = begin(line)?;
        let next = self.lines.get(index + 1).and_then(|line| begin(*line)).unwrap_or(usize::MAX);
        // Of a line that is marked alone the quote may stand past its end.
        let quoted = self.quotes.iter().map(|quote| quote.start).find(|at| (from..next).contains(at));
        let at = quoted.unwrap_or(from);
        let position =
            self.position(self.pieces.partition_point(|piece| piece.from <= at).checked_sub(1)?)?;
        let row = self.rows(position).iter().position(|row| row.contains(&at)).unwrap_or(0);
        Some((position, row))
    }

    /// The position of a piece among those shown.
    fn position(&self, piece: usize) -> Option<usize> {
        let mut before = 0;
        for range in &self.shown {
            if range.contains(&piece) {
                return Some(before + piece - range.start);
            }
            before += range.len();
        }
        None
    }

    /// Draws the text in `area`.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let digits = self.pieces.last().map_or(1, |last| last.line.to_string().len()) as u16;
        let margin = digits + 3;
        self.width = usize::from(area.width.saturating_sub(margin)).max(10);
        self.height = usize::from(area.height);
        if area.height == 0 || area.width <= margin {
            return;
        }
        // Only here is known how wide and high the pane is.
        if let Some(aim) = self.aiming.take()
            && let Some(marked) = self.place_of(self.gone_to)
        {
            // Seen means with some of the rows after it.
            let seen = self.down(self.top, (self.height * 2 / 3).max(1).min(self.height - 1));
            if aim == Aim::Near || marked < self.top || marked > seen {
                self.top = self.up(marked, (self.height / 3).min(MOST_ABOVE));
            }
        }
        self.top = self.top.min(self.furthest());
        let (mut position, mut row) = self.top;
        let mut y = area.top();
        while y < area.bottom() {
            let Some((piece, gap)) = self.piece(position).map(|(piece, gap)| (*piece, gap)) else { break };
            if gap && row == 0 {
                canvas.put(area.x + 2, y, area.width, &".".repeat(digits.into()), Role::Dim);
                y += 1;
            }
            let marked = self.lines.binary_search(&piece.line).is_ok();
            for (n, bytes) in self.rows(position).into_iter().enumerate().skip(row) {
                if y >= area.bottom() {
                    break;
                }
                let end = bytes.start + self.text[bytes.clone()].trim_end().len();
                let before = self.quotes.partition_point(|quote| quote.end <= bytes.start);
                let quoted = self.quotes[before..].iter().take_while(|quote| quote.start < end);
                if marked || quoted.clone().next().is_some() {
                    let bar = canvas.theme.cursor(true);
                    canvas.put(area.x, y, 1, bar, Role::Accent);
                }
                if n == 0 && piece.first {
                    let role = if marked { Role::Strong } else { Role::Dim };
                    canvas.put_right(area.x + 2 + digits, y, digits, &piece.line.to_string(), role);
                }
                let mut x = area.x + margin;
                let mut at = bytes.start;
                let plain = (end..end, Role::Text);
                for (part, role) in quoted.map(|quote| (quote.clone(), Role::Strong)).chain([plain]) {
                    let start = part.start.clamp(at, end);
                    let stop = part.end.clamp(start, end);
                    for (part, role) in [(at..start, Role::Text), (start..stop, role)] {
                        let said = self.text[part].replace('\t', " ");
                        x += canvas.put(x, y, area.right().saturating_sub(x), &said, role);
                    }
                    at = stop;
                }
                y += 1;
            }
            position += 1;
            row = 0;
        }
    }
}

/// Where an item comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The item that has the passage: the one asked about, or the subject of an action.
    pub item: Ref,
    /// The name of the plan's source text.
    pub file: String,
    /// The line, from 1; 0 for the plan itself.
    pub line: u32,
    /// What stands there.
    pub quote: String,
}

/// The plan that `r` came from or belongs to.
pub fn plan_of(register: &Register, r: Ref) -> Option<Ref> {
    match r.kind {
        Kind::Plan => Some(r),
        Kind::Node => register.plan_of(r),
        Kind::Action => register.plan_of(register.action(r)?.under?),
        _ => match register.get(r)?.get(Field::plan)? {
            Value::Text(plan) => plan.parse().ok(),
            _ => None,
        },
    }
}

/// The name of the source text of the plan that `r` belongs to; `None` when that plan was not read from a file.
pub fn source_of(register: &Register, r: Ref) -> Option<String> {
    let plan = register.tables().plans.get(plan_of(register, r)?.num)?;
    (!plan.source_file.is_empty()).then(|| plan.source_file.clone())
}

/// The passage that `r` comes from; for an action that of its subject. `None` when it was not read from a plan.
pub fn origin(register: &Register, r: Ref) -> Option<Origin> {
    let item = register.action(r).map_or(Some(r), |action| action.under)?;
    let record = register.get(item)?;
    let file = source_of(register, item)?;
    let (line, quote) = place_in_text(record);
    (line > 0 || item.kind == Kind::Plan).then_some(Origin { item, file, line, quote })
}

/// The line that `record` comes from (0 when none) and what stands there.
pub fn place_in_text(record: &dyn Record) -> (u32, String) {
    let line = match record.get(Field::source_line) {
        Some(Value::Int(line)) => u32::try_from(line).unwrap_or(0),
        _ => 0,
    };
    match record.get(Field::source_quote) {
        Some(Value::Text(quote)) => (line, quote),
        _ => (line, String::new()),
    }
}

/// The page.
pub struct PassagePage {
    title: String,
    passage: Passage,
}

impl PassagePage {
    /// Shows `text` with the passage of `origin` marked.
    pub fn new(origin: &Origin, text: String, cx: &Cx<'_>) -> PassagePage {
        let mut passage = Passage::new(text);
        passage.mark(origin.line, &origin.quote);
        let (item, title) = (origin.item.to_string(), cx.register.title(origin.item));
        let title = match origin.line {
            0 => t!(cx.texts, "passage-title-plan", title = title),
            line => t!(cx.texts, "passage-title", item = item, title = title, line = line.to_string()),
        };
        PassagePage { title, passage }
    }
}

impl Layer for PassagePage {
    fn scope(&self) -> Scope {
        Scope::Panes
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::GoBack | Command::QuitProgram | Command::OpenItem | Command::ShowPassage => Reply::Close,
            other if self.passage.command(other) => Reply::Handled,
            _ => Reply::Ignored,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _: &Cx<'_>) -> Option<Position> {
        let inside = sheet(canvas, area, &self.title);
        self.passage.draw(canvas, inside);
        None
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::theme::Theme;

    fn shown(passage: &mut Passage, width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        passage.draw(
            &mut Canvas::new(&mut buffer, Theme { palette: crate::tui::theme::Palette::Mono, ascii: true }),
            area,
        );
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
        (0..height).map(|y| row(y).trim_end().to_owned()).collect()
    }

    /// What is drawn in the weight of quotes.
    fn strong(passage: &mut Passage, width: u16, height: u16) -> String {
        let margin = passage.pieces.last().unwrap().line.to_string().len() + 3;
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        passage.draw(&mut Canvas::new(&mut buffer, Theme::default()), area);
        let cells = buffer.content.iter().enumerate().filter(|(at, _)| at % usize::from(width) >= margin);
        let bold = cells.filter(|(_, cell)| cell.modifier.contains(ratatui::style::Modifier::BOLD));
        bold.map(|(_, cell)| cell.symbol()).collect()
    }

    #[test]
    fn lines_are_numbered_and_wrapped_at_blanks_and_the_passage_is_marked() {
        let mut passage = Passage::new("een\n\ntwee drie\tvier  vijf zes\nzeven\n".into());
        passage.mark(3, "drie vier");
        assert_eq!(
            shown(&mut passage, 14, 7),
            ["  1 een", "  2", "> 3 twee drie", ">   vier  vijf", ">   zes", "  4 zeven", ""]
        );
        assert_eq!(strong(&mut passage, 14, 7), "drievier");
    }

    #[test]
    fn a_quote_is_found_however_it_is_spaced_also_over_the_end_of_its_line() {
        assert_eq!(locate("aan de slag\nmet  elkaar.", "slag met elkaar"), Some(7..23));
        assert_eq!(locate("een een twee", "een twee"), Some(4..12));
        assert_eq!(locate("een twee drie vier en meer", "een twee drie vier of minder"), Some(0..18));
        assert_eq!(locate("een twee", "drie"), None);
        assert_eq!(locate("een twee", " "), None);
        assert_eq!(locate("", "een"), None);
    }

    #[test]
    fn the_passage_comes_into_view_and_nothing_moves_when_it_can_be_seen() {
        let text: String = (1..=500).map(|n| format!("regel {n}\n")).collect();
        let mut passage = Passage::new(text);
        passage.mark(300, "regel 300");
        let first = shown(&mut passage, 30, 9);
        assert_eq!(first[3], "> 300 regel 300");
        passage.mark(302, "");
        let second = shown(&mut passage, 30, 9);
        assert_eq!((second[0].as_str(), second[5].as_str()), ("  297 regel 297", "> 302 regel 302"));
        assert!(passage.command(Command::MoveLast));
        assert_eq!(shown(&mut passage, 30, 9)[8], "  500 regel 500");
        assert!(passage.command(Command::MoveUp));
        assert_eq!(shown(&mut passage, 30, 9)[8], "  499 regel 499");
        passage.mark(9_999, "weg");
        assert_eq!(shown(&mut passage, 30, 9).len(), 9);
    }

    #[test]
    fn the_lines_of_a_finding_are_shown_with_a_little_around_them() {
        let text: String = (1..=90).map(|n| format!("regel {n}\n")).collect();
        let mut passage = Passage::new(text);
        passage.mark_lines(&[3, 4, 80], &["l 80".into(), "gel 8".into(), "4".into()]);
        let rows = shown(&mut passage, 20, 14);
        let expected = [
            "   1 regel 1",
            "   2 regel 2",
            ">  3 regel 3",
            ">  4 regel 4",
            "   5 regel 5",
            "   6 regel 6",
            "  ..",
            "  78 regel 78",
            "  79 regel 79",
            "> 80 regel 80",
            "  81 regel 81",
            "  82 regel 82",
            "",
            "",
        ];
        assert_eq!(rows, expected);
        assert_eq!(strong(&mut passage, 20, 14), "gel 80");
        passage.mark_lines(&[], &[]);
        assert_eq!(shown(&mut passage, 20, 3)[2], "   3 regel 3");
    }

    #[test]
    fn a_line_without_end_is_cut_into_pieces_and_its_middle_can_be_reached() {
        let mut words: Vec<String> = (0..60_000).map(|n| format!("woord{n}")).collect();
        words[30_000] = "middenin".into();
        let text = words.join(" ");
        let cut = pieces(&text);
        assert!(cut.iter().all(|piece| piece.to - piece.from <= PIECE && piece.line == 1));
        assert_eq!(cut.iter().map(|piece| &text[piece.from..piece.to]).collect::<String>(), text);
        let mut passage = Passage::new(text);
        passage.mark(1, "middenin woord30001");
        assert_eq!(strong(&mut passage, 40, 9), "middenin woord30001");
        let mut solid = Passage::new("é".repeat(50_000));
        solid.mark(1, "");
        assert_eq!(shown(&mut solid, 24, 3)[2].matches('e').count(), 20);
    }

    #[test]
    fn what_steers_a_terminal_is_shown_and_never_drawn_raw() {
        let mut passage = Passage::new("a\u{1b}[31mb\u{202e}c\r\nd\u{9b}\u{7}e\n".into());
        passage.mark(1, "a\u{1b}[31mb\u{202e}c");
        let area = Rect::new(0, 0, 30, 3);
        let mut buffer = Buffer::empty(area);
        passage.draw(&mut Canvas::new(&mut buffer, Theme::default()), area);
        let drawn: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(
            drawn.contains("a␛[31mb") && !drawn.chars().any(|c| c.is_control() || c == '\u{202e}'),
            "{drawn}"
        );
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let mut passage = Passage::new(String::new());
        passage.mark(1, "iets");
        for command in [Command::MoveDown, Command::MovePageUp, Command::MoveLast] {
            assert!(passage.command(command));
        }
        assert_eq!(shown(&mut passage, 20, 2), ["> 1", ""]);
    }
}
