//! The `wasm-bindgen` command that Trunk calls.

fn main() -> Result<(), impl std::fmt::Debug> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
