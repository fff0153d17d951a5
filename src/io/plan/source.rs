//! Reading a plan file: from bytes of unknown encoding and format to numbered lines of text.
//!
//! Owns the size limit, the choice of encoding (UTF-8, UTF-16, Windows-1252), the choice of format
//! (text, web page, CVDR XML) and the cleaning of characters that a screen must never receive. What
//! the lines mean is for the other modules. Used by `parse` and by whoever opens the file.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{columns, cvdr, html};

/// The largest file that is read: 32 MiB. The longest published plans are a few hundred kilobytes
/// and a saved web page with embedded images a few megabytes; anything larger is not a plan, and
/// refusing it at once keeps memory bounded on a small server.
pub const MAX_SOURCE_BYTES: usize = 32 * 1024 * 1024;

/// How the names of plan files end, in small letters: what is offered where one is to be chosen. A file of another name is
/// read all the same, by what is in it.
pub const ENDINGS: &[&str] = &["txt", "text", "md", "html", "htm", "xhtml", "xml"];

/// A plan file as lines of clean text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The lines with text, in order. Blank lines are left out: `number` shows the gaps.
    pub lines: Vec<Line>,
    /// What the file says about itself outside its text (HTML `meta`, CVDR `owmskern`).
    pub meta: Vec<MetaItem>,
    /// The encoding it was read as, for example `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// True when it was not UTF-8 and had to be converted.
    pub converted: bool,
    /// The format it was read as.
    pub format: SourceFormat,
    /// Number of lines of the original file.
    pub line_count: u32,
}

/// What sort of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// Plain text, among it a web page saved as text.
    Text,
    /// A web page.
    Html,
    /// The XML of the regulations site (Centrale Voorziening Decentrale Regelgeving).
    CvdrXml,
}

/// One line of text; for HTML and XML one block (heading, paragraph, list item, table row).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Line of the original file on which it starts, from 1.
    pub number: u32,
    /// The text, without control characters and bidi overrides. Non-breaking spaces are kept.
    pub text: String,
    /// What the markup says it is; always `Plain` for text files.
    pub mark: Mark,
}

/// What the markup says a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: a paragraph or a line of a text file.
    Plain,
    /// A heading; 1 is the highest level.
    Heading(u8),
    /// A whole paragraph in bold, which many pages use for a heading.
    Strong,
    /// An item of a list; 1 is the outermost list.
    Bullet(u8),
    /// A row of a table; cells are separated by `CELL_SEPARATOR`.
    TableRow,
    /// A link within the page: an entry of a table of contents.
    TocEntry,
}

/// Between the cells of a `TableRow`: a tab, which cleaning removes from everything else.
pub const CELL_SEPARATOR: char = '\t';

/// A name and value that the file states about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaItem {
    /// Lower-case local name: `title`, `creator`, `issued`, `inwerkingtredingdatum`, …
    pub name: String,
    /// The value.
    pub value: String,
    /// Line of the original file, from 1.
    pub line: u32,
}

/// Why a file cannot be read as a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// There is no text in it.
    #[error("the file has no text in it")]
    Empty,
    /// It is not text.
    #[error("the file is not text but {kind} (byte {offset})")]
    Binary {
        /// What it looks like.
        kind: BinaryKind,
        /// Offset of the byte that shows it.
        offset: usize,
    },
    /// It is larger than `MAX_SOURCE_BYTES`.
    #[error("the file is {bytes} bytes; the largest that is read is {limit} bytes")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// It starts as XML, and the XML is broken.
    #[error("the XML is not well-formed at line {line}, column {column}: {reason}")]
    NotXml {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
        /// What the XML parser met.
        reason: String,
    },
}

/// What a file that is not text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryKind {
    /// PDF.
    Pdf,
    /// A zip: docx, odt, xlsx.
    Zip,
    /// An old Word or Excel file.
    Ole,
    /// Rich text format: text, but of commands.
    Rtf,
    /// Anything else with bytes that no text has.
    Unknown,
}

impl std::fmt::Display for BinaryKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            BinaryKind::Pdf => "a PDF",
            BinaryKind::Zip => "a zip file (docx, odt, xlsx)",
            BinaryKind::Ole => "an old Word or Excel file",
            BinaryKind::Rtf => "rich text (RTF)",
            BinaryKind::Unknown => "binary data",
        })
    }
}

/// Reads `bytes` as a plan file.
///
/// # Errors
/// `TooLarge` before anything else is looked at; `Empty` when no line has a letter or digit;
/// `Binary` for PDF, Word and other files that are not text; `NotXml` for broken CVDR XML.
pub fn read_source(bytes: &[u8]) -> Result<SourceText, SourceError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(SourceError::TooLarge { bytes: bytes.len(), limit: MAX_SOURCE_BYTES });
    }
    refuse_known_binary(bytes)?;
    let (text, encoding, converted) = decode(bytes)?;
    let format = detect_format(&text);
    let line_count = u32::try_from(LineIndex::new(&text).count()).unwrap_or(u32::MAX);
    let (lines, meta) = match format {
        SourceFormat::Text => (text_lines(&text), Vec::new()),
        SourceFormat::Html => html::lines(&text),
        SourceFormat::CvdrXml => cvdr::lines(&text)?,
    };
    if !lines.iter().any(|line| line.text.chars().any(char::is_alphanumeric)) {
        return Err(SourceError::Empty);
    }
    Ok(SourceText { lines, meta, encoding, converted, format, line_count })
}

fn refuse_known_binary(bytes: &[u8]) -> Result<(), SourceError> {
    let signatures: [(&[u8], BinaryKind); 4] = [
        (b"%PDF", BinaryKind::Pdf),
        (b"PK\x03\x04", BinaryKind::Zip),
        (b"\xD0\xCF\x11\xE0", BinaryKind::Ole),
        (b"{\\rtf", BinaryKind::Rtf),
    ];
    match signatures.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        Some(&(_, kind)) => Err(SourceError::Binary { kind, offset: 0 }),
        None => Ok(()),
    }
}

/// The text, the name of the encoding, and whether that was anything but UTF-8.
pub(in crate::io) fn decode(bytes: &[u8]) -> Result<(String, &'static str, bool), SourceError> {
    use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match utf16_by_zeros(bytes) {
            Some(encoding) => encoding,
            None => {
                if let Some(offset) = memchr::memchr(0, bytes) {
                    return Err(SourceError::Binary { kind: BinaryKind::Unknown, offset });
                }
                if mostly_utf8(bytes) { UTF_8 } else { single_byte_encoding(bytes) }
            }
        },
    };
    if encoding != UTF_16LE
        && encoding != UTF_16BE
        && let Some(offset) = too_many_controls(bytes)
    {
        return Err(SourceError::Binary { kind: BinaryKind::Unknown, offset });
    }
    let (text, used, _) = encoding.decode(bytes);
    Ok((text.into_owned(), used.name(), used != UTF_8))
}

/// UTF-16 without a byte order mark shows itself by zeros in every other byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// True for UTF-8, also when a few bytes of a long text are broken (a file cut in the middle).
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().len() - chunk.valid().bytes().filter(u8::is_ascii).count();
        bad += chunk.invalid().len();
    }
    bad == 0 || good > bad * 20
}

/// The encoding that the file declares, else the one that a browser would guess for a Dutch page.
fn single_byte_encoding(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let head = &bytes[..bytes.len().min(1024)];
    if let Some(label) = declared_charset(head)
        && let Some(encoding) = encoding_rs::Encoding::for_label(label)
        && encoding.is_single_byte()
    {
        return encoding;
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"nl"), false);
    if guess.is_single_byte() { guess } else { encoding_rs::WINDOWS_1252 }
}

fn declared_charset(head: &[u8]) -> Option<&[u8]> {
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| memchr::memmem::find(head, key.as_bytes()).map(|start| start + key.len()))?;
    let rest = &head[at..];
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))?;
    Some(&rest[..end])
}

/// The first control byte, when there are more of them than stray ones in a text (1 in 200).
fn too_many_controls(bytes: &[u8]) -> Option<usize> {
    let control = |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let count = bytes.iter().filter(|byte| control(byte)).count();
    if count > 8 && count * 200 > bytes.len() { bytes.iter().position(control) } else { None }
}

fn detect_format(text: &str) -> SourceFormat {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !start.starts_with('<') {
        return SourceFormat::Text;
    }
    let head: String = start.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let html = ["<!doctype html", "<html", "<body", "<div", "<p>", "<h1", "<head"];
    if head.starts_with("<?xml") && !head.contains("<html") {
        return SourceFormat::CvdrXml;
    }
    if html.iter().any(|tag| head.contains(tag)) {
        SourceFormat::Html
    } else if ["<cvdr", "<regeling", "<officiele-publicatie", "<gemeenteblad"]
        .iter()
        .any(|t| head.contains(t))
    {
        SourceFormat::CvdrXml
    } else {
        SourceFormat::Text
    }
}

fn text_lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut raws = Vec::new();
    let mut number = 0u32;
    for raw in split_lines(text) {
        number = number.saturating_add(1);
        let cleaned = without_emphasis(clean_text(raw));
        if !cleaned.trim().is_empty() {
            lines.push(Line { number, text: cleaned, mark: Mark::Plain });
            raws.push(raw);
        }
    }
    columns::mark_tables(lines, &raws)
}

/// Without the stars by which Markdown sets words in bold and a line in italics.
fn without_emphasis(text: String) -> String {
    let text = if text.contains("**") { text.replace("**", "") } else { text };
    let inner = text.trim().strip_prefix('*').and_then(|rest| rest.strip_suffix('*'));
    match inner {
        Some(inner) if !inner.starts_with(' ') && !inner.contains('*') => inner.to_string(),
        _ => text,
    }
}

/// Splits at LF, CR LF and a lone CR, as editors number lines.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let lone_cr = !text.contains('\n');
    text.split(move |c| c == '\n' || (lone_cr && c == '\r'))
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Removes what may not reach a screen or would split words for nothing: control characters, bidi
/// overrides, zero-width characters and soft hyphens. A tab becomes a space; text is composed (NFC).
pub(super) fn clean_text(raw: &str) -> String {
    let kept = raw.chars().filter_map(|c| match c {
        '\t' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{FFFE}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    let cleaned: String = kept.collect();
    if is_nfc(&cleaned) { cleaned } else { cleaned.nfc().collect() }
}

/// Finds the line of a byte offset without walking the text each time.
pub(super) struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> LineIndex {
        let newline = if text.contains('\n') { b'\n' } else { b'\r' };
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(newline, text.as_bytes()).map(|at| at + 1));
        LineIndex { starts }
    }

    /// The line, from 1, that holds byte `offset`.
    pub(super) fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
    }

    fn count(&self) -> usize {
        self.starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> SourceText {
        read_source(bytes).unwrap()
    }

    #[test]
    fn utf8_with_and_without_mark_is_not_converted() {
        for bytes in ["één\n\ntwee".as_bytes(), "\u{FEFF}één\n\ntwee".as_bytes()] {
            let source = first(bytes);
            assert_eq!((source.encoding, source.converted), ("UTF-8", false));
            assert_eq!(source.lines[0].text, "één");
            assert_eq!(source.lines[1].number, 3);
        }
    }

    #[test]
    fn windows_1252_is_converted() {
        let source = first(b"Co\xF6rdinatie en een \x93veilige\x94 caf\xE9-avond in de gemeente");
        assert_eq!((source.encoding, source.converted), ("windows-1252", true));
        assert_eq!(source.lines[0].text, "Coördinatie en een “veilige” café-avond in de gemeente");
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        let le: Vec<u8> = "Veilig één\r\nplan".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "\u{FEFF}Veilig één\nplan".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, name) in [(le, "UTF-16LE"), (be, "UTF-16BE")] {
            let source = first(&bytes);
            assert_eq!((source.encoding, source.converted), (name, true));
            assert_eq!(source.lines[0].text, "Veilig één");
            assert_eq!(source.lines[1].number, 2);
        }
    }

    #[test]
    fn refusals_are_typed() {
        assert_eq!(read_source(b""), Err(SourceError::Empty));
        assert_eq!(read_source(b" \n\t\n"), Err(SourceError::Empty));
        let pdf = SourceError::Binary { kind: BinaryKind::Pdf, offset: 0 };
        assert_eq!(read_source(b"%PDF-1.7"), Err(pdf));
        assert_eq!(
            read_source(b"tekst\0meer tekst zonder patroon"),
            Err(SourceError::Binary { kind: BinaryKind::Unknown, offset: 5 })
        );
        assert!(matches!(read_source(&vec![b'a'; MAX_SOURCE_BYTES + 1]), Err(SourceError::TooLarge { .. })));
        assert!(matches!(
            read_source(b"<?xml version=\"1.0\"?>\n<cvdr><meta></cvdr>"),
            Err(SourceError::NotXml { line: 2, .. })
        ));
    }

    #[test]
    fn what_a_screen_may_not_receive_is_left_out() {
        let source = first("Ver\u{1b}[31mrood\u{202E}thce\u{AD}\u{200B}".as_bytes());
        assert_eq!(source.lines[0].text, "Ver[31mroodthce");
    }

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let numbers = |text: &str| first(text.as_bytes()).lines.iter().map(|l| l.number).collect::<Vec<_>>();
        assert_eq!(numbers("a\r\nb\r\n\r\nc"), [1, 2, 4]);
        assert_eq!(numbers("a\rb\r\rc"), [1, 2, 4]);
    }

    #[test]
    fn a_long_single_line_and_deep_nesting_take_linear_time() {
        let long = "woord ".repeat(500_000);
        assert_eq!(first(long.as_bytes()).lines.len(), 1);
        let deep = format!("<html><body>{}diep</body></html>", "<div><b><ul><li>".repeat(100_000));
        assert_eq!(first(deep.as_bytes()).lines[0].text, "diep");
    }
}
