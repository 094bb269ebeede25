//! How it looks: themes, texts, pictures.

pub mod picture;
pub mod text;
pub mod theme;
