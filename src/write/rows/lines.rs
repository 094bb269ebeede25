//! Rows as JSON Lines. Events and claims come as the records of dossiers, with
//! the articles and actors that they need, and can be read back; actors,
//! pairs and bins are sums, and come as plain objects.

use std::io::{self, Write};

use super::json::object;
use super::lift::Lift;
use super::{Rows, What};
use crate::write::dossier_lines::write_dossier;

pub(super) fn write(rows: &Rows<'_>, mut out: &mut dyn Write) -> io::Result<()> {
    let numbers = rows.numbers().iter();
    let lift = match rows.what() {
        What::Events => {
            let places: Vec<_> = numbers.filter_map(|&n| rows.place(n)).collect();
            Lift::new(&rows.views.store, &places, &[])
        }
        What::Claims => {
            let claims: Vec<_> = numbers.filter_map(|&n| rows.claim_id(n)).collect();
            Lift::new(&rows.views.store, &[], &claims)
        }
        What::Actors | What::Pairs | What::Balance => {
            for &number in rows.numbers() {
                object(&mut out, rows, number)?;
                out.write_all(b"\n")?;
            }
            return Ok(());
        }
    };
    for dossier in lift {
        write_dossier(&mut out, &dossier)?;
    }
    Ok(())
}
