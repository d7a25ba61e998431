//! Open cases from a file: what each line becomes, what is told of a file that is wrong, and that nobody gets further by it.

use std::sync::Arc;

use comity::operations::import_requests::{self, Import, LineState, MOST_ROWS, Report, Rule, empty_file};
use comity::operations::{App, OperationError, read_messages, read_request, record_message};
use serde_json::{Value, json};
use sqlx::Row as _;

use super::desk::{Desk, content};

const NAMES: &str = "direction;instrument;measure;counterpart;title;old_reference;follows;language;received_on;their_reference;channel;paper;paper_sha256;content.facts;content.items.1.item;content.items.1.description";

/// A draft of ours.
fn ours(old: &str) -> String {
    format!("outgoing;UNCC;expedited_preservation;XS;Old case;{old};;en;2026-05-01;;;;;\"Two lines,\nof facts\";1;")
}

/// A request that came.
fn theirs(old: &str) -> String {
    format!(
        "incoming;UNCC;expedited_preservation;XS;Their case;{old};;fr;2026-06-30;XS/{old};post;letter.pdf;;Facts;1;"
    )
}

fn import(rows: &[String]) -> Import {
    of_text(&format!("{NAMES}\n{}\n", rows.join("\n")))
}

fn of_text(text: &str) -> Import {
    Import { source: "registry".to_owned(), bytes: Arc::new(text.as_bytes().to_vec()), papers: None }
}

async fn check(desk: &Desk, who: &str, import: &Import) -> Report {
    import_requests::check(&desk.app, desk.official(who), import).await.unwrap()
}

async fn run(app: &App, desk: &Desk, who: &str, import: &Import) -> Result<Report, OperationError> {
    import_requests::run(app, desk.official(who), import, &|_, _| {}).await
}

async fn rows(desk: &Desk, table: &str) -> i64 {
    use sqlx::Row as _;
    let mut connection = desk.by_hand().await;
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    sqlx::query(sql).fetch_one(&mut connection).await.unwrap().get(0)
}

fn states(report: &Report) -> Vec<LineState> {
    report.lines.iter().map(|line| line.state).collect()
}

#[test]
fn whoever_may_neither_draft_nor_record_imports_nothing_and_leaves_an_entry() {
    Desk::each(async |desk| {
        let file = import(&[ours("1"), theirs("2")]);
        for (who, dry) in [("axel", true), ("axel", false), ("rosa", false), ("judy", false), ("egon", true)] {
            let leaves = rows(&desk, "leaf").await;
            let refused = if dry {
                import_requests::check(&desk.app, desk.official(who), &file).await
            } else {
                run(&desk.app, &desk, who, &file).await
            };
            assert_eq!(refused.unwrap_err().code(), "not-allowed", "{who}");
            assert_eq!(rows(&desk, "leaf").await, leaves + 1, "{who}");
        }
        // Who drafts does not record, who only keeps the registry does not draft: told line by line, refused as a whole.
        for (who, line) in [("anna", 1), ("pia", 0)] {
            let told = check(&desk, who, &file).await;
            assert_eq!(told.lines[line].wrong[0].rule, Rule::NotYours, "{told:?}");
            assert_eq!(run(&desk.app, &desk, who, &file).await.unwrap_err().code(), "not-allowed");
        }
        assert_eq!(rows(&desk, "assistance_request").await, 0);
        desk.is_intact().await;
    });
}

#[test]
fn lines_become_what_they_would_have_become_by_hand() {
    Desk::each(async |desk| {
        let file = import(&[ours("2026/1"), theirs("2026/2")]);
        let tried = check(&desk, "carl", &file).await;
        assert_eq!(states(&tried), [LineState::Ready; 2], "{tried:#?}");
        assert!(tried.dry_run && rows(&desk, "assistance_request").await == 0);

        let done = run(&desk.app, &desk, "carl", &file).await.unwrap();

        assert_eq!(states(&done), [LineState::Imported; 2], "{done:#?}");
        let reference = |place: usize| done.lines[place].reference.clone().unwrap();
        let (carl, draft, came) = (desk.official("carl"), reference(0), reference(1));
        let view = desk.view(&draft).await;
        assert_eq!((view.stage.as_str(), view.title.as_str()), ("draft", "Old case"));
        assert_eq!(
            view.content,
            json!({ "facts": "Two lines,\nof facts", "items": [{ "item": "1" }], "language": "en" })
        );
        assert!(view.missing.iter().any(|lack| lack.contains("Necessity")), "{:?}", view.missing);
        let kinds = async |reference| {
            let history = read_request::history(&desk.app, carl, reference).await.unwrap();
            history.into_iter().map(|entry| entry.entry).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&draft).await, ["request_begun", "origin_noted", "subject_changed"]);
        assert_eq!(kinds(&came).await, ["request_begun", "origin_noted", "document_added", "message_recorded"]);
        // It waits before the first step: a second official has to hold it against the paper.
        let letters = read_messages::run(&desk.app, carl, &came).await.unwrap();
        let id = letters[0].letter.message.parse().unwrap();
        let before = desk.view(&came).await.stage;
        let own = record_message::confirm(&desk.app, carl, &came, id).await;
        assert_eq!(own.unwrap_err().code(), "second-official");
        let id = letters[0].letter.message.parse().unwrap();
        record_message::confirm(&desk.app, desk.official("cora"), &came, id).await.unwrap();
        let view = desk.view(&came).await;
        assert_ne!(view.stage, before);
        assert_eq!(view.content["facts"], "Facts");
        assert!(view.documents[0].name.starts_with("imported-line-"), "{:?}", view.documents);
        desk.is_intact().await;
    });
}

#[test]
fn references_of_others_stand_nowhere_in_the_open() {
    Desk::each(async |desk| {
        let done = run(&desk.app, &desk, "carl", &import(&[theirs("SECRET-77")])).await.unwrap();
        assert_eq!(done.count(LineState::Imported), 1);

        let mut connection = desk.by_hand().await;
        for sql in ["SELECT mark FROM request_origin", "SELECT standing FROM assistance_request"] {
            let found = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
            assert!(!found.is_empty());
            for row in found {
                assert!(!row.get::<String, _>(0).contains("SECRET"), "{sql}");
            }
        }
        let leaves = sqlx::query("SELECT body FROM leaf").fetch_all(&mut connection).await.unwrap();
        assert!(leaves.iter().all(|row| !String::from_utf8_lossy(row.get(0)).contains("SECRET")));
    });
}

#[test]
fn the_same_file_again_or_twice_at_once_makes_nothing_twice() {
    Desk::each(async |desk| {
        let lines: Vec<String> =
            (0..6).map(|n| if n % 2 == 0 { ours(&format!("A{n}")) } else { theirs(&format!("A{n}")) }).collect();
        let file = import(&lines);
        let other = desk.another_process().await;

        let (one, two) = tokio::join!(run(&desk.app, &desk, "carl", &file), run(&other, &desk, "cora", &file));

        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.count(LineState::Imported) + two.count(LineState::Imported), 6, "{one:#?}\n{two:#?}");
        assert_eq!(one.count(LineState::Refused) + two.count(LineState::Refused), 0, "{one:#?}\n{two:#?}");
        assert_eq!(rows(&desk, "assistance_request").await, 6);
        let again = run(&desk.app, &desk, "carl", &file).await.unwrap();
        assert_eq!(again.count(LineState::Before), 6);
        assert_eq!(rows(&desk, "assistance_request").await, 6);
        // Another registry may use the same numbers.
        let elsewhere = Import { source: "another".to_owned(), ..file.clone() };
        assert_eq!(check(&desk, "carl", &elsewhere).await.count(LineState::Ready), 6);
        desk.is_intact().await;
    });
}

#[test]
fn an_import_that_was_broken_off_goes_on_where_it_stopped() {
    Desk::each(async |desk| {
        let lines: Vec<String> = (0..4).map(|n| ours(&format!("B{n}"))).collect();
        run(&desk.app, &desk, "anna", &import(&lines[..2])).await.unwrap();

        let done = run(&desk.app, &desk, "anna", &import(&lines)).await.unwrap();

        assert_eq!(states(&done), [LineState::Before, LineState::Before, LineState::Imported, LineState::Imported]);
        assert!(done.lines[0].reference.is_some(), "whoever sees it is told which it is");
        desk.is_intact().await;
    });
}

#[test]
fn what_is_wrong_is_told_by_line_and_column_with_what_stands_and_what_belongs_there() {
    Desk::each(async |desk| {
        let long = "x".repeat(300);
        let lines = [
            "sideways;UNCC;expedited_preservation;XS;Title;1;;;;;;;;;;".to_owned(),
            "outgoing;NONE;expedited_preservation;XS;Title;2;;;;;;;;;;".to_owned(),
            "outgoing;UNCC;wiretap;XS;Title;3;;;;;;;;;;".to_owned(),
            "outgoing;UNCC;expedited_preservation;XN;Title;4;;;;;;;;;;".to_owned(),
            "outgoing;UNCC;expedited_preservation;QQ;Title;5;;;;;;;;;;".to_owned(),
            format!("outgoing;UNCC;expedited_preservation;XS;{long};6;;;;;;;;;;"),
            "outgoing;UNCC;expedited_preservation;XS;;7;;;31.12.2026;;post;;;;;".to_owned(),
            "outgoing;UNCC;expedited_preservation;XS;Title;8;XN-2027-000099;;2099-01-01;;;;;;;".to_owned(),
            "incoming;UNCC;expedited_preservation;XS;Title;9;;en;2026-01-01;;pigeon;;zz;;;".to_owned(),
            "outgoing;UNCC;expedited_preservation;XS;Title;8;;;;;;;;;;".to_owned(),
            "outgoing;UNCC;expedited_preservation;XS;Title;;;;;;;;;;;".to_owned(),
            "=HYPERLINK(1);UNCC;expedited_preservation;XS;Title;12;;;;;;;;;;".to_owned(),
        ];

        let told = check(&desk, "carl", &import(&lines)).await;

        let found: Vec<_> = told.all_wrong().map(|wrong| (wrong.line, wrong.column.as_str(), wrong.rule)).collect();
        let wanted = [
            (2, "direction", Rule::NotOneOf),
            (3, "instrument", Rule::NotOneOf),
            (4, "measure", Rule::NotOneOf),
            (5, "counterpart", Rule::OwnState),
            (6, "counterpart", Rule::UnknownState),
            (7, "title", Rule::TooLong),
            (8, "title", Rule::Empty),
            (8, "received_on", Rule::NotADay),
            (8, "channel", Rule::OnlyIncoming),
            (9, "received_on", Rule::InTheFuture),
            (10, "their_reference", Rule::Empty),
            (10, "channel", Rule::NotOneOf),
            (10, "paper_sha256", Rule::NotADigest),
            (11, "old_reference", Rule::Twice),
            (12, "old_reference", Rule::Empty),
            (13, "direction", Rule::NotOneOf),
        ];
        assert_eq!(found, wanted, "{:#?}", told.all_wrong().map(ToString::to_string).collect::<Vec<_>>());
        assert!(
            told.all_wrong().all(|wrong| wrong.found.chars().count() <= 61),
            "never more than the cell's beginning"
        );
        let first = told.all_wrong().next().unwrap().to_string();
        assert_eq!(first, "line 2, column `direction`, `sideways`: one of these belongs here: outgoing, incoming");
        let refused = run(&desk.app, &desk, "carl", &import(&lines)).await.unwrap_err();
        assert_eq!(refused.code(), "unusable");
        assert!(!refused.to_string().contains("sideways"));
        assert_eq!(rows(&desk, "assistance_request").await, 0);
    });
}

#[test]
fn content_is_held_against_the_form_of_the_measure() {
    Desk::each(async |desk| {
        let names = "direction,instrument,measure,counterpart,title,old_reference,content.duration.days,content.duration,content.items,content.nothing,content.language";
        let row = |old: usize, rest: &str| format!("outgoing,UNCC,expedited_preservation,XS,Title,{old},{rest}");
        let lines = [
            row(1, "many,,,,"),
            row(2, "0,,,,"),
            row(3, ",not json,,,"),
            row(4, ",,,x,"),
            row(5, ",,\"[{\"\"item\"\": \"\"a b c\"\"}]\",,"),
            row(6, ",,,,English"),
            row(7, "90,,\"[{\"\"item\"\": \"\"1\"\"}]\",,en"),
        ];
        let told = check(&desk, "anna", &of_text(&format!("{names}\n{}", lines.join("\n")))).await;

        let found: Vec<_> = told.all_wrong().map(|wrong| (wrong.line, wrong.column.as_str(), wrong.rule)).collect();
        assert_eq!(found[0], (2, "content.duration.days", Rule::NotANumber), "{told:#?}");
        assert_eq!(found[1], (3, "content.duration.days", Rule::AtLeast), "{told:#?}");
        assert_eq!(found[2], (4, "content.duration", Rule::NotJson), "{told:#?}");
        assert_eq!(found[3], (5, "content.nothing", Rule::NoSuchField), "{told:#?}");
        assert_eq!(found[4], (6, "content.items", Rule::NotTheForm), "{told:#?}");
        assert_eq!(found.last().unwrap(), &(7, "content.language", Rule::NotTheForm), "{told:#?}");
        assert_eq!(told.lines[6].state, LineState::Ready);
    });
}

#[test]
fn whole_contents_come_as_json_cells() {
    Desk::each(async |desk| {
        let whole = content("expedited_preservation");
        let (mut names, mut cells) = (Vec::new(), Vec::new());
        for (key, value) in whole.as_object().unwrap() {
            names.push(format!("content.{key}"));
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
                other => other.to_string(),
            };
            cells.push(format!("\"{}\"", text.replace('"', "\"\"")));
        }
        let names = format!("direction,instrument,measure,counterpart,title,old_reference,{}", names.join(","));
        let row = format!("outgoing,UNCC,expedited_preservation,XS,Whole,1,{}", cells.join(","));

        let done = run(&desk.app, &desk, "anna", &of_text(&format!("{names}\r\n{row}\r\n"))).await.unwrap();

        let reference = done.lines[0].reference.clone().unwrap();
        assert!(done.lines[0].missing.is_empty(), "{done:#?}");
        assert_eq!(desk.view(&reference).await.content, whole);
    });
}

#[test]
fn a_line_follows_from_one_above_or_from_a_request_that_is_seen() {
    Desk::each(async |desk| {
        let hidden = desk.draft("expedited_preservation").await;
        let mut first = ours("C1");
        let second = |old: &str, follows: &str| {
            format!("outgoing;UNCC;partial_disclosure_traffic;XS;Later;{old};{follows};en;;;;;;;;")
        };
        let rulebooks = desk.app.rulebooks();
        let kinds = rulebooks.main.measures.keys().map(ToString::to_string).collect::<Vec<_>>();
        let chained = rulebooks.main.measures.values().find(|measure| measure.follows.is_some());
        let chained = chained.unwrap_or_else(|| panic!("no measure follows: {kinds:?}")).name.to_string();
        let second = |old: &str, follows: &str| second(old, follows).replace("partial_disclosure_traffic", &chained);
        let earlier = rulebooks.main.measures.values().find(|measure| {
            let wanted = rulebooks.main.measures.values().find(|one| one.name.as_str() == chained).unwrap();
            Some(&measure.procedure) == wanted.follows.as_ref()
        });
        first = first.replace("expedited_preservation", earlier.unwrap().name.as_str());
        let told =
            check(&desk, "anna", &import(&[first.clone(), second("C2", "C1"), second("C3", ""), second("C4", "C9")]))
                .await;
        let found: Vec<_> = told.all_wrong().map(|wrong| (wrong.line, wrong.rule)).collect();
        // The facts of the first hold the end of a line.
        assert_eq!(found, [(5, Rule::HasToFollow), (6, Rule::FollowsNothing)], "{told:#?}");

        let done = run(&desk.app, &desk, "anna", &import(&[first, second("C2", "C1")])).await.unwrap();

        assert_eq!(states(&done), [LineState::Imported; 2], "{done:#?}");
        let reference = done.lines[1].reference.clone().unwrap();
        assert_eq!(desk.view(&reference).await.measure, chained);
        drop(hidden);
        desk.is_intact().await;
    });
}

#[test]
fn a_request_that_came_is_known_again_by_the_other_states_reference() {
    Desk::each(async |desk| {
        run(&desk.app, &desk, "carl", &import(&[theirs("D1")])).await.unwrap();
        let again = Import { source: "another".to_owned(), ..import(&[theirs("D1").replace("XS/D1", "xs / d1")]) };

        let told = check(&desk, "carl", &again).await;

        assert_eq!(told.lines[0].state, LineState::Ready);
        assert_eq!(told.lines[0].alike.len(), 1, "{told:#?}");
    });
}

#[test]
fn papers_of_a_folder_go_with_the_lines_and_none_from_outside_it() {
    Desk::each(async |desk| {
        let folder = desk.folder.path().join("papers");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("letter.pdf"), b"a letter").unwrap();
        let with = |import: Import| Import { papers: Some(folder.clone()), ..import };

        for other in ["other.pdf", "..", "../data/master.key", "/etc/passwd"] {
            let told = check(&desk, "carl", &with(import(&[theirs("E1").replace("letter.pdf", other)]))).await;
            assert_eq!(told.all_wrong().next().unwrap().rule, Rule::NoSuchPaper, "{other}");
        }
        let digest = "0".repeat(64);
        let wrong = theirs("E1").replace("letter.pdf;", &format!("letter.pdf;{digest}"));
        let told = check(&desk, "carl", &with(import(&[wrong]))).await;
        assert_eq!(told.all_wrong().next().unwrap().rule, Rule::OtherPaper);
        let done = run(&desk.app, &desk, "carl", &with(import(&[theirs("E1")]))).await.unwrap();

        let view = desk.view(done.lines[0].reference.as_ref().unwrap()).await;
        assert_eq!((view.documents[0].name.as_str(), view.documents[0].size), ("letter.pdf", 8));
    });
}

#[test]
fn the_example_can_be_imported_and_a_file_that_is_too_long_cannot() {
    Desk::each(async |desk| {
        let told = check(&desk, "anna", &of_text(&empty_file())).await;
        assert_eq!(states(&told), [LineState::Ready], "{told:#?}");

        let many: Vec<String> = (0..=MOST_ROWS).map(|n| ours(&n.to_string())).collect();
        let told = check(&desk, "anna", &import(&many)).await;
        assert_eq!(told.wrong[0].rule, Rule::TooManyLines);
        let large = of_text(&"x".repeat(import_requests::LARGEST_FILE + 1));
        assert_eq!(
            import_requests::check(&desk.app, desk.official("anna"), &large).await.unwrap_err().code(),
            "too-large"
        );
    });
}

#[test]
fn outside_training_nothing_is_imported_without_an_agreement() {
    super::desk::run(async {
        for kind in [super::template::Kind::Sqlite, super::template::Kind::Postgres] {
            let desk = Desk::open(kind, "PT").await;
            let told = check(&desk, "carl", &import(&[ours("F1").replace(";XS;", ";BR;"), ours("F2")])).await;
            let found: Vec<_> = told.all_wrong().map(|wrong| (wrong.line, wrong.rule)).collect();
            assert_eq!(found, [(2, Rule::NotInForce), (4, Rule::TrainingState)], "{told:#?}");
        }
    });
}
