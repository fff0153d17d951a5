//! Lists: runs of bullets, and enumerations inside a sentence, with what they list.
//!
//! Owns the reading of the sentence that announces a list ("De samenwerking is vastgelegd in de:").
//! Used by every module that looks for what plans list.

use super::blocks::BlockKind;
use super::outline::{Label, Outline, Role, field_of};
use super::text::{has, has_any, key, sentences, split_bracket};

/// What a list is a list of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Priorities,
    Topics,
    ProblemAreas,
    NationalGoals,
    Watch,
    DriehoekThemes,
    Projects,
    Fields,
    Principles,
    Agreements,
    Meetings,
    Partners,
    Goals,
    Indicators,
    Sources,
    Actions,
    Results,
    Instruments,
    Cycle,
    Unknown,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    pub line: u32,
    pub depth: u8,
    pub text: String,
}

#[derive(Clone, Debug)]
pub(super) struct List {
    pub section: usize,
    pub listed: Listed,
    /// The sentence that announces it; empty when only a heading does.
    pub intro: String,
    pub items: Vec<Item>,
}

/// The most items of a list that says something about the plan; the longest in real plans (partners,
/// actions of a year) have about sixty.
const LONGEST_LIST: usize = 300;

/// Every run of bullets.
pub(super) fn lists(outline: &Outline) -> Vec<List> {
    let mut out = Vec::new();
    for (section, info) in outline.sections.iter().enumerate() {
        let mut block = info.blocks.start;
        while block < info.blocks.end {
            if !matches!(outline.blocks[block].kind, BlockKind::Bullet(_)) {
                block += 1;
                continue;
            }
            let start = block;
            let mut items: Vec<Item> = Vec::new();
            while block < info.blocks.end {
                match &outline.blocks[block].kind {
                    BlockKind::Bullet(depth) => items.push(Item {
                        line: outline.blocks[block].line,
                        depth: *depth,
                        text: outline.blocks[block].text.clone(),
                    }),
                    _ => break,
                }
                block += 1;
            }
            let intro = (start > info.blocks.start)
                .then(|| &outline.blocks[start - 1])
                .filter(|before| before.kind == BlockKind::Para)
                .map(|before| announcement(&before.text))
                .unwrap_or_default();
            let listed = if items.len() > LONGEST_LIST {
                Listed::Unknown
            } else {
                classify(outline, section, &intro, &items)
            };
            out.push(List { section, listed, intro, items });
        }
    }
    out
}

/// A table: its head, and its rows with their block.
pub(super) struct Table<'o> {
    pub head: &'o [String],
    pub rows: Vec<(usize, &'o [String])>,
}

impl Table<'_> {
    /// The column with one of these names, each a whole cell; brackets and numbers do not count.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        self.head.iter().position(|cell| names.contains(&column_name(cell).as_str()))
    }
}

fn column_name(cell: &str) -> String {
    let name = key(&split_bracket(cell).0);
    name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_string()
}

/// Every table of two rows or more.
pub(super) fn tables(outline: &Outline) -> Vec<Table<'_>> {
    let mut out: Vec<Table<'_>> = Vec::new();
    let mut open = false;
    for (index, block) in outline.blocks.iter().enumerate() {
        let BlockKind::Row(cells) = &block.kind else {
            open = false;
            continue;
        };
        match out.last_mut().filter(|_| open) {
            Some(table) => table.rows.push((index, cells)),
            None => out.push(Table { head: cells, rows: Vec::new() }),
        }
        open = true;
    }
    out.retain(|table| !table.rows.is_empty());
    out
}

/// The sentence that announces a list; with the one before it when it only says "Dat zijn:".
fn announcement(text: &str) -> String {
    /// A shorter sentence says nothing by itself.
    const FEWEST_WORDS: usize = 4;
    let all = sentences(text);
    match all.as_slice() {
        [.., before, last] if last.split_whitespace().count() <= FEWEST_WORDS => format!("{before} {last}"),
        [.., last] => last.to_string(),
        [] => String::new(),
    }
}

/// Signs that something is outside the plan and watched all the same.
pub(super) const WATCH_WORDS: &[&str] = &[
    "buiten het plan",
    "buiten dit plan",
    "oplettend*",
    "in de gaten",
    "alert*",
    "geen prioriteit",
    "niet als prioriteit",
    "blijven volgen",
    "blijven we volgen",
    "volgen we",
    "volgen wij",
    "monitoren we",
    "houden we zicht",
    "houden wij zicht",
    "niet opgenomen als prioriteit",
    "een vinger aan de pols",
    "in het oog",
];
const PRIORITY_WORDS: &[&str] = &[
    "prioriteiten",
    "prioriteit",
    "*speerpunten",
    "speerpunt",
    "hoofdthemas",
    "themas",
    "*themas",
    "pijlers",
    "opgaven",
    "programmalijnen",
    "hoofdlijnen",
    "ambities",
    "sporen",
    "actielijnen",
];
/// Words that make priorities those of somebody else or of another time.
pub(super) const NOT_OWN: &[&str] = &[
    "vorig*",
    "voorgaand*",
    "afgelopen",
    "landelijk*",
    "regionale",
    "regionaal",
    "politie",
    "eenheid",
    "basisteam",
    "rijk",
    "nationale",
    "destijds",
    "voorheen",
    "eerdere",
    "probleemgebied*",
    "veiligheidsregio",
];

/// "Onder deze prioriteit vallen:" announces what belongs to it, whatever the verb.
const UNDER_THIS: &[&str] = &[
    "onder deze prioriteit",
    "binnen deze prioriteit",
    "bij deze prioriteit",
    "onder dit speerpunt",
    "binnen dit speerpunt",
    "onder dit thema",
    "binnen dit thema",
    "onder deze pijler",
    "binnen deze pijler",
    "onder deze programmalijn",
    "binnen deze programmalijn",
    "onder deze opgave",
    "binnen deze opgave",
    "dit thema omvat",
    "deze prioriteit omvat",
    "dit speerpunt omvat",
    "onder deze ambitie",
    "binnen deze ambitie",
    "deze ambitie gaat over",
    "deze prioriteit gaat over",
    "dit thema gaat over",
];

/// In the section of a priority these announce what it is about.
const EMPHASIS: &[&str] = &[
    "letten we",
    "letten wij",
    "we letten",
    "wij letten",
    "aandacht aan",
    "aandacht voor",
    "aandacht naar",
    "nadruk op",
    "richten ons op",
    "richten we ons",
    "richten wij ons",
    "accent*",
    "focus*",
    "in het bijzonder",
    "het gaat om",
    "gaat het om",
    "gaat het dan om",
    "vallen",
    "omvat",
    "bestaat uit",
    "gaat over",
    "gaan over",
];

/// Words of headings such as "Ambitie 2" that make a priority of their section.
const PRIORITY_KINDS: &[&str] = &[
    "prioriteit",
    "speerpunt",
    "thema",
    "pijler",
    "ambitie",
    "opgave",
    "programmalijn",
    "hoofdthema",
    "spoor",
];

/// Words before "met" by which a list of partners is announced.
pub(super) const TOGETHER: &[&str] = &[
    "samen met",
    "samenwerken met",
    "samenwerking met",
    "trekken op met",
    "trekken we op met",
    "trekken wij op met",
    "samenspraak met",
    "mede afhankelijk van",
];

fn classify(outline: &Outline, section: usize, intro: &str, items: &[Item]) -> Listed {
    let phases = items.iter().filter(|item| is_phase(&item.text)).count();
    if phases >= 2 {
        return Listed::Cycle;
    }
    if items.iter().filter(|item| item.text.chars().count() < 60 && field_of(&item.text).is_some()).count()
        >= 4
    {
        return Listed::Fields;
    }
    let role = outline.sections[section].role;
    let intro_key = key(intro);
    let kind = outline.sections[section].named;
    let inside = (role == Role::Priorities && outline.sections[section].own_role == Role::Other)
        || kind.is_some_and(|kind| PRIORITY_KINDS.contains(&kind));
    if intro.ends_with(':') && inside && has_any(&intro_key, EMPHASIS) {
        return Listed::Topics;
    }
    // A long sentence announces with its end: "… hebben geleid tot vijf probleemgebieden:".
    if intro.ends_with(':') || intro_key.split_whitespace().count() < 30 {
        let listed = by_words(&intro_key, role);
        if listed != Listed::Unknown {
            return listed;
        }
    }
    match outline.sections[section].label {
        Some(Label::Goals) => return Listed::Goals,
        Some(Label::Actions) => return Listed::Actions,
        Some(Label::Indicators) => return Listed::Indicators,
        Some(Label::Partners) => return Listed::Partners,
        Some(Label::Results) => return Listed::Results,
        Some(Label::Topics) => return Listed::Topics,
        Some(Label::Situation) => return Listed::Unknown,
        None => {}
    }
    if figures(items) {
        return Listed::Indicators;
    }
    if intro.ends_with(':') {
        let names = items.iter().all(|item| item.text.split_whitespace().count() <= 6);
        return match outline.sections[section].own_role {
            Role::Partners if names => Listed::Partners,
            Role::Principles => Listed::Principles,
            _ => Listed::Unknown,
        };
    }
    by_role(outline.sections[section].own_role, &outline.sections[section].title)
}

/// "het aantal …", "het percentage …": what is counted, without a value to reach.
fn figures(items: &[Item]) -> bool {
    let counts = |item: &&Item| {
        let words = key(&item.text);
        let first = words.split_whitespace().find(|word| !matches!(*word, "het" | "de"));
        let measure = matches!(
            first,
            Some("aantal" | "percentage" | "aandeel" | "gemiddelde" | "rapportcijfer" | "gemiddeld")
        );
        measure && !item.text.chars().any(|c| c.is_ascii_digit())
    };
    items.len() >= 2 && items.iter().filter(counts).count() * 3 >= items.len() * 2
}

fn by_words(words: &str, role: Role) -> Listed {
    let own = !has_any(words, NOT_OWN)
        && !matches!(role, Role::Evaluation | Role::Regional | Role::National | Role::Driehoek);
    if words.trim().is_empty() {
        Listed::Unknown
    } else if has_any(
        words,
        &[
            "*uitgangspunten",
            "uitgangspunt",
            "principes",
            "volgens het principe",
            "kernwaarden",
            "beginselen",
        ],
    ) {
        Listed::Principles
    } else if own && has_any(words, UNDER_THIS) {
        Listed::Topics
    } else if has_any(words, &["kernbeleid", "veiligheidsvelden", "beleidsvelden"]) {
        Listed::Fields
    } else if has_any(words, WATCH_WORDS) {
        Listed::Watch
    } else if has(words, "landelijk*")
        && has_any(
            words,
            &["doelstelling*", "prioriteit*", "*themas", "doelen", "agenda", "speerpunten", "onderwerpen"],
        )
    {
        Listed::NationalGoals
    } else if has_any(words, &["probleemgebied*"]) {
        Listed::ProblemAreas
    } else if (has_any(words, &["*driehoek", "driehoeks*"]) || role == Role::Driehoek)
        && has_any(words, &["*themas", "thema", "prioriteiten", "onderwerpen", "speerpunten"])
    {
        Listed::DriehoekThemes
    } else if (has_any(words, &["regionale", "regionaal", "eenheid"]) || role == Role::Regional)
        && has_any(words, &["prioriteiten", "*themas", "speerpunten", "problemen"])
    {
        Listed::ProblemAreas
    } else if has_any(words, &["projecten"]) {
        Listed::Projects
    } else if has_any(
        words,
        &["bereikt", "gerealiseerd", "behaald", "afgelopen jaren", "afgelopen periode", "resultaten"],
    ) && !has_any(words, &["beoogde", "gewenste", "willen", "hebben bereikt in"])
    {
        Listed::Results
    } else if has_any(
        words,
        &[
            "vastgelegd in",
            "convenant*",
            "samenwerkingsverband*",
            "*verbanden",
            "gemeenschappelijke regeling*",
            "overeenkomst*",
            "convenanten",
            "samenwerkingsafspraken",
            "neemt deel aan",
            "nemen deel aan",
            "verbonden aan",
        ],
    ) {
        Listed::Agreements
    } else if has_any(
        words,
        &["*overleggen", "overlegvormen", "overlegstructuur", "*overleg", "gremia", "overlegtafels"],
    ) {
        Listed::Meetings
    } else if has_any(
        words,
        &["indicator", "indicatoren", "meten", "gemeten", "streefwaarden", "kengetallen"],
    ) {
        Listed::Indicators
    } else if has_any(
        words,
        &["bronnen", "geanalyseerd", "gebruik gemaakt van", "gebaseerd op", "documenten", "geraadpleegd"],
    ) {
        Listed::Sources
    } else if has_any(words, &["instrumenten", "bevoegdheden", "instrumentarium"]) {
        Listed::Instruments
    } else if TOGETHER.iter().any(|cue| words.ends_with(&format!(" {cue} "))) {
        Listed::Partners
    } else if has_any(
        words,
        &[
            "acties",
            "gaan we",
            "gaan wij",
            "maatregelen",
            "activiteiten",
            "zetten we",
            "zetten wij",
            "doen we",
            "doen wij",
            "pakken we",
            "zetten in op",
            "inzet",
        ],
    ) {
        Listed::Actions
    } else if has_any(
        words,
        &["partners", "partijen", "organisaties", "samenwerkingspartners", "ketenpartners"],
    ) && !has_any(words, PRIORITY_WORDS)
    {
        Listed::Partners
    } else if own
        && has_any(words, &["onderwerpen", "subthemas", "deelthemas"])
        && !has_any(words, &["prioriteiten", "speerpunten"])
    {
        Listed::Topics
    } else if own && has_any(words, PRIORITY_WORDS) {
        Listed::Priorities
    } else if has_any(
        words,
        &[
            "doel",
            "doelen",
            "doelstelling*",
            "bereiken",
            "streven",
            "streeft",
            "beogen",
            "willen we",
            "willen wij",
        ],
    ) {
        Listed::Goals
    } else {
        Listed::Unknown
    }
}

fn by_role(role: Role, title: &str) -> Listed {
    let title = key(title);
    match role {
        Role::Principles => Listed::Principles,
        Role::Agreements if !has(&title, "afspraken") => Listed::Agreements,
        Role::Priorities => Listed::Priorities,
        Role::Fields => Listed::Fields,
        Role::Regional => Listed::ProblemAreas,
        Role::Driehoek => Listed::DriehoekThemes,
        Role::National => Listed::NationalGoals,
        Role::Watch => Listed::Watch,
        Role::Partners
            if has_any(
                &title,
                &[
                    "partners",
                    "netwerkpartners",
                    "ketenpartners",
                    "partijen",
                    "spelers",
                    "veiligheidspartners",
                ],
            ) =>
        {
            Listed::Partners
        }
        Role::Evaluation => Listed::Results,
        Role::Monitoring => Listed::Indicators,
        _ => Listed::Unknown,
    }
}

/// "… ~ plan": a step of the policy cycle.
pub(super) fn is_phase(text: &str) -> bool {
    phase(text).is_some()
}

/// The step and what it is: ("plan", "LIVP 2018-2021").
pub(super) fn phase(text: &str) -> Option<(&'static str, String)> {
    const PHASES: &[&str] = &["plan", "do", "check", "act"];
    let split = |sign: char| text.split_once(sign);
    for sign in ['~', ':', '–', '='] {
        let Some((left, right)) = split(sign) else { continue };
        let (left_key, right_key) = (key(left), key(right));
        let right_first = right_key.split_whitespace().next().unwrap_or_default();
        let short = right_key.split_whitespace().count() <= 4;
        if let Some(phase) = PHASES.iter().find(|phase| right_first == **phase && short) {
            return Some((phase, left.trim().to_string()));
        }
        if let Some(phase) = PHASES.iter().find(|phase| left_key.trim() == **phase) {
            return Some((phase, right.trim().trim_end_matches([';', '.']).to_string()));
        }
    }
    None
}
