//! The help page: what every key does where the user is, made from command table and keymap.
//!
//! Owns the page, its order, and the words that it is searched for. What works where help was asked for comes first; what
//! cannot be used there just now stands below, with the reason. `ShowHelp` opens it.

use ratatui::layout::{Position, Rect};

use super::ask::Ask;
use super::names::{self, Choice};
use super::reading::{Line, Reading, wrapped};
use super::review;
use super::sheet::{below, sheet};
use crate::command::{Command, Reason, Scope};
use crate::i18n::words;
use crate::model::agreement;
use crate::model::fold::fold;
use crate::model::kinds::{ActionState, Health};
use crate::model::proposal::Standing;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// Where the explanations of keys start, in cells; in a narrow window the second.
const COLUMNS: (u16, u16) = (20, 10);

/// The layer.
pub struct HelpPage {
    /// The sections of the keymap that are looked up where help was asked for.
    here: &'static [Scope],
    reading: Reading,
    /// The words that lines are kept for.
    filter: Ask,
    /// The words are being typed.
    typing: bool,
}

impl HelpPage {
    /// The page for a place whose keys are those of the sections `here`.
    pub fn new(here: &'static [Scope]) -> HelpPage {
        HelpPage { here, reading: Reading::default(), filter: Ask::default(), typing: false }
    }

    /// The sections in the order of the page: those of here, of which the ones that can hardly be used just now come last;
    /// then the others.
    fn scopes(&self, cx: &Cx<'_>) -> Vec<Scope> {
        let mut here = self.here.to_vec();
        here.sort_by_key(|scope| {
            let (mut usable, mut all) = (0, 0);
            for command in Command::ALL.iter().filter(|command| command.scope() == *scope) {
                all += 1;
                usable += usize::from(command.unavailable(&cx.situation).is_none());
            }
            usable * 2 < all
        });
        here.extend(Scope::ALL.iter().filter(|scope| !self.here.contains(scope)));
        here
    }

    fn lines(&self, cx: &Cx<'_>, width: usize) -> Vec<Line> {
        let typed = fold(self.filter.text());
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        // What is a key is looked for as a key, in its own case.
        let has_key =
            |command: &Command| cx.keymap.keys_of(*command).iter().any(|key| key == self.filter.text());
        let asked_for_key = Command::ALL.iter().any(has_key);
        let mut lines = Vec::new();
        if wanted.is_empty() {
            let view = self.here.first().map(|scope| format!("help-view-{}", scope.word()));
            let view = view.filter(|id| cx.texts.has(id)).map(|id| cx.texts.get(&id, &[]) + " ");
            let intro = view.unwrap_or_default() + &t!(cx.texts, "help-intro");
            lines.extend(wrapped(&intro, 0, 0, width, Role::Text));
        }
        for scope in self.scopes(cx) {
            let fits = |command: &Command| {
                if asked_for_key {
                    return has_key(command);
                }
                let said = fold(&format!("{} {}", title(cx, *command), explanation(cx, *command)));
                wanted.iter().all(|word| said.contains(word))
            };
            let commands = Command::ALL.iter().copied().filter(|c| c.scope() == scope).filter(fits);
            let section = section(cx, commands.collect(), width);
            if !section.is_empty() {
                if !lines.is_empty() {
                    lines.push(Vec::new());
                }
                lines.push(vec![(0, cx.texts.get(&format!("scope-{}", scope.word()), &[]), Role::Title)]);
                lines.extend(section);
            }
        }
        for (title, section) in
            [("help-fields", fields(cx, &wanted, width)), ("help-settings", settings(cx, &wanted, width))]
        {
            if !section.is_empty() && !asked_for_key {
                if !lines.is_empty() {
                    lines.push(Vec::new());
                }
                lines.push(vec![(0, cx.texts.get(title, &[]), Role::Title)]);
                lines.extend(section);
            }
        }
        if wanted.is_empty() {
            lines.extend(signs(cx, width));
        } else if lines.is_empty() {
            lines.extend(wrapped(&t!(cx.texts, "help-nothing"), 0, 0, width, Role::Dim));
        }
        lines
    }
}

fn title(cx: &Cx<'_>, command: Command) -> String {
    cx.texts.get(&format!("cmd-{}", command.name()), &[])
}

fn explanation(cx: &Cx<'_>, command: Command) -> String {
    cx.texts.get(&format!("cmd-{}-help", command.name()), &[])
}

/// The fields of the item under the cursor that are looked for, when any are.
fn fields(cx: &Cx<'_>, wanted: &[&str], width: usize) -> Vec<Line> {
    let fields = if wanted.is_empty() { Vec::new() } else { names::fields(wanted, cx) };
    if fields.is_empty() {
        return Vec::new();
    }
    let keys = [Command::FocusDetail, Command::EditField, Command::OpenPalette].map(|c| cx.keymap.key_of(c));
    let [details, edit, palette] = keys;
    let named: Vec<String> = fields.into_iter().map(|field| words::field(cx.texts, field)).collect();
    let said = t!(
        cx.texts,
        "help-fields-how",
        fields = named.join(", "),
        details = details,
        edit = edit,
        palette = palette
    );
    wrapped(&said, 0, 0, width, Role::Text)
}

/// What is set in a file and is looked for; all of it when nothing is.
fn settings(cx: &Cx<'_>, wanted: &[&str], width: usize) -> Vec<Line> {
    let column = column(width);
    Choice::all()
        .filter(|choice| choice.fits(wanted, cx))
        .flat_map(|choice| {
            let mut lines = wrapped(&choice.title(cx), 0, 0, width, Role::Strong);
            lines.extend(wrapped(&choice.explanation(cx), column, 0, width, Role::Text));
            lines
        })
        .collect()
}

/// Where explanations start in a page of `width`.
fn column(width: usize) -> u16 {
    if width >= 60 { COLUMNS.0 } else { COLUMNS.1 }
}

/// The lines of `commands`: those that can be used now, then the others by the reason why not.
fn section(cx: &Cx<'_>, commands: Vec<Command>, width: usize) -> Vec<Line> {
    let mut groups: Vec<(Option<Reason>, Vec<Command>)> = vec![(None, Vec::new())];
    for command in commands {
        let reason = command.unavailable(&cx.situation);
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, group)) => group.push(command),
            None => groups.push((reason, vec![command])),
        }
    }
    let mut lines = Vec::new();
    let column = column(width);
    for (reason, commands) in groups {
        if let Some(reason) = reason {
            let said = t!(cx.texts, "help-not-now", why = cx.why_not(reason));
            lines.extend(wrapped(&said, 0, 2, width, Role::Warn));
        }
        let (key_role, role) =
            if reason.is_some() { (Role::Dim, Role::Dim) } else { (Role::Key, Role::Text) };
        for command in commands {
            let keys = cx.keymap.keys_of(command).join(", ");
            let mut explained = wrapped(&explanation(cx, command), column, 0, width, role);
            if let Some(first) = explained.first_mut() {
                first.insert(0, (0, text::cut(&keys, usize::from(column) - 2), key_role));
            }
            lines.extend(explained);
        }
    }
    lines
}

/// The legend of the signs, and what does not belong in the register.
fn signs(cx: &Cx<'_>, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let column = column(width);
    lines.push(Vec::new());
    lines.push(vec![(0, t!(cx.texts, "help-signs"), Role::Title)]);
    let health = |health| cx.theme.health(Some(health));
    let words = |health| words::health(cx.texts, health);
    let mut signs: Vec<((&str, Role), String)> =
        Health::ALL.iter().map(|h| (health(*h), words(*h))).collect();
    signs.push(((cx.theme.state(ActionState::Waiting), Role::Warn), t!(cx.texts, "help-sign-waiting")));
    signs.push((("!", Role::Bad), t!(cx.texts, "help-sign-late")));
    let days = cx.texts.get("help-sign-soon", &[("days", agreement::SOON_DAYS.into())]);
    signs.push(((cx.theme.overdue(), Role::Warn), days));
    signs.push(((cx.theme.flag(), Role::Warn), t!(cx.texts, "help-sign-flag")));
    let undoing = cx.theme.undoing();
    signs.push(((undoing.undoes, Role::Accent), t!(cx.texts, "help-sign-undoes")));
    signs.push(((undoing.redoes, Role::Accent), t!(cx.texts, "help-sign-redoes")));
    signs.push(((undoing.undone, Role::Warn), t!(cx.texts, "help-sign-undone")));
    signs.push(((cx.theme.cursor(true), Role::Accent), t!(cx.texts, "help-sign-cursor")));
    signs.push(((cx.theme.cursor(false), Role::Text), t!(cx.texts, "help-sign-cursor-elsewhere")));
    for (standing, id) in [
        (Standing::Taken, "help-sign-taken"),
        (Standing::Refused, "help-sign-refused"),
        (Standing::Lost, "help-sign-lost"),
    ] {
        signs.push((review::sign(standing, cx.theme), cx.texts.get(id, &[])));
    }
    signs.push((review::changed(cx.theme), t!(cx.texts, "help-sign-changed")));
    for ((glyph, role), said) in signs {
        let mut explained = wrapped(&said, column, 0, width, Role::Text);
        if let Some(first) = explained.first_mut() {
            first.insert(0, (0, glyph.to_owned(), role));
        }
        lines.extend(explained);
    }
    lines.push(Vec::new());
    lines.extend(wrapped(&t!(cx.texts, "help-privacy"), 0, 0, width, Role::Text));
    lines
}

impl Layer for HelpPage {
    fn scope(&self) -> Scope {
        if self.typing { Scope::Prompt } else { Scope::Panes }
    }

    fn hints(&self) -> &'static [Command] {
        &[Command::GoBack, Command::MoveDown, Command::MoveUp, Command::FindItem]
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Whole
    }

    fn command(&mut self, command: Command, _: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => self.typing = false,
            Command::DropLine => {
                self.typing = false;
                self.filter = Ask::default();
                self.reading.restart();
            }
            other if self.typing => {
                if !self.filter.edited(other) {
                    return Reply::Ignored;
                }
                self.reading.restart();
            }
            Command::FindItem => self.typing = true,
            Command::GoBack | Command::QuitProgram | Command::ShowHelp | Command::OpenItem => {
                return Reply::Close;
            }
            other if self.reading.command(other) => {}
            _ => return Reply::Ignored,
        }
        Reply::Handled
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        if !self.typing {
            return Reply::Ignored;
        }
        self.filter.typed(text, cx);
        self.reading.restart();
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let mut inside = sheet(canvas, area, &t!(cx.texts, "help-title"));
        let mut cursor = None;
        if self.typing || !self.filter.text().is_empty() {
            let at = self.filter.draw(canvas, Rect { height: 1, ..inside });
            cursor = self.typing.then_some(at);
            inside = below(inside, 1);
            if let Some(Message { text, role, .. }) = &self.filter.problem {
                canvas.put(inside.x, inside.y, inside.width, text, *role);
                inside = below(inside, 1);
            }
        }
        let lines = self.lines(cx, inside.width.into());
        self.reading.draw(canvas, inside, area.y, cx, &lines);
        cursor
    }
}
