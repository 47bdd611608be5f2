"""A check in addition to those of schemathesis: an operation documents every error code that it answers with."""

import schemathesis


@schemathesis.check
def problem_code_is_documented(ctx, response, case):
    media_type = response.headers.get("content-type", [""])[0].split(";")[0]
    if response.status_code < 400 or media_type not in ("application/problem+json", "application/json"):
        return
    body = response.json()
    # Errors for wallets have a code of OAuth, and one of this project where there is one.
    codes = [body[name] for name in ("code", "error") if name in body]
    # A method that the path does not have is no operation of the document.
    if "method_not_allowed" in codes:
        return
    documented = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    examples = documented.get("content", {}).get(media_type, {}).get("examples", {})
    if not any(code in examples for code in codes):
        raise AssertionError(f"{case.operation.label} does not document {response.status_code} {codes}")
