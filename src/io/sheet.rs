//! Reading a table: CSV of any encoding and delimiter, or a sheet of an XLSX or ODS workbook.
//!
//! Owns the recognition of the format, the choice of encoding and delimiter, and the limits that keep a
//! hostile or mistaken file from filling the memory. What the columns mean is for `mapping`. Used by the
//! imports of actions and contacts.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, DataRef, Ods, Reader, Xlsx};

use super::plan::{BinaryKind, SourceError, decode};
use crate::model::id::Day;

/// The most rows that are read; the same as the most actions that a register is built for.
pub const MAX_ROWS: usize = 1_000_000;

/// The most columns that are read. Lists that people keep have tens.
const MAX_COLUMNS: u32 = 256;

/// The most that a workbook may unpack to: 512 MiB, which is eight times what is accepted packed. Real workbooks of the
/// largest accepted size stay below it; a "zip bomb" does not.
const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text; a CSV file has only this.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date of a workbook.
    Day(Day),
    /// Yes or no of a workbook.
    Flag(bool),
}

impl Cell {
    /// The cell as text, trimmed; a number without needless decimals, a day as `YYYY-MM-DD`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text.trim()),
            Cell::Number(n) => Cow::Owned(n.to_string()),
            Cell::Day(day) => Cow::Owned(day.to_string()),
            Cell::Flag(flag) => Cow::Borrowed(if *flag { "ja" } else { "nee" }),
        }
    }

    /// True when nothing is in it but spaces.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One row with something in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line of the file or the row of the sheet, from 1, as other programs show it.
    pub number: u32,
    /// The cells, from the first column on.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in column `index`, from 0.
    pub fn cell(&self, index: usize) -> &Cell {
        static EMPTY: Cell = Cell::Empty;
        self.cells.get(index).unwrap_or(&EMPTY)
    }
}

/// How the table was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Csv {
        /// Between the cells.
        delimiter: char,
        /// The encoding it was read as.
        encoding: &'static str,
        /// True when that was not UTF-8.
        converted: bool,
    },
    /// A sheet of a workbook.
    Workbook {
        /// The sheet's name.
        sheet: String,
        /// The other sheets.
        others: Vec<String>,
    },
}

/// A table as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The rows that hold something, among them the headings.
    pub rows: Vec<Row>,
    /// How it was stored.
    pub format: Format,
}

/// Why a file cannot be read as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetProblem {
    /// There is nothing in it.
    Empty,
    /// It is another sort of file.
    NotATable(BinaryKind),
    /// The workbook is damaged or protected: the reader's words.
    Damaged(String),
    /// It has no sheet of that name.
    NoSuchSheet {
        /// The name that was asked for.
        given: String,
        /// The sheets there are.
        known: Vec<String>,
    },
    /// It holds more rows than are read.
    TooManyRows(usize),
    /// It would take up more memory than is allowed: bytes, limit.
    UnpacksTooLarge(u64, u64),
    /// A quote on this line opens a cell that is not closed.
    UnclosedQuote(u32),
}

/// Reads `bytes` as a table. `sheet` names a sheet of a workbook; without it, the first one with something in it.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetProblem> {
    if bytes.starts_with(b"PK\x03\x04") {
        let zip = zip_contents(bytes).ok_or_else(|| SheetProblem::Damaged("zip".to_owned()))?;
        if zip.unpacked > MAX_UNPACKED_BYTES {
            return Err(SheetProblem::UnpacksTooLarge(zip.unpacked, MAX_UNPACKED_BYTES));
        }
        return if zip.has("xl/workbook.xml") {
            read_xlsx(bytes, sheet)
        } else if zip.has("content.xml") && !zip.has("word/document.xml") {
            read_ods(bytes, sheet)
        } else {
            Err(SheetProblem::NotATable(BinaryKind::Zip))
        };
    }
    read_csv(bytes)
}

fn read_csv(bytes: &[u8]) -> Result<Sheet, SheetProblem> {
    for (signature, kind) in [
        (&b"%PDF"[..], BinaryKind::Pdf),
        (b"\xD0\xCF\x11\xE0", BinaryKind::Ole),
        (b"{\\rtf", BinaryKind::Rtf),
    ] {
        if bytes.starts_with(signature) {
            return Err(SheetProblem::NotATable(kind));
        }
    }
    let (text, encoding, converted) = decode(bytes).map_err(|problem| match problem {
        SourceError::Binary { kind, .. } => SheetProblem::NotATable(kind),
        _ => SheetProblem::Empty,
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Excel writes the delimiter in a first line of its own.
    let (declared, text, skipped) = match text.split_once('\n') {
        Some((first, rest)) => match first.trim_end().strip_prefix("sep=").map(str::chars) {
            Some(mut sep) => (sep.next(), rest, 1),
            None => (None, text, 0),
        },
        None => (None, text, 0),
    };
    let delimiter = declared.filter(char::is_ascii).unwrap_or_else(|| likely_delimiter(text));
    if let Some(line) = unclosed_quote(text.as_bytes(), delimiter as u8) {
        return Err(SheetProblem::UnclosedQuote(line + skipped));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while let Ok(true) = reader.read_record(&mut record) {
        let number = record.position().map_or(0, |at| first_line(text, at)) + skipped;
        let cells: Vec<Cell> = record
            .iter()
            .take(MAX_COLUMNS as usize)
            .map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(unguarded(text).to_owned()) })
            .collect();
        push(&mut rows, Row { number, cells })?;
    }
    if rows.is_empty() {
        return Err(SheetProblem::Empty);
    }
    Ok(Sheet { rows, format: Format::Csv { delimiter, encoding, converted } })
}

/// The line of a quote that opens a cell and does not close it: the end of the file comes first, or a quote rows further
/// on with something else than the cell's end behind it. Everything up to there would become one cell.
fn unclosed_quote(text: &[u8], delimiter: u8) -> Option<u32> {
    let mut line = 1;
    let mut at = 0;
    let mut cell_starts = true;
    while let Some(byte) = text.get(at) {
        if *byte == b'"' && cell_starts {
            let opened = line;
            loop {
                let next = at + 1 + memchr::memchr2(b'"', b'\n', text.get(at + 1..)?).unwrap_or(text.len());
                match text.get(next) {
                    None => return Some(opened),
                    Some(b'\n') => line += 1,
                    Some(_) if text.get(next + 1) == Some(&b'"') => {
                        at = next + 1;
                        continue;
                    }
                    Some(_) => {
                        at = next;
                        break;
                    }
                }
                at = next;
            }
            let behind = text.get(at + 1).copied().unwrap_or(b'\n');
            if line > opened && behind != delimiter && !matches!(behind, b'\n' | b'\r') {
                return Some(opened);
            }
        }
        cell_starts = matches!(text[at], b'\n' | b'\r') || text[at] == delimiter;
        line += u32::from(text[at] == b'\n');
        at += 1;
    }
    None
}

/// The line on which the record that was read from `at` starts: the reader passes over empty lines without counting them.
fn first_line(text: &str, at: &csv::Position) -> u32 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let empty = text.as_bytes().get(from..).unwrap_or(&[]).iter().take_while(|b| matches!(b, b'\n' | b'\r'));
    let passed = empty.filter(|b| **b == b'\n').count() as u64;
    u32::try_from(at.line() + passed).unwrap_or(u32::MAX)
}

/// Takes off the apostrophe that an export (ours and others') puts before text that a spreadsheet would calculate.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

/// The delimiter that the first lines have most of, outside quotes. A Dutch Excel writes semicolons.
fn likely_delimiter(text: &str) -> char {
    let mut counts = [(';', 0), (',', 0), ('\t', 0), ('|', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                lines += 1;
                // The headings decide; texts further on may be full of commas.
                if lines >= 1 && counts.iter().any(|(_, n)| *n > 0) {
                    break;
                }
            }
            _ if !quoted => {
                if let Some((_, n)) = counts.iter_mut().find(|(known, _)| *known == c) {
                    *n += 1;
                }
            }
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(';', |(c, _)| c)
}

fn push(rows: &mut Vec<Row>, row: Row) -> Result<(), SheetProblem> {
    if row.cells.iter().all(Cell::is_empty) {
        return Ok(());
    }
    if rows.len() >= MAX_ROWS {
        return Err(SheetProblem::TooManyRows(MAX_ROWS));
    }
    rows.push(row);
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> SheetProblem {
    SheetProblem::Damaged(error.to_string())
}

/// The sheets to look at: the one that is asked for, else all in order.
fn chosen(names: &[String], sheet: Option<&str>) -> Result<Vec<String>, SheetProblem> {
    match sheet {
        None => Ok(names.to_vec()),
        Some(given) => {
            let same = |name: &&String| name.to_lowercase() == given.trim().to_lowercase();
            names
                .iter()
                .find(same)
                .map(|name| vec![name.clone()])
                .ok_or_else(|| SheetProblem::NoSuchSheet { given: given.to_owned(), known: names.to_vec() })
        }
    }
}

fn workbook(names: &[String], name: String, rows: Vec<Row>) -> Sheet {
    let others = names.iter().filter(|other| **other != name).cloned().collect();
    Sheet { rows, format: Format::Workbook { sheet: name, others } }
}

/// Reads cell by cell: a stray cell in the last corner must not make a table of seventeen billion cells.
fn read_xlsx(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetProblem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = book.sheet_names();
    for name in chosen(&names, sheet)? {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: Vec<Row> = Vec::new();
        let mut row = Row { number: 0, cells: Vec::new() };
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (at, column) = cell.get_position();
            if at + 1 != row.number {
                let done = std::mem::replace(&mut row, Row { number: at + 1, cells: Vec::new() });
                push(&mut rows, done)?;
            }
            if column < MAX_COLUMNS {
                put(&mut row.cells, column as usize, cell_of_ref(cell.get_value()));
            }
        }
        push(&mut rows, row)?;
        if !rows.is_empty() {
            return Ok(workbook(&names, name, rows));
        }
    }
    Err(SheetProblem::Empty)
}

fn put(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    if cell == Cell::Empty {
        return;
    }
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
}

fn read_ods(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, SheetProblem> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = book.sheet_names();
    for name in chosen(&names, sheet)? {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (n, found) in range.rows().enumerate() {
            let mut cells = Vec::new();
            for (column, data) in found.iter().enumerate().take(MAX_COLUMNS as usize) {
                put(&mut cells, left as usize + column, cell_of(data));
            }
            push(&mut rows, Row { number: top + u32::try_from(n).unwrap_or(u32::MAX - top - 1) + 1, cells })?;
        }
        if !rows.is_empty() {
            return Ok(workbook(&names, name, rows));
        }
    }
    Err(SheetProblem::Empty)
}

fn cell_of(data: &Data) -> Cell {
    match data {
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(n) => Cell::Number(*n),
        Data::String(text) => text_cell(text),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(at) => day_of(at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso_cell(text),
        Data::Error(error) => Cell::Text(error.to_string()),
        Data::Empty => Cell::Empty,
    }
}

fn cell_of_ref(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::SharedString(text) => text_cell(text),
        other => cell_of(&Data::from(other.clone())),
    }
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(unguarded(text).to_owned()) }
}

fn day_of(at: &calamine::ExcelDateTime) -> Cell {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let day = i16::try_from(year).ok().and_then(|year| Day::new(year, month as i8, day as i8));
    day.map_or(Cell::Number(at.as_f64()), Cell::Day)
}

fn iso_cell(text: &str) -> Cell {
    match text.get(..10).and_then(|day| day.parse().ok()) {
        Some(day) => Cell::Day(day),
        None => text_cell(text),
    }
}

/// What the directory of a zip file says is in it.
struct Zip {
    names: Vec<String>,
    unpacked: u64,
}

impl Zip {
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

/// Reads the central directory (APPNOTE.TXT 4.3.12 and 4.3.16); `None` when there is none.
fn zip_contents(bytes: &[u8]) -> Option<Zip> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?) as usize);
    let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // The end record is 22 bytes and a comment of at most 65,535.
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06")? + tail;
    let entries = u16_at(end + 10)?;
    let mut at = u32_at(end + 16)? as usize;
    let mut zip = Zip { names: Vec::new(), unpacked: 0 };
    for _ in 0..entries {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        // A size of all ones stands for one that needs 64 bits: larger than any limit here.
        zip.unpacked += match u32_at(at + 24)? {
            u32::MAX => u64::MAX / 2,
            size => u64::from(size),
        };
        let (name, extra, comment) = (u16_at(at + 28)?, u16_at(at + 30)?, u16_at(at + 32)?);
        zip.names.push(String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned());
        at += 46 + name + extra + comment;
    }
    Some(zip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
        sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect()).collect()
    }

    #[test]
    fn the_delimiter_is_found_whatever_the_texts_contain() {
        for (text, delimiter) in [
            ("actie;trekker\nEen, twee, drie;Bakker\n", ';'),
            ("actie,trekker\n\"Een; twee; drie\",Bakker\n", ','),
            ("actie\ttrekker\nEen, twee\tBakker\n", '\t'),
            ("\"a;b;c\",trekker\nx,y\n", ','),
            ("sep=;\nactie;trekker\n", ';'),
            ("actie\nEen\n", ';'),
        ] {
            let sheet = read(text.as_bytes(), None).unwrap();
            assert!(matches!(sheet.format, Format::Csv { delimiter: d, .. } if d == delimiter), "{text:?}");
        }
    }

    #[test]
    fn other_encodings_are_converted_and_said() {
        let latin: Vec<u8> =
            "actie;trekker\nCaf\u{e9}bezoek na twaalven;Ren\u{e9}e\n".chars().map(|c| c as u8).collect();
        let utf16: Vec<u8> =
            "\u{feff}actie;trekker\nCafébezoek;Renée\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, name) in [(latin, "windows-1252"), (utf16, "UTF-16LE")] {
            let sheet = read(&bytes, None).unwrap();
            assert!(
                matches!(sheet.format, Format::Csv { encoding, converted: true, .. } if encoding == name),
                "{:?}",
                sheet.format
            );
            assert_eq!(texts(&sheet)[1][1], "Renée");
        }
    }

    #[test]
    fn rows_keep_the_numbers_that_other_programs_show() {
        let sheet = read(b"actie;x\n\n\"twee\nregels\";1\ndrie;2\n", None).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
    }

    #[test]
    fn what_is_no_table_is_refused_by_name() {
        for (bytes, expected) in [
            (&b""[..], SheetProblem::Empty),
            (b"\n \n;;\n", SheetProblem::Empty),
            (b"%PDF-1.7", SheetProblem::NotATable(BinaryKind::Pdf)),
            (b"\xD0\xCF\x11\xE0xx", SheetProblem::NotATable(BinaryKind::Ole)),
            (b"\x7fELF\x02\x01\x00\x00\x00\x01\x02", SheetProblem::NotATable(BinaryKind::Unknown)),
            (b"PK\x03\x04 cut off", SheetProblem::Damaged("zip".into())),
        ] {
            assert_eq!(read(bytes, None).map(|_| ()), Err(expected));
        }
    }

    #[test]
    fn the_apostrophe_that_guards_against_formulas_is_taken_off_again() {
        let sheet = read(b"a;b\n'=1+1;'t Zand\n", None).unwrap();
        assert_eq!(texts(&sheet)[1], ["=1+1", "'t Zand"]);
    }
}
