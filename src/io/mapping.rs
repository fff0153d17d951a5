//! Which column of a table becomes which field: guessed from the headings, shown, and overridden by hand.
//!
//! Owns the headings that people use in action lists and address lists, the search for the heading row,
//! and `COLUMN=FIELD` overrides. Used by the imports of actions and contacts; the command line shows it.

use super::sheet::{Cell, Row};
use crate::model::field::words::plain;
use crate::model::field::{field_named, parse_number};
use crate::model::id::Ref;
use crate::model::record::{Field, Kind};

/// What a column can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The item's reference, such as `A-17`.
    Ref,
    /// A field of the item.
    Field(Field),
    /// A progress note on the action.
    Remarks,
    /// The first name or initials of a contact.
    FirstName,
    /// What stands between first name and surname ("van der").
    Infix,
    /// The surname of a contact.
    Surname,
    /// A second telephone number, used where the first is empty.
    Mobile,
}

impl Target {
    /// The word for `--map`, also in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Target::Ref => "ref",
            Target::Field(Field::safety_field) => "field",
            Target::Field(field) => field.word(),
            Target::Remarks => "remarks",
            Target::FirstName => "first_name",
            Target::Infix => "infix",
            Target::Surname => "surname",
            Target::Mobile => "mobile",
        }
    }
}

/// One column of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading; empty when it has none.
    pub heading: String,
    /// What it becomes; `None` when it is left out.
    pub target: Option<Target>,
    /// The first value in it.
    pub example: String,
}

/// The columns of a table and where its headings stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The kind of item that a row becomes.
    pub kind: Kind,
    /// Index of the heading row in the sheet's rows.
    pub heading_row: usize,
    /// The columns, in the order of the table.
    pub columns: Vec<Column>,
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapProblem {
    /// Not `COLUMN=FIELD`: the text.
    NotAPair(String),
    /// There is no such column: the text, the columns there are.
    NoSuchColumn(String, Vec<String>),
    /// There is no such field: the text.
    NoSuchField(String),
    /// No column holds the name of the item: the columns there are.
    NoTitle(Vec<String>),
}

/// The targets of a kind with the headings that lead to them, best first; folded, `_` and `-` as spaces.
fn known(kind: Kind) -> &'static [(Target, &'static [&'static str])] {
    use Target::Field as F;
    match kind {
        Kind::Contact => &[
            (Target::Ref, &["ref", "referentie"]),
            (
                F(Field::title),
                &[
                    "naam",
                    "name",
                    "contactpersoon",
                    "contact",
                    "volledige naam",
                    "full name",
                    "weergavenaam",
                    "display name",
                ],
            ),
            (
                Target::FirstName,
                &["voornaam", "voorletters", "initialen", "roepnaam", "first name", "given name"],
            ),
            (Target::Infix, &["tussenvoegsel", "tussenvoegsels", "middle name"]),
            (Target::Surname, &["achternaam", "familienaam", "last name", "surname", "family name"]),
            (
                F(Field::partner),
                &[
                    "partner",
                    "organisatie",
                    "bedrijf",
                    "instantie",
                    "werkgever",
                    "gemeente",
                    "company",
                    "organization",
                    "organisation",
                ],
            ),
            (F(Field::function), &["functie", "rol", "function", "job title", "role", "titel"]),
            (
                F(Field::phone),
                &[
                    "telefoon",
                    "telefoonnummer",
                    "tel",
                    "phone",
                    "telefoon werk",
                    "business phone",
                    "phone number",
                ],
            ),
            (Target::Mobile, &["mobiel", "06", "mobile", "mobiel nummer", "mobile phone", "gsm"]),
            (
                F(Field::email),
                &["e mail", "email", "mail", "e mailadres", "emailadres", "e mail address", "mailadres"],
            ),
            (F(Field::deputy), &["vervanger", "plaatsvervanger", "deputy"]),
            (
                F(Field::note),
                &["opmerking", "opmerkingen", "bijzonderheden", "notitie", "note", "notes", "remarks"],
            ),
        ],
        _ => &[
            (Target::Ref, &["ref", "referentie", "nummer", "nr", "actienummer", "actie nr", "id", "kenmerk"]),
            (
                F(Field::title),
                &[
                    "actie",
                    "titel",
                    "actiepunt",
                    "activiteit",
                    "maatregel",
                    "taak",
                    "title",
                    "action",
                    "task",
                    "activity",
                    "onderwerp actie",
                    "naam",
                    "wat",
                    "omschrijving actie",
                    "actieomschrijving",
                ],
            ),
            (
                F(Field::lead),
                &[
                    "trekker",
                    "actiehouder",
                    "verantwoordelijke",
                    "eigenaar",
                    "wie",
                    "lead",
                    "owner",
                    "door wie",
                    "actienemer",
                    "behandelaar",
                    "uitvoerder",
                    "lead name",
                ],
            ),
            (
                F(Field::partners),
                &[
                    "partners",
                    "partner",
                    "ketenpartners",
                    "ketenpartner",
                    "samenwerkingspartners",
                    "betrokken partijen",
                    "betrokken partners",
                    "betrokkenen",
                    "partijen",
                ],
            ),
            (
                F(Field::due),
                &[
                    "einddatum",
                    "deadline",
                    "gereed voor",
                    "uiterlijk",
                    "streefdatum",
                    "datum gereed",
                    "gereeddatum",
                    "eind",
                    "einde",
                    "due",
                    "due date",
                    "end date",
                    "wanneer",
                    "termijn",
                    "planning",
                    "datum",
                ],
            ),
            (F(Field::start), &["startdatum", "start", "begindatum", "begin", "start date"]),
            (F(Field::state), &["status", "staat", "state", "fase"]),
            (
                F(Field::progress),
                &[
                    "voortgang",
                    "percentage",
                    "procent",
                    "voortgang %",
                    "%",
                    "% gereed",
                    "progress",
                    "percent",
                ],
            ),
            (F(Field::health), &["kleur", "stoplicht", "gezondheid", "rag", "health", "colour", "color"]),
            (F(Field::health_reason), &["reden kleur", "reden", "health reason"]),
            (
                F(Field::under),
                &[
                    "onderwerp",
                    "subthema",
                    "thema",
                    "prioriteit",
                    "speerpunt",
                    "under",
                    "theme",
                    "priority",
                    "topic",
                    "onder",
                ],
            ),
            (
                F(Field::safety_field),
                &["veiligheidsveld", "veld", "field", "safety field", "kernbeleid", "domein"],
            ),
            (F(Field::year), &["jaar", "programmajaar", "year"]),
            (F(Field::tags), &["labels", "label", "tags", "tag", "trefwoorden"]),
            (F(Field::flagged), &["vlag", "aandacht", "flagged", "flag", "urgent"]),
            (F(Field::weight), &["gewicht", "zwaarte", "weight"]),
            (F(Field::waiting_on), &["wacht op", "waiting on"]),
            (F(Field::drop_reason), &["reden vervallen", "drop reason"]),
            (F(Field::done_on), &["gereed op", "afgerond op", "done on"]),
            (
                F(Field::description),
                &["omschrijving", "toelichting", "beschrijving", "doel", "description", "resultaat"],
            ),
            (
                Target::Remarks,
                &[
                    "opmerkingen",
                    "opmerking",
                    "stand van zaken",
                    "voortgangsnotitie",
                    "notitie",
                    "notities",
                    "bijzonderheden",
                    "laatste stand",
                    "remarks",
                    "remark",
                    "note",
                    "notes",
                    "comments",
                ],
            ),
        ],
    }
}

/// A heading as it is compared: folded, without brackets and signs at its ends.
fn heading_word(heading: &str) -> String {
    let folded = plain(heading);
    let bare = folded.split('(').next().filter(|head| !head.trim().is_empty()).unwrap_or(&folded);
    bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_owned()
}

/// How many rows from the top may be a title or an empty line before the headings.
const TITLE_ROWS: usize = 10;

/// How many values are looked at to see what a column holds.
const SAMPLE: usize = 50;

impl Mapping {
    /// The mapping that the headings suggest. The heading row is the one of the first ten with the most known headings.
    pub fn guess(kind: Kind, rows: &[Row]) -> Mapping {
        let hits = |row: &Row| {
            row.cells.iter().filter(|cell| meaning(kind, &heading_word(&cell.text())).is_some()).count()
        };
        let best = rows.iter().take(TITLE_ROWS).map(hits).max().unwrap_or(0);
        let heading_row = rows.iter().position(|row| hits(row) == best).unwrap_or(0);
        let width = rows.iter().skip(heading_row).take(SAMPLE).map(|row| row.cells.len()).max().unwrap_or(0);
        let heading = rows.get(heading_row);
        let values = |index: usize| {
            rows.iter()
                .skip(heading_row + 1)
                .map(move |row| row.cell(index))
                .filter(|cell| !cell.is_empty())
                .take(SAMPLE)
        };
        let columns = (0..width)
            .map(|index| Column {
                heading: heading.map_or(String::new(), |row| row.cell(index).text().into_owned()),
                target: None,
                example: values(index).next().map_or(String::new(), |cell| cell.text().into_owned()),
            })
            .collect();
        let mut mapping = Mapping { kind, heading_row, columns };
        let sample: Vec<Vec<&Cell>> = (0..width).map(|index| values(index).collect()).collect();
        mapping.assign(&sample);
        mapping
    }

    /// Gives every target the column whose heading fits it best. Exact headings go before those that only contain the word.
    fn assign(&mut self, sample: &[Vec<&Cell>]) {
        let kind = self.kind;
        let words: Vec<String> = self.columns.iter().map(|column| heading_word(&column.heading)).collect();
        for exact in [true, false] {
            for (target, headings) in known(kind) {
                if self.columns.iter().any(|column| column.target == Some(*target)) {
                    continue;
                }
                let fits = |word: &str, heading: &str| {
                    if exact { word == heading } else { heading.len() >= 4 && contains_words(word, heading) }
                };
                let found = headings.iter().find_map(|heading| {
                    words.iter().enumerate().position(|(index, word)| {
                        fits(word, heading)
                            && self.columns[index].target.is_none()
                            && holds(kind, *target, &sample[index])
                    })
                });
                if let Some(index) = found {
                    self.columns[index].target = Some(*target);
                }
            }
        }
        let has =
            |mapping: &Mapping, target: Target| mapping.columns.iter().any(|c| c.target == Some(target));
        if kind == Kind::Action && !has(self, Target::Field(Field::title)) {
            // A list with only a description has it for its title; then one called after its subject.
            for other in [Field::description, Field::under] {
                let spare = self.columns.iter_mut().find(|c| c.target == Some(Target::Field(other)));
                if let Some(column) = spare {
                    column.target = Some(Target::Field(Field::title));
                    break;
                }
            }
        }
        let text = Target::Field(Field::progress);
        if kind == Kind::Action && !has(self, text) && !has(self, Target::Remarks) {
            // "Voortgang" with sentences in it is the state of affairs.
            let headings = ["voortgang", "progress"];
            if let Some(index) = words.iter().position(|word| headings.contains(&word.as_str()))
                && self.columns[index].target.is_none()
            {
                self.columns[index].target = Some(Target::Remarks);
            }
        }
    }

    /// Overrides the guess by `COLUMN=FIELD` pairs. COLUMN is a heading or a number from 1; FIELD a name in Dutch or
    /// English, or `-` to leave the column out.
    pub fn override_with(&mut self, pairs: &[String]) -> Result<(), MapProblem> {
        for pair in pairs {
            let (column, field) = pair.rsplit_once('=').ok_or_else(|| MapProblem::NotAPair(pair.clone()))?;
            let wanted = plain(column);
            let by_heading = self.columns.iter().position(|c| plain(&c.heading) == wanted);
            let by_number =
                || wanted.trim_start_matches('#').parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let index = by_heading
                .or_else(|| by_number().filter(|n| *n < self.columns.len()))
                .ok_or_else(|| MapProblem::NoSuchColumn(column.trim().to_owned(), self.headings()))?;
            let target = match plain(field).trim() {
                "" | "geen" | "none" | "skip" => None,
                word => Some(
                    target_named(self.kind, word)
                        .ok_or_else(|| MapProblem::NoSuchField(field.trim().to_owned()))?,
                ),
            };
            if target.is_some() {
                for column in self.columns.iter_mut().filter(|c| c.target == target) {
                    column.target = None;
                }
            }
            self.columns[index].target = target;
        }
        Ok(())
    }

    /// Checks that a row can become an item at all.
    pub fn check(&self) -> Result<(), MapProblem> {
        let named = [Target::Field(Field::title), Target::Surname];
        let enough = match self.kind {
            Kind::Contact => &named[..],
            _ => &named[..1],
        };
        if self.columns.iter().any(|c| c.target.is_some_and(|target| enough.contains(&target))) {
            Ok(())
        } else {
            Err(MapProblem::NoTitle(self.headings()))
        }
    }

    /// The column that becomes `target`.
    pub fn column_of(&self, target: Target) -> Option<usize> {
        self.columns.iter().position(|column| column.target == Some(target))
    }

    /// The words for FIELD in `--map`.
    pub fn words(kind: Kind) -> Vec<&'static str> {
        known(kind).iter().map(|(target, _)| target.word()).collect()
    }

    fn headings(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.heading.clone()).filter(|h| !h.is_empty()).collect()
    }
}

/// The target that a heading leads to by itself.
fn meaning(kind: Kind, word: &str) -> Option<Target> {
    let by_list =
        known(kind).iter().find(|(_, headings)| headings.contains(&word)).map(|(target, _)| *target);
    by_list
        .or_else(|| known(kind).iter().find(|(target, _)| target.word() == word).map(|(target, _)| *target))
}

/// The target that FIELD of `--map` names.
fn target_named(kind: Kind, word: &str) -> Option<Target> {
    let word_of = |target: &Target| target.word().replace('_', " ");
    let by_word = known(kind).iter().find(|(target, _)| word_of(target) == word).map(|(target, _)| *target);
    let by_field = || {
        let target = Target::Field(field_named(kind, word).ok()?.field);
        known(kind).iter().any(|(known, _)| *known == target).then_some(target)
    };
    by_word.or_else(|| meaning(kind, word)).or_else(by_field)
}

/// Whether the words of `part` stand in `text` one after the other.
fn contains_words(text: &str, part: &str) -> bool {
    let (text, part): (Vec<&str>, Vec<&str>) = (text.split(' ').collect(), part.split(' ').collect());
    text.windows(part.len()).any(|window| window == part)
}

/// Whether the values fit the target, where a heading alone says too little: running numbers are no references, and
/// sentences no percentages.
fn holds(kind: Kind, target: Target, sample: &[&Cell]) -> bool {
    let most = |fits: &dyn Fn(&Cell) -> bool| {
        sample.is_empty() || sample.iter().filter(|cell| fits(cell)).count() * 2 > sample.len()
    };
    match target {
        Target::Ref => most(&|cell| cell.text().parse::<Ref>().is_ok_and(|r| r.kind == kind)),
        Target::Field(Field::progress) => most(&|cell| {
            matches!(cell, Cell::Number(_)) || parse_number(cell.text().trim_end_matches(['%', ' '])).is_ok()
        }),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::sheet;

    fn guess(kind: Kind, text: &str) -> Vec<(String, &'static str)> {
        let sheet = sheet::read(text.as_bytes(), None).unwrap();
        let mapping = Mapping::guess(kind, &sheet.rows);
        mapping
            .columns
            .into_iter()
            .map(|c| (c.heading, c.target.map_or("", |target| target.word())))
            .collect()
    }

    fn targets(kind: Kind, text: &str) -> Vec<&'static str> {
        guess(kind, text).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn the_headings_that_dutch_action_lists_use_are_known() {
        assert_eq!(
            targets(
                Kind::Action,
                "Nr.;Thema;Actie;Trekker;Partner(s);Einddatum (gepland);Status;Voortgang in %;Opmerkingen;Kosten\n\
                 1;Jeugd;Avond;Bakker;Halt;27-11-2026;loopt;40%;zaal;100\n"
            ),
            ["", "under", "title", "lead", "partners", "due", "state", "progress", "remarks", ""]
        );
        assert_eq!(
            targets(Kind::Action, "Task,Owner,Due date,% complete,Notes\nEvening,Baker,2026-11-27,40,x\n"),
            ["title", "lead", "due", "", "remarks"]
        );
        assert_eq!(
            targets(
                Kind::Contact,
                "Voornaam;Tussenvoegsel;Achternaam;Organisatie;Functie;Telefoon;Mobiel;E-mailadres\na;b;c;d;e;1;2;f@x\n"
            ),
            ["first_name", "infix", "surname", "partner", "function", "phone", "mobile", "email"]
        );
    }

    #[test]
    fn a_title_above_the_headings_is_no_heading() {
        let text = "Actielijst driehoek 2026\n\nActie;Trekker;Deadline\nAvond;Bakker;27-11-2026\n";
        assert_eq!(targets(Kind::Action, text), ["title", "lead", "due"]);
    }

    #[test]
    fn what_a_column_holds_decides_where_the_heading_does_not() {
        assert_eq!(targets(Kind::Action, "Ref;Actie\nA-1;Avond\n"), ["ref", "title"]);
        assert_eq!(targets(Kind::Action, "Ref;Actie\n2026.1;Avond\n"), ["", "title"]);
        assert_eq!(targets(Kind::Action, "Actie;Voortgang\nAvond;Zaal is gehuurd\n"), ["title", "remarks"]);
        assert_eq!(targets(Kind::Action, "Omschrijving;Wie\nAvond;Bakker\n"), ["title", "lead"]);
    }

    #[test]
    fn a_mapping_is_overridden_by_heading_or_number() {
        let sheet = sheet::read("Iets;Actie;Wie\nx;Avond;Bakker\n".as_bytes(), None).unwrap();
        let mut mapping = Mapping::guess(Kind::Action, &sheet.rows);
        let pairs = ["iets=titel", "3=-", "Actie=omschrijving"].map(str::to_owned);
        assert_eq!(mapping.override_with(&pairs), Ok(()));
        let words: Vec<_> = mapping.columns.iter().map(|c| c.target.map(Target::word)).collect();
        assert_eq!(words, [Some("title"), Some("description"), None]);
        for (pair, problem) in [
            ("iets", MapProblem::NotAPair("iets".into())),
            (
                "kosten=titel",
                MapProblem::NoSuchColumn("kosten".into(), vec!["Iets".into(), "Actie".into(), "Wie".into()]),
            ),
            ("iets=kosten", MapProblem::NoSuchField("kosten".into())),
        ] {
            assert_eq!(mapping.override_with(&[pair.to_owned()]), Err(problem));
        }
    }

    #[test]
    fn a_table_without_a_name_for_its_rows_is_refused() {
        let sheet = sheet::read("Kosten;Dekking\n1;2\n".as_bytes(), None).unwrap();
        let mapping = Mapping::guess(Kind::Action, &sheet.rows);
        assert_eq!(mapping.check(), Err(MapProblem::NoTitle(vec!["Kosten".into(), "Dekking".into()])));
    }
}
