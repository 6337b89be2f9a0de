#pragma once

// The rest of the estate: where it is, who answers for it, who supplies it, and what it consists of. Fields
// that name another record hold its id; an empty text means the field is absent.

#include "model/count.hpp"
#include "model/day.hpp"
#include "model/period.hpp"
#include "model/silence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

// What every kind of record may carry.
struct Annotations {
    std::string notes;
    std::vector<FieldSilence> silences;
    std::vector<Release> releases;

    friend bool operator==(const Annotations&, const Annotations&) = default;
};

struct Site {
    std::string id;
    std::string name;
    std::string address;
    std::string postcode;
    Annotations annotations;

    friend bool operator==(const Site&, const Site&) = default;
};

struct Person {
    std::string id;
    std::string name;
    std::string job_title;
    std::string email;
    std::string phone;
    std::optional<bool> executive;
    Annotations annotations;

    friend bool operator==(const Person&, const Person&) = default;
};

// A person's part in a service. It has no id of its own: service, role and person together are its identity.
struct Responsibility {
    std::string service;
    std::string role;
    std::string person;
    std::string notes;

    friend bool operator==(const Responsibility&, const Responsibility&) = default;
};

// Somebody at a supplier. In a document either a text, which is the name, or an object of these.
struct Contact {
    std::string name;
    std::string email;
    std::string phone;

    bool is_empty() const { return name.empty() && email.empty() && phone.empty(); }

    friend bool operator==(const Contact&, const Contact&) = default;
};

struct Supplier {
    std::string id;
    std::string name;
    std::string company_number; // at Companies House
    std::vector<std::string> also_known_as;
    Contact account_manager;
    Contact support;
    Annotations annotations;

    friend bool operator==(const Supplier&, const Supplier&) = default;
};

struct Platform {
    std::string id;
    std::string service;
    std::string kind; // pbx, contact_centre, video_meeting, ...
    std::string product;
    std::string version;
    std::string maker;    // a supplier's id
    std::string contract; // a contract's id
    std::string hosting;  // cloud, on_premises, ...
    std::string site;     // a site's id
    std::optional<Day> end_of_support;
    Annotations annotations;

    friend bool operator==(const Platform&, const Platform&) = default;
};

enum class LineTechnology {
    pstn,
    isdn2,
    isdn30,
    sip_trunk,
    hosted_voip,
    sogea,
    fttp,
    fttc,
    adsl,
    leased_line,
    mobile,
    unknown,
};
enum class LinePurpose { voice, fax, lift, alarm, payment, door_entry, telecare, nurse_call, broadband };

std::optional<LineTechnology> parse_line_technology(std::string_view text);
std::string_view name_of(LineTechnology technology);
std::optional<LinePurpose> parse_line_purpose(std::string_view text);
std::string_view name_of(LinePurpose purpose);

// Whether the technology stops working when the public switched telephone network is switched off: PSTN,
// ISDN2 and ISDN30, and the broadband that rides on a PSTN line (ADSL, FTTC). Openreach withdraws all of them
// together.
bool rides_on_pstn(LineTechnology technology);

struct Line {
    std::string id;
    std::string platform; // a platform's id
    std::string contract; // a contract's id
    std::string site;     // a site's id
    std::string provider; // a supplier's id
    std::optional<LineTechnology> technology;
    std::optional<LinePurpose> purpose;
    std::string number; // E.164 or national short code
    std::vector<std::string> features;
    std::optional<Count> count;
    std::optional<Day> ceased_on; // its last day in service
    Annotations annotations;

    friend bool operator==(const Line&, const Line&) = default;
};

struct Licence {
    std::string id;
    std::string kind; // softphone, contact_centre_agent, ...
    std::string product;
    std::string platform; // a platform's id
    std::string contract; // a contract's id
    std::string site;     // a site's id
    std::optional<Count> purchased;
    std::optional<Count> assigned;
    std::optional<Count> in_use;
    Annotations annotations;

    friend bool operator==(const Licence&, const Licence&) = default;
};

// One telephone number, or a block `first` to `last`, or only how many there are.
struct NumberRange {
    std::string id;
    std::string number_class; // "class" in the document; as stated, or worked out from the number
    std::string number;       // E.164 or national short code
    std::string first;
    std::string last;
    std::string contract; // a contract's id
    std::string provider; // a supplier's id
    std::string platform; // a platform's id
    std::string site;     // a site's id
    std::string destination;
    std::optional<bool> public_facing;
    std::string status;
    std::optional<Count> count;
    Annotations annotations;

    friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

struct Usage {
    std::string id;
    std::string platform; // a platform's id
    std::string contract; // a contract's id
    std::string measure;  // inbound_calls, page_views, ...
    std::optional<Period> per;
    std::optional<Day> from;
    std::optional<Day> to; // inclusive
    std::optional<Count> count;
    Annotations annotations;

    friend bool operator==(const Usage&, const Usage&) = default;
};

} // namespace telestate
