//! Partners: organisations of the field that a plan names, and the ones its own lists add.
//!
//! Owns the lexicon of the Dutch safety field. A pattern with a capital is compared with capitals
//! ("OM" is the prosecutor, "om" a preposition). Used by `parse`.

use super::blocks::BlockKind;
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed};
use super::outline::{Outline, Role, Statement};
use super::text::{
    Key, capitalise, cased_key, has, has_any, key, same_subject, split_bracket, strip_article,
    strip_footnotes,
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
    ("Scholen", Education, &["scholen", "onderwijs", "schoolbesturen", "onderwijsinstellingen"]),
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

/// The partners of a plan: first where they are presented, else where they are first named.
pub(super) fn partners(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let keys: Vec<(&Key, &Key)> = statements.iter().map(|s| (&s.key, &s.cased)).collect();
    let mut out: Vec<Proposal> = Vec::new();
    for &(name, kind, patterns) in LEXICON {
        let (cased, folded): (Vec<&str>, Vec<&str>) =
            patterns.iter().partition(|pattern| pattern.chars().any(char::is_uppercase));
        let hit = |at: &usize| {
            let (key, cased_key) = keys[*at];
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
    let items = lists
        .iter()
        .filter(|list| {
            list.listed == Listed::Partners && outline.sections[list.section].role != Role::Appendix
        })
        .flat_map(|list| list.items.iter().map(|item| (item.line, item.text.clone())));
    for (line, text) in items.chain(table_rows(outline)) {
        present(line, &text, &mut out);
    }
    out
}

/// Names in the column "Partner" of a table.
fn table_rows(outline: &Outline) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    let mut column: Option<usize> = None;
    for block in &outline.blocks {
        let BlockKind::Row(cells) = &block.kind else {
            column = None;
            continue;
        };
        match column {
            Some(column) => out.extend(
                cells.get(column).filter(|cell| !cell.is_empty()).map(|cell| (block.line, cell.clone())),
            ),
            None => {
                column = cells.iter().position(|cell| {
                    matches!(key(cell).trim(), "partner" | "partners" | "partij" | "organisatie")
                })
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

/// A partner that a list or table names: one of the lexicon is presented by it, another is new.
fn present(line: u32, text: &str, out: &mut Vec<Proposal>) {
    /// A longer item is a sentence about a partner.
    const MOST_WORDS: usize = 6;
    let text = strip_footnotes(text);
    let head = text.split([':', '–', ';']).next().unwrap_or_default();
    let (name, note) = split_bracket(head);
    let name = capitalise(strip_article(name.trim().trim_end_matches(['.', ','])));
    let (item_key, item_cased) = (key(&name), cased_key(&name));
    let known = LEXICON.iter().find(|(_, _, patterns)| {
        patterns.iter().any(|pattern| {
            if pattern.chars().any(char::is_uppercase) {
                has(&item_cased, pattern)
            } else {
                has(&item_key, pattern)
            }
        })
    });
    if let Some((title, ..)) = known {
        if let Some(partner) = out.iter_mut().find(|partner| partner.title == *title) {
            if partner.mentioned {
                (partner.line, partner.quote) = (line, text.clone());
            }
            partner.mentioned = false;
        }
        return;
    }
    let fits = name.split_whitespace().count() <= MOST_WORDS && name.chars().count() > 2;
    if fits && out.len() < MOST_OF_A_KIND && !out.iter().any(|known| same_subject(&known.title, &name)) {
        let mut partner = Proposal::new(ProposalKind::Partner, name, line, text);
        partner.partner_kind = Some(Other);
        partner.parts = note.into_iter().collect();
        out.push(partner);
    }
}
