//! How it looks: actions and keys, themes, panes, overlays, and the screen
//! that is made of them. Drawing changes nothing.

pub mod action;
pub mod data_mark;
pub mod format;
pub mod fuzzy;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod overlay;
pub mod pane;
pub mod panes;
pub mod pen;
pub mod picture;
pub mod report_lines;
pub mod review_snapshot;
pub mod screen;
pub mod sum_lines;
pub mod text;
pub mod text_selection;
pub mod theme;
pub mod time;
pub mod widgets;
