//! The bundled sample: true dossiers, compiled in, for the first start.

use super::{Control, Input, LoadReport, Sink, read};

/// The sample's files: name and content, in the order in which they are loaded.
pub static FILES: &[(&str, &str)] = &[
    ("sample/the-pact.toml", include_str!("../../assets/sample/the-pact.toml")),
    ("sample/iran-russia-chronology.toml", include_str!("../../assets/sample/iran-russia-chronology.toml")),
    ("sample/presidents-on-iran-2002.toml", include_str!("../../assets/sample/presidents-on-iran-2002.toml")),
    ("sample/presidents-on-iran-2015.toml", include_str!("../../assets/sample/presidents-on-iran-2015.toml")),
    ("sample/presidents-on-iran-2018.toml", include_str!("../../assets/sample/presidents-on-iran-2018.toml")),
];

/// Reads the sample, each file with its report.
pub fn load_sample(sink: &mut dyn Sink, control: &Control) -> Vec<LoadReport> {
    FILES.iter().map(|(name, text)| read(&mut Input::from_bytes(name, *text), sink, control)).collect()
}
