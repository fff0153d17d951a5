//! Instruments and indicators: ways of working, means, documents, registrations and figures.
//!
//! Owns their lexicons. Each is proposed once, at its most telling sentence. Used by `parse`.

use super::blocks::{BlockKind, PLAN_WORDS};
use super::draft::{MOST_OF_A_KIND, Proposal, ProposalKind};
use super::lists::{List, Listed, phase, tables};
use super::outline::{Label, Outline, Role, Statement};
use super::text::{
    Begins, Key, capitalise, enumeration, has, has_any, key, same_subject, shorten, split_bracket,
    strip_article, strip_footnotes,
};
use crate::model::kinds::InstrumentKind::{self, Cycle, Document, Measure, Process, Registration, Rule};

/// Title, sort, and the patterns that must all be met (alternatives separated by `|`).
const LEXICON: &[(&str, InstrumentKind, &[&str])] = &[
    (
        "Wijkwandeling",
        Process,
        &[
            "wijkwandeling*|wijkschouw*|buurtschouw*|veiligheidsschouw*|schouwen|de wijk te gaan|acties worden uitgezet",
        ],
    ),
    (
        "Vroegsignalering",
        Process,
        &[
            "vroegsignaler*|vroegtijdig* signaler*|voortijdig te signaleren|signalen van jongeren|signalen van afglij*",
        ],
    ),
    (
        "Informeren van inwoners",
        Process,
        &["informeren", "inwoners|onze inwoners|burgers", "werken|aanpak|wij"],
    ),
    ("Persoonsgerichte aanpak", Process, &["persoonsgerichte aanpak|PGA"]),
    ("Groepsaanpak", Process, &["groepsaanpak|jeugdgroepen aanpak|plusminmee"]),
    ("Vergunningverlening", Process, &["vergunningverlening"]),
    (
        "Ad-hocprioritering in acute situaties",
        Process,
        &["acuut|ad hoc", "geprioriteerd|prioriteit*|probleem"],
    ),
    ("Volgen van ontwikkelingen", Process, &["ontwikkelingen", "gevolgd|volgen|ingesprongen"]),
    ("Scan van gemeentelijke plannen", Process, &["scan", "veiligheidsplannen|plannen"]),
    ("Meldingen en verzoeken van inwoners", Process, &["meldingen of verzoeken|verzoeken van inwoners"]),
    ("Prioritering per jaar", Process, &["prioritering", "voor een jaar|jaarlijks*|per jaar"]),
    ("Buurtbemiddeling", Process, &["buurtbemiddeling"]),
    (
        "Integrale controles",
        Process,
        &["integrale controle*|gezamenlijke controle*|alcoholcontrole*|verkeerscontrole*"],
    ),
    ("Lopende projecten en aandachtspunten", Process, &["lopende projecten", "aandachtspunten"]),
    ("Reguliere werkzaamheden", Process, &["naast de reguliere werkzaamheden|reguliere werkzaamheden die"]),
    ("Algemene werkzaamheden", Process, &["algemene werkzaamheden"]),
    ("Wijkmediation", Measure, &["wijkmediation|mediation"]),
    (
        "Eigen-krachtconferentie",
        Measure,
        &["eigen kracht conferentie*|eigen krachtconferentie*|eigenkrachtconferentie*"],
    ),
    (
        "Damoclesbeleid (artikel 13b Opiumwet)",
        Measure,
        &["damocles*|artikel 13b|13b opiumwet|woningen* gesloten|panden* gesloten|wet damocles"],
    ),
    ("Wet Bibob", Measure, &["bibob*"]),
    ("Cameratoezicht", Measure, &["cameratoezicht"]),
    ("Huisverbod", Measure, &["huisverbod*"]),
    ("Gebiedsverbod", Measure, &["gebiedsverbod*|gebiedsontzegging*"]),
    ("Preventief fouilleren", Measure, &["preventief fouilleren"]),
    ("Last onder dwangsom", Measure, &["last onder dwangsom|dwangsom*"]),
    ("Gedragsaanwijzing", Measure, &["gedragsaanwijzing*|wet aanpak woonoverlast"]),
    ("Noodverordening", Measure, &["noodverordening*|noodbevel*"]),
    ("Sturing op capaciteit van de politie", Measure, &["sturingsmiddel|sturingsinstrument", "politie"]),
    ("Keurmerk Veilig Ondernemen", Measure, &["keurmerk veilig ondernemen|kvo*"]),
    ("Politiekeurmerk Veilig Wonen", Measure, &["keurmerk veilig wonen|PKVW"]),
    ("Bestuurlijke boete", Measure, &["bestuurlijke boete*|bestuurlijke strafbeschikking"]),
    ("Uitvoeringsprogramma", Document, &["uitvoeringsprogramma*|uitvoeringsplan*|jaarplan|actieprogramma"]),
    ("Regionaal programma", Document, &["regionale programma|regionaal programma"]),
    ("Meerjarenbeleidsplan", Document, &["meerjarenbeleidsplan|meerjarenplan|regionaal beleidsplan"]),
    ("Bericht in het gemeentenieuws", Document, &["gemeentenieuws"]),
    ("Bevolkingszorg", Document, &["bevolkingszorg"]),
    ("Crisisplan", Document, &["crisisplan*|rampenplan*|rampbestrijdingsplan*"]),
    ("Algemene plaatselijke verordening", Document, &["APV|algemene plaatselijke verordening"]),
    ("Terugblik op het vorige plan", Document, &["wat hebben we de afgelopen|terugblik gegeven"]),
    ("Meldlijn", Registration, &["bel en herstellijn|meldlijn*|meldpunt overlast|servicelijn"]),
    ("Meldingen van overlast", Registration, &["meldingen", "gebundeld|bundelen|geregistreerd|registreren"]),
    ("Hotspotkaart", Registration, &["hot spots|hotspots|hotspotkaart", "in kaart|kaart*"]),
    (
        "Gevaarlijke verkeerssituaties",
        Registration,
        &["verkeerssituaties|verkeersknelpunten", "in kaart|kaart*"],
    ),
    (
        "Risico-objecten en omgevingsvergunningen",
        Registration,
        &["risico objecten|risicobedrijven|risicokaart"],
    ),
    ("Burgerinitiatieven", Registration, &["burgerinitiatieven|bewonersinitiatieven|buurtinitiatieven"]),
    (
        "Afspraken met partners",
        Registration,
        &["afspraken", "maken we samen|maken wij samen|duidelijke afspraken"],
    ),
    (
        "Het plan bevat geen acties",
        Rule,
        &["acties", "niet in dit plan|niet in deze nota|niet opgenomen in dit plan|niet in dit beleid"],
    ),
    (
        "Bestuurlijke trekker en projectleider per thema",
        Rule,
        &["bestuurlijk* trekker*|bestuurlijke trekker|ambtelijk trekker"],
    ),
    (
        "Vaststelling door de raad eens in de vier jaar",
        Cycle,
        &["eens in de vier jaar|elke vier jaar|iedere vier jaar|om de vier jaar|vierjaarlijks*"],
    ),
];

/// All patterns are met; cased ones are compared as written.
fn meets(text_key: &Key, cased: &Key, patterns: &[&str]) -> bool {
    patterns.iter().all(|alternatives| {
        alternatives.split('|').any(|pattern| {
            if pattern.chars().any(char::is_uppercase) {
                has(cased, pattern)
            } else if let Some((first, second)) = pattern.split_once("* ") {
                // "vroegtijdig* signaler*": two words, not side by side.
                has(text_key, &format!("{first}*")) && has(text_key, second)
            } else {
                has(text_key, pattern)
            }
        })
    })
}

/// For each pattern how one of its alternatives begins.
fn beginnings(patterns: &[&str]) -> Vec<Begins> {
    patterns.iter().map(|alternatives| Begins::of(alternatives.split('|'))).collect()
}

/// Policies by their compound: "evenementenbeleid", "wegenbeheersplan". These are too general.
const GENERAL_POLICIES: &[&str] = &[
    "beleid",
    "veiligheidsbeleid",
    "veiligheidsplan",
    "gemeentebeleid",
    "plan",
    "meerjarenplan",
    "meerjarenbeleidsplan",
    "uitvoeringsplan",
    "jaarplan",
    "beleidsplan",
    "actieplan",
    "stappenplan",
    "crisisplan",
    "rampenplan",
    "damoclesbeleid",
    "kernbeleid",
    "rijksbeleid",
    "vervolgbeleid",
    "maatwerkplan",
    "bibobbeleid",
    "totaalplan",
    "deelplan",
    "fietsenplan",
    "rampbestrijdingsplan",
    "overheidsbeleid",
    "personeelsbeleid",
    "basisbeleid",
    "explan",
    "regioplan",
    "draaiboekplan",
    "veiligheidsplannen",
];

/// Instruments of a plan.
pub(super) fn instruments(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for list in lists {
        match list.listed {
            Listed::Cycle => {
                for item in &list.items {
                    if let Some((step, what)) = phase(&item.text) {
                        let mut cycle = Proposal::new(
                            ProposalKind::Instrument,
                            format!("{}: {}", capitalise(step), shorten(&what)),
                            item.line,
                            item.text.clone(),
                        );
                        cycle.instrument_kind = Some(Cycle);
                        cycle.parts = vec![step.to_string()];
                        out.push(cycle);
                    }
                }
            }
            Listed::Instruments => {
                for item in &list.items {
                    let head = item.text.split([':', ';']).next().unwrap_or_default();
                    push(
                        &mut out,
                        &capitalise(strip_article(&shorten(head))),
                        Measure,
                        item.line,
                        &item.text,
                        false,
                    );
                }
            }
            _ => {}
        }
    }
    let listed = out.len();
    let lexicon: Vec<_> = LEXICON
        .iter()
        .map(|&(title, kind, patterns)| (title, kind, patterns, beginnings(patterns)))
        .collect();
    for statement in statements {
        if matches!(outline.sections[statement.section].role, Role::Appendix) {
            continue;
        }
        let text_key = &statement.key;
        let cased = &statement.cased;
        for &(title, kind, patterns, ref begins) in &lexicon {
            if begins.iter().all(|begins| begins.may_occur(text_key)) && meets(text_key, cased, patterns) {
                match out.iter_mut().skip(listed).find(|known| known.title == title) {
                    // Later sentences about it belong to its text.
                    Some(known) if known.text.len() < 1500 => {
                        known.text.push_str(if known.text.is_empty() { "" } else { "\n" });
                        known.text.push_str(statement.text);
                    }
                    Some(_) => {}
                    None => push(&mut out, title, kind, statement.line, statement.text, true),
                }
            }
        }
        for policy in policies(text_key) {
            push(&mut out, &capitalise(&policy), Document, statement.line, statement.text, true);
        }
    }
    out
}

/// "evenementenbeleid", "wegenbeheersplan" and the like in a sentence.
fn policies(text_key: &str) -> Vec<String> {
    text_key
        .split_whitespace()
        .filter(|word| {
            let compound = (word.ends_with("beleid") && word.len() > "beleid".len() + 4)
                || (word.ends_with("beheersplan")
                    || word.ends_with("beleidsplan")
                    || word.ends_with("actieplan")
                    || word.ends_with("handhavingsplan"));
            compound && !GENERAL_POLICIES.contains(word) && !has_any(&format!(" {word} "), PLAN_WORDS)
        })
        .map(str::to_string)
        .collect()
}

fn push(out: &mut Vec<Proposal>, title: &str, kind: InstrumentKind, line: u32, quote: &str, mentioned: bool) {
    if out.len() < MOST_OF_A_KIND
        && title.chars().count() > 2
        && !out.iter().any(|known| same_subject(&known.title, title))
    {
        let mut instrument = Proposal::new(ProposalKind::Instrument, title, line, quote);
        instrument.instrument_kind = Some(kind);
        instrument.mentioned = mentioned;
        out.push(instrument);
    }
}

/// Sources of figures: name and patterns.
const SOURCES: &[(&str, &[&str])] = &[
    ("Veiligheidsmonitor", &["*veiligheidsmonitor"]),
    (
        "Politiecijfers",
        &[
            "politiecijfers",
            "cijfers van de politie",
            "criminaliteitscijfers",
            "misdaadcijfers",
            "politiegegevens",
        ],
    ),
    ("Leefbaarometer", &["leefbaarometer"]),
    ("Leefbaarheidsmonitor", &["leefbaarheidsmonitor", "leefbaarheidsonderzoek"]),
    ("Jeugdmonitor", &["jeugdmonitor", "jeugdgezondheidsmonitor", "gezondheidsmonitor"]),
    (
        "Burgerpeiling",
        &["burgerpeiling*", "inwonerspanel", "burgerpanel", "bewonersonderzoek", "waarstaatjegemeente"],
    ),
    ("Misdaadmonitor", &["misdaadmeter", "misdaadmonitor"]),
    ("Veiligheidsbeleving", &["rapportcijfer"]),
];

/// Signs of a figure that a sentence follows.
const FIGURES: &[&str] = &["gemiddelde", "percentage", "aantal", "procent"];
const MOVES: &[&str] = &[
    "omhoog",
    "omlaag",
    "stijgt",
    "daalt",
    "gestegen",
    "gedaald",
    "stijging",
    "daling",
    "afgenomen",
    "toegenomen",
    "steeg",
    "daalde",
    "toename",
    "afname",
    "minder",
    "meer",
    "lager",
    "hoger",
    "dalen",
    "stijgen",
    "verminderen",
    "verlagen",
];

/// Indicators: sources of figures, labelled and listed indicators, and figures in a sentence.
///
/// A plan that lists its indicators has chosen them: a figure that it only mentions beside such a list
/// is no proposal.
pub(super) fn indicators(outline: &Outline, lists: &[List], statements: &[Statement]) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let add = |title: &str, line: u32, quote: &str, mentioned: bool, out: &mut Vec<Proposal>| {
        let title = capitalise(title.trim());
        if out.len() >= MOST_OF_A_KIND {
            return;
        }
        let known = out.iter_mut().find(|known| same_subject(&known.title, &title));
        let mut indicator = Proposal::new(ProposalKind::Indicator, title, line, quote);
        indicator.mentioned = mentioned;
        match known {
            // What was named in passing is listed after all.
            Some(known) if known.mentioned && !mentioned => *known = indicator,
            Some(_) => {}
            None if indicator.title.chars().count() > 2 => out.push(indicator),
            None => {}
        }
    };
    for list in lists.iter().filter(|list| list.listed == Listed::Indicators) {
        for item in &list.items {
            let head = split_bracket(&strip_footnotes(&item.text)).0;
            add(&shorten(strip_article(&head)), item.line, &item.text, false, &mut out);
        }
    }
    for table in tables(outline) {
        let Some(column) = table.column(&["indicator", "indicatoren", "effectindicator", "kpi"]) else {
            continue;
        };
        for &(block, cells) in &table.rows {
            if let Some(cell) = cells.get(column).filter(|cell| !cell.is_empty()) {
                let row = &outline.blocks[block];
                add(&shorten(&split_bracket(cell).0), row.line, &row.text, false, &mut out);
            }
        }
    }
    for statement in statements {
        let section = &outline.sections[statement.section];
        if section.role == Role::Appendix {
            continue;
        }
        let text_key = &statement.key;
        // "Het rapportcijfer voor … is in 2025 ten minste een 8": a figure with what it should be.
        let mark = has_any(&text_key, &["rapportcijfer van", "rapportcijfer voor"])
            && has_any(&text_key, &["ten minste", "tenminste", "minimaal", "minstens", "naar een"]);
        for &(title, patterns) in SOURCES {
            if has_any(&text_key, patterns) && !(mark && title == "Veiligheidsbeleving") {
                add(title, statement.line, statement.text, true, &mut out);
            }
        }
        if let Some(rest) = super::announce::labelled(statement.text, Label::Indicators) {
            for item in enumeration(rest).iter().filter(|item| !is_value(item)) {
                add(&shorten(item), statement.line, statement.text, false, &mut out);
            }
        }
        let kind = &outline.blocks[statement.block].kind;
        if section.label == Some(Label::Indicators) && *kind == BlockKind::Para {
            let names = enumeration(statement.text);
            let short = names.iter().any(|name| has_any(&first_word(&key(name)), MEASURES))
                && names.iter().all(|name| split_bracket(name).0.split_whitespace().count() <= LONGEST_NAME);
            for name in names.iter().filter(|name| short && !is_value(name)) {
                add(&shorten(&split_bracket(name).0), statement.line, statement.text, false, &mut out);
            }
        }
        for monitor in monitors(statement.text) {
            add(&monitor, statement.line, statement.text, true, &mut out);
        }
        for abbreviation in abbreviated_sources(statement.text) {
            add(&abbreviation, statement.line, statement.text, true, &mut out);
        }
        let figure = mark
            || has(&text_key, "gemiddelde") && has_any(&text_key, MOVES)
            || has_any(&text_key, FIGURES)
                && has_any(&text_key, MOVES)
                && !has_any(&text_key, &["een aantal", "tal van"])
            || (has_any(&text_key, &["minder", "meer", "lager", "hoger"])
                && has_any(
                    &text_key,
                    &[
                        "dan in andere gemeenten",
                        "dan het landelijk gemiddelde",
                        "dan gemiddeld",
                        "dan in vergelijkbare gemeenten",
                        "dan elders",
                    ],
                ));
        // "Dat is meer dan elders": a figure of which the sentence does not say the name.
        let pronoun = has_any(&first_word(text_key), &["dat", "dit", "deze", "die", "zij", "ze", "er"]);
        if figure && !pronoun && !matches!(statement.text.chars().last(), Some(':')) {
            add(&figure_name(statement.text), statement.line, statement.text, true, &mut out);
        }
    }
    if out.iter().filter(|indicator| !indicator.mentioned).count() >= FEWEST_LISTED {
        out.retain(|indicator| !indicator.mentioned);
    }
    out
}

/// Fewer indicators with a label of their own are no list of all.
const FEWEST_LISTED: usize = 3;

/// Words by which the name of a figure begins.
const MEASURES: &[&str] = &["aantal", "percentage", "aandeel", "gemiddelde", "rapportcijfer"];

/// More words below "Hoe meten we dit?" are a sentence about measuring.
const LONGEST_NAME: usize = 10;

fn first_word(text_key: &str) -> String {
    format!(" {} ", text_key.split_whitespace().next().unwrap_or_default())
}

/// "2023: 14%", "nulmeting 63", "streefwaarde 10": what an indicator was and should be.
fn is_value(item: &str) -> bool {
    item.starts_with(|c: char| c.is_ascii_digit())
        || has_any(
            &first_word(&key(item)),
            &["nulmeting", "streefwaarde", "streefcijfer", "norm", "basisjaar"],
        )
}

/// "de Deltamonitor": research under a name of its own.
fn monitors(text: &str) -> Vec<String> {
    if !text.contains("monitor") {
        return Vec::new();
    }
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_uppercase))
        .filter(|word| word.len() > "monitor".len() + 3 && word.ends_with("monitor"))
        .filter(|word| !SOURCES.iter().any(|(_, patterns)| has_any(&key(word), patterns)))
        .map(str::to_string)
        .collect()
}

/// "het LCVB en de politiecijfers": an abbreviation next to figures is a source as well.
fn abbreviated_sources(text: &str) -> Vec<String> {
    let text_key = key(text);
    if !has_any(&text_key, &["analyse", "geanalyseerd", "bronnen", "gebaseerd op"])
        || !has_any(&text_key, &["*monitor", "*cijfers"])
    {
        return Vec::new();
    }
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| (3..=6).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase()))
        .map(str::to_string)
        .collect()
}

/// A name for the figure of a sentence: from its measure on, up to the verb of change; the whole
/// sentence when it names no measure.
fn figure_name(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain: Vec<String> = words.iter().map(|word| key(word).trim().to_string()).collect();
    let measure = plain
        .iter()
        .position(|word| matches!(word.as_str(), "gemiddelde" | "percentage" | "aantal" | "rapportcijfer"));
    let Some(start) = measure else { return shorten(&capitalise(text)) };
    let numeric =
        |at: usize| plain.get(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let verb = |at: usize| {
        matches!(
            plain[at].as_str(),
            "is" | "zijn"
                | "was"
                | "steeg"
                | "daalde"
                | "stijgt"
                | "daalt"
                | "ging"
                | "gaat"
                | "nam"
                | "wordt"
                | "ligt"
                | "moet"
                | "zal"
                | "gedaald"
                | "gestegen"
                | "gehalveerd"
                | "halveert"
                | "verdubbelt"
        ) || (matches!(plain[at].as_str(), "met" | "ten" | "tot" | "naar" | "van") && numeric(at + 1))
            || (plain[at] == "met" && plain.get(at + 1).is_some_and(|next| next == "een"))
    };
    let end = (start + 1..words.len()).find(|&at| verb(at)).unwrap_or(words.len());
    shorten(&capitalise(strip_article(&words[start..end].join(" "))))
}
