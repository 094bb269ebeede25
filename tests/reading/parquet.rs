//! Parquet, out and in again.

use detente::model::Builder;
use detente::query::Selection;
use detente::read::{self, Control, Input};
use detente::write::parquet;

use super::tables::{bytes, events, read_bytes};

#[test]
fn events_come_back_from_parquet() {
    let (mut told, mut again) = (Vec::new(), Vec::new());
    for name in ["gdelt2.export.csv", "icews.tab", "polecat.txt", "ucdp-ged.csv"] {
        let (store, _) = read_bytes(name, &bytes(name));
        let mut file = Vec::new();
        parquet::write(&store, &Selection::all(&store), &mut file).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        let mut builder = Builder::new();
        let report =
            read::read(&mut Input::from_bytes("x.parquet", file.clone()), &mut builder, &Control::new());
        assert_eq!(
            (report.format, report.rejected, report.repaired),
            ("détente events", 0, 0),
            "{report:#?}"
        );
        let back = builder.snapshot();
        for (store, out) in [(&store, &mut told), (&back, &mut again)] {
            for e in events(store) {
                let place = e.place().map(|p| (store.str(p.name).to_owned(), p.country));
                let article = store.article(e.article()).map(|a| (a.id().to_owned(), a.published()));
                out.push(format!(
                    "{name} {} {} {} {} {} {} {:?} {:?} {} {place:?} {article:?} {:?}",
                    e.date(),
                    e.source(),
                    e.target(),
                    store.actor_name(e.source_actor()),
                    store.actor_name(e.target_actor()),
                    e.code_text(),
                    e.outer(),
                    e.tone(),
                    e.reports(),
                    e.sentence(),
                ));
            }
        }
        let half = Input::from_bytes("x", &file[..file.len() / 2]);
        let report = read::read(&mut { half }, &mut Builder::new(), &Control::new());
        assert!(report.failure.is_some(), "{report:#?}");
    }
    told.sort();
    again.sort();
    assert_eq!(told, again);
}
