//! The words people type for fields, vocabulary values and kinds, Dutch and English at once.
//!
//! Owns the tables of Dutch (and some more English) words beside the stable ones, and the matching: exact,
//! else an unambiguous beginning, else a suggestion. Screens word things through `i18n`; this is only for
//! reading. Used by `regie set`, the one-line add, the query language and column mappings of imports.

use crate::model::fold::{fold, nearest};
use crate::model::kinds::*;
use crate::model::record::{Field, FieldSpec, Kind};

/// A vocabulary's stable words with what else people type for them; folded, `_` and `-` as a space.
type Synonyms = (&'static [&'static str], &'static [(&'static str, &'static str)]);

const VOCABULARIES: &[Synonyms] = &[
    (
        Health::WORDS,
        &[
            ("groen", "green"),
            ("g", "green"),
            ("op schema", "green"),
            ("oranje", "orange"),
            ("geel", "orange"),
            ("amber", "orange"),
            ("o", "orange"),
            ("rood", "red"),
            ("r", "red"),
        ],
    ),
    (
        ActionState::WORDS,
        &[
            ("gepland", "planned"),
            ("todo", "planned"),
            ("nieuw", "planned"),
            ("loopt", "in_progress"),
            ("lopend", "in_progress"),
            ("bezig", "in_progress"),
            ("in uitvoering", "in_progress"),
            ("doing", "in_progress"),
            ("started", "in_progress"),
            ("wacht", "waiting"),
            ("wachtend", "waiting"),
            ("wachten", "waiting"),
            ("gereed", "done"),
            ("klaar", "done"),
            ("afgerond", "done"),
            ("voltooid", "done"),
            ("gedaan", "done"),
            ("finished", "done"),
            ("completed", "done"),
            ("vervallen", "dropped"),
            ("geschrapt", "dropped"),
            ("gestopt", "dropped"),
            ("cancelled", "dropped"),
        ],
    ),
    (
        SafetyField::WORDS,
        &[
            ("veilige woon en leefomgeving", "living"),
            ("woon en leefomgeving", "living"),
            ("wonen", "living"),
            ("woonomgeving", "living"),
            ("leefomgeving", "living"),
            ("woon", "living"),
            ("bedrijvigheid en veiligheid", "business"),
            ("bedrijvigheid", "business"),
            ("bedrijf", "business"),
            ("ondernemen", "business"),
            ("jeugd en veiligheid", "youth"),
            ("jeugd", "youth"),
            ("jongeren", "youth"),
            ("fysieke veiligheid", "physical"),
            ("fysiek", "physical"),
            ("integriteit en veiligheid", "integrity"),
            ("integriteit", "integrity"),
            ("ondermijning", "integrity"),
        ],
    ),
    (
        Level::WORDS,
        &[
            ("lokaal", "local"),
            ("gemeentelijk", "local"),
            ("driehoek", "driehoek"),
            ("basisteam", "driehoek"),
            ("regionaal", "regional"),
            ("regio", "regional"),
            ("eenheid", "regional"),
            ("landelijk", "national"),
            ("nationaal", "national"),
        ],
    ),
    (
        NodeKind::WORDS,
        &[
            ("prioriteit", "priority"),
            ("thema", "theme"),
            ("onderwerp", "topic"),
            ("project", "project"),
            ("probleemgebied", "problem_area"),
            ("landelijke doelstelling", "national_goal"),
            ("doelstelling", "national_goal"),
            ("aandachtspunt", "watch"),
            ("driehoekthema", "driehoek_theme"),
            ("driehoek thema", "driehoek_theme"),
        ],
    ),
    (
        Stage::WORDS,
        &[
            ("concept", "draft"),
            ("vastgesteld", "adopted"),
            ("geldend", "in_force"),
            ("van kracht", "in_force"),
            ("verlopen", "expired"),
            ("ingetrokken", "withdrawn"),
            ("vervallen", "withdrawn"),
        ],
    ),
    (
        PartnerKind::WORDS,
        &[
            ("politie", "police"),
            ("openbaar ministerie", "prosecutor"),
            ("om", "prosecutor"),
            ("justitie", "prosecutor"),
            ("gemeente", "municipal"),
            ("gemeentelijk", "municipal"),
            ("overheid", "government"),
            ("rijk", "government"),
            ("regio", "government"),
            ("zorg", "care"),
            ("welzijn", "care"),
            ("onderwijs", "education"),
            ("school", "education"),
            ("wonen", "housing"),
            ("woningcorporatie", "housing"),
            ("corporatie", "housing"),
            ("ondernemers", "business"),
            ("bedrijven", "business"),
            ("inwoners", "residents"),
            ("bewoners", "residents"),
            ("netwerk", "network"),
            ("platform", "network"),
            ("overig", "other"),
            ("anders", "other"),
        ],
    ),
    (
        AgreementKind::WORDS,
        &[
            ("convenant", "covenant"),
            ("gemeenschappelijke regeling", "joint_scheme"),
            ("gr", "joint_scheme"),
            ("dienstverleningsovereenkomst", "service_contract"),
            ("dvo", "service_contract"),
            ("overig", "other"),
            ("anders", "other"),
        ],
    ),
    (
        InstrumentKind::WORDS,
        &[
            ("werkwijze", "process"),
            ("proces", "process"),
            ("maatregel", "measure"),
            ("middel", "measure"),
            ("beleidsstuk", "document"),
            ("stuk", "document"),
            ("registratie", "registration"),
            ("beleidscyclus", "cycle"),
            ("cyclus", "cycle"),
            ("regel", "rule"),
        ],
    ),
    (
        SignalState::WORDS,
        &[
            ("nieuw", "new"),
            ("gebundeld", "bundled"),
            ("actie", "promoted"),
            ("opgepakt", "promoted"),
            ("afgesloten", "closed"),
            ("gesloten", "closed"),
        ],
    ),
    (
        Body::WORDS,
        &[
            ("gemeenteraad", "raad"),
            ("council", "raad"),
            ("college van burgemeester en wethouders", "college"),
            ("b en w", "college"),
            ("bw", "college"),
            ("executive", "college"),
            ("mayor", "burgemeester"),
            ("meeting", "overleg"),
        ],
    ),
];

/// What means the title in some kinds only: elsewhere it would put a remark in the place of a name.
const TITLES: &[(&str, Kind)] = &[
    ("actie", Kind::Action),
    ("notitie", Kind::ProgressNote),
    ("opmerking", Kind::ProgressNote),
    ("opmerkingen", Kind::ProgressNote),
];

/// What people type for fields: the folded Dutch or English word, and the fields it may mean, likeliest first. The
/// kind of item decides.
const FIELDS: &[(&str, &[Field])] = {
    use Field::*;
    &[
        ("naam", &[title]),
        ("name", &[title]),
        ("titel", &[title]),
        ("actie", &[action]),
        ("notitie", &[note]),
        ("omschrijving", &[description]),
        ("beschrijving", &[description]),
        ("toelichting", &[description, note]),
        ("opmerking", &[note, description]),
        ("opmerkingen", &[note, description]),
        ("remarks", &[note, description]),
        ("trekker", &[lead, administrative_lead]),
        ("eigenaar", &[lead]),
        ("owner", &[lead]),
        ("verantwoordelijke", &[lead]),
        ("bestuurlijk trekker", &[administrative_lead]),
        ("portefeuillehouder", &[administrative_lead]),
        ("projectleider", &[project_lead]),
        ("partner", &[partners, partner]),
        ("organisatie", &[partner, partners]),
        ("organisation", &[partner, partners]),
        ("partijen", &[parties]),
        ("einddatum", &[due, to, valid_to]),
        ("vervaldatum", &[due, to]),
        ("deadline", &[due]),
        ("termijn", &[due, notice_months]),
        ("uiterlijk", &[due]),
        ("voor", &[due]),
        ("gereed voor", &[due]),
        ("vervalt", &[due]),
        ("due date", &[due]),
        ("begindatum", &[start, from]),
        ("startdatum", &[start, from]),
        ("begin", &[start, from]),
        ("vanaf", &[from, start]),
        ("van", &[from]),
        ("tot", &[to]),
        ("tot en met", &[to]),
        ("geldig van", &[valid_from]),
        ("geldig tot", &[valid_to]),
        ("toestand", &[state]),
        ("status", &[state, stage]),
        ("staat", &[state, stage]),
        ("stadium", &[stage]),
        ("voortgang", &[progress]),
        ("percentage", &[progress]),
        ("procent", &[progress]),
        ("kleur", &[health]),
        ("gezondheid", &[health]),
        ("stoplicht", &[health]),
        ("colour", &[health]),
        ("color", &[health]),
        ("reden", &[health_reason, drop_reason]),
        ("reason", &[health_reason, drop_reason]),
        ("reden kleur", &[health_reason]),
        ("reden van de kleur", &[health_reason]),
        ("reason for the colour", &[health_reason]),
        ("reden vervallen", &[drop_reason]),
        ("reden van vervallen", &[drop_reason]),
        ("reason for dropping", &[drop_reason]),
        ("wacht op", &[waiting_on]),
        ("onder", &[under, place]),
        ("onderwerp", &[under, node]),
        ("thema", &[under, node]),
        ("veld", &[safety_field]),
        ("veiligheidsveld", &[safety_field]),
        ("jaar", &[year]),
        ("programmajaar", &[year]),
        ("tot jaar", &[to_year]),
        ("programma", &[programme]),
        ("uitvoeringsprogramma", &[programme]),
        ("label", &[tags]),
        ("labels", &[tags]),
        ("tag", &[tags]),
        ("vlag", &[flagged]),
        ("gevlagd", &[flagged]),
        ("gemarkeerd", &[flagged]),
        ("aandacht", &[flagged]),
        ("attention", &[flagged]),
        ("flag", &[flagged]),
        ("vertrouwelijk", &[confidential]),
        ("gewicht", &[weight]),
        ("zwaarte", &[weight]),
        ("ingevoerd", &[created]),
        ("ingevoerd op", &[created]),
        ("entered on", &[created]),
        ("gereed op", &[done_on]),
        ("afgerond op", &[done_on]),
        ("niveau", &[level]),
        ("soort", &[node_kind, partner_kind, agreement_kind, instrument_kind, plan_kind]),
        ("type", &[node_kind, partner_kind, agreement_kind, instrument_kind, plan_kind]),
        ("kind", &[node_kind, partner_kind, agreement_kind, instrument_kind, plan_kind]),
        ("functie", &[function]),
        ("position", &[function]),
        ("rol", &[function]),
        ("role", &[function]),
        ("telefoon", &[phone]),
        ("telefoonnummer", &[phone]),
        ("tel", &[phone]),
        ("mobiel", &[phone]),
        ("mobile", &[phone]),
        ("mail", &[email]),
        ("e mail", &[email]),
        ("emailadres", &[email]),
        ("adres", &[address]),
        ("site", &[website]),
        ("url", &[website]),
        ("vervanger", &[deputy]),
        ("inlognaam", &[account]),
        ("login", &[account]),
        ("account", &[account]),
        ("accountnaam", &[account]),
        ("gebruikersnaam", &[account]),
        ("username", &[account]),
        ("opzegtermijn", &[notice_months]),
        ("onderwerpen", &[nodes]),
        ("datum", &[date, due, at]),
        ("plaats", &[area]),
        ("gebied", &[area]),
        ("wijk", &[area]),
        ("locatie", &[area]),
        ("gemeld op", &[reported_on]),
        ("gemeld door", &[reported_by]),
        ("melder", &[reported_by]),
        ("overlegreeks", &[series]),
        ("overleg", &[meeting]),
        ("voorzitter", &[chair]),
        ("aanwezig", &[attendees]),
        ("aanwezigen", &[attendees]),
        ("deelnemers", &[participants]),
        ("notulen", &[minutes]),
        ("ritme", &[rhythm]),
        ("orgaan", &[body]),
        ("betreft", &[items]),
        ("tekst", &[text]),
        ("eenheid", &[unit]),
        ("bron", &[source]),
        ("waarde", &[value]),
        ("nulmeting", &[baseline]),
        ("streefwaarde", &[target]),
        ("doel", &[target]),
        ("resultaat", &[result]),
        ("gemeente", &[municipalities]),
        ("gemeenten", &[municipalities]),
        ("vastgesteld door", &[adopted_by]),
        ("vastgesteld op", &[adopted_on]),
        ("voorganger", &[predecessor]),
        ("opvolger", &[successor]),
        ("onderdelen", &[parts]),
    ]
};

/// What people type for kinds of item.
const KINDS: &[(&str, Kind)] = &[
    ("gemeente", Kind::Municipality),
    ("onderwerp", Kind::Node),
    ("thema", Kind::Node),
    ("prioriteit", Kind::Node),
    ("actie", Kind::Action),
    ("acties", Kind::Action),
    ("actions", Kind::Action),
    ("notitie", Kind::ProgressNote),
    ("voortgangsnotitie", Kind::ProgressNote),
    ("partners", Kind::Partner),
    ("organisatie", Kind::Partner),
    ("contactpersoon", Kind::Contact),
    ("contacten", Kind::Contact),
    ("persoon", Kind::Contact),
    ("person", Kind::Contact),
    ("afspraak", Kind::Agreement),
    ("afspraken", Kind::Agreement),
    ("convenant", Kind::Agreement),
    ("doel", Kind::Goal),
    ("programma", Kind::Programme),
    ("uitvoeringsprogramma", Kind::Programme),
    ("uitgangspunt", Kind::Principle),
    ("evaluatie", Kind::Evaluation),
    ("kandidaat", Kind::Candidate),
    ("kandidaat actie", Kind::Candidate),
    ("werkwijze", Kind::Instrument),
    ("meting", Kind::Measurement),
    ("melding", Kind::Signal),
    ("signaal", Kind::Signal),
    ("overlegreeks", Kind::MeetingSeries),
    ("series", Kind::MeetingSeries),
    ("overleg", Kind::Meeting),
    ("besluit", Kind::Decision),
    ("besluiten", Kind::Decision),
];

/// Words that only queries take, in Dutch.
const IN_QUERIES: &[(&str, &str)] = &[
    ("gesloten", "closed"),
    ("geen", "none"),
    ("achterstallig", "overdue"),
    ("verouderd", "stale"),
    ("gemarkeerd", "flagged"),
    ("vertrouwelijk", "confidential"),
];

/// `text` as the tables have it: folded, with single spaces for `_`, `-` and blanks.
pub fn plain(text: &str) -> String {
    let folded = fold(text).replace(['_', '-'], " ");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The word of the vocabulary `words` that `text` means: exactly, by a synonym, or by a beginning of two letters or more
/// that fits one of them alone. Otherwise the words it was probably meant to be.
pub fn word_named(words: &'static [&'static str], text: &str) -> Result<&'static str, Vec<&'static str>> {
    let typed = plain(text);
    if let Some(word) = word_exactly(words, text) {
        return Ok(word);
    }
    let own = words.iter().map(|word| (word.replace('_', " "), *word));
    let all: Vec<(String, &'static str)> =
        own.chain(synonyms(words).map(|(typed, word)| (typed.to_owned(), word))).collect();
    let mut starts: Vec<&'static str> = Vec::new();
    if typed.len() >= 2 {
        starts.extend(all.iter().filter(|(known, _)| known.starts_with(&typed)).map(|(_, word)| *word));
        starts.dedup();
    }
    match starts[..] {
        [word] => Ok(word),
        _ => Err(nearest(&typed, all.iter().map(|(known, word)| (known.as_str(), *word)))),
    }
}

/// The word of the vocabulary `words` that `text` is, or is a synonym of.
pub fn word_exactly(words: &'static [&'static str], text: &str) -> Option<&'static str> {
    let typed = plain(text);
    let own = words.iter().copied().find(|word| word.replace('_', " ") == typed);
    own.or_else(|| synonyms(words).find(|(known, _)| *known == typed).map(|(_, word)| word))
}

/// What else people type for the vocabulary `words`, with the word that it means.
pub fn synonyms(words: &'static [&'static str]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let more = VOCABULARIES.iter().find(|(known, _)| *known == words).map_or(&[][..], |(_, more)| *more);
    more.iter().copied()
}

/// The Dutch word for `word` of the vocabulary `words`, one that is read as it; itself when there is none.
pub fn dutch(words: &'static [&'static str], word: &'static str) -> &'static str {
    single(synonyms(words), word)
}

/// As `dutch`, for the words that queries take besides those of a vocabulary.
pub fn dutch_in_query(word: &'static str) -> &'static str {
    let vocabularies = [ActionState::WORDS, Health::WORDS, SafetyField::WORDS];
    single(vocabularies.into_iter().flat_map(synonyms).chain(IN_QUERIES.iter().copied()), word)
}

/// The first of `all` that means `word`, in one word.
fn single(all: impl IntoIterator<Item = (&'static str, &'static str)>, word: &'static str) -> &'static str {
    let found = all.into_iter().find(|(typed, means)| *means == word && !typed.contains(' '));
    found.map_or(word, |(typed, _)| typed)
}

/// What people type for the fields of `kind`, with the field that it means.
pub fn field_words(kind: Kind) -> impl Iterator<Item = (&'static str, Field)> {
    let of_kind = move |field: &Field| kind.fields().iter().any(|spec| spec.field == *field);
    let own = kind.fields().iter().map(|spec| (spec.field.word(), spec.field));
    let titles = TITLES.iter().filter(move |(_, of)| *of == kind).map(|(word, _)| (*word, Field::title));
    let more = FIELDS
        .iter()
        .filter_map(move |(word, fields)| fields.iter().copied().find(of_kind).map(|field| (*word, field)));
    own.chain(titles).chain(more)
}

/// The field of `kind` that `text` names, in Dutch or English; otherwise the fields it was probably meant to be.
pub fn field_named(kind: Kind, text: &str) -> Result<FieldSpec, Vec<Field>> {
    let typed = plain(text);
    let spec = |field: Field| kind.fields().iter().find(|spec| spec.field == field).copied();
    // A kind's own word goes first: `partner` is a field of its own in contacts, and `partners` in actions.
    let exact = Field::from_word(&typed.replace(' ', "_")).and_then(spec);
    let other = || {
        if TITLES.contains(&(typed.as_str(), kind)) {
            return spec(Field::title);
        }
        let (_, fields) = FIELDS.iter().find(|(word, _)| *word == typed)?;
        fields.iter().find_map(|field| spec(*field))
    };
    if let Some(found) = exact.or_else(other) {
        return Ok(found);
    }
    Err(nearest(&typed, field_words(kind)))
}

/// The kind of item that `text` names: its word, a Dutch word, or the letter of its references.
pub fn kind_named(text: &str) -> Result<Kind, Vec<Kind>> {
    let typed = plain(text);
    let own = Kind::from_word(&typed.replace(' ', "_"));
    let other = || KINDS.iter().find(|(word, _)| *word == typed).map(|(_, kind)| *kind);
    let letter = || {
        let mut chars = typed.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Kind::from_letter(c.to_ascii_uppercase()),
            _ => None,
        }
    };
    own.or_else(other).or_else(letter).ok_or_else(|| {
        let all = Kind::ALL.iter().map(|kind| (kind.word(), *kind)).chain(KINDS.iter().copied());
        nearest(&typed, all)
    })
}

/// Yes or no in either language; `None` when it is neither.
pub fn flag_named(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "waar" | "aan" | "on" | "1" | "x" => Some(true),
        "nee" | "n" | "no" | "false" | "onwaar" | "uit" | "off" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabulary_words_are_read_in_both_languages() {
        for (words, text, expected) in [
            (Health::WORDS, "groen", "green"),
            (Health::WORDS, "Rood", "red"),
            (Health::WORDS, "ora", "orange"),
            (ActionState::WORDS, "in progress", "in_progress"),
            (ActionState::WORDS, "In-Progress", "in_progress"),
            (ActionState::WORDS, "gereed", "done"),
            (ActionState::WORDS, "verv", "dropped"),
            (SafetyField::WORDS, "Veilige woon- en leefomgeving", "living"),
            (SafetyField::WORDS, "wonen", "living"),
            (SafetyField::WORDS, "jeugd", "youth"),
            (SafetyField::WORDS, "fysiek", "physical"),
            (Level::WORDS, "regionaal", "regional"),
            (NodeKind::WORDS, "probleemgebied", "problem_area"),
            (Body::WORDS, "gemeenteraad", "raad"),
        ] {
            assert_eq!(word_named(words, text), Ok(expected), "{text}");
        }
        assert_eq!(word_named(Health::WORDS, "rodo"), Err(vec!["red"]));
        assert_eq!(word_named(ActionState::WORDS, "ge"), Err(vec!["planned", "done", "dropped"]));
        assert_eq!(word_named(Health::WORDS, "paars"), Err(vec![]));
    }

    #[test]
    fn every_synonym_means_a_word_of_its_vocabulary_and_is_written_as_it_is_compared() {
        for (words, more) in VOCABULARIES {
            for (typed, word) in *more {
                assert!(words.contains(word), "{typed}: {word}");
                assert_eq!(plain(typed), *typed);
                assert_eq!(word_named(words, typed), Ok(*word), "{typed}");
            }
        }
        for (typed, _) in FIELDS {
            assert_eq!(plain(typed), *typed);
        }
        for (typed, kind) in KINDS {
            assert_eq!(kind_named(typed), Ok(*kind), "{typed}");
        }
    }

    #[test]
    fn fields_are_named_in_both_languages_and_by_the_kind_that_has_them() {
        for (kind, text, field) in [
            (Kind::Action, "trekker", Field::lead),
            (Kind::Node, "trekker", Field::administrative_lead),
            (Kind::Action, "einddatum", Field::due),
            (Kind::Agreement, "einddatum", Field::to),
            (Kind::Action, "voortgang", Field::progress),
            (Kind::Action, "field", Field::safety_field),
            (Kind::Action, "wacht op", Field::waiting_on),
            (Kind::Action, "health_reason", Field::health_reason),
            (Kind::Contact, "partner", Field::partner),
            (Kind::Action, "partner", Field::partners),
            (Kind::Contact, "Telefoon", Field::phone),
            (Kind::Partner, "soort", Field::partner_kind),
            (Kind::Meeting, "datum", Field::date),
            (Kind::Contact, "notitie", Field::note),
            (Kind::Contact, "note", Field::note),
            (Kind::Contact, "opmerking", Field::note),
            (Kind::Action, "opmerking", Field::description),
            (Kind::ProgressNote, "notitie", Field::title),
            (Kind::ProgressNote, "opmerking", Field::title),
            (Kind::ProgressNote, "actie", Field::action),
            (Kind::Action, "actie", Field::title),
        ] {
            assert_eq!(field_named(kind, text).map(|spec| spec.field), Ok(field), "{kind:?} {text}");
        }
        assert_eq!(field_named(Kind::Action, "trekkr").map(|s| s.field), Err(vec![Field::lead]));
        assert_eq!(field_named(Kind::Action, "phone").map(|s| s.field), Err(vec![]));
        // What is no field of a kind is not its name.
        for (kind, text) in [(Kind::Action, "notitie"), (Kind::Partner, "notitie"), (Kind::Contact, "actie")]
        {
            assert!(field_named(kind, text).is_err(), "{kind:?} {text}");
        }
    }
}
