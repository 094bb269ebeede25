//! Compressed files.

use std::io::Write;

use detente::model::Builder;
use detente::read::{self, Control};
use zip::write::SimpleFileOptions;

use super::tables::{bytes, read_bytes};

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
pub(crate) fn gzip_and_zstd_are_read_through() {
    let plain = bytes("icews.tab");
    let zstd = ruzstd::encoding::compress_to_vec(&plain[..], ruzstd::encoding::CompressionLevel::Fastest);
    for packed in
        [gzip(&plain), [gzip(&plain[..200]), gzip(&plain[200..])].concat(), zstd.clone(), gzip(&zstd)]
    {
        let (store, report) = read_bytes("icews.tab.gz", &packed);
        assert_eq!((store.len(), report.format), (3, "ICEWS events"), "{report:#?}");
    }
}

#[test]
fn a_stream_cut_short_keeps_what_came_before() {
    let rows = bytes("gdelt2.export.csv").repeat(400);
    let packed = gzip(&rows);
    let (store, report) = read_bytes("x.gz", &packed[..packed.len() / 2]);
    assert!(report.failure.is_some() && store.len() > 100 && store.len() < 2000, "{report}");
    let (_, report) = read_bytes("x.gz", &packed[..12]);
    assert!(report.failure.is_some() || report.problem_count() > 0, "{report:#?}");
}

#[test]
fn a_bomb_is_left_where_it_is() {
    let row = bytes("gdelt2.export.csv");
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&row).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..100 {
        bomb.write_all(&zeros).unwrap();
    }
    let (store, report) = read_bytes("bomb.gz", &bomb.finish().unwrap());
    assert_eq!(store.len(), 5);
    assert!(report.failure.unwrap().contains("unpacks to more than"));
}

#[test]
fn an_archive_gives_a_report_for_each_member() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.zip");
    let (export, icews) = (bytes("gdelt2.export.csv"), bytes("icews.tab"));
    let mut archive =
        zip(&[("a/x.export.CSV", &export), ("icews.tab", &icews), ("letter.txt", b"Dear all,\n")]);
    std::fs::write(&path, &archive).unwrap();
    let name = path.display().to_string();
    let mut builder = Builder::new();
    let reports = read::load(std::slice::from_ref(&name), &mut builder, &Control::new());
    let told: Vec<_> = reports.iter().map(|r| (r.path.rsplit('!').next().unwrap_or(""), r.kept())).collect();
    assert_eq!(told, [("a/x.export.CSV", 5), ("icews.tab", 3), ("letter.txt", 0)]);
    assert_eq!(builder.len(), 8);
    // A byte of the packed rows is changed: the checksum tells.
    let at = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap() / 4;
    archive[at] ^= 0x55;
    std::fs::write(&path, &archive).unwrap();
    let reports = read::load(&[name], &mut Builder::new(), &Control::new());
    assert!(reports.iter().any(|r| r.failure.is_some()), "{reports:#?}");
}

#[test]
fn an_archive_within_an_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outer.zip");
    let icews = bytes("icews.tab");
    let inner = zip(&[("icews.tab", &icews)]);
    std::fs::write(&path, zip(&[("icews.tab", &icews), ("inner.zip", &inner)])).unwrap();
    let reports = read::load(&[path.display().to_string()], &mut Builder::new(), &Control::new());
    let told: Vec<_> = reports.iter().map(|r| (r.kept(), r.failure.is_some())).collect();
    assert_eq!(told, [(3, false), (0, true)], "{reports:#?}");
    assert!(reports[1].failure.as_deref().unwrap().contains("archive within an archive"), "{reports:#?}");
}

#[test]
fn what_only_looks_like_an_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.zip", &b"PK\x03\x04rubbish"[..]),
        ("b.gz", b"\x1f\x8b\x08rubbish"),
        ("c.zst", b"\x28\xb5\x2f\xfdrubbish"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let reports = read::load(&[path.display().to_string()], &mut Builder::new(), &Control::new());
        assert_eq!(reports.len(), 1);
        assert!(reports[0].failure.is_some(), "{name}: {:#?}", reports[0]);
    }
}
