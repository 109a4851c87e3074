//! A request as the handlers see it: headers, parameters and the whole body, read before the database is
//! taken so that a slow sender holds nobody up.

use std::{future::poll_fn, io::Read, pin::Pin};

use axum::{
    body::{Body, HttpBody},
    extract::{RawPathParams, Request},
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::problem::{Outcome, Problem};

/// The largest body, as sent and as decompressed: room for 50,000 dossiers.
pub const LARGEST_BODY: usize = 8 << 20;

/// How much of a body that is too large is still taken in, so that the sender gets to read the answer.
const LARGEST_REFUSAL: usize = 64 << 20;

/// Gives a request its id where the sender gave none.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request, wholly received.
pub struct Exchange {
    headers: HeaderMap,
    query: String,
    parameters: Vec<(String, String)>,
    body: Received,
}

/// A body, as far as it came.
enum Received {
    Whole(Vec<u8>),
    TooLarge,
    Broken,
}

impl Exchange {
    /// Reads the request to its end.
    pub async fn receive(parameters: RawPathParams, request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            query: parts.uri.query().unwrap_or_default().to_owned(),
            parameters: parameters.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            body: receive(body).await,
            headers: parts.headers,
        }
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header's text; several lines of it are joined as a list.
    pub fn header(&self, name: impl Into<HeaderName>) -> Option<String> {
        let lines: Vec<_> =
            self.headers.get_all(name.into()).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// A part of the path, named as in the route.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        pair(self.query.as_bytes(), name)
    }

    /// A field of a form in the body.
    pub fn form_field(&self, name: &str) -> Option<String> {
        match &self.body {
            Received::Whole(body) => pair(body, name),
            _ => None,
        }
    }

    /// The id that `applied` remembers of this request.
    pub fn request_id(&self) -> String {
        self.header(REQUEST_ID).unwrap_or_default()
    }

    /// The body as JSON, of this content type, decompressed where it came compressed (RFC 7694).
    pub fn json(&self, content_type: &str) -> Outcome<Value> {
        let given = self.header(header::CONTENT_TYPE).unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(content_type) {
            return Err(Problem::new(415, "content-type", format!("The content type must be {content_type}."))
                .header(header::ACCEPT, HeaderValue::from_str(content_type).unwrap_or(GZIP)));
        }
        let coding = self.header(header::CONTENT_ENCODING).unwrap_or_default();
        let compressed = match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => false,
            "gzip" | "x-gzip" => true,
            _ => {
                return Err(Problem::new(415, "content-coding", "The only content coding is gzip.")
                    .header(header::ACCEPT_ENCODING, GZIP));
            }
        };
        let too_large =
            || Problem::new(413, "too-large", format!("The body is larger than {LARGEST_BODY} bytes."));
        let body = match &self.body {
            Received::Whole(body) => body,
            Received::TooLarge => return Err(too_large()),
            Received::Broken => return Err(Problem::new(400, "malformed", "The body broke off.")),
        };
        let malformed = |error: String| Problem::new(400, "malformed", format!("The body is no JSON: {error}"));
        let read = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()));
        if !compressed {
            return read(body);
        }
        let mut plain = vec![];
        MultiGzDecoder::new(body.as_slice())
            .take(LARGEST_BODY as u64 + 1)
            .read_to_end(&mut plain)
            .map_err(|error| malformed(error.to_string()))?;
        if plain.len() > LARGEST_BODY { Err(too_large()) } else { read(&plain) }
    }
}

/// The one content coding, of requests and answers.
pub const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// Does the sender take this content coding (RFC 9110, section 12.5.3)?
pub fn accepts_coding(headers: &HeaderMap, coding: &str) -> bool {
    let mut any = false;
    for line in headers.get_all(header::ACCEPT_ENCODING) {
        for item in line.to_str().unwrap_or_default().split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let wanted = !parts
                .any(|p| p.strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0)));
            if name.eq_ignore_ascii_case(coding) {
                return wanted;
            }
            any |= name == "*" && wanted;
        }
    }
    any
}

fn pair(pairs: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(pairs).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn receive(mut body: Body) -> Received {
    let mut bytes = vec![];
    let mut length = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(frame) = frame else { return Received::Broken };
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            bytes.extend_from_slice(&data);
        } else if length > LARGEST_REFUSAL {
            break;
        }
    }
    if length > LARGEST_BODY { Received::TooLarge } else { Received::Whole(bytes) }
}
