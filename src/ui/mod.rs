//! How it looks: themes, texts, pictures.

pub mod theme;
