//! Reading a theme file.

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Background, Role, Theme};
use crate::config::{Problem, Reading};
use crate::model::spelling::nearest;

const KEYS: [&str; 6] = ["name", "about", "background", "base", "colours", "roles"];
const STYLE_KEYS: [&str; 3] = ["fg", "bg", "modifiers"];
const COLOUR_FORM: &str = "a colour: \"#RRGGBB\", a terminal colour such as \"light-blue\", \
                           a palette number 0 to 255, \"default\", or a name from [colours]";

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

const NAMED: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// Reads a theme; `known` are the themes that it may build on.
pub(super) fn read(text: &str, known: &[Theme]) -> (Theme, Vec<Problem>) {
    let (table, mut reading) = Reading::parse(text);
    let Some(table) = table else {
        return (base(known, "dark"), reading.finish());
    };
    let mut theme = match table.get("base") {
        Some(value) => {
            let names: Vec<(&str, &str)> =
                known.iter().map(|theme| (theme.name.as_str(), theme.name.as_str())).collect();
            base(known, reading.choice("base", value, &names).unwrap_or("dark"))
        }
        None => base(known, "dark"),
    };
    let mut colours = Vec::new();
    if let Some(value) = table.get("colours") {
        read_colours(&mut reading, value, &mut colours);
    }
    for (key, value) in &table {
        match key.get_ref().as_ref() {
            "name" => theme.name = reading.text("name", value).unwrap_or(theme.name),
            "about" => theme.about = reading.text("about", value).unwrap_or(theme.about),
            "background" => {
                let words = [("dark", Background::Dark), ("light", Background::Light)];
                theme.background = reading.choice("background", value, &words).unwrap_or(theme.background);
            }
            "base" | "colours" => {}
            "roles" => read_roles(&mut reading, value, &colours, &mut theme),
            other => reading.unknown(other, key, KEYS),
        }
    }
    (theme, reading.finish())
}

fn base(known: &[Theme], name: &str) -> Theme {
    known.iter().find(|theme| theme.name == name).cloned().unwrap_or_else(Theme::plain)
}

fn read_colours<'a>(
    reading: &mut Reading<'a>,
    value: &Spanned<DeValue<'a>>,
    colours: &mut Vec<(String, Color)>,
) {
    let Some(table) = reading.table("colours", value) else { return };
    for (key, value) in table {
        let path = format!("colours.{}", key.get_ref());
        if let Some(colour) = read_colour(reading, &path, value, &[]) {
            colours.push((key.get_ref().to_string(), colour));
        }
    }
}

fn read_roles<'a>(
    reading: &mut Reading<'a>,
    value: &Spanned<DeValue<'a>>,
    colours: &[(String, Color)],
    theme: &mut Theme,
) {
    let Some(table) = reading.table("roles", value) else { return };
    for (key, value) in table {
        let path = format!("roles.{}", key.get_ref());
        let Some(role) = Role::ALL.into_iter().find(|role| role.name() == key.get_ref()) else {
            reading.unknown(&path, key, Role::ALL.map(Role::name));
            continue;
        };
        let style = match value.get_ref().as_table() {
            Some(table) => Some(read_style(reading, &path, table, colours)),
            None => read_colour(reading, &path, value, colours).map(|colour| ink(Style::new(), colour)),
        };
        if let Some(style) = style {
            theme.set(role, style);
        }
    }
}

fn ink(style: Style, colour: Color) -> Style {
    // The default colour is no colour: styles patch each other, and Reset
    // would wipe out what lies below.
    if colour == Color::Reset { style } else { style.fg(colour) }
}

fn read_style<'a>(
    reading: &mut Reading<'a>,
    path: &str,
    table: &DeTable<'a>,
    colours: &[(String, Color)],
) -> Style {
    let mut style = Style::new();
    for (key, value) in table {
        let path = format!("{path}.{}", key.get_ref());
        match key.get_ref().as_ref() {
            "fg" => {
                if let Some(colour) = read_colour(reading, &path, value, colours) {
                    style = ink(style, colour);
                }
            }
            "bg" => {
                if let Some(colour) = read_colour(reading, &path, value, colours) {
                    style = if colour == Color::Reset { style } else { style.bg(colour) };
                }
            }
            "modifiers" => style = style.add_modifier(read_modifiers(reading, &path, value)),
            _ => reading.unknown(&path, key, STYLE_KEYS),
        }
    }
    style
}

fn read_modifiers(reading: &mut Reading<'_>, path: &str, value: &Spanned<DeValue<'_>>) -> Modifier {
    let mut all = Modifier::empty();
    match value.get_ref().as_array() {
        Some(items) => {
            for item in items.iter() {
                all |= reading.choice(path, item, &MODIFIERS).unwrap_or_default();
            }
        }
        None => all |= reading.choice(path, value, &MODIFIERS).unwrap_or_default(),
    }
    all
}

fn read_colour(
    reading: &mut Reading<'_>,
    path: &str,
    value: &Spanned<DeValue<'_>>,
    colours: &[(String, Color)],
) -> Option<Color> {
    if let Some(number) = value.get_ref().as_integer() {
        let index = u8::from_str_radix(number.as_str(), number.radix()).ok();
        if index.is_none() {
            reading.bad(path, value, COLOUR_FORM, None);
        }
        return index.map(Color::Indexed);
    }
    let Some(word) = value.get_ref().as_str() else {
        reading.bad(path, value, COLOUR_FORM, None);
        return None;
    };
    let own = colours.iter().find(|(name, _)| name == word).map(|(_, colour)| *colour);
    let colour = own.or_else(|| hex(word)).or_else(|| {
        let plain = word.to_lowercase().replace([' ', '_'], "-").replace("grey", "gray");
        NAMED.iter().find(|(name, _)| *name == plain).map(|(_, colour)| *colour)
    });
    if colour.is_none() {
        let names = NAMED.iter().map(|(name, _)| *name).chain(colours.iter().map(|(name, _)| name.as_str()));
        reading.bad(path, value, COLOUR_FORM, nearest(word, names));
    }
    colour
}

fn hex(word: &str) -> Option<Color> {
    let digits = word.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().map(Color::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_builds_on_another_and_changes_a_little() {
        let text = "
            name = 'Mine'
            base = 'light'
            [colours]
            rose = '#AA3355'
            [roles]
            accent = { fg = 'rose', bg = 236, modifiers = ['bold', 'underline'] }
            muted = 'Dark Grey'
        ";
        let (theme, problems) = Theme::read(text);
        assert_eq!(problems, []);
        assert_eq!(theme.name, "Mine");
        assert_eq!(theme.background, Background::Light);
        let rose = Style::new().fg(Color::Rgb(0xAA, 0x33, 0x55)).bg(Color::Indexed(236));
        assert_eq!(theme.style(Role::Accent), rose.add_modifier(Modifier::BOLD | Modifier::UNDERLINED));
        assert_eq!(theme.style(Role::Muted), Style::new().fg(Color::DarkGray));
        let light = Theme::named("light").unwrap();
        assert_eq!(theme.style(Role::Conflict), light.style(Role::Conflict));
    }

    #[test]
    fn mistakes_are_named_with_line_and_way_out_and_the_rest_counts() {
        let text = "bakground = 'light'\n[roles]\nconflit = 'red'\nfine = '#12345'\nnew = 256\naccent = { fg = 'gren', modifers = 'bold' }\nquote = 'cyan'\n";
        let (theme, problems) = Theme::read(text);
        let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert_eq!(told.len(), 6, "{told:#?}");
        assert_eq!(told[0], "1:1: unknown key \"bakground\"; did you mean \"background\"?");
        assert_eq!(told[1], "3:1: unknown key \"conflit\"; did you mean \"conflict\"?");
        assert!(told[2].starts_with("4:8: roles.fine is '#12345', expected a colour"), "{}", told[2]);
        assert!(told[3].starts_with("5:7: roles.new is 256"), "{}", told[3]);
        assert!(told[4].ends_with("did you mean \"green\"?"), "{}", told[4]);
        assert!(told[5].ends_with("did you mean \"modifiers\"?"), "{}", told[5]);
        assert_eq!(theme.style(Role::Quote), Style::new().fg(Color::Cyan));
        let dark = Theme::named("dark").unwrap();
        assert_eq!(theme.style(Role::Fine), dark.style(Role::Fine));
    }

    #[test]
    fn broken_toml_leaves_the_default() {
        let (theme, problems) = Theme::read("[roles\naccent = 3");
        assert_eq!(problems.len(), 1);
        assert_eq!(theme.style(Role::Accent), Theme::named("dark").unwrap().style(Role::Accent));
    }
}
