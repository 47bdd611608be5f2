# Partial configuration: pass environments/s3.tfbackend and the bucket to `terraform init`.
terraform {
  backend "s3" {}
}
