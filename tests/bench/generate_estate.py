#!/usr/bin/env python3
"""Writes an estate document of any size: the same seed and size always give the same document.

    generate_estate.py --contracts 100000 --charges 300000 --seed 1 --out estate.json
"""

import argparse
import json
import random

SERVICES = ["telephony", "contact_centre", "networks", "mobile", "broadband", "non_geographic_numbers"]


def day(rng, first_year=2019, last_year=2026):
    return f"{rng.randint(first_year, last_year)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def term(rng):
    kind = rng.choices(["fixed", "auto_renew", "rolling", "perpetual", "unknown"], [35, 45, 12, 4, 4])[0]
    if kind == "fixed":
        value = {"kind": kind, "start": day(rng), "length": rng.choice(["P1Y", "P2Y", "P3Y", "P5Y", "P18M"])}
        if rng.random() < 0.5:
            value["extensions"] = [{"length": "P1Y", "notice": rng.choice(["P3M", "P90D"])}
                                   for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.2:
            value["breaks"] = [{"on": day(rng, 2025, 2028), "notice": "P3M"}]
        return value
    if kind == "auto_renew":
        return {"kind": kind, "start": day(rng), "length": rng.choice(["P1Y", "P2Y", "P3Y"]),
                "renews_for": rng.choice(["P1Y", "P6M", "P1M"]),
                "notice": rng.choice(["P1M", "P3M", "P90D", {"length": "P20D", "days": "working"}])}
    if kind == "rolling":
        return {"kind": kind, "period": rng.choice(["P1M", "P3M"]), "start": day(rng), "notice": "P30D"}
    if kind == "perpetual":
        return {"kind": kind, "start": day(rng)}
    return {"kind": kind}


def charge(rng, number):
    value = {"id": f"charge-{number}", "description": rng.choice(["Line rental", "Licences", "Support", "Call bundle"])}
    if rng.random() < 0.1:
        value.update(kind="one_off", on=day(rng), amount=f"{rng.randint(1, 50000)}.{rng.randint(0, 99):02d}")
    else:
        value.update(kind="recurring", every=rng.choice(["P1M", "P1M", "P3M", "P1Y"]))
        value["from"] = day(rng)
        if rng.random() < 0.4:
            value.update(quantity=rng.randint(1, 2000), unit_price=f"{rng.randint(0, 60)}.{rng.randint(1, 9999):04d}")
        else:
            value["amount"] = f"{rng.randint(1, 20000)}.{rng.randint(0, 99):02d}"
        if rng.random() < 0.15:
            value["price_rises"] = [{"on": day(rng, 2027, 2028), "percent": f"{rng.randint(1, 12)}.{rng.randint(0, 9)}"}]
    value["vat"] = rng.choice([{"basis": "exclusive", "rate": "20"}, {"basis": "inclusive", "rate": "20"},
                               {"basis": "unknown"}])
    return value


def contract(rng, number, charges, suppliers):
    value = {"id": f"contract-{number}", "title": f"Contract {number} for {rng.choice(SERVICES).replace('_', ' ')}",
             "reference": f"C/{number:06d}", "supplier": f"supplier-{rng.randrange(suppliers)}",
             "service": rng.choice(SERVICES), "term": term(rng)}
    if rng.random() < 0.3:
        value["lead_time"] = rng.choice(["P6M", "P9M", "P12M"])
    value["charges"] = [charge(rng, i) for i in range(charges)]
    if rng.random() < 0.05:
        value["ended_on"] = day(rng, 2027, 2029)
    value["cost_centre"] = f"CC{rng.randint(100, 140)}"
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--charges", type=int, help="of all contracts together; three times the contracts by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    charges = options.charges if options.charges is not None else 3 * options.contracts
    suppliers = max(1, options.contracts // 200)
    with open(options.out, "w", encoding="utf-8") as out:
        organisation = {"name": "Benchmark Council", "time_zone": "Europe/London", "public_body": True}
        out.write('{"format": "telestate/1",\n"organisation": ' + json.dumps(organisation) + ',\n"suppliers": [\n')
        out.write(",\n".join(json.dumps({"id": f"supplier-{i}", "name": f"Supplier {i}"}) for i in range(suppliers)))
        out.write('\n],\n"contracts": [\n')
        left = charges
        for number in range(options.contracts):
            share = left // (options.contracts - number)
            left -= share
            out.write((",\n" if number else "") + json.dumps(contract(rng, number, share, suppliers)))
        out.write("\n]}\n")


if __name__ == "__main__":
    main()
