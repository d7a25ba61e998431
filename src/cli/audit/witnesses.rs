//! `audit witnesses`: which witnesses have signed what, and since when too few have.

use clap::Args;

use crate::cli::output::{self, WrongUse};
use crate::cli::serve;
use crate::cli::shared::Global;
use crate::operations::gather_cosignatures::{self, Standing};

#[derive(Args)]
pub(in crate::cli) struct Witnesses {
    #[command(flatten)]
    of: serve::Asked,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl Witnesses {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let policy = self.of.policy(&app).await?;
        let policy =
            policy.ok_or_else(|| WrongUse("which witnesses? name their policy with `--witnesses FILE`".to_owned()))?;
        let Some(standing) = gather_cosignatures::standing(&app, &policy).await? else {
            output::complain("the log was never signed: `comity serve` signs it, and `comity audit checkpoint`");
            return Ok(output::UNWITNESSED);
        };
        if self.json {
            output::json(&standing)?;
        } else {
            output::line(&told(&standing))?;
        }
        Ok(if standing.unwitnessed_since.is_none() && !standing.alarm { output::DONE } else { output::UNWITNESSED })
    }
}

fn told(standing: &Standing) -> String {
    let mut lines = vec![match (&standing.unwitnessed_since, standing.alarm) {
        (Some(since), _) => format!("unwitnessed since {since}"),
        (None, true) => "witnessed, and for more than a quarter of an hour by too few again".to_owned(),
        (None, false) => "witnessed".to_owned(),
    }];
    lines.push(format!("  {} leaves, signed by the log at {}", standing.size, standing.signed_at));
    lines.push(match standing.witnessed_size {
        Some(size) => format!("  {size} of them signed by enough witnesses"),
        None => "  no part of it was signed by enough witnesses".to_owned(),
    });
    for of in &standing.witnesses {
        let (name, key) = (&of.witness, &of.key);
        lines.push(match (of.size, &of.cosigned_at) {
            (Some(size), Some(at)) => format!("  {name} ({key}): {size} leaves, at {at}"),
            (Some(_) | None, _) => format!("  {name} ({key}): has signed nothing yet"),
        });
    }
    lines.join("\n")
}
