"""A second, independent calculation of contract positions and spend.

It follows the definition of dates, decisions, money and silence, and nothing else. It favours the obvious way over the
fast one: terms, charge periods and working days are walked one by one, and all figures are exact fractions or whole
pence. It exists so that the product's own calculation can be compared with it.
"""

import re
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
PSTN_SWITCH_OFF = date(2027, 1, 31)
AT_RISK_TECHNOLOGIES = {"pstn", "isdn2", "isdn30", "adsl", "fttc"}

Span = namedtuple("Span", "first last")
Period = namedtuple("Period", "months days")
Notice = namedtuple("Notice", "period working")
Decision = namedtuple("Decision", "kind decide_by takes_effect runs_until end_last")


class NotADate(ValueError):
    """The text is not a date of any accepted form."""


# ---------------------------------------------------------------------------------------------------------------------
# Days, periods and imprecise dates


def day(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise NotADate(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADate(text) from None


def days_in_month(year, month):
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def add_months(start, months):
    """Adds months in one step, keeping the day of the month or clamping it to the last day."""
    number = start.year * 12 + (start.month - 1) + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(start.day, days_in_month(year, month)))


def period(text):
    match = re.fullmatch(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?", text)
    if match and text != "P":
        return Period(int(match[1] or 0) * 12 + int(match[2] or 0), 0)
    match = re.fullmatch(r"P([0-9]+)([DW])", text)
    if match:
        return Period(0, int(match[1]) * (7 if match[2] == "W" else 1))
    raise ValueError("not a period: " + text)


def add(start, length, times=1):
    """Adds a period some number of times, in one step from the start."""
    if length.months:
        return add_months(start, length.months * times)
    return start + timedelta(days=length.days * times)


def move(span, length, times=1):
    """First and last day of an imprecise date move each by itself."""
    return Span(add(span.first, length, times), add(span.last, length, times))


def before(span):
    return Span(span.first - DAY, span.last - DAY)


def after(span):
    return Span(span.first + DAY, span.last + DAY)


def financial_year(first_year, organisation):
    month, day_of_month = (int(part) for part in organisation.get("financial_year_start", "04-01").split("-"))
    start = date(first_year, month, day_of_month)
    return Span(start, add_months(start, 12) - DAY)


def financial_year_named(text, organisation):
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise NotADate(text)
    return financial_year(int(match[1]), organisation)


def financial_year_name(first_year):
    return "%04d-%02d" % (first_year, (first_year + 1) % 100)


def partial_date(text, organisation=None):
    """The first and the last day of a date as people write it."""
    organisation = organisation or {}
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return Span(day(text), day(text))
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if match:
            start = date(int(match[1]), int(match[2]), 1)
            return Span(start, add_months(start, 1) - DAY)
        match = re.fullmatch(r"([0-9]{4})-Q([1-4])", text)
        if match:
            start = date(int(match[1]), int(match[2]) * 3 - 2, 1)
            return Span(start, add_months(start, 3) - DAY)
        match = re.fullmatch(r"FY([0-9]{4}-[0-9]{2})(?:-Q([1-4]))?", text)
        if match:
            year = financial_year_named(match[1], organisation)
            if not match[2]:
                return year
            quarter = int(match[2])
            return Span(add_months(year.first, 3 * quarter - 3), add_months(year.first, 3 * quarter) - DAY)
        if re.fullmatch(r"[0-9]{4}", text):
            return Span(date(int(text), 1, 1), date(int(text), 12, 31))
    except ValueError as error:
        raise NotADate(text) from error
    raise NotADate(text)


# ---------------------------------------------------------------------------------------------------------------------
# Working days


class Calendar:
    """The bank holidays of one division, or of every division taken together."""

    def __init__(self, data, divisions):
        self.holidays = {day(event["date"]) for name in divisions for event in data[name]["events"]}
        years = [holiday.year for holiday in self.holidays]
        self.first_year = min(years) if years else 9999
        self.last_year = max(years) if years else 0

    def working(self, when):
        return when.weekday() < 5 and when not in self.holidays

    def covers(self, when):
        return self.first_year <= when.year <= self.last_year

    def working_day_on_or_before(self, when):
        while not self.working(when):
            when -= DAY
        return when

    def nth_working_day_after(self, when, count):
        while count > 0:
            when += DAY
            if self.working(when):
                count -= 1
        return when

    def latest_day_leaving(self, end, count):
        """The latest day after which so many working days fit, up to and including the end."""
        candidate, fitted = end, 0
        while fitted < count:
            if self.working(candidate):
                fitted += 1
            candidate -= DAY
        return candidate


def calendar_of(data, organisation):
    return Calendar(data, [organisation.get("bank_holidays", "england-and-wales")])


def foi_due(received, data):
    """The twentieth working day after receipt, where a holiday in any part of the country is no working day."""
    return Calendar(data, list(data)).nth_working_day_after(received, 20)


def notice_of(value):
    if value is None:
        return None
    if isinstance(value, str):
        return Notice(period(value), False)
    return Notice(period(value["length"]), value.get("days") == "working")


NO_NOTICE = Notice(Period(0, 0), False)


def decide_by(end, notice, calendar):
    if notice.working:
        latest = calendar.latest_day_leaving(end, notice.period.days)
    else:
        latest = add(end, notice.period, -1)
    return calendar.working_day_on_or_before(latest)


# ---------------------------------------------------------------------------------------------------------------------
# Decisions taken


def decisions_counting(contract, on):
    return [taken for taken in contract.get("decisions", []) if day(taken["decided_on"]) <= on]


def decided(contract, on, kind, takes_effect):
    return any(
        taken["kind"] == kind and day(taken["takes_effect"]) == takes_effect for taken in decisions_counting(contract, on)
    )


def end_by_leaving(contract, on):
    """The day named by the leave that was decided last; of two decided on one day the later in the list."""
    last = None
    for taken in decisions_counting(contract, on):
        if taken["outcome"] == "leave" and (last is None or day(taken["decided_on"]) >= day(last["decided_on"])):
            last = taken
    return day(last.get("leaves_on", last["takes_effect"])) if last else None


def end_by_record(contract, on):
    """The earlier of a recorded end and of the day a leave names, or nothing."""
    ends = [day(contract["ended_on"])] if "ended_on" in contract else []
    leaving = end_by_leaving(contract, on)
    if leaving:
        ends.append(leaving)
    return min(ends) if ends else None


# ---------------------------------------------------------------------------------------------------------------------
# Terms


def start_of(contract, organisation):
    text = contract["term"].get("start")
    return partial_date(text, organisation) if text else None


def first_end(contract, organisation):
    """The end of a fixed contract before any option, or of the first term of one that renews; a stated end wins."""
    term = contract["term"]
    if "end" in term:
        return partial_date(term["end"], organisation)
    start = start_of(contract, organisation)
    if start and "length" in term:
        return before(move(start, period(term["length"])))
    return None


def effective_kind(contract, organisation):
    kind = contract["term"]["kind"]
    if kind in ("fixed", "auto_renew") and first_end(contract, organisation) is None:
        return "unknown"
    return kind


def contract_notice(contract):
    notice = contract["term"].get("notice")
    if notice is None and contract.get("silences", {}).get("term.notice") == "none":
        return NO_NOTICE
    return notice_of(notice)


def term_end(contract, number, organisation):
    """The end of the numbered term of a contract that renews or rolls."""
    term = contract["term"]
    start = start_of(contract, organisation)
    if term["kind"] == "rolling":
        anchor = start or Span(date(1970, 1, 1), date(1970, 1, 1))
        return before(move(anchor, period(term["period"]), number))
    renewal = period(term["renews_for"])
    if "end" not in term:
        length = period(term["length"])
        if length.months and renewal.months:
            return before(move(start, Period(length.months + (number - 1) * renewal.months, 0)))
    return before(move(after(first_end(contract, organisation)), renewal, number - 1))


def term_start(contract, number, organisation):
    """The first day of a numbered term, or nothing where the first term has no known start."""
    if number > 1:
        return term_end(contract, number - 1, organisation).first + DAY
    start = start_of(contract, organisation)
    if start:
        return start.first
    return date(1970, 1, 1) if contract["term"]["kind"] == "rolling" else None


def extension_length(option, exercised):
    if exercised and "exercised_length" in option:
        return period(option["exercised_length"])
    return period(option["length"])


def extended(end, length):
    return before(move(after(end), length))


FixedTerm = namedtuple("FixedTerm", "end left lapsed last_possible_end option_decide_by")


def fixed_term(contract, on, organisation, calendar):
    """The current end of a fixed contract seen from a day, the options left, and whether those have lapsed."""
    end = first_end(contract, organisation)
    left = []
    for option in contract["term"].get("extensions", []):
        if not left and "exercised_on" in option and day(option["exercised_on"]) <= on:
            end = extended(end, extension_length(option, True))
        else:
            left.append(option)
    option_decide_by, lapsed, last_possible_end = None, False, end
    if left:
        notice = notice_of(left[0].get("notice")) or contract_notice(contract) or NO_NOTICE
        option_decide_by = decide_by(end.first, notice, calendar)
        lapsed = option_decide_by < on
        if not lapsed:
            for option in left:
                last_possible_end = extended(last_possible_end, extension_length(option, False))
    return FixedTerm(end, left, lapsed, last_possible_end, option_decide_by)


def current_term_number(contract, on, organisation):
    number = 1
    while term_end(contract, number, organisation).last < on:
        number += 1
    return number


def has_notice_days(contract):
    """Whether a renewing or rolling contract has a day by which notice is to be given."""
    term = contract["term"]
    if term["kind"] == "rolling" and term.get("notice_expires", "term_end") == "any_day":
        return False
    return contract_notice(contract) is not None


def notice_day(contract, number, organisation, calendar):
    return decide_by(term_end(contract, number, organisation).first, contract_notice(contract), calendar)


def open_term_number(contract, on, organisation, calendar):
    number = current_term_number(contract, on, organisation)
    while notice_day(contract, number, organisation, calendar) < on or decided(
        contract, on, "give_notice", term_end(contract, number, organisation).first
    ):
        number += 1
    return number


# ---------------------------------------------------------------------------------------------------------------------
# Open decisions


def breaks_of(contract, fixed_end):
    breaks = contract["term"].get("breaks", [])
    if fixed_end is not None:
        breaks = [taken for taken in breaks if day(taken["on"]) <= fixed_end.last]
    return breaks


def possible_decisions(contract, on, kind, organisation, calendar):
    """Every decision that could be open seen from a day, before asking whether its day has passed or it is decided."""
    found = []
    fixed = None
    if kind == "fixed":
        fixed = fixed_term(contract, on, organisation, calendar)
        if fixed.left:
            reached = extended(fixed.end, extension_length(fixed.left[0], False)).last
            found.append(Decision("exercise_option", fixed.option_decide_by, fixed.end.first, reached, fixed.end.last))
        replace_by = decide_by(fixed.end.first, NO_NOTICE, calendar)
        found.append(Decision("replace", replace_by, fixed.end.first, None, fixed.end.last))
    if kind in ("auto_renew", "rolling") and has_notice_days(contract):
        number = open_term_number(contract, on, organisation, calendar)
        end = term_end(contract, number, organisation)
        following = term_end(contract, number + 1, organisation).last
        by = notice_day(contract, number, organisation, calendar)
        found.append(Decision("give_notice", by, end.first, following, end.last))
    if kind in ("auto_renew", "fixed"):
        for option in breaks_of(contract, fixed.end if fixed else None):
            notice = notice_of(option.get("notice")) or contract_notice(contract) or NO_NOTICE
            when = day(option["on"])
            found.append(Decision("use_break", decide_by(when, notice, calendar), when, None, when))
    return found


def open_decisions(contract, on, kind, organisation, calendar):
    return [
        found
        for found in possible_decisions(contract, on, kind, organisation, calendar)
        if found.decide_by >= on and not decided(contract, on, found.kind, found.takes_effect)
    ]


PRECEDENCE = {"use_break": 0, "give_notice": 1, "exercise_option": 1, "replace": 2}


# ---------------------------------------------------------------------------------------------------------------------
# The position


def status_of(contract, on, kind, organisation, calendar):
    record = end_by_record(contract, on)
    if record and on > record:
        return "ended"
    start = start_of(contract, organisation)
    if start and on < start.first:
        return "pending"
    if kind == "fixed" and fixed_term(contract, on, organisation, calendar).end.last < on:
        return "overrun"
    return "active"


def committed_until(contract, on, organisation, calendar):
    record = end_by_record(contract, on)
    if record:
        return record
    kind = effective_kind(contract, organisation)
    if kind == "fixed":
        until = fixed_term(contract, on, organisation, calendar).end.last
    elif kind in ("auto_renew", "rolling"):
        notice = contract_notice(contract)
        if notice is None:
            until = term_end(contract, current_term_number(contract, on, organisation), organisation).last
        elif has_notice_days(contract):
            until = term_end(contract, open_term_number(contract, on, organisation, calendar), organisation).last
        elif notice.working:
            until = calendar.nth_working_day_after(on, notice.period.days)
        else:
            until = add(on, notice.period)
    else:
        return on
    for found in open_decisions(contract, on, kind, organisation, calendar):
        if found.kind == "use_break":
            until = min(until, found.takes_effect)
    return max(until, on)


def shown_span(span):
    return {"first": span.first.isoformat(), "last": span.last.isoformat()} if span else None


def position(contract, on, organisation=None, calendar=None, lines=(), platforms=()):
    organisation = organisation or {}
    kind = effective_kind(contract, organisation)
    status = status_of(contract, on, kind, organisation, calendar)
    number, end, last_possible_end, decision = None, None, None, None
    if status != "ended":
        if kind == "fixed":
            fixed = fixed_term(contract, on, organisation, calendar)
            number, end, last_possible_end = 1, fixed.end, fixed.last_possible_end
        elif kind in ("auto_renew", "rolling"):
            current = current_term_number(contract, on, organisation)
            end = term_end(contract, current, organisation)
            if kind == "auto_renew" or start_of(contract, organisation):
                number = current
        if status != "overrun" and end_by_record(contract, on) is None:
            candidates = open_decisions(contract, on, kind, organisation, calendar)
            if candidates:
                decision = min(
                    candidates, key=lambda found: (found.decide_by, PRECEDENCE[found.kind], found.takes_effect)
                )
    return {
        "contract": contract["id"],
        "title": contract.get("title"),
        "supplier": contract.get("supplier"),
        "service": contract.get("service"),
        "status": status,
        "term_number": number,
        "term_end": shown_span(end),
        "last_possible_end": shown_span(last_possible_end),
        "committed_until": committed_until(contract, on, organisation, calendar).isoformat(),
        "next_decision": shown_decision(contract, on, decision, organisation),
        "flags": sorted(flags_of(contract, on, kind, status, end, organisation, calendar, lines, platforms)),
    }


def shown_decision(contract, on, decision, organisation):
    if decision is None:
        return None
    start_by, cost = None, None
    if "lead_time" in contract:
        start_by = add(decision.decide_by, period(contract["lead_time"]), -1).isoformat()
    if decision.runs_until and contract.get("charges"):
        cost = shown_pence(
            sum(
                share(charge, decision.end_last + DAY, decision.runs_until, contract, organisation)
                for charge in contract["charges"]
            )
        )
    return {
        "kind": decision.kind,
        "decide_by": decision.decide_by.isoformat(),
        "days_left": (decision.decide_by - on).days,
        "takes_effect": decision.takes_effect.isoformat(),
        "start_by": start_by,
        "runs_until": decision.runs_until.isoformat() if decision.runs_until else None,
        "cost_at_stake": cost,
    }


# ---------------------------------------------------------------------------------------------------------------------
# Flags


def flags_of(contract, on, kind, status, end, organisation, calendar, lines, platforms):
    flags = set()
    term = contract["term"]
    charges = contract.get("charges", [])
    start = start_of(contract, organisation)
    if term["kind"] == "rolling":
        flags.add("rolling")
    if kind in ("auto_renew", "rolling") and contract_notice(contract) is None:
        flags.add("notice_unknown")
    if term["kind"] != kind:
        flags.add("end_unknown")
    if end and end.first != end.last:
        flags.add("end_imprecise")
    if start is None and (
        kind == "rolling" or any(charge["kind"] == "recurring" and "from" not in charge for charge in charges)
    ):
        flags.add("start_assumed")
    if status == "overrun":
        flags.add("overrun")
    if len({basis_of(charge) for charge in charges}) > 1:
        flags.add("mixed_vat_bases")
    if not charges and contract.get("silences", {}).get("charges") != "none":
        flags.add("no_charges")
    if status == "ended":
        return flags
    record = end_by_record(contract, on)
    if kind in ("auto_renew", "rolling") and has_notice_days(contract):
        current = current_term_number(contract, on, organisation)
        last = open_term_number(contract, on, organisation, calendar)
        for number in range(current, last + 1):
            begins = term_start(contract, number, organisation)
            if begins and notice_day(contract, number, organisation, calendar) < begins:
                flags.add("notice_longer_than_term")
        if record is None and notice_day(contract, current, organisation, calendar) < on:
            flags.add("deadline_passed")
    if kind == "fixed" and fixed_term(contract, on, organisation, calendar).lapsed:
        flags.add("option_lapsed")
    if status != "overrun" and record is None:
        for found in open_decisions(contract, on, kind, organisation, calendar):
            if not calendar.covers(found.decide_by) or not calendar.covers(found.takes_effect):
                flags.add("holidays_missing")
    if pstn_at_risk(contract, on, kind, end, record, lines, platforms):
        flags.add("pstn_at_risk")
    return flags


def pstn_at_risk(contract, on, kind, end, record, lines, platforms):
    """A contract for lines in service that end with the switch-off, unless the contract is known to end before it."""
    contracts_of_platforms = {platform["id"]: platform.get("contract") for platform in platforms}
    ours = [
        line
        for line in lines
        if (line.get("contract") or contracts_of_platforms.get(line.get("platform"))) == contract["id"]
        and line.get("technology") in AT_RISK_TECHNOLOGIES
        and not ("ceased_on" in line and day(line["ceased_on"]) < on)
    ]
    if not ours:
        return False
    if record:
        return record > PSTN_SWITCH_OFF
    if kind == "fixed":
        return end.last > PSTN_SWITCH_OFF
    return True


# ---------------------------------------------------------------------------------------------------------------------
# Money: whole pence, and prices as exact fractions


def exact(text):
    return Fraction(str(text))


def places_of(text):
    return len(str(text).partition(".")[2])


def round_to(value, places, upward=False):
    """Rounds to so many decimal places, halves (or, upward, everything) away from zero."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    remainder = scaled - whole
    if (upward and remainder > 0) or (not upward and remainder >= Fraction(1, 2)):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**places)


def pence(value):
    return int(round_to(value, 2) * 100)


def shown_pence(amount):
    return "%s%d.%02d" % ("-" if amount < 0 else "", abs(amount) // 100, abs(amount) % 100)


def price_on(charge, when):
    """The unit price of a period that starts on a day, after every rise that applies to it."""
    original = charge["amount"] if "amount" in charge else charge["unit_price"]
    places = max(places_of(original), 2)
    price = exact(original)
    for rise in sorted(charge.get("price_rises", []), key=lambda rise: rise["on"]):
        if day(rise["on"]) <= when:
            if "price" in rise:
                price = exact(rise["price"])
            else:
                raised = price * (100 + exact(rise["percent"])) / 100
                price = round_to(raised, places, rise.get("rounding", "half_up") == "up")
    return price


def period_amount(charge, when):
    quantity = exact(charge["quantity"]) if "quantity" in charge else 1
    return pence(quantity * price_on(charge, when))


def charge_start(charge, contract, organisation):
    if "from" in charge:
        return day(charge["from"])
    start = start_of(contract, organisation) if contract else None
    if start:
        return start.first
    return financial_year(1970, organisation).first


def share(charge, first, last, contract=None, organisation=None):
    """What a charge costs, in pence, from the first day to the last, both included."""
    organisation = organisation or {}
    if last < first:
        return 0
    if charge["kind"] == "one_off":
        when = day(charge["on"])
        return period_amount(charge, when) if first <= when <= last else 0
    anchor = charge_start(charge, contract, organisation)
    every = period(charge["every"])
    stop = min(last, day(charge["to"])) if "to" in charge else last
    if stop < first:
        return 0
    total, number = 0, 0
    while True:
        begins = add(anchor, every, number)
        next_begins = add(anchor, every, number + 1)
        if begins > stop:
            return total
        if next_begins > first:
            amount = period_amount(charge, begins)
            length = (next_begins - begins).days
            skipped = (max(first, begins) - begins).days
            reached = (min(stop, next_begins - DAY) - begins).days + 1
            total += part(amount, reached, length) - part(amount, skipped, length)
        number += 1


def part(amount, days, length):
    """What the first days of a period cost, in pence."""
    return int(round_to(Fraction(amount * days, length), 0))


def basis_of(charge):
    return charge.get("vat", {}).get("basis", "unknown")


def vat(stated, basis, rate):
    """Net, VAT and gross of a stated amount in pence, or nothing where the basis is unknown."""
    if basis == "exclusive":
        tax = int(round_to(stated * exact(rate) / 100, 0))
        return stated, tax, stated + tax
    if basis == "inclusive":
        net = int(round_to(stated / (1 + exact(rate) / 100), 0))
        return net, stated - net, stated
    return None


FIGURES = ("committed", "continuing", "total", "net", "vat", "gross", "unknown_vat_basis")


def charge_spend(charge, year, until, record, contract, organisation):
    """The figures of one charge in a financial year, in pence."""
    if charge["kind"] == "one_off":
        total = committed = share(charge, year.first, year.last, contract, organisation)
    else:
        last = min(year.last, record) if record else year.last
        total = share(charge, year.first, last, contract, organisation)
        committed = share(charge, year.first, min(last, until), contract, organisation)
    figures = dict.fromkeys(FIGURES, 0)
    figures.update(committed=committed, continuing=total - committed, total=total)
    basis = basis_of(charge)
    if basis == "unknown":
        figures["unknown_vat_basis"] = total
    else:
        figures["net"], figures["vat"], figures["gross"] = vat(total, basis, charge["vat"].get("rate", "0"))
    return figures


def spend_by_charge(contract, year_name, on, organisation=None, calendar=None):
    """Pairs of a charge and its figures in a financial year, seen from a day."""
    organisation = organisation or {}
    year = financial_year_named(year_name, organisation)
    until = committed_until(contract, on, organisation, calendar)
    record = end_by_record(contract, on)
    return [
        (charge, charge_spend(charge, year, until, record, contract, organisation))
        for charge in contract.get("charges", [])
    ]


def add_figures(total, figures):
    for name in FIGURES:
        total[name] += figures[name]


def shown_figures(figures):
    return {name: shown_pence(figures[name]) for name in FIGURES}


def contract_spend(contract, year_name, on, organisation=None, calendar=None):
    total = dict.fromkeys(FIGURES, 0)
    for _, figures in spend_by_charge(contract, year_name, on, organisation, calendar):
        add_figures(total, figures)
    return shown_figures(total)


GROUPINGS = {
    "contract": lambda contract, charge: contract["id"],
    "supplier": lambda contract, charge: contract.get("supplier"),
    "service": lambda contract, charge: contract.get("service"),
    "cost_centre": lambda contract, charge: charge.get("cost_centre", contract.get("cost_centre")),
}


def last_three_years(on, organisation):
    """The first years of the last three financial years that ended before a day, oldest first."""
    year = on.year + 1
    while financial_year(year, organisation).last >= on:
        year -= 1
    return [year - 2, year - 1, year]


def average_of(totals_by_year):
    """The mean of the totals that are not zero, and the years they belong to; pairs of a year and pence come in."""
    counted = [(name, total) for name, total in totals_by_year if total != 0]
    if not counted:
        return None
    mean = round_to(Fraction(sum(total for _, total in counted), len(counted)), 0)
    return {"value": shown_pence(int(mean)), "years": [name for name, _ in counted]}


def estate_spend(estate, year_name, on, by, calendar, spend=spend_by_charge):
    """Spend of the whole estate in a financial year seen from a day, grouped.

    The caller may pass a function that remembers what spend_by_charge answered, because each grouping asks it again.
    """
    organisation = estate.get("organisation", {})

    def grouped(name):
        rows = {}
        for contract in estate.get("contracts", []):
            for charge, figures in spend(contract, name, on, organisation, calendar):
                add_figures(rows.setdefault(GROUPINGS[by](contract, charge), dict.fromkeys(FIGURES, 0)), figures)
        return rows

    rows = grouped(year_name)
    total = dict.fromkeys(FIGURES, 0)
    for figures in rows.values():
        add_figures(total, figures)
    history = []
    for year in last_three_years(on, organisation):
        name = financial_year_name(year)
        history.append((name, {key: figures["total"] for key, figures in grouped(name).items()}))
    keys = set(rows).union(*(totals for _, totals in history))
    return {
        "rows": {key: shown_figures(figures) for key, figures in rows.items()},
        "totals": shown_figures(total),
        "average": average_of([(name, sum(totals.values())) for name, totals in history]),
        "row_averages": {key: average_of([(name, totals.get(key, 0)) for name, totals in history]) for key in keys},
        "left_out": left_out(estate),
    }


def left_out(estate):
    """The contracts a total leaves out because no charge is recorded and none is not known to be the truth."""
    found = set()
    for contract in estate.get("contracts", []):
        if not contract.get("charges") and contract.get("silences", {}).get("charges") != "none":
            found.add(contract["id"])
    return found
