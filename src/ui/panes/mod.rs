//! The six panes, one file each.

mod actors;
mod balance;
mod claims;
mod list;
mod pairs;
mod source;
mod timeline;

pub(crate) use actors::ActorsPane;
pub use balance::BalancePane;
pub(crate) use claims::ClaimsPane;
pub(crate) use pairs::{PairsPane, weeks_of};
pub(crate) use source::SourcePane;
pub(crate) use timeline::TimelinePane;

use super::pane::{Pane, PaneId};

/// All panes with their cursors.
#[derive(Debug, Clone, Default)]
pub struct Panes {
    /// Country pairs.
    pub pairs: PairsPane,
    /// The chart.
    pub(crate) balance: BalancePane,
    /// Events in the order of time.
    pub(crate) timeline: TimelinePane,
    pub(crate) actors: ActorsPane,
    pub(crate) claims: ClaimsPane,
    /// The article.
    pub source: SourcePane,
}

impl Panes {
    /// One of them, to be read.
    pub(crate) fn get(&self, id: PaneId) -> &dyn Pane {
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
    pub(crate) fn get_mut(&mut self, id: PaneId) -> &mut dyn Pane {
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
