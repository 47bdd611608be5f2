"""A check in addition to those of schemathesis: an operation documents every problem code that it answers with."""

import schemathesis


@schemathesis.check
def problem_code_is_documented(ctx, response, case):
    if not response.headers.get("content-type", [""])[0].startswith("application/problem+json"):
        return
    code = response.json()["code"]
    # A method that the path does not have is no operation of the document.
    if code == "method_not_allowed":
        return
    documented = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    examples = documented.get("content", {}).get("application/problem+json", {}).get("examples", {})
    if code not in examples:
        raise AssertionError(f"{case.operation.label} does not document {response.status_code} {code}")
