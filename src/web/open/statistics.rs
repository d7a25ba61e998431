//! Statistics for everybody: what is counted, in figures, pictures, tables and a file, each telling the same.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::domain::time;
use crate::http::service::Service;
use crate::operations::count_requests::{Block, FEWEST, Range, Statistics, Year};

use super::super::chart::{Bar, Chart};
use super::super::dates::{self, moment};
use super::super::frame::Frame;
use super::super::language::Language;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::visit::Visit;
use super::counted::{Named, name_of, rest_title, side_title, table_title, tables};

#[derive(Template)]
#[template(path = "templates/open/statistics.html")]
struct Page {
    frame: Frame,
    years: Vec<(i16, bool)>,
    told: Option<Told>,
    counted_at: String,
    counted_at_text: String,
    by_year: Option<Figure>,
    file: String,
}

/// One year in words.
struct Told {
    year: i16,
    /// Its first and its last day.
    days: [String; 2],
    over: bool,
    sides: Vec<Side>,
}

/// One side of it.
struct Side {
    name: &'static str,
    title: String,
    figures: Vec<(String, String)>,
    tables: Vec<Figure>,
    /// Tables of which nothing is shown.
    withheld: Vec<String>,
}

/// A picture with its table.
struct Figure {
    id: String,
    title: String,
    /// What the first column says.
    of: String,
    picture: String,
    /// Names of the second and third column; a second series has a column of its own.
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    withheld: bool,
    file: String,
}

/// Which year.
#[derive(Deserialize)]
pub(super) struct Which {
    year: Option<i16>,
}

/// Shows one year, the latest where none is named.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let last = service.counted.get(&service.app).await.map_err(|error| visit.stop(&error))?;
    let (t, counted) = (visit.t, &last.counted);
    // The latest year of which there is something to tell, else the latest.
    let telling = |year: &&Year| year.sides.iter().any(|block| !block.begun.is_few());
    let latest = counted.years.iter().find(telling).or(counted.years.first());
    let wanted = which.year.or_else(|| latest.map(|year| year.year));
    let year = counted.years.iter().find(|year| Some(year.year) == wanted);
    if which.year.is_some() && year.is_none() {
        return Err(Stop::not_found(&visit, None));
    }
    let drawn = Drawing { t, names: Named { t, rulebooks: &service.app.rulebooks() }, visit: &visit };
    let at = time::to_text(last.at);
    Ok(page(&Page {
        frame: Frame::of(&visit, t.say("statistics")),
        years: counted.years.iter().map(|known| (known.year, Some(known.year) == wanted)).collect(),
        told: year.map(|year| drawn.year(year)),
        counted_at_text: moment(t, &at),
        counted_at: at,
        by_year: (counted.years.len() > 1).then(|| drawn.by_year(counted)),
        file: visit.to("/statistics.csv"),
    }))
}

/// Hands the same out as a file.
pub(super) async fn file(
    State(service): State<Service>,
    visit: Visit,
    Query(which): Query<OfFile>,
) -> Result<Response, Stop> {
    let last = service.counted.get(&service.app).await.map_err(|error| visit.stop(&error))?;
    let names = Named { t: visit.t, rulebooks: &service.app.rulebooks() };
    let text = super::counted::csv(&last.counted.only(which.year), &names, which.of.as_deref(), which.side.as_deref());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"statistics.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// What the file holds; all, where nothing is said.
#[derive(Deserialize)]
pub(super) struct OfFile {
    year: Option<i16>,
    of: Option<String>,
    side: Option<String>,
}

struct Drawing<'a> {
    t: Texts,
    names: Named<'a>,
    visit: &'a Visit,
}

impl Drawing<'_> {
    fn range(&self, range: Range) -> String {
        range_text(self.t, range)
    }

    fn days(&self, days: Option<i64>) -> String {
        days.map_or_else(|| self.t.say("statistics-no-median"), |days| days.to_string())
    }

    fn year(&self, year: &Year) -> Told {
        let side = |block: &Block| {
            let (tables, withheld): (Vec<_>, Vec<_>) =
                self.tables(year.year, block).into_iter().partition(|table| !table.withheld);
            Side {
                name: block.side.into(),
                title: side_title(self.t, block.side),
                figures: vec![
                    (self.t.say("statistics-begun"), self.range(block.begun)),
                    (self.t.say("statistics-decided"), self.range(block.decided)),
                    (self.t.say("statistics-median"), self.days(block.median_days)),
                    (self.t.say("statistics-median-us"), self.days(block.median_days_with_us)),
                    (self.t.say("statistics-median-them"), self.days(block.median_days_with_them)),
                ],
                tables,
                withheld: withheld.into_iter().map(|table| table.title).collect(),
            }
        };
        let days = ["01-01", "12-31"].map(|of| dates::day(self.t, &format!("{:04}-{of}", year.year)));
        Told { year: year.year, days, over: year.over, sides: year.sides.iter().map(side).collect() }
    }

    fn tables(&self, year: i16, block: &Block) -> Vec<Figure> {
        let side: &'static str = block.side.into();
        let link = |of: &str| self.visit.to(&format!("/statistics.csv?year={year}&side={side}&of={of}"));
        let mut all: Vec<Figure> = tables(block)
            .into_iter()
            .map(|(name, table)| {
                let mut rows: Vec<(String, Range)> =
                    table.rows.iter().map(|row| (name_of(&self.names, name, &row.name), row.cases)).collect();
                rows.extend(table.rest.map(|rest| (rest_title(self.t, table), rest)));
                let bars: Vec<Bar> = rows.iter().map(|(label, range)| self.bar(label, *range, false)).collect();
                let cells = rows.into_iter().map(|(label, range)| (label, vec![self.range(range)])).collect();
                Figure {
                    withheld: table.withheld,
                    columns: vec![self.t.say("statistics-cases")],
                    ..self.figure((side, name), table_title(self.t, name), &bars, cells, link(name))
                }
            })
            .collect();
        all.extend(self.holders(block, link("median_days")));
        all.extend(self.medians(block, year));
        all
    }

    /// How long the file was with whom.
    fn holders(&self, block: &Block, file: String) -> Option<Figure> {
        let days = [
            ("statistics-with-us", block.median_days_with_us?, false),
            ("statistics-with-them", block.median_days_with_them?, true),
        ];
        let bars: Vec<Bar> = days.iter().map(|(id, days, second)| day(&self.t.say(id), *days, *second)).collect();
        let rows = days.iter().map(|(id, days, _)| (self.t.say(id), vec![days.to_string()])).collect();
        let side: &'static str = block.side.into();
        let title = self.t.say("statistics-by-holder");
        let figure = self.figure((side, "median_days"), title, &bars, rows, file);
        Some(Figure { columns: vec![self.t.say("statistics-days")], ..figure })
    }

    fn medians(&self, block: &Block, year: i16) -> Vec<Figure> {
        let side: &'static str = block.side.into();
        let all = [
            ("median_days_by_measure", "measures", "statistics-by-measure-days", &block.median_days_by_measure),
            (
                "median_days_by_counterpart",
                "counterparts",
                "statistics-by-counterpart-days",
                &block.median_days_by_counterpart,
            ),
        ];
        let figure = |(name, of, id, medians): (&str, &str, &str, &BTreeMap<String, i64>)| {
            let named: Vec<(String, i64)> =
                medians.iter().map(|(code, days)| (name_of(&self.names, of, code), *days)).collect();
            let bars: Vec<Bar> = named.iter().map(|(label, days)| day(label, *days, false)).collect();
            let rows = named.into_iter().map(|(label, days)| (label, vec![days.to_string()])).collect();
            let file = self.visit.to(&format!("/statistics.csv?year={year}&side={side}&of={name}"));
            let figure = self.figure((side, name), self.t.say(id), &bars, rows, file);
            (!bars.is_empty()).then(|| Figure { columns: vec![self.t.say("statistics-days")], ..figure })
        };
        all.into_iter().filter_map(figure).collect()
    }

    /// Year by year, what we asked for and what we were asked for.
    fn by_year(&self, counted: &Statistics) -> Figure {
        let (mut bars, mut rows) = (Vec::new(), Vec::new());
        for year in counted.years.iter().rev() {
            for (number, block) in year.sides.iter().enumerate() {
                let label = if number == 0 { year.year.to_string() } else { String::new() };
                bars.push(self.bar(&label, block.begun, number == 1));
            }
            rows.push((year.year.to_string(), year.sides.iter().map(|block| self.range(block.begun)).collect()));
        }
        let sides = counted.years.first().map(|year| year.sides.iter().map(|block| side_title(self.t, block.side)));
        let file = self.visit.to("/statistics.csv?of=begun");
        let figure = self.figure(("all", "years"), self.t.say("statistics-by-year"), &bars, rows, file);
        Figure { columns: sides.into_iter().flatten().collect(), of: self.t.say("statistics-year"), ..figure }
    }

    fn figure(
        &self,
        (side, name): (&str, &str),
        title: String,
        bars: &[Bar],
        rows: Vec<(String, Vec<String>)>,
        file: String,
    ) -> Figure {
        let id = format!("bars-{side}-{}", name.replace('_', "-"));
        let about = self.t.say("statistics-picture");
        let mirrored = self.t.0 == Language::Ar;
        let picture = Chart { id: &id, title: &title, about: &about, bars, mirrored }.draw();
        Figure { id, of: self.t.say("statistics-of"), columns: Vec::new(), withheld: false, title, picture, rows, file }
    }

    fn bar(&self, label: &str, range: Range, second: bool) -> Bar {
        let (from, to) = (number(range.from), number(range.to));
        Bar { label: label.to_owned(), from, to, value: self.range(range), second }
    }
}

/// A figure in words: the same in picture and table.
fn range_text(t: Texts, range: Range) -> String {
    if range.is_few() { t.count("statistics-few", FEWEST) } else { format!("{}–{}", range.from, range.to) }
}

fn number(cases: usize) -> u64 {
    u64::try_from(cases).unwrap_or(u64::MAX)
}

fn day(label: &str, days: i64, second: bool) -> Bar {
    let days = u64::try_from(days).unwrap_or_default();
    Bar { label: label.to_owned(), from: days, to: days, value: days.to_string(), second }
}
