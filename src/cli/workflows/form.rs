//! `workflows form`: the fields of a measure's content, each with its article.

use clap::Args;
use serde_json::Value;

use crate::domain::ids::MeasureName;
use crate::domain::spelling;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, WrongUse, wrapped};

/// Columns of a text.
const WIDTH: usize = 100;

/// No form is nested so deep.
const DEEPEST: usize = 8;

const AFTER: &str = "\
A field with `*` is required; a draft may leave it out, and says that it is missing. `[]` is a list.
Write the content as one JSON object to a file, then `comity request draft --content FILE`, or `comity request change \
REFERENCE --subject request --content FILE`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Form {
    /// The measure, such as `expedited_preservation`; without one, all are listed
    #[arg(value_name = "MEASURE")]
    measure: Option<String>,
    /// The whole form as JSON Schema
    #[arg(long, requires = "measure")]
    json: bool,
}

impl Form {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let Some(name) = self.measure else {
            let lines: Vec<String> = rulebook
                .measures
                .values()
                .map(|measure| format!("{:28}  {}", measure.name.to_string(), measure.title.en()))
                .collect();
            return output::line(&format!("{}\n\nNext: comity workflows form MEASURE", lines.join("\n")));
        };
        let Some(measure) = rulebook.measures.values().find(|measure| measure.name == name) else {
            let near = spelling::near(&name, rulebook.measures.keys().map(MeasureName::as_str), 2);
            let meant =
                if near.is_empty() { String::new() } else { format!(", did you mean {}?", listed(near, " or ")) };
            let there_are = listed(rulebook.measures.keys(), ", ");
            return Err(WrongUse(format!("there is no measure `{name}`{meant}; there are {there_are}")).into());
        };
        let file = format!("content/{}.schema.json", measure.content);
        let schema = rulebook.files.as_data(&file).unwrap_or_default();
        if self.json {
            return output::json(&schema);
        }
        let mut lines = vec![format!("{}  {}  ({file})", measure.name, measure.title.en()), String::new()];
        fields(&schema, &schema, "", 0, &mut lines);
        output::line(&lines.join("\n"))
    }
}

/// The fields of an object, and those below them.
fn fields(schema: &Value, whole: &Value, above: &str, depth: usize, lines: &mut Vec<String>) {
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name));
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let mut field = resolved(field, whole);
        let mut path = format!("{above}/{name}");
        let text = |field: &Value, key: &str| field[key].as_str().unwrap_or_default().to_owned();
        let (title, article, about) = (text(field, "title"), text(field, "x-article"), text(field, "description"));
        let mark = if required(name) { '*' } else { ' ' };
        if field["type"] == "array" {
            path.push_str("[]");
            field = resolved(&field["items"], whole);
        }
        let words: Vec<&str> = field["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fixed = field.get("const").map(ToString::to_string);
        let kind = fixed.unwrap_or_else(|| if words.is_empty() { text(field, "type") } else { words.join(" | ") });
        let article = if article.is_empty() { article } else { format!("  {article}") };
        lines.push(format!("{mark} {path}  ({kind})  {title}{article}"));
        lines.extend(wrapped(&about, WIDTH - 6).into_iter().map(|line| format!("      {line}")));
        if depth < DEEPEST {
            fields(field, whole, &path, depth + 1, lines);
        }
    }
}

/// What a reference within the schema leads to.
fn resolved<'s>(field: &'s Value, whole: &'s Value) -> &'s Value {
    let target = field["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.and_then(|pointer| whole.pointer(pointer)).unwrap_or(field)
}
