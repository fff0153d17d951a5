//! Tables in a text: rows whose columns are kept apart by tabs, or by spaces under one another.
//!
//! Owns the decision that lines are a table and no prose, list or table of contents. Used by
//! `source` for plain text; the markup of HTML and XML says so itself.

use super::source::{CELL_SEPARATOR, Line, Mark, clean_text};

/// Marks the rows of tables; a row that goes on below itself becomes one line.
///
/// `raws` are the same lines as they stand in the file, tabs included.
pub(super) fn mark_tables(lines: Vec<Line>, raws: &[&str]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let (rows, end) = tabbed(&lines, raws, at).unwrap_or_else(|| aligned(&lines, at));
        if rows.is_empty() {
            out.extend_from_slice(&lines[at..end]);
        }
        out.extend(rows.into_iter().map(|(number, cells)| Line {
            number,
            text: cells.join(&CELL_SEPARATOR.to_string()),
            mark: Mark::TableRow,
        }));
        at = end;
    }
    out
}

/// Rows with their line and cells, and the index after the last line that was looked at. No rows
/// when those lines are no table: none of them is looked at again, so that time stays linear.
type Rows = (Vec<(u32, Vec<String>)>, usize);

/// True when no blank line comes before the line at `at`.
fn follows(lines: &[Line], at: usize) -> bool {
    at > 0 && lines.get(at).is_some_and(|line| line.number == lines[at - 1].number + 1)
}

/// Lines in a row with the same number of tabs; `None` when the first has none.
fn tabbed(lines: &[Line], raws: &[&str], start: usize) -> Option<Rows> {
    let cells_of = |at: usize| -> Vec<String> {
        raws[at].trim_end().split('\t').map(|cell| clean_text(cell).trim().to_string()).collect()
    };
    if !raws[start].trim().contains('\t') {
        return None;
    }
    let count = cells_of(start).len();
    let mut rows = vec![(lines[start].number, cells_of(start))];
    let mut end = start + 1;
    while follows(lines, end) && raws[end].contains('\t') {
        let mut cells = cells_of(end);
        if cells.len() > count || cells.len() < 2 {
            break;
        }
        cells.resize(count, String::new());
        rows.push((lines[end].number, cells));
        end += 1;
    }
    // Two columns may also be a number or bullet and its text.
    let enough = if count > 2 { rows.len() >= 2 } else { rows.len() >= 3 };
    Some((if enough && is_table(&rows) { rows } else { Vec::new() }, end))
}

/// What stands at the head of the first column in plans, in the singular.
const HEADS: &[&str] = &[
    "thema",
    "prioriteit",
    "speerpunt",
    "onderwerp",
    "partner",
    "partij",
    "organisatie",
    "indicator",
    "doel",
    "actie",
    "nr",
    "veld",
    "veiligheidsveld",
];

/// Lines in a row whose words stand in the columns of the first one.
fn aligned(lines: &[Line], start: usize) -> Rows {
    /// With two columns it may well be a pair of signatures.
    const FEWEST_COLUMNS: usize = 3;
    const FEWEST_ROWS: usize = 3;
    let columns = starts(&lines[start].text);
    let first = lines[start].text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let named = columns.len() == 2 && HEADS.contains(&first.trim_end_matches(['s', ':']));
    if columns.len() < FEWEST_COLUMNS && !named {
        return (Vec::new(), start + 1);
    }
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    let mut end = start;
    while end == start || follows(lines, end) {
        let Some(cells) = cut(&lines[end].text, &columns) else { break };
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        match rows.last_mut() {
            // What did not fit goes on below its cell.
            Some((_, above)) if cells[0].is_empty() => {
                for (above, below) in above.iter_mut().zip(&cells) {
                    if !below.is_empty() {
                        above.push(' ');
                        above.push_str(below);
                    }
                }
            }
            _ if filled < 2 => break,
            _ => rows.push((lines[end].number, cells)),
        }
        end += 1;
    }
    let table = rows.len() >= FEWEST_ROWS && is_table(&rows);
    (if table { rows } else { Vec::new() }, end.max(start + 1))
}

/// The columns at which words begin after the margin or two spaces.
fn starts(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut spaces = 2;
    for (column, c) in text.chars().enumerate() {
        if c.is_whitespace() {
            spaces += 1;
            continue;
        }
        if spaces >= 2 {
            out.push(column);
        }
        spaces = 0;
    }
    out
}

/// The cells of a line in these columns; `None` when a word stands across the border of two.
fn cut(text: &str, columns: &[usize]) -> Option<Vec<String>> {
    let chars: Vec<char> = text.chars().collect();
    let margin = chars.iter().take(columns[0]).all(|c| c.is_whitespace());
    let blank = columns.iter().skip(1).all(|&start| chars.get(start - 1).is_none_or(|c| c.is_whitespace()));
    if !margin || !blank {
        return None;
    }
    let cell = |index: usize| {
        let from = columns[index].min(chars.len());
        let to = columns.get(index + 1).map_or(chars.len(), |&next| next.min(chars.len()));
        chars[from..to].iter().collect::<String>().trim().to_string()
    };
    Some((0..columns.len()).map(cell).collect())
}

/// False for what only looks like a table: numbered lines, bullets, and a table of contents.
fn is_table(rows: &[(u32, Vec<String>)]) -> bool {
    let digits = |cell: &str| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    let marker = |cell: &str| digits(cell) || !cell.chars().any(char::is_alphanumeric);
    let (first, below) = match rows {
        [first, below @ ..] if !below.is_empty() => (&first.1, below),
        _ => return false,
    };
    let width = first.len();
    let leaders = rows.iter().any(|(_, cells)| cells.iter().any(|cell| cell.contains("....")));
    let paged = |cells: &[String]| {
        cells.last().is_some_and(|cell| {
            let page = cell.rsplit(' ').next().unwrap_or_default();
            digits(page) && page.len() <= 3
        })
    };
    // The head of a table names its last column; the first entry of a table of contents has a page.
    let contents = paged(first) && below.iter().all(|(_, cells)| paged(cells));
    let numbered = width == 2 && rows.iter().filter(|(_, cells)| marker(&cells[0])).count() * 2 >= rows.len();
    let named = first.iter().filter(|cell| cell.chars().any(char::is_alphabetic)).count() >= 2;
    !leaders && !contents && !numbered && named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::plan::read_source;

    fn shown(text: &str) -> Vec<String> {
        let source = read_source(text.as_bytes()).unwrap();
        let rows = source.lines.iter().filter(|line| line.mark == Mark::TableRow);
        rows.map(|line| format!("{} {}", line.number, line.text.replace(CELL_SEPARATOR, "|"))).collect()
    }

    #[test]
    fn columns_of_spaces_and_tabs_are_tables() {
        let spaced = "Nr   Actie               Trekker\n\
                      1    Schouw houden in    wijkagent\n     \
                           drie wijken\n\
                      2    Folder maken        adviseur\n\nTekst.\n";
        assert_eq!(
            shown(spaced),
            ["1 Nr|Actie|Trekker", "2 1|Schouw houden in drie wijken|wijkagent", "4 2|Folder maken|adviseur"]
        );
        let tabbed = "Partner\tOnderwerp\tAfspraak\nPolitie\t\tConvenant\nTekst.\n";
        assert_eq!(shown(tabbed), ["1 Partner|Onderwerp|Afspraak", "2 Politie||Convenant"]);
    }

    #[test]
    fn contents_numbering_and_signatures_are_none() {
        let contents = "1.\tInleiding\t3\n2.\tPrioriteiten\t4\n3.\tSlot\t9\n";
        let numbered = "1\tInleiding\n2\tPrioriteiten\n3\tSlot\n";
        let spaced = "1  Inleiding  pag. 3    2  Wonen  pag. 4\n3  Jeugd      pag. 5    4  Zorg   pag. 6\n\
                      5  Slot       pag. 7    6  Lijst  pag. 8\n";
        let signed =
            "De griffier,       De voorzitter,\nA. Bakker          B. Visser\nnaam               naam\n";
        for text in [contents, numbered, spaced, signed] {
            assert!(shown(text).is_empty(), "{text}");
        }
    }
}
