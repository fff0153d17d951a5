//! Findings: what in a plan contradicts itself, is left out, or could not be read with certainty.
//!
//! Owns the closed list of codes and the sentence for each, in Dutch and English. A finding is data
//! (code, arguments, lines); which arguments a code has is said at the code. Used by the review
//! screen and `regie import plan --json`.

use serde::{Deserialize, Serialize};

/// One thing that a person should look at before accepting the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What is the matter.
    pub code: FindingCode,
    /// The names, dates and periods of the sentence, in the order given at the code.
    pub args: Vec<String>,
    /// The lines of the source file that show it, ascending, each once.
    pub lines: Vec<u32>,
}

macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// What a finding is about. The word is stable: scripts select on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum FindingCode { $($(#[$meta])* #[serde(rename = $word)] $variant),+ }

        impl FindingCode {
            /// Every code.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$variant),+];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(FindingCode::$variant => $word),+ }
            }
        }
    };
}

codes! {
    /// No title was recognised. No arguments.
    NoTitle = "no_title",
    /// No plan period was recognised. No arguments.
    NoPeriod = "no_period",
    /// Longer than any plan: the first line that was left out.
    TextTooLong = "text_too_long",
    /// No priorities were recognised. No arguments.
    NoPriorities = "no_priorities",
    /// Validity ends before it starts: first day, last day.
    ValidityReversed = "validity_reversed",
    /// Marked as withdrawn: the day, or nothing; look for the publication that replaced it.
    Withdrawn = "withdrawn",
    /// In force from a day before it was adopted or published: that day, and the later day when known.
    Retroactive = "retroactive",
    /// The adoption date has no year: the date as written.
    AdoptionWithoutYear = "adoption_without_year",
    /// The period in the text is not that of the title: title's, text's.
    PeriodConflict = "period_conflict",
    /// Another plan's period overlaps this one's: this, other, years in both.
    PeriodOverlap = "period_overlap",
    /// Years between this plan and another that no plan covers: this, other, the years.
    PeriodGap = "period_gap",
    /// The text speaks of a municipality that the plan is not for: name, times, own name, times.
    OtherMunicipality = "other_municipality",
    /// Priorities are called differently in two places: names only in the first, only in the second.
    NamesDiffer = "names_differ",
    /// A later list of themes is not the tree: entries, doubles in it, topics missing from it.
    ThirdListDiffers = "third_list_differs",
    /// Driehoek themes do not follow the problem areas: areas without a theme, areas with several.
    ThemesDiffer = "themes_differ",
    /// The sources of the analysis differ between two places: only in the first, only in the second.
    SourcesDiffer = "sources_differ",
    /// An abbreviation that is never spelled out: the abbreviation.
    AbbreviationUnexplained = "abbreviation_unexplained",
    /// One sign does several jobs: the sign, then each job.
    SeparatorAmbiguous = "separator_ambiguous",
    /// A passage stands in the plan twice: its first words.
    RepeatedParagraph = "repeated_paragraph",
    /// A bracket without its partner: the words around it.
    UnbalancedBracket = "unbalanced_bracket",
    /// The text announces a number of things and lists another: what, announced, found.
    CountDiffers = "count_differs",
    /// The plan holds no actions: the sentence that says so, or nothing.
    NoActions = "no_actions",
}

impl Finding {
    /// A finding with its lines sorted and made unique.
    pub fn new(code: FindingCode, args: Vec<String>, mut lines: Vec<u32>) -> Finding {
        lines.sort_unstable();
        lines.dedup();
        Finding { code, args, lines }
    }

    fn arg(&self, index: usize) -> &str {
        self.args.get(index).map_or("", String::as_str)
    }

    /// The finding as one or two full sentences: what contradicts what, and on which lines.
    pub fn message(&self, dutch: bool) -> String {
        let lines = self.lines_phrase(dutch);
        let body = if dutch { self.dutch() } else { self.english() };
        if lines.is_empty() { body } else { format!("{body} {lines}") }
    }

    fn lines_phrase(&self, dutch: bool) -> String {
        let numbers: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        match (numbers.as_slice(), dutch) {
            ([], _) => String::new(),
            ([one], true) => format!("(regel {one})"),
            ([one], false) => format!("(line {one})"),
            (many, true) => format!("(regels {})", many.join(", ")),
            (many, false) => format!("(lines {})", many.join(", ")),
        }
    }

    fn or_none<'a>(&'a self, index: usize, none: &'a str) -> &'a str {
        match self.arg(index) {
            "" => none,
            text => text,
        }
    }

    /// An argument that is a day, in figures as it is written in Dutch: "1-3-2018".
    fn day(&self, index: usize) -> String {
        let figures = |part: &str| part.parse::<u16>().ok();
        let parts: Option<Vec<u16>> = self.arg(index).split('-').map(figures).collect();
        match parts.as_deref() {
            Some([year, month, day]) => format!("{day}-{month}-{year}"),
            // Not a day after all: as it stands.
            _ => self.arg(index).to_owned(),
        }
    }

    fn dutch(&self) -> String {
        let a = |index| self.arg(index);
        let day = |index| self.day(index);
        match self.code {
            FindingCode::NoTitle => "Geen titel van een veiligheidsplan herkend.".into(),
            FindingCode::NoPeriod => "Geen looptijd herkend: de titel en de tekst noemen geen jaren.".into(),
            FindingCode::TextTooLong => {
                format!("De tekst is langer dan elk plan; vanaf regel {} is niets gelezen.", a(0))
            }
            FindingCode::NoPriorities => "Geen prioriteiten herkend.".into(),
            FindingCode::ValidityReversed => {
                format!("De geldigheid eindigt ({}) voordat zij begint ({}).", day(1), day(0))
            }
            FindingCode::Withdrawn if a(0).is_empty() => {
                "De regeling is ingetrokken of vervallen; zoek de publicatie die haar vervangt.".into()
            }
            FindingCode::Withdrawn => {
                format!("De regeling is vervallen per {}; zoek de publicatie die haar vervangt.", day(0))
            }
            FindingCode::Retroactive if a(1).is_empty() => {
                format!("De regeling geldt met terugwerkende kracht vanaf {}.", day(0))
            }
            FindingCode::Retroactive => {
                format!("De regeling geldt vanaf {}, eerder dan {} (terugwerkende kracht).", day(0), day(1))
            }
            FindingCode::AdoptionWithoutYear => {
                format!("De datum van vaststelling heeft geen jaar: \"{}\".", a(0))
            }
            FindingCode::PeriodConflict => {
                format!("De titel noemt de periode {}, de tekst {}.", a(0), a(1))
            }
            FindingCode::PeriodOverlap => {
                format!("Dit plan ({}) overlapt een ander plan ({}) in {}.", a(0), a(1), a(2))
            }
            FindingCode::PeriodGap => {
                format!("Tussen dit plan ({}) en een ander plan ({}) valt een gat: {}.", a(0), a(1), a(2))
            }
            FindingCode::OtherMunicipality => {
                format!("De tekst noemt {} {} keer, en {} zelf {} keer.", a(0), a(1), a(2), a(3))
            }
            FindingCode::NamesDiffer => format!(
                "De prioriteiten heten niet overal hetzelfde: op de ene plaats {}, op de andere {}.",
                self.or_none(0, "geen andere"),
                self.or_none(1, "geen andere")
            ),
            FindingCode::ThirdListDiffers => format!(
                "Een latere opsomming van {} thema's wijkt af van de prioriteiten; dubbel: {}; ontbreekt: {}.",
                a(0),
                self.or_none(1, "niets"),
                self.or_none(2, "niets")
            ),
            FindingCode::ThemesDiffer => format!(
                "De driehoekthema's volgen de probleemgebieden niet; zonder thema: {}; meer dan eens: {}.",
                self.or_none(0, "geen"),
                self.or_none(1, "geen")
            ),
            FindingCode::SourcesDiffer => format!(
                "De bronnen van de analyse verschillen: alleen op de ene plaats {}, alleen op de andere {}.",
                self.or_none(0, "geen"),
                self.or_none(1, "geen")
            ),
            FindingCode::AbbreviationUnexplained => {
                format!("De afkorting {} wordt nergens voluit geschreven.", a(0))
            }
            FindingCode::SeparatorAmbiguous => format!(
                "Het teken \"{}\" wordt voor meer dan één ding gebruikt: {}.",
                a(0),
                self.jobs(|job| match job {
                    "items" => "scheidt onderdelen",
                    "phase" => "noemt een fase",
                    "pair" => "verbindt gebied en thema",
                    "nbsp" => "soms gevolgd door een harde spatie",
                    other => other,
                })
            ),
            FindingCode::RepeatedParagraph => {
                format!("Deze passage staat meer dan eens in het plan: \"{}…\".", a(0))
            }
            FindingCode::UnbalancedBracket => {
                format!("Een haakje heeft geen tegenhanger: \"{}\".", a(0))
            }
            FindingCode::CountDiffers => {
                format!("De tekst kondigt {} {} aan, maar er staan er {}.", a(1), a(0), a(2))
            }
            FindingCode::NoActions => {
                "Het plan bevat geen acties met een trekker, datum of budget; er zijn alleen kandidaten."
                    .into()
            }
        }
    }

    fn english(&self) -> String {
        let a = |index| self.arg(index);
        match self.code {
            FindingCode::NoTitle => "No title of a safety plan was recognised.".into(),
            FindingCode::NoPeriod => {
                "No period was recognised: neither title nor text names the years.".into()
            }
            FindingCode::TextTooLong => {
                format!("The text is longer than any plan; nothing was read from line {} on.", a(0))
            }
            FindingCode::NoPriorities => "No priorities were recognised.".into(),
            FindingCode::ValidityReversed => {
                format!("Validity ends ({}) before it starts ({}).", a(1), a(0))
            }
            FindingCode::Withdrawn if a(0).is_empty() => {
                "The plan is marked as withdrawn; look for the publication that replaced it.".into()
            }
            FindingCode::Withdrawn => {
                format!(
                    "The plan is marked as withdrawn from {}; look for the publication that replaced it.",
                    a(0)
                )
            }
            FindingCode::Retroactive if a(1).is_empty() => {
                format!("The plan applies retroactively from {}.", a(0))
            }
            FindingCode::Retroactive => {
                format!("The plan applies from {}, which is before {} (retroactive).", a(0), a(1))
            }
            FindingCode::AdoptionWithoutYear => format!("The adoption date has no year: \"{}\".", a(0)),
            FindingCode::PeriodConflict => {
                format!("The title gives the period {}, the text {}.", a(0), a(1))
            }
            FindingCode::PeriodOverlap => {
                format!("This plan ({}) overlaps another plan ({}) in {}.", a(0), a(1), a(2))
            }
            FindingCode::PeriodGap => {
                format!("No plan covers {} between this plan ({}) and another ({}).", a(2), a(0), a(1))
            }
            FindingCode::OtherMunicipality => {
                format!("The text names {} {} times, and {} itself {} times.", a(0), a(1), a(2), a(3))
            }
            FindingCode::NamesDiffer => format!(
                "The priorities are not called the same everywhere: {} in one place, {} in the other.",
                self.or_none(0, "no others"),
                self.or_none(1, "no others")
            ),
            FindingCode::ThirdListDiffers => format!(
                "A later list of {} themes differs from the priorities; twice: {}; missing: {}.",
                a(0),
                self.or_none(1, "none"),
                self.or_none(2, "none")
            ),
            FindingCode::ThemesDiffer => format!(
                "The driehoek themes do not follow the problem areas; without a theme: {}; more than once: {}.",
                self.or_none(0, "none"),
                self.or_none(1, "none")
            ),
            FindingCode::SourcesDiffer => format!(
                "The sources of the analysis differ: only in one place {}, only in the other {}.",
                self.or_none(0, "none"),
                self.or_none(1, "none")
            ),
            FindingCode::AbbreviationUnexplained => {
                format!("The abbreviation {} is never spelled out.", a(0))
            }
            FindingCode::SeparatorAmbiguous => format!(
                "The sign \"{}\" is used for more than one thing: {}.",
                a(0),
                self.jobs(|job| match job {
                    "items" => "it separates items",
                    "phase" => "it names a phase",
                    "pair" => "it joins an area and a theme",
                    "nbsp" => "it is sometimes followed by a non-breaking space",
                    other => other,
                })
            ),
            FindingCode::RepeatedParagraph => {
                format!("This passage stands in the plan more than once: \"{}…\".", a(0))
            }
            FindingCode::UnbalancedBracket => format!("A bracket has no partner: \"{}\".", a(0)),
            FindingCode::CountDiffers => {
                format!("The text announces {} {}, but lists {}.", a(1), a(0), a(2))
            }
            FindingCode::NoActions => {
                "The plan holds no actions with an owner, date or budget; there are only candidates.".into()
            }
        }
    }

    fn jobs(&self, word: impl Fn(&str) -> &str) -> String {
        let jobs: Vec<&str> = self.args.iter().skip(1).map(|job| word(job)).collect();
        jobs.join("; ")
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_dutch_sentences_as_they_are_written_in_dutch() {
        let args = vec!["2018-03-01".to_owned(), "2018-12-20".to_owned()];
        let finding = Finding::new(FindingCode::Retroactive, args, vec![3]);
        assert_eq!(
            finding.message(true),
            "De regeling geldt vanaf 1-3-2018, eerder dan 20-12-2018 (terugwerkende kracht). (regel 3)"
        );
        assert!(finding.message(false).contains("2018-03-01"));
    }
}
