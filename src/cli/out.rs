//! Where output goes: standard output and error, with or without colours, in columns.
//!
//! Owns the handling of a reader that went away (`regie list | head -1`), the colour roles, and the
//! layout of tables. Every command prints through it; nothing else writes to standard output.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::error::Error;
use crate::io::visible;

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// The reader of the output went away: nothing to say, and nobody to say it to.
    ReaderGone,
    /// The output could not be written for another reason (a full disk behind `>`).
    Output(io::Error),
    /// A failure in whole sentences.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        if error.kind() == io::ErrorKind::BrokenPipe { Stop::ReaderGone } else { Stop::Output(error) }
    }
}

/// What a command comes to.
pub type Outcome = Result<(), Stop>;

/// What a piece of text is, which decides its colour. The words say the same without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Headings.
    Head,
    /// References.
    Ref,
    /// What matters less.
    Dim,
    /// Green.
    Good,
    /// Orange.
    Warn,
    /// Red, overdue.
    Bad,
}

impl Role {
    /// The SGR parameters, over the 16 colours that every terminal lets its user choose.
    const fn sgr(self) -> &'static str {
        match self {
            Role::Plain => "",
            Role::Head => "1",
            Role::Ref => "36",
            Role::Dim => "2",
            Role::Good => "32",
            Role::Warn => "33",
            Role::Bad => "31",
        }
    }
}

/// A piece of text with its role.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    role: Role,
}

impl Cell {
    /// `text` from anywhere, as one line and made safe to show.
    pub fn new(text: &str, role: Role) -> Cell {
        Cell { text: visible::line(text).into_owned(), role }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Ordinary text.
    pub fn plain(text: &str) -> Cell {
        Cell::new(text, Role::Plain)
    }
}

/// The output of one call.
pub struct Out {
    to: BufWriter<Box<dyn Write>>,
    color: bool,
    width: Option<usize>,
}

impl Out {
    /// Output to `to`; `color` as decided; lines cut at `width` columns, not at all without it.
    pub fn new(to: Box<dyn Write>, color: bool, width: Option<usize>) -> Out {
        Out { to: BufWriter::with_capacity(1 << 16, to), color, width }
    }

    /// The columns at which lines are cut.
    pub fn width(&self) -> Option<usize> {
        self.width
    }

    /// One line, made safe to show.
    pub fn line(&mut self, text: &str) -> Outcome {
        writeln!(self.to, "{}", visible::line(text))?;
        Ok(())
    }

    /// Several lines, made safe to show.
    pub fn lines(&mut self, text: &str) -> Outcome {
        writeln!(self.to, "{}", visible::lines(text).trim_end_matches('\n'))?;
        Ok(())
    }

    /// A heading, with an empty line before it.
    pub fn heading(&mut self, text: &str) -> Outcome {
        writeln!(self.to)?;
        let text = self.painted(&visible::line(text), Role::Head).into_owned();
        writeln!(self.to, "{text}")?;
        Ok(())
    }

    /// A line of pieces, as they are.
    pub fn pieces(&mut self, cells: &[Cell]) -> Outcome {
        for cell in cells {
            let text = self.painted(&cell.text, cell.role).into_owned();
            self.to.write_all(text.as_bytes())?;
        }
        writeln!(self.to)?;
        Ok(())
    }

    /// Rows in columns, two spaces apart. Column `stretch` gives way when the lines would not fit; when that is not enough,
    /// the last columns are left out.
    pub fn table(&mut self, rows: &[Vec<Cell>], stretch: usize) -> Outcome {
        self.table_without(rows, stretch, None)
    }

    /// As `table`; before any other, column `first` is left out.
    pub fn table_without(&mut self, rows: &[Vec<Cell>], stretch: usize, first: Option<usize>) -> Outcome {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.text.width());
            }
        }
        // A column that is empty throughout only takes up space.
        let mut shown: Vec<usize> = (0..columns).filter(|i| widths[*i] > 0).collect();
        if let Some(limit) = self.width {
            let all = |shown: &[usize], widths: &[usize]| {
                shown.iter().map(|i| widths[*i] + 2).sum::<usize>().saturating_sub(2)
            };
            let least = |widths: &[usize]| widths.get(stretch).map_or(0, |width| width.saturating_sub(12));
            if let Some(first) = first
                && all(&shown, &widths) > limit + least(&widths)
            {
                shown.retain(|column| *column != first);
            }
            while all(&shown, &widths) > limit + least(&widths)
                && shown.len() > 2
                && shown.last().is_some_and(|last| *last > stretch)
            {
                shown.pop();
            }
            let over = all(&shown, &widths).saturating_sub(limit);
            if let Some(width) = widths.get_mut(stretch).filter(|_| over > 0) {
                *width = width.saturating_sub(over).max(12);
            }
        }
        for row in rows {
            let mut used = 0;
            for (n, i) in shown.iter().enumerate() {
                let Some(cell) = row.get(*i) else { continue };
                let room = self.width.map_or(widths[*i], |limit| widths[*i].min(limit.saturating_sub(used)));
                let text = fit(&cell.text, room);
                let pad =
                    if n + 1 == shown.len() { 0 } else { (widths[*i] + 2).saturating_sub(text.width()) };
                used += widths[*i] + 2;
                let painted = self.painted(&text, cell.role).into_owned();
                // No spaces at the end of a line: scripts and diffs trip over them.
                let rest_empty = shown[n + 1..].iter().all(|j| row.get(*j).is_none_or(|c| c.text.is_empty()));
                write!(self.to, "{painted}{:pad$}", "", pad = if rest_empty { 0 } else { pad })?;
            }
            writeln!(self.to)?;
        }
        Ok(())
    }

    /// Bytes that are safe by themselves: JSON, CSV, scripts.
    pub fn raw(&mut self) -> &mut dyn Write {
        &mut self.to
    }

    /// Hands everything to the reader.
    pub fn flush(&mut self) -> Outcome {
        self.to.flush()?;
        Ok(())
    }

    fn painted<'a>(&self, text: &'a str, role: Role) -> Cow<'a, str> {
        if !self.color || role == Role::Plain || text.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(format!("\x1b[{}m{text}\x1b[0m", role.sgr()))
    }
}

/// `text` in at most `width` columns, with `…` where it was cut; never cuts through a character cluster.
pub fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = cluster.width();
        if used + wide + 1 > width {
            break;
        }
        cut.push_str(cluster);
        used += wide;
    }
    if width > 0 {
        cut.push('…');
    }
    Cow::Owned(cut)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn table(width: Option<usize>, color: bool, rows: &[Vec<Cell>], stretch: usize) -> String {
        let kept = Kept::default();
        let mut out = Out::new(Box::new(kept.clone()), color, width);
        out.table(rows, stretch).unwrap();
        out.flush().unwrap();
        String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn columns_stay_aligned_with_wide_and_combining_characters() {
        let rows = [
            vec![Cell::plain("A-1"), Cell::plain("漢字 e\u{301}"), Cell::plain("x")],
            vec![Cell::plain("A-12"), Cell::plain("kort"), Cell::plain("y")],
        ];
        assert_eq!(table(None, false, &rows, 1), "A-1   漢字 e\u{301}  x\nA-12  kort    y\n");
    }

    #[test]
    fn the_stretching_column_gives_way_on_a_narrow_terminal() {
        let long = "een heel lange titel die niet past";
        let rows = [vec![Cell::plain("A-1"), Cell::plain(long), Cell::plain("27-11")]];
        assert_eq!(table(Some(24), false, &rows, 1), "A-1  een heel la…  27-11\n");
        assert_eq!(table(None, false, &rows, 1), format!("A-1  {long}  27-11\n"));
        assert_eq!(table(Some(22), false, &rows, 1), "A-1  een heel lange t…\n");
    }

    #[test]
    fn what_can_be_done_without_is_left_out_before_what_stands_behind_it() {
        let rows = [["158", "voortgang 35%", "kleur: oranje → groen", "k.smit", "ma 23-11"]
            .map(Cell::plain)
            .to_vec()];
        let drawn = |width| {
            let kept = Kept::default();
            let mut out = Out::new(Box::new(kept.clone()), false, Some(width));
            out.table_without(&rows, 1, Some(2)).unwrap();
            out.flush().unwrap();
            String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
        };
        assert_eq!(drawn(59), "158  voortgang 35%  kleur: oranje → groen  k.smit  ma 23-11\n");
        assert_eq!(drawn(57), "158  voortgang 35%  k.smit  ma 23-11\n");
        assert_eq!(drawn(34), "158  voortgang 35%  k.smit\n");
    }

    #[test]
    fn colours_are_only_written_when_asked_for_and_never_come_from_the_text() {
        let rows = [vec![Cell::new("\x1b[31mA-1", Role::Ref)]];
        assert_eq!(table(None, true, &rows, 0), "\x1b[36m␛[31mA-1\x1b[0m\n");
        assert_eq!(table(None, false, &rows, 0), "␛[31mA-1\n");
    }

    #[test]
    fn cutting_keeps_character_clusters_whole() {
        assert_eq!(fit("👩\u{200d}🚒 brandweer", 3), "👩\u{200d}🚒…");
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 0), "");
    }
}
