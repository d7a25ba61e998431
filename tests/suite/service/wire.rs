//! HTTP by hand, byte by byte, so that a test may also send what no client would.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Nothing in these tests waits longer for a byte.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in small letters.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The last part of a problem's type.
    pub(super) fn problem(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        assert_eq!(self.json()["status"], self.status, "{self:?}");
        self.json()["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    /// Wants a status.
    #[track_caller]
    pub(super) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

pub(super) fn connect(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect_timeout(&to, PATIENCE).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// The head of a call with these headers, up to and with the empty line.
pub(super) fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> String {
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let lines = lines.concat();
    format!("{method} {target} HTTP/1.1\r\nHost: comity\r\n{lines}\r\n")
}

/// Reads one answer, as `Content-Length` or chunks say; an end in the middle is an error.
pub(super) fn read_answer(stream: &mut impl Read) -> io::Result<Answer> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(read_byte(stream)?);
    }
    let head = String::from_utf8(head).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let status = status.ok_or(io::ErrorKind::InvalidData)?;
    let pairs = lines.filter_map(|line| line.split_once(": "));
    let headers: BTreeMap<_, _> = pairs.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let mut body = Vec::new();
    if let Some(length) = headers.get("content-length") {
        body.resize(length.parse().map_err(|_| io::ErrorKind::InvalidData)?, 0);
        stream.read_exact(&mut body)?;
    } else if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        while let Some(chunk) = read_chunk(stream)? {
            body.extend(chunk);
        }
    }
    Ok(Answer { status, headers, body })
}

fn read_byte(stream: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    stream.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn read_chunk(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        line.push(read_byte(stream)?);
    }
    let size = std::str::from_utf8(&line).ok().and_then(|line| usize::from_str_radix(line.trim(), 16).ok());
    let mut chunk = vec![0; size.ok_or(io::ErrorKind::InvalidData)? + 2];
    stream.read_exact(&mut chunk)?;
    chunk.truncate(chunk.len() - 2);
    Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
}

/// A caller with headers of its own; each call takes a connection of its own.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) address: SocketAddr,
    headers: Vec<(String, String)>,
}

impl Caller {
    pub(super) fn to(address: SocketAddr) -> Self {
        Self { address, headers: Vec::new() }
    }

    /// The same with one more header.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.push((name.to_owned(), value.to_owned()));
        caller
    }

    /// The same, signed in.
    pub(super) fn sign_in(&self, name: &str, password: &str) -> Self {
        let session = self.try_sign_in(name, password).is(201);
        self.with("Authorization", &format!("Bearer {}", session.json()["secret"].as_str().unwrap()))
    }

    pub(super) fn try_sign_in(&self, name: &str, password: &str) -> Answer {
        self.post("/api/v1/session", &serde_json::json!({ "name": name, "password": password }))
    }

    pub(super) fn get(&self, target: &str) -> Answer {
        self.call("GET", target, None, b"").unwrap()
    }

    pub(super) fn post(&self, target: &str, body: &Value) -> Answer {
        self.try_post(target, body).unwrap()
    }

    pub(super) fn try_post(&self, target: &str, body: &Value) -> io::Result<Answer> {
        self.call("POST", target, Some("application/json"), body.to_string().as_bytes())
    }

    /// The head of a call of this caller.
    pub(super) fn head(&self, method: &str, target: &str, more: &[(&str, &str)]) -> String {
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        head(method, target, &own.chain(more.iter().copied()).collect::<Vec<_>>())
    }

    pub(super) fn call(&self, method: &str, target: &str, kind: Option<&str>, body: &[u8]) -> io::Result<Answer> {
        let length = body.len().to_string();
        let mut more = vec![("Connection", "close"), ("Content-Length", length.as_str())];
        more.extend(kind.map(|kind| ("Content-Type", kind)));
        let mut stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(&[self.head(method, target, &more).as_bytes(), body].concat())?;
        read_answer(&mut io::BufReader::new(stream))
    }
}
