#!/usr/bin/env python3
"""Very many requests of every kind: the memory the program holds stays as it is once it is warm.

    leak.py PROGRAM [--full]
"""

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import SurvivalCase, figure, large_estate, scale, write_document  # noqa: E402

MOST_GROWTH = 8 * 1024 * 1024  # between the halves of the run; 100,000 requests that leaked 200 bytes each pass it


class Leak(SurvivalCase):
    def test_memory_stays_flat_over_requests_of_every_kind(self):
        requests = scale(400, 100_000)
        served = self.serve(document=write_document(self.folder, large_estate(scale(20, 300))))
        # Finished answers are kept up to a bound of their own: the same bodies again and again fill it while it warms up.
        self.send_all(requests // 4)
        samples = [served.resident_bytes()]
        descriptors = served.descriptor_count()
        for _ in range(8):
            self.send_all(requests // 8)
            samples.append(served.resident_bytes())
        figure("requests", sum(self.statuses.values()))
        figure("answers", dict(sorted(self.statuses.items())))
        figure("resident memory in MiB", ", ".join(f"{sample / 1048576:.1f}" for sample in samples))
        growth = max(samples[5:]) - max(samples[:5])
        figure("growth between the halves", f"{growth / 1024:.0f} KiB")
        if survival_case.FULL and not survival_case.is_sanitized():
            self.assertLess(growth, MOST_GROWTH)
        self.assertLess(served.descriptor_count(), descriptors + 8)
        self.assertEqual({status for status in self.statuses if status >= 500}, set())
        for status in [200, 201, 204, 304, 400, 404, 405, 412, 415, 422, 428]:
            self.assertIn(status, self.statuses)
        self.end()

    def setUp(self):
        super().setUp()
        self.statuses = {}
        self.lock = threading.Lock()

    def send_all(self, count):
        threads = [threading.Thread(target=self.send, args=(index, count // 4)) for index in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def send(self, index, count):
        statuses = {}
        client = self.served.client()
        for turn in range(count):
            if turn % 50 == 49:  # connections come and go as well
                client.close()
                client = self.served.client()
            status = self.request(client, index, turn)
            statuses[status] = statuses.get(status, 0) + 1
        client.close()
        with self.lock:
            for status, number in statuses.items():
                self.statuses[status] = self.statuses.get(status, 0) + number

    def request(self, client, index, turn):
        site = f"/api/v1/sites/site-{index}"
        match turn % 25:
            case 0:
                return client.ask("POST", "/api/v1/sites", {"id": f"site-{index}", "name": "Hall"}).status
            case 1:
                return client.ask("PUT", site, {"id": f"site-{index}", "name": f"Hall {turn}"}, {"If-Match": "*"}).status
            case 2:
                return client.ask("PUT", site, {"id": f"site-{index}", "name": "x"}, {"If-Match": '"old"'}).status
            case 3:
                return client.ask("PUT", site, {"id": f"site-{index}", "name": "x"}).status
            case 4:
                return client.ask("DELETE", site, None, {"If-Match": "*"}).status
            case 5:
                return client.ask("POST", "/api/v1/sites", b"{").status
            case 6:
                return client.ask("POST", "/api/v1/sites", {"id": "A B", "nam": 1}).status
            case 7:
                return client.ask("POST", "/api/v1/sites", b"<a/>", {"Content-Type": "text/xml"}).status
            case 8:
                return client.ask("PATCH", site).status
            case 9:
                return client.ask("GET", f"/api/v1/contracts/none-{turn}").status
            case 10 | 11:
                answer = client.ask("GET", "/api/v1/suppliers/s1")
                return client.ask("GET", "/api/v1/suppliers/s1", None, {"If-None-Match": answer.headers["etag"]}).status
            case 12:
                document = {"format": "telestate/1", "suppliers": [
                    {"id": f"taken-in-{i}", "name": f"Taken in {turn}"} for i in range(10)]}
                target = "/api/v1/import" if turn % 250 == 12 else "/api/v1/import?dry_run=true"
                return client.ask("POST", target, document).status
            case 13:
                typed = {"title": "WAN", "term": {"kind": "fixed", "start": "1 April 2024", "length": "3 years"}}
                return client.ask("POST", "/api/v1/drafts/contracts", typed).status
            case 14:
                return client.ask("GET", f"/api/v1/search?q=contract%20{turn % 40}").status
            case 15:
                return client.ask("GET", "/api/v1/export").status
            case 16:
                return client.ask("GET", f"/api/v1/contracts?limit=10&offset={turn % 100}", None,
                                  {"Accept-Encoding": "gzip"}).status
            case 17:
                return client.ask("GET", "/api/v1/overview").status
            case 18:
                return client.ask("GET", "/api/v1/renewals?limit=x").status
            case 19:
                return client.ask("GET", "/api/v1/contracts.csv").status
            case 20:
                return client.ask("GET", "/api/v1/history?limit=5").status
            case 21:
                return client.ask("GET", "/").status
            case 22:
                return client.ask("GET", "/api/v1/alerts/status").status
            case 23:
                return client.ask("POST", "/api/v1/import?kind=sites", b"name\nHall\n", {"Content-Type": "text/csv"}).status
            case _:
                return client.ask("HEAD", "/api/v1/spend").status


if __name__ == "__main__":
    survival_case.begin()
