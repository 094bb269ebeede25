//! How it looks: actions and keys, themes, panes, overlays, and the screen
//! that is made of them. Drawing changes nothing.

pub mod action;
pub(crate) mod data_mark;
pub(crate) mod format;
pub(crate) mod fuzzy;
pub mod key;
pub mod keymap;
pub(crate) mod layout;
pub(crate) mod list;
pub mod overlay;
pub mod pane;
mod pane_id;
pub(crate) mod panes;
pub(crate) mod pen;
pub(crate) mod picture;
pub(crate) mod report_lines;
pub(crate) mod review_snapshot;
pub(crate) mod screen;
mod subject;
pub(crate) mod sum_lines;
pub mod text;
pub(crate) mod text_selection;
pub mod theme;
pub mod time;
pub(crate) mod widgets;
