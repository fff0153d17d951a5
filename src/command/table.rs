//! Which commands there are: one row each with name, scope, and why it is unavailable just now.
//!
//! Owns the list and the rules of availability. Titles and help sentences are the messages `cmd-NAME` and
//! `cmd-NAME-help`; commands with a `hint` also have `cmd-NAME-hint`, one word for the bottom line.

use crate::model::kinds::ActionState;
use crate::model::record::Kind;

/// Where a command works; the section of the keymap file that may name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// In every pane and view, but not while a line is being typed.
    Everywhere,
    /// In panes and pages: moving about.
    Panes,
    /// In the view Plan.
    Tree,
    /// In the view Acties.
    Table,
    /// In the view Partners.
    Partners,
    /// In the view Logboek.
    Log,
    /// On the item under the cursor.
    Items,
    /// While what was found in a plan is looked through.
    Review,
    /// While a line is being typed.
    Prompt,
}

impl Scope {
    /// Every scope, in the order of the help page.
    pub const ALL: &'static [Scope] = &[
        Scope::Items,
        Scope::Tree,
        Scope::Table,
        Scope::Partners,
        Scope::Log,
        Scope::Panes,
        Scope::Everywhere,
        Scope::Review,
        Scope::Prompt,
    ];

    /// The scopes whose keys are looked up together in one place; the first that knows a key has it.
    pub const TOGETHER: &'static [&'static [Scope]] = &[
        &[Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere],
        &[Scope::Table, Scope::Items, Scope::Panes, Scope::Everywhere],
        &[Scope::Partners, Scope::Tree, Scope::Items, Scope::Panes, Scope::Everywhere],
        &[Scope::Prompt],
    ];

    /// The same while an import is reviewed, which has keys of its own over those for moving.
    pub const REVIEWING: &'static [Scope] = &[Scope::Review, Scope::Panes, Scope::Everywhere];

    /// The same in the log, where there are no items to work on.
    pub const LOGGING: &'static [Scope] = &[Scope::Log, Scope::Panes, Scope::Everywhere];

    /// The places in which keys of this scope are looked up. What goes before others for a while is no place of theirs;
    /// nor is the log, as a key that works there alone is as good as lost.
    pub fn places(self) -> impl Iterator<Item = &'static [Scope]> {
        let own = match self {
            Scope::Review => Some(Scope::REVIEWING),
            Scope::Log => Some(Scope::LOGGING),
            _ => None,
        };
        let usual = Scope::TOGETHER.iter().copied().filter(move |scopes| scopes.contains(&self));
        own.into_iter().chain(usual)
    }

    /// The section name in keymap files.
    pub const fn word(self) -> &'static str {
        match self {
            Scope::Everywhere => "everywhere",
            Scope::Panes => "panes",
            Scope::Tree => "plan",
            Scope::Table => "actions",
            Scope::Partners => "partners",
            Scope::Log => "log",
            Scope::Items => "items",
            Scope::Review => "review",
            Scope::Prompt => "prompt",
        }
    }

    /// The scope whose section is called `word`.
    pub fn from_word(word: &str) -> Option<Scope> {
        Scope::ALL.iter().copied().find(|scope| scope.word() == word)
    }
}

/// What a command's availability depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation {
    /// The register can be written.
    pub writable: bool,
    /// The kind of the item under the cursor.
    pub item: Option<Kind>,
    /// The action under the cursor, by its state; `Planned` when several are marked, as each is looked at by itself then.
    pub action: Option<ActionState>,
    /// Items are marked, and commands work on all of them.
    pub marked: bool,
    /// There is a node here under which an action can be added.
    pub has_node: bool,
    /// The tree on the screen is not that of a plan.
    pub other_tree: bool,
    /// The log is on the screen.
    pub in_log: bool,
    /// One of its lines is under the cursor.
    pub on_entry: bool,
    /// A line is being typed.
    pub typing: bool,
    /// The item under the cursor was read from a plan (or its subject was), of which the text was kept.
    pub has_passage: bool,
    /// It belongs to a plan of which the text was kept.
    pub has_plan_text: bool,
    /// What was found in a plan is on the screen.
    pub reviewing: bool,
    /// It is there to be judged, and not only to be read.
    pub judging: bool,
}

/// Why a command is unavailable. The screen words it as `reason-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The register is open for reading only.
    ReadOnly,
    /// It works on an action, and none is under the cursor.
    NeedsAction,
    /// It works on a place in the tree, and something else is under the cursor.
    NeedsPlace,
    /// It works on an item, and none is under the cursor.
    NeedsItem,
    /// What the item says was written at one moment and stays so: a note, a measurement's source.
    StaysAsWritten,
    /// It needs a place in the tree, and there is none.
    NeedsNode,
    /// It works in the tree of a plan, and another one is on the screen.
    OtherTree,
    /// It works on a line of the log, which is not on the screen: nobody sees which one it would be.
    NotInLog,
    /// It works on a line of the log, and none is under the cursor.
    NeedsEntry,
    /// The action is done already.
    AlreadyDone,
    /// The action is open already.
    AlreadyOpen,
    /// The action was dropped already.
    AlreadyDropped,
    /// The item was not read from a plan.
    NoPassage,
    /// The item belongs to no plan that was read from a file.
    NoPlanText,
    /// It works on what was found in a plan that is being read, which is not on the screen.
    NotReviewing,
}

impl Reason {
    /// The name of the message that words it.
    pub const fn message(self) -> &'static str {
        match self {
            Reason::ReadOnly => "reason-read-only",
            Reason::NeedsAction => "reason-needs-action",
            Reason::NeedsPlace => "reason-needs-place",
            Reason::NeedsItem => "reason-needs-item",
            Reason::StaysAsWritten => "reason-stays-as-written",
            Reason::NeedsNode => "reason-needs-node",
            Reason::OtherTree => "reason-other-tree",
            Reason::NotInLog => "reason-not-in-log",
            Reason::NeedsEntry => "reason-needs-entry",
            Reason::AlreadyDone => "reason-already-done",
            Reason::AlreadyOpen => "reason-already-open",
            Reason::AlreadyDropped => "reason-already-dropped",
            Reason::NoPassage => "reason-no-passage",
            Reason::NoPlanText => "reason-no-plan-text",
            Reason::NotReviewing => "reason-not-reviewing",
        }
    }
}

fn always(_: &Situation) -> Option<Reason> {
    None
}

fn on_action(now: &Situation) -> Option<Reason> {
    match now.action {
        _ if !now.writable => Some(Reason::ReadOnly),
        None => Some(Reason::NeedsAction),
        Some(_) => None,
    }
}

fn on_item(now: &Situation) -> Option<Reason> {
    match now.item {
        _ if !now.writable => Some(Reason::ReadOnly),
        None => Some(Reason::NeedsItem),
        Some(Kind::ProgressNote) => Some(Reason::StaysAsWritten),
        Some(_) => None,
    }
}

fn on_unfinished(now: &Situation) -> Option<Reason> {
    on_action(now).or((now.action == Some(ActionState::Done)).then_some(Reason::AlreadyDone))
}

fn on_finished(now: &Situation) -> Option<Reason> {
    let closed = matches!(now.action, Some(ActionState::Done | ActionState::Dropped));
    on_action(now).or((!closed).then_some(Reason::AlreadyOpen))
}

fn on_kept(now: &Situation) -> Option<Reason> {
    on_action(now).or((now.action == Some(ActionState::Dropped)).then_some(Reason::AlreadyDropped))
}

fn on_node(now: &Situation) -> Option<Reason> {
    match now.has_node {
        _ if !now.writable => Some(Reason::ReadOnly),
        false => Some(Reason::NeedsNode),
        true => None,
    }
}

/// Where a place can be added: in the tree of a plan, or anywhere that leads there.
fn on_tree(now: &Situation) -> Option<Reason> {
    on_writable(now).or(now.other_tree.then_some(Reason::OtherTree))
}

fn on_place(now: &Situation) -> Option<Reason> {
    match now.item {
        _ if !now.writable => Some(Reason::ReadOnly),
        _ if now.other_tree => Some(Reason::OtherTree),
        Some(Kind::Node) => None,
        _ => Some(Reason::NeedsPlace),
    }
}

/// Also in a register that can only be read.
fn on_shown(now: &Situation) -> Option<Reason> {
    now.item.is_none().then_some(Reason::NeedsItem)
}

fn on_writable(now: &Situation) -> Option<Reason> {
    (!now.writable).then_some(Reason::ReadOnly)
}

fn on_log(now: &Situation) -> Option<Reason> {
    (!now.in_log).then_some(Reason::NotInLog)
}

fn on_line(now: &Situation) -> Option<Reason> {
    on_log(now).or((!now.on_entry).then_some(Reason::NeedsEntry))
}

fn on_entry(now: &Situation) -> Option<Reason> {
    on_writable(now).or(on_line(now))
}

fn on_passage(now: &Situation) -> Option<Reason> {
    on_shown(now).or((!now.has_passage).then_some(Reason::NoPassage))
}

fn on_plan_text(now: &Situation) -> Option<Reason> {
    on_shown(now).or((!now.has_plan_text).then_some(Reason::NoPlanText))
}

fn on_review(now: &Situation) -> Option<Reason> {
    (!now.reviewing).then_some(Reason::NotReviewing)
}

fn on_proposals(now: &Situation) -> Option<Reason> {
    (!now.judging).then_some(Reason::NotReviewing)
}

/// Defines the commands: variant, name, scope, availability, whether the bottom line shows it.
macro_rules! commands {
    ($($variant:ident $name:literal $scope:ident $ready:ident $hint:literal;)+) => {
        /// A command. The name is what keymaps, the palette and the messages call it.
        #[allow(missing_docs, reason = "each variant is described by its help sentence, cmd-NAME-help")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $($variant),+ }

        impl Command {
            /// Every command, in the order of the help page.
            pub const ALL: &'static [Command] = &[$(Command::$variant),+];

            /// Its name, `verb_noun`.
            pub const fn name(self) -> &'static str {
                match self { $(Command::$variant => $name),+ }
            }

            /// The command called `name`.
            pub fn from_name(name: &str) -> Option<Command> {
                match name { $($name => Some(Command::$variant),)+ _ => None }
            }

            /// Where it works.
            pub const fn scope(self) -> Scope {
                match self { $(Command::$variant => Scope::$scope),+ }
            }

            /// Why it is unavailable in this situation; `None` when it can be used.
            pub fn unavailable(self, now: &Situation) -> Option<Reason> {
                match self { $(Command::$variant => $ready(now)),+ }
            }

            /// Whether the bottom line shows it when there is room.
            pub const fn hinted(self) -> bool {
                match self { $(Command::$variant => $hint),+ }
            }
        }
    };
}

commands! {
    AddAction        "add_action"         Items      on_node       true;
    RecordProgress   "record_progress"    Items      on_action     true;
    CompleteAction   "complete_action"    Items      on_unfinished true;
    MoveDueWeek      "move_due_week"      Items      on_action     true;
    MoveDueWeekBack  "move_due_week_back" Items      on_action     false;
    SetDue           "set_due"            Items      on_action     true;
    AssignLead       "assign_lead"        Items      on_action     true;
    ToggleFlag       "toggle_flag"        Items      on_action     false;
    ReopenAction     "reopen_action"      Items      on_finished   false;
    DropAction       "drop_action"        Items      on_kept       false;
    EditField        "edit_field"         Items      on_item       true;
    CopyItem         "copy_item"          Items      on_shown      false;
    CopyReference    "copy_reference"     Items      on_shown      false;
    CopyPhone        "copy_phone"         Items      on_shown      false;
    ShowPassage      "show_passage"       Items      on_passage    true;
    ShowFindings     "show_findings"      Items      on_plan_text  false;
    RemoveItem       "remove_item"        Items      on_item       false;
    ShowHistory      "show_history"       Items      on_shown      false;

    ToggleMark       "toggle_mark"        Table      on_shown      true;
    MarkAll          "mark_all"           Table      always        false;
    MarkAgain        "mark_again"         Table      always        false;
    SortColumn       "sort_column"        Table      always        true;
    GroupColumn      "group_column"       Table      always        true;
    ChooseColumns    "choose_columns"     Table      always        true;

    AddPartner       "add_partner"        Partners   on_writable   true;
    AddContact       "add_contact"        Partners   on_writable   true;
    AddAgreement     "add_agreement"      Partners   on_writable   true;

    TakeBackEntry    "take_back_entry"    Log        on_entry      true;
    GoToSubject      "go_to_subject"      Log        on_line       true;
    FilterSubject    "filter_subject"     Log        on_line       true;
    FilterPerson     "filter_person"      Log        on_line       true;
    FilterOwn        "filter_own"         Log        on_log        true;

    ToggleFold       "toggle_fold"        Tree       always        false;
    FoldAll          "fold_all"           Tree       always        false;
    UnfoldAll        "unfold_all"         Tree       always        false;
    AddNode          "add_node"           Tree       on_tree       true;
    MoveNodeUp       "move_node_up"       Tree       on_place      false;
    MoveNodeDown     "move_node_down"     Tree       on_place      false;
    IndentNode       "indent_node"        Tree       on_place      false;
    OutdentNode      "outdent_node"       Tree       on_place      false;
    MoveNode         "move_node"          Tree       on_place      true;
    FocusTree        "focus_tree"         Tree       always        false;
    FocusActions     "focus_actions"      Tree       always        false;

    FindItem         "find_item"          Everywhere always        true;
    SetFilter        "set_filter"         Everywhere always        true;
    PickFilter       "pick_filter"        Everywhere always        false;
    UndoChange       "undo_change"        Everywhere on_writable   true;
    RedoChange       "redo_change"        Everywhere on_writable   false;
    KeepMark         "keep_mark"          Everywhere always        false;
    GoToMark         "go_to_mark"         Everywhere always        false;
    GoBackward       "go_backward"        Everywhere always        false;
    GoForward        "go_forward"         Everywhere always        false;
    OpenPalette      "open_palette"       Everywhere always        true;
    ShowHelp         "show_help"          Everywhere always        true;
    ImportPlan       "import_plan"        Everywhere on_writable   false;
    ShowPlan         "show_plan"          Everywhere always        false;
    ShowActions      "show_actions"       Everywhere always        false;
    ShowPartners     "show_partners"      Everywhere always        false;
    ShowTour         "show_tour"          Everywhere always        false;
    ShowPeople       "show_people"        Everywhere always        false;
    ShowLog          "show_log"           Everywhere always        false;
    RedrawScreen     "redraw_screen"      Everywhere always        false;
    SuspendProgram   "suspend_program"    Everywhere always        false;
    QuitProgram      "quit_program"       Everywhere always        true;

    MoveDown         "move_down"          Panes      always        false;
    MoveUp           "move_up"            Panes      always        false;
    GoLeft           "go_left"            Panes      always        false;
    GoRight          "go_right"           Panes      always        false;
    OpenItem         "open_item"          Panes      always        false;
    FocusNext        "focus_next"         Panes      always        true;
    FocusPrevious    "focus_previous"     Panes      always        false;
    FocusDetail      "focus_detail"       Panes      always        false;
    GoBack           "go_back"            Panes      always        false;
    MoveHalfDown     "move_half_down"     Panes      always        false;
    MoveHalfUp       "move_half_up"       Panes      always        false;
    MovePageDown     "move_page_down"     Panes      always        false;
    MovePageUp       "move_page_up"       Panes      always        false;
    MoveFirst        "move_first"         Panes      always        false;
    MoveLast         "move_last"          Panes      always        false;
    CenterRow        "center_row"         Panes      always        false;

    ToggleProposal   "toggle_proposal"    Review     on_proposals  true;
    RefuseBelow      "refuse_below"       Review     on_proposals  true;
    TakeBelow        "take_below"         Review     on_proposals  true;
    EditProposal     "edit_proposal"      Review     on_proposals  true;
    ChangeNodeKind   "change_node_kind"   Review     on_proposals  false;
    ChangeLevel      "change_level"       Review     on_proposals  false;
    NextFinding      "next_finding"       Review     on_review     true;
    PreviousFinding  "previous_finding"   Review     on_review     false;
    NextPlace        "next_place"         Review     on_review     true;
    ScrollTextDown   "scroll_text_down"   Review     on_review     true;
    ScrollTextUp     "scroll_text_up"     Review     on_review     true;
    TakeMarked       "take_marked"        Review     on_proposals  true;

    AcceptLine       "accept_line"        Prompt     always        true;
    DropLine         "drop_line"          Prompt     always        true;
    ChooseNext       "choose_next"        Prompt     always        false;
    ChoosePrevious   "choose_previous"    Prompt     always        false;
    CursorLeft       "cursor_left"        Prompt     always        false;
    CursorRight      "cursor_right"       Prompt     always        false;
    CursorStart      "cursor_start"       Prompt     always        false;
    CursorEnd        "cursor_end"         Prompt     always        false;
    EraseBack        "erase_back"         Prompt     always        false;
    EraseForward     "erase_forward"      Prompt     always        false;
    EraseWord        "erase_word"         Prompt     always        false;
    EraseLine        "erase_line"         Prompt     always        false;
    BreakLine        "break_line"         Prompt     always        false;
    OpenEditor       "open_editor"        Prompt     always        false;
    RemoveChosen     "remove_chosen"      Prompt     always        false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back_to_their_command() {
        for command in Command::ALL {
            assert_eq!(Command::from_name(command.name()), Some(*command));
        }
    }

    #[test]
    fn a_command_that_needs_an_action_says_so_and_read_only_comes_first() {
        let mut now = Situation { writable: true, has_node: true, ..Situation::default() };
        assert_eq!(Command::CompleteAction.unavailable(&now), Some(Reason::NeedsAction));
        now.action = Some(ActionState::Done);
        assert_eq!(Command::CompleteAction.unavailable(&now), Some(Reason::AlreadyDone));
        assert_eq!(Command::ReopenAction.unavailable(&now), None);
        now.writable = false;
        assert_eq!(Command::CompleteAction.unavailable(&now), Some(Reason::ReadOnly));
        assert_eq!(Command::FindItem.unavailable(&now), None);
        assert_eq!(Command::CopyItem.unavailable(&now), Some(Reason::NeedsItem));
        now.item = Some(Kind::Contact);
        assert_eq!(Command::CopyItem.unavailable(&now), None, "reading is enough");
    }
}
