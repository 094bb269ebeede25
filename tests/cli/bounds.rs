//! What would take time or memory without end is bounded, and said.

use super::run::{CASPIAN, Run, detente};

#[test]
fn bins_without_end_are_refused_with_the_width_that_fits() {
    let text = "{\"article\": {\"id\": \"a\"}, \"event\": [\
                {\"date\": \"0001-01-01\", \"source\": \"IRN\", \"target\": \"RUS\", \"code\": \"057\"}, \
                {\"date\": \"9999-12-31\", \"source\": \"IRN\", \"target\": \"RUS\", \"code\": \"057\"}]}";
    let run = |unit: &str, query: &str| {
        let arguments = ["query", query, "-", "--what", "balance", "--every", unit, "--format", "csv"];
        Run::new(&arguments).input(text).ran()
    };
    let days = run("day", "");
    assert_eq!((days.code, days.out.as_str()), (2, ""));
    for words in ["3652059 bins of a day", "at most 100000", "--every quarter", "since: and until:"] {
        assert!(days.err.contains(words), "{words}: {}", days.err);
    }
    assert_eq!(run("quarter", "").out.lines().count(), 1 + 4 * 9_999);
    assert_eq!(run("day", "since:9999-12").out.lines().count(), 1 + 31);
}

#[test]
fn threads_have_a_bound_that_is_said() {
    let article = "The Peruvian foreign minister met officials from Norway in Lima on Tuesday.";
    let run = |threads: &str| Run::new(&["extract", "-", "--threads", threads]).input(article).ran();
    let (few, many) = (run("2"), run("100000"));
    assert_eq!((many.code, &many.out), (0, &few.out));
    assert!(many.err.contains("--threads 100000: 256 are started"), "{}", many.err);
    assert_eq!((few.err.as_str(), run("256").err.as_str()), ("", ""));
}

#[test]
fn a_query_without_end_is_refused_in_a_line() {
    let ran = detente(&["query", &"x".repeat(100_000), CASPIAN]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("a query has at most 10000 characters, and here are 100000"), "{}", ran.err);
    assert!(ran.err.len() < 1_000, "{} bytes", ran.err.len());
    let ran = detente(&["query", &format!("pair:IRN-RUS {}:x", "t".repeat(9_000)), CASPIAN]);
    assert_eq!(ran.code, 2);
    let long = detente(&["query", &"x".repeat(9_999), CASPIAN]);
    assert_eq!(long.code, 0);
}
