"""A second, independent calculation of what a run of alerts does: who is told of what on a day.

It follows the definition of alerts and nothing else, on top of the second calculation of positions. What has been told is
kept in a plain dictionary; nothing is fast. Where the definition is silent:

- An alert that nobody could be told of is raised, for repeats and for the week without an answer, on the day somebody is
  named; it is dropped once its day passed or a tighter or newer one was raised.
- An alert whose mail waits stays until everybody has it, even past its day, while its decision is not taken; one that
  something should have begun waits no longer than its decision is open.
- An offset looser than one raised before is superseded.
"""

from collections import namedtuple
from datetime import timedelta

import calculation as c

DEFAULT_DAYS = (180, 90, 30, 7, 0)
WEEK = timedelta(days=7)
ESCALATING_OFFSETS = range(0, 31)

Milestone = namedtuple("Milestone", "kind subject name on")
Undecided = namedtuple("Undecided", "kind decide_by takes_effect fixed_end")
Entry = namedtuple("Entry", "subject milestone milestone_on offset_days state recipients")


# ---------------------------------------------------------------------------------------------------------------------
# Milestones


def term_days(contract, decision, organisation):
    """How long the term lasts that a decision closes, in days, or nothing where its start is not known."""
    if c.effective_kind(contract, organisation) == "fixed":
        start = c.start_of(contract, organisation)
        return (decision.fixed_end.last - start.first).days + 1 if start else None
    number = 1
    # Notice is given for the end of a term; a break lies in the first term that has not ended before it.
    edge = "first" if decision.kind == "give_notice" else "last"
    while getattr(c.term_end(contract, number, organisation), edge) < decision.takes_effect:
        number += 1
    start = c.term_start(contract, number, organisation)
    return (c.term_end(contract, number, organisation).last - start).days + 1 if start else None


def undecided(contract, on, since, organisation, calendar):
    """Every decision not taken by a day: those still open, and those whose day passed on `since` or later."""
    kind = c.effective_kind(contract, organisation)
    if kind not in ("fixed", "auto_renew", "rolling") or c.end_by_record(contract, on) is not None:
        return []
    end = c.fixed_term(contract, on, organisation, calendar).end if kind == "fixed" else None
    found = [Undecided(one.kind, one.decide_by, one.takes_effect, end)
             for one in c.possible_decisions(contract, on, kind, organisation, calendar) if one.decide_by >= since]
    if kind != "fixed" and c.has_notice_days(contract):
        number = c.current_term_number(contract, on, organisation)
        while number > 1 and c.term_end(contract, number - 1, organisation).last >= since:
            number -= 1
        while True:
            by = c.notice_day(contract, number, organisation, calendar)
            if by >= on:
                break
            if by >= since:
                found.append(Undecided("give_notice", by, c.term_end(contract, number, organisation).first, None))
            number += 1
    return [one for one in found if not c.decided(contract, on, one.kind, one.takes_effect)]


def start_by(contract, decide_by):
    return c.add(decide_by, c.period(contract["lead_time"]), -1) if "lead_time" in contract else None


def rises_of(contract, on):
    """The days on which a price rises that the contract still has to pay."""
    record = c.end_by_record(contract, on)
    days = set()
    for charge in contract.get("charges", []):
        for rise in charge.get("price_rises", []):
            when = c.day(rise["on"])
            if (record is None or when <= record) and not ("to" in charge and when > c.day(charge["to"])):
                days.add(when)
    return days


def days_wanted(estate, contract=None):
    organisation = estate.get("organisation", {})
    if contract is not None and "alert_days" in contract:
        return set(contract["alert_days"])
    return set(organisation.get("alert_days", DEFAULT_DAYS))


def milestones(estate, on, since, calendar):
    """{milestone: offsets wanted}, passed ones back to `since` included, and the decide_by days that can be missed."""
    organisation = estate.get("organisation", {})
    wanted, missable = {}, {}
    for contract in estate.get("contracts", []):
        kind = c.effective_kind(contract, organisation)
        status = c.status_of(contract, on, kind, organisation, calendar)
        if status == "ended":
            continue
        days = days_wanted(estate, contract)
        decisions = undecided(contract, on, since, organisation, calendar)
        for decision in decisions:
            length = term_days(contract, decision, organisation)
            offsets = {offset for offset in days if length is None or offset <= length}
            if kind == "rolling" and "alert_days" not in contract:
                offsets = set()
            # What should have begun is no longer told once the decision itself was missed: that is told.
            begins = start_by(contract, decision.decide_by) if decision.decide_by >= on else None
            for name, when in (("decide_by", decision.decide_by), ("start_by", begins)):
                if when is not None:
                    milestone = Milestone("contracts", contract["id"], name, when)
                    wanted.setdefault(milestone, set()).update(offsets)
        if kind in ("fixed", "auto_renew"):
            missable[contract["id"]] = sorted({one.decide_by for one in decisions if one.decide_by < on})
        for when in rises_of(contract, on):
            wanted[Milestone("contracts", contract["id"], "price_rise", when)] = days
        if status == "overrun":
            for milestone in [one for one in wanted if one[:2] == ("contracts", contract["id"]) and one.on >= on]:
                del wanted[milestone]
    for platform in estate.get("platforms", []):
        if "end_of_support" in platform:
            when = c.day(platform["end_of_support"])
            wanted[Milestone("platforms", platform["id"], "end_of_support", when)] = days_wanted(estate)
    for line in estate.get("lines", []):
        ceases = c.day(line["ceased_on"]) if "ceased_on" in line else None
        if line.get("technology") in c.AT_RISK_TECHNOLOGIES and not (ceases and ceases < c.PSTN_SWITCH_OFF):
            wanted[Milestone("lines", line["id"], "pstn_switch_off", c.PSTN_SWITCH_OFF)] = days_wanted(estate)
    return wanted, missable


# ---------------------------------------------------------------------------------------------------------------------
# Recipients: {address in small letters: address}


def addresses(texts):
    found = {}
    for text in texts:
        if text:
            found.setdefault(text.lower(), text)
    return found


class AddressBook:
    def __init__(self, estate):
        self.mail = {person["id"]: person.get("email") for person in estate.get("people", [])}
        self.records = {kind: {record["id"]: record for record in estate.get(kind, [])}
                        for kind in ("contracts", "platforms", "lines")}
        self.responsible = {}
        for one in estate.get("responsibilities", []):
            self.responsible.setdefault(one["service"], []).append(one["person"])
        self.organisation = addresses(estate.get("organisation", {}).get("alert_recipients", []))

    def people(self, identities):
        return addresses(self.mail.get(identity) for identity in identities if identity)

    def for_service(self, service):
        return self.people(self.responsible.get(service, [])) if service else {}

    def contract_of(self, milestone):
        record = self.records[milestone.kind][milestone.subject]
        if milestone.kind == "contracts":
            return record, None
        if milestone.kind == "platforms":
            return self.records["contracts"].get(record.get("contract")), record
        platform = self.records["platforms"].get(record.get("platform"))
        identity = record.get("contract") or (platform or {}).get("contract")
        return self.records["contracts"].get(identity), platform

    def told_first(self, milestone):
        contract, platform = self.contract_of(milestone)
        contract, platform = contract or {}, platform or {}
        return (self.people([contract.get("owner"), *contract.get("deputies", [])])
                or self.for_service(platform.get("service")) or self.for_service(contract.get("service"))
                or self.organisation)

    def more(self, milestone):
        """Who is told as well when nobody has acknowledged it in a week."""
        contract, _ = self.contract_of(milestone)
        return {**self.organisation, **self.people((contract or {}).get("deputies", []))}

    def recipients(self, milestone, is_escalated):
        return {**(self.more(milestone) if is_escalated else {}), **self.told_first(milestone)}


# ---------------------------------------------------------------------------------------------------------------------
# The ledger and a run


class Alert:
    def __init__(self, milestone, offset, state, raised_on):
        self.milestone = milestone
        self.offset = offset
        self.state = state  # due, missed or superseded
        self.raised_on = raised_on
        self.told = set()
        self.waits = False  # somebody still has to be told
        self.is_for_nobody = False
        self.escalated = False


class Ledger:
    def __init__(self):
        self.last_run = None
        self.alerts = {}  # by (milestone, offset)
        self.missed = {}  # contract: the newest alert of its series


def new_due(ledger, wanted, on):
    """Alerts that fall due: of each milestone the tightest, unless a tighter one was raised before."""
    for milestone, offsets in wanted.items():
        fallen = sorted(offset for offset in offsets if milestone.on - timedelta(days=offset) <= on <= milestone.on)
        raised = [offset for kept, offset in ledger.alerts if kept == milestone]
        for offset in fallen:
            if offset not in raised:
                is_tightest = offset == fallen[0] and not any(one < offset for one in raised)
                yield Alert(milestone, offset, "due" if is_tightest else "superseded", on)


def new_missed(ledger, missable, on):
    for contract, days in missable.items():
        series = ledger.missed.get(contract)
        new = [day for day in days if ledger.last_run is not None and ledger.last_run <= day < on]
        newest = max(new, default=None)
        if newest is not None and (series is None or newest > series.milestone.on):
            yield Alert(Milestone("contracts", contract, "decide_by", newest), -(on - newest).days, "missed", on), False
        elif (series is not None and series.milestone.on in days and not series.is_for_nobody
              and on - series.raised_on >= WEEK):
            milestone = series.milestone
            yield Alert(milestone, -(on - milestone.on).days, "missed", on), True


def is_worth_keeping(alert, ledger, tightest, on):
    """Whether an alert that nobody could be told of is still one for whoever is named now."""
    if alert.state == "missed":
        return ledger.missed[alert.milestone.subject] is alert
    return on <= alert.milestone.on and alert.offset == tightest[alert.milestone]


def plan(estate, ledger, on, calendar):
    """What a run on a day lists and sends: [(alert, the addresses it is sent to)]. Only `ledger` remembers it."""
    since = min([alert.milestone.on for alert in ledger.alerts.values()] + [ledger.last_run or on, on])
    wanted, missable = milestones(estate, on, since, calendar)
    book = AddressBook(estate)
    fresh = list(new_due(ledger, wanted, on))
    for alert in fresh:
        ledger.alerts[alert.milestone, alert.offset] = alert
    for alert, is_repeat in list(new_missed(ledger, missable, on)):
        ledger.alerts[alert.milestone, alert.offset] = alert
        ledger.missed[alert.milestone.subject] = alert
        fresh.append(alert)
        alert.escalated = is_repeat and bool(book.more(alert.milestone))
    tightest = {}
    for alert in ledger.alerts.values():
        if alert.state == "due":
            tightest[alert.milestone] = min(alert.offset, tightest.get(alert.milestone, alert.offset))
    listed = []
    for alert in ledger.alerts.values():
        if alert.state == "superseded":
            if alert in fresh:
                listed.append((alert, {}))
            continue
        milestone = alert.milestone
        exists = milestone in wanted if alert.state == "due" else milestone.on in missable.get(milestone.subject, [])
        if not exists:
            alert.is_for_nobody = alert.is_for_nobody and alert.state != "missed"
            continue
        is_open = alert.state == "due" and milestone.on >= on
        if alert in fresh:
            alert.waits = True
        if (is_open and milestone.name == "decide_by" and alert.offset in ESCALATING_OFFSETS and not alert.escalated
                and alert not in fresh and not alert.is_for_nobody and on - alert.raised_on >= WEEK):
            alert.escalated = True
            alert.waits = True
        to = book.recipients(milestone, alert.escalated)
        has_nobody = alert.is_for_nobody or (not to and not alert.told)
        if has_nobody and not is_worth_keeping(alert, ledger, tightest, on):
            alert.waits = False
        if not alert.waits:
            continue
        left = {key: address for key, address in to.items() if key not in alert.told}
        if alert.is_for_nobody and to:
            alert.raised_on = on  # only now does a week without an answer begin
        alert.is_for_nobody = has_nobody and not to
        if left or alert.is_for_nobody:
            listed.append((alert, left))
        else:
            alert.waits = False
    ledger.last_run = on
    return listed


def shown(listed):
    entries = set()
    for alert, to in listed:
        state = alert.state if to or alert.state == "superseded" else "nobody_to_tell"
        entries.add(Entry(alert.milestone.subject, alert.milestone.name, alert.milestone.on.isoformat(), alert.offset,
                          state, tuple(sorted(to))))
    return entries


def deliver(listed, refused):
    """Tells everybody but those whose mail is refused; returns {address: alerts told}."""
    mails = {}
    for alert, to in listed:
        alert.waits = alert.is_for_nobody or any(address in refused for address in to)
        for address in to:
            if address not in refused:
                mails.setdefault(address, []).append(alert)
                alert.told.add(address)
    return mails
