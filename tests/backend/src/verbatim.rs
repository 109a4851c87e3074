//! `--serve PATH=FILE`: an API path whose successful answers carry the text of a file instead, whatever
//! that text is. The session, the status and the ETag stay the real ones, so the rest of the contract goes
//! on working around the bad input. The file is read anew for each answer.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{app::App, problem::Problem};

/// Replaces what the routes answer.
pub async fn verbatim(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let file = app.options().verbatim.iter().find(|(replaced, _)| replaced == path);
    let Some((_, file)) = file.filter(|_| request.method() == Method::GET) else {
        return next.run(request).await;
    };
    request.headers_mut().remove(header::IF_NONE_MATCH);
    let mut response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let text = match std::fs::read(file) {
        Ok(text) => text,
        Err(error) => {
            return Problem::new(500, "unreadable-file", format!("{}: {error}", file.display()))
                .into_response();
        }
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_ENCODING);
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response.body_mut() = Body::from(text);
    response
}
