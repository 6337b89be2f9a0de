#!/usr/bin/env python3
"""A mail server that keeps every mail as a file: mail_sink.py FOLDER.

Prints its port. What it takes stands in FOLDER/1.eml, 2.eml and so on. While FOLDER/refuse exists, every recipient is
answered with what it holds, such as "451 4.3.0 Come back later".
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = self.folder / "refuse"
        if refusal.exists():
            return refusal.read_text(encoding="utf-8").strip()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        (self.folder / f"{self.count}.eml").write_bytes(envelope.original_content)
        return f"250 2.0.0 Taken as {self.count}"


async def main():
    sink = Sink(Path(sys.argv[1]))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    server.close()


asyncio.run(main())
