//! Colours by role. No pane names a colour; it names what the colour is for.
//!
//! Themes are TOML files: the built-in ones lie in `assets/themes/`, a user's
//! own are read by [`Theme::read`]. Whatever a theme says is brought down to
//! what the terminal can show by [`Theme::at`].

mod convert;
mod detect;
mod read;

use std::sync::LazyLock;

use ratatui::style::Style;

pub(crate) use crate::config::ColourDepth;
pub(crate) use convert::palette_rgb;
pub(crate) use detect::{ask_background, background_from, depth_from};

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// What is there but asks for no attention.
    Muted,
    /// The one accent: what has the focus.
    Accent,
    /// Cooperation: bars up, ▲.
    Cooperation,
    /// Conflict: bars down, ▼.
    Conflict,
    /// Neither, or both alike: the net line, `=`.
    Neutral,
    /// The span of a text that carries an event or claim.
    Evidence,
    /// The selected row; laid over the row's own colours.
    Selection,
    /// Rows marked for an action on several.
    Marked,
    /// Something seen for the first time: ◆.
    New,
    /// Accepted, done, loaded: ✓.
    Fine,
    /// To be looked at: `!`.
    Warning,
    /// Failed or rejected.
    Error,
    /// Lines around panes.
    Border,
    /// Lines around the pane with the focus.
    BorderFocus,
    /// The title of a pane.
    Title,
    /// The title of the pane with the focus.
    TitleFocus,
    /// Column headings, day and article headings.
    Heading,
    /// A key in the footer and in help.
    Key,
    /// The time cursor.
    Cursor,
    /// A stretch of time without coverage: `·`.
    Gap,
    /// What a search or a fuzzy picker found.
    Match,
    /// The one match that `n` has reached.
    MatchHere,
    /// An actor's name in a text.
    Actor,
    /// Quoted words in a text.
    Quote,
}

impl Role {
    /// All roles, in the order of their declaration.
    pub(crate) const ALL: [Role; 25] = [
        Role::Text,
        Role::Muted,
        Role::Accent,
        Role::Cooperation,
        Role::Conflict,
        Role::Neutral,
        Role::Evidence,
        Role::Selection,
        Role::Marked,
        Role::New,
        Role::Fine,
        Role::Warning,
        Role::Error,
        Role::Border,
        Role::BorderFocus,
        Role::Title,
        Role::TitleFocus,
        Role::Heading,
        Role::Key,
        Role::Cursor,
        Role::Gap,
        Role::Match,
        Role::MatchHere,
        Role::Actor,
        Role::Quote,
    ];

    /// The role's name in theme files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Text => "text",
            Role::Muted => "muted",
            Role::Accent => "accent",
            Role::Cooperation => "cooperation",
            Role::Conflict => "conflict",
            Role::Neutral => "neutral",
            Role::Evidence => "evidence",
            Role::Selection => "selection",
            Role::Marked => "marked",
            Role::New => "new",
            Role::Fine => "fine",
            Role::Warning => "warning",
            Role::Error => "error",
            Role::Border => "border",
            Role::BorderFocus => "border-focus",
            Role::Title => "title",
            Role::TitleFocus => "title-focus",
            Role::Heading => "heading",
            Role::Key => "key",
            Role::Cursor => "cursor",
            Role::Gap => "gap",
            Role::Match => "match",
            Role::MatchHere => "match-here",
            Role::Actor => "actor",
            Role::Quote => "quote",
        }
    }
}

/// The background that a theme is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Background {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
}

/// A style for each [`Role`].
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// What it is called on the command line and in pickers.
    pub name: String,
    /// One line for pickers.
    pub(crate) about: String,
    /// The background it is made for.
    pub(crate) background: Background,
    styles: [Style; Role::ALL.len()],
}

/// Name and text of the built-in themes. The bases come first: every other
/// theme may build on those before it.
const BUILT_IN: [(&str, &str); 7] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("dark-16", include_str!("../../assets/themes/dark-16.toml")),
    ("light-16", include_str!("../../assets/themes/light-16.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
    ("contrast-dark", include_str!("../../assets/themes/contrast-dark.toml")),
    ("contrast-light", include_str!("../../assets/themes/contrast-light.toml")),
];

/// The built-in themes, read once. A test sees to it that none has a problem.
static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    let mut themes: Vec<Theme> = Vec::new();
    for (name, text) in BUILT_IN {
        let (mut theme, _) = read::read(text, &themes);
        theme.name = name.to_owned();
        themes.push(theme);
    }
    themes
});

impl Theme {
    /// A theme without any colour or modifier.
    pub(crate) fn plain() -> Theme {
        Theme {
            name: "plain".to_owned(),
            about: String::new(),
            background: Background::Dark,
            styles: [Style::new(); Role::ALL.len()],
        }
    }

    /// The built-in themes.
    pub(crate) fn built_in() -> &'static [Theme] {
        &THEMES
    }

    /// The built-in theme of that name.
    pub fn named(name: &str) -> Option<&'static Theme> {
        THEMES.iter().find(|theme| theme.name == name)
    }

    /// The default theme for a background.
    pub(crate) fn for_background(background: Background) -> Theme {
        let name = match background {
            Background::Dark => "dark",
            Background::Light => "light",
        };
        Theme::named(name).cloned().unwrap_or_else(Theme::plain)
    }

    /// Reads a user's theme. Roles that the text leaves out, or gives wrongly,
    /// keep the style of the theme it builds on (`base = "…"`, else `dark`).
    pub(crate) fn read(text: &str) -> (Theme, Vec<crate::config::Problem>) {
        read::read(text, &THEMES)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Gives a role another style.
    pub(crate) fn set(&mut self, role: Role, style: Style) {
        self.styles[role as usize] = style;
    }

    /// The theme as a terminal of that many colours can show it.
    pub(crate) fn at(&self, depth: ColourDepth) -> Theme {
        convert::convert(self, depth)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    #[test]
    fn built_in_themes_have_no_problems_and_style_every_role() {
        for (at, (name, text)) in BUILT_IN.iter().enumerate() {
            let (theme, problems) = read::read(text, &THEMES[..at]);
            assert!(problems.is_empty(), "{name}: {problems:?}");
            assert!(!theme.about.is_empty(), "{name} says what it is");
            for role in Role::ALL {
                let plain_on_purpose = matches!(role, Role::Text | Role::Title | Role::Heading);
                let mono = *name == "mono" || name.ends_with("16");
                assert!(
                    plain_on_purpose || mono || theme.style(role) != Style::new(),
                    "{name}: {}",
                    role.name()
                );
            }
        }
        assert_eq!(Theme::built_in().len(), BUILT_IN.len());
    }

    #[test]
    fn roles_stand_at_their_own_place() {
        for (at, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, at);
        }
    }

    #[test]
    fn the_look_of_the_field_stands() {
        let dark = Theme::for_background(Background::Dark);
        assert_eq!(dark.style(Role::Cooperation).fg, Some(Color::Rgb(0x56, 0xB4, 0xE9)));
        assert_eq!(dark.style(Role::Conflict).fg, Some(Color::Rgb(0xD5, 0x5E, 0x00)));
        let light = Theme::for_background(Background::Light);
        assert_eq!(light.style(Role::Cooperation).fg, Some(Color::Rgb(0x00, 0x72, 0xB2)));
        assert_eq!(light.background, Background::Light);
        assert_eq!(dark.style(Role::Text), Style::new());
    }

    #[test]
    fn what_must_differ_differs_without_colour() {
        let mono = Theme::named("mono").unwrap();
        for theme in Theme::built_in() {
            let bare = theme.at(ColourDepth::None);
            for role in Role::ALL {
                assert_eq!(bare.style(role), mono.style(role));
                assert_eq!(bare.style(role).fg, None);
                assert_eq!(bare.style(role).bg, None);
            }
        }
        let style = |role| mono.style(role).add_modifier;
        assert_ne!(style(Role::Cooperation), style(Role::Conflict));
        assert_ne!(style(Role::Border), style(Role::BorderFocus));
        assert_ne!(style(Role::Match), style(Role::MatchHere));
        assert!(style(Role::Selection).contains(Modifier::REVERSED));
        assert!(style(Role::Evidence).contains(Modifier::UNDERLINED));
    }

    /// WCAG 2 contrast ratio of two colours.
    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let luminance = |(r, g, b): (u8, u8, u8)| {
            0.2126 * convert::linear(r) + 0.7152 * convert::linear(g) + 0.0722 * convert::linear(b)
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn colours_can_be_read_on_their_background() {
        for theme in Theme::built_in() {
            let paper = match theme.background {
                Background::Dark => (0, 0, 0),
                Background::Light => (255, 255, 255),
            };
            let strict = theme.name.starts_with("contrast");
            for role in Role::ALL {
                // Lines and gaps are there to be overlooked; they need 3:1 only
                // where contrast was asked for.
                let quiet = matches!(role, Role::Border | Role::Gap | Role::Neutral);
                let least = match (strict, quiet) {
                    (true, true) => 4.5,
                    (true, false) => 7.0,
                    (false, true) => 1.5,
                    (false, false) => 4.5,
                };
                let style = theme.style(role);
                let rgb = |colour| match colour {
                    Some(Color::Rgb(r, g, b)) => Some((r, g, b)),
                    _ => None,
                };
                if let Some(ink) = rgb(style.fg) {
                    let ratio = contrast(ink, rgb(style.bg).unwrap_or(paper));
                    assert!(ratio >= least, "{} {}: {ratio:.1}", theme.name, role.name());
                }
            }
        }
    }
}
