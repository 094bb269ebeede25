//! The six panes, one file each.

mod actors;
mod balance;
mod claims;
mod list;
mod pairs;
mod source;
mod timeline;

pub use actors::ActorsPane;
pub use balance::BalancePane;
pub use claims::ClaimsPane;
pub use list::{ListPane, Ranks, Row, Rows};
pub use pairs::{PairsPane, weeks_of};
pub use source::SourcePane;
pub use timeline::TimelinePane;

use super::pane::{Pane, PaneId};

/// All panes with their cursors.
#[derive(Debug, Clone, Default)]
pub struct Panes {
    /// Country pairs.
    pub pairs: PairsPane,
    /// The chart.
    pub balance: BalancePane,
    /// Events in the order of time.
    pub timeline: TimelinePane,
    /// Actors.
    pub actors: ActorsPane,
    /// Claims.
    pub claims: ClaimsPane,
    /// The article.
    pub source: SourcePane,
}

impl Panes {
    /// One of them, to be read.
    pub fn get(&self, id: PaneId) -> &dyn Pane {
        match id {
            PaneId::Pairs => &self.pairs,
            PaneId::Balance => &self.balance,
            PaneId::Timeline => &self.timeline,
            PaneId::Actors => &self.actors,
            PaneId::Claims => &self.claims,
            PaneId::Source => &self.source,
        }
    }

    /// One of them, to be changed.
    pub fn get_mut(&mut self, id: PaneId) -> &mut dyn Pane {
        match id {
            PaneId::Pairs => &mut self.pairs,
            PaneId::Balance => &mut self.balance,
            PaneId::Timeline => &mut self.timeline,
            PaneId::Actors => &mut self.actors,
            PaneId::Claims => &mut self.claims,
            PaneId::Source => &mut self.source,
        }
    }
}
