//! Parts of panes that know nothing of countries.

pub mod chart;
