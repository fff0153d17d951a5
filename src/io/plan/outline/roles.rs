//! What a chapter or a small heading is about, by its title.
//!
//! Owns the terms by which plans call their chapters, the parts of a priority and the five fields. Used by `outline` for every
//! heading, and by the modules that meet such a title elsewhere.

use crate::io::plan::blocks::PLAN_WORDS;
use crate::io::plan::dates;
use crate::io::plan::text::{Key, has_any, key};
use crate::model::kinds::SafetyField;

/// What a section is about, by its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::io::plan) enum Role {
    /// The title of the plan itself, or what stands before the first heading.
    Title,
    Intro,
    Summary,
    Evaluation,
    Analysis,
    Vision,
    Principles,
    Priorities,
    Fields,
    Regular,
    Partners,
    Agreements,
    Regional,
    Driehoek,
    National,
    Watch,
    Programme,
    Monitoring,
    Finance,
    Listing,
    Decision,
    Law,
    Appendix,
    Communication,
    Closing,
    Other,
}

impl Role {
    /// Whether the priorities in such a chapter are those of others (the region, the country, the driehoek), or former ones; an
    /// annex repeats them. The council's own are never there.
    pub(in crate::io::plan) fn is_of_others(self) -> bool {
        matches!(self, Role::Evaluation | Role::Regional | Role::National | Role::Driehoek | Role::Appendix)
    }
}

/// What a small heading inside a section announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::io::plan) enum Label {
    Goals,
    Actions,
    Indicators,
    Partners,
    Results,
    Topics,
    Situation,
}

/// Chapters and annexes that name every priority or topic once more.
pub(in crate::io::plan) const LISTING: &[&str] = &[
    "opsomming*",
    "lijst van prioriteiten",
    "overzicht prioriteiten",
    "overzicht van prioriteiten",
    "overzicht themas",
    "prioriteiten op een rij",
    "themas op een rij",
];

/// Terms by which plans call their chapters, most telling first: the first that fits decides.
const ROLES: &[(Role, &[&str])] = &[
    (
        Role::Appendix,
        &["bijlage*", "afkortingen*", "begrippen*", "begrippenlijst", "literatuur*", "bronnen", "colofon"],
    ),
    (Role::Listing, LISTING),
    (
        Role::Monitoring,
        &[
            "monitor*",
            "evaluatie en bijstelling",
            "evaluatie en verantwoording",
            "verantwoording",
            "voortgang",
            "sturing en verantwoording",
            "effectmeting",
            "planning en control",
            "evaluatie en planning",
            "meten",
        ],
    ),
    (
        Role::Evaluation,
        &[
            "terugblik*",
            "evaluatie*",
            "stand van zaken",
            "wat hebben we bereikt",
            "wat is er bereikt",
            "wat is bereikt",
            "bereikte resultaten",
            "resultaten",
            "afgelopen jaren",
            "afgelopen periode",
            "afgelopen vier jaar",
            "terugkijken*",
            "vorige plan",
            "vorige periode",
            "vorig beleid",
            "vorige beleidsperiode",
            "lessen",
            "behaalde resultaten",
            "wat deden we",
            "wat ging eraan vooraf",
            "wat er is gedaan",
            "wat is er gedaan",
            "wat is er terechtgekomen",
            "wat hebben we gedaan",
            "blik op de afgelopen",
        ],
    ),
    (Role::Driehoek, &["*driehoek", "driehoeks*", "basisteam*", "districtelijk*", "lokale driehoek"]),
    (Role::National, &["landelijk*", "nationale", "veiligheidsagenda", "rijksbeleid"]),
    (
        Role::Agreements,
        &[
            "samenwerkingsverband*",
            "convenant*",
            "regionale samenwerking",
            "regionale samenwerkingsverbanden",
            "samenwerkingsafspraken",
            "bovenlokale samenwerking",
            "samenwerking in de regio",
            "verbonden partijen",
            "afspraken",
        ],
    ),
    (
        Role::Regional,
        &[
            "meerjarenbeleidsplan",
            "regionaal beleidsplan",
            "regionaal meerjarenplan",
            "meerjarenplan",
            "politie eenheid",
            "eenheid",
            "regionale prioriteiten",
            "regionale veiligheidsagenda",
            "regionale veiligheidsstrategie",
            "regionaal veiligheidsplan",
            "regionale themas",
            "regionaal kader",
            "regionale doelen",
            "regionale context",
            "regionaal beleid",
            "regionale veiligheidsthemas",
        ],
    ),
    (
        Role::Watch,
        &[
            "aandachtslijst",
            "overige aandachtspunten",
            "volgonderwerpen",
            "in de gaten",
            "ontwikkelingen die we volgen",
            "wat we volgen",
            "blijven volgen",
        ],
    ),
    (
        Role::Law,
        &[
            "wettelijk*",
            "juridisch*",
            "beleidskader*",
            "wet en regelgeving",
            "kaders",
            "wetgeving",
            "bevoegdheden",
        ],
    ),
    (
        Role::Principles,
        &["*uitgangspunten", "kernwaarden", "leidende principes", "principes", "beginselen", "leidraad"],
    ),
    (
        Role::Analysis,
        &[
            "*analyse",
            "veiligheidsbeeld*",
            "*cijfers",
            "trends*",
            "ontwikkelingen",
            "totstandkoming",
            "hoe komen we",
            "veiligheidssituatie",
            "feiten",
            "probleemanalyse",
            "keuze van prioriteiten",
            "hoe kiezen",
            "van analyse",
        ],
    ),
    (
        Role::Programme,
        &[
            "uitvoeringsprogramma*",
            "uitvoeringsplan*",
            "koppeling",
            "van plan naar uitvoering",
            "van beleid naar uitvoering",
            "jaarplan*",
            "actieplan*",
            "actieprogramma",
            "planning*",
        ],
    ),
    (
        Role::Regular,
        &[
            "overige onderwerpen",
            "overige themas",
            "going concern",
            "reguliere taken",
            "reguliere werkzaamheden",
            "basistaken",
            "basisveiligheid",
            "overige taken",
        ],
    ),
    (
        Role::Fields,
        &["veiligheidsvelden", "kernbeleid", "vijf velden", "vijf veiligheidsvelden", "beleidsvelden"],
    ),
    (
        Role::Priorities,
        &[
            "prioriteiten",
            "*speerpunten",
            "themas",
            "*themas",
            "pijlers",
            "programmalijnen",
            "ambities en prioriteiten",
            "opgaven",
            "*opgaven",
            "hoofdlijnen van beleid",
            "focuspunten",
            "aandachtsgebieden",
            "prioritaire themas",
            "sporen",
            "prioritering",
            "strategische lijnen",
            "beleidsprioriteiten",
            "actielijnen",
            "beleidsdoelen",
        ],
    ),
    (
        Role::Partners,
        &[
            "partners*",
            "netwerkpartners",
            "samenwerking*",
            "samenwerken*",
            "netwerk*",
            "rollen",
            "rolverdeling",
            "regie",
            "regierol",
            "organisatie",
            "wie doet wat",
            "wie doet mee",
            "wie doen mee",
            "met wie*",
            "samen met",
            "taken en verantwoordelijkheden",
            "governance",
            "betrokken partijen",
            "ketenpartners",
            "veiligheidspartners",
            "verantwoordelijkheden",
            "spelers",
        ],
    ),
    (
        Role::Vision,
        &[
            "visie",
            "missie",
            "ambitie",
            "ambities",
            "doelen",
            "doelstelling",
            "doelstellingen",
            "visie*",
            "strategische doelen",
            "wat willen we",
        ],
    ),
    (Role::Programme, &["uitvoering", "uitvoering*", "aan de slag"]),
    (
        Role::Finance,
        &[
            "financien",
            "financieel*",
            "financiele*",
            "kosten",
            "middelen",
            "begroting",
            "capaciteit",
            "dekking",
            "budget",
        ],
    ),
    (Role::Communication, &["communicatie*", "participatie"]),
    (
        Role::Summary,
        &[
            "samenvatting",
            "managementsamenvatting",
            "in het kort",
            "in vogelvlucht",
            "op hoofdlijnen",
            "in een oogopslag",
        ],
    ),
    (
        Role::Decision,
        &[
            "besluit",
            "besluit*",
            "vaststelling",
            "ondertekening",
            "inwerkingtreding*",
            "citeertitel",
            "slotbepaling*",
            "aldus",
            "overwegende",
            "gelet op",
        ],
    ),
    (
        Role::Intro,
        &[
            "inleiding",
            "voorwoord",
            "aanleiding",
            "leeswijzer",
            "achtergrond",
            "algemeen",
            "context",
            "inleiding*",
            "doel van dit plan",
            "waarom dit plan",
            "toelichting",
        ],
    ),
    (
        Role::Closing,
        &["tot slot", "slotwoord", "slot", "conclusie", "vooruitblik", "nawoord", "ten slotte", "hoe verder"],
    ),
];

/// What a title says that its section is about.
pub(super) fn role_of(title: &str) -> Role {
    /// A longer title is a subject of its own that happens to hold a telling word.
    const MOST_WORDS: usize = 10;
    let title_key = Key::new(key(title).replace(" wij ", " we "));
    if title_key.split_whitespace().count() > MOST_WORDS {
        return Role::Other;
    }
    if has_any(&title_key, PLAN_WORDS)
        && (dates::find_year(title).is_some() || !dates::find_periods(title).is_empty())
        && !has_any(
            &title_key,
            &["terugblik*", "evaluatie*", "prioriteiten", "vorige", "vorig", "koppeling", "uitvoering*"],
        )
    {
        return Role::Title;
    }
    ROLES.iter().find(|(_, patterns)| has_any(&title_key, patterns)).map_or(Role::Other, |&(role, _)| role)
}

/// What a small heading announces, by its key.
pub(in crate::io::plan) fn label_of(title_key: &str) -> Option<Label> {
    let title = title_key.trim();
    let label = match title {
        "doel"
        | "doelen"
        | "doelstelling"
        | "doelstellingen"
        | "wat willen we bereiken"
        | "wat willen wij bereiken"
        | "ambitie"
        | "ambities"
        | "beoogd resultaat"
        | "beoogde resultaten"
        | "gewenst resultaat"
        | "beoogd effect"
        | "beoogde effecten"
        | "wat is ons doel"
        | "onze ambitie"
        | "onze doelen"
        | "streefbeeld"
        | "subdoelen"
        | "strategische doelen"
        | "wat is het doel"
        | "hoofddoel"
        | "hoofddoelstelling" => Label::Goals,
        "acties"
        | "actie"
        | "actiepunten"
        | "wat gaan we doen"
        | "wat gaan wij doen"
        | "wat gaan we daarvoor doen"
        | "wat gaan wij daarvoor doen"
        | "wat doen we"
        | "wat doen wij"
        | "aanpak"
        | "de aanpak"
        | "onze aanpak"
        | "activiteiten"
        | "maatregelen"
        | "inzet"
        | "onze inzet"
        | "hoe gaan we dat doen"
        | "hoe doen we dat"
        | "wat gaan we ervoor doen"
        | "plan van aanpak"
        | "wat doen we daarvoor"
        | "hoe gaan we dit bereiken"
        | "hoe gaan we dat bereiken"
        | "hoe willen we dit bereiken"
        | "hoe pakken we dit aan"
        | "hoe pakken wij dit aan"
        | "hoe pakken we het aan" => Label::Actions,
        "indicatoren"
        | "indicator"
        | "hoe meten we dat"
        | "waaraan meten we"
        | "prestatie indicatoren"
        | "hoe meten we dit"
        | "effectindicatoren"
        | "kpi s"
        | "kpis"
        | "wanneer zijn we tevreden"
        | "meetpunten"
        | "waar meten we het aan"
        | "hoe meten wij dat"
        | "meetbare doelen" => Label::Indicators,
        "partners"
        | "met wie"
        | "wie doen mee"
        | "betrokken partners"
        | "samenwerkingspartners"
        | "met wie doen we dat"
        | "wie doet mee"
        | "partijen"
        | "betrokken partijen"
        | "wie zijn betrokken"
        | "ketenpartners" => Label::Partners,
        "resultaten"
        | "resultaat"
        | "wat hebben we bereikt"
        | "terugblik"
        | "bereikt"
        | "wat is er bereikt"
        | "bereikte resultaten"
        | "evaluatie" => Label::Results,
        "themas" | "onderwerpen" | "subthemas" | "deelonderwerpen" | "deelthemas" => Label::Topics,
        "huidige situatie"
        | "situatie"
        | "wat is het probleem"
        | "waar staan we"
        | "waar staan we nu"
        | "analyse"
        | "context"
        | "aanleiding"
        | "beeld"
        | "waarom"
        | "probleem"
        | "stand van zaken"
        | "wat zien we"
        | "wat zien wij"
        | "toelichting"
        | "trends"
        | "ontwikkelingen"
        | "wat is er aan de hand"
        | "waarom is dit een prioriteit"
        | "definitie"
        | "rol gemeente"
        | "rol van de gemeente"
        | "onze rol"
        | "planning"
        | "middelen"
        | "budget"
        | "trekker"
        | "portefeuillehouder"
        | "financien"
        | "cijfers" => Label::Situation,
        _ => return question(title),
    };
    Some(label)
}

/// Questions that plans put above the parts of each priority, in all their wordings.
fn question(title: &str) -> Option<Label> {
    /// Longer questions are rhetorical.
    const MOST_WORDS: usize = 8;
    let words: Vec<&str> = title.split_whitespace().collect();
    let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let first = *words.first()?;
    if words.len() < 3 || words.len() > MOST_WORDS {
        return None;
    }
    match first {
        "hoe" if any(&["meten", "weten", "zien"]) => Some(Label::Indicators),
        "hoe" if any(&["bereiken", "doen", "aanpakken", "aan", "realiseren", "zorgen"]) => {
            Some(Label::Actions)
        }
        "wat" if any(&["bereikt", "gedaan", "opgeleverd"]) => Some(Label::Results),
        "wat" if any(&["doel", "bereiken", "willen", "ambitie"]) => Some(Label::Goals),
        "wat" if any(&["doen", "gaan", "nodig", "ondernemen"]) => Some(Label::Actions),
        "wat" | "waarom" | "waar"
            if any(&["speelt", "zien", "probleem", "waarom", "aandacht", "hand", "staan"]) =>
        {
            Some(Label::Situation)
        }
        "waar" | "waarop" if any(&["richten", "letten", "focussen"]) => Some(Label::Topics),
        "wie" if any(&["doen", "doet", "betrokken", "werken", "partners"]) => Some(Label::Partners),
        "met" if words.get(1) == Some(&"wie") => Some(Label::Partners),
        "wanneer" if any(&["tevreden", "geslaagd", "succesvol"]) => Some(Label::Indicators),
        _ => None,
    }
}

/// The field of Kernbeleid Veiligheid (VNG) that a title names.
pub(in crate::io::plan) fn field_of(title: &str) -> Option<SafetyField> {
    /// A field's name, with "Veiligheidsveld 1" before it, is short.
    const MOST_WORDS: usize = 9;
    let title = key(title);
    if title.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let fields: [(SafetyField, &[&str]); 5] = [
        (
            SafetyField::Living,
            &["woon en leefomgeving", "veilige leefomgeving", "woonomgeving", "leefbaarheid en wonen"],
        ),
        (SafetyField::Business, &["bedrijvigheid*", "ondernemen en veiligheid"]),
        (SafetyField::Youth, &["jeugd en veiligheid", "veiligheid en jeugd", "jeugd veiligheid"]),
        (SafetyField::Physical, &["fysieke veiligheid", "fysieke en externe veiligheid", "fysieke*"]),
        (
            SafetyField::Integrity,
            &[
                "integriteit en veiligheid",
                "integriteit",
                "veiligheid en integriteit",
                "integriteit veiligheid",
            ],
        ),
    ];
    fields.iter().find(|(_, patterns)| has_any(&title, patterns)).map(|&(field, _)| field)
}
