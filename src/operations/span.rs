//! One span for each operation, with its outcome: what `#[apply(operation!)]` puts around every public operation.

use tracing::{Instrument as _, Span};

use crate::domain::ids::RequestReference;
use crate::telemetry::{self, Outcome, Stopwatch};

use super::error::OperationError;

/// Runs an operation in a span that is named after it: its module, and its function unless that is `run`.
///
/// The span tells the request by its reference, how it ended and which rule stood in the way: ids only, since names,
/// titles and reasons are never logged.
macro_rules! operation {
    (
        $(#[doc = $said:literal])*
        pub async fn $name:ident($($given:ident: $kind:ty),* $(,)?) -> Result<$answer:ty, OperationError> $work:block
    ) => {
        $(#[doc = $said])*
        pub async fn $name($($given: $kind),*) -> Result<$answer, OperationError> {
            const NAME: &str = $crate::operations::span::name_of(concat!(module_path!(), "::", stringify!($name)));
            let span = tracing::info_span!(
                NAME,
                { $crate::telemetry::TRACE } = tracing::field::Empty,
                { $crate::telemetry::REQUEST } = tracing::field::Empty,
                { $crate::telemetry::OUTCOME } = tracing::field::Empty,
                { $crate::telemetry::RULE } = tracing::field::Empty,
                { $crate::telemetry::STATUS } = tracing::field::Empty,
            );
            $crate::operations::span::within(NAME, span, Box::pin(async move $work)).await
        }
    };
}
pub(super) use {macro_rules_attribute::apply, operation};

/// `take_transition` for `comity::operations::take_transition::run`, `answer_safeguard::confirm` for its neighbour.
pub(super) const fn name_of(path: &'static str) -> &'static str {
    let short = path.split_at("comity::operations::".len()).1;
    match short.as_bytes() {
        [.., b':', b':', b'r', b'u', b'n'] => short.split_at(short.len() - "::run".len()).0,
        _ => short,
    }
}

/// Notes which request the current operation is about, once it is known that there is one: before, a reference is any
/// word of the caller.
pub(super) fn about(reference: &RequestReference) {
    Span::current().record(telemetry::REQUEST, reference.as_str());
}

pub(super) async fn within<T>(
    name: &'static str,
    span: Span,
    work: impl Future<Output = Result<T, OperationError>>,
) -> Result<T, OperationError> {
    if let Some(trace) = telemetry::trace_of(&span) {
        span.record(telemetry::TRACE, trace);
    }
    let watch = Stopwatch::start(name);
    let done = work.instrument(span.clone()).await;
    let (outcome, rule) = match &done {
        Ok(_) => (Outcome::Done, None),
        Err(error) if error.is_refusal() => (Outcome::Refused, Some(error.code())),
        Err(error) => (Outcome::Failed, Some(error.code())),
    };
    watch.stop(outcome, rule);
    span.record(telemetry::OUTCOME, <&'static str>::from(outcome));
    if let Some(rule) = rule {
        span.record(telemetry::RULE, rule);
    }
    if outcome == Outcome::Failed {
        span.record(telemetry::STATUS, "ERROR");
    }
    // A refusal is what officials meet every day; a failure is told where it is handled.
    span.in_scope(|| match outcome {
        Outcome::Done => tracing::debug!("done"),
        Outcome::Refused => tracing::info!("refused"),
        Outcome::Failed => tracing::info!("failed"),
    });
    done
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_span_is_named_after_its_operation() {
        assert_eq!(super::name_of("comity::operations::take_transition::run"), "take_transition");
        assert_eq!(super::name_of("comity::operations::answer_safeguard::confirm"), "answer_safeguard::confirm");
    }
}
