//! CVDR XML: what the regulations site serves for machines, to lines.
//!
//! Owns the meaning of its elements (`kop`, `al`, `lijst`, `row`, `intitule`, metadata). Element
//! names are compared without namespace, because files of different years use different ones. Used
//! by `source`.

use roxmltree::{Document, Node, ParsingOptions};

use super::html::clean_block;
use super::source::{CELL_SEPARATOR, Line, LineIndex, Mark, MetaItem, SourceError, clean_text};

/// The lines and the metadata of a CVDR file.
pub(super) fn lines(text: &str) -> Result<(Vec<Line>, Vec<MetaItem>), SourceError> {
    /// Elements nest at most a dozen deep in real files; the XML parser works by recursion.
    const DEEPEST: usize = 200;
    let text = text.trim_start_matches('\u{FEFF}');
    refuse_deep(text, DEEPEST)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let position = error.pos();
        SourceError::NotXml { line: position.row, column: position.col, reason: error.to_string() }
    })?;
    let mut reader =
        Reader { index: LineIndex::new(text), lines: Vec::new(), meta: Vec::new(), depth: 0, list_depth: 0 };
    reader.element(document.root_element());
    Ok((reader.lines, reader.meta))
}

/// Refuses nesting that no plan has, before anything that works by recursion sees it.
fn refuse_deep(text: &str, deepest: usize) -> Result<(), SourceError> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                // No tag holds a "<", so looking no further than the next one keeps this linear.
                let next = memchr::memchr2(b'>', b'<', &bytes[at + 1..]);
                let end = next.map_or(bytes.len(), |next| at + 1 + next);
                depth += usize::from(bytes.get(end.wrapping_sub(1)) != Some(&b'/'));
            }
        }
        if depth > deepest {
            let line = LineIndex::new(text).line(at);
            let reason = format!("elements nest more than {deepest} deep");
            return Err(SourceError::NotXml { line, column: 1, reason });
        }
    }
    Ok(())
}

struct Reader {
    index: LineIndex,
    lines: Vec<Line>,
    meta: Vec<MetaItem>,
    /// How many chapter-like elements are open: the level of a heading.
    depth: u8,
    list_depth: u8,
}

/// Elements that divide the text and whose `kop` is a heading.
const DIVISIONS: &[&str] = &[
    "boek",
    "deel",
    "hoofdstuk",
    "titeldeel",
    "afdeling",
    "paragraaf",
    "subparagraaf",
    "artikel",
    "bijlage",
    "divisie",
    "circulaire.divisie",
    "nota-toelichting",
    "wijzig-artikel",
    "tekst-divisie",
    "lid-divisie",
];

impl Reader {
    /// Recursion is bounded by `refuse_deep`.
    fn element(&mut self, node: Node) {
        let name = node.tag_name().name();
        match name {
            "meta" => self.metadata(node),
            "kop" | "tussenkop" | "subtitel" => self.heading(node, name == "tussenkop"),
            "intitule" | "citeertitel" => {
                let text = self.text(node);
                self.push(node, text, Mark::Heading(1));
            }
            "lijst" | "list" | "ul" | "ol" => {
                self.list_depth = self.list_depth.saturating_add(1);
                self.children(node);
                self.list_depth = self.list_depth.saturating_sub(1);
            }
            "li" => self.item(node),
            "row" | "tr" => {
                let cells: Vec<String> =
                    node.children().filter(Node::is_element).map(|cell| self.text(cell)).collect();
                self.push(node, cells.join(&CELL_SEPARATOR.to_string()), Mark::TableRow);
            }
            "al" | "p" | "titel" | "wie" | "wat" | "dat" | "naam" | "functie" | "plaats" | "datum" => {
                let text = self.text(node);
                let mark = if is_strong(node) { Mark::Strong } else { Mark::Plain };
                self.push(node, text, mark);
            }
            "noot" | "plaatje" | "illustratie" | "metadata" => {}
            _ => {
                let divides = DIVISIONS.contains(&name);
                self.depth += u8::from(divides);
                self.children(node);
                self.depth -= u8::from(divides);
            }
        }
    }

    fn children(&mut self, node: Node) {
        for child in node.children() {
            if child.is_element() {
                self.element(child);
            } else if let Some(text) = child.text()
                && text.chars().any(char::is_alphanumeric)
            {
                self.push(child, text.split_whitespace().collect::<Vec<_>>().join(" "), Mark::Plain);
            }
        }
    }

    /// "label nr titel", for example "Hoofdstuk 3 Onze prioriteiten".
    fn heading(&mut self, node: Node, between: bool) {
        let parts: Vec<String> = if node.children().any(|child| child.is_element()) {
            node.children()
                .filter(Node::is_element)
                .map(|part| self.text(part))
                .filter(|part| !part.is_empty())
                .collect()
        } else {
            vec![self.text(node)]
        };
        let level = self.depth.max(1) + u8::from(between);
        self.push(node, parts.join(" "), Mark::Heading(level));
    }

    fn item(&mut self, node: Node) {
        let depth = self.list_depth.max(1);
        let mut first = true;
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "li.nr" | "nr" => {}
                "lijst" | "list" | "ul" | "ol" => self.element(child),
                _ => {
                    let text = self.text(child);
                    self.push(child, text, if first { Mark::Bullet(depth) } else { Mark::Plain });
                    first = false;
                }
            }
        }
        if first {
            let text = self.text(node);
            self.push(node, text, Mark::Bullet(depth));
        }
    }

    /// All text under `node`, footnotes left out, white space folded.
    fn text(&self, node: Node) -> String {
        let mut out = String::new();
        collect(node, &mut out);
        out.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn push(&mut self, node: Node, text: String, mark: Mark) {
        let text =
            if mark == Mark::TableRow { clean_block(&text) } else { clean_text(&text).trim().to_string() };
        if !text.is_empty() {
            self.lines.push(Line { number: self.line(node), text, mark });
        }
    }

    /// The line on which the text of `node` starts.
    fn line(&self, node: Node) -> u32 {
        let first = node
            .descendants()
            .filter(|part| part.is_text())
            .find_map(|part| {
                let text = part.text()?;
                let lead = text.len() - text.trim_start().len();
                (lead < text.len()).then(|| part.range().start + lead)
            })
            .unwrap_or(node.range().start);
        self.index.line(first)
    }

    fn metadata(&mut self, node: Node) {
        for item in node.descendants().filter(|part| part.is_element()) {
            if item.children().any(|child| child.is_element()) {
                continue;
            }
            let value = clean_text(&self.text(item)).trim().to_string();
            if !value.is_empty() {
                let name = item.tag_name().name().to_ascii_lowercase();
                self.meta.push(MetaItem { name, value, line: self.line(item) });
            }
        }
    }
}

fn collect(node: Node, out: &mut String) {
    for child in node.children() {
        if child.is_text() {
            out.push_str(child.text().unwrap_or_default());
        } else if child.is_element() && !matches!(child.tag_name().name(), "noot" | "noot.nr" | "sup") {
            let block = matches!(child.tag_name().name(), "al" | "p" | "br" | "li" | "lijst");
            if block {
                out.push(' ');
            }
            collect(child, out);
            if block {
                out.push(' ');
            }
        }
    }
}

/// True when a paragraph is one bold run.
fn is_strong(node: Node) -> bool {
    let mut parts = node
        .children()
        .filter(|child| child.is_element() || child.text().is_some_and(|text| !text.trim().is_empty()));
    match (parts.next(), parts.next()) {
        (Some(only), None) => {
            let bold = matches!(only.attribute("type"), Some("vet" | "bold"));
            matches!(only.tag_name().name(), "nadruk" | "b" | "strong" | "vet")
                && (bold || only.tag_name().name() != "nadruk")
        }
        _ => false,
    }
}
