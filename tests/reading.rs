//! How files get in and out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "reading/broken.rs"]
mod broken;
#[path = "reading/forms.rs"]
mod forms;
