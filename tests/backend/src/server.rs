//! The routes, and starting and stopping the server.

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::{
    Router,
    extract::{RawPathParams, Request, State, rejection::RawPathParamsRejection},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use rusqlite::Connection;
use tokio::{net::TcpListener, runtime, sync::oneshot, time::sleep};

use crate::{
    answer::Answer,
    app::{App, Options},
    connection::{Allowance, Doors},
    directory,
    exchange::Exchange,
    faults,
    guard::{guard, is_api},
    problem::{Outcome, Problem},
    questions, session, settings, sign_in, static_files, team,
    verbatim::verbatim,
};

/// A running backend. It stops when this is dropped.
pub struct Server {
    address: SocketAddr,
    app: App,
    runtime: Option<runtime::Runtime>,
    stop: Option<oneshot::Sender<()>>,
    stopped: Option<oneshot::Receiver<()>>,
}

impl Server {
    /// Opens the database and listens on 127.0.0.1.
    pub fn start(options: Options) -> io::Result<Self> {
        let port = options.port;
        let app = App::open(options).map_err(io::Error::other)?;
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let address = listener.local_addr()?;
        let (stop, asked_to_stop) = oneshot::channel();
        let (report, stopped) = oneshot::channel();
        let service = router(app.clone()).into_make_service_with_connect_info::<Allowance>();
        runtime.spawn(async move {
            let served = axum::serve(Doors(listener), service)
                .with_graceful_shutdown(async {
                    let _ = asked_to_stop.await;
                })
                .await;
            if let Err(error) = served {
                eprintln!("{error}");
            }
            let _ = report.send(());
        });
        Ok(Self { address, app, runtime: Some(runtime), stop: Some(stop), stopped: Some(stopped) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Works on the database while no request does.
    pub fn database<T>(&self, work: impl FnOnce(&mut Connection) -> T) -> T {
        work(&mut self.app.connection())
    }

    /// Waits until `end` is ready.
    pub fn wait(&self, end: impl Future<Output = io::Result<()>>) -> io::Result<()> {
        self.runtime.as_ref().map_or(Ok(()), |runtime| runtime.block_on(end))
    }
}

impl Drop for Server {
    /// Lets running requests finish for a second.
    fn drop(&mut self) {
        let stop = self.stop.take().map(|stop| stop.send(()));
        if let (Some(runtime), Some(stopped), Some(_)) = (self.runtime.take(), self.stopped.take(), stop) {
            let _ = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(1), stopped).await });
            runtime.shutdown_timeout(Duration::from_millis(200));
        }
    }
}

/// A handler works on the database, not on the network.
pub type Handler = fn(&App, &mut Connection, &Exchange) -> Outcome<Answer>;

fn router(app: App) -> Router {
    const GET: MethodFilter = MethodFilter::GET;
    const PATCH: MethodFilter = MethodFilter::PATCH;
    const POST: MethodFilter = MethodFilter::POST;
    let api = Router::new()
        .route("/api/session", route(GET, session::read))
        .route("/api/directory", route(GET, directory::read))
        .route("/api/conversation-settings", route(GET, settings::read).merge(route(PATCH, settings::change)))
        .route("/api/dossiers/{dossier}/team", route(GET, team::read))
        .route("/api/dossiers/{dossier}/preselection", route(GET, team::read_preselection))
        .route(
            "/api/dossiers/{dossier}/questions",
            route(GET, questions::list).merge(route(POST, questions::ask)),
        )
        .route("/api/dossiers/{dossier}/questions/{question}", route(GET, questions::read));
    let hooks = if app.options().faults { faults::routes() } else { Router::new() };
    api.merge(sign_in::routes())
        .merge(hooks)
        .fallback(static_files::serve)
        .method_not_allowed_fallback(async || {
            Problem::new(405, "method", "This path does not take that method.")
        })
        .layer(from_fn_with_state(app.clone(), verbatim))
        .layer(from_fn_with_state(app.clone(), faults::inject))
        .layer(from_fn_with_state(app.clone(), delay))
        .layer(from_fn_with_state(app.clone(), faults::log))
        .layer(from_fn_with_state(app.clone(), guard))
        .with_state(app)
}

/// A route whose handler works on the database once the request was received to its end, and whose answer
/// is then fitted to the reader.
pub fn route(method: MethodFilter, handler: Handler) -> MethodRouter<App> {
    let respond = async move |app: App, exchange: Exchange, safe: bool| {
        tokio::task::spawn_blocking(move || {
            let answer = handler(&app, &mut app.connection(), &exchange);
            answer.map_or_else(Problem::into_response, |answer| answer.fit(exchange.headers(), safe))
        })
        .await
        .unwrap_or_else(|_| Problem::new(500, "defect", "The backend has a defect.").into_response())
    };
    on(method, async move |State(app): State<App>, parameters: Parameters, request: Request| {
        let Ok(parameters) = parameters else {
            return Problem::new(404, "unknown-path", "The path is no UTF-8.").into_response();
        };
        let safe = request.method().is_safe();
        let exchange = Exchange::receive(parameters, request).await;
        respond(app, exchange, safe).await
    })
}

type Parameters = Result<RawPathParams, RawPathParamsRejection>;

async fn delay(State(app): State<App>, request: Request, next: Next) -> Response {
    if is_api(request.uri().path()) {
        sleep(app.options().delay).await;
    }
    next.run(request).await
}
