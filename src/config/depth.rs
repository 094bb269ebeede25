//! How many colours there are.

/// How many colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColourDepth {
    /// No colours: bold, reverse and underline only.
    None,
    /// The sixteen named colours, whose look the terminal decides.
    Ansi16,
    /// The xterm palette of 256.
    Ansi256,
    /// Red, green and blue in 256 steps each.
    TrueColor,
}

impl ColourDepth {
    /// All depths, poorest first.
    pub const ALL: [ColourDepth; 4] =
        [ColourDepth::None, ColourDepth::Ansi16, ColourDepth::Ansi256, ColourDepth::TrueColor];

    /// The word of configuration and command line.
    pub fn name(self) -> &'static str {
        match self {
            ColourDepth::None => "none",
            ColourDepth::Ansi16 => "16",
            ColourDepth::Ansi256 => "256",
            ColourDepth::TrueColor => "truecolor",
        }
    }
}
