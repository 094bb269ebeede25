//! How files get in and out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "reading/articles.rs"]
mod articles;
#[path = "reading/bounds.rs"]
mod bounds;
#[path = "reading/broken.rs"]
mod broken;
#[path = "reading/cache.rs"]
mod cache;
#[path = "reading/damage.rs"]
mod damage;
#[path = "reading/docs.rs"]
mod docs;
#[path = "reading/forms.rs"]
mod forms;
#[path = "reading/packed.rs"]
mod packed;
#[path = "reading/parquet.rs"]
mod parquet;
#[path = "reading/robust.rs"]
mod robust;
#[path = "reading/round.rs"]
mod round;
#[path = "reading/sample.rs"]
mod sample;
#[path = "reading/speed.rs"]
mod speed;
#[path = "reading/tables.rs"]
mod tables;
