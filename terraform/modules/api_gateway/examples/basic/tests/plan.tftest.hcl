mock_provider "aws" {
  source = "../../tests/mocks"
}

run "plans" {
  assert {
    condition     = toset(keys(output.endpoints)) == toset(["issuer", "verifier"])
    error_message = "The example must give each service an endpoint."
  }
}
