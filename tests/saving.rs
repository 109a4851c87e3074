//! The saving core: rule by rule, and under schedules of every fault that can be told in events.
//!
//! The core is compiled once more into this test, so that faulty variants of it can be made from its own
//! parts without leaving a trace in the product.
#![cfg(not(target_arch = "wasm32"))]

use conversation_settings::{api, domain};

#[path = "../src/saving/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use only some of it")]
mod reducer;

mod saving {
    mod basics;
    mod checks;
    mod device;
    mod fixed;
    mod history;
    mod interruptions;
    mod journal;
    mod life;
    mod oracle;
    mod records;
    mod rules;
    mod scale;
    mod schedules;
    mod server;
    mod steps;
    mod wire;
    mod world;
}
