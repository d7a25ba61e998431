//! Many who take a large document slowly: everybody else is answered meanwhile.

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use comity::http::connections::Allowed;
use comity::operations::add_document::{self, NewDocument};

use super::near::{Near, hasty};
use super::wire::{connect, read_answer};
use crate::api::client::generous;
use crate::operations::template::PASSWORD;

/// Bytes of the document: more than fits between two programs on one machine.
const LARGE: usize = 2 << 20;

/// So many take it at once.
const SLOW: usize = 16;

#[test]
fn many_slow_downloads_keep_nobody_from_reading() {
    let allowed = Allowed { connections: 100, pause: Duration::from_mins(1), ..hasty() };
    let near = Near::desk(allowed, generous());
    let desk = near.desk.as_ref().unwrap();
    let reference = near.block_on(desk.draft("production"));
    let document = NewDocument {
        name: "evidence.bin".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        language: "en".to_owned(),
        bytes: vec![7; LARGE],
    };
    let document = near.block_on(add_document::run(&desk.app, desk.official("anna"), &reference, document)).unwrap();
    let anna = near.caller().sign_in("anna", PASSWORD);
    let call = anna.head("GET", &format!("/api/v1/requests/{reference}/documents/{document}"), &[]);
    let mut slow: Vec<TcpStream> = (0..SLOW).map(|_| connect(near.address)).collect();
    for stream in &mut slow {
        stream.write_all(call.as_bytes()).unwrap();
    }

    let mut longest = Duration::ZERO;
    let mut list = || {
        let begun = Instant::now();
        anna.get("/api/v1/requests").is(200);
        longest = longest.max(begun.elapsed());
    };
    // While the documents are held against their commitments, and while nobody takes them.
    (0..10).for_each(|_| list());
    for stream in &mut slow {
        stream.set_read_timeout(Some(Duration::from_mins(2))).unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
    }
    (0..10).for_each(|_| list());

    println!("the longest of 20 took {longest:?}");
    // Whoever waits longer for a connection gets none; on a machine that is busy with other tests this is far away.
    assert!(longest < Duration::from_secs(10), "{longest:?}");
    // All were in the middle of it, and one of them takes the rest.
    let mut begun = BufReader::new(b"HTTP/1.1 200".chain(slow.swap_remove(0)));
    assert_eq!(read_answer(&mut begun).unwrap().is(200).body.len(), LARGE);
}
