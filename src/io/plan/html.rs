//! Web pages: from HTML with every kind of broken markup to lines.
//!
//! Owns the reading tag by tag, without building a tree, so that nesting costs no stack, time stays linear, and
//! every line knows where in the file it started. That is enough for a plan: only blocks, lists,
//! tables, headings and bold matter. Used by `source`; `cvdr` borrows the cleaning of blocks.

use super::source::{CELL_SEPARATOR, Line, LineIndex, Mark, MetaItem, clean_text};

/// The lines and the stated metadata of a page.
pub(super) fn lines(text: &str) -> (Vec<Line>, Vec<MetaItem>) {
    let index = LineIndex::new(text);
    let (lines, meta) = Page::new(text, &index, true).read();
    let length = |lines: &[Line]| lines.iter().map(|line| line.text.len()).sum::<usize>();
    // A <nav> that is never closed would swallow the plan; then the page is read with its menus.
    let (all, all_meta) = Page::new(text, &index, false).read();
    if length(&lines) * 4 < length(&all) { (all, all_meta) } else { (lines, meta) }
}

/// Menus, search boxes and footers of the site around the plan.
const CHROME: &[&str] = &["nav", "footer", "aside", "form", "select", "button"];
/// Words in `class` and `id` by which sites mark the same when they use no element of its own for it.
const CHROME_WORDS: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "kruimelpad",
    "cookie",
    "cookies",
    "cookiebar",
    "cookiebanner",
    "cookiemelding",
    "footer",
    "related",
    "sidebar",
    "skiplinks",
    "navbar",
    "navigation",
    "navigatie",
];
/// Never text for a reader.
const RAW: &[&str] = &["script", "style", "noscript", "template", "svg", "textarea", "iframe", "object"];
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "ul",
    "ol",
    "dl",
    "dd",
    "dt",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "blockquote",
    "pre",
    "hr",
    "br",
    "figure",
    "figcaption",
    "address",
    "fieldset",
    "body",
    "html",
    "center",
    "details",
    "summary",
    "caption",
    "nav",
    "footer",
    "aside",
    "form",
];

struct Page<'a> {
    text: &'a str,
    index: &'a LineIndex,
    skip_chrome: bool,
    lines: Vec<Line>,
    meta: Vec<MetaItem>,
    /// Text of the block that is being read, and the offset of its first letter.
    block: String,
    start: Option<usize>,
    mark: Mark,
    list_depth: u8,
    bold: u32,
    /// Letters of the block inside and outside bold, and inside a link within the page.
    strong: usize,
    linked: usize,
    letters: usize,
    in_toc_link: bool,
    in_row: bool,
    /// Cells of the row so far: an empty one counts as well.
    cells: u32,
    in_title: bool,
    title: String,
    chrome: Option<(&'static str, u32)>,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, index: &'a LineIndex, skip_chrome: bool) -> Page<'a> {
        Page {
            text,
            index,
            skip_chrome,
            lines: Vec::new(),
            meta: Vec::new(),
            block: String::new(),
            start: None,
            mark: Mark::Plain,
            list_depth: 0,
            bold: 0,
            strong: 0,
            linked: 0,
            letters: 0,
            in_toc_link: false,
            in_row: false,
            cells: 0,
            in_title: false,
            title: String::new(),
            chrome: None,
        }
    }

    fn read(mut self) -> (Vec<Line>, Vec<MetaItem>) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let tag = memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len(), |offset| at + offset);
            if tag > at {
                self.words(at, tag);
            }
            if tag == bytes.len() {
                break;
            }
            at = self.tag(tag);
        }
        self.flush();
        if !self.title.trim().is_empty() {
            self.meta.push(MetaItem { name: "title".into(), value: self.title.trim().into(), line: 1 });
        }
        (self.lines, self.meta)
    }

    /// Text between two tags.
    fn words(&mut self, from: usize, to: usize) {
        if self.chrome.is_some() {
            return;
        }
        let decoded = decode_entities(&self.text[from..to]);
        if self.in_title {
            self.title.push_str(&clean_text(&decoded.replace('\n', " ")));
            return;
        }
        let mut first = true;
        for word in decoded.split([' ', '\n', '\r', '\t', '\u{C}']) {
            if !first && !self.block.is_empty() && !self.block.ends_with([' ', CELL_SEPARATOR]) {
                self.block.push(' ');
            }
            first = false;
            if word.is_empty() {
                continue;
            }
            if self.start.is_none() {
                let lead = self.text[from..to].len() - self.text[from..to].trim_start().len();
                self.start = Some(from + lead);
            }
            self.block.push_str(word);
            self.letters += word.len();
            if self.bold > 0 {
                self.strong += word.len();
            }
            if self.in_toc_link {
                self.linked += word.len();
            }
        }
    }

    /// Handles the tag, comment or lone `<` at `at`; returns the offset after it.
    fn tag(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let rest = &self.text[at..];
        if rest.starts_with("<!--") {
            return memchr::memmem::find(rest.as_bytes(), b"-->").map_or(bytes.len(), |end| at + end + 3);
        }
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name_start = at + 1 + usize::from(closing);
        let starts_name = bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic);
        if !starts_name {
            if matches!(bytes.get(at + 1), Some(b'!' | b'?')) {
                return memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
            }
            self.words_literal(at);
            return at + 1;
        }
        let name_len = bytes[name_start..]
            .iter()
            .take(24)
            .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-' && *byte != b':')
            .unwrap_or(24.min(bytes.len() - name_start));
        let name = String::from_utf8_lossy(&bytes[name_start..name_start + name_len]).to_ascii_lowercase();
        let end = tag_end(bytes, name_start + name_len);
        if closing {
            self.close(&name);
            return end;
        }
        if let Some(raw) = RAW.iter().find(|raw| **raw == name) {
            let self_closed = bytes.get(end.wrapping_sub(2)) == Some(&b'/');
            return if self_closed { end } else { after_raw(bytes, end, raw) };
        }
        let attributes = &self.text[name_start + name_len..end.min(self.text.len())];
        self.open(&name, attributes, at);
        end
    }

    fn words_literal(&mut self, at: usize) {
        if self.chrome.is_none() && !self.in_title {
            self.start.get_or_insert(at);
            self.block.push('<');
        }
    }

    fn open(&mut self, name: &str, attributes: &str, at: usize) {
        if let Some((open, depth)) = &mut self.chrome {
            if *open == name {
                *depth += 1;
            }
            return;
        }
        if self.skip_chrome
            && let Some(chrome) = CHROME.iter().find(|chrome| **chrome == name)
        {
            self.flush();
            self.chrome = Some((chrome, 1));
            return;
        }
        if self.skip_chrome
            && let Some(block) = BLOCKS.iter().find(|block| **block == name)
            && !matches!(*block, "body" | "html" | "main" | "br" | "hr" | "p")
            && is_chrome(attributes)
        {
            self.flush();
            self.chrome = Some((block, 1));
            return;
        }
        match name {
            "title" => self.in_title = self.title.is_empty() && self.lines.is_empty(),
            "meta" => self.read_meta(attributes, at),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.mark = Mark::Heading(name.as_bytes()[1] - b'0');
            }
            "ul" | "ol" | "li" if self.in_row && self.in_cell(at) => {
                if name == "li" && !self.block.is_empty() && !self.block.ends_with([CELL_SEPARATOR, ';']) {
                    self.block.push(';');
                }
                self.block.push(' ');
            }
            "ul" | "ol" => {
                self.flush();
                self.list_depth = self.list_depth.saturating_add(1);
            }
            "li" => {
                self.flush();
                self.mark = Mark::Bullet(self.list_depth.max(1));
            }
            "tr" => {
                self.flush();
                self.in_row = true;
                self.cells = 0;
                self.mark = Mark::TableRow;
            }
            "td" | "th" if self.in_row => {
                if self.cells > 0 {
                    self.block.push(CELL_SEPARATOR);
                }
                self.cells += 1;
            }
            "b" | "strong" => self.bold += 1,
            "a" => {
                let href = attribute(attributes, "href").unwrap_or_default();
                self.in_toc_link = href.starts_with('#') && href.len() > 1;
            }
            // A footnote mark is no part of the word before it.
            "sup" => self.block.push(' '),
            "br" | "p" | "div" if self.in_row => self.block.push(' '),
            // "<li><p>text" is one item.
            _ if BLOCKS.contains(&name) && self.start.is_some() => {
                self.flush();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((open, depth)) = &mut self.chrome {
            if *open == name {
                *depth -= 1;
                if *depth == 0 {
                    self.chrome = None;
                }
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "a" => self.in_toc_link = false,
            "ul" | "ol" | "li" if self.in_row && self.mark == Mark::TableRow => {}
            "ul" | "ol" => {
                self.flush();
                self.list_depth = self.list_depth.saturating_sub(1);
            }
            "tr" => {
                self.flush();
                self.in_row = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => self.flush(),
            "p" | "div" if self.in_row => {}
            _ if BLOCKS.contains(&name) => self.flush_kept(),
            _ => {}
        }
    }

    /// True when the list that opens at `at` is the content of a table cell, and not a part of a page
    /// that is laid out in a table.
    fn in_cell(&self, at: usize) -> bool {
        /// A longer cell is no cell of a table for readers.
        const LONGEST_CELL: usize = 2000;
        let window = &self.text.as_bytes()[at..self.text.len().min(at + LONGEST_CELL)];
        let end = memchr::memmem::find(window, b"</td").or_else(|| memchr::memmem::find(window, b"</th"));
        self.mark == Mark::TableRow
            && end.is_some_and(|end| {
                ["<h1", "<h2", "<h3", "<h4", "<table"]
                    .iter()
                    .all(|tag| memchr::memmem::find(&window[..end], tag.as_bytes()).is_none())
            })
    }

    fn read_meta(&mut self, attributes: &str, at: usize) {
        let name = attribute(attributes, "name").or_else(|| attribute(attributes, "property"));
        if let (Some(name), Some(content)) = (name, attribute(attributes, "content"))
            && !content.trim().is_empty()
        {
            let local = name.rsplit(['.', ':']).next().unwrap_or_default().to_ascii_lowercase();
            let value = clean_text(&decode_entities(content)).trim().to_string();
            self.meta.push(MetaItem { name: local, value, line: self.index.line(at) });
        }
    }

    /// Ends the block only when it has text: `<li></p>` must not lose its mark.
    fn flush_kept(&mut self) {
        if self.start.is_some() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let text = clean_block(&self.block);
        if let Some(start) = self.start
            && !text.is_empty()
        {
            let mark = match self.mark {
                _ if self.linked > 0 && self.linked * 10 >= self.letters * 9 => Mark::TocEntry,
                Mark::Plain if self.strong > 0 && self.strong * 20 >= self.letters * 19 => Mark::Strong,
                mark => mark,
            };
            self.lines.push(Line { number: self.index.line(start), text, mark });
        }
        self.block.clear();
        self.start = None;
        self.mark = Mark::Plain;
        (self.strong, self.linked, self.letters) = (0, 0, 0);
    }
}

/// True when `class` or `id` says that the element is furniture of the site.
fn is_chrome(attributes: &str) -> bool {
    ["class", "id"].iter().filter_map(|name| attribute(attributes, name)).any(|value| {
        value
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| CHROME_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
    })
}

/// Cleans a block but keeps the separators of table cells.
pub(super) fn clean_block(block: &str) -> String {
    let cells: Vec<String> =
        block.split(CELL_SEPARATOR).map(|cell| clean_text(cell).trim_matches(' ').to_string()).collect();
    let joined = cells.join(&CELL_SEPARATOR.to_string());
    if joined.chars().all(char::is_whitespace) { String::new() } else { joined }
}

/// Offset after the `>` that ends a tag; a `>` inside quotes does not, unless the quote never ends.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    /// Attributes longer than this (embedded images aside) mean a quote that was never closed.
    const LONGEST_QUOTE: usize = 4 * 1024;
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            quote @ (b'"' | b'\'') if at > 0 && bytes[at - 1] == b'=' => {
                let window = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST_QUOTE)];
                match memchr::memchr(quote, window) {
                    Some(end) => at += end + 2,
                    None if bytes[at + 1..].starts_with(b"data:") => {
                        at = memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |end| at + end + 2);
                    }
                    None => at += 1,
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Offset after `</raw>`; the end of the file when it never comes.
fn after_raw(bytes: &[u8], from: usize, raw: &str) -> usize {
    let mut at = from;
    while let Some(offset) = memchr::memmem::find(&bytes[at..], b"</") {
        let name = at + offset + 2;
        if bytes[name..].len() >= raw.len()
            && bytes[name..name + raw.len()].eq_ignore_ascii_case(raw.as_bytes())
        {
            return tag_end(bytes, name + raw.len());
        }
        at = name;
    }
    bytes.len()
}

/// The value of an attribute, as written.
fn attribute<'t>(attributes: &'t str, wanted: &str) -> Option<&'t str> {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'=', &bytes[at..]) {
        let equals = at + offset;
        let name = attributes[at..equals].trim().rsplit(char::is_whitespace).next().unwrap_or_default();
        let rest = attributes[equals + 1..].trim_start();
        let value_at = attributes.len() - rest.len();
        let (value, next) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &rest[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], value_at + 1 + end + usize::from(end < inner.len()))
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
                (&rest[..end], value_at + end)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        at = next.max(equals + 1);
    }
    None
}

/// Replaces character references: numbers, and the names that Dutch pages use.
pub(super) fn decode_entities(text: &str) -> String {
    /// `&thetasym;` and the like: no name in use is longer.
    const LONGEST_NAME: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST_NAME + 2).position(|byte| byte == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Pages from Windows number its own characters: &#146; is an apostrophe.
        return match code {
            0x80..=0x9F => {
                let byte = [u8::try_from(code).ok()?];
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
            }
            _ => char::from_u32(code),
        };
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|&(_, c)| c)
}

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("Eacute", 'É'),
    ("Euml", 'Ë'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("auml", 'ä'),
    ("iacute", 'í'),
    ("igrave", 'ì'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("Iuml", 'Ï'),
    ("oacute", 'ó'),
    ("ograve", 'ò'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("Ouml", 'Ö'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
    ("ccedil", 'ç'),
    ("ntilde", 'ñ'),
    ("szlig", 'ß'),
    ("sect", '§'),
    ("deg", '°'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("plusmn", '±'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("sup1", '¹'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
    ("shy", '\u{AD}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("zwnj", '\u{200C}'),
    ("rarr", '→'),
    ("larr", '←'),
    ("le", '≤'),
    ("ge", '≥'),
    ("permil", '‰'),
    ("tilde", '˜'),
    ("acute", '´'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, String, Mark)> {
        lines(text).0.into_iter().map(|line| (line.number, line.text, line.mark)).collect()
    }

    #[test]
    fn blocks_keep_their_line_and_mark() {
        let page = "<html><title>Plan</title>\n<body><nav>Menu</nav><h1>Een\n plan</h1>\n<p>Tekst &euml;n\n<b>vet</b></p>\n\
                    <ul><li><p>punt</p></li><li>twee<ul><li>diep</ul></ul><p><strong>Kop</strong></p></body>";
        assert_eq!(
            read(page),
            [
                (2, "Een plan".into(), Mark::Heading(1)),
                (4, "Tekst ën vet".into(), Mark::Plain),
                (6, "punt".into(), Mark::Bullet(1)),
                (6, "twee".into(), Mark::Bullet(1)),
                (6, "diep".into(), Mark::Bullet(2)),
                (6, "Kop".into(), Mark::Strong),
            ]
        );
    }

    #[test]
    fn tables_scripts_and_links_within_the_page() {
        let page = "<body><script>if (a<b) x('<p>nee')</script><a href='#h1'>1. Inleiding</a><br>\
                    <table><tr><th>Actie</th><th>Wie</th></tr><tr><td>Schouw</td><td></td></tr></table> a < b";
        assert_eq!(
            read(page),
            [
                (1, "1. Inleiding".into(), Mark::TocEntry),
                (1, "Actie\tWie".into(), Mark::TableRow),
                (1, "Schouw\t".into(), Mark::TableRow),
                (1, "a < b".into(), Mark::Plain),
            ]
        );
    }

    #[test]
    fn a_menu_that_is_never_closed_does_not_swallow_the_plan() {
        let text = read("<body><nav>Menu<h1>Plan</h1><p>De hele tekst van het plan staat hier.");
        assert_eq!(text.len(), 3);
    }

    #[test]
    fn character_references() {
        assert_eq!(
            decode_entities("a &amp; b &#39;c&#x27; &#146; &onbekend; & &"),
            "a & b 'c' ’ &onbekend; & &"
        );
    }
}
