//! How it looks: themes, texts, pictures.

pub mod text;
pub mod theme;
