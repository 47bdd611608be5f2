plugin "terraform" {
  enabled = true
  preset  = "all"
}

# It allows variables only in variables.tf; modules with many variables also have variables-TOPIC.tf. `npm run
# check:terraform` checks which files a module has.
rule "terraform_standard_module_structure" {
  enabled = false
}
