//! One line for a contact person or an agreement: `Jan de Vries, wijkagent, 06-00001234, jan@politie.example` and
//! `Convenant woonoverlast 1-1-2026..31-12-2027 opzeg 3m +politie`.
//!
//! Owns how their parts are recognised: telephone numbers and addresses by their shape, a function by its words and a
//! name by its capitals and initials, periods and notice by their words. As the one-line add of actions, of which it uses chips and names: what cannot be read stays in the title.

use std::ops::Range;

use super::add::{Chip, ChipKind, ChipProblem, Mark, QuickAdd, Reader, mark, tokens, unescaped};
use super::dates::{DateProblem, Period, Unit, parse_duration, parse_period};
use super::words::{field_named, field_words, plain, synonyms, word_exactly};
use super::{ValueProblem, look_up, parse_whole};
use crate::model::fold::nearest;
use crate::model::id::{Day, Ref};
use crate::model::kinds::AgreementKind;
use crate::model::record::{Field, FieldSpec, Kind};
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

/// The longest notice that a field takes, in months: a hundred years is a slip of the finger.
const MOST_MONTHS: i64 = 1200;

/// The fields of an agreement that `key:value` may set.
const KEYED: [Field; 6] =
    [Field::from, Field::to, Field::notice_months, Field::parties, Field::agreement_kind, Field::nodes];

/// What people write before the colon beside the names of the fields and those of an action's dates.
const KEYS: [(&str, Field); 17] = [
    ("eindigt", Field::to),
    ("einde", Field::to),
    ("eind", Field::to),
    ("ends", Field::to),
    ("end", Field::to),
    ("end date", Field::to),
    ("until", Field::to),
    ("t/m", Field::to),
    ("begint", Field::from),
    ("ingangsdatum", Field::from),
    ("starts", Field::from),
    ("opzeg", Field::notice_months),
    ("opzegging", Field::notice_months),
    ("notice", Field::notice_months),
    ("notice period", Field::notice_months),
    // As on the screen.
    ("opzegtermijn (maanden)", Field::notice_months),
    ("notice period (months)", Field::notice_months),
];

/// Words of a key at most: `tot en met`.
const KEY_WORDS: usize = 3;

/// Words of a kind of agreement at most: `gemeenschappelijke regeling`.
const KIND_WORDS: usize = 2;

/// Shorter words are no part of a compound: `…gr` is an ending like any other.
const COMPOUND: usize = 9;

/// Words of a date at most: `1 januari 2026`.
const DATE_WORDS: usize = 3;

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

/// Reads an agreement from a line, with `partner` as one of its parties. Dates are seen from `today`; a year or a month
/// in a period stands for its first or its last day.
pub fn parse_agreement(register: &Register, text: &str, today: Day, partner: Option<Ref>) -> QuickAdd {
    let words = tokens(text);
    let mut reader = Reader::new(register, text, today);
    reader.fields.extend(partner.map(|r| (Field::parties, Value::Texts(vec![r.to_string()]))));
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    while let Some(word) = words.get(next) {
        let rest = &words[next..];
        let used = party(&mut reader, text, rest)
            .or_else(|| keyed(&mut reader, text, rest))
            .or_else(|| notice(&mut reader, text, rest))
            .or_else(|| period(&mut reader, text, rest, today))
            .unwrap_or(0);
        if used == 0 {
            kept.push(word.clone());
        }
        next += used.max(1);
    }
    if let Some(last) = kept.last_mut() {
        // What divided it from the fields behind it.
        last.end = last.start + text[last.clone()].trim_end_matches([',', ';']).len();
    }
    kept.retain(|word| !word.is_empty());
    let said = reader.fields.iter().any(|(field, _)| *field == Field::agreement_kind);
    if let Some((span, kind)) = kind(text, &kept).filter(|_| !said) {
        reader.put(span, Field::agreement_kind, Ok(Value::Text(kind.to_owned())), 0);
        reader.chips.sort_by_key(|chip| chip.span.start);
    }
    let title: Vec<&str> = kept.into_iter().map(|word| unescaped(&text[word])).collect();
    QuickAdd { chips: reader.chips, title: title.join(" "), fields: reader.fields, unsure: false }
}

/// The kind of agreement that a title begins with, and where that stands: `Convenant woonoverlast`, `Horecaconvenant`,
/// `Gemeenschappelijke regeling …`. The words stay in the title.
fn kind(text: &str, title: &[Range<usize>]) -> Option<(Range<usize>, &'static str)> {
    let known = (1..=title.len().min(KIND_WORDS)).rev().find_map(|words| {
        let span = title[0].start..title[words - 1].end;
        let kind = word_exactly(AgreementKind::WORDS, bare(&text[span.clone()]))?;
        Some((span, kind))
    });
    let compound = || {
        let span = title.first()?.clone();
        let word = plain(bare(&text[span.clone()]));
        let mut all = synonyms(AgreementKind::WORDS);
        let (_, kind) = all.find(|(part, _)| part.len() >= COMPOUND && word.ends_with(part))?;
        Some((span, kind))
    };
    known.or_else(compound).filter(|(_, kind)| *kind != AgreementKind::Other.word())
}

/// `+politie`: one more party. How many words it took; `None` when it is none.
fn party(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let name = text[words[0].clone()].strip_prefix('+')?;
    let name = name.trim_matches('"');
    if name.is_empty() {
        return Some(reader.put(words[0].clone(), Field::parties, Err(ChipProblem::Empty), 0));
    }
    let (found, used) = reader.name(words, Field::parties, name);
    let span = words[0].start..words[used.max(1) - 1].end;
    let value = found
        .map(|r| Value::Texts(vec![r.to_string()]))
        .map_err(|problem| ChipProblem::Value(ValueProblem::Name(problem)));
    Some(reader.put(span, Field::parties, value, used))
}

/// The field of an agreement that a key names, in Dutch or English; what an action calls its dates too.
fn field_keyed(key: &str) -> Option<FieldSpec> {
    let plain = plain(key);
    let known = KEYS.iter().find(|(word, _)| *word == plain).map(|(_, field)| *field);
    let own = || field_named(Kind::Agreement, key).ok().map(|spec| spec.field);
    let of_action = || match field_named(Kind::Action, key).ok()?.field {
        Field::due => Some(Field::to),
        Field::start => Some(Field::from),
        _ => None,
    };
    let field = known.or_else(own).or_else(of_action).filter(|field| KEYED.contains(field))?;
    Kind::Agreement.fields().iter().find(|spec| spec.field == field).copied()
}

/// `einddatum:15-1-2027`, `tot en met: eind 2027`, `partijen:politie`. How many words it took; `None` when it is no mark.
fn keyed(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let first = words[0].clone();
    let found = (1..=words.len().min(KEY_WORDS)).rev().find_map(|count| {
        let (before, value) = text[words[count - 1].clone()].split_once(':')?;
        let spec = field_keyed(&text[first.start..words[count - 1].start + before.len()])?;
        Some((count, spec, value))
    });
    let Some((count, spec, value)) = found else { return unknown_key(reader, text, first) };
    let chips = reader.chips.len();
    let rest = &words[count - 1..];
    let used = match spec.field {
        Field::notice_months => months(reader, text, rest, value).unwrap_or(0),
        _ => reader.marked(rest, &Mark::new(spec, value)),
    };
    if let Some(chip) = reader.chips.get_mut(chips) {
        chip.span.start = first.start;
    }
    Some(if used == 0 { 0 } else { count - 1 + used })
}

/// A mark of an action that agreements do not have (`trekker:bakker`, `#hic`), or a misspelled key; both stay in the title.
fn unknown_key(reader: &mut Reader<'_>, text: &str, word: Range<usize>) -> Option<usize> {
    let said = &text[word.clone()];
    let value = said.split_once(':').map(|(key, value)| (Some(key), value));
    let (key, value) = value.unwrap_or((None, said.get(1..).unwrap_or_default()));
    if value.is_empty() {
        return None;
    }
    let letters = key.filter(|key| !key.is_empty() && key.chars().all(char::is_alphabetic));
    let near = letters.map_or(Vec::new(), |key| {
        let own = field_words(Kind::Agreement).filter(|(_, field)| KEYED.contains(field));
        nearest(&plain(key), own.chain(KEYS))
    });
    if near.is_empty() && mark(said).is_none() {
        return None;
    }
    let value = Err(ChipProblem::UnknownKey(near));
    reader.chips.push(Chip { span: word, kind: ChipKind::UnknownKey, value });
    Some(0)
}

/// `opzeg 3m`, `opzegtermijn 3 maanden`, `notice 1 year`.
fn notice(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>]) -> Option<usize> {
    let key = plain(&text[words[0].clone()]);
    let known = matches!(&*key, "opzeg" | "opzegtermijn" | "opzegging" | "notice");
    known.then(|| months(reader, text, words, "")).flatten()
}

/// The months behind the key of the notice in the first of `words`, of which `value` stands in that word already.
fn months(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>], value: &str) -> Option<usize> {
    // With the key's own value, or the next word and the one behind that.
    let own = usize::from(!value.is_empty());
    for used in (1..=words.len().min(3 - own)).rev() {
        let start = if own == 1 { words[0].end - value.len() } else { words.get(1).map_or(0, |w| w.start) };
        let said = text.get(start..words[used - 1].end).filter(|said| !said.is_empty());
        let months = said.and_then(|said| {
            let length = parse_duration(said).map(|length| match length.unit {
                Unit::Month => Some(length.count),
                Unit::Quarter => length.count.checked_mul(3),
                Unit::Year => length.count.checked_mul(12),
                Unit::Day | Unit::Week => None,
            });
            length.unwrap_or_else(|| parse_whole(said, 0, MOST_MONTHS).ok())
        });
        if let Some(months) = months.filter(|months| (0..=MOST_MONTHS).contains(months)) {
            let span = words[0].start..words[used - 1].end;
            return Some(reader.put(span, Field::notice_months, Ok(Value::Int(months)), used));
        }
    }
    let shown = words.get(1).filter(|_| own == 0).map_or(value, |word| &text[word.clone()]);
    if shown.is_empty() {
        return Some(reader.put(words[0].clone(), Field::notice_months, Err(ChipProblem::Empty), 0));
    }
    // A word of the title: "Opzegging huurcontracten".
    shown.starts_with(|c: char| c.is_ascii_digit()).then(|| {
        let problem = ChipProblem::Value(ValueProblem::NotANumber(shown.to_owned()));
        reader.put(words[0].clone(), Field::notice_months, Err(problem), 0)
    })
}

/// What leads to the end of a term, longer before shorter.
const UNTIL: [&str; 19] = [
    "tot en met",
    "loopt tot",
    "eindigt op",
    "eindigend op",
    "up to",
    "ends on",
    "ending on",
    "t/m",
    "tm",
    "tot",
    "..",
    "einde",
    "eindigt",
    "eindigend",
    "until",
    "till",
    "to",
    "ends",
    "through",
];

/// `1-1-2026..31-12-2027`, `2026..2027`, `1 januari 2026 t/m 31-12-2027`, `..31-12-2027`, `tot 31-12-2027`, `vanaf 2026`.
fn period(reader: &mut Reader<'_>, text: &str, words: &[Range<usize>], today: Day) -> Option<usize> {
    let word = &text[words[0].clone()];
    if let Some((first, last)) = word.split_once("..").filter(|_| word.contains(|c: char| c.is_ascii_digit()))
    {
        let ends = [(Field::from, first), (Field::to, last)].map(|(field, said)| {
            (!said.is_empty()).then(|| (field, parse_period(said, today).map(|period| end(field, period))))
        });
        return Some(set(reader, words[0].clone(), ends, 1));
    }
    // The end that `words` name, and how many of them it takes.
    let until = |words: &[Range<usize>]| {
        let lead = until_words(text, words)?;
        let (last, used) = date(text, &words[lead..], today)?;
        Some((last, lead + used))
    };
    if matches!(word, "vanaf" | "van" | "from")
        && let Some((first, used)) = date(text, &words[1..], today)
    {
        let last = until(&words[1 + used..]);
        let all = 1 + used + last.map_or(0, |(_, used)| used);
        let ends = [
            Some((Field::from, Ok(end(Field::from, first)))),
            last.map(|(last, _)| (Field::to, Ok(end(Field::to, last)))),
        ];
        return Some(set(reader, words[0].start..words[all - 1].end, ends, all));
    }
    if let Some((last, used)) = until(words) {
        let ends = [None, Some((Field::to, Ok(end(Field::to, last))))];
        return Some(set(reader, words[0].start..words[used - 1].end, ends, used));
    }
    let (first, used) = date(text, words, today)?;
    let (last, more) = until(&words[used..])?;
    let all = used + more;
    let ends =
        [Some((Field::from, Ok(end(Field::from, first)))), Some((Field::to, Ok(end(Field::to, last))))];
    Some(set(reader, words[0].start..words[all - 1].end, ends, all))
}

/// How many of `words` lead to the end of a term: `t/m`, `tot en met`, `eindigt op`.
fn until_words(text: &str, words: &[Range<usize>]) -> Option<usize> {
    UNTIL.iter().find_map(|lead| {
        let mut said = words.iter().map(|word| plain(&text[word.clone()]));
        lead.split(' ')
            .all(|word| said.next().is_some_and(|said| said == word))
            .then(|| lead.split(' ').count())
    })
}

/// The day of a period that `field` means.
fn end(field: Field, period: Period) -> Day {
    if field == Field::from { period.first } else { period.last }
}

/// The date that `words` start with, and how many of them it takes; the longest run that is one. One without a figure in
/// it (`mei`) is a word of the title.
fn date(text: &str, words: &[Range<usize>], today: Day) -> Option<(Period, usize)> {
    (1..=words.len().min(DATE_WORDS)).rev().find_map(|used| {
        let said = &text[words[0].start..words[used - 1].end];
        let figure = said.starts_with(|c: char| c.is_ascii_digit()) || said.contains(char::is_numeric);
        parse_period(said, today).ok().filter(|_| figure).map(|period| (period, used))
    })
}

type End = Option<(Field, Result<Day, DateProblem>)>;

/// Sets the ends of a period; all words stay in the title when one of them cannot be read.
fn set(reader: &mut Reader<'_>, span: Range<usize>, ends: [End; 2], used: usize) -> usize {
    let wrong = ends.iter().flatten().any(|(_, day)| day.is_err());
    let mut taken = used;
    for (field, day) in ends.into_iter().flatten() {
        match day {
            Ok(_) if wrong => {}
            Ok(day) => {
                let value = Ok(Value::Text(day.to_string()));
                taken = taken.min(reader.put(span.clone(), field, value, used));
            }
            Err(problem) => {
                let problem = ChipProblem::Value(ValueProblem::Date(problem));
                taken = reader.put(span.clone(), field, Err(problem), 0);
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::partner::Partner;
    use crate::model::record::Kind;

    fn said(read: &QuickAdd) -> Vec<(Field, String)> {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Texts(texts) => texts.join(" "),
            Value::Int(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        read.values().iter().map(|(field, value)| (*field, text(value))).collect()
    }

    fn register() -> Register {
        let mut register = Register::new();
        for (num, title) in [(1, "Politie"), (2, "Openbaar Ministerie"), (3, "Gemeente Enkhuizen")] {
            register.load(Partner { num, title: title.into(), ..Partner::default() }.into());
        }
        register
    }

    fn today() -> Day {
        "2026-11-22".parse().unwrap()
    }

    fn contact(line: &str) -> QuickAdd {
        parse_contact(&register(), line, today(), None)
    }

    #[test]
    fn parts_of_a_contact_are_known_by_their_shape_in_any_order() {
        use Field::*;
        let whole = [
            (title, "Jan de Vries"),
            (function, "wijkagent"),
            (phone, "06-00001234"),
            (email, "jan@politie.example"),
        ];
        for line in [
            "Jan de Vries, wijkagent, 06-00001234, jan@politie.example",
            "jan@politie.example, Jan de Vries, 06-00001234, wijkagent",
            "Jan de Vries; wijkagent; tel. 06-00001234; mail: <jan@politie.example>",
            "Jan de Vries 06-00001234 jan@politie.example, wijkagent",
        ] {
            let read = contact(line);
            let mut found = said(&read);
            found.sort();
            let mut expected = whole.map(|(field, said)| (field, said.to_owned()));
            expected.sort();
            assert_eq!(found, expected, "{line}");
            assert!(read.is_clean());
        }
    }

    #[test]
    fn a_name_is_told_from_a_function_in_any_order() {
        for (person, does) in [
            ("Jan de Vries", "wijkagent"),
            ("jan", "wijkagent"),
            ("jan de vries", "teamleider toezicht"),
            ("Karin", "Wijkagent Centrum"),
            ("M. Bakker", "Coördinator BOA's"),
            ("J.P. van den Berg", "Officier van Justitie"),
            ("mw. de Wit", "adviseur integrale veiligheid"),
            ("Fatima el Amrani", "Regisseur Zorg en Veiligheid"),
            ("Kees 't Hart", "jongerenwerker"),
            ("Anna Mulder", "boa"),
            ("Piet Visser", "jurist handhaving"),
            ("Iris Kok", "Burgemeester"),
            ("Sanne Bakker-de Boer", "Programmamanager"),
            ("Dirk Werker", "wijkagent"),
            ("Priya Sharma", "community officer"),
            ("Tom Baker", "Head of Safety"),
            ("Petra Smit", "OvJ"),
            ("Bas", "OM"),
            ("Iris Kok", "Halt"),
            ("Jan", "team 3"),
            ("KEES BOS", "AIV"),
            ("kees van dam", "wijkteam noord"),
        ] {
            for line in [
                format!("{person}, {does}, 06-00001234"),
                format!("06-00001234, {does}, {person}"),
                format!("{does}; 06-00001234; {person}"),
            ] {
                let read = contact(&line);
                let function = read.fields.iter().find(|(field, _)| *field == Field::function);
                assert_eq!(read.title, person, "{line}");
                assert_eq!(function, Some(&(Field::function, Value::Text(does.into()))), "{line}");
                let chip = |field| {
                    let mut all = read.chips.iter().filter(move |chip| chip.kind == ChipKind::Sets(field));
                    all.next().map(|chip| &line[chip.span.clone()])
                };
                assert_eq!((chip(Field::title), chip(Field::function)), (Some(person), Some(does)), "{line}");
                assert!(!read.unsure, "{line}");
            }
        }
    }

    #[test]
    fn what_cannot_be_told_is_taken_in_order_and_said_unless_the_line_says_it() {
        for (line, person, does, unsure) in [
            ("Kees, Halt", "Kees", "Halt", true),
            ("Halt, Kees", "Halt", "Kees", true),
            ("jan, piet", "jan", "piet", true),
            ("Halt, naam: Kees", "Kees", "Halt", false),
            ("functie: Halt, Kees", "Kees", "Halt", false),
            ("function:Halt, Kees", "Kees", "Halt", false),
            ("Bakker, M., wijkagent", "M. Bakker", "wijkagent", false),
            ("wijkagent, Vries, J. de", "J. de Vries", "wijkagent", false),
            ("wijkagent centrum", "wijkagent centrum", "", false),
            ("functie: wijkagent", "", "wijkagent", false),
            ("wijkagent, Jan de Vries, centrum", "Jan de Vries", "wijkagent, centrum", false),
        ] {
            let read = contact(line);
            let function = said(&read).into_iter().find(|(field, _)| *field == Field::function);
            let function = function.map_or(String::new(), |(_, said)| said);
            assert_eq!(
                (read.title.as_str(), function.as_str(), read.unsure),
                (person, does, unsure),
                "{line}"
            );
        }
    }

    #[test]
    fn telephone_numbers_are_told_from_other_figures() {
        for (line, expected) in [
            ("Jan, 06 12 34 56 78", Some("06 12 34 56 78")),
            ("Jan, +31 (0)6 1234 5678", Some("+31 (0)6 1234 5678")),
            ("Meldkamer, 112", Some("112")),
            ("Gemeente, 14 0228", Some("14 0228")),
            ("Jan 0900-8844", Some("0900-8844")),
            ("Jan, team 3", None),
            ("Jan, wijk 12 en 14", None),
            ("Jan, 2026-2027", None),
            ("Jan 31-12-2026 planning", None),
        ] {
            let read = contact(line);
            let phone = read.fields.iter().find(|(field, _)| *field == Field::phone);
            let expected = expected.map(|text| Value::Text(text.to_owned()));
            assert_eq!(phone.map(|(_, value)| value.clone()), expected, "{line}");
        }
    }

    #[test]
    fn a_second_number_is_refused_and_stays_where_it_is_seen() {
        let line = "Jan, 06-00001234, 0228-000111, wijkagent, centrum";
        let read = parse_contact(&register(), line, today(), Some(Ref::new(Kind::Partner, 2)));
        assert!(read.chips.iter().any(|chip| chip.value == Err(ChipProblem::Twice)));
        let found = said(&read);
        assert!(found.contains(&(Field::function, "0228-000111, wijkagent, centrum".into())), "{found:?}");
        assert!(found.contains(&(Field::partner, "P-2".into())));
    }

    #[test]
    fn a_contact_works_where_the_line_says() {
        for (line, partner, function) in [
            (
                "Sanne Kuiper, adviseur veiligheid, gemeente Enkhuizen, 0228 360 100",
                "P-3",
                "adviseur veiligheid",
            ),
            ("GEMEENTE ENKHUIZEN; Sanne Kuiper; adviseur veiligheid", "P-3", "adviseur veiligheid"),
            ("Politie, Sanne Kuiper", "P-1", ""),
            ("sanne, politie, adviseur", "P-1", "adviseur"),
            ("Sanne Kuiper, officier +openbaar ministerie, 06-00001234", "P-2", "officier"),
            ("Sanne Kuiper +om", "P-2", ""),
            ("Sanne Kuiper, organisatie: enkhuizen", "P-3", ""),
            ("Sanne Kuiper, adviseur", "P-1", "adviseur"),
            ("Sanne Kuiper, +31 6 1234 5678", "P-1", ""),
        ] {
            let read = parse_contact(&register(), line, today(), Some(Ref::new(Kind::Partner, 1)));
            let found = said(&read);
            let of = |field| {
                let mut all = found.iter().filter(|(known, _)| *known == field);
                let first = all.next().map_or("", |(_, said)| said.as_str());
                assert_eq!(all.next(), None, "{line}");
                first
            };
            assert_eq!((of(Field::partner), of(Field::function)), (partner, function), "{line}");
            assert!(
                read.title.eq_ignore_ascii_case("Sanne Kuiper") || read.title == "sanne",
                "{line}: {found:?}"
            );
            assert!(read.is_clean(), "{line}: {:?}", read.chips);
        }
    }

    #[test]
    fn an_organisation_that_is_no_partner_is_not_silently_a_function() {
        let with = Some(Ref::new(Kind::Partner, 1));
        for (line, organisation) in [
            ("Sanne Kuiper, adviseur veiligheid, gemeente Hoorn", "gemeente Hoorn"),
            ("Stichting Jeugdwerk, Sanne Kuiper", "Stichting Jeugdwerk"),
            ("Sanne Kuiper, GGD, arts", "GGD"),
            ("Sanne Kuiper, politie eenheid Noord", "politie eenheid Noord"),
            ("Sanne Kuiper, Zorg- en Veiligheidshuis Waterdam", "Zorg- en Veiligheidshuis Waterdam"),
        ] {
            let read = parse_contact(&register(), line, today(), with);
            let wrong: Vec<_> = read.chips.iter().filter(|chip| chip.value.is_err()).collect();
            let [chip] = wrong[..] else { panic!("{line}: {:?}", read.chips) };
            assert_eq!(&line[chip.span.clone()], organisation);
            assert_eq!(chip.value, Err(ChipProblem::Organisation(with)));
            assert_eq!(read.title, "Sanne Kuiper", "{line}");
            assert!(read.fields.contains(&(Field::partner, Value::Text("P-1".into()))), "{line}");
        }
        for line in [
            "Sanne Kuiper, functie: gemeente Hoorn",
            "Sanne Kuiper, gemeente Hoorn, +politie",
            "Sanne Kuiper, politie adviseur",
            "Jan Bakker, om de week",
            "Gemeente",
        ] {
            assert!(parse_contact(&register(), line, today(), with).is_clean(), "{line}");
        }
        for (line, problem) in [
            ("Sanne Kuiper, +brandweer", None),
            ("Sanne Kuiper, partner: brandweer", None),
            ("Sanne Kuiper +", Some(ChipProblem::Empty)),
            ("Sanne Kuiper, Politie, Gemeente Enkhuizen", Some(ChipProblem::Twice)),
        ] {
            let read = parse_contact(&register(), line, today(), with);
            let wrong = read.chips.iter().find_map(|chip| chip.value.clone().err());
            let name = |problem: &ChipProblem| matches!(problem, ChipProblem::Value(ValueProblem::Name(_)));
            match problem {
                Some(problem) => assert_eq!(wrong, Some(problem), "{line}"),
                None => assert!(wrong.as_ref().is_some_and(name), "{line}: {wrong:?}"),
            }
            assert!(read.fields.contains(&(Field::partner, Value::Text("P-1".into()))), "{line}");
        }
    }

    fn agreement(line: &str) -> QuickAdd {
        parse_agreement(&register(), line, today(), Some(Ref::new(Kind::Partner, 1)))
    }

    #[test]
    fn an_agreement_has_its_term_its_notice_and_its_parties_from_one_line() {
        use Field::*;
        let term = [(from, "2026-01-01"), (to, "2027-12-31")];
        for (line, expected) in [
            ("Convenant 1-1-2026..31-12-2027", &term[..]),
            ("Convenant 2026..2027", &term[..]),
            ("Convenant 1 januari 2026 t/m 31-12-2027", &term[..]),
            ("Convenant vanaf 1-1-2026 tot 31-12-2027", &term[..]),
            ("Convenant ..31-12-2027", &term[1..]),
            ("Convenant tot 31-12-2027", &term[1..]),
            ("Convenant tot en met 31-12-2027", &term[1..]),
            ("Convenant eindigt 31-12-2027", &term[1..]),
            ("Convenant eindigt op 31 december 2027", &term[1..]),
            ("Convenant vanaf 1-1-2026 tot en met 31-12-2027", &term[..]),
            ("Convenant 1-1-2026 through 31-12-2027", &term[..]),
            ("Convenant, ends on 31-12-2027", &term[1..]),
            ("Convenant 1-1-2026..", &term[..1]),
            ("opzeg 3m Convenant", &[(notice_months, "3")]),
            ("Convenant opzegtermijn: 3 maanden", &[(notice_months, "3")]),
            ("Convenant opzeg:3", &[(notice_months, "3")]),
            ("Convenant opzeg 1 jaar", &[(notice_months, "12")]),
            ("Convenant", &[]),
        ] {
            let read = agreement(line);
            let mut wanted = vec![(title, "Convenant".to_owned()), (parties, "P-1".to_owned())];
            wanted.extend(expected.iter().map(|(field, said)| (*field, (*said).to_owned())));
            wanted.push((agreement_kind, "covenant".to_owned()));
            assert_eq!(said(&read), wanted, "{line}");
        }
        let read = agreement("Convenant +openbaar ministerie 2026..2027");
        assert!(said(&read).contains(&(parties, "P-1 P-2".into())), "{read:?}");
        assert_eq!(read.title, "Convenant");
    }

    #[test]
    fn fields_of_an_agreement_are_set_by_their_names_in_both_languages() {
        use Field::*;
        for (line, field, wanted) in [
            ("Toezicht einddatum:15-1-2027", to, "2027-01-15"),
            ("Toezicht due:15-1-2027", to, "2027-01-15"),
            ("Toezicht tot: 15 januari 2027", to, "2027-01-15"),
            ("Toezicht eindigt:15-1-2027", to, "2027-01-15"),
            ("Toezicht tot en met:15-1-2027", to, "2027-01-15"),
            ("tot en met: 15-1-2027 Toezicht", to, "2027-01-15"),
            ("Toezicht to:2027", to, "2027-12-31"),
            ("Toezicht einddatum:eind januari", to, "2027-01-31"),
            ("Toezicht van:2027", from, "2027-01-01"),
            ("Toezicht from:15-1-2027", from, "2027-01-15"),
            ("Toezicht startdatum:15-1-2027", from, "2027-01-15"),
            ("Toezicht opzegtermijn:3", notice_months, "3"),
            ("Toezicht opzegtermijn (maanden): 3", notice_months, "3"),
            ("Toezicht notice period: 3 months", notice_months, "3"),
            ("Toezicht notice period (months):3", notice_months, "3"),
            ("Toezicht soort:convenant", agreement_kind, "covenant"),
            ("Toezicht partijen:om", parties, "P-1 P-2"),
        ] {
            let read = agreement(line);
            assert!(read.is_clean(), "{line}: {:?}", read.chips);
            assert_eq!(read.title, "Toezicht", "{line}");
            assert!(said(&read).contains(&(field, wanted.to_owned())), "{line}: {:?}", read.fields);
            let chip = &line[read.chips[0].span.clone()];
            assert_eq!(line.replace(chip, "").trim(), "Toezicht", "the whole mark is the chip: {chip}");
        }
        for line in
            ["Toezicht eindatum:15-1-2027", "Toezicht trekker:bakker", "Toezicht #hic", "Toezicht opzeggen:3"]
        {
            let read = agreement(line);
            assert_eq!(read.title, line);
            let [Chip { kind: ChipKind::UnknownKey, value: Err(ChipProblem::UnknownKey(_)), .. }] =
                read.chips[..]
            else {
                panic!("{line}: {:?}", read.chips)
            };
        }
        let wrong = agreement("Toezicht tot:31-2-2027");
        assert_eq!((wrong.title.as_str(), wrong.is_clean()), ("Toezicht tot:31-2-2027", false));
        for line in ["NVT: toezicht om 10:30", "Thema: horeca", "Zie https://example.nl/a:b"] {
            let read = agreement(line);
            assert_eq!((read.title.as_str(), read.chips.len()), (line, 0));
        }
        assert_eq!(agreement("Toezicht \\tot:2027").title, "Toezicht tot:2027");
    }

    #[test]
    fn an_agreement_is_of_the_kind_that_its_title_begins_with() {
        for (line, kind) in [
            ("Convenant woonoverlast 2026..2027", Some("covenant")),
            ("2026..2027 Convenant woonoverlast", Some("covenant")),
            ("Horecaconvenant", Some("covenant")),
            ("Gemeenschappelijke regeling Veiligheidsregio", Some("joint_scheme")),
            ("GR Veiligheidsregio", Some("joint_scheme")),
            ("DVO toezicht", Some("service_contract")),
            ("Platform veilig ondernemen", Some("platform")),
            ("Afspraken over het convenant", None),
            ("Overig overleg", None),
            ("", None),
        ] {
            let read = agreement(line);
            let said = read.fields.iter().find(|(field, _)| *field == Field::agreement_kind);
            let wanted = kind.map(|kind| (Field::agreement_kind, Value::Text(kind.to_owned())));
            assert_eq!(said, wanted.as_ref(), "{line}");
            assert_eq!(read.title, line.replace("2026..2027", "").trim(), "nothing of it is lost");
        }
    }

    #[test]
    fn what_cannot_be_read_stays_in_the_title_and_says_why() {
        for (line, title) in [
            ("Convenant 31-2-2026..31-12-2027", "Convenant 31-2-2026..31-12-2027"),
            ("Convenant opzeg 3d", "Convenant opzeg 3d"),
            ("Convenant +brandweer", "Convenant +brandweer"),
        ] {
            let read = agreement(line);
            assert_eq!(read.title, title);
            assert!(!read.is_clean(), "{line}");
        }
        for title in
            ["Afspraak 2023-2026", "Opzegging huurcontracten", "Van wijk naar wijk", "Regionaal plan 2027"]
        {
            let read = agreement(title);
            assert_eq!((read.title.as_str(), read.chips.len()), (title, 0));
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read_and_its_chips_lie_within_it(line in "[a-zé0-9@+.,;: /()<>-]{0,60}|\\PC{0,40}") {
            for read in [contact(&line), agreement(&line)] {
                for chip in &read.chips {
                    prop_assert!(line.get(chip.span.clone()).is_some_and(|said| !said.is_empty()), "{chip:?}");
                }
            }
        }
    }
}
