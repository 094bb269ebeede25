//! The panes by name and number.

/// The panes, by the number that focuses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaneId {
    /// Country pairs.
    Pairs,
    /// The diverging chart.
    Balance,
    /// Events in the order of time.
    Timeline,
    /// Actors.
    Actors,
    /// Quoted claims.
    Claims,
    /// The article with its lit span.
    Source,
}

impl PaneId {
    /// All panes, in the order of their numbers.
    pub const ALL: [PaneId; 6] =
        [PaneId::Pairs, PaneId::Balance, PaneId::Timeline, PaneId::Actors, PaneId::Claims, PaneId::Source];

    /// The number that focuses it, 1 to 6.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its name, as on its border, in `--view` and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            PaneId::Pairs => "pairs",
            PaneId::Balance => "balance",
            PaneId::Timeline => "timeline",
            PaneId::Actors => "actors",
            PaneId::Claims => "claims",
            PaneId::Source => "source",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            PaneId::Pairs => "Pairs",
            PaneId::Balance => "Balance",
            PaneId::Timeline => "Timeline",
            PaneId::Actors => "Actors",
            PaneId::Claims => "Claims",
            PaneId::Source => "Source",
        }
    }

    /// The pane of that name.
    pub(crate) fn named(name: &str) -> Option<PaneId> {
        PaneId::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Whether it is one of those that take turns at the bottom of a small screen.
    pub(crate) fn is_lower(self) -> bool {
        !matches!(self, PaneId::Balance | PaneId::Timeline)
    }

    /// The pane `by` places further, round and round.
    pub(crate) fn step(self, by: isize) -> PaneId {
        let count = PaneId::ALL.len() as isize;
        PaneId::ALL[(self as isize + by).rem_euclid(count) as usize]
    }
}
