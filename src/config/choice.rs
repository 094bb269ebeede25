//! The settings that are one of a few words.

use super::reading::{Given, Setting, line, quoted};

/// Declares an enum whose variants have names, and the list of them.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$told:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$told])* $variant,)* }

        impl $name {
            /// All of them with their words in the configuration.
            pub(crate) const WORDS: &'static [(&'static str, $name)] = &[$(($word, $name::$variant),)*];

            /// The word in the configuration.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl Setting for $name {
            fn read(given: &mut Given<'_, '_>) -> Option<$name> {
                given.reading.choice(given.path, given.value, $name::WORDS)
            }

            fn write(&self, key: &str, out: &mut String) {
                line(out, key, quoted(self.name()));
            }
        }
    };
}

choice! {
    /// How dates are written.
    DateStyle {
        /// 2025-01-17
        Iso = "iso",
        /// 17 Jan 2025
        Written = "written",
    }
}

choice! {
    /// How counts are written.
    NumberStyle {
        /// 1.9k
        Short = "short",
        /// 1,900
        Full = "full",
    }
}

choice! {
    /// The pane that has the focus at the start.
    StartPane {
        /// Country pairs.
        Pairs = "pairs",
        /// Cooperation and conflict over time.
        Balance = "balance",
        /// Events in the order of time.
        Timeline = "timeline",
        /// Actors.
        Actors = "actors",
        /// Who said what about whom.
        Claims = "claims",
        /// The article.
        Source = "source",
    }
}

choice! {
    /// How time is cut into bars at first.
    FirstBin {
        /// To fit the span of the events.
        Auto = "auto",
        /// A day each.
        Day = "day",
        /// A week each.
        Week = "week",
        /// A month each.
        Month = "month",
        /// Three months each.
        Quarter = "quarter",
        /// A year each.
        Year = "year",
    }
}

choice! {
    /// Where copied text goes.
    ClipboardMode {
        /// Whichever fits the place where the program runs.
        Auto = "auto",
        /// Through the terminal.
        Osc52 = "osc52",
        /// To the system's clipboard.
        Native = "native",
        /// Nowhere.
        Off = "off",
    }
}

choice! {
    /// How much is written to the log.
    LogLevel {
        /// Nothing.
        Off = "off",
        /// What failed.
        Error = "error",
        /// What may be wrong.
        Warn = "warn",
        /// What was done.
        Info = "info",
        /// What was done in detail.
        Debug = "debug",
        /// Everything.
        Trace = "trace",
    }
}

choice! {
    /// How many colours a terminal can show.
    ColourDepth {
        /// No colours: bold, reverse and underline only.
        None = "none",
        /// The sixteen named colours, whose look the terminal decides.
        Ansi16 = "16",
        /// The xterm palette of 256.
        Ansi256 = "256",
        /// Red, green and blue in 256 steps each.
        TrueColor = "truecolor",
    }
}

/// `auto` is no number of colours in particular.
impl Setting for Option<ColourDepth> {
    fn read(given: &mut Given<'_, '_>) -> Option<Option<ColourDepth>> {
        let depths = ColourDepth::WORDS.iter().map(|(word, depth)| (*word, Some(*depth)));
        let words: Vec<_> = std::iter::once(("auto", None)).chain(depths).collect();
        given.reading.choice(given.path, given.value, &words)
    }

    fn write(&self, key: &str, out: &mut String) {
        line(out, key, quoted(self.map_or("auto", ColourDepth::name)));
    }
}
