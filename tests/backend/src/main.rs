//! The reference backend as a program.

use std::{error::Error, future::poll_fn, process::ExitCode, task::Poll, time::Duration};

use lexopt::{Arg::Long, Parser, ValueExt};
use reference_backend::{Options, Server, Size};
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
Plays the existing backend of the conversation settings, on SQLite. Listens on 127.0.0.1 only.

Usage: reference-backend [OPTIONS]

  --port PORT           Port; 0 takes a free one [default: 8080]
  --dist DIR            Folder of the built front end [default: dist]
  --database FILE       Keep the data in FILE, and go on with what it holds [default: in memory]
  --dossiers N          Generate a firm of N dossiers instead of the demonstration firm;
                        p-1 has access to all of them and manages most
  --licences L          Licences of the generated firm [default: 1]
  --seed S              The same seed gives the same firm [default: 1]
  --delay-ms MS         Answer the API that much later [default: 0]
  --allow-origin URL    Let pages of this origin use the backend; may be repeated
  --serve PATH=FILE     Answer GET PATH with the text of FILE, whatever it is; may be repeated.
                        The session, the status and the ETag stay the real ones
  --faults              Enable the hooks under /__ that make requests fail
  --help                Show this

Sign in at /sign-in, or POST /sign-in with the form field person=p-1.
When it is ready it prints one line: listening on http://127.0.0.1:PORT";

fn main() -> ExitCode {
    match options().and_then(|options| options.map_or(Ok(()), run)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reference-backend: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `None` when only the help was asked for.
fn options() -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options { port: 8080, dist: Some("dist".into()), ..Options::default() };
    let mut dossiers = None;
    let mut licences = 1;
    let mut seed = 1;
    let mut arguments = Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("dist") => options.dist = Some(arguments.value()?.into()),
            Long("database") => options.database = Some(arguments.value()?.into()),
            Long("dossiers") => dossiers = Some(arguments.value()?.parse()?),
            Long("licences") => licences = arguments.value()?.parse()?,
            Long("seed") => seed = arguments.value()?.parse()?,
            Long("delay-ms") => options.delay = Duration::from_millis(arguments.value()?.parse()?),
            Long("allow-origin") => options.allowed_origins.push(arguments.value()?.string()?),
            Long("serve") => {
                let value = arguments.value()?.string()?;
                let (path, file) = value.split_once('=').ok_or("--serve takes PATH=FILE")?;
                options.verbatim.push((path.to_owned(), file.into()));
            }
            Long("faults") => options.faults = true,
            Long("help") => {
                println!("{HELP}");
                return Ok(None);
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    options.generated = dossiers.map(|dossiers| Size { dossiers, licences, seed });
    Ok(Some(options))
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let server = Server::start(options)?;
    println!("listening on {}", server.url());
    server.wait(async {
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        poll_fn(|context| {
            let asked = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
            if asked { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        Ok(())
    })?;
    Ok(())
}
