//! The mode algebra: what becomes of an event under another verb.
//!
//! "Attack" is 190; "agree to a ceasefire", "threaten to attack", "urge to
//! withdraw" are events of their own, whose code follows from the inner one.
//! All functions work on CAMEO codes and keep the third digit where CAMEO has
//! a counterpart.

/// The CAMEO root of a code: 1 to 20, 0 if it has none.
pub fn root(code: &str) -> u8 {
    code.get(..2).and_then(|r| r.parse().ok()).unwrap_or(0)
}

/// Agree, consult, support: talk that brings together.
fn is_talk(root: u8) -> bool {
    matches!(root, 3..=5)
}

/// Protest and everything beyond talk that drives apart.
fn is_material_conflict(root: u8) -> bool {
    matches!(root, 14..=20)
}

/// Assault, fight and mass violence, done.
pub fn is_force(code: &str) -> bool {
    matches!(root(code), 18..=20)
}

/// Events that both sides do.
pub fn is_mutual(code: &str) -> bool {
    matches!(root(code), 3 | 4 | 6 | 19)
        || matches!(
            code,
            "050"
                | "057"
                | "054"
                | "056"
                | "0841"
                | "0871"
                | "125"
                | "127"
                | "164"
                | "160"
                | "161"
                | "128"
                | "196"
                | "120"
        )
}

/// What is to come: cooperation is agreed to, material conflict threatened, other talk stays.
pub fn future(code: &str) -> String {
    let r = root(code);
    match r {
        4..=8 => intent(code).to_owned(),
        _ if is_material_conflict(r) => threat(code).to_owned(),
        _ => code.to_owned(),
    }
}

/// CAMEO 03: the intent to do it.
pub fn intent(code: &str) -> &'static str {
    match code {
        "045" => "039",
        c if c.starts_with("04") => "036",
        "061" => "0311",
        "062" => "0312",
        "063" => "0313",
        "064" => "0314",
        c if c.starts_with("06") => "031",
        "071" => "0331",
        "072" => "0332",
        "073" | "075" => "0333",
        "074" => "0334",
        c if c.starts_with("07") => "033",
        "0831" => "0341",
        "0832" => "0342",
        "0833" => "0343",
        "0834" => "0344",
        c if c.starts_with("083") => "034",
        "082" => "0352",
        c if c.starts_with("081") => "0351",
        c if c.starts_with("084") => "0353",
        "085" => "0354",
        c if c.starts_with("086") => "0355",
        c if c.starts_with("087") => "0356",
        c if c.starts_with("08") => "035",
        c if c.starts_with("05") => "032",
        _ => "030",
    }
}

/// CAMEO 13: the threat to do it.
pub fn threat(code: &str) -> &'static str {
    match code {
        c if c.starts_with("162") => "1311",
        "163" => "1312",
        "161" | "160" => "1313",
        "164" => "134",
        "165" => "135",
        c if c.starts_with("166") => "136",
        "1721" => "1321",
        "1722" => "1322",
        "1723" => "1323",
        "1724" => "1324",
        "175" => "137",
        c if c.starts_with("17") => "132",
        c if c.starts_with("14") => "133",
        "191" => "1381",
        "192" => "1382",
        c if c.starts_with("18") => "1383",
        c if c.starts_with("204") => "1385",
        c if c.starts_with("19") => "1384",
        c if c.starts_with("15") || c.starts_with("20") => "138",
        _ => "130",
    }
}

/// CAMEO 02 (or, pressed harder, 10): the call to do it.
pub fn call(code: &str, demand: bool) -> &'static str {
    let pair = match code {
        c if c.starts_with("04") && c != "045" || c == "036" => ("026", "108"),
        "045" | "038" | "039" => ("028", "105"),
        "057" | "037" => ("027", "108"),
        "061" | "0311" => ("0211", "1011"),
        "062" | "0312" => ("0212", "1012"),
        "063" | "0313" => ("0213", "1013"),
        "064" | "0314" => ("0214", "1014"),
        c if c.starts_with("06") || c.starts_with("031") => ("021", "101"),
        "071" | "0331" => ("0231", "1031"),
        "072" | "0332" => ("0232", "1032"),
        "073" | "0333" | "075" => ("0233", "1033"),
        "074" | "0334" => ("0234", "1034"),
        c if c.starts_with("07") || c.starts_with("033") => ("023", "103"),
        "0831" | "0341" => ("0241", "1041"),
        "0832" | "0342" => ("0242", "1042"),
        "0833" | "0343" => ("0243", "1043"),
        "0834" | "0344" => ("0244", "1044"),
        c if c.starts_with("083") || c.starts_with("034") => ("024", "104"),
        c if c.starts_with("081") => ("0251", "1051"),
        "082" => ("0252", "1052"),
        c if c.starts_with("084") => ("0253", "1053"),
        "085" | "0354" => ("0254", "1054"),
        c if c.starts_with("086") => ("0255", "1055"),
        "0871" => ("0256", "107"),
        "0874" | "087" => ("0256", "106"),
        c if c.starts_with("087") => ("0256", "1056"),
        c if c.starts_with("08") || c.starts_with("035") => ("025", "105"),
        c if c.starts_with("09") => ("021", "101"),
        c if c.starts_with("05") => ("022", "102"),
        _ => ("020", "100"),
    };
    if demand { pair.1 } else { pair.0 }
}

/// CAMEO 12: the refusal to do it.
pub fn refusal(code: &str) -> &'static str {
    match code {
        "045" | "038" | "039" => "126",
        c if c.starts_with("04") || c == "036" => "125",
        "057" | "037" | "0871" => "127",
        "061" | "0311" => "1211",
        "062" | "0312" => "1212",
        c if c.starts_with("06") || c.starts_with("031") => "121",
        "071" | "0331" => "1221",
        "072" | "0332" => "1222",
        "073" | "0333" | "075" => "1223",
        "074" | "0334" => "1224",
        c if c.starts_with("07") || c.starts_with("033") => "122",
        "0831" | "0341" => "1231",
        "0832" | "0342" => "1232",
        "0833" | "0343" => "1233",
        "0834" | "0344" => "1234",
        c if c.starts_with("083") || c.starts_with("034") => "123",
        c if c.starts_with("081") || c == "0351" => "1241",
        "082" | "0352" => "1242",
        c if c.starts_with("084") || c == "0353" => "1243",
        "085" | "0354" => "1244",
        c if c.starts_with("086") || c == "0355" => "1245",
        c if c.starts_with("087") || c == "0356" => "1246",
        c if c.starts_with("08") || c.starts_with("035") => "124",
        _ => "120",
    }
}

/// Denied or undone: "did not meet" is a rejection, "did not send aid" a
/// reduction of relations, "did not attack" a concession. `None` where
/// nothing is told.
pub fn negation(code: &str, to_come: bool) -> Option<&'static str> {
    let r = root(code);
    Some(match r {
        1 | 2 | 9 | 10 | 11 | 13 => return None,
        12 => return None,
        _ if is_talk(r) => refusal(code),
        6 | 7 if !to_come => stop(code)?,
        6..=8 => refusal(code),
        _ if is_material_conflict(r) && to_come => intent(stop(code)?),
        _ if is_material_conflict(r) => stop(code)?,
        _ => return None,
    })
}

/// Brought to an end: aid and relations are reduced, conflict is eased.
pub fn stop(code: &str) -> Option<&'static str> {
    Some(match code {
        "071" => "1621",
        "072" => "1622",
        "073" => "1623",
        "074" => "1661",
        c if c.starts_with("07") => "162",
        "045" => "165",
        c if c.starts_with("04") => "164",
        c if c.starts_with("05") => "161",
        c if c.starts_with("06") || c.starts_with("03") => "160",
        c if c.starts_with("08") => "124",
        c if c.starts_with("09") || c.starts_with("11") => "080",
        c if c.starts_with("14") => "082",
        "163" => "085",
        c if c.starts_with("16") => "085",
        "1723" => "0813",
        "1724" => "0814",
        "173" | "181" => "0841",
        c if c.starts_with("17") => "081",
        "191" => "0872",
        "192" => "0874",
        c if c.starts_with("15") => "0873",
        c if c.starts_with("18") || c.starts_with("19") || c.starts_with("20") => "087",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeId;

    #[test]
    fn modes_of_the_field() {
        assert_eq!(future("073"), "0333");
        assert_eq!(future("190"), "1384");
        assert_eq!(negation("040", false), Some("125"));
        assert_eq!(negation("071", false), Some("1621"));
        assert_eq!(negation("071", true), Some("1221"));
        assert_eq!(negation("190", false), Some("087"));
        assert_eq!(negation("190", true), Some("0356"));
        assert_eq!(call("0874", true), "106");
        assert_eq!(refusal("085"), "1244");
    }

    #[test]
    fn every_result_is_a_cameo_code() {
        for (_, c) in
            crate::model::ontology::codes().filter(|(_, c)| c.code.starts_with(|d: char| d.is_ascii_digit()))
        {
            let code = c.code;
            let mut all = vec![
                future(code),
                refusal(code).to_owned(),
                call(code, true).to_owned(),
                call(code, false).to_owned(),
            ];
            all.extend(stop(code).map(str::to_owned));
            all.extend(negation(code, false).map(str::to_owned));
            all.extend(negation(code, true).map(str::to_owned));
            for made in all {
                assert!(CodeId::from_code(&made).is_some(), "{code} became {made}");
            }
        }
    }
}
