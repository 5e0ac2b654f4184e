// What the JSON reports of test runs say, a later report in place of an earlier one file by file: `failed` lists the files
// that failed, `count` counts the tests and ends with 1 where one failed or none passed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [what, ...reports] = process.argv.slice(2);
const files = new Map();
for (const report of reports)
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) files.set(file.name, file);
const outcomes = [...files.values()];

if (what === 'failed') {
  for (const { name, status } of outcomes) if (status === 'failed') console.log(relative('.', name));
} else {
  const tests = outcomes.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  const whole = outcomes.filter(({ status }) => status === 'failed').length;
  console.log(`tests: ${passed} passed, ${failed} failed, in ${whole} of ${outcomes.length} files`);
  if (whole > 0 || passed === 0) process.exitCode = 1;
}
