//! An engine for `lockstep/1`, as a block executor in Rust would be one: one JSON object a line from
//! stdin, one a line to stdout, nothing else on stdout.

mod block;
mod input;
mod output;
mod reasons;
mod rules;
mod state;

use serde_json::{Value, json};
use std::io::{BufRead, Write, stdin, stdout};

fn main() -> std::io::Result<()> {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let kind = request["type"].as_str().unwrap_or_default();
        let mut reply = answer(kind, &request);
        reply["id"] = request["id"].clone();
        writeln!(out, "{reply}")?;
        out.flush()?;
        if kind == "bye" {
            break;
        }
    }
    Ok(())
}

fn answer(kind: &str, request: &Value) -> Value {
    match kind {
        "hello" => hello(),
        "execute" => execute(request),
        // Nothing is kept from block to block.
        "reset" | "bye" => json!({ "type": kind }),
        _ => error("unsupported", format!("no request {kind}")),
    }
}

fn hello() -> Value {
    json!({
        "type": "hello",
        "protocol": "lockstep/1",
        "engine": { "name": "revm", "version": "43.0.3" },
        "capabilities": {
            "forks": rules::FORKS.map(|(name, _)| name),
            "policies": ["reject-block", "skip"],
            "parallel": false,
            "accesses": false,
        },
    })
}

fn execute(request: &Value) -> Value {
    match input::Execute::read(request) {
        Err(problem) => error("bad-request", problem),
        Ok(order) => block::execute(order).unwrap_or_else(|problem| error("failed", problem)),
    }
}

fn error(kind: &str, message: String) -> Value {
    json!({ "type": "error", "kind": kind, "message": message })
}
