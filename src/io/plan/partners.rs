//! Partners: organisations of the field that a plan names, and the ones its own lists add.
//!
//! Owns the lexicon of the Dutch safety field. A pattern with a capital is compared with capitals
//! ("OM" is the prosecutor, "om" a preposition). Used by `parse`.

use std::collections::HashSet;

use super::announce::labelled;
use super::blocks::BlockKind;
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed, TOGETHER, tables};
use super::outline::{Label, Outline, Role, Statement};
use super::text::{
    Begins, Key, capitalise, cased_key, enumeration, has, has_any, key, same_subject, split_bracket,
    strip_article, strip_footnotes,
};
use crate::model::kinds::PartnerKind::{self, *};

/// Name, sort, and the patterns by which it is met (see `text::has`).
const LEXICON: &[(&str, PartnerKind, &[&str])] = &[
    ("Politie", Police, &["politie", "wijkagent*", "politiemensen"]),
    ("Openbaar Ministerie", Prosecutor, &["openbaar ministerie", "OM", "officier van justitie"]),
    ("Burgemeester", Municipal, &["burgemeester"]),
    ("Gemeenteraad", Municipal, &["gemeenteraad", "raad"]),
    ("College van burgemeester en wethouders", Municipal, &["college", "burgemeester en wethouders"]),
    (
        "BOA’s",
        Municipal,
        &[
            "BOA*",
            "boa",
            "boas",
            "buitengewoon opsporingsambtena*",
            "buitengewone opsporingsambtena*",
            "handhavers",
        ],
    ),
    ("Bouw- en Woningtoezicht", Municipal, &["bouw en woningtoezicht", "BWT"]),
    ("Veiligheidsregio", Government, &["veiligheidsregio*", "veiligheidsbureau"]),
    ("Brandweer", Government, &["brandweer"]),
    ("GHOR", Government, &["GHOR"]),
    ("Omgevingsdienst", Government, &["omgevingsdienst", "uitvoeringsdienst", "RUD", "milieudienst"]),
    ("Waterschap", Government, &["waterschap", "hoogheemraadschap"]),
    ("Provincie", Government, &["provincie"]),
    ("Belastingdienst", Government, &["belastingdienst"]),
    ("Nederlandse Arbeidsinspectie", Government, &["arbeidsinspectie", "inspectie szw", "ISZW"]),
    ("NVWA", Government, &["NVWA"]),
    ("Koninklijke Marechaussee", Government, &["marechaussee", "KMAR", "KMar"]),
    ("Rijkswaterstaat", Government, &["rijkswaterstaat"]),
    ("Staatsbosbeheer", Government, &["staatsbosbeheer"]),
    ("NCTV", Government, &["NCTV"]),
    ("COA", Government, &["COA"]),
    ("UWV", Government, &["UWV"]),
    ("Sociale recherche", Government, &["sociale recherche"]),
    ("Regiogemeenten", Government, &["regiogemeenten", "buurgemeenten", "omliggende gemeenten"]),
    (
        "RIEC",
        Network,
        &["RIEC*", "regionaal informatie en expertisecentrum", "regionaal informatie en expertise centrum"],
    ),
    ("Veiligheidshuis", Network, &["veiligheidshuis", "zorg en veiligheidshuis", "veiligheidshuizen"]),
    (
        "Regionaal Platform Criminaliteitsbeheersing (RPC)",
        Network,
        &["RPC", "platform criminaliteitsbeheersing"],
    ),
    ("Platform Veilig Ondernemen", Network, &["platform veilig ondernemen", "PVO"]),
    ("Veilig Thuis", Care, &["veilig thuis"]),
    ("GGD", Care, &["GGD"]),
    ("GGZ", Care, &["GGZ", "ggz*", "geestelijke gezondheidszorg"]),
    ("Reclassering", Care, &["reclassering*"]),
    ("HALT", Care, &["HALT", "Halt", "bureau halt"]),
    ("Raad voor de Kinderbescherming", Care, &["kinderbescherming"]),
    (
        "Jeugdzorg",
        Care,
        &["jeugdzorg", "jeugdbescherming", "gecertificeerde instelling*", "jeugdhulp", "jeugdhulpverlening"],
    ),
    ("Jongerenwerk", Care, &["jongerenwerk*", "jeugdwerk", "jeugd en jongerenwerk"]),
    (
        "Welzijnswerk",
        Care,
        &[
            "welzijnswerk",
            "welzijnsorganisatie*",
            "welzijnsstichting",
            "sociaal werk",
            "opbouwwerk",
            "straathoekwerk*",
        ],
    ),
    ("Stadsteam", Care, &["stadsteam*"]),
    (
        "Wijkteam",
        Care,
        &[
            "wijkteam*",
            "sociaal team",
            "sociale teams",
            "gebiedsteam*",
            "dorpsteam*",
            "buurtteam*",
            "sociaal wijkteam",
        ],
    ),
    (
        "Zorg- en hulpverleningsinstellingen",
        Care,
        &[
            "hulpverleningsinstellingen",
            "zorginstelling*",
            "zorgpartners",
            "zorgaanbieders",
            "hulpverleningspartners",
            "hulpverlening",
            "hulpverleners",
        ],
    ),
    ("Verslavingszorg", Care, &["verslavingszorg", "Brijder", "Tactus", "Novadic", "Jellinek", "IrisZorg"]),
    ("Slachtofferhulp Nederland", Care, &["slachtofferhulp"]),
    ("Leger des Heils", Care, &["leger des heils"]),
    ("Huisartsen", Care, &["huisarts*"]),
    ("Vrouwenopvang", Care, &["vrouwenopvang", "maatschappelijke opvang"]),
    ("Buurtbemiddeling", Care, &["buurtbemiddelaars", "stichting buurtbemiddeling"]),
    ("Leerplicht", Education, &["leerplicht*", "RMC"]),
    (
        "Scholen",
        Education,
        &[
            "scholen",
            "basisscholen",
            "onderwijs",
            "schoolbesturen",
            "onderwijsinstellingen",
            "scholengroep*",
            "scholengemeenschap*",
        ],
    ),
    (
        "Woningcorporaties",
        Housing,
        &[
            "woningcorporatie*",
            "woningbouwcorporatie*",
            "corporatie*",
            "woningbouwvereniging*",
            "woningstichting*",
            "woonstichting*",
            "verhuurders",
            "wooncorporatie*",
            "woonmaatschappij*",
        ],
    ),
    (
        "Ondernemers",
        Business,
        &[
            "ondernemers",
            "ondernemersvereniging*",
            "winkeliers*",
            "bedrijfsleven",
            "middenstand",
            "ondernemersverenigingen",
        ],
    ),
    (
        "Horeca",
        Business,
        &["horecaondernemers", "koninklijke horeca nederland", "horeca nederland", "horecabedrijven"],
    ),
    ("LTO", Business, &["LTO"]),
    (
        "Private partners",
        Business,
        &[
            "private partners",
            "private partijen",
            "verzekeraars",
            "beveiligingsbedrijven",
            "particuliere beveiliging",
        ],
    ),
    ("Sportverenigingen", Residents, &["sportvereniging*", "sportclubs", "verenigingen"]),
    ("Inwoners", Residents, &["inwoners", "bewoners", "burgers"]),
    (
        "Buurtorganisaties",
        Residents,
        &[
            "buurtorganisaties",
            "wijkraden",
            "wijkraad",
            "dorpsraden",
            "dorpsraad",
            "bewonersorganisaties",
            "buurtverenigingen",
            "dorpsbelangen",
            "buurtpreventieteams",
            "wijkverenigingen",
        ],
    ),
    (
        "Strafrechtelijke, fiscale en privaatrechtelijke partners",
        Other,
        &["strafrechtelijke fiscale en privaatrechtelijke partners"],
    ),
];

/// Sections in which naming a partner is presenting it.
fn presents(role: Role) -> bool {
    matches!(role, Role::Partners | Role::Agreements)
}

/// Words that tell what a part of the municipality does.
const ROLE_WORDS: &[&str] = &[
    "verantwoordelijk*",
    "regierol",
    "regie",
    "stelt de kaders",
    "stelt",
    "vastgesteld",
    "belegd",
    "uitgevoerd",
    "controleren",
    "voert",
    "handhaven",
    "verzoekt",
];

/// Signs that a sentence speaks of working together with whom it names.
const COOPERATION: &[&str] =
    &["samen met", "samenwerking met", "samenspraak met", "overleg met", "afspraken met", "i s m"];

/// Everybody, and no organisation: a partner only when the plan presents them as one.
const GENERAL: &[&str] = &["Inwoners", "Ondernemers", "Buurtorganisaties", "Sportverenigingen"];

/// The partners of a plan: first where they are presented, else where they are first named.
///
/// A plan that lists its partners has made its choice: who is only named in passing beside such a
/// list is no proposal.
pub(super) fn partners(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    /// Fewer names are an example and no list.
    const FEWEST_LISTED: usize = 3;
    /// A sentence is a list of partners from this number of names on: fewer are an example.
    const FEWEST_IN_SENTENCE: usize = 6;
    /// The same in a plan that lists partners anyway.
    const FEWEST_MORE: usize = 4;
    let keys: Vec<(&Key, &Key)> = statements.iter().map(|s| (&s.key, &s.cased)).collect();
    let mut out: Vec<Proposal> = Vec::new();
    for &(name, kind, patterns) in LEXICON {
        let (cased, folded): (Vec<&str>, Vec<&str>) =
            patterns.iter().partition(|pattern| pattern.chars().any(char::is_uppercase));
        let begins = Begins::of(patterns.iter().copied());
        let hit = |at: &usize| {
            let (key, cased_key) = keys[*at];
            if !begins.may_occur(key) {
                return false;
            }
            let role = outline.sections[statements[*at].section].role;
            let hit = has_any(key, &folded) || has_any(cased_key, &cased);
            // "Raad voor de Kinderbescherming" is not the council, and the law's raad is not either.
            let other = name == "Gemeenteraad"
                && has_any(key, &["raad voor", "raad van state", "wijkraad", "raad van europa"])
                && !has(key, "gemeenteraad");
            hit && !other && role != Role::Appendix
        };
        let hits: Vec<usize> = (0..statements.len()).filter(hit).collect();
        let best = hits
            .iter()
            .copied()
            .find(|&at| presents(outline.sections[statements[at].section].role) && kind != Municipal);
        let telling = hits.iter().copied().find(|&at| kind == Municipal && has_any(keys[at].0, ROLE_WORDS));
        let together = |at: &usize| has_any(keys[*at].0, COOPERATION);
        if GENERAL.contains(&name) && best.is_none() && !hits.iter().any(together) {
            continue;
        }
        let Some(at) = best.or(telling).or(hits.first().copied()) else { continue };
        let statement = &statements[at];
        let mut partner = Proposal::new(ProposalKind::Partner, name, statement.line, statement.text);
        partner.partner_kind = Some(kind);
        partner.mentioned = best.is_none();
        if kind == Municipal {
            let roles: Vec<&str> = hits
                .iter()
                .copied()
                .filter(|&at| has_any(keys[at].0, ROLE_WORDS))
                .take(4)
                .map(|at| statements[at].text)
                .collect();
            partner.text = roles.join("\n");
        }
        out.push(partner);
    }
    departments(statements, &mut out);
    let mut listed: HashSet<String> = HashSet::new();
    for (line, text) in presented(outline, lists, statements).into_iter().take(MOST_OF_A_KIND) {
        listed.extend(present(line, &text, &mut out));
    }
    let list = listed.len() >= FEWEST_LISTED;
    let fewest = if list { FEWEST_MORE } else { FEWEST_IN_SENTENCE };
    for (line, text) in in_sentences(outline, statements, fewest).into_iter().take(MOST_OF_A_KIND) {
        listed.extend(present(line, &text, &mut out));
    }
    out.retain(|partner| !list || listed.contains(&partner.title));
    out
}

/// The names that the plan lists as its partners: items of lists, rows of tables, the line under
/// "Met wie?" and what follows "Wij werken samen met: ".
fn presented(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = lists
        .iter()
        .filter(|list| {
            list.listed == Listed::Partners && outline.sections[list.section].role != Role::Appendix
        })
        .flat_map(|list| list.items.iter().map(|item| (item.line, item.text.clone())))
        .collect();
    out.extend(table_rows(outline));
    for statement in statements {
        let section = &outline.sections[statement.section];
        if outline.blocks[statement.block].kind != BlockKind::Para || is_closed_to_partners(section.role) {
            continue;
        }
        let names = if let Some(rest) = labelled(statement.text, Label::Partners) {
            names_in(rest)
        } else if section.label == Some(Label::Partners) && !statement.text.ends_with(':') {
            names_in(statement.text)
        } else if let Some((intro, rest)) = statement.text.split_once(": ")
            && TOGETHER.iter().any(|cue| key(intro).ends_with(&format!(" {cue} ")))
        {
            names_in(rest)
        } else {
            continue;
        };
        out.extend(names.into_iter().map(|name| (statement.line, name)));
    }
    out
}

fn is_closed_to_partners(role: Role) -> bool {
    matches!(role, Role::Evaluation | Role::Appendix | Role::Law | Role::Decision)
}

/// The names in a sentence that enumerates with whom the municipality works.
fn in_sentences(outline: &Outline, statements: &[Statement], fewest: usize) -> Vec<(u32, String)> {
    const CUES: &[&str] = &[
        "samen met ",
        "samenspraak met ",
        "samenwerking zoeken met ",
        "samenwerking met ",
        "partners zijn ",
    ];
    /// In a chapter about partners these go on where the sentence before ended.
    const CUES_INSIDE: &[&str] = &["aarnaast met ", "erder met ", "ok met "];
    let mut out = Vec::new();
    for statement in statements {
        let role = outline.sections[statement.section].role;
        if is_closed_to_partners(role) || !has_any(&statement.key, &["met", "*partners zijn"]) {
            continue;
        }
        let inside = if role == Role::Partners { CUES_INSIDE } else { &[] };
        let rest = CUES.iter().chain(inside).find_map(|cue| {
            let at = statement.text.find(cue)?;
            Some(&statement.text[at + cue.len()..])
        });
        let names = rest.map(names_in).unwrap_or_default();
        if names.len() >= fewest {
            out.extend(names.into_iter().map(|name| (statement.line, name)));
        }
    }
    out
}

/// The parts of an enumeration of names; nothing when one of them is a clause.
fn names_in(text: &str) -> Vec<String> {
    let names: Vec<String> =
        enumeration(text).iter().map(|name| strip_article(name).trim().to_string()).collect();
    let short = names.iter().all(|name| split_bracket(name).0.split_whitespace().count() <= MOST_WORDS);
    if short { names } else { Vec::new() }
}

/// Names in the column "Partner" of a table.
fn table_rows(outline: &Outline) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for table in tables(outline) {
        let Some(column) = table.column(&[
            "partner",
            "partners",
            "partij",
            "partijen",
            "organisatie",
            "samenwerkingspartner",
            "ketenpartner",
        ]) else {
            continue;
        };
        for &(block, cells) in &table.rows {
            if let Some(cell) = cells.get(column).filter(|cell| !cell.is_empty()) {
                out.push((outline.blocks[block].line, cell.clone()));
            }
        }
    }
    out
}

/// "de afdeling Bestuursondersteuning", "andere vakafdelingen", "team Veiligheid".
fn departments(statements: &[Statement], out: &mut Vec<Proposal>) {
    for statement in statements {
        for (at, word) in ["afdeling ", "team ", "cluster ", "Afdeling ", "Team ", "Cluster "]
            .iter()
            .flat_map(|word| statement.text.match_indices(word))
        {
            let start = statement.text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic());
            let rest = &statement.text[at + word.len()..];
            let words: Vec<&str> =
                rest.split(' ').take_while(|word| word.starts_with(char::is_uppercase)).take(4).collect();
            let name = words.join(" ");
            let name = name.split([',', '.', ';', ')', '(']).next().unwrap_or_default().trim();
            if start && name.len() > 2 {
                push_municipal(out, &format!("{}{name}", capitalise(word)), statement);
            }
        }
        if has_any(&statement.key, &["vak afdelingen", "vakafdelingen", "andere afdelingen"]) {
            push_municipal(out, "Vakafdelingen", statement);
        }
    }
}

fn push_municipal(out: &mut Vec<Proposal>, name: &str, statement: &Statement) {
    if out.len() < MOST_OF_A_KIND && !out.iter().any(|known| same_subject(&known.title, name)) {
        let mut partner = Proposal::new(ProposalKind::Partner, name, statement.line, statement.text);
        partner.partner_kind = Some(Municipal);
        partner.mentioned = true;
        out.push(partner);
    }
}

/// A longer item is a sentence about a partner.
const MOST_WORDS: usize = 8;

/// A partner that a list or table names: one of the lexicon is presented by it, another is new. A name
/// of its own ("woningcorporatie Thuis") is surer than the sort that the lexicon knows. Returns the
/// title under which it is proposed.
fn present(line: u32, text: &str, out: &mut Vec<Proposal>) -> Option<String> {
    let text = strip_footnotes(text);
    let head = text.split([':', '–', ';']).next().unwrap_or_default();
    let (name, note) = split_bracket(head);
    let name = capitalise(strip_article(name.trim().trim_end_matches(['.', ','])));
    if name.split_whitespace().count() > MOST_WORDS || name.chars().count() < 2 {
        return None;
    }
    let (item_key, item_cased) = (key(&name), cased_key(&name));
    // The municipality itself is no partner of its own.
    if matches!(item_key.trim(), "gemeente" | "gemeenten" | "partners" | "ketenpartners") {
        return None;
    }
    let known = LEXICON.iter().find(|(_, _, patterns)| {
        patterns.iter().any(|pattern| {
            if pattern.chars().any(char::is_uppercase) {
                has(&item_cased, pattern)
            } else {
                has(&item_key, pattern)
            }
        })
    });
    let own = has_own_name(&name);
    if let Some(partner) = out.iter_mut().find(|partner| same_subject(&partner.title, &name)) {
        if partner.mentioned {
            (partner.line, partner.quote) = (line, text);
        }
        partner.mentioned = false;
        return Some(partner.title.clone());
    }
    let mut kind = Other;
    if let Some(&(title, sort, _)) = known {
        kind = sort;
        if let Some(partner) = out.iter_mut().find(|partner| partner.title == title) {
            if partner.mentioned || own {
                (partner.line, partner.quote) = (line, text);
            }
            partner.mentioned = false;
            if own {
                partner.title = name;
            }
            return Some(partner.title.clone());
        }
    }
    if out.len() >= MOST_OF_A_KIND {
        return None;
    }
    let title = known.filter(|_| !own).map_or(name, |(title, ..)| (*title).to_string());
    let mut partner = Proposal::new(ProposalKind::Partner, title.clone(), line, text);
    partner.partner_kind = Some(kind);
    partner.parts = note.into_iter().collect();
    out.push(partner);
    Some(title)
}

/// "GGZ Veenland" has a name, "maatschappelijke opvang" and "Politie" are sorts.
fn has_own_name(name: &str) -> bool {
    name.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase))
}
