//! Colours on standard output, where it is a terminal that shows them.

use std::io::{self, IsTerminal};

use ratatui::style::{Color, Modifier, Style};

use crate::config::{ColourDepth, Config};
use crate::ui::theme::{Background, Role, Theme, background_from, depth_from};

/// Styles by role as escape sequences, or nothing at all.
pub(super) struct Paint {
    theme: Option<Theme>,
}

impl Paint {
    /// No colours.
    pub(super) fn none() -> Paint {
        Paint { theme: None }
    }

    /// Colours as the configuration and the environment say, if standard output
    /// is a terminal.
    pub(super) fn for_stdout(config: &Config) -> Paint {
        if !io::stdout().is_terminal() {
            return Paint::none();
        }
        let env = |name: &str| std::env::var(name).ok();
        let depth = config.colours.unwrap_or_else(|| depth_from(&env));
        if depth == ColourDepth::None {
            return Paint::none();
        }
        // The terminal is not asked for its background here: the answer could
        // end up among what the user types next.
        let theme = match Theme::named(&config.theme) {
            Some(theme) => theme.clone(),
            None => Theme::for_background(background_from(&env).unwrap_or(Background::Dark)),
        };
        Paint { theme: Some(theme.at(depth)) }
    }

    /// The text in the role's style, and the terminal's own after it.
    pub(super) fn paint(&self, role: Role, text: &str) -> String {
        let codes = self.theme.as_ref().map(|theme| codes(theme.style(role))).unwrap_or_default();
        if codes.is_empty() { text.to_owned() } else { format!("\x1b[{codes}m{text}\x1b[0m") }
    }
}

/// Foreground, boldness and underline of a style as parameters of SGR.
fn codes(style: Style) -> String {
    let mut codes: Vec<String> = Vec::new();
    for (modifier, code) in [(Modifier::BOLD, "1"), (Modifier::DIM, "2"), (Modifier::UNDERLINED, "4")] {
        if style.add_modifier.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    codes.extend(style.fg.and_then(colour));
    codes.join(";")
}

fn colour(colour: Color) -> Option<String> {
    let basic = |n: u8| Some(n.to_string());
    match colour {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some(format!("38;2;{r};{g};{b}")),
        Color::Indexed(n) => Some(format!("38;5;{n}")),
        Color::Black => basic(30),
        Color::Red => basic(31),
        Color::Green => basic(32),
        Color::Yellow => basic(33),
        Color::Blue => basic(34),
        Color::Magenta => basic(35),
        Color::Cyan => basic(36),
        Color::Gray => basic(37),
        Color::DarkGray => basic(90),
        Color::LightRed => basic(91),
        Color::LightGreen => basic(92),
        Color::LightYellow => basic(93),
        Color::LightBlue => basic(94),
        Color::LightMagenta => basic(95),
        Color::LightCyan => basic(96),
        Color::White => basic(97),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_sequences() {
        let style = Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD);
        assert_eq!(codes(style), "1;38;2;1;2;3");
        assert_eq!(codes(Style::new()), "");
        let paint = Paint { theme: Theme::named("dark").cloned() };
        assert_eq!(paint.paint(Role::Conflict, "▼"), "\x1b[38;2;213;94;0m▼\x1b[0m");
        assert_eq!(Paint::none().paint(Role::Conflict, "▼"), "▼");
    }
}
