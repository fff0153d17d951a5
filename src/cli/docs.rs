//! `regie keys`, `completions` and `man`: pages made from the command table and the grammar.

use std::io::Write;

use super::args;
use super::call::Call;
use super::out::Outcome;
use crate::command::{Base, Command, Format, Keymap, keys_reference};
use crate::error::{Error, Kind};
use crate::io::json;
use crate::{t, tui};

impl Call<'_> {
    /// `regie keys`: the keys in force, the user's own among them; with `base` or as Markdown those of a built-in keymap.
    pub fn keys(&mut self, markdown: bool, base: Option<Base>) -> Outcome {
        let own = self.own_keymap().filter(|_| !markdown && base.is_none());
        let set = self.settings.keymap.filter(|_| !markdown);
        let mut keymap = Keymap::of(base.or(set).unwrap_or_default());
        for said in own.map(|own| tui::overlay(self.texts, &mut keymap, &own)).unwrap_or_default() {
            self.note(&said);
        }
        if self.global.json {
            return self.keys_json(&keymap);
        }
        let format = if markdown { Format::Md } else { Format::Text };
        let page = keys_reference(&keymap, format, &|id| self.texts.get(id, &[]));
        self.out.lines(&page)
    }

    /// An array with `name`, `scope`, `keys`, `title` and `help` per command.
    fn keys_json(&mut self, keymap: &Keymap) -> Outcome {
        let word = |id: String| self.texts.get(&id, &[]);
        let rows: Vec<serde_json::Value> = Command::ALL
            .iter()
            .map(|command| {
                let name = command.name();
                serde_json::json!({
                    "name": name,
                    "scope": command.scope().word(),
                    "keys": keymap.keys_of(*command),
                    "title": word(format!("cmd-{name}")),
                    "help": word(format!("cmd-{name}-help")),
                })
            })
            .collect();
        json::write_array(self.out.raw(), rows.iter())?;
        self.out.raw().write_all(b"\n")?;
        Ok(())
    }

    /// A page or script has no JSON form.
    fn refuse_json(&self) -> Outcome {
        if !self.global.json {
            return Ok(());
        }
        Err(Error::new(Kind::Usage, t!(self.texts, "cli-no-json"))
            .hint(t!(self.texts, "cli-no-json-hint"))
            .into())
    }

    /// `regie completions SHELL`.
    pub fn completions(&mut self, shell: clap_complete::Shell) -> Outcome {
        self.refuse_json()?;
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut args::grammar(self.texts), "regie", &mut script);
        self.out.raw().write_all(&script)?;
        Ok(())
    }

    /// `regie man`: one page, with a section per command.
    pub fn man(&mut self) -> Outcome {
        self.refuse_json()?;
        let mut grammar = args::grammar(self.texts);
        grammar.build();
        let mut page = Vec::new();
        clap_mangen::Man::new(grammar.clone()).render(&mut page)?;
        for command in grammar.get_subcommands() {
            section(&mut page, command, "regie")?;
        }
        self.out.raw().write_all(&page)?;
        Ok(())
    }
}

/// The section of `command` and those below it.
fn section(page: &mut Vec<u8>, command: &clap::Command, above: &str) -> std::io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    let man = clap_mangen::Man::new(command.clone().bin_name(name.clone()));
    let mut body = Vec::new();
    man.render_synopsis_section(&mut body)?;
    man.render_options_section(&mut body)?;
    // The sections of a page of its own become subsections here.
    let body = String::from_utf8_lossy(&body).replace("\n.SH ", "\n.SS ").replace(".SH SYNOPSIS", ".PP");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(page, ".SH \"{}\"\n{}", name.to_uppercase(), roff_text(&about))?;
    page.write_all(body.as_bytes())?;
    for below in command.get_subcommands() {
        section(page, below, &name)?;
    }
    Ok(())
}

/// Text that roff must not take for a request.
fn roff_text(text: &str) -> String {
    let text = text.replace('\\', "\\\\");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
