//! The one place where request and answer are written to the journal.

use std::sync::Arc;

use axum::response::Response;
use http::header::HeaderName;
use http::request::Parts;

use crate::oauth::journal::Door;
use crate::practice::Tenant;
use crate::practice::api::apis;
use crate::practice::record::journal::Record;
use crate::practice::wire::answer::Answer;

impl Tenant {
    /// Begins the record of a request.
    pub(in crate::practice) fn record(&self, door: Door, head: &Parts) -> Record {
        let inner = &self.inner;
        let mut record = Record::begin(
            inner.journal.fresh_id(),
            door,
            head,
            Arc::clone(&inner.clock),
        );
        record.at(self.now(&self.book(|book| Arc::clone(&book.setup))));
        record
    }

    /// Ends the record and makes the reply. The entry is in the journal before the reply leaves, so whoever holds a reply finds its entry.
    pub(in crate::practice) fn finish(
        &self,
        record: Record,
        door: Door,
        answer: Answer,
    ) -> Response {
        let name = match door {
            Door::Token | Door::Other => {
                HeaderName::from_static(self.inner.dialect.request_id_name)
            }
            Door::Api => HeaderName::from_static(apis::REQUEST_ID_NAME),
        };
        let answer = answer.header(name, record.id());
        let (status, words) = (answer.status().as_u16(), answer.words().to_owned());
        let response = answer.into_response(&self.inner.spelling);
        self.inner.journal.push(record.finish(status, words));
        response
    }
}
