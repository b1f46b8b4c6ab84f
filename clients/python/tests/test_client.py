"""The client against a real server, whose address, key and good tokens come in the environment."""

import asyncio
import http.server
import os
import threading
import traceback
import unittest

from keyturn import AsyncKeyturn, Keyturn, KeyturnApiError

GOOD = os.environ["TEST_GOOD_TOKEN"]
BAD = os.environ["TEST_BAD_TOKEN"]
USER = os.environ["TEST_USER"]


class AgainstTheServer(unittest.TestCase):
    def test_the_lines_of_the_brief(self):
        client = Keyturn()
        # Set first, with a value that GitHub knows, so that there is something to list.
        client.credentials.set(
            "GITHUB_TOKEN",
            value=GOOD,
            user_id=USER,
        )
        credentials = client.credentials.list(user_id=USER)
        self.assertEqual([(one.service, one.name, one.status) for one in credentials], [("github", "ranaroussi", "active")])
        states = {one.service: one.state for one in client.credentials.status(user_id=USER)}
        self.assertEqual(states["github"], "connected")
        client.credentials.delete("GITHUB_TOKEN", user_id=USER)
        self.assertEqual(client.credentials.list(user_id=USER), [])

    def test_everything_else(self):
        client = Keyturn()
        user = USER + ".more"
        self.assertEqual(client.credentials.set("GITHUB", GOOD, user, label="home").outcome, "added")
        self.assertEqual(client.credentials.set("GITHUB", GOOD, user).outcome, "duplicate")
        changed = client.credentials.change("GITHUB", user, label="work", is_default=True)
        self.assertEqual((changed.label, changed.is_default), ("work", True))
        bare = client.credentials.change("GITHUB", user, account="ranaroussi", label="")
        self.assertEqual((bare.label, bare.is_default), (None, True))
        self.assertIn("add", [entry.act for entry in client.audit.list(user_id=user, limit=10)])
        self.assertEqual(client.users.export(user_id=user)["user"], user)
        self.assertFalse(client.credentials.unlock("GITHUB", user_id=user, reason="asked for"))
        self.assertEqual(client.users.delete(user_id=user).removed, 1)
        self.assertEqual([one.service for one in client.services()], ["crm", "door", "github"])
        outcome = client.turn("talk", "Hello there", user_id=user)
        self.assertEqual((outcome["kind"], outcome["text"]), ("pass", "Hello there"))

    def test_async(self):
        async def work():
            client = AsyncKeyturn()
            user = USER + ".async"
            stored = await client.credentials.set("GITHUB_TOKEN", value=GOOD, user_id=user)
            listed = await asyncio.gather(*(client.credentials.list(user_id=user) for _ in range(5)))
            await client.credentials.change("GITHUB", user_id=user, is_default=False)
            await client.credentials.delete("GITHUB_TOKEN", user_id=user)
            status = await client.credentials.status(user_id=user)
            return stored, listed, {one.state for one in status}

        stored, listed, states = asyncio.run(work())
        self.assertEqual(stored.account.name, "ranaroussi")
        self.assertEqual([len(one) for one in listed], [1] * 5)
        self.assertEqual(states, {"missing"})

    def test_a_refusal_says_why_and_holds_neither_token_nor_value(self):
        with self.assertRaises(KeyturnApiError) as refused:
            Keyturn().credentials.set("GITHUB_TOKEN", value=BAD, user_id=USER + ".bad")
        error = refused.exception
        self.assertEqual((error.code, error.reason, error.status), ("CREDENTIAL_REFUSED", "rejected", 422))
        self.assertEqual(error.problem["attemptsLeft"], 2)
        with self.assertRaises(KeyturnApiError) as unknown:
            Keyturn(token="nonsense").credentials.list(user_id=USER)
        self.assertEqual(unknown.exception.code, "UNAUTHENTICATED")
        for one in (error, unknown.exception):
            shown = "".join(traceback.format_exception(type(one), one, one.__traceback__)) + repr(vars(one))
            self.assertNotIn(BAD[4:], shown)
            self.assertNotIn(os.environ["KEYTURN_TOKEN"][4:], shown)


class WithoutTheServer(unittest.TestCase):
    def test_no_address_carries_the_token_in_the_clear(self):
        for url in (
            "http://keyturn.example",
            "ftp://127.0.0.1",
            "nonsense",
            "https://a:b@keyturn.example",
            "https://keyturn.example?x=1",
            "http://127.0.0.1.evil.example",
            "http://[",
        ):
            with self.assertRaises(KeyturnApiError) as refused:
                Keyturn(url=url)
            self.assertEqual(refused.exception.code, "CONFIGURATION_INVALID")
        for name in ("../users", "a/b", "", "..", "x?y", "x#y", "%2e%2e", "é"):
            with self.assertRaises(KeyturnApiError):
                Keyturn().credentials.delete(name, user_id=USER)

    def test_what_may_pass_is_sent_again_under_the_same_key_and_a_redirect_is_not_followed(self):
        seen = []
        answers = [(503, {"retry-after": "0"}), (429, {}), (200, {})]

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_DELETE(self):
                seen.append((self.path, self.headers["idempotency-key"]))
                status, headers = answers.pop(0)
                body = b'{"code": "RATE_LIMITED", "accounts": []}'
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = "http://127.0.0.1:%d" % server.server_port
        try:
            self.assertEqual(Keyturn(url=url).credentials.delete("GITHUB", user_id=USER), [])
            self.assertEqual(len(seen), 3)
            self.assertEqual(len({key for _, key in seen}), 1)
            answers.append((302, {"location": url + "/elsewhere"}))
            with self.assertRaises(KeyturnApiError):
                Keyturn(url=url).credentials.delete("GITHUB", user_id=USER)
            self.assertEqual(len(seen), 4)
        finally:
            server.shutdown()
            server.server_close()
        with self.assertRaises(KeyturnApiError) as unreachable:
            Keyturn(url="http://127.0.0.1:9", retries=0).credentials.list(user_id=USER)
        self.assertEqual(unreachable.exception.code, "UNREACHABLE")


if __name__ == "__main__":
    unittest.main()
