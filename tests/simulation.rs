//! What it costs a backend to come back after an outage, when many people have something to send.
//!
//! Each client is the real saving core, with the real waits between attempts; the network and the backend are
//! played, on a clock of their own. docs/scale.md has what follows from it; its table is printed by
//!
//! ```text
//! CLIENTS=100000 cargo test --release --test simulation -- --nocapture
//! ```
#![cfg(not(target_arch = "wasm32"))]

mod simulation {
    mod backend;
    mod clients;
    mod recovery;
}
