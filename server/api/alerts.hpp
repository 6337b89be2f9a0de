#pragma once

// What is due, what was sent to whom and what waits, and saying that one has seen it.

#include "server/api/endpoint.hpp"
#include "server/document/json_writer.hpp"

namespace telestate::api {

// What a run on the day would find: alerts raised, superseded, missed or without anybody to tell, and those
// that still wait.
http::Response get_alerts_preview(const http::Request& request, const Services& services);
// {"on", "alerts": [...]}: the same as the program prints it.
void append_alerts_preview(document::JsonWriter& json, const storage::Reader& reader, const AlertPlan& plan);

http::Response get_alerts(const http::Request& request, const Services& services);
http::Response get_alert(const http::Request& request, const Services& services);
http::Response get_alerts_status(const http::Request& request, const Services& services);
http::Response get_mails(const http::Request& request, const Services& services);
http::Response get_mail(const http::Request& request, const Services& services);
// The mail as it looks, to be framed by our own pages and able to do nothing.
http::Response get_mail_html(const http::Request& request, const Services& services);
// The mail as it was sent, to download.
http::Response get_mail_message(const http::Request& request, const Services& services);

// Acknowledges all that was raised so far for the same milestone; DELETE takes it back.
http::Response post_acknowledgement(const http::Request& request, const Services& services);
http::Response delete_acknowledgement(const http::Request& request, const Services& services);
// Holds back what would be raised for the same milestone until a day; DELETE ends it.
http::Response post_snooze(const http::Request& request, const Services& services);
http::Response delete_snooze(const http::Request& request, const Services& services);
// Has alerts checked, and all that waits tried again, at once.
http::Response post_alert_run(const http::Request& request, const Services& services);
http::Response post_test_mail(const http::Request& request, const Services& services);

// The members of /healthz about alerts, in an object the caller has open; why mails wait in the words of the mail
// server only where that is wanted.
void append_alert_health(document::JsonWriter& json, const Services& services, bool with_words);

} // namespace telestate::api
