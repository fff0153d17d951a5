//! One line for a contact person or an agreement: `Jan de Vries, wijkagent, 06-00001234, jan@politie.example` and
//! `Convenant woonoverlast 1-1-2026..31-12-2027 opzeg 3m +politie`.
//!
//! Owns how the parts of a contact are recognised: telephone numbers and addresses by their shape, a function by its words and a
//! name by its capitals and initials; those of an agreement are in `agreement`. As the one-line add of actions, of which it uses
//! chips and names: what cannot be read stays in the title.

mod agreement;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use agreement::parse_agreement;

use super::add::{Chip, ChipKind, ChipProblem, QuickAdd, Reader, tokens};
use super::words::plain;
use super::{ValueProblem, look_up};
use crate::model::id::{Day, Ref};
use crate::model::record::{Field, Kind};
use crate::model::register::Register;
use crate::model::value::Value;

/// The digits of a telephone number among other words: a Dutch one has eight (0900-8844) to ten, the longest in the
/// world fifteen (ITU-T E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// The digits of a short number, when nothing else stands between two commas: 112, 14 0228.
const SHORT_DIGITS: std::ops::RangeInclusive<usize> = 3..=6;

/// What people write before a number or an address.
const LABELS: [&str; 11] =
    ["t", "tel", "telefoon", "phone", "m", "mob", "mobiel", "mobile", "mail", "email", "e mail"];

/// What people write before a name or a function to say which it is.
const PARTS: [(&str, Field); 9] = [
    ("naam", Field::title),
    ("name", Field::title),
    ("functie", Field::function),
    ("rol", Field::function),
    ("function", Field::function),
    ("position", Field::function),
    ("partner", Field::partner),
    ("organisatie", Field::partner),
    ("organisation", Field::partner),
];

/// Words for what somebody does, folded; as the end of a longer word too (`wijkagent`, `parketsecretaris`).
const FUNCTION_ENDS: [&str; 61] = [
    "agent",
    "adviseur",
    "advisor",
    "adviser",
    "ambtenaar",
    "analist",
    "analyst",
    "begeleider",
    "beheerder",
    "bestuurder",
    "bevelvoerder",
    "burgemeester",
    "chauffeur",
    "coach",
    "commandant",
    "commissaris",
    "consulent",
    "controleur",
    "coordinator",
    "deskundige",
    "directeur",
    "director",
    "docent",
    "functionaris",
    "griffier",
    "handhaver",
    "hoofd",
    "houder",
    "hulpverlener",
    "inspecteur",
    "inspector",
    "jurist",
    "leider",
    "leidster",
    "makelaar",
    "manager",
    "medewerker",
    "medewerkster",
    "mentor",
    "officer",
    "officier",
    "onderzoeker",
    "planner",
    "prosecutor",
    "psycholoog",
    "rechercheur",
    "regisseur",
    "secretaris",
    "secretary",
    "specialist",
    "strateeg",
    "teamchef",
    "toezichthouder",
    "trainer",
    "verbinder",
    "verpleegkundige",
    "vertrouwenspersoon",
    "voorzitter",
    "werker",
    "wethouder",
    "worker",
];

/// Words for what somebody does that other words, and surnames, end in.
const FUNCTION_WORDS: [&str; 35] = [
    "aiv",
    "alderman",
    "aov",
    "aov'er",
    "arts",
    "assistent",
    "assistant",
    "beleid",
    "boa",
    "boa's",
    "chef",
    "chief",
    "constable",
    "councillor",
    "detective",
    "engineer",
    "head",
    "huisarts",
    "junior",
    "lawyer",
    "lead",
    "leader",
    "lid",
    "mayor",
    "ovj",
    "portefeuillehouder",
    "plaatsvervangend",
    "raadslid",
    "rector",
    "senior",
    "sergeant",
    "stagiair",
    "stagiaire",
    "teacher",
    "warden",
];

/// What names of organisations begin with, folded.
const ORGANISATIONS: [&str; 43] = [
    "association",
    "belastingdienst",
    "brandweer",
    "bureau",
    "corporatie",
    "council",
    "douane",
    "foundation",
    "gemeente",
    "ggd",
    "ggz",
    "jeugdzorg",
    "leger",
    "marechaussee",
    "ministerie",
    "ministry",
    "municipality",
    "nvwa",
    "om",
    "omgevingsdienst",
    "ondernemersvereniging",
    "openbaar ministerie",
    "parket",
    "police",
    "politie",
    "province",
    "provincie",
    "reclassering",
    "rijkswaterstaat",
    "riec",
    "school",
    "slachtofferhulp",
    "stichting",
    "uwv",
    "veiligheidshuis",
    "veiligheidsregio",
    "vereniging",
    "waterschap",
    "welzijn",
    "woningcorporatie",
    "woningstichting",
    "woonstichting",
    "zorg en veiligheidshuis",
];

/// How far somebody's function is from being a name; see `like_name`.
const NO_NAME: i32 = -5;

/// Small words in names, as they are written inside one: `van der Berg`, `el Amrani`.
const PARTICLES: [&str; 22] = [
    "van", "de", "der", "den", "het", "'t", "ten", "ter", "te", "von", "zu", "el", "al", "bin", "ben", "la",
    "le", "du", "di", "da", "dos", "op",
];

/// What stands before a name.
const HONORIFICS: [&str; 15] = [
    "dhr", "mevr", "mw", "mr", "mrs", "ms", "drs", "ir", "ing", "dr", "prof", "heer", "mevrouw", "meneer",
    "ds",
];

/// Reads a contact person from a line: what stands between commas, in any order. Of several texts the one most like a
/// name is the name, the first when they are alike, and the others are the function. `partner` is where they work, unless
/// the line names another one that is in the register.
pub fn parse_contact(register: &Register, text: &str, today: Day, partner: Option<Ref>) -> QuickAdd {
    let mut reader = Reader::new(register, text, today);
    let mut chips: Vec<Chip> = Vec::new();
    let mut fields: Vec<(Field, Value)> = Vec::new();
    let mut texts: Vec<Said> = Vec::new();
    let mut from = 0;
    for part in text.split([',', ';']) {
        let words: Vec<Range<usize>> =
            tokens(part).into_iter().map(|word| from + word.start..from + word.end).collect();
        from += part.len() + 1;
        let mut kept = vec![true; words.len()];
        for index in 0..words.len() {
            if let Some(used) = at_partner(&mut reader, text, &words[index..]) {
                kept[index..index + used].fill(false);
            }
        }
        let mut take = |field: Field, words: &[Range<usize>], run: Range<usize>, kept: &mut Vec<bool>| {
            let span = words[run.start].start..words[run.end - 1].end;
            let said = words[run.clone()].iter().map(|word| bare(&text[word.clone()]));
            let said = Value::Text(said.collect::<Vec<_>>().join(" "));
            let value = if fields.iter().any(|(known, _)| *known == field) {
                Err(ChipProblem::Twice)
            } else {
                fields.push((field, said.clone()));
                kept[run.clone()].fill(false);
                // "tel. 06-…": the word before it has said what it is.
                if run.start > 0 && LABELS.contains(&&*plain(bare(&text[words[run.start - 1].clone()]))) {
                    kept[run.start - 1] = false;
                }
                Ok(said)
            };
            chips.push(Chip { span, kind: ChipKind::Sets(field), value });
        };
        for (index, word) in words.iter().enumerate() {
            if is_address(bare(&text[word.clone()])) {
                take(Field::email, &words, index..index + 1, &mut kept);
            }
        }
        if let Some(run) = number(text, &words) {
            take(Field::phone, &words, run, &mut kept);
        }
        let left: Vec<Range<usize>> =
            words.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(word, _)| word.clone()).collect();
        texts.extend(Said::of(text, &left));
    }
    join_initials(&mut texts);
    take_partner(&mut reader, register, &mut texts);
    let (name, unsure) = name_of(&texts);
    let placed = !reader.fields.is_empty();
    let mut title = String::new();
    let mut functions: Option<(Range<usize>, String)> = None;
    for (index, said) in texts.into_iter().enumerate() {
        if Some(index) == name {
            let value = Ok(Value::Text(said.text.clone()));
            chips.push(Chip { span: said.span, kind: ChipKind::Sets(Field::title), value });
            title = said.text;
            continue;
        }
        if said.organisation && !placed {
            let value = Err(ChipProblem::Organisation(partner));
            chips.push(Chip { span: said.span.clone(), kind: ChipKind::Sets(Field::partner), value });
        }
        functions = Some(match functions {
            None => (said.span, said.text),
            Some((span, before)) => (span.start..said.span.end, format!("{before}, {}", said.text)),
        });
    }
    if let Some((span, said)) = functions {
        let value = Value::Text(said);
        fields.push((Field::function, value.clone()));
        chips.push(Chip { span, kind: ChipKind::Sets(Field::function), value: Ok(value) });
    }
    chips.append(&mut reader.chips);
    chips.sort_by_key(|chip| chip.span.start);
    fields.append(&mut reader.fields);
    if !placed {
        fields.extend(partner.map(|r| (Field::partner, Value::Text(r.to_string()))));
    }
    QuickAdd { chips, title, fields, unsure }
}

/// `+politie`: where somebody works. How many words it took; `None` when it is none, or a telephone number.
fn at_partner(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let name = text[words[0].clone()].strip_prefix('+')?.trim_matches('"');
    if name.is_empty() {
        return Some(reader.put(words[0].clone(), Field::partner, Err(ChipProblem::Empty), 0));
    }
    if name.starts_with(|c: char| !c.is_alphabetic()) {
        return None;
    }
    let (found, used) = reader.name(words, Field::partner, name);
    let span = words[0].start..words[used.max(1) - 1].end;
    let value =
        found.map(|r| Value::Text(r.to_string())).map_err(|problem| ChipProblem::Value(problem.into()));
    Some(reader.put(span, Field::partner, value, used))
}

/// Takes out of `texts` what is said to be the partner, or is called exactly as one in the register, as long as another
/// text may be the name.
fn take_partner(reader: &mut Reader<'_>, register: &Register, texts: &mut Vec<Said>) {
    if texts.len() < 2 {
        return;
    }
    let mut at = 0;
    while let Some(said) = texts.get(at) {
        let named = || texts.iter().enumerate().any(|(other, said)| other != at && said.may_be_name());
        let found = match said.part {
            Some(Field::partner) => {
                Some(look_up(register, &[Kind::Partner], &said.text).map_err(ValueProblem::Name))
            }
            None if named() => called(register, &said.text).map(Ok),
            _ => None,
        };
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let value = found.map(|r| Value::Text(r.to_string())).map_err(ChipProblem::Value);
        if reader.put(said.span.clone(), Field::partner, value, 1) > 0 {
            texts.remove(at);
        } else {
            at += 1;
        }
    }
}

/// The partner that is called `name`, however it is written.
fn called(register: &Register, name: &str) -> Option<Ref> {
    let wanted = plain(name);
    let mut found = None;
    register.tables().visit(Kind::Partner, &mut |record| {
        if found.is_none() && plain(record.title()) == wanted {
            found = Some(record.reference());
        }
    });
    found
}

/// A text between commas that is no number and no address.
struct Said {
    span: Range<usize>,
    text: String,
    /// Which part it is, when it says so itself: "functie: wijkagent".
    part: Option<Field>,
    /// How much it looks like a name; below zero like something else.
    like_name: i32,
    /// It is initials alone: `M.`, `J. de`.
    initials: bool,
    /// It looks like the name of an organisation.
    organisation: bool,
}

impl Said {
    /// Whether it can be somebody's name, or says so itself.
    fn may_be_name(&self) -> bool {
        self.part == Some(Field::title) || (self.part.is_none() && self.like_name > NO_NAME)
    }

    /// The text that `words` are; `None` when they say nothing.
    fn of(text: &str, words: &[Range<usize>]) -> Option<Said> {
        let (first, last) = (words.first()?, words.last()?);
        let key = text[first.clone()].split_once(':').and_then(|(key, value)| {
            let (_, field) = PARTS.iter().find(|(name, _)| *name == plain(key))?;
            Some((*field, first.end - value.len()))
        });
        let starts = |word: &Range<usize>| key.map_or(word.start, |(_, start)| word.start.max(start));
        let said: Vec<&str> =
            words.iter().map(|word| &text[starts(word)..word.end]).filter(|word| !word.is_empty()).collect();
        if said.is_empty() {
            return None;
        }
        Some(Said {
            span: first.start..last.end,
            text: said.join(" "),
            part: key.map(|(field, _)| field),
            like_name: like_name(&said),
            organisation: key.is_none() && is_organisation(&said),
            initials: said.iter().any(|word| is_initials(word))
                && said.iter().all(|word| is_initials(word) || PARTICLES.contains(word)),
        })
    }
}

/// `Vries, J. de` is one name.
fn join_initials(texts: &mut Vec<Said>) {
    let surname = |said: &Said| said.part.is_none() && !said.initials && said.like_name > 0;
    let found = (1..texts.len()).find(|at| texts[*at].initials && surname(&texts[*at - 1]));
    let Some(at) = found else { return };
    let initials = texts.remove(at);
    let name = &mut texts[at - 1];
    name.text = format!("{} {}", initials.text, name.text);
    name.span.end = initials.span.end;
    name.like_name += initials.like_name;
}

/// Which of `texts` is the name, and whether another one might as well be.
fn name_of(texts: &[Said]) -> (Option<usize>, bool) {
    if let Some(at) = texts.iter().position(|said| said.part == Some(Field::title)) {
        return (Some(at), false);
    }
    let free = |said: &&Said| said.part.is_none();
    let Some(best) = texts.iter().filter(free).map(|said| said.like_name).max() else {
        return (None, false);
    };
    let alike = texts.iter().filter(free).filter(|said| said.like_name == best).count();
    (texts.iter().position(|said| said.part.is_none() && said.like_name == best), alike > 1)
}

/// How much `words` look like the name of a person.
fn like_name(words: &[&str]) -> i32 {
    let starts_high = |word: &&str| {
        let letter = word.trim_start_matches(['\'', '’', '‘', '"', '(']).chars().next();
        letter.is_some_and(char::is_uppercase)
    };
    let own: Vec<&str> = words.iter().copied().filter(|word| !PARTICLES.contains(word)).collect();
    let small = own.len() < words.len();
    let high = own.iter().filter(|word| starts_high(word)).count();
    // "OM", "AIV": what somebody is with, unless all of it is in capitals.
    let short = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let capitals = match high {
        0 if small => 0,
        0 => -1,
        _ if high < own.len() => 0,
        1 if !small && short(own[0]) => -1,
        1 if !small => 1,
        _ => 2,
    };
    let honoured = words.iter().any(|word| is_initials(word) || HONORIFICS.contains(&&*plain(bare(word))));
    let works = words.iter().any(|word| is_function(&plain(word.trim_end_matches(['.', ':', ')']))));
    let figures = words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
    let elsewhere = if is_organisation(words) { 4 } else { 0 };
    capitals - elsewhere + if honoured { 4 } else { 0 }
        - if works { 6 } else { 0 }
        - if figures { 2 } else { 0 }
}

/// Whether `words` begin as the name of an organisation does, and do not say what somebody does there.
fn is_organisation(words: &[&str]) -> bool {
    let said = plain(&words.join(" "));
    // "Om" begins other texts too.
    let ends = |start: &str, rest: &str| rest.is_empty() || (start != "om" && rest.starts_with(' '));
    let begins = |start: &str| said.strip_prefix(start).is_some_and(|rest| ends(start, rest));
    ORGANISATIONS.iter().any(|start| begins(start)) && !is_function(&said)
}

/// `M.`, `J.P.`, `Th.`.
fn is_initials(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|letters| {
        letters.split('.').all(|part| part.chars().count() <= 2 && part.starts_with(char::is_uppercase))
    })
}

/// Whether a folded word says what somebody does.
fn is_function(word: &str) -> bool {
    word.split(' ')
        .any(|word| FUNCTION_WORDS.contains(&word) || FUNCTION_ENDS.iter().any(|end| word.ends_with(end)))
}

/// Without what stands around an address in a sentence or a mail header.
fn bare(word: &str) -> &str {
    word.trim_start_matches(['<', '"']).trim_end_matches(['>', '"', '.', ':'])
}

/// Whether a word is shaped as an e-mail address: a name, an `@`, and a domain with a dot in it.
fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, domain)| {
        let dot = domain.rfind('.').unwrap_or(0);
        !name.is_empty() && !domain.contains('@') && dot > 0 && dot + 1 < domain.len()
    })
}

/// Which of `words` are a telephone number: those of digits and their signs that follow each other, from the first that
/// starts as numbers do. Short numbers only when nothing else stands there.
fn number(text: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
    let signs = |word: &&Range<usize>| {
        text[(*word).clone()].chars().all(|c| matches!(c, '0'..='9' | '+' | '(' | ')' | '-' | '.' | '/'))
    };
    let digits = |run: Range<usize>| -> usize {
        let words = words[run].iter();
        words.map(|word| text[word.clone()].bytes().filter(u8::is_ascii_digit).count()).sum()
    };
    if words.iter().all(|word| signs(&word)) && SHORT_DIGITS.contains(&digits(0..words.len())) {
        return Some(0..words.len());
    }
    (0..words.len()).find_map(|start| {
        let starts = text[words[start].clone()].starts_with(['0', '+', '(']);
        let run = start..start + words[start..].iter().take_while(signs).count();
        (starts && PHONE_DIGITS.contains(&digits(run.clone()))).then_some(run)
    })
}
