//! What the terminal can show: asked of the environment, and once of the
//! terminal itself.

use std::io::IsTerminal;
use std::time::Duration;

use super::{Background, ColourDepth};

/// Terminals that show true colour and name themselves in `TERM`.
const TRUE_BY_TERM: [&str; 8] =
    ["kitty", "alacritty", "wezterm", "foot", "ghostty", "contour", "rio", "-direct"];

/// Terminals that show true colour and name themselves in `TERM_PROGRAM`.
const TRUE_BY_PROGRAM: [&str; 8] =
    ["iterm.app", "vscode", "wezterm", "ghostty", "hyper", "rio", "tabby", "warpterminal"];

/// How many colours the environment promises. `env` looks up a variable.
///
/// [`NO_COLOR`](https://no-color.org) set to anything but the empty text means
/// none; then `COLORTERM`, then what the terminal calls itself.
pub(crate) fn depth_from(env: &dyn Fn(&str) -> Option<String>) -> ColourDepth {
    let value = |name: &str| env(name).unwrap_or_default().to_lowercase();
    if !value("NO_COLOR").is_empty() {
        return ColourDepth::None;
    }
    let term = value("TERM");
    if term == "dumb" || term.starts_with("vt1") || term.starts_with("vt2") {
        return ColourDepth::None;
    }
    let colorterm = value("COLORTERM");
    let program = value("TERM_PROGRAM");
    if colorterm == "truecolor" || colorterm == "24bit" {
        return ColourDepth::TrueColor;
    }
    // Inside screen or tmux the outer terminal's variables are inherited, but
    // it is the multiplexer that decides what comes through.
    let multiplexed = term.starts_with("screen") || term.starts_with("tmux");
    if !multiplexed
        && (TRUE_BY_TERM.iter().any(|name| term.contains(name))
            || TRUE_BY_PROGRAM.contains(&program.as_str())
            || !value("WT_SESSION").is_empty())
    {
        return ColourDepth::TrueColor;
    }
    if term.contains("256") || program == "apple_terminal" || !colorterm.is_empty() {
        return ColourDepth::Ansi256;
    }
    if term.is_empty() && cfg!(windows) {
        return ColourDepth::TrueColor;
    }
    ColourDepth::Ansi16
}

/// The background by `COLORFGBG` (`foreground;background` as palette indices,
/// set by rxvt, Konsole and others), if it is there.
pub(crate) fn background_from(env: &dyn Fn(&str) -> Option<String>) -> Option<Background> {
    let told = env("COLORFGBG")?;
    match told.rsplit(';').next()?.trim().parse::<u8>().ok()? {
        7 | 15 => Some(Background::Light),
        0..=6 | 8 => Some(Background::Dark),
        _ => None,
    }
}

/// Asks the terminal for its colours (OSC 10 and 11) and tells the background;
/// `None` if it does not answer within `timeout` or is no terminal.
///
/// Reads from the terminal: call it before anything else reads keys.
pub(crate) fn ask_background(timeout: Duration) -> Option<Background> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = timeout;
    match terminal_colorsaurus::theme_mode(options) {
        Ok(terminal_colorsaurus::ThemeMode::Dark) => Some(Background::Dark),
        Ok(terminal_colorsaurus::ThemeMode::Light) => Some(Background::Light),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    fn the_environment_tells_the_depth() {
        let cases: [(&[(&str, &str)], ColourDepth); 12] = [
            (&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], ColourDepth::None),
            (&[("NO_COLOR", ""), ("COLORTERM", "truecolor")], ColourDepth::TrueColor),
            (&[("TERM", "dumb")], ColourDepth::None),
            (&[("TERM", "vt220")], ColourDepth::None),
            (&[("TERM", "xterm-256color")], ColourDepth::Ansi256),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "24bit")], ColourDepth::TrueColor),
            (&[("TERM", "xterm-kitty")], ColourDepth::TrueColor),
            (&[("TERM", "xterm"), ("TERM_PROGRAM", "iTerm.app")], ColourDepth::TrueColor),
            (&[("TERM", "screen-256color"), ("TERM_PROGRAM", "iTerm.app")], ColourDepth::Ansi256),
            (&[("TERM", "screen")], ColourDepth::Ansi16),
            (&[("TERM", "linux")], ColourDepth::Ansi16),
            (&[("TERM", "xterm"), ("COLORTERM", "rxvt")], ColourDepth::Ansi256),
        ];
        for (pairs, depth) in cases {
            assert_eq!(depth_from(&env(pairs)), depth, "{pairs:?}");
        }
    }

    #[test]
    fn colorfgbg_tells_the_background() {
        let told = |value| background_from(&env(&[("COLORFGBG", value)]));
        assert_eq!(told("15;0"), Some(Background::Dark));
        assert_eq!(told("0;default;15"), Some(Background::Light));
        assert_eq!(told("0;default"), None);
        assert_eq!(background_from(&env(&[])), None);
    }
}
