"""The site of ../site/server.mjs in Python: the standard library only.

VERIFIER_URL=… VERIFIER_API_KEY=… python3 docs/integrate/python/site.py
"""

import base64
import hashlib
import html
import http.cookies
import http.server
import json
import os
import pathlib
import secrets
import urllib.parse
import urllib.request

VERIFIER_URL = os.environ["VERIFIER_URL"]
API_KEY = os.environ["VERIFIER_API_KEY"]
SHARED = pathlib.Path(__file__).parent.parent / "site"
FILES = {"/site.js": "text/javascript", "/site.css": "text/css"}
POLICY = (
    f"default-src 'none'; script-src 'self' {VERIFIER_URL}; style-src 'self'; img-src data:; "
    f"connect-src 'self' {VERIFIER_URL}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flat in Garden Street</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css">
<script type="module" src="{verifier}/elements/income-request.js"></script>
<script type="module" src="/site.js"></script>
<main><h1>Flat in Garden Street</h1>{main}</main>
</html>"""
START = '<form method="post" action="/apply"><button>Apply for this flat</button></form>'
APPLY = '<income-request src="{src}"></income-request><p id="result" role="status"></p>'

# By the session cookie. A site keeps this with its other sessions.
applications = {}


def call_verifier(method, path, body=None):
    """Calls the verifier with the API key, which never leaves this server."""
    headers = {"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(VERIFIER_URL + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def start_application():
    """Creates a request. Returns the session that it belongs to."""
    request = call_verifier("POST", "/requests", {
        "template": "annual_rent_multiple",
        "parameters": {"rent": "120000", "currency": "EUR", "purpose": "Lease of a flat"},
    })
    policy = hashlib.sha256(request["transaction_data"][0].encode()).digest()
    session = secrets.token_urlsafe(32)
    applications[session] = {
        "request_id": request["id"],
        "policy_hash": base64.urlsafe_b64encode(policy).rstrip(b"=").decode(),
        "src": f"{VERIFIER_URL}/request#{urllib.parse.urlsplit(request['link']).fragment}",
    }
    return session


def result_of(application):
    """The verdict, from the verifier itself, for the request of this session."""
    view = call_verifier("GET", f"/requests/{application['request_id']}")
    if view["state"] != "answered":
        return {"state": view["state"]}
    payload = view["receipt"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if any(claims[name] != application[name] for name in ("request_id", "policy_hash")):
        raise ValueError("The receipt is that of another request.")
    statements = [words["en"] for words in claims["predicates"]]
    return {"state": "answered", "verified": view["verdict"]["verified"], "statements": statements}


class Site(http.server.BaseHTTPRequestHandler):
    def application(self):
        cookie = http.cookies.SimpleCookie(self.headers.get("Cookie", "")).get("session")
        return applications.get(cookie.value) if cookie else None

    def send(self, status, kind="text/plain", body=b"", **headers):
        self.send_response(status)
        fixed = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Security-Policy": POLICY,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
        }
        for name, value in {**fixed, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_page(self, main):
        self.send(200, "text/html", PAGE.format(verifier=VERIFIER_URL, main=main).encode())

    def do_GET(self):
        application = self.application()
        if self.path in FILES:
            self.send(200, FILES[self.path], (SHARED / self.path[1:]).read_bytes())
        elif self.path == "/":
            self.send_page(START)
        elif self.path == "/apply" and application:
            self.send_page(APPLY.format(src=html.escape(application["src"])))
        else:
            self.send(404)

    def do_POST(self):
        origin = self.headers.get("Origin")
        if origin and urllib.parse.urlsplit(origin).netloc != self.headers.get("Host"):
            self.send(403)
        elif self.path == "/apply":
            cookie = f"session={start_application()}; HttpOnly; SameSite=Strict; Path=/"
            self.send(303, Location="/apply", Set_Cookie=cookie)
        elif self.path == "/result" and (application := self.application()):
            self.send(200, "application/json", json.dumps(result_of(application)).encode())
        else:
            self.send(404)


if __name__ == "__main__":
    address = ("localhost", int(os.environ.get("PORT", "8080")))
    with http.server.ThreadingHTTPServer(address, Site) as server:
        print(f"The site is at http://localhost:{server.server_port}", flush=True)
        server.serve_forever()
