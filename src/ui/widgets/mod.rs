//! Parts of panes that know nothing of countries.

pub(crate) mod calendar;
pub(crate) mod chart;
