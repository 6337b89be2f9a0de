#pragma once

// What every answer is made from. The composition root makes one and hands it to the routes and the commands.

#include "model/working_days.hpp"
#include "server/alerts/alert_job.hpp"
#include "server/auth/gate.hpp"
#include "server/auth/sign_in.hpp"
#include "server/backups/backup_job.hpp"
#include "server/clock/instant.hpp"
#include "server/storage/database.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace telestate::api {

using clock::Instant;

struct Services {
    storage::Database& database;
    const BankHolidays& holidays;
    Day pstn_switch_off;
    alerts::AlertJob& alerts;
    auth::Gate& gate;
    auth::SignIn& sign_in;
    backups::BackupJob& backups;
    std::function<Instant()> now; // the only clock there is
    // Differs whenever the same revision on the same day may be answered differently: another estate, another
    // build of the program, other settings.
    std::string edition;
    std::string_view sample_estate = {}; // an estate document, for those who want to look around first
    // Of the start page, as people in other places reach it; empty until it is known.
    std::string public_url = {};
    // Figures about the running program in the text form of Prometheus; the serving program fills it in.
    std::function<std::string()> metrics = {};
};

} // namespace telestate::api
