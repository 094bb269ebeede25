//! The settings that are one of a few words.

use super::ColourDepth;

/// Declares an enum whose variants have names, and the list of them.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$told:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$told])* $variant,)* }

        impl $name {
            /// All of them with their words in the configuration.
            pub const WORDS: &'static [(&'static str, $name)] = &[$(($word, $name::$variant),)*];

            /// The word in the configuration.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
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

/// The words for a number of colours; `auto` is none in particular.
pub(super) const COLOURS: &[(&str, Option<ColourDepth>)] = &[
    ("auto", None),
    ("none", Some(ColourDepth::None)),
    ("16", Some(ColourDepth::Ansi16)),
    ("256", Some(ColourDepth::Ansi256)),
    ("truecolor", Some(ColourDepth::TrueColor)),
];
