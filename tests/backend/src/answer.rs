//! Successful JSON answers: validators, 304 and compression.

use std::io::Write;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use crate::{
    etag::ETag,
    exchange::{GZIP, accepts_coding},
    problem::{Outcome, Problem},
};

/// An answer before it is fitted to what its reader accepts.
pub struct Answer {
    status: StatusCode,
    content: Content,
    etag: Option<ETag>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// A body, and its compressed form where that is kept.
#[derive(Clone)]
pub struct Content {
    plain: Bytes,
    compressed: Option<Bytes>,
}

impl Content {
    /// Writes JSON.
    pub fn json(value: &impl Serialize) -> Outcome<Self> {
        let plain = serde_json::to_vec(value).map_err(|error| {
            Problem::new(500, "unwritable", format!("The answer can't be written: {error}"))
        })?;
        Ok(Self { plain: plain.into(), compressed: None })
    }

    /// The same with its compressed form, for content that is sent more than once.
    pub fn compressed(self) -> Self {
        Self { compressed: Some(gzip([&*self.plain])), ..self }
    }
}

impl Answer {
    /// 200 with JSON.
    pub fn json(value: &impl Serialize) -> Outcome<Self> {
        Content::json(value).map(Self::content)
    }

    /// 200 with content that was made before.
    pub fn content(content: Content) -> Self {
        Self { status: StatusCode::OK, content, etag: None, headers: vec![] }
    }

    /// Another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Names the version of what was read, or of what was changed.
    pub fn etag(mut self, etag: ETag) -> Self {
        self.etag = Some(etag);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The response for a reader who sent these headers. `safe`: the request was a read, so `If-None-Match`
    /// asks for 304.
    pub fn fit(self, asked: &HeaderMap, safe: bool) -> Response {
        let compress = accepts_coding(asked, "gzip");
        let known = safe
            && asked.get(header::IF_NONE_MATCH).and_then(|field| field.to_str().ok()).is_some_and(|field| {
                self.etag.as_ref().is_some_and(|etag| etag.satisfies_if_none_match(field))
            });
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else if compress {
            let bytes = self.content.compressed.unwrap_or_else(|| gzip([&*self.content.plain]));
            (self.status, [(header::CONTENT_ENCODING, GZIP)], bytes).into_response()
        } else {
            (self.status, self.content.plain).into_response()
        };
        let headers = response.headers_mut();
        if known {
            headers.remove(header::CONTENT_TYPE);
        } else {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(etag) = self.etag {
            headers.insert(header::ETAG, etag.header(compress));
        }
        headers.extend(self.headers);
        response
    }
}

/// Compresses parts, one after the other, fast rather than well.
pub fn gzip<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Bytes {
    let mut encoder = GzEncoder::new(vec![], Compression::fast());
    let mut written = Ok(());
    for part in parts {
        written = written.and_then(|()| encoder.write_all(part));
    }
    written.and_then(|()| encoder.finish()).expect("writing to memory does not fail").into()
}
