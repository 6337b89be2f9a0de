#include "tests/document/random_estate.hpp"

#include <array>
#include <random>
#include <set>
#include <span>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 9> line_pool = {
    "Kent House",    "O'Brien & Sons",          "a \"quoted\" word",
    "back\\slash",   "Ysbyty Gwynedd – Bangor", "名前",
    "📞 switchboard", "trailing space ",         "<script>alert(1)</script>"};
constexpr std::array<std::string_view, 4> paragraph_pool = {"One line.", "First line.\nSecond line.",
                                                            "\tA table\tof two columns\n",
                                                            "Line separators \u2028 and NBSP \u00a0 stay."};
constexpr std::array<std::string_view, 5> decimal_pool = {"0.00", "461605.00", "65441.3", "-120.55", "12"};
constexpr std::array<std::string_view, 5> price_pool = {"0.4412", "33.895", "9.029", "-1.5", "0.000000001"};
constexpr std::array<std::string_view, 6> period_pool = {"P1M", "P3M", "P1Y", "P1Y6M", "P4W", "P90D"};
constexpr std::array<std::string_view, 4> start_pool = {"2021-04-01", "2021-04", "FY2020-21", "2021-Q2"};
constexpr std::array<std::string_view, 5> end_pool = {"2031-03-31", "2031-03", "FY2030-31-Q4", "2031",
                                                      "2031-Q1"};

class Generator {
  public:
    Generator(std::uint32_t seed, double density, int records)
        : random_(seed), density_(density), record_count_(records) {}

    Estate make() {
        Estate estate;
        if (chance()) estate.organisation = organisation();
        for (int i = 0; i < record_count_; ++i) {
            number_ = i;
            estate.sites.push_back(site());
            estate.people.push_back(person());
            estate.responsibilities.push_back(responsibility());
            estate.suppliers.push_back(supplier());
            estate.contracts.push_back(contract());
            estate.platforms.push_back(platform());
            estate.lines.push_back(line());
            estate.licences.push_back(licence());
            estate.numbers.push_back(number_range());
            estate.usage.push_back(usage());
            if (chance()) estate.observations.push_back(observation());
        }
        return estate;
    }

  private:
    bool chance() { return std::uniform_real_distribution<>(0, 1)(random_) < density_; }
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }
    template <std::size_t Size>
    std::string_view pick(const std::array<std::string_view, Size>& pool) {
        return pool[below(Size)];
    }

    std::string id(std::string_view kind) { return std::string(kind) + "-" + std::to_string(number_); }
    std::string some_id(std::string_view kind) {
        if (!chance()) return {};
        return std::string(kind) + "-" + std::to_string(below(static_cast<std::size_t>(record_count_)));
    }
    std::string needed_line() { return std::string(pick(line_pool)); }
    std::string line_text() { return chance() ? needed_line() : std::string(); }
    std::string paragraph() { return chance() ? std::string(pick(paragraph_pool)) : std::string(); }
    std::string email() {
        return chance() ? "jo.smith+" + std::to_string(number_) + "@example.nhs.uk" : std::string();
    }
    std::vector<std::string> lines() {
        std::set<std::string> chosen;
        while (chance() && chosen.size() < 3)
            chosen.insert(needed_line());
        return {chosen.begin(), chosen.end()};
    }
    std::optional<bool> boolean() {
        if (!chance()) return std::nullopt;
        return below(2) == 0;
    }
    Day some_day() { return Day{date::year{2022} / 1 / 1} + Days{static_cast<int>(below(1500))}; }
    std::optional<Day> day() {
        if (!chance()) return std::nullopt;
        return some_day();
    }
    Period some_period() { return *parse_period(pick(period_pool)); }
    std::optional<Period> period() {
        if (!chance()) return std::nullopt;
        return some_period();
    }
    std::optional<Notice> notice() {
        if (!chance()) return std::nullopt;
        if (below(3) == 0) return Notice{*parse_period("P10D"), true};
        if (below(3) == 0) return Notice{};
        return Notice{some_period(), false};
    }
    template <std::size_t Size>
    Decimal decimal(const std::array<std::string_view, Size>& pool) {
        return *parse_decimal(pick(pool));
    }
    std::optional<Count> count() {
        if (!chance()) return std::nullopt;
        Count made;
        made.value = static_cast<std::int64_t>(below(100'000));
        if (below(3) == 0) return made;
        made.measure = line_text();
        made.qualifier = static_cast<Qualifier>(below(4));
        made.as_at = day();
        made.literal = paragraph();
        return made;
    }

    std::vector<FieldSilence> silences(std::initializer_list<std::string_view> fields) {
        std::vector<FieldSilence> made;
        for (const std::string_view field : fields) {
            if (chance()) made.push_back({std::string(field), static_cast<Silence>(below(5))});
        }
        return made;
    }
    std::vector<Release> releases(std::initializer_list<std::string_view> fields) {
        std::vector<Release> made;
        for (const std::string_view field : fields) {
            if (!chance()) continue;
            made.push_back(
                {std::string(field), {"s31(3)"}, below(2) == 0, std::string(pick(paragraph_pool))});
            if (chance()) made.back().withhold.emplace_back("s43(2)");
        }
        return made;
    }
    Annotations annotations(std::initializer_list<std::string_view> fields) {
        return {paragraph(), silences(fields), releases(fields)};
    }

    Organisation organisation() {
        Organisation made;
        made.name = needed_line();
        made.address = paragraph();
        if (chance()) made.time_zone = "America/Argentina/Buenos_Aires";
        if (chance()) made.bank_holidays = static_cast<Division>(below(3));
        if (chance())
            made.financial_year_start = {static_cast<unsigned>(1 + below(12)),
                                         static_cast<unsigned>(1 + below(28))};
        if (chance()) made.currency = "EUR";
        made.public_body = boolean();
        if (chance()) made.alert_recipients = {"telecoms@example.nhs.uk", "finance@example.nhs.uk"};
        if (chance()) made.alert_days = below(3) == 0 ? std::vector<int>{} : std::vector<int>{120, 14, 0};
        made.notes = paragraph();
        made.silences = silences({"address", "notes"});
        made.releases = releases({"address"});
        return made;
    }

    Site site() {
        return {id("site"), needed_line(), paragraph(), line_text(), annotations({"postcode", "address"})};
    }
    Person person() {
        return {id("person"),
                line_text(),
                line_text(),
                email(),
                line_text(),
                boolean(),
                annotations({"name", "email"})};
    }
    Responsibility responsibility() {
        return {"telephony", "role " + std::to_string(number_), id("person"), paragraph()};
    }
    Contact contact() {
        if (!chance()) return {};
        Contact made{line_text(), email(), line_text()};
        return made;
    }
    Supplier supplier() {
        return {id("supplier"),
                needed_line(),
                line_text(),
                lines(),
                contact(),
                contact(),
                annotations({"support", "support.phone"})};
    }

    Charge charge(int index) {
        Charge made;
        if (chance()) made.id = "charge-" + std::to_string(index);
        made.description = line_text();
        if (below(4) == 0) {
            made.amount.reset();
            made.silences = {{"amount", Silence::withheld}};
        } else if (below(2) == 0) {
            made.amount = decimal(decimal_pool);
        } else {
            made.quantity = decimal(decimal_pool);
            made.unit_price = decimal(price_pool);
        }
        if (below(3) == 0) {
            made.kind = ChargeKind::one_off;
            made.on = some_day();
        } else {
            made.every = some_period();
            if (chance()) made.from = Day{date::year{2021} / 5 / 1};
            if (chance()) made.to = Day{date::year{2030} / 5 / 1};
            while (chance() && made.price_rises.size() < 3)
                made.price_rises.push_back(price_rise());
        }
        if (chance()) {
            made.vat = Vat{static_cast<VatBasis>(below(3)), std::nullopt};
            if (chance()) made.vat->rate = *parse_decimal("17.5");
        }
        made.cost_centre = line_text();
        made.account_code = line_text();
        made.site = some_id("site");
        made.notes = paragraph();
        for (const FieldSilence& silence : silences({"description", "vat.rate"}))
            made.silences.push_back(silence);
        made.releases = releases({"amount"});
        return made;
    }
    PriceRise price_rise() {
        PriceRise made;
        made.on = some_day();
        if (below(2) == 0) {
            made.percent = decimal(price_pool);
        } else {
            made.price = decimal(price_pool);
        }
        if (chance()) made.rounding = static_cast<Rounding>(below(2));
        return made;
    }

    Term term() {
        Term made;
        made.kind = static_cast<TermKind>(below(5));
        if (chance()) made.start = *parse_partial_date(pick(start_pool));
        made.length = period();
        if (chance()) made.end = *parse_partial_date(pick(end_pool));
        made.renews_for = period();
        made.period = period();
        made.notice = notice();
        if (chance()) made.notice_expires = static_cast<NoticeExpires>(below(2));
        if (made.kind == TermKind::auto_renew) made.renews_for = some_period();
        if (made.kind == TermKind::rolling) made.period = *parse_period("P1M");
        while (chance() && made.extensions.size() < 3) {
            Extension option;
            option.length = *parse_period("P1Y");
            option.up_to = boolean();
            option.notice = notice();
            // In order: an option is exercised only after the one ahead of it.
            const bool may_be_exercised = made.extensions.empty() || made.extensions.back().exercised_on;
            if (may_be_exercised && chance()) {
                option.exercised_on =
                    Day{date::year{2030} / 1 / 1} + Days{static_cast<int>(made.extensions.size()) * 100};
                if (option.up_to.value_or(false)) option.exercised_length = *parse_period("P6M");
            }
            made.extensions.push_back(option);
        }
        while (chance() && made.breaks.size() < 3)
            made.breaks.push_back({some_day(), notice()});
        return made;
    }

    Contract contract() {
        Contract made;
        made.id = id("contract");
        made.title = needed_line();
        made.reference = line_text();
        made.supplier = some_id("supplier");
        made.service = line_text();
        made.site = some_id("site");
        made.term = term();
        made.lead_time = period();
        while (chance() && made.charges.size() < 3)
            made.charges.push_back(charge(static_cast<int>(made.charges.size())));
        while (chance() && made.decisions.size() < 3) {
            made.decisions.push_back({static_cast<DecisionKind>(below(4)), some_day(),
                                      static_cast<Outcome>(below(3)), some_day(), day(), paragraph()});
        }
        made.ended_on = day();
        if (chance()) made.framework = Framework{needed_line(), line_text(), line_text()};
        made.owner = some_id("person");
        if (chance()) made.deputies = {"person-0"};
        made.cost_centre = line_text();
        made.account_code = line_text();
        if (chance()) made.alert_days = below(3) == 0 ? std::vector<int>{} : std::vector<int>{365, 30, 0};
        const std::array<Document, 4> documents = {{{"Signed copy", ""},
                                                    {"", "https://example.nhs.uk/contracts/1?a=b&c=d#e"},
                                                    {"Variation 2", "http://example.nhs.uk/2"},
                                                    {"https://as a title", ""}}};
        for (const Document& document : documents) {
            if (chance()) made.documents.push_back(document);
        }
        made.notes = paragraph();
        made.silences = silences({"supplier", "term.notice", "charges"});
        made.releases = releases({"charges", "term.end"});
        return made;
    }

    Platform platform() {
        return {id("platform"),
                line_text(),
                line_text(),
                line_text(),
                line_text(),
                some_id("supplier"),
                some_id("contract"),
                line_text(),
                some_id("site"),
                day(),
                annotations({"product", "maker"})};
    }
    Line line() {
        Line made;
        made.id = id("line");
        made.platform = some_id("platform");
        made.contract = some_id("contract");
        made.site = some_id("site");
        made.provider = some_id("supplier");
        if (chance()) made.technology = static_cast<LineTechnology>(below(12));
        if (chance()) made.purpose = static_cast<LinePurpose>(below(9));
        if (chance()) made.number = below(2) == 0 ? "+441622211900" : "08001111";
        made.features = lines();
        made.count = count();
        made.ceased_on = day();
        made.annotations = annotations({"count", "number"});
        return made;
    }
    Licence licence() {
        return {id("licence"),
                line_text(),
                line_text(),
                some_id("platform"),
                some_id("contract"),
                some_id("site"),
                count(),
                count(),
                count(),
                annotations({"purchased"})};
    }
    NumberRange number_range() {
        NumberRange made;
        made.id = id("number");
        made.number_class = line_text();
        const std::string block = std::to_string(10'000 + number_).substr(1);
        if (chance()) {
            if (below(2) == 0) {
                made.number = "+44300" + block + "005";
            } else {
                made.first = "+44300" + block + "000";
                made.last = "+44300" + block + "999";
            }
        }
        made.contract = some_id("contract");
        made.provider = some_id("supplier");
        made.platform = some_id("platform");
        made.site = some_id("site");
        made.destination = line_text();
        made.public_facing = boolean();
        made.status = line_text();
        made.count = count();
        made.annotations = annotations({"destination"});
        return made;
    }
    Usage usage() {
        Usage made;
        made.id = id("usage");
        made.platform = some_id("platform");
        made.contract = some_id("contract");
        made.measure = line_text();
        made.per = period();
        if (chance()) made.from = Day{date::year{2021} / 1 / 1};
        if (chance()) made.to = Day{date::year{2021} / 10 / 31};
        made.count = count();
        made.annotations = annotations({"count"});
        return made;
    }
    Observation observation() {
        const std::array<std::string_view, 4> kinds = {"lines", "licences", "numbers", "usage"};
        const std::array<std::string_view, 4> records = {"line", "licence", "number", "usage"};
        const std::array<std::string_view, 3> fields = {"purchased", "assigned", "in_use"};
        const std::size_t kind = below(4);
        Count counted;
        counted.value = static_cast<std::int64_t>(below(500));
        counted.as_at = some_day();
        return {std::string(kinds[kind]), id(records[kind]), kind == 1 ? std::string(pick(fields)) : "count",
                counted};
    }

    std::mt19937 random_;
    double density_;
    int record_count_;
    int number_ = 0;
};

} // namespace

Estate random_estate(std::uint32_t seed, double density, int records) {
    return Generator(seed, density, records).make();
}

} // namespace telestate::document
