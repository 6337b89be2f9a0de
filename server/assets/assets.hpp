#pragma once

// Files built into the program, so that it runs from anywhere by itself.

#include <span>
#include <string_view>

namespace telestate::assets {

struct Asset {
    std::string_view path; // as it is served: "/index.html"
    std::string_view bytes;
    std::string_view gzip;   // the same compressed, which of a few lines may be longer
    std::string_view brotli; // likewise
};

// The dashboard, with the third-party modules it is made with.
std::span<const Asset> web_files();

// The bank holidays of the United Kingdom in the shape of https://www.gov.uk/bank-holidays.json.
std::string_view bank_holidays();

// An estate document of a council that does not exist, for those who want to look around first.
std::string_view sample_estate();

} // namespace telestate::assets
