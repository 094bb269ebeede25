//! What the colours of a buffer look like in a picture.

use std::fmt;

use ratatui::style::Color;

use crate::ui::theme::{Background, palette_rgb};

/// A colour of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// This colour laid over another, `part` of it (0 to 1).
    pub(super) fn mix(self, under: Rgb, part: f32) -> Rgb {
        let channel = |a: u8, b: u8| (f32::from(a) * part + f32::from(b) * (1.0 - part)).round() as u8;
        Rgb(channel(self.0, under.0), channel(self.1, under.1), channel(self.2, under.2))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colours of the terminal that a picture pretends to be.
pub(super) struct Ink {
    /// The default colour of letters.
    pub(crate) text: Rgb,
    /// The default background.
    pub(crate) paper: Rgb,
    named: [Rgb; 16],
}

impl Ink {
    pub(super) fn of(background: Background) -> Ink {
        let all = |list: [u32; 16]| list.map(|n| Rgb((n >> 16) as u8, (n >> 8) as u8, n as u8));
        match background {
            Background::Dark => Ink {
                text: Rgb(0xd8, 0xdc, 0xe2),
                paper: Rgb(0x11, 0x14, 0x19),
                named: all([
                    0x1c2026, 0xd0554f, 0x4f9a55, 0xc49a3a, 0x4f7fd0, 0xb565b0, 0x3fa3ad, 0xb4bac4, 0x6a717c,
                    0xf07f78, 0x7cc983, 0xecc763, 0x82aaf2, 0xdb93d6, 0x70cfd8, 0xf2f4f7,
                ]),
            },
            Background::Light => Ink {
                text: Rgb(0x1b, 0x1f, 0x25),
                paper: Rgb(0xff, 0xff, 0xff),
                named: all([
                    0x1b1f25, 0xb3261e, 0x1f7a34, 0x8a6100, 0x1f4fb8, 0x8f2f8a, 0x0f6f7d, 0xc3c8d0, 0x6b7280,
                    0xd4483f, 0x2f9a48, 0xb07d00, 0x3f6fe0, 0xb34fae, 0x1f93a3, 0xffffff,
                ]),
            },
        }
    }

    /// The look of a colour; `default` where the buffer leaves it to the
    /// terminal.
    pub(super) fn rgb(&self, colour: Color, default: Rgb) -> Rgb {
        let named = |n: usize| self.named[n];
        match colour {
            Color::Reset => default,
            Color::Black => named(0),
            Color::Red => named(1),
            Color::Green => named(2),
            Color::Yellow => named(3),
            Color::Blue => named(4),
            Color::Magenta => named(5),
            Color::Cyan => named(6),
            Color::Gray => named(7),
            Color::DarkGray => named(8),
            Color::LightRed => named(9),
            Color::LightGreen => named(10),
            Color::LightYellow => named(11),
            Color::LightBlue => named(12),
            Color::LightMagenta => named(13),
            Color::LightCyan => named(14),
            Color::White => named(15),
            Color::Indexed(n @ 0..=15) => named(usize::from(n)),
            Color::Indexed(n) => {
                let (r, g, b) = palette_rgb(n);
                Rgb(r, g, b)
            }
            Color::Rgb(r, g, b) => Rgb(r, g, b),
        }
    }
}
