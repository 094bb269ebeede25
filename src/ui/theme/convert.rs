//! Bringing a theme down to the colours that a terminal has.
//!
//! Nearness is measured in Oklab (Björn Ottosson, "A perceptual color space
//! for image processing", 2020), in which equal distances look equal.

use ratatui::style::{Color, Style};

use super::{Background, ColourDepth, Role, Theme};

/// The sixteen named colours as xterm shows them by default.
const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

/// The theme as a terminal of that depth shows it.
pub(super) fn convert(theme: &Theme, depth: ColourDepth) -> Theme {
    let mut out = theme.clone();
    for role in Role::ALL {
        let style = theme.style(role);
        out.set(
            role,
            match depth {
                ColourDepth::TrueColor => style,
                ColourDepth::Ansi256 => recolour(style, to_256),
                ColourDepth::Ansi16 => sixteen(theme, role),
                ColourDepth::None => Theme::named("mono").map_or(Style::new(), |mono| mono.style(role)),
            },
        );
    }
    out
}

/// A role in sixteen colours.
///
/// Where the theme has what its base has, the base's twin made for sixteen
/// colours says it best. So it does for cooperation and conflict, which must
/// stay apart for every eye, and for tinted backgrounds, which sixteen colours
/// do not have.
fn sixteen(theme: &Theme, role: Role) -> Style {
    let style = theme.style(role);
    let (base, twin) = match theme.background {
        Background::Dark => ("dark", "dark-16"),
        Background::Light => ("light", "light-16"),
    };
    let tinted = |colour| matches!(colour, Color::Rgb(..) | Color::Indexed(16..));
    let same = Theme::named(base).is_some_and(|base| base.style(role) == style);
    let apart = matches!(role, Role::Cooperation | Role::Conflict) && style.fg.is_some_and(tinted);
    if same || apart || style.bg.is_some_and(tinted) {
        return Theme::named(twin).map_or(style, |twin| twin.style(role));
    }
    recolour(style, to_16)
}

fn recolour(style: Style, with: fn(Color) -> Color) -> Style {
    Style { fg: style.fg.map(with), bg: style.bg.map(with), ..style }
}

fn to_256(colour: Color) -> Color {
    match colour {
        Color::Rgb(r, g, b) => Color::Indexed(nearest_256((r, g, b))),
        other => other,
    }
}

fn to_16(colour: Color) -> Color {
    match colour {
        Color::Rgb(r, g, b) => nearest_16((r, g, b)),
        Color::Indexed(index) => nearest_16(palette_rgb(index)),
        other => other,
    }
}

/// The index of the 256-colour palette (16 and up, which terminals agree on)
/// nearest to a colour.
pub(crate) fn nearest_256(rgb: (u8, u8, u8)) -> u8 {
    let wanted = oklab(rgb);
    (16..=255u8)
        .min_by(|&a, &b| {
            let far = |index| distance(wanted, oklab(palette_rgb(index)));
            far(a).total_cmp(&far(b))
        })
        .unwrap_or(16)
}

/// The named colour nearest to a colour, by xterm's idea of the names.
pub(crate) fn nearest_16(rgb: (u8, u8, u8)) -> Color {
    let wanted = oklab(rgb);
    SIXTEEN
        .iter()
        .min_by(|(_, a), (_, b)| distance(wanted, oklab(*a)).total_cmp(&distance(wanted, oklab(*b))))
        .map_or(Color::Reset, |(colour, _)| *colour)
}

/// Red, green and blue of an entry of the xterm palette.
pub(crate) fn palette_rgb(index: u8) -> (u8, u8, u8) {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match index {
        0..=15 => SIXTEEN[usize::from(index)].1,
        16..=231 => {
            let n = usize::from(index - 16);
            (STEPS[n / 36], STEPS[n / 6 % 6], STEPS[n % 6])
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// A channel of sRGB as linear light, 0 to 1 (IEC 61966-2-1).
pub(super) fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn oklab((r, g, b): (u8, u8, u8)) -> [f64; 3] {
    let (r, g, b) = (linear(r), linear(g), linear(b));
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn palette_entries_are_their_own_nearest() {
        for index in 16..=255u8 {
            assert_eq!(palette_rgb(nearest_256(palette_rgb(index))), palette_rgb(index));
        }
        for (colour, rgb) in SIXTEEN {
            assert_eq!(nearest_16(rgb), colour);
        }
    }

    #[test]
    fn no_theme_keeps_colours_that_the_terminal_lacks() {
        for theme in Theme::built_in() {
            for role in Role::ALL {
                for colour in [
                    theme.at(ColourDepth::Ansi256).style(role).fg,
                    theme.at(ColourDepth::Ansi256).style(role).bg,
                ] {
                    assert!(!matches!(colour, Some(Color::Rgb(..))), "{} {role:?}", theme.name);
                }
                let poor = theme.at(ColourDepth::Ansi16).style(role);
                for colour in [poor.fg, poor.bg] {
                    assert!(
                        !matches!(colour, Some(Color::Rgb(..) | Color::Indexed(_))),
                        "{} {role:?}",
                        theme.name
                    );
                }
            }
        }
    }

    #[test]
    fn sixteen_colours_say_cooperation_cyan_and_conflict_magenta() {
        for name in ["dark", "light", "contrast-dark", "contrast-light"] {
            let theme = Theme::named(name).unwrap().at(ColourDepth::Ansi16);
            assert!(
                matches!(theme.style(Role::Cooperation).fg, Some(Color::Cyan | Color::LightCyan)),
                "{name}"
            );
            assert!(
                matches!(theme.style(Role::Conflict).fg, Some(Color::Magenta | Color::LightMagenta)),
                "{name}"
            );
        }
    }

    #[test]
    fn cooperation_and_conflict_stay_apart_in_256() {
        for theme in Theme::built_in() {
            let theme = theme.at(ColourDepth::Ansi256);
            assert_ne!(theme.style(Role::Cooperation), theme.style(Role::Conflict));
        }
    }
}
