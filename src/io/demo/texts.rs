//! The words of the fictional municipality: names, places, subjects, and the sentences built from them.
//!
//! Everything here is invented. Telephone numbers lie in ranges that are not given out, addresses under
//! `example.nl`. Templates have slots in braces; `super::fill` puts words into them.

use crate::model::kinds::{PartnerKind, SafetyField};

/// The municipality.
pub const MUNICIPALITY: &str = "Waterdam";

/// Neighbourhoods, with what is written before them.
pub const DISTRICTS: &[&str] = &[
    "in Oosterkreek",
    "in het Havenkwartier",
    "in de Kruidenbuurt",
    "in Molenwerf",
    "in Zuiderpolder",
    "in de Zilte Weide",
    "in Sluisoord",
    "in de Componistenwijk",
    "in Lageland-Noord",
    "in Lageland-Zuid",
    "in de binnenstad",
    "in 't Rietveen",
    "op bedrijventerrein De Kade",
    "op bedrijventerrein Veenpoort",
    "in Dorpskern Oudewaard",
    "in Dorpskern Sint-Maartensluis",
];

/// The same as names on their own.
pub const AREAS: &[&str] = &[
    "Oosterkreek",
    "Havenkwartier",
    "Kruidenbuurt",
    "Molenwerf",
    "Zuiderpolder",
    "Zilte Weide",
    "Sluisoord",
    "Componistenwijk",
    "Lageland-Noord",
    "Lageland-Zuid",
    "Binnenstad",
    "'t Rietveen",
    "De Kade",
    "Veenpoort",
    "Oudewaard",
    "Sint-Maartensluis",
];

/// First and last halves of street names.
pub const STREET_STARTS: &[&str] = &[
    "Reiger",
    "Wilgen",
    "Anker",
    "Zeil",
    "Kamille",
    "Vijzel",
    "Touwslagers",
    "Baken",
    "Meerkoet",
    "Lijsterbes",
    "Sluis",
    "Turf",
    "Haring",
    "Zwaluw",
    "Vlier",
    "Kompas",
    "Schippers",
    "Elzen",
    "Kiekendief",
    "Boterbloem",
    "Chopin",
    "Curaçao",
    "Visafslag",
    "Kwelder",
    "Dijkgraaf",
    "Meent",
];

/// Last halves.
pub const STREET_ENDS: &[&str] =
    &["straat", "laan", "plein", "hof", "kade", "pad", "gracht", "dijk", "weg", "steeg", "tuin", "plantsoen"];

/// Places that people name as such, with what is written before them.
pub const SPOTS: &[&str] = &[
    "bij het station",
    "bij winkelcentrum De Brink",
    "rond de jachthaven",
    "bij sporthal De Dobber",
    "op de skatebaan",
    "rond café 't Sluisje",
    "bij het Zwanencollege",
    "in het Wilhelminapark",
    "bij de carpoolplaats A99",
    "rond buurthuis De Boei",
    "op het evenemententerrein",
    "bij de oude veiling",
    "onder het viaduct Ringdijk",
    "rond brasserie Zoë",
    "op camping De Zilverreiger",
    "bij de passantensteiger",
];

/// Groups of people that something is done for or with.
pub const GROUPS: &[&str] = &[
    "ouders",
    "ondernemers",
    "65-plussers",
    "nieuwe bewoners",
    "sportverenigingen",
    "huurders",
    "scholieren",
    "horeca-exploitanten",
    "vrijwilligers",
    "huisartsen",
    "agrariërs",
    "verhuurders",
    "jongeren van 12 tot 18 jaar",
    "booteigenaren",
    "wijkraden",
    "makelaars",
];

/// What a partner is called in the middle of a sentence; indexes are those of `PARTNERS`.
pub const PARTNER_SHORT: &[&str] = &[
    "de politie",
    "het Openbaar Ministerie",
    "team Handhaving",
    "de brandweer",
    "het RIEC",
    "het Zorg- en Veiligheidshuis",
    "Halt",
    "het jongerenwerk",
    "Wooncoöperatie De Dijk",
    "de GGD",
    "Veilig Thuis",
    "het Zwanencollege",
    "de ondernemersvereniging",
    "Horeca Waterdam",
    "het waterschap",
    "de Omgevingsdienst",
    "de verslavingszorg",
    "de reddingsbrigade",
    "het wijkplatform",
    "het sociaal wijkteam",
    "het regiobureau",
];

/// A partner: full name and what sort it is.
pub struct PartnerText {
    /// Name.
    pub title: &'static str,
    /// Sort.
    pub kind: PartnerKind,
    /// Functions of its contacts.
    pub functions: &'static [&'static str],
}

/// The partners; the municipality's own departments come after them.
pub const PARTNERS: &[PartnerText] = &[
    PartnerText {
        title: "Politie, basisteam Waterdam",
        kind: PartnerKind::Police,
        functions: &[
            "Teamchef",
            "Operationeel expert wijk",
            "Wijkagent",
            "Jeugdagent",
            "Informatiecoördinator",
        ],
    },
    PartnerText {
        title: "Openbaar Ministerie, arrondissement Zuidwater",
        kind: PartnerKind::Prosecutor,
        functions: &["Gebiedsofficier", "Parketsecretaris", "Beleidsadviseur"],
    },
    PartnerText {
        title: "Team Toezicht en Handhaving (BOA's)",
        kind: PartnerKind::Municipal,
        functions: &["Teamleider", "Coördinator BOA's", "Senior BOA"],
    },
    PartnerText {
        title: "Brandweer, Veiligheidsregio Zuidwater",
        kind: PartnerKind::Government,
        functions: &["Clustercommandant", "Adviseur risicobeheersing", "Specialist brandveilig leven"],
    },
    PartnerText {
        title: "RIEC Zuidwater",
        kind: PartnerKind::Network,
        functions: &["Accountmanager", "Analist", "Adviseur weerbaarheid"],
    },
    PartnerText {
        title: "Zorg- en Veiligheidshuis Zuidwater",
        kind: PartnerKind::Network,
        functions: &["Procesregisseur", "Ketenmanager"],
    },
    PartnerText {
        title: "Halt",
        kind: PartnerKind::Care,
        functions: &["Gebiedscoördinator", "Medewerker preventie"],
    },
    PartnerText {
        title: "Stichting Jongerenwerk De Stuw",
        kind: PartnerKind::Care,
        functions: &["Teamleider", "Jongerenwerker", "Straatcoach"],
    },
    PartnerText {
        title: "Wooncoöperatie De Dijk",
        kind: PartnerKind::Housing,
        functions: &["Manager wonen", "Consulent leefbaarheid", "Wijkbeheerder"],
    },
    PartnerText {
        title: "GGD Zuidwater",
        kind: PartnerKind::Care,
        functions: &["Adviseur openbare gezondheidszorg", "Coördinator meldpunt niet-acuut", "Jeugdarts"],
    },
    PartnerText {
        title: "Veilig Thuis Zuidwater",
        kind: PartnerKind::Care,
        functions: &["Gedragswetenschapper", "Adviseur"],
    },
    PartnerText {
        title: "Zwanencollege",
        kind: PartnerKind::Education,
        functions: &["Rector", "Zorgcoördinator", "Veiligheidscoördinator"],
    },
    PartnerText {
        title: "Ondernemersvereniging Waterdam Onderneemt",
        kind: PartnerKind::Business,
        functions: &["Voorzitter", "Parkmanager"],
    },
    PartnerText {
        title: "Vereniging Horeca Waterdam",
        kind: PartnerKind::Business,
        functions: &["Voorzitter", "Secretaris"],
    },
    PartnerText {
        title: "Waterschap Zilte Landen",
        kind: PartnerKind::Government,
        functions: &["Dijkbeheerder", "Coördinator crisisbeheersing"],
    },
    PartnerText {
        title: "Omgevingsdienst Zuidwater",
        kind: PartnerKind::Government,
        functions: &["Toezichthouder milieu", "Teamleider toezicht", "Jurist handhaving"],
    },
    PartnerText {
        title: "Verslavingszorg Het Baken",
        kind: PartnerKind::Care,
        functions: &["Preventiewerker", "Behandelcoördinator"],
    },
    PartnerText {
        title: "Reddingsbrigade Waterdam",
        kind: PartnerKind::Residents,
        functions: &["Voorzitter", "Coördinator bewaking"],
    },
    PartnerText {
        title: "Wijkplatform Waterdam",
        kind: PartnerKind::Residents,
        functions: &["Voorzitter", "Coördinator buurtpreventie"],
    },
    PartnerText {
        title: "Sociaal Wijkteam Waterdam",
        kind: PartnerKind::Care,
        functions: &["Teamleider", "Regisseur zorg en veiligheid", "Maatschappelijk werker"],
    },
    PartnerText {
        title: "Regionaal Bureau Integrale Veiligheid Zuidwater",
        kind: PartnerKind::Government,
        functions: &["Regioadviseur", "Programmamanager"],
    },
    PartnerText {
        title: "Gemeente Waterdam, team Openbare Orde en Veiligheid",
        kind: PartnerKind::Municipal,
        functions: &[
            "Adviseur integrale veiligheid",
            "Beleidsmedewerker openbare orde",
            "Projectleider ondermijning",
            "Coördinator evenementen",
            "Projectleider jeugd en veiligheid",
            "Regisseur zorg en veiligheid",
        ],
    },
    PartnerText {
        title: "Gemeente Waterdam, bestuur",
        kind: PartnerKind::Municipal,
        functions: &[
            "Burgemeester",
            "Wethouder zorg en jeugd",
            "Wethouder wonen en buitenruimte",
            "Griffier",
        ],
    },
];

/// The index of the team that most actions are led from, and of the administration.
pub const SAFETY_TEAM: usize = 21;
/// The administration.
pub const ADMINISTRATION: usize = 22;

/// First names, of all sorts of descent, some with marks.
pub const FIRST_NAMES: &[&str] = &[
    "Marieke",
    "Jeroen",
    "Fatima",
    "Sjoerd",
    "Renée",
    "Ömer",
    "Anouk",
    "Łukasz",
    "Zoë",
    "Bram",
    "Ayşe",
    "Pieter",
    "Sanne",
    "Rachid",
    "Noël",
    "Femke",
    "Dénise",
    "Wouter",
    "Soraya",
    "Gijs",
    "Ilse",
    "Mehmet",
    "Françoise",
    "Koen",
    "Naomi",
    "Hendrik",
    "Chantal",
    "Youssef",
    "Trijntje",
    "Björn",
    "Esmée",
    "Ravi",
    "Lotte",
    "Szymon",
    "Maaike",
    "Xander",
    "Jasmijn",
    "Tomás",
    "Geertruida",
    "Ivo",
];

/// Last names with their prefixes.
pub const LAST_NAMES: &[&str] = &[
    "Bakker",
    "de Vries",
    "Smit",
    "van den Berg",
    "Yıldız",
    "Hoekstra",
    "Özdemir",
    "Terpstra",
    "Kowalczyk",
    "van der Meulen",
    "Jansen",
    "el Amrani",
    "Dijkgraaf",
    "Sørensen",
    "Schippers",
    "de Graaf",
    "Ramdien",
    "Visser",
    "Çelik",
    "van 't Hoff",
    "Groothuis",
    "Nuñez",
    "Zandstra",
    "Postma",
    "Kuiper",
    "Bouzid",
    "Veenstra",
    "ten Brink",
    "Kloosterman",
    "van Rietveen",
    "Oosterhuis",
    "Waterman",
    "Brouwer",
    "Haringsma",
    "Molenaar",
    "Sluijter",
];

/// A topic of the plan: what its actions are about.
pub struct TopicText {
    /// Name.
    pub title: &'static str,
    /// Field.
    pub field: SafetyField,
    /// Noun phrases that fit behind "aanpak", "voorlichting over", "controle op".
    pub subjects: &'static [&'static str],
    /// Partners that belong to it, by index.
    pub partners: &'static [usize],
    /// Its tags.
    pub tags: &'static [&'static str],
    /// What an action on it is for.
    pub aim: &'static str,
    /// The titles that its actions may have; the general ones count twice as much.
    pub titles: &'static [&'static [&'static str]],
    /// Whether signals from the street are about it.
    pub outdoors: bool,
}

/// A priority with its topics.
pub struct PriorityText {
    /// Name.
    pub title: &'static str,
    /// What it is about.
    pub description: &'static str,
    /// Its topics.
    pub topics: &'static [TopicText],
}

use SafetyField::{Business, Integrity, Living, Physical, Youth};

/// The priorities of the plan in force.
pub const PRIORITIES: &[PriorityText] = &[
    PriorityText {
        title: "Een veilige buurt",
        description: "Inwoners voelen zich thuis in hun straat en weten waar zij met zorgen terechtkunnen.",
        topics: &[
            TopicText {
                title: "Woninginbraak en diefstal",
                field: Living,
                subjects: &[
                    "woninginbraak",
                    "babbeltrucs",
                    "hang- en sluitwerk",
                    "inbraak in schuren en boxen",
                    "donkere achterpaden",
                    "fietsendiefstal",
                    "diefstal uit auto's",
                    "inbraak in de vakantieperiode",
                ],
                partners: &[0, 18, 8, 2],
                tags: &["hic", "preventie", "inbraak"],
                aim: "het aantal inbraken en pogingen verder terug te brengen",
                titles: &[GENERAL, GENERAL, OUTDOORS, OUTDOORS],
                outdoors: true,
            },
            TopicText {
                title: "Woonoverlast en burenruzies",
                field: Living,
                subjects: &[
                    "woonoverlast",
                    "burenruzies",
                    "overlast door kamerverhuur",
                    "vervuilde woningen",
                    "geluidsoverlast",
                    "onderhuur",
                    "de gedragsaanwijzing woonoverlast",
                    "tuinen vol afval",
                ],
                partners: &[8, 19, 0, 2],
                tags: &["woonoverlast", "mediation"],
                aim: "ruzies in een vroeg stadium te sussen",
                titles: &[GENERAL, GENERAL, CARE, OUTDOORS],
                outdoors: true,
            },
            TopicText {
                title: "Mensen met onbegrepen gedrag",
                field: Living,
                subjects: &[
                    "onbegrepen gedrag",
                    "het vervoer van verwarde personen",
                    "de nazorg na een crisismaatregel",
                    "het meldpunt niet-acuut",
                    "opschaling bij zorgmijding",
                    "terugkeer uit detentie",
                    "dakloosheid in de winter",
                ],
                partners: &[5, 9, 19, 0, 16],
                tags: &["zorg", "wvggz"],
                aim: "mensen op tijd de juiste zorg te bieden en herhaling te voorkomen",
                titles: &[GENERAL, GENERAL, CARE, PAPER],
                outdoors: false,
            },
            TopicText {
                title: "Huiselijk geweld en kindermishandeling",
                field: Living,
                subjects: &[
                    "huiselijk geweld",
                    "kindermishandeling",
                    "ouderenmishandeling",
                    "het tijdelijk huisverbod",
                    "stalking",
                    "de meldcode",
                    "financiële uitbuiting van ouderen",
                ],
                partners: &[10, 0, 5, 19, 1],
                tags: &["huiselijk-geweld", "zorg"],
                aim: "geweld eerder te zien en blijvend te stoppen",
                titles: &[GENERAL, GENERAL, CARE, PAPER],
                outdoors: false,
            },
            TopicText {
                title: "Jaarwisseling en evenementen",
                field: Physical,
                subjects: &[
                    "de jaarwisseling",
                    "illegaal vuurwerk",
                    "vreugdevuren",
                    "de havenfeesten",
                    "de kermis",
                    "de intocht van Sinterklaas",
                    "crowdmanagement",
                    "de evenementenkalender",
                ],
                partners: &[0, 3, 2, 13, 18],
                tags: &["jaarwisseling", "evenementen"],
                aim: "feesten feestelijk te houden zonder gewonden en met weinig schade",
                titles: &[GENERAL, GENERAL, READY, OUTDOORS],
                outdoors: true,
            },
        ],
    },
    PriorityText {
        title: "Jeugd met toekomst",
        description: "Jongeren groeien veilig op; wie afglijdt wordt op tijd gezien en teruggehaald.",
        topics: &[
            TopicText {
                title: "Jeugdgroepen en jeugdoverlast",
                field: Youth,
                subjects: &[
                    "jeugdoverlast",
                    "hinderlijke jeugdgroepen",
                    "vernielingen",
                    "overlast van scooters en fatbikes",
                    "samenscholing",
                    "zwerfafval op hangplekken",
                    "de jongerenontmoetingsplek",
                ],
                partners: &[7, 0, 2, 6, 18],
                tags: &["jeugd", "overlast"],
                aim: "met jongeren en omwonenden tot werkbare afspraken te komen",
                titles: &[GENERAL, GENERAL, OUTDOORS, SCHOOL],
                outdoors: true,
            },
            TopicText {
                title: "Alcohol, drugs en lachgas",
                field: Youth,
                subjects: &[
                    "alcohol onder de 18",
                    "drugsgebruik in de openbare ruimte",
                    "lachgas",
                    "vapes op school",
                    "indrinken bij sportkantines",
                    "keten en hokken",
                    "drugs op het schoolplein",
                ],
                partners: &[16, 9, 11, 13, 6],
                tags: &["jeugd", "middelen", "preventie"],
                aim: "de leeftijd van het eerste gebruik omhoog te brengen",
                titles: &[GENERAL, GENERAL, SCHOOL, OUTDOORS],
                outdoors: true,
            },
            TopicText {
                title: "Jonge aanwas in de criminaliteit",
                field: Youth,
                subjects: &[
                    "jonge aanwas",
                    "ronselen van scholieren",
                    "wapenbezit onder jongeren",
                    "geldezels",
                    "drillrap en online ruzies",
                    "de persoonsgerichte aanpak",
                    "straatroof",
                ],
                partners: &[5, 0, 1, 7, 11, 6],
                tags: &["jeugd", "ondermijning", "pga"],
                aim: "jongeren perspectief te bieden buiten het criminele circuit",
                titles: &[GENERAL, GENERAL, CARE, SCHOOL],
                outdoors: false,
            },
            TopicText {
                title: "Veilig in en om de school",
                field: Youth,
                subjects: &[
                    "de veilige school",
                    "schoolverzuim",
                    "online pesten",
                    "sexting",
                    "veilige fietsroutes naar school",
                    "kluisjescontroles",
                    "het schoolveiligheidsplan",
                ],
                partners: &[11, 6, 0, 9],
                tags: &["school", "jeugd"],
                aim: "dat leerlingen zich op school en op weg erheen veilig voelen",
                titles: &[GENERAL, GENERAL, SCHOOL, PAPER],
                outdoors: false,
            },
        ],
    },
    PriorityText {
        title: "Weerbaar tegen ondermijning",
        description: "De gemeente, haar ondernemers en haar inwoners laten zich niet gebruiken door criminelen.",
        topics: &[
            TopicText {
                title: "Ondermijnende criminaliteit",
                field: Integrity,
                subjects: &[
                    "hennepteelt",
                    "drugspanden",
                    "witwassen in de autobranche",
                    "Bibob-toetsing",
                    "het ondermijningsbeeld",
                    "dumping van drugsafval",
                    "schijnbewoning",
                    "criminele inmenging bij vastgoed",
                ],
                partners: &[4, 0, 1, 15],
                tags: &["ondermijning", "riec"],
                aim: "zicht te krijgen op wat zich buiten het zicht afspeelt",
                titles: &[GENERAL, GENERAL, TRADE, PAPER],
                outdoors: false,
            },
            TopicText {
                title: "Mensenhandel en arbeidsuitbuiting",
                field: Integrity,
                subjects: &[
                    "mensenhandel",
                    "arbeidsuitbuiting",
                    "illegale prostitutie",
                    "huisvesting van arbeidsmigranten",
                    "criminele uitbuiting",
                    "de zorgcoördinatie slachtoffers",
                ],
                partners: &[4, 0, 15, 5, 20],
                tags: &["mensenhandel", "ondermijning"],
                aim: "signalen te herkennen en slachtoffers te beschermen",
                titles: &[GENERAL, GENERAL, CARE, TRADE],
                outdoors: false,
            },
            TopicText {
                title: "Veilig ondernemen",
                field: Business,
                subjects: &[
                    "winkeldiefstal",
                    "het Keurmerk Veilig Ondernemen",
                    "cameratoezicht",
                    "overvallen",
                    "horecageweld",
                    "het collectief winkelverbod",
                    "afpersing van ondernemers",
                    "laad- en losoverlast",
                ],
                partners: &[12, 13, 0, 2],
                tags: &["ondernemers", "kvo"],
                aim: "samen met ondernemers criminaliteit voor te zijn",
                titles: &[GENERAL, GENERAL, TRADE, OUTDOORS],
                outdoors: true,
            },
            TopicText {
                title: "Buitengebied en haven",
                field: Business,
                subjects: &[
                    "leegstaande schuren",
                    "misbruik van de jachthaven",
                    "stroperij",
                    "verdachte vaarbewegingen",
                    "leegstand op het bedrijventerrein",
                    "diefstal van gps van landbouwvoertuigen",
                    "permanente bewoning van recreatiewoningen",
                ],
                partners: &[0, 15, 4, 14, 17],
                tags: &["buitengebied", "haven", "ondermijning"],
                aim: "ogen en oren in het buitengebied te krijgen",
                titles: &[GENERAL, GENERAL, TRADE, PAPER],
                outdoors: true,
            },
            TopicText {
                title: "Digitale veiligheid",
                field: Integrity,
                subjects: &[
                    "bankhelpdeskfraude",
                    "phishing",
                    "ransomware bij het mkb",
                    "cyberweerbaarheid",
                    "hulpvraagfraude via WhatsApp",
                    "datalekken",
                    "online aangejaagde ordeverstoring",
                ],
                partners: &[0, 12, 20],
                tags: &["cyber", "preventie"],
                aim: "inwoners en bedrijven minder kwetsbaar te maken",
                titles: &[GENERAL, GENERAL, TRADE, SCHOOL],
                outdoors: false,
            },
        ],
    },
    PriorityText {
        title: "Voorbereid op crises",
        description: "Waterdam is voorbereid op brand, hoogwater en uitval, en let op wie hulp nodig heeft.",
        topics: &[
            TopicText {
                title: "Brandveiligheid",
                field: Physical,
                subjects: &[
                    "brandveilig leven",
                    "rookmelders",
                    "accubranden",
                    "brandveiligheid in zorginstellingen",
                    "brandveiligheid in de binnenstad",
                    "natuurbrand in het rietland",
                    "vluchtwegen in de horeca",
                ],
                partners: &[3, 8, 13],
                tags: &["brandweer", "preventie"],
                aim: "branden te voorkomen en slachtoffers te vermijden",
                titles: &[GENERAL, GENERAL, READY, TRADE],
                outdoors: false,
            },
            TopicText {
                title: "Waterveiligheid",
                field: Physical,
                subjects: &[
                    "hoogwater",
                    "zwemmen bij bruggen en sluizen",
                    "snelvaren",
                    "evacuatie bij dijkdoorbraak",
                    "de zwemwaterkwaliteit",
                    "ijs op het meer",
                ],
                partners: &[14, 17, 3, 0],
                tags: &["water", "crisis"],
                aim: "ongevallen op en bij het water te voorkomen",
                titles: &[GENERAL, GENERAL, READY, SCHOOL],
                outdoors: false,
            },
            TopicText {
                title: "Crisisbeheersing en weerbaarheid",
                field: Physical,
                subjects: &[
                    "langdurige stroomuitval",
                    "noodsteunpunten",
                    "de crisisorganisatie",
                    "opvang van evacués",
                    "crisiscommunicatie",
                    "de bevolkingszorg",
                    "hitte",
                    "de noodpakketten",
                ],
                partners: &[3, 20, 14, 9],
                tags: &["crisis", "weerbaarheid"],
                aim: "de eerste 72 uur zelf te kunnen overbruggen",
                titles: &[GENERAL, GENERAL, READY, PAPER],
                outdoors: false,
            },
            TopicText {
                title: "Verkeersveiligheid",
                field: Living,
                subjects: &[
                    "snelheid in 30-kmzones",
                    "gevaarlijke kruispunten",
                    "rijden onder invloed",
                    "fietsverlichting",
                    "landbouwverkeer door de kern",
                    "foutparkeren bij scholen",
                    "opgevoerde fatbikes",
                ],
                partners: &[0, 2, 11, 18],
                tags: &["verkeer"],
                aim: "het aantal ernstige ongevallen te laten dalen",
                titles: &[GENERAL, GENERAL, OUTDOORS, SCHOOL],
                outdoors: true,
            },
        ],
    },
];

/// The priorities of the plan before it: which of the topics it had, as (priority, topic) by index.
pub const FORMER_PRIORITIES: &[(&str, &[(usize, usize)])] = &[
    ("Veilig wonen en leven", &[(0, 0), (0, 1), (0, 3), (3, 3)]),
    ("Jeugd en veiligheid", &[(1, 0), (1, 1)]),
    ("Bestuurlijke aanpak georganiseerde criminaliteit", &[(2, 0), (2, 2), (2, 3)]),
    ("Fysieke veiligheid en crisisbeheersing", &[(3, 0), (3, 2), (0, 4)]),
];

/// Regional chapters: problem area, its driehoek themes.
pub const PROBLEM_AREAS: &[(&str, &[&str])] = &[
    ("Ondermijning in havens en buitengebied", &["Jachthavens weerbaar", "Vrijkomende agrarische bebouwing"]),
    ("High impact crime", &["Straatroof en overvallen", "Woninginbraak door rondtrekkende dadergroepen"]),
    ("Zorg en veiligheid", &["Onbegrepen gedrag", "Afpakken van perspectief bij uitbuiting"]),
    ("Cybercrime en gedigitaliseerde criminaliteit", &["Fraude met ouderen"]),
];

/// National goals that the plan names.
pub const NATIONAL_GOALS: &[&str] =
    &["Preventie met gezag", "Weerbare samenleving", "Minder vuurwapens op straat"];

/// Kept an eye on, outside the plan.
pub const WATCH: &[&str] =
    &["Radicalisering en polarisatie", "Overlast van drones", "Vakantieparken", "Mestfraude"];

/// Titles of actions that fit every topic. Slots: {s} subject, {w} neighbourhood with its preposition, {a} neighbourhood,
/// {st} street, {o} spot, {p} partner, {q} another partner, {g} group, {m} month, {j} programme year, {n} a small number.
/// A capital slot starts a sentence.
const GENERAL: &[&str] = &[
    "Aanpak {s} {w}",
    "Plan van aanpak {s} {w}",
    "Pilot {s} {w}",
    "Werkgroep {s} met {p} en {q}",
    "Afspraken met {p} en {q} over {s} {w}",
    "Afspraken met {p} over {s} ({j})",
    "Voorlichting aan {g} over {s}",
    "Voorlichting over {s} {w}",
    "Campagne {s} voor {g} ({m})",
    "Netwerkbijeenkomst {s} voor {g}, {m}",
    "{S} in kaart brengen {w}",
    "Meldingen over {s} {w} analyseren",
    "Nulmeting {s} {w}",
    "Cijfers {s} {w} duiden met {p}",
    "Evaluatie aanpak {s} {w} {j}",
    "Evaluatie pilot {s} {o} met {p}",
    "Raadsinformatiebrief {s}, {m} {j}",
    "Informatie over {s} {w} delen met {p}",
    "Verkenning {s} {w}: {n} straten",
    "Draagvlakmeting aanpak {s} onder {g} {w}",
];

/// What is done in the street.
const OUTDOORS: &[&str] = &[
    "Buurtpreventie-avond {st} over {s}",
    "Schouw {st} met {p} en bewoners",
    "Wijkwandeling {w} met {p}: {s}",
    "Aanpak {s} {o}",
    "Hotspots {s} {w} in kaart brengen met {p}",
    "Integrale controle {o} ({s})",
    "Controleactie {s} {w}, {m}",
    "Bewonersbrief {st} over {s}",
    "Verlichting en snoeien {st} na schouw {s}",
    "Extra surveillance {o} tegen {s}",
    "Buurt-WhatsApp {a} koppelen aan aanpak {s}",
    "Tijdelijk cameratoezicht {st} wegens {s}",
    "Mobiele camera {o} tegen {s}",
    "Inzet toezichthouders {o} bij {s}, {m}",
];

/// What is done around people in trouble.
const CARE: &[&str] = &[
    "Casusoverleg {s} opzetten met {p} en {q}",
    "Nazorgafspraken {s} {w} met {p}",
    "Spreekuur {s} {w}",
    "Scholing {s} voor {p}, {m}",
    "Signalenkaart {s} voor {g}",
    "Opschalingsroute {s} vastleggen met {p} en {q}",
    "Huisbezoeken {st} na meldingen over {s}",
    "Training gesprekken over {s} voor {g}",
];

/// What is done at school and with parents.
const SCHOOL: &[&str] = &[
    "Gastlessen {s} bij het Zwanencollege, {m} {j}",
    "Ouderavond {s} {w}",
    "Afspraken met sportkantines {w} over {s}",
    "Inzet straatcoaches {o} bij {s}",
    "Jongerenpanel {w} over {s}",
    "Theatervoorstelling {s} voor groep 8 {w}",
];

/// What is done with entrepreneurs.
const TRADE: &[&str] = &[
    "Ondernemersontbijt {s} {o}",
    "Ondernemersavond {w} over {s}",
    "Schouw bedrijven {st} met {p}: {s}",
    "Convenant met {p} over {s} vernieuwen ({j})",
    "Signalenkaart {s} voor {g}",
    "Barrièremodel {s} opstellen met {p} en {q}",
];

/// What is done on paper.
const PAPER: &[&str] = &[
    "Beleidsregel {s} actualiseren ({j})",
    "Subsidieaanvraag {s} {w} {j}",
    "Handelingskader {s} met {p} en {q}",
    "Bestuurlijke rapportage {s} {w}",
    "Privacytoets gegevensdeling {s} met {p}",
];

/// What is done to be ready.
const READY: &[&str] = &[
    "Draaiboek {s} {w} {j}",
    "Oefening {s} met {p} en {q}",
    "Inwonersavond {w} over {s}",
    "Scenario {s} uitwerken met {p}",
    "Flyer {s} huis-aan-huis {w}",
    "Taakkaarten {s} bijwerken met {p}, {m}",
];

/// What an action is for. Slots as above and {aim}.
pub const DESCRIPTIONS: &[&str] = &[
    "Doel is {aim}. {P} levert de cijfers, de gemeente regelt de uitvoering.",
    "In de driehoek afgesproken: vóór de zomer een voorstel, daarna {n} maanden uitvoering {w}.",
    "Volgt uit de wijkwandeling {w}. Betrek {g} en {p}; koppel terug aan het wijkplatform.",
    "De aanpak bestaat uit {n} stappen: beeld vormen, afspraken maken met {p}, uitvoeren en na een half jaar evalueren.",
    "Let bij {s} vooral op de situatie {o}. Zaaknummers staan in het zaaksysteem, niet hier.",
    "De raad vroeg bij de begroting om {aim}. Rapportage in {m}.",
    "Samen met {p} en {q}. Kosten passen binnen het budget van het uitvoeringsprogramma {j}.",
    "Uitvoering door de gemeente; {p} sluit aan bij de start en bij de evaluatie. Communicatie richt zich op {g}.",
    "Eerst een korte verkenning {w}, daarna besluit over het vervolg. Lukt dat niet, dan terug naar het overleg met {p}.",
    "Vervolg op de actie van vorig jaar; toen bleek {s} lastiger te bereiken dan gedacht. Nu meer nadruk op {g}.",
];

/// Notes at the start of an action.
pub const NOTES_START: &[&str] = &[
    "Startgesprek gevoerd met {p}; planning gemaakt tot en met {m}.",
    "Opdracht besproken met {p}. Eerste stap is een overzicht van {s} {w}.",
    "Werkgroep samengesteld: {p}, {q} en de gemeente.",
    "Zaal geregeld en uitnodiging verstuurd aan {g}.",
    "Cijfers over {s} opgevraagd bij {p}.",
    "Plan in concept klaar; {p} leest mee.",
    "Budget is akkoord, offertes opgevraagd.",
    "Contact gelegd met {g}; er is belangstelling.",
];

/// Notes half-way.
pub const NOTES_MIDDLE: &[&str] = &[
    "Bijeenkomst gehad met {n} deelnemers uit {a}. Goede opkomst, vooral {g}.",
    "Schouw gehouden in de {st}: verlichting en zicht vallen tegen, openbare werken pakt het op.",
    "{P} heeft {n} keer gecontroleerd; twee waarschuwingen gegeven.",
    "Tussenstand gedeeld in het overleg met {p}. Koers blijft gelijk.",
    "Meldingen over {s} {w} nemen licht af volgens {p}.",
    "Afspraken op papier; {p} en {q} tekenen in {m}.",
    "Bewoners van de {st} gesproken. Zij vragen vooral om terugkoppeling.",
    "Analyse klaar: bij {s} vallen de meeste meldingen {o}.",
    "Folder en bericht voor de gemeentepagina staan klaar; wachten op akkoord communicatie.",
    "Eerste {n} huisbezoeken gedaan, samen met {p}.",
    "Overleg verzet naar {m}, verder op schema.",
    "Training gegeven aan {g}; beoordeling gemiddeld een 8.",
];

/// Notes when it does not go well.
pub const NOTES_TROUBLE: &[&str] = &[
    "{P} heeft door drukte geen capaciteit; opnieuw gevraagd voor {m}.",
    "Loopt vertraging op: besluit over {s} is doorgeschoven naar het college van {m}.",
    "Trekker was langere tijd afwezig; werk deels overgenomen door {p}.",
    "Gegevens van {p} blijven uit vanwege de privacytoets.",
    "Weinig animo onder {g}; andere aanpak nodig.",
    "Kosten vallen hoger uit dan begroot. Voorstel voor het overleg met {p} volgt.",
    "Situatie {o} is verergerd; in de driehoek van {m} besproken.",
    "Bezwaar ontvangen uit de {st}; juridische zaken kijkt mee.",
];

/// Notes at the end.
pub const NOTES_END: &[&str] = &[
    "Afgerond. Resultaten gedeeld met {p} en het wijkplatform.",
    "Gereed; evaluatie volgt in {m}.",
    "Uitgevoerd volgens plan. {G} waren tevreden, herhaling in {j} is zinvol.",
    "Klaar: afspraken met {p} liggen vast en gaan per direct in.",
    "Afgesloten na terugkoppeling aan {g} {w}.",
    "Actie gereed. Meldingen over {s} zijn met een derde gedaald.",
];

/// Why an action is orange or red.
pub const HEALTH_REASONS: &[&str] = &[
    "geen capaciteit bij {p} tot {m}",
    "besluit van het college laat op zich wachten",
    "budget ontoereikend voor de uitvoering {w}",
    "afspraken met {p} nog niet getekend",
    "gegevens over {s} ontbreken",
    "trekker vertrokken, vervanging gezocht",
    "weerstand onder {g}",
    "overlast {o} neemt toe ondanks de inzet",
    "aanbesteding vertraagd",
    "privacytoets niet afgerond",
];

/// On whom an action waits.
pub const WAITING: &[&str] = &[
    "{p}: akkoord op de afspraken",
    "college: besluit in {m}",
    "{p}: cijfers over {s}",
    "juridische zaken: advies",
    "{q}: datum voor de bijeenkomst",
    "openbare werken: planning {st}",
];

/// Why an action was dropped.
pub const DROPPED: &[&str] = &[
    "opgegaan in de regionale aanpak van {s}",
    "geen draagvlak onder {g}",
    "probleem {o} is vanzelf verdwenen",
    "dubbel met een actie van {p}",
    "geen dekking in de begroting",
    "andere prioriteit na besluit van de driehoek",
];

/// Signals. Slots as above.
pub const SIGNALS: &[&str] = &[
    "Melding over {s} {o}",
    "Bewoners {st}: zorgen over {s}",
    "Wijkwandeling {w}: {s} genoemd door {n} bewoners",
    "Signaal van {p}: {s} {w}",
    "Kapotte verlichting {st}, onveilig gevoel",
    "Herhaalde meldingen {o} in het weekend",
    "Ondernemer {o} meldt {s}",
];

/// Principles of the plan.
pub const PRINCIPLES: &[&str] = &[
    "Voorkomen gaat voor optreden",
    "Wie het dichtst bij het probleem staat, is als eerste aan zet",
    "Inwoners en ondernemers doen mee vanaf het begin",
    "Zorg en straf sluiten op elkaar aan",
    "We delen gegevens waar het mag en moet, en niet meer dan dat",
    "Elke actie heeft één trekker en één datum",
    "We meten wat we doen en stoppen met wat niet werkt",
    "Veilig en leefbaar zijn twee kanten van dezelfde straat",
];

/// Agreements: title, sort by index into `AgreementKind::ALL`, parties, years it runs, months until it ends.
pub struct AgreementText {
    /// Name.
    pub title: &'static str,
    /// Stable word of its sort.
    pub kind: &'static str,
    /// Partners by index.
    pub parties: &'static [usize],
    /// How long it runs, in months.
    pub months: i64,
    /// When it ends, in months from today; `None`: until ended.
    pub ends_in: Option<i64>,
    /// Notice period in months.
    pub notice: u32,
}

/// The agreements; some end soon.
pub const AGREEMENTS: &[AgreementText] = &[
    AgreementText {
        title: "Convenant aanpak woonoverlast",
        kind: "covenant",
        parties: &[0, 8, 19],
        months: 48,
        ends_in: Some(2),
        notice: 1,
    },
    AgreementText {
        title: "Convenant RIEC Zuidwater",
        kind: "covenant",
        parties: &[0, 1, 4, 15],
        months: 60,
        ends_in: Some(27),
        notice: 6,
    },
    AgreementText {
        title: "Gemeenschappelijke regeling Veiligheidsregio Zuidwater",
        kind: "joint_scheme",
        parties: &[3, 9, 20],
        months: 120,
        ends_in: None,
        notice: 12,
    },
    AgreementText {
        title: "Gemeenschappelijke regeling Omgevingsdienst Zuidwater",
        kind: "joint_scheme",
        parties: &[15],
        months: 120,
        ends_in: None,
        notice: 12,
    },
    AgreementText {
        title: "Dienstverleningsovereenkomst Halt",
        kind: "service_contract",
        parties: &[6],
        months: 24,
        ends_in: Some(1),
        notice: 3,
    },
    AgreementText {
        title: "Dienstverleningsovereenkomst jongerenwerk",
        kind: "service_contract",
        parties: &[7],
        months: 36,
        ends_in: Some(13),
        notice: 6,
    },
    AgreementText {
        title: "Convenant Veilige School",
        kind: "covenant",
        parties: &[0, 6, 11],
        months: 48,
        ends_in: Some(8),
        notice: 2,
    },
    AgreementText {
        title: "Samenwerkingsovereenkomst Zorg- en Veiligheidshuis",
        kind: "covenant",
        parties: &[0, 1, 5, 9, 19],
        months: 60,
        ends_in: Some(33),
        notice: 6,
    },
    AgreementText {
        title: "Platform Veilig Ondernemen",
        kind: "platform",
        parties: &[0, 12, 13],
        months: 60,
        ends_in: None,
        notice: 0,
    },
    AgreementText {
        title: "Horecaconvenant binnenstad",
        kind: "covenant",
        parties: &[0, 2, 13],
        months: 36,
        ends_in: Some(-2),
        notice: 1,
    },
    AgreementText {
        title: "Keurmerk Veilig Ondernemen De Kade",
        kind: "other",
        parties: &[0, 3, 12],
        months: 36,
        ends_in: Some(5),
        notice: 0,
    },
];

/// Indicators: name, unit, source, (priority, topic), baseline, target.
pub struct IndicatorText {
    /// Name.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Source.
    pub source: &'static str,
    /// The topic, as priority and topic by index.
    pub topic: (usize, usize),
    /// First value.
    pub baseline: f64,
    /// Wanted value.
    pub target: f64,
    /// What is to be reached.
    pub goal: &'static str,
}

/// The indicators.
pub const INDICATORS: &[IndicatorText] = &[
    IndicatorText {
        title: "Woninginbraken",
        unit: "per 1.000 woningen",
        source: "Politie, misdrijvenregistratie",
        topic: (0, 0),
        baseline: 4.6,
        target: 2.5,
        goal: "Het aantal woninginbraken daalt naar 2,5 per 1.000 woningen",
    },
    IndicatorText {
        title: "Meldingen woonoverlast",
        unit: "per 10.000 inwoners",
        source: "Zaaksysteem gemeente",
        topic: (0, 1),
        baseline: 61.0,
        target: 50.0,
        goal: "Meldingen over woonoverlast nemen af tot onder de 50 per 10.000 inwoners",
    },
    IndicatorText {
        title: "Meldingen onbegrepen gedrag",
        unit: "per 10.000 inwoners",
        source: "Politie, E33 en E14",
        topic: (0, 2),
        baseline: 88.0,
        target: 75.0,
        goal: "Minder herhaalde meldingen over dezelfde persoon",
    },
    IndicatorText {
        title: "Adviesvragen en meldingen Veilig Thuis",
        unit: "aantal per jaar",
        source: "Veilig Thuis Zuidwater",
        topic: (0, 3),
        baseline: 240.0,
        target: 300.0,
        goal: "Professionals vragen eerder advies aan Veilig Thuis",
    },
    IndicatorText {
        title: "Meldingen jeugdoverlast",
        unit: "aantal per jaar",
        source: "Politie, E35",
        topic: (1, 0),
        baseline: 310.0,
        target: 220.0,
        goal: "Meldingen over jeugdoverlast dalen met een derde",
    },
    IndicatorText {
        title: "Scholieren die in de laatste maand dronken",
        unit: "procent van klas 4",
        source: "GGD, jeugdmonitor",
        topic: (1, 1),
        baseline: 41.0,
        target: 30.0,
        goal: "Minder dan een derde van de scholieren in klas 4 drinkt maandelijks",
    },
    IndicatorText {
        title: "Winkeldiefstallen",
        unit: "per 10.000 inwoners",
        source: "Politie, misdrijvenregistratie",
        topic: (2, 2),
        baseline: 33.0,
        target: 25.0,
        goal: "Winkeldiefstal daalt naar 25 per 10.000 inwoners",
    },
    IndicatorText {
        title: "Bestuurlijke maatregelen ondermijning",
        unit: "aantal per jaar",
        source: "Registratie openbare orde",
        topic: (2, 0),
        baseline: 7.0,
        target: 15.0,
        goal: "Ondermijning leidt vaker tot een bestuurlijke maatregel",
    },
    IndicatorText {
        title: "Slachtoffers van online fraude",
        unit: "procent van de inwoners",
        source: "Veiligheidsmonitor",
        topic: (2, 4),
        baseline: 11.2,
        target: 8.0,
        goal: "Minder dan 8 procent van de inwoners is slachtoffer van online fraude",
    },
    IndicatorText {
        title: "Woningen met werkende rookmelder",
        unit: "procent",
        source: "Brandweer, steekproef",
        topic: (3, 0),
        baseline: 68.0,
        target: 90.0,
        goal: "In 90 procent van de woningen hangt een werkende rookmelder",
    },
    IndicatorText {
        title: "Rapportcijfer veiligheid in de buurt",
        unit: "rapportcijfer",
        source: "Veiligheidsmonitor",
        topic: (0, 4),
        baseline: 7.1,
        target: 7.5,
        goal: "Inwoners geven de veiligheid in hun buurt een 7,5",
    },
];

/// Months as they stand in a sentence.
pub const MONTHS: &[&str] = &[
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// Points on the agenda of a meeting.
pub const AGENDA: &[&str] = &[
    "Opening en mededelingen",
    "Verslag en actielijst vorige keer",
    "Acute zaken",
    "Signalen en hotspots",
    "Acties die aandacht vragen",
    "Cijfers van de maand",
    "Rondvraag",
];
