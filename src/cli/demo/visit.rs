//! `demo --serve`: the authorities go on working, on loopback, and a visitor can try everything.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::Result;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cli::serve::{self, Limits, Outsiders};
use crate::clock::Clock;
use crate::exchange::in_process;
use crate::operations::App;
use crate::operations::keep_log::Keeping;

use super::cast::{ADMINISTRATOR, Authority, TRAINING_PASSWORD};
use super::show::Screen;

/// Between two rounds of the messenger.
const ROUNDS: Duration = Duration::from_secs(1);

/// Takes a port for each authority, one after the other.
pub(super) async fn listen(port: u16, authorities: usize) -> Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    for number in 0..authorities {
        // Zero asks for any free one, each time.
        let next = u16::try_from(number).unwrap_or(u16::MAX);
        let port = if port == 0 { 0 } else { port.saturating_add(next) };
        listeners.push(serve::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), "--port").await?);
    }
    Ok(listeners)
}

/// Serves the authorities until Ctrl-C or SIGTERM, each on a port of its own, and carries their messages.
pub(super) async fn serve(
    screen: &Screen,
    authorities: &[Authority],
    clock: &Clock,
    listeners: Vec<TcpListener>,
) -> Result<()> {
    let stop = serve::stop_on_signal()?;
    let clock = clock.running();
    let (mut apps, mut serving, mut first) = (Vec::new(), Vec::new(), None);
    screen.line("\nThe authorities go on working; Ctrl-C ends it. Everything is for training, and gone afterwards unless it is kept.");
    for (authority, listener) in authorities.iter().zip(listeners) {
        let address = listener.local_addr()?;
        first.get_or_insert(address);
        screen.line(format_args!("\n{} on http://{address}", authority.authority_name()));
        for official in authority.officials() {
            let roles: Vec<String> = official.roles.iter().map(ToString::to_string).collect();
            screen.line(format_args!("  {:24} {}", official.sign_in, roles.join(", ")));
        }
        screen.line(format_args!("  {ADMINISTRATOR:24} administrator"));
        // Time goes on from where the play has ended.
        let mut app = authority.app.clone();
        app.clock = clock.clone();
        apps.push(app.clone());
        let stop = stop.clone();
        serving.push(tokio::spawn(async move {
            serve::at_work(
                app,
                listener,
                &Limits::default().in_development(),
                (format!("http://{address}"), None),
                Keeping::default(),
                Outsiders::default(),
                stop,
            )
            .await
        }));
    }
    screen.line(format_args!(
        "\nEverybody signs in with the password `{TRAINING_PASSWORD}`. Open an address in a browser, or:"
    ));
    if let Some(address) = first {
        screen.line(first_steps(authorities, address));
    }
    let messenger = tokio::spawn(carry(apps, stop));
    for served in serving {
        served.await?;
    }
    messenger.await?;
    Ok(())
}

fn first_steps(authorities: &[Authority], address: SocketAddr) -> String {
    let name = authorities.first().and_then(|authority| authority.officials().next());
    let name = name.map_or(ADMINISTRATOR, |official| official.sign_in.as_str());
    format!(
        "  curl -s http://{address}/api/v1/session -H 'Content-Type: application/json' \\\n    -d '{{\"name\":\"{name}\",\"password\":\"{TRAINING_PASSWORD}\"}}'\n  curl -s http://{address}/api/v1/requests -H 'Authorization: Bearer THE_SECRET_IN_THE_ANSWER'"
    )
}

/// Carries messages between all of them, until it is told to stop.
async fn carry(apps: Vec<App>, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(ROUNDS);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        for (number, one) in apps.iter().enumerate() {
            for other in &apps[number + 1..] {
                if let Err(error) = in_process::carry(one, other).await {
                    tracing::warn!(%error, "a message could not be handed over; it waits");
                }
            }
        }
    }
}
