#!/usr/bin/env bash
# Restores all tables of an environment to a point in time, under their own names.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/restore.sh ENV prepare TIME | switch | discard

  ENV        name of the environment, for example dev
  prepare    restores all tables as of TIME (2026-11-30T12:00:00Z) under the names PREFIX-restored-TABLE, closes their status
             lists, deletes their pending requests, and checks the secrets with the keys. The environment does not change.
  switch     stops the services, replaces the tables of the environment by the restored ones, starts the services and runs
             the smoke test. Run it again if it was interrupted.
  discard    deletes the restored tables: after a switch that succeeded, or at the end of a drill

Reads AWS_REGION, COMPUTE_MODE, PROJECT and DEPLOY_TIMEOUT_SECONDS like scripts/deploy.sh. Needs the permissions of an
administrator. RESTORE_TIMEOUT_SECONDS is the maximum wait for each table (default: 14400).

Exit status: 0 if the step succeeded, 1 if it failed, 2 for invalid arguments.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
case "${2:-} $#" in
  'prepare 3' | 'switch 2' | 'discard 2') ;;
  *) usage_error "Expected ENV prepare TIME, ENV switch or ENV discard, got \"$*\"." ;;
esac
use_environment "$1"
readonly STEP=$2 TIME=${3:-}
[ "$STEP" != prepare ] || [[ $TIME =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]] ||
  usage_error "TIME: expected a time like 2026-11-30T12:00:00Z, got \"$TIME\"."
readonly RESTORE_TIMEOUT_SECONDS=${RESTORE_TIMEOUT_SECONDS:-14400}

# The tables and the attribute of their time to live, which a restore does not restore.
readonly TABLES_FILE=$here/../terraform/modules/database/tables.json
mapfile -t TABLES < <(node -p 'Object.keys(JSON.parse(fs.readFileSync(process.argv[1]))).join("\n")' "$TABLES_FILE")
ttl_attribute() { node -p 'JSON.parse(fs.readFileSync(process.argv[1]))[process.argv[2]].ttl_attribute ?? ""' "$TABLES_FILE" "$1"; }

table_name() { printf '%s-%s' "$NAME" "$1"; }
restored_name() { printf '%s-restored-%s' "$NAME" "$1"; }

# The status of a table. Empty if it does not exist.
table_status() {
  local found
  found=$(aws dynamodb describe-table --table-name "$1" --output text --query Table.TableStatus 2>&1) || {
    [[ $found == *ResourceNotFoundException* ]] && return 0
    fail "$1: $found"
    return 1
  }
  printf '%s\n' "$found"
}

# wait_for_table TABLE STATUS: waits until a table has a status, or does not exist for the status ''.
wait_for_table() {
  local deadline=$((SECONDS + RESTORE_TIMEOUT_SECONDS)) status
  while [ "$SECONDS" -le "$deadline" ]; do
    status=$(table_status "$1") || return 1
    [ "$status" != "$2" ] || return 0
    sleep "$POLL_SECONDS"
  done
  fail "$1: not ready after $RESTORE_TIMEOUT_SECONDS seconds."
}

delete_table() {
  aws dynamodb update-table --table-name "$1" --no-deletion-protection-enabled --output text \
    --query TableDescription.TableName >/dev/null
  wait_for_table "$1" ACTIVE
  aws dynamodb delete-table --table-name "$1" --output text --query TableDescription.TableName >/dev/null
  wait_for_table "$1" ''
}

# Indices that were reserved after TIME are free again in the restored table, so no credential may get an index in these
# lists. Their number is raised beyond every list that was opened since, and issuers open new ones when they start.
close_status_lists() {
  local table
  table=$(restored_name StatusLists)
  aws dynamodb update-item --table-name "$table" --key '{"id":{"S":"lists"},"entry":{"N":"0"}}' \
    --update-expression 'SET #open = :none, #count = #count + :beyond, #version = #version + :one, #closedAt = :now' \
    --condition-expression 'attribute_exists(#id) AND attribute_not_exists(#closedAt)' \
    --expression-attribute-names '{"#id":"id","#open":"open","#count":"count","#version":"version","#closedAt":"closedAt"}' \
    --expression-attribute-values "{\":none\":{\"L\":[]},\":beyond\":{\"N\":\"1000\"},\":one\":{\"N\":\"1\"},\":now\":{\"S\":\"$TIME\"}}" \
    2>"$scratch/error" || {
    # Closed already, or no list was ever opened.
    grep -q ConditionalCheckFailedException "$scratch/error" || fail "$table: $(cat "$scratch/error")"
  }
}

# delete_items WHAT TABLE STATE...: deletes the items of a restored table that are in one of the states.
delete_items() {
  local what=$1 logical=$2 table id states
  shift 2
  table=$(restored_name "$logical")
  states=$(printf '%s\n' "$@" | node -p \
    'JSON.stringify(Object.fromEntries(fs.readFileSync(0, "utf8").trim().split("\n").map((S, i) => [":s" + i, { S }])))')
  aws dynamodb scan --table-name "$table" --consistent-read \
    --filter-expression "#state IN ($(node -p 'Object.keys(JSON.parse(process.argv[1])).join(", ")' "$states"))" \
    --expression-attribute-names '{"#state":"state"}' --expression-attribute-values "$states" \
    --output json --query 'Items[].id.S' | node -p 'JSON.parse(fs.readFileSync(0)).join("\n")' >"$scratch/deleted"
  while read -r id; do
    [ -n "$id" ] || continue
    aws dynamodb delete-item --table-name "$table" --key "{\"id\":{\"S\":\"$id\"}}"
  done <"$scratch/deleted"
  say "$logical: $(grep -c . "$scratch/deleted" || true) $what deleted"
}

# A request that was answered after TIME is pending again in the restored table, and could be answered a second time.
delete_pending_requests() { delete_items 'pending requests' Nonces pending; }

# An offer that was collected or withdrawn after TIME could be collected again.
delete_open_offers() { delete_items 'open offers' Offers created opened collecting; }

check_keys() {
  local service stages
  for service in "${SERVICES[@]}"; do
    stages=$(aws secretsmanager describe-secret --secret-id "$NAME/$service" --output json \
      --query '[DeletedDate, VersionIdsToStages]') || return 1
    [[ $stages == *AWSCURRENT* && $stages =~ ^\[[[:space:]]*null ]] ||
      fail "$service: the secret $NAME/$service has no keys, or was deleted. Restore it first." || return 1
    say "$service: the secret $NAME/$service has keys"
  done
}

# for_each_table FUNCTION: calls a function for all tables at the same time, because each restore takes long.
for_each_table() {
  local table pid pids=() broken=0
  for table in "${TABLES[@]}"; do
    "$1" "$table" &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || broken=1; done
  return "$broken"
}

restore_beside() {
  local restored
  restored=$(restored_name "$1")
  aws dynamodb restore-table-to-point-in-time --source-table-name "$(table_name "$1")" --target-table-name "$restored" \
    --restore-date-time "$TIME" --output text --query TableDescription.TableStatus >/dev/null
  wait_for_table "$restored" ACTIVE
  say "$1: restored as of $TIME"
}

prepare() {
  local table
  for table in "${TABLES[@]}"; do
    [ -z "$(table_status "$(restored_name "$table")")" ] || {
      fail "$(restored_name "$table") exists. Run \"restore.sh $ENVIRONMENT discard\" first."
      return 1
    }
  done
  check_keys
  for_each_table restore_beside
  close_status_lists
  delete_pending_requests
  delete_open_offers
  say "The restored tables are $(restored_name '*'). Inspect them, then run \"restore.sh $ENVIRONMENT switch\" or \"discard\"."
}

# Replaces a table. A restore needs a new name, so the restored table is backed up, and the backup is restored under the
# name of the environment's table after that was deleted. DynamoDB keeps a backup of the deleted table for 35 days.
replace_table() {
  local table=$1 name restored backup status attribute
  name=$(table_name "$table") restored=$(restored_name "$table")
  backup=$(aws dynamodb list-backups --table-name "$restored" --output text \
    --query "BackupSummaries[?BackupName=='$restored'].BackupArn | [0]")
  if [ "$backup" = None ]; then
    backup=$(aws dynamodb create-backup --table-name "$restored" --backup-name "$restored" --output text \
      --query BackupDetails.BackupArn)
  fi
  until [ "$(aws dynamodb describe-backup --backup-arn "$backup" --output text \
    --query BackupDescription.BackupDetails.BackupStatus)" = AVAILABLE ]; do sleep "$POLL_SECONDS"; done
  status=$(table_status "$name")
  if [ -n "$status" ] && [ "$(source_backup "$name")" != "$backup" ]; then
    delete_table "$name"
    status=
  fi
  [ -n "$status" ] || aws dynamodb restore-table-from-backup --target-table-name "$name" --backup-arn "$backup" \
    --output text --query TableDescription.TableStatus >/dev/null
  wait_for_table "$name" ACTIVE
  attribute=$(ttl_attribute "$table")
  [ -z "$attribute" ] || aws dynamodb update-time-to-live --table-name "$name" --output text \
    --time-to-live-specification "Enabled=true,AttributeName=$attribute" >/dev/null
  aws dynamodb update-continuous-backups --table-name "$name" --output text \
    --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true >/dev/null
  say "$table: replaced"
}

# The backup from which a table was restored.
source_backup() {
  aws dynamodb describe-table --table-name "$1" --output text --query Table.RestoreSummary.SourceBackupArn
}

switch() {
  local table service release releases=()
  for table in "${TABLES[@]}"; do
    [ "$(table_status "$(restored_name "$table")")" = ACTIVE ] || {
      fail "$(restored_name "$table") does not exist. Run \"restore.sh $ENVIRONMENT prepare TIME\" first."
      return 1
    }
  done
  # Issuers must not continue with the open lists that they know.
  for service in "${SERVICES[@]}"; do
    stop_service "$service"
    say "$service: stopped"
  done
  for_each_table replace_table
  for service in "${SERVICES[@]}"; do
    release=$(current_release "$service")
    start_service "$service" "$release"
    releases+=("$service" "$release")
  done
  wait_for_all "${releases[@]}"
  smoke "${releases[@]}"
  say "$NAME runs with the restored tables. Run terraform apply, which sets the tags and the protection of the tables."
  say 'Credentials that were revoked after the time of the restore are valid again. Revoke them again (docs/operations.md).'
}

discard_table() {
  local table backup
  table=$(restored_name "$1")
  [ -z "$(table_status "$table")" ] || delete_table "$table"
  for backup in $(aws dynamodb list-backups --table-name "$table" --output text \
    --query "BackupSummaries[?BackupName=='$table'].BackupArn"); do
    aws dynamodb delete-backup --backup-arn "$backup" --output text \
      --query BackupDescription.BackupDetails.BackupName >/dev/null
  done
}

discard() {
  for_each_table discard_table
  say 'The restored tables and their backups are deleted.'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$STEP"
