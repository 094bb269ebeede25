//! Pages of the documentation that follow from the program itself.

use std::fmt::Write;

use crate::query::KEYS;
use crate::ui::action::ACTIONS;
use crate::ui::keymap::Keymap;

/// `docs/cli.md`: the help of all commands.
pub fn cli() -> String {
    let mut out = String::from(
        "# The command line\n\n\
         Made from the program's own help; `UPDATE_DOCS=1 cargo test` writes it anew.\n\n",
    );
    let mut whole = super::command().term_width(88).disable_help_subcommand(true);
    whole.build();
    section(&mut out, &whole.clone(), "detente");
    for command in whole.get_subcommands() {
        section(&mut out, command, &format!("detente {}", command.get_name()));
    }
    out
}

fn section(out: &mut String, command: &clap::Command, title: &str) {
    // A subcommand does not inherit the width.
    let help = command.clone().term_width(88).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = writeln!(out, "## `{title}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
}

/// `docs/keys.md`: all actions with their keys.
pub fn keys(keymap: &Keymap) -> String {
    let mut out = String::from(
        "# Keys\n\n\
         Made from the table of actions; `UPDATE_DOCS=1 cargo test` writes it anew. The\n\
         names go into `[keys]` of the configuration: `zoom = [\"z\", \"ctrl-w z\"]`.\n\
         `detente keys` shows the keys in force.\n",
    );
    let mut group = "";
    for row in ACTIONS {
        if row.group != group {
            group = row.group;
            let _ = writeln!(out, "\n## {group}\n\n| keys | does | name | where |\n|---|---|---|---|");
        }
        let keys: Vec<String> = keymap.keys_in_short(row.command).iter().map(|key| code(key)).collect();
        let (keys, about, name, scope) = (keys.join(", "), row.about, row.name, row.scope.name());
        let _ = writeln!(out, "| {keys} | {about} | `{name}` | {scope} |");
    }
    out
}

/// A key as code in a table, where `|` would end the cell and a backtick the code.
fn code(key: &str) -> String {
    let key = key.replace('|', "\\|");
    if key.contains('`') { format!("`` {key} ``") } else { format!("`{key}`") }
}

/// The table in `docs/queries.md`: the keys of the grammar.
pub fn query_keys() -> String {
    let mut out = String::from("| key | picks events | example |\n|---|---|---|\n");
    for key in KEYS {
        let _ = writeln!(out, "| `{}:` | {} | `{}` |", key.name, key.about, key.example);
    }
    out
}

/// The lists of columns in `docs/queries.md`.
pub fn columns() -> String {
    let mut out = String::new();
    for what in crate::write::rows::What::ALL {
        let _ = writeln!(out, "### {}\n\n| column | says | in tables |\n|---|---|---|", what.name());
        for column in what.columns() {
            let shown = if column.shown { "yes" } else { "" };
            let _ = writeln!(out, "| `{}` | {} | {shown} |", column.name, column.about);
        }
        out.push('\n');
    }
    out
}
