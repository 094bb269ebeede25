//! Parts of panes that know nothing of countries.

pub mod calendar;
pub mod chart;
