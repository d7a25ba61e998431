//! The real binary at work, in a place of its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::wire::{Caller, PATIENCE};
use crate::cli::process::{PASSWORD, Place};

/// A service that runs until it is told to end, or is dropped.
pub(super) struct Served {
    pub(super) place: Place,
    pub(super) address: SocketAddr,
    child: Child,
    _out: BufReader<ChildStdout>,
}

impl Served {
    /// Serves an installation of its own, on SQLite.
    pub(super) fn new(options: &[&str]) -> Self {
        Self::over(Place::installed(), options, &[])
    }

    /// Serves an installation.
    pub(super) fn over(place: Place, options: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = place.command(&[&["serve"], options].concat());
        command.env("COMITY_LISTEN", "127.0.0.1:0");
        let log = File::options().append(true).create(true).open(place.path("serve.log")).unwrap();
        command.envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let told = line.split("http://").nth(1).and_then(|rest| rest.split(';').next());
        let address = told.and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("no address in `{line}`: {}", log_of(&place)));
        Self { place, address, child, _out: out }
    }

    pub(super) fn caller(&self) -> Caller {
        Caller::to(self.address)
    }

    /// Somebody who is signed in.
    pub(super) fn anna(&self) -> Caller {
        self.caller().sign_in("anna", PASSWORD)
    }

    /// What it wrote to standard error.
    pub(super) fn log(&self) -> String {
        log_of(&self.place)
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal to this process alone.
    pub(super) fn signal(&self, name: &str) {
        signal(self.id(), name);
    }

    /// Waits until it takes no more connections.
    pub(super) fn wait_until_closed(&self) {
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_ok() {
            assert!(begun.elapsed() < PATIENCE, "it still takes connections");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for its end.
    pub(super) fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills it in the middle of what it does, and gives its installation back.
    pub(super) fn kill(mut self) -> Place {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.place, Place::empty())
    }

    /// Still lives, has not panicked, and answers.
    #[track_caller]
    pub(super) fn is_well(&mut self) {
        assert!(self.child.try_wait().unwrap().is_none(), "{}", self.log());
        assert!(!self.log().contains("panicked"), "{}", self.log());
        self.caller().get("/health").is(200);
    }

    /// Most memory that it ever had, in KiB.
    pub(super) fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Gone already, in most tests.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Sends a signal to one process.
pub(super) fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), "--", &process.to_string()]).status().unwrap();
    assert!(sent.success());
}

fn log_of(place: &Place) -> String {
    std::fs::read_to_string(place.path("serve.log")).unwrap_or_default()
}
