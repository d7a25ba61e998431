//! How many leaves a second are verified: tree and chain alone, the whole export, and with every step replayed.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, Read as _};
use std::path::Path;

use comity::audit::bundle::Bundle;
use comity::audit::canonical::check_canonical;
use comity::audit::chain::{Chains, Link};
use comity::audit::entry::Entry;
use comity::audit::hash::{leaf_hash, sha256};
use comity::audit::key::Verifier;
use comity::audit::tree::Frontier;
use comity::audit::verify::{Demand, verify};
use comity::operations::verify_log;

use super::{median, timed};

/// So often each way is taken, in turn.
const ROUNDS: usize = 5;

/// The first leaves of the export, in memory, are those that single parts are measured with.
const AT_MOST: usize = 500_000;

/// What is measured with one thread on leaves in memory, then with the file, as an auditor does it.
pub(crate) fn run(export: &Path, key: &Verifier) {
    let leaves = leaves(export);
    let bytes: usize = leaves.iter().map(Vec::len).sum();
    println!(
        "{} leaves of {} bytes in the mean; the floor is SHA-256 of the same bytes in the same minute, on one core",
        leaves.len(),
        bytes / leaves.len()
    );
    let links: Vec<Link> = leaves.iter().map(|leaf| Link::from(&Entry::from_bytes(leaf).unwrap())).collect();
    let hashing = || {
        for leaf in &leaves {
            black_box(sha256(leaf));
        }
    };
    let tree = || {
        let (mut tree, mut chains) = (Frontier::default(), Chains::default());
        for ((leaf, link), index) in leaves.iter().zip(&links).zip(0..) {
            let hash = leaf_hash(leaf);
            tree.push(hash);
            assert_eq!(chains.follow(index, *link, hash), None);
        }
        black_box(tree.root());
    };
    let canonical = || {
        for leaf in &leaves {
            check_canonical(leaf).unwrap();
        }
    };
    let parsed = || {
        for leaf in &leaves {
            black_box(Entry::from_bytes(leaf).unwrap());
        }
    };
    print("SHA-256 of the leaves (floor)", leaves.len(), hashing, hashing);
    print("tree and chain alone, the links read before", leaves.len(), hashing, tree);
    print("canonical bytes alone", leaves.len(), hashing, canonical);
    print("canonical bytes and entries read from them", leaves.len(), hashing, parsed);
    drop((links, leaves));

    let (size, floor) = (std::fs::metadata(export).unwrap().len(), || _ = black_box(hash_of(export)));
    let open = || BufReader::new(File::open(export).unwrap());
    let demand = Demand::default();
    let mut count = 0;
    let core = || {
        let mut bundle = Bundle::open(open()).unwrap();
        let report = verify(&mut bundle, key, &demand).unwrap();
        assert!(report.intact, "{:#?}", report.findings);
        report.leaves
    };
    count += core();
    let count = usize::try_from(count).unwrap();
    println!("an export of {count} leaves, {} MB; the floor is SHA-256 of the file, read once", size / 1_000_000);
    print("SHA-256 of the file (floor)", count, floor, floor);
    print("verified, with the bytes of every leaf", count, floor, || _ = core());
    print("the same, with every step replayed", count, floor, || {
        let report = verify_log::export(open(), key, &demand).unwrap();
        assert!(report.intact, "{:#?}", report.findings);
    });
    println!("  {}", super::export::peak());
}

/// Measures a way beside its floor.
fn print(name: &str, leaves: usize, floor: impl Fn(), way: impl Fn()) {
    let (mut figures, mut ratios, mut cores) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let ((), least) = timed(&floor);
        let worked = cpu_seconds();
        let ((), took) = timed(&way);
        cores.push(leaves as f64 / (cpu_seconds() - worked));
        figures.push(leaves as f64 / took.as_secs_f64());
        ratios.push(took.as_secs_f64() / least.as_secs_f64());
    }
    let (low, high) = (figures.iter().copied().fold(f64::MAX, f64::min), figures.iter().copied().fold(0.0, f64::max));
    println!(
        "  {name:<46} {:>10.0} leaves/s  ({low:.0} to {high:.0})  {:>5.2} x floor  {:>10.0} a second of one core",
        median(figures.clone()),
        median(ratios),
        median(cores)
    );
}

/// How long cores have worked for this process, in steps of a hundredth of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // Behind the name, which may hold anything: fields 14 and 15 of proc(5).
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<u32>().unwrap();
    f64::from(ticks(11) + ticks(12)) / 100.0
}

fn leaves(export: &Path) -> Vec<Vec<u8>> {
    let mut archive = tar::Archive::new(File::open(export).unwrap());
    let mut file = archive
        .entries()
        .unwrap()
        .map(|file| file.unwrap())
        .find(|file| file.path_bytes().ends_with(b"/data/leaves.jsonl"));
    let mut lines = std::io::BufReader::new(file.as_mut().unwrap());
    let mut leaves = Vec::new();
    while leaves.len() < AT_MOST {
        let mut line = Vec::new();
        if std::io::BufRead::read_until(&mut lines, b'\n', &mut line).unwrap() == 0 {
            break;
        }
        line.pop();
        leaves.push(line);
    }
    leaves
}

fn hash_of(file: &Path) -> comity::audit::hash::Hash {
    let (mut stream, mut buffer) = (comity::audit::hash::Sha256Stream::default(), vec![0; 1 << 16]);
    let mut file = File::open(file).unwrap();
    loop {
        match file.read(&mut buffer).unwrap() {
            0 => return stream.finish(),
            got => stream.update(&buffer[..got]),
        }
    }
}
