//! Validators (RFC 9110, section 8.8). A strong one differs between the plain and the compressed form of
//! the same content, so the compressed form's carries a suffix, and either form's is accepted back.

use axum::http::HeaderValue;

const COMPRESSED: &str = "-gzip";

/// The version of something, without quotes and without the suffix of a content coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ETag(pub String);

impl ETag {
    /// As it is sent with a form of the content.
    pub fn header(&self, compressed: bool) -> HeaderValue {
        let suffix = if compressed { COMPRESSED } else { "" };
        HeaderValue::from_str(&format!("\"{}{suffix}\"", self.0))
            .unwrap_or_else(|_| HeaderValue::from_static("\"unprintable\""))
    }

    /// Does the value of `If-Match` name this version? Weak validators never do.
    pub fn satisfies_if_match(&self, field: &str) -> bool {
        self.is_in(field, false)
    }

    /// Does the value of `If-None-Match` name this version? Weak validators may.
    pub fn satisfies_if_none_match(&self, field: &str) -> bool {
        self.is_in(field, true)
    }

    fn is_in(&self, field: &str, weak: bool) -> bool {
        field.trim() == "*"
            || field.split(',').any(|candidate| {
                let candidate = candidate.trim();
                let opaque = if weak { candidate.strip_prefix("W/").unwrap_or(candidate) } else { candidate };
                opaque
                    .strip_prefix('"')
                    .and_then(|opaque| opaque.strip_suffix('"'))
                    .is_some_and(|opaque| opaque.strip_suffix(COMPRESSED).unwrap_or(opaque) == self.0)
            })
    }
}
