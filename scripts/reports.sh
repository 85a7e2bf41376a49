# Counts what the tests reported. Sourced by ./test, after $repo is set.
# shellcheck shell=sh disable=SC2034,SC2154

# Removes the reports of earlier runs.
forget_reports() {
  rm -rf "$repo"/keybearer-*/target/surefire-reports "$repo"/keybearer-*/target/failsafe-reports \
    "$repo"/examples/*/target/surefire-reports
}

# Prints the report files there are.
list_reports() {
  for report in "$repo"/keybearer-*/target/surefire-reports/TEST-*.xml \
    "$repo"/keybearer-*/target/failsafe-reports/TEST-*.xml \
    "$repo"/examples/*/target/surefire-reports/TEST-*.xml; do
    [ ! -f "$report" ] || printf '%s\n' "$report"
  done
}

# Sets $passed, $failed and $skipped, and $skipped_in to the classes that skipped or aborted any.
count_reports() {
  passed=0 failed=0 skipped=0 skipped_in=
  list_reports >"$repo/target/reports"
  while IFS= read -r report; do
    # One line opens the suite: <testsuite … tests="16" errors="0" skipped="0" failures="0" …>
    suite=$(sed -n '/<testsuite /{p;q;}' "$report")
    tests=$(attribute tests) errors=$(attribute errors)
    failures=$(attribute failures) omitted=$(attribute skipped)
    passed=$((passed + tests - errors - failures - omitted))
    failed=$((failed + errors + failures))
    skipped=$((skipped + omitted))
    [ "$omitted" = 0 ] || skipped_in="$skipped_in $(attribute name)"
  done <"$repo/target/reports"
}

# Prints the attribute $1 of $suite.
attribute() {
  printf '%s\n' "$suite" | sed -n "s/.* $1=\"\([^\"]*\)\".*/\1/p"
}

# Prints those of the modules $1 that have reports, separated by commas.
reported_of() {
  for module in $1; do
    list_reports | grep -qF "$repo/$module/" && printf '%s\n' "$module"
  done | paste -s -d , -
}

# Fails the run when a module has tests of which none ran.
require_reports_of_all_modules() {
  for tests in "$repo"/keybearer-*/src/test/java; do
    [ -n "$(find "$tests" -name '*Test.java' 2>/dev/null)" ] || continue
    module=${tests#"$repo"/}
    module=${module%%/*}
    [ -n "$(reported_of "$module")" ] || fail "$module has tests, and none of them ran"
  done
}
