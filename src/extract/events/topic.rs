//! The third digit: what the cooperation, aid or accusation is about.

use std::ops::Range;

use super::Coder;

const ECONOMIC: &[&str] = &[
    "trade",
    "economic",
    "economy",
    "investment",
    "financial",
    "loan",
    "loans",
    "bank",
    "tariff",
    "tariffs",
    "dollars",
    "euros",
    "pounds",
    "yen",
    "grant",
    "debt",
    "business",
    "commercial",
    "oil",
    "gas",
    "energy",
    "export",
    "exports",
    "imports",
    "million",
    "billion",
    "$",
    "€",
    "funding",
    "funds",
    "free-trade",
    "gdp",
];
const MILITARY: &[&str] = &[
    "military",
    "arms",
    "weapons",
    "weapon",
    "troops",
    "army",
    "defense",
    "defence",
    "navy",
    "naval",
    "missiles",
    "missile",
    "tanks",
    "aircraft",
    "drones",
    "soldiers",
    "ammunition",
    "warships",
    "jets",
    "exercise",
    "exercises",
    "firearms",
    "drills",
];
const HUMANITARIAN: &[&str] = &[
    "humanitarian",
    "food",
    "medicine",
    "medical",
    "refugees",
    "relief",
    "medicines",
    "vaccines",
    "tents",
    "blankets",
    "refugee",
    "wounded",
    "victims",
    "earthquake",
    "flood",
    "famine",
    "doses",
    "evacuated",
    "shelter",
];
const JUDICIAL: &[&str] = &[
    "judicial",
    "extradite",
    "extradition",
    "trial",
    "court",
    "suspects",
    "suspected",
    "legal",
    "prosecution",
    "police",
    "crime",
];
const INTELLIGENCE: &[&str] = &["intelligence", "information", "data", "evidence"];
const PROTECTION: &[&str] = &["peacekeeping", "peacekeepers", "peacekeeper", "protection", "stabilization"];

impl Coder<'_> {
    fn says(&self, words: &[&str], tokens: Range<usize>) -> bool {
        tokens.clone().any(|t| words.contains(&self.document.lower(t)))
    }

    /// A finer code where the words of the clause support it.
    pub(super) fn refine(&self, code: &str, tokens: Range<usize>) -> String {
        let topic = |order: &[(&[&str], &'static str)]| {
            order.iter().find(|(words, _)| self.says(words, tokens.clone())).map(|(_, c)| *c)
        };
        let finer = match code {
            "070" => {
                topic(&[(PROTECTION, "074"), (MILITARY, "072"), (HUMANITARIAN, "073"), (ECONOMIC, "071")])
            }
            "033" => {
                topic(&[(PROTECTION, "0334"), (MILITARY, "0332"), (HUMANITARIAN, "0333"), (ECONOMIC, "0331")])
            }
            "023" => {
                topic(&[(PROTECTION, "0234"), (MILITARY, "0232"), (HUMANITARIAN, "0233"), (ECONOMIC, "0231")])
            }
            "103" => {
                topic(&[(PROTECTION, "1034"), (MILITARY, "1032"), (HUMANITARIAN, "1033"), (ECONOMIC, "1031")])
            }
            "162" => topic(&[(MILITARY, "1622"), (HUMANITARIAN, "1623"), (ECONOMIC, "1621")]),
            "030" | "031" => {
                topic(&[(INTELLIGENCE, "0314"), (JUDICIAL, "0313"), (MILITARY, "0312"), (ECONOMIC, "0311")])
            }
            "060" => topic(&[(INTELLIGENCE, "064"), (JUDICIAL, "063"), (MILITARY, "062"), (ECONOMIC, "061")]),
            "112" => topic(&[
                (&["war"], "1124"),
                (&["crimes"], "1124"),
                (&["abuses", "rights", "torture", "genocide"], "1122"),
                (&["spying", "espionage", "treason", "betrayal", "spy", "spies"], "1125"),
                (
                    &[
                        "aggression",
                        "attack",
                        "attacks",
                        "bombing",
                        "invasion",
                        "shelling",
                        "attacking",
                        "killing",
                    ],
                    "1123",
                ),
                (&["corruption", "crime", "fraud", "embezzling", "bribery", "smuggling", "misusing"], "1121"),
            ]),
            "111" | "113" | "114" => None,
            "090" => topic(&[
                (&["war"], "094"),
                (&["crimes"], "094"),
                (&["rights", "abuses", "torture", "detainees"], "092"),
                (MILITARY, "093"),
                (
                    &[
                        "crime",
                        "corruption",
                        "murder",
                        "rape",
                        "fraud",
                        "riot",
                        "alleged",
                        "smuggling",
                        "killing",
                    ],
                    "091",
                ),
            ]),
            "141" => topic(&[
                (&["resignation", "resign", "ouster", "removal"], "1411"),
                (&["policy", "policies", "law", "bill", "decision", "war", "plan"], "1412"),
                (&["rights", "freedom", "democracy"], "1413"),
            ]),
            "142" => topic(&[
                (&["resignation", "resign", "ouster", "removal"], "1421"),
                (&["policy", "policies", "decision"], "1422"),
                (&["rights", "freedom"], "1423"),
                (&["independence", "democracy", "reform"], "1424"),
            ]),
            _ => None,
        };
        finer.unwrap_or(code).to_owned()
    }
}
