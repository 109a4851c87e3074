//! The `wasm-bindgen` command that Trunk calls.
//!
//! A program with functions that are fetched when they are first called (`#[wasm_split]`) is split here, before
//! wasm-bindgen's own work: Trunk has no step between the compiler and this one. The parts, and the script that loads
//! them, go to the folder `parts` of the output, from where `tools/finish-dist.mjs` takes them.

use std::error::Error;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::Options;

/// How a split point is called in the program.
const SPLIT_POINT: &[u8] = b"__wasm_split_load_";

/// The script that loads the parts, as the program imports it.
const LOADER: &str = "./parts.js";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().collect();
    let place = args.iter().position(|arg| arg.ends_with(".wasm"));
    if let Some(place) = place {
        let program = std::fs::read(&args[place])?;
        if program.windows(SPLIT_POINT.len()).any(|bytes| bytes == SPLIT_POINT) {
            args[place] = split(&program, Path::new(&args[place]), &args)?.display().to_string();
            // The parts use the main part's table of functions.
            args.push("--keep-lld-exports".to_owned());
        }
    }
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args).map_err(|error| format!("{error:?}").into())
}

/// Splits the program found at `path`; returns where its main part is.
fn split(program: &[u8], path: &Path, args: &[String]) -> Result<PathBuf, Box<dyn Error>> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a program without a name")?;
    let parts = PathBuf::from(option(args, "--out-dir").unwrap_or(".")).join("parts");
    if parts.exists() {
        std::fs::remove_dir_all(&parts)?;
    }
    let main = parts.join(format!("{stem}.wasm"));
    let glue = format!("./{}.js", option(args, "--out-name").unwrap_or(stem));
    let mut options = Options::new(program);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.main_module = &glue;
    options.link_name = LOADER;
    wasm_split_cli_support::transform(options).map_err(|error| format!("{error:?}"))?;
    Ok(main)
}

/// The value of an option, written `--name value` or `--name=value`.
fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.strip_prefix(name) {
            Some("") => return args.next().map(String::as_str),
            Some(rest) if rest.starts_with('=') => return Some(&rest[1..]),
            _ => {}
        }
    }
    None
}
