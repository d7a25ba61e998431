//! What happens between the acts: time passes, messages cross the border, and the story is held against the requests.

use anyhow::{Context as _, Result, bail};
use jiff::SignedDuration;

use crate::domain::gate::Side;
use crate::domain::ids::RequestReference;
use crate::exchange::in_process;
use crate::operations::read_request;
use crate::operations::request_view::RequestView;
use crate::operations::{OperationError, run_clocks};

use super::event::{Audience, Event};
use super::play::{Play, title_of_stage};
use super::scenario::{Step, Which};
use super::words;

impl Play<'_> {
    /// Lets time pass at both authorities, and their clocks act.
    pub(super) async fn wait(&mut self, days: u32, hours: u32, audience: &mut dyn Audience) -> Result<()> {
        self.clock.advance(SignedDuration::from_hours(24 * i64::from(days) + i64::from(hours)));
        audience.see(&Event::Waited { days, hours });
        for (side, authority) in self.authorities.clone() {
            for acted in run_clocks::run(&authority.app).await? {
                // Clocks of other matters run too; they are no part of this story.
                let Some(matter) =
                    self.matters.values().find(|matter| matter.references.get(&side) == Some(&acted.reference))
                else {
                    continue;
                };
                let moved = acted.entry == "transition_taken";
                let stage = moved.then(|| title_of_stage(&matter.procedure, side, &acted.stage).unwrap_or(acted.stage));
                audience.see(&Event::Clock {
                    state: authority.state.clone(),
                    reference: acted.reference,
                    stage,
                    source: acted.source,
                });
            }
        }
        self.carry(audience).await
    }

    /// Holds the stage of a request against what was told.
    pub(super) async fn expect(
        &self,
        step: &Step,
        side: Side,
        stage: &crate::domain::ids::StageName,
        holding: Option<Which>,
        audience: &mut dyn Audience,
    ) -> Result<()> {
        let authority = self.authority(side)?;
        let reference = self.reference_of(step, side)?;
        let view = self.seen_by_somebody(side, &reference).await?;
        let stands = match holding {
            None => view.stage.clone(),
            Some(which) => {
                let id = self.holding(step, which)?;
                view.standing
                    .holdings
                    .get(&id)
                    .map(|held| held.stage.to_string())
                    .context("there is no such delivery")?
            }
        };
        if *stage != *stands {
            bail!("it stands at `{stands}` at the {side} side, not at `{stage}`");
        }
        let title = self.stage_title(step, side, &stands)?;
        audience.see(&Event::Stands { state: authority.state.clone(), reference, stage: title });
        Ok(())
    }

    /// Whoever of a side may see the request reads it.
    async fn seen_by_somebody(&self, side: Side, reference: &RequestReference) -> Result<RequestView> {
        let authority = self.authority(side)?;
        for person in self.people(side).values() {
            match read_request::run(&authority.app, authority.official(&person.name)?, reference).await {
                Err(OperationError::NoSuchRequest(_)) => {}
                read => return Ok(read?),
            }
        }
        bail!("nobody of the {side} side may see {reference}")
    }

    /// Carries messages across, and learns the other authority's reference and what was delivered.
    pub(super) async fn carry(&mut self, audience: &mut dyn Audience) -> Result<()> {
        let (Some(one), Some(other)) =
            (self.authorities.get(&Side::Requesting), self.authorities.get(&Side::Requested))
        else {
            return Ok(());
        };
        for delivery in in_process::carry(&one.app, &other.app).await? {
            let (envelope, receipt) = (delivery.envelope, delivery.receipt);
            let to = if envelope.to == self.scenario.requested { Side::Requested } else { Side::Requesting };
            let matter = self
                .matters
                .values_mut()
                .find(|matter| matter.references.get(&to.other()) == Some(&envelope.reference));
            let known = matter.and_then(|matter| {
                matter.references.insert(to, receipt.reference.clone());
                let message = matter.procedure.message(envelope.name.as_str())?.clone();
                if matter.procedure.delivers(&message) {
                    matter.deliveries.push(envelope.id.clone());
                }
                Some(message)
            });
            let (message, source) =
                known.map_or_else(|| (envelope.name.to_string(), Vec::new()), |message| words::of_message(&message));
            audience.see(&Event::Crossed {
                from: envelope.from,
                to: envelope.to,
                message,
                reference: receipt.reference,
                state: receipt.state,
                source,
            });
        }
        Ok(())
    }
}
